# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs of replication policies: starting one, and reading what became of them.

The status of a run follows its tasks up to 30 s late, so the end is read from its counters, which
are right at once. A run without tasks has not ended for that: Harbor may still be listing them.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from typing import Any

from .._core.errors import Refused
from .._core.harbor_action import WAIT, Action, Call, Prepare, Progress, Todo, Watch
from .._core.harbor_field import Values
from .._core.harbor_request import Request, q_exact
from .._core.option import Option
from .replication_policy import ended

COUNTERS = ("total", "in_progress", "succeed", "failed", "stopped")
STATUSES = ("InProgress", "Succeed", "Failed", "Stopped")
# So much of a log's end is told.
_LINES = 3
_PLACE = ("replication", "executions")


def _policies(name: str | None) -> Generator[Request, Any, list[Values]]:
    query = (("q", q_exact("name", name)),) if name else ()
    rows = yield Request(
        "GET",
        ("replication", "policies"),
        query=query,
        paged=True,
        why="look up replication policies",
    )
    return [row for row in rows if name in (None, row["name"])]


def _missing(name: str) -> str:
    return (
        f"replication policy {name} does not exist in this Harbor. Create it first, or correct "
        "the name."
    )


def shown(run: Mapping[str, Any], policy: str | None) -> Values:
    return {
        "id": run["id"],
        "policy": policy,
        "status": settled(run),
        "status_text": run.get("status_text") or "",
        "trigger": run.get("trigger"),
        **{name: run.get(name) or 0 for name in COUNTERS},
        "start_time": run.get("start_time"),
        "end_time": run.get("end_time"),
    }


def settled(run: Mapping[str, Any]) -> str:
    """The status as it will be once Harbor has caught up with the tasks."""
    status = str(run.get("status"))
    if status != "InProgress" or not ended(run):
        return status
    if run.get("failed"):
        return "Failed"
    return "Stopped" if run.get("stopped") else "Succeed"


# -- starting one


def _prepare(call: Call) -> Prepare:
    name = call.params["policy"]
    found = yield from _policies(name)
    policy = found[0] if found else {"id": 0, "enabled": True}
    blocked = "" if found else _missing(name)
    if not policy.get("enabled"):
        blocked = (
            f"replication policy {name} is disabled, and Harbor would not run it. Enable it with "
            "harbor_replication_policy first."
        )
    start = Request(
        "POST", _PLACE, {"policy_id": policy["id"]}, why=f"run replication policy {name}"
    )
    blank = dict.fromkeys(("id", "status", "status_text", "trigger", "start_time", "end_time"))
    result = {**blank, "policy": name, **dict.fromkeys(COUNTERS)}
    return Todo((start,), result, blocked=blocked, known=name)


def _watch(call: Call, todo: Todo, replies: list[Any]) -> Watch:
    number = replies[0].id
    why = f"look at execution {number} of replication policy {todo.known}"
    reply = yield Request("GET", (*_PLACE, number), why=why)
    run = reply.body
    result = shown(run, todo.known)
    status = result["status"]
    failed = ""
    if ended(run) and status != "Succeed":
        reason = result["status_text"]
        if status == "Failed" and not reason:
            reason = yield from _reason(number, why)
        failed = (
            f"run replication policy {todo.known}: execution {number} ended as {status}, with "
            f"{run.get('failed') or 0} of {run.get('total') or 0} tasks failed"
            f"{f': {reason}' if reason else ''}. {_cure(status)}"
        )
    return Progress(ended(run), result, failed)


def _reason(number: Any, why: str) -> Generator[Request, Any, str]:
    """The end of the log of the first task that failed."""
    place = (*_PLACE, number, "tasks")
    tasks = yield Request("GET", place, query=(("status", "Failed"),), paged=True, why=why)
    if not tasks:
        return ""
    log = yield Request(
        "GET",
        (*place, tasks[0]["id"], "log"),
        accept="text/plain",
        allow=frozenset({404, 500}),
        why=why,
    )
    said = last_lines(log.text) if log.status == 200 else ""
    what = f"{tasks[0].get('src_resource')} to {tasks[0].get('dst_resource')}"
    return f"{what}: {said}" if said else what


def last_lines(text: str) -> str:
    """What the end of a job's log says, on one line; errors rather than anything else."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    errors = [line for line in lines if "[ERROR]" in line]
    return " | ".join((errors or lines)[-_LINES:]).rstrip(".")


def _cure(status: str) -> str:
    if status == "Stopped":
        return "Somebody stopped it. Run again."
    return "See that Harbor reaches the other registry and may write there, then run again."


REPLICATION_RUN = Action(
    kind="replication_execution",
    options=(
        Option("policy", "Name of the replication policy to run.", required=True),
        *WAIT,
    ),
    prepare=_prepare,
    watch=_watch,
)


# -- reading


def _list(call: Call) -> Prepare:
    params = call.params
    policies = yield from _policies(params.get("policy"))
    if params.get("policy") and not policies:
        raise Refused(_missing(params["policy"]))
    names = {each["id"]: each["name"] for each in policies}
    policy_id = policies[0]["id"] if params.get("policy") else None
    query = (("policy_id", policy_id), ("status", params.get("status")))
    rows = yield Request(
        "GET", _PLACE, query=query, paged=True, why="look up executions of replications"
    )
    rows = sorted(rows, key=lambda run: -run["id"])[: params.get("limit") or None]
    found = [shown(run, names.get(run.get("policy_id"))) for run in rows]
    if params["tasks"]:
        lists = yield [
            Request(
                "GET",
                (*_PLACE, run["id"], "tasks"),
                paged=True,
                why=f"look up tasks of execution {run['id']}",
            )
            for run in rows
        ]
        found = [{**run, "tasks": tasks} for run, tasks in zip(found, lists)]
    return Todo(result=found)


REPLICATION_EXECUTIONS = Action(
    kind="replication_executions",
    options=(
        Option(
            "policy",
            "Only executions of the replication policy of this name. If left out, those of all "
            "policies are listed.",
        ),
        Option(
            "status",
            "Only executions that Harbor keeps with this status; for up to 30 seconds after the "
            "end of the last task that is still V(InProgress). If left out, all are listed.",
            choices=STATUSES,
        ),
        Option(
            "limit",
            "At most so many, the newest ones. If left out, all are listed.",
            type="int",
            wrong=lambda value: None if value > 0 else "but it is at least 1. Raise it.",
        ),
        Option(
            "tasks",
            "Whether the tasks of each execution are listed in C(tasks), one for each repository. "
            "It costs a request an execution.",
            type="bool",
            default=False,
        ),
    ),
    prepare=_list,
)
