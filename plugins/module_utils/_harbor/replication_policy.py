# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What Harbor copies to another registry, or from one.

A PUT replaces the whole policy. One of the two sides is this Harbor itself, with the id 0.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from .._core.harbor_field import Field, Values, as_set
from .._core.harbor_request import Ref, Request
from .._core.harbor_spec import REPLACE, Asking, Change, Look, Spec, Wire, listed
from .cron import TEXT, as_cron, not_a_replication_cron
from .registry import REGISTRY

SIDES = ("src_registry", "dest_registry")
TRIGGERS = ("manual", "scheduled", "event_based")
FILTERS = ("name", "tag", "label", "resource")
RESOURCES = ("image", "artifact")
# Harbor settles an execution up to 30 s after its last task, and until then keeps the policy.
_SETTLED = 60


def not_a_policy_name(value: str) -> str | None:
    if 0 < len(value) <= 255:
        return None
    return "but the name of a policy has 1 to 255 characters. Change it."


def _implied(want: Values) -> Values:
    """Whoever names one side says that the other one is this Harbor."""
    given = [side for side in SIDES if want.get(side)]
    return {**dict.fromkeys(SIDES, ""), **want} if given else want


def _name(side: Any) -> str:
    return str(side.get("name", "")) if side.get("id") else ""


def _as_speed(value: int) -> int:
    """Harbor stores 0 for anything below."""
    return max(value, 0)


def _text_only(value: Any) -> Any:
    return value if isinstance(value, str) else None


def _list_only(value: Any) -> Any:
    return value if isinstance(value, list) else None


def _decoration(value: Any) -> Any:
    """Without one, Harbor takes what matches."""
    return value or "matches"


def not_a_filter(item: Values) -> str | None:
    kind = item.get("type")
    if kind == "label":
        if not item.get("labels") or item.get("value") is not None:
            return "but a filter of labels has their names in labels, and no value. Correct it."
    elif kind in FILTERS and (item.get("value") is None or item.get("labels") is not None):
        return f"but a filter of the type {kind} has a value, and no labels. Correct it."
    if kind == "resource" and item.get("value") not in RESOURCES:
        return "but the value of a filter of resources is image or artifact. Correct it."
    if kind in ("name", "resource") and item.get("decoration") is not None:
        return "but only tags and labels can be excluded. Leave out decoration."
    return None


def _look(asking: Asking) -> Look:
    """The policies; those that are to go with their executions that are under way."""
    wires = yield from listed(asking)
    going = [
        wire
        for wire in wires
        if (asking.absent or asking.whole) and (asking.want_of(wire) is not None) == asking.absent
    ]
    lists = yield [
        Request(
            "GET",
            ("replication", "executions"),
            query=(("policy_id", wire["id"]), ("status", "InProgress")),
            paged=True,
            why=f"look up executions of replication policy {wire['name']}",
        )
        for wire in going
    ]
    running = {
        wire["id"]: [each["id"] for each in runs if not ended(each)]
        for wire, runs in zip(going, lists)
    }
    return [{**wire, "_running": running.get(wire["id"], [])} for wire in wires]


def ended(run: Wire) -> bool:
    """Whether all its tasks came to an end, which the status says only up to 30 s later."""
    if run.get("status") != "InProgress":
        return True
    total = run.get("total") or 0
    over = sum(run.get(name) or 0 for name in ("succeed", "failed", "stopped"))
    return bool(total) and not run.get("in_progress") and over >= total


def _steps(change: Change) -> Iterator[Request]:
    if change.verb == "delete":
        for number in (change.wire or {}).get("_running", ()):
            yield change.request(
                "PUT",
                ("replication", "executions", number),
                why=f"stop execution {number} of {change.called}",
            )
    for request in change.usual():
        if request.method == "DELETE":
            yield replace(request, patience=_SETTLED)
        else:
            yield replace(request, body={**request.body, **_sides(change)})


def _sides(change: Change) -> Values:
    """Both sides by their ids alone: what else is known of them is not the policy's."""
    found: Values = {}
    for side in SIDES:
        stored = (change.wire or {}).get(side) or {}
        name = change.after.get(side)
        if change.verb == "update" and side not in change.differ:
            found[side] = {"id": stored.get("id", 0)}
        else:
            found[side] = {"id": Ref("registry", name) if name else 0}
    return found


def _judge(change: Change) -> list[str]:
    after, differ = change.after, change.differ
    trigger, cron = after.get("trigger") or "manual", after.get("cron")
    found = []
    named = [side for side in SIDES if after.get(side)]
    if len(named) == 2:
        found.append(
            f"src_registry is {after['src_registry']!r}, but dest_registry is "
            f"{after['dest_registry']!r}, and one of the two is this Harbor. Leave one out."
        )
    elif not named:
        found.append(
            "src_registry and dest_registry are missing, but it is copied from or to another "
            "registry. Give one of them."
        )
    if trigger == "scheduled" and not cron and {"trigger", "cron"} & {*differ}:
        found.append("cron is missing, but trigger is 'scheduled'. Say when it runs.")
    if cron and trigger != "scheduled" and "cron" in differ:
        found.append(
            f"cron is {cron!r}, but trigger is {trigger!r}, and nothing would run by it. Set "
            "trigger to 'scheduled', or leave cron out."
        )
    if cron and trigger == "scheduled" and "trigger" in differ and "cron" not in differ:
        # It was stored with another trigger, by which Harbor judges none.
        rule = not_a_replication_cron(cron)
        found += [f"cron is {cron!r}, {rule}"] if rule else []
    alone = after.get("single_active_replication")
    if alone and trigger == "event_based" and {"trigger", "single_active_replication"} & {*differ}:
        found.append(
            "single_active_replication is True, but trigger is 'event_based', and Harbor allows "
            "that only for the others. Set it to false."
        )
    return found


