# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Queues of jobs that wait for Harbor's job service. Of a kind that it does not know it answers
200, and does nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .._core.errors import InputError, TooOld
from .._core.harbor_action import Action, Call, Prepare, Todo
from .._core.harbor_field import Values
from .._core.harbor_request import Request
from .._core.harbor_version import Version
from .._core.option import Option

ALL = "all"
_SINCE = Version.of("2.7")


def _queues(call: Call) -> Prepare:
    if call.version < _SINCE:
        raise TooOld(
            f"job queues need Harbor 2.7 or newer, and this is {call.version}. Upgrade first."
        )
    reply = yield Request("GET", ("jobservice", "queues"), why="look up job queues")
    rows = sorted(reply.body or [], key=lambda row: str(row.get("job_type")))
    return Todo(result=[_shown(row) for row in rows])


def _named(call: Call) -> Prepare:
    found = yield from _queues(call)
    wanted = (call.params.get("job_type") or "").upper()
    return Todo(result=[each for each in found.result if wanted in ("", each["job_type"])])


def _shown(row: Mapping[str, Any]) -> Values:
    return {
        "job_type": row.get("job_type"),
        "paused": bool(row.get("paused")),
        "count": row.get("count") or 0,
        "latency": row.get("latency") or 0,
    }


def _prepare(call: Call) -> Prepare:
    found = yield from _queues(call)
    queues: list[Values] = found.result
    wanted, action = call.params["job_type"], call.params["action"]
    known = [each["job_type"] for each in queues]
    if wanted.lower() != ALL and wanted.upper() not in known:
        raise InputError(
            f"job_type is {wanted!r}, but this Harbor knows {', '.join(known)} and all. Use one "
            "of these."
        )
    named = [each for each in queues if wanted.lower() in (ALL, each["job_type"].lower())]
    requests = [
        Request(
            "PUT",
            ("jobservice", "queues", each["job_type"]),
            {"action": action},
            why=_WHY[action].format(each["job_type"]),
        )
        for each in named
        if _due(action, each)
    ]
    after = [_after(action, each) for each in named]
    return Todo(tuple(requests), after)


_WHY = {
    "pause": "pause the queue {}",
    "resume": "resume the queue {}",
    "stop": "drop the jobs that wait in the queue {}",
}


def _due(action: str, queue: Values) -> bool:
    if action == "stop":
        return bool(queue["count"])
    return bool(queue["paused"] != (action == "pause"))


def _after(action: str, queue: Values) -> Values:
    if action == "stop":
        return {**queue, "count": 0, "latency": 0}
    return {**queue, "paused": action == "pause"}


JOB_QUEUES = Action(
    kind="job_queues",
    options=(
        Option(
            "job_type",
            "Only the queue of this kind of job, such as V(REPLICATION); none is an empty list. "
            "If left out, all are listed.",
        ),
    ),
    prepare=_named,
)

JOB_QUEUE = Action(
    kind="job_queues",
    options=(
        Option(
            "job_type",
            "The kind of job whose queue it is, such as V(REPLICATION), or V(all). "
            "M(twinstar.registry.harbor_job_queue_info) lists them.",
            required=True,
        ),
        Option(
            "action",
            (
                "With V(pause) no job of the kind is begun any more, with V(resume) they are "
                "again; what runs already goes on.",
                "With V(stop) the jobs that wait are dropped, and new ones are taken.",
            ),
            required=True,
            choices=("pause", "resume", "stop"),
        ),
    ),
    prepare=_prepare,
)
