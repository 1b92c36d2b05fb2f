# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The purge of audit logs: its schedule, and a run of it now.

Harbor wants the hours and its version's own list of words even where nothing is scheduled, and
passes over words that it does not know (src/server/v2.0/handler/purge.go).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from .._core.errors import InputError
from .._core.harbor_action import WAIT, Action, Call, Prepare, Progress, Todo, Watch
from .._core.harbor_field import Field, Values, as_set, faults, gates
from .._core.harbor_request import Request
from .._core.harbor_spec import Asking, Change, Look, Spec
from .._core.harbor_version import Version
from .._core.option import Option
from . import schedule
from .job import BAD, FINAL

PLACE = ("system", "purgeaudit", "schedule")
_OWN = ("retention_hours", "include_event_types", "include_operations")
# src/common/const.go.
MOST_HOURS = 240_000
OPERATIONS = ("create", "delete", "pull")
EVENTS = (
    "create_artifact",
    "delete_artifact",
    "pull_artifact",
    "create_project",
    "delete_project",
    "delete_repository",
    "login_user",
    "logout_user",
    "create_user",
    "delete_user",
    "update_user",
    "create_robot",
    "delete_robot",
    "update_configuration",
    "other",
)
_BY_EVENT = Version.of("2.13")


def _not_hours(value: int) -> str | None:
    # Harbor takes 0 and less, and purges nothing then.
    if 0 < value <= MOST_HOURS:
        return None
    return f"but it is 1 to {MOST_HOURS} hours. Change it."


def _as_words(text: Any) -> list[str]:
    return [each.strip() for each in str(text).split(",") if each.strip()]


OPTIONS = (
    Field(
        "retention_hours",
        "Hours for which audit logs are kept; older ones are deleted.",
        type="int",
        api="_parameters.audit_retention_hour",
        wrong=_not_hours,
    ),
    Field(
        "include_event_types",
        (
            "The events whose logs are deleted; these and no others.",
            "V(other) stands for all but those of artifacts.",
        ),
        type="list",
        elements="str",
        api="_parameters.include_event_types",
        read=_as_words,
        same=as_set,
        known=EVENTS,
        since="2.13",
    ),
    Field(
        "include_operations",
        "The operations whose logs are deleted; these and no others.",
        type="list",
        elements="str",
        api="_parameters.include_operations",
        read=_as_words,
        same=as_set,
        known=OPERATIONS,
        until="2.12",
    ),
)


def filter_of(version: Version) -> str:
    return "include_event_types" if version >= _BY_EVENT else "include_operations"


def parameters(values: Mapping[str, Any], version: Version) -> Values:
    name = filter_of(version)
    return {
        "audit_retention_hour": values.get("retention_hours") or 1,
        name: ",".join(values.get(name) or ()),
    }


def missing(values: Mapping[str, Any], version: Version, what: str) -> list[str]:
    """Options without which Harbor would delete nothing."""
    return [
        f"{name} is missing, but without it {what} deletes nothing. Give it."
        for name in ("retention_hours", filter_of(version))
        if not values.get(name)
    ]


def _look(asking: Asking) -> Look:
    wire = yield from schedule.looked_up(PLACE, "the schedule of the purge of audit logs")
    return [wire]


def _steps(change: Change) -> Iterator[Request]:
    values = {**(change.seen or {}), **change.want}
    why = (
        "schedule the purge of audit logs no more"
        if values["schedule"] == schedule.NONE
        else f"schedule the purge of audit logs {values['schedule']}: {values['cron']}"
    )
    sent = schedule.body(values, parameters(values, change.version))
    yield change.request("PUT", PLACE, sent, why=why)


def _judge(change: Change) -> list[str]:
    found = schedule.faults(change, _OWN)
    values = {**(change.seen or {}), **change.want}
    if found or values["schedule"] == schedule.NONE:
        return found
    return missing(values, change.version, "the purge")


PURGE_AUDIT_LOG = Spec(
    kind="purge_audit_log",
    plural="purge_audit_log",
    titles="purges of audit logs",
    path=PLACE,
    single=True,
    look=_look,
    steps=_steps,
    judge=_judge,
    implied=schedule.implied(dict.fromkeys(_OWN)),
    order=90,
    since="2.6",
    fields=(*schedule.fields("it is done"), *OPTIONS, schedule.NEXT),
)


# -- a run


def _prepare(call: Call) -> Prepare:
    values = {name: call.params[name] for name in _OWN if call.params.get(name) is not None}
    wrong = [
        *faults(OPTIONS, values, values),
        *gates(OPTIONS, values, call.version),
        *missing(values, call.version, "the run"),
    ]
    if wrong:
        raise InputError(wrong)
    yield from ()
    dry_run = call.params["dry_run"]
    what = "count the audit logs to purge" if dry_run else "purge audit logs"
    sent = {
        "schedule": {"type": "Manual"},
        "parameters": {**parameters(values, call.version), "dry_run": dry_run},
    }
    start = Request("POST", PLACE, sent, why=what)
    return Todo(
        (start,), {"id": None, "status": None, "dry_run": dry_run, "purged": None}, known=what
    )


def _watch(call: Call, todo: Todo, replies: list[Any]) -> Watch:
    number = replies[0].id
    place = ("system", "purgeaudit", number)
    reply = yield Request("GET", place, why=f"look at run {number}")
    status = str(reply.body.get("job_status"))
    result = {"id": number, "status": status, "purged": None}
    if status in FINAL:
        log = yield Request(
            "GET",
            (*place, "log"),
            accept="text/plain",
            allow=frozenset({404, 500}),
            why=f"look at the log of run {number}",
        )
        result["purged"] = purged(log.text) if log.status == 200 else None
    failed = f"{todo.known}: run {number} ended as {status}." if status in BAD else ""
    return Progress(
        status in FINAL, result, f"{failed} Look at its log in Harbor." if failed else ""
    )


def purged(log: str) -> int | None:
    """How many rows the log of a run tells of; it counts old and new kinds of logs apart."""
    found = re.findall(r"Purged (\d+) rows of audit log", log)
    return sum(map(int, found)) if found else None


PURGE_AUDIT_LOG_RUN = Action(
    kind="purge_audit_log_run",
    options=(
        Option(
            "dry_run",
            "Whether it is only counted what would be deleted.",
            type="bool",
            default=False,
        ),
        *(each.option() for each in OPTIONS),
        *WAIT,
    ),
    prepare=_prepare,
    watch=_watch,
)
