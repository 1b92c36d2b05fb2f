# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What of a project is sent to a preheat instance, and when; and a run of it now.

Filters, trigger and extra attributes are texts of JSON on the wire. A PUT wants the policy's number
and the whole of it; a creation time that is left out is lost (src/server/v2.0/handler/preheat.go).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from .._core.errors import Refused
from .._core.harbor_action import WAIT, Action, Call, Prepare, Progress, Todo, Watch
from .._core.harbor_field import Field, Values, as_set, to_wire
from .._core.harbor_request import Ref, Request
from .._core.harbor_spec import PROJECT as IN_PROJECT
from .._core.harbor_spec import Asking, Change, Look, Spec, Wire, listed
from .._core.option import Option
from . import project
from .cron import TEXT, as_cron, not_a_cron
from .job import BAD, FINAL
from .preheat_instance import PREHEAT_INSTANCE, not_a_preheat_name
from .selector import PATTERN, not_a_pattern

TRIGGERS = ("manual", "scheduled", "event_based")
SCOPES = ("single_seed_peer", "all_seed_peers", "all_peers")
# src/pkg/scan/vuln/severity.go, as the filter counts them.
SEVERITIES = {"none": 1, "low": 2, "medium": 3, "high": 4, "critical": 5}
_CODES = {code: word for word, code in SEVERITIES.items()}
# Harbor settles an execution up to 30 s after its last task.
_PATIENCE = 45


def _parsed(text: Any, otherwise: Any) -> Any:
    try:
        found = json.loads(text or "null")
    except (TypeError, ValueError):
        return otherwise
    return found if isinstance(found, type(otherwise)) else otherwise


def _filters(text: Any) -> Values:
    """{"repository": "**", …} of Harbor's list of types and values."""
    return {
        str(each["type"]): each.get("value")
        for each in _parsed(text, [])
        if isinstance(each, Mapping) and "type" in each
    }


def _as_filters(found: Mapping[str, Any]) -> str:
    """What is empty or false is no filter: Harbor would ask for what is unsigned."""
    said = {name: value for name, value in found.items() if value not in ("", False, None)}
    return json.dumps([{"type": name, "value": value} for name, value in said.items()])


_ANYTHING = _as_filters({"repository": "**", "tag": "**"})


def _as_severity(value: Any) -> Any:
    # Older portals wrote the number as a text.
    text = str(value)
    return _CODES.get(int(text), text) if text.isdecimal() else value


def _not_attributes(value: Mapping[str, Any]) -> str | None:
    scope = value.get("scope")
    if scope is not None and scope not in SCOPES:
        return f"but Dragonfly knows the scopes {', '.join(SCOPES)}. Use one of these."
    clusters = value.get("cluster_ids", [])
    if not isinstance(clusters, list) or not all(isinstance(each, int) for each in clusters):
        return "but cluster_ids is a list of numbers. Correct it."
    return None


def _look(asking: Asking) -> Look:
    rows = yield from listed(asking)
    return [_read(row) for row in rows]


def _read(row: Mapping[str, Any]) -> Values:
    trigger = _parsed(row.get("trigger"), {})
    setting = trigger.get("trigger_setting")
    cron = setting.get("cron") if isinstance(setting, Mapping) else ""
    kind = trigger.get("type") or "manual"
    return {
        **row,
        "_trigger": kind,
        "_cron": as_cron(cron or "") if kind == "scheduled" else "",
        "_unfiltered": not _filters(row.get("filters")),
    }


def _unfiltered(wire: Wire) -> bool:
    """Harbor takes a policy without any filter, and answers 500 to each run of it."""
    return bool(wire["_unfiltered"])


def _implied(want: Values) -> Values:
    if want.get("cron") and "trigger" not in want:
        return {**want, "trigger": "scheduled"}
    if want.get("trigger") in ("manual", "event_based") and "cron" not in want:
        return {**want, "cron": ""}
    return want


def _judge(change: Change) -> list[str]:
    after = {**(change.seen or {}), **change.want}
    kind, cron = after.get("trigger", "manual"), after.get("cron")
    if kind == "scheduled" and not cron:
        return ["cron is missing, but trigger is 'scheduled'. Give it."]
    if kind != "scheduled" and cron:
        return [f"cron is {cron!r}, but trigger is {kind!r}. Leave cron out, or make it scheduled."]
    return []


