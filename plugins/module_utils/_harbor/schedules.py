# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything that Harbor does regularly: its own jobs, and those of policies."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .._core.harbor_action import Action, Call, Prepare, Todo
from .._core.harbor_field import Values
from .._core.harbor_request import Request
from .._core.harbor_version import Version
from .._core.option import Option
from .schedule import NONE, wire_of

_OWN = {
    "garbage_collection": ("system", "gc", "schedule"),
    "purge_audit_log": ("system", "purgeaudit", "schedule"),
    "scan_all": ("system", "scanAll", "schedule"),
}
_PURGES = Version.of("2.6")
_LISTS = Version.of("2.7")
_UNSET = "0001-"


def _prepare(call: Call) -> Prepare:
    names = [name for name in _OWN if name != "purge_audit_log" or call.version >= _PURGES]
    asked = [
        Request(
            "GET",
            _OWN[name],
            # Without a scanner nothing is said of scans.
            allow=frozenset({412}),
            why=f"look up the schedule of {name.replace('_', ' ')}",
        )
        for name in names
    ]
    lists = call.version >= _LISTS
    if lists:
        asked += [
            Request("GET", ("schedules",), paged=True, why="look up schedules"),
            Request("GET", ("schedules", "all", "paused"), why="look up whether they are paused"),
        ]
    answers = yield asked
    paused = bool(answers[-1].body.get("paused")) if lists else False
    found = [
        _own(name, reply.body if reply.status == 200 else None)
        for name, reply in zip(names, answers)
    ]
    rows = answers[len(names)] if lists else []
    found += [_other(row) for row in rows if str(row.get("vendor_type")).lower() not in _OWN]
    wanted = call.params.get("job")
    return Todo(
        result=[{**each, "paused": paused} for each in found if wanted in (None, each["job"])]
    )


def _own(name: str, body: Any) -> Values:
    wire = wire_of(body)
    due = (wire.get("schedule") or {}).get("next_scheduled_time")
    set_up = wire["_schedule"] != NONE
    return {
        "job": name,
        "schedule": wire["_schedule"],
        "cron": wire["_cron"],
        "next_time": due if set_up and due and not due.startswith(_UNSET) else None,
        "parameters": wire["_parameters"],
        "object_id": None,
    }


def _other(row: Mapping[str, Any]) -> Values:
    number = row.get("vendor_id")
    return {
        "job": str(row.get("vendor_type")).lower(),
        "schedule": "custom",
        "cron": row.get("cron") or "",
        "next_time": None,
        "parameters": {},
        "object_id": number if isinstance(number, int) and number > 0 else None,
    }


SCHEDULES = Action(
    kind="schedules",
    options=(
        Option(
            "job",
            "Only the schedules of this job, such as V(garbage_collection), V(scan_all) or "
            "V(replication). If left out, all are listed.",
        ),
    ),
    prepare=_prepare,
)