REPLICATION_POLICY = Spec(
    kind="replication_policy",
    plural="replication_policies",
    path=("replication", "policies"),
    put=REPLACE,
    exact="name",
    look=_look,
    steps=_steps,
    judge=_judge,
    implied=_implied,
    refers=lambda: (REGISTRY,),
    # Only ``deletion`` counts in a request, whatever this says.
    dropped=("creation_time", "update_time", "replicate_deletion"),
    order=40,
    fields=(
        Field("name", "Name of the policy.", key=True, wrong=not_a_policy_name),
        Field("description", "What the policy is for.", absent=""),
        Field(
            "src_registry",
            "Name of the registry to copy from (see M(twinstar.registry.harbor_registry)). A "
            "policy has either this or O(dest_registry); the other side is this Harbor.",
            absent="",
            read=_name,
        ),
        Field(
            "dest_registry",
            "Name of the registry to copy to.",
            absent="",
            read=_name,
        ),
        Field(
            "dest_namespace",
            "The namespace (in a Harbor: the project) to copy into. If it is empty, it is that of "
            "the source. A Harbor makes a project that is missing.",
            absent="",
        ),
        Field(
            "dest_namespace_replace_count",
            "How many parts of a repository's name O(dest_namespace) replaces: V(1) makes "
            "C(ns/b/c) of C(a/b/c), V(2) C(ns/c), V(0) C(ns/a/b/c); V(-1) replaces all but the "
            "last.",
            type="int",
            absent=-1,
            wrong=lambda value: (
                None if -1 <= value <= 127 else "but it is -1, or 0 to 127. Change it."
            ),
        ),
        Field(
            "filters",
            "What is copied: that which all of these pass. These and no others; without any, "
            "everything is.",
            type="list",
            elements="dict",
            absent=[],
            same=as_set,
            wrong=not_a_filter,
            fields=(
                Field(
                    "type",
                    "What it judges: the repository's V(name) (with the project), the V(tag), "
                    "the V(label)s, or the kind of V(resource).",
                    required=True,
                    known=FILTERS,
                ),
                Field(
                    "value",
                    "A pattern of names or tags, such as C(test/**) or C(v{1,2}.*), or the kind of "
                    "resource, V(image) or V(artifact).",
                    read=_text_only,
                ),
                Field(
                    "labels",
                    "Names of labels that an artifact must all have.",
                    type="list",
                    elements="str",
                    api="value",
                    read=_list_only,
                    same=as_set,
                ),
                Field(
                    "decoration",
                    "Whether tags and labels that fit are copied (V(matches), as without it), or "
                    "all others (V(excludes)).",
                    same=_decoration,
                    known=("matches", "excludes"),
                ),
            ),
        ),
        Field(
            "trigger",
            "What starts it: V(manual) only a task or a person, V(scheduled) O(cron), "
            "V(event_based) each push, and each deletion with O(deletion). A new policy is manual.",
            api="trigger.type",
            absent="manual",
            known=TRIGGERS,
        ),
        Field(
            "cron",
            f"When it runs, with O(trigger=scheduled): {TEXT}. Not every minute.",
            api="trigger.trigger_settings.cron",
            absent="",
            same=as_cron,
            wrong=not_a_replication_cron,
        ),
        Field(
            "deletion",
            "Whether what is deleted on the one side is deleted on the other, with "
            "O(trigger=event_based).",
            type="bool",
            absent=False,
        ),
        Field(
            "override",
            "Whether a tag that is there with another content is replaced.",
            type="bool",
            absent=False,
        ),
        Field(
            "enabled",
            "Whether it can run. A new policy is enabled if this is left out.",
            type="bool",
            absent=False,
            create=True,
        ),
        Field(
            "speed",
            "How fast one task may copy, in KB a second; V(0) is without limit. Bursts of some "
            "100 KB pass in any case.",
            type="int",
            absent=0,
            clean=_as_speed,
        ),
        Field(
            "copy_by_chunk",
            "Whether blobs are copied in chunks.",
            type="bool",
            absent=False,
            since="2.7",
        ),
        Field(
            "single_active_replication",
            "Whether a run is passed over while another one is under way. Not with "
            "O(trigger=event_based).",
            type="bool",
            absent=False,
            since="2.14",
        ),
        Field("id", "Number of the policy.", type="int", made=True),
        Field("creation_time", "When it was created.", made=True),
        Field("update_time", "When it was changed last.", made=True),
    ),
)