def _steps(change: Change) -> Iterator[Request]:
    name = (change.seen or change.want)["name"]
    place = (*change.place, name)
    if change.verb == "delete":
        yield change.request(
            "DELETE",
            place,
            allow=frozenset({404}),
            patience=_PATIENCE,
            why=f"remove {change.called}",
        )
        return
    sent = [each for each in change.spec.fields if each.name not in ("trigger", "cron", "instance")]
    body = to_wire(sent, change.want)
    if change.verb == "create" or {"trigger", "cron"} & set(change.differ):
        after = {**(change.seen or {}), **change.want}
        trigger: Values = {"type": after.get("trigger", "manual"), "trigger_setting": {}}
        if after.get("cron"):
            trigger["trigger_setting"] = {"cron": after["cron"]}
        body["trigger"] = json.dumps(trigger)
    if change.verb == "create" or "instance" in change.differ:
        body["provider_id"] = Ref("preheat_instance", change.want["instance"])
    if change.verb == "create":
        whole = {"enabled": True, "filters": _ANYTHING, **body}
        yield change.request(
            "POST",
            change.place,
            whole,
            why=f"create {change.called}",
            makes=change.ref,
            numbered=False,
        )
        return
    wire = change.wire or {}
    kept = {k: v for k, v in wire.items() if not k.startswith("_")}
    mended = [*change.differ, *(["filters"] if _unfiltered(wire) else [])]
    if _unfiltered(wire):
        kept["filters"] = _ANYTHING
    yield change.request("PUT", place, {**kept, **body}, why=change.sentence(dict.fromkeys(mended)))


PREHEAT_POLICY = Spec(
    kind="preheat_policy",
    plural="preheat_policies",
    path=("projects", IN_PROJECT, "preheat", "policies"),
    project="yes",
    exact="name",
    look=_look,
    steps=_steps,
    judge=_judge,
    implied=_implied,
    ailing=_unfiltered,
    refers=lambda: (project.PROJECT, PREHEAT_INSTANCE),
    order=45,
    fields=(
        Field("name", "Name of the policy.", key=True, wrong=not_a_preheat_name),
        Field("description", "What it is for.", absent=""),
        Field(
            "instance",
            "Name of the preheat instance that images are sent to.",
            api="provider_name",
            to_create=True,
        ),
        Field(
            "enabled",
            "Whether it does anything. A new policy does.",
            type="bool",
            absent=False,
            create=True,
        ),
        Field(
            "filters",
            "What is sent: images that meet all of these. Without any, all of the project's.",
            type="dict",
            absent={"repositories": "**", "tags": "**", "labels": [], "signed": False},
            read=_filters,
            write=_as_filters,
            fields=(
                Field(
                    "repositories",
                    f"A pattern of names of repositories, without the project. {PATTERN}",
                    api="repository",
                    absent="**",
                    wrong=not_a_pattern,
                ),
                Field(
                    "tags",
                    f"A pattern of tags. {PATTERN}",
                    api="tag",
                    absent="**",
                    wrong=not_a_pattern,
                ),
                Field(
                    "labels",
                    "Labels that an image must have, all of them.",
                    type="list",
                    elements="str",
                    api="label",
                    absent=[],
                    same=as_set,
                    read=lambda text: [each for each in str(text).split(",") if each],
                    write=",".join,
                ),
                Field(
                    "signed",
                    "Whether only signed images are sent.",
                    type="bool",
                    api="signature",
                    absent=False,
                ),
                Field(
                    "severity_below",
                    "Only images whose vulnerabilities are all less severe. Newer versions go by "
                    "what the project says of vulnerabilities.",
                    api="vulnerability",
                    known=tuple(SEVERITIES),
                    read=_as_severity,
                    write=lambda word: SEVERITIES.get(word, word),
                    until="2.14",
                ),
            ),
        ),
        Field(
            "trigger",
            "When: V(manual), by M(twinstar.registry.harbor_preheat_run) or in Harbor's pages; "
            "V(scheduled), as O(cron) says; or V(event_based), when an image is pushed, scanned or "
            "labelled. A new policy is V(manual).",
            api="_trigger",
            known=TRIGGERS,
            absent="manual",
        ),
        Field(
            "cron",
            f"When O(trigger=scheduled) is: {TEXT}. Alone, it makes O(trigger) V(scheduled).",
            api="_cron",
            absent="",
            clean=as_cron,
            wrong=not_a_cron,
        ),
        Field(
            "extra_attrs",
            "What the vendor wants to know besides; these and no others. For Dragonfly: C(scope), "
            f"one of {', '.join(f'V({each})' for each in SCOPES)}, and C(cluster_ids), a list of "
            "numbers.",
            type="dict",
            absent={},
            read=lambda text: _parsed(text, {}),
            write=lambda value: json.dumps(value, sort_keys=True),
            wrong=_not_attributes,
            since="2.13",
        ),
        Field("id", "Number of the policy.", type="int", made=True),
        Field("update_time", "When it was changed last.", made=True),
    ),
)


# -- a run

_COUNTS = {
    "total": "task_count",
    "succeeded": "success_task_count",
    "failed": "error_task_count",
    "stopped": "stopped_task_count",
}


def _prepare(call: Call) -> Prepare:
    name, where = call.params["policy"], call.params["project"]
    place = ("projects", where, "preheat", "policies", name)
    what = f"run preheat policy {name} of project {where}"
    reply = yield Request(
        "GET",
        place,
        by_name=True,
        allow=frozenset({404}),
        why=f"look up preheat policy {name} of project {where}",
    )
    blocked = ""
    if reply.status == 404:
        blocked = (
            f"preheat policy {name} of project {where} does not exist in this Harbor. Create it "
            "first, or correct the name."
        )
    elif not reply.body.get("enabled"):
        blocked = (
            f"preheat policy {name} of project {where} is disabled, and Harbor would not run it. "
            "Enable it with harbor_preheat_policy first."
        )
    elif not _filters(reply.body.get("filters")):
        blocked = (
            f"preheat policy {name} of project {where} has no filter at all, and Harbor answers "
            "500 to a run of it. To name it in a task of harbor_preheat_policy mends it."
        )
    # Harbor wants a body there, and reads nothing of it.
    start = Request("POST", place, {"name": name}, by_name=True, allow=frozenset({500}), why=what)
    blank = dict.fromkeys(("id", "status", "status_text", *_COUNTS, "start_time", "end_time"))
    result = {**blank, "project": where, "policy": name}
    return Todo((start,), result, blocked=blocked, known=(place, what))


def _watch(call: Call, todo: Todo, replies: list[Any]) -> Watch:
    place, what = todo.known
    if replies[0].status == 500:
        raise Refused(
            f"{what}: Harbor answered 500, as it does when the preheat instance is disabled, does "
            "not answer, or refuses the login. See that Harbor reaches its endpoint, then run "
            "again; core.log has the reason."
        )
    number = replies[0].id
    reply = yield Request(
        "GET", (*place, "executions", number), by_name=True, why=f"look at execution {number}"
    )
    run = reply.body
    metrics = run.get("metrics") or {}
    counts = {name: metrics.get(key) or 0 for name, key in _COUNTS.items()}
    status = _settled(str(run.get("status")), counts)
    result = {
        "id": number,
        "status": status,
        "status_text": run.get("status_message") or "",
        **counts,
        "start_time": run.get("start_time"),
        "end_time": run.get("end_time"),
    }
    failed = (
        f"{what}: execution {number} ended as {status}, with {counts['failed']} of "
        f"{counts['total']} images failed. Look at their logs in Harbor."
        if status in BAD
        else ""
    )
    return Progress(status in FINAL, result, failed)


def _settled(status: str, counts: Mapping[str, int]) -> str:
    """The status as it will be once Harbor has caught up with the tasks."""
    over = counts["succeeded"] + counts["failed"] + counts["stopped"]
    if status in FINAL or not counts["total"] or over < counts["total"]:
        return status
    if counts["failed"]:
        return "Error"
    return "Stopped" if counts["stopped"] else "Success"


PREHEAT_RUN = Action(
    kind="preheat_execution",
    options=(
        Option("project", "Name of the project that the policy is in.", required=True),
        Option("policy", "Name of the preheat policy to run.", required=True),
        *WAIT,
    ),
    prepare=_prepare,
    watch=_watch,
)
