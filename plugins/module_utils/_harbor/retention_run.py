# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs of a project's retention policy, real or dry.

There is no way to ask for one run, and its status follows the tasks up to 30 s late: it is looked
up in the list, and the end read from the tasks, one for each repository. Without tasks only the
status tells.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from typing import Any

from .._core.harbor_action import WAIT, Action, Call, Prepare, Progress, Todo, Watch
from .._core.harbor_field import Values, at
from .._core.harbor_request import Request
from .._core.option import Option
from .replication_execution import last_lines

FINAL = ("Success", "Failed", "Error", "Stopped")


def _prepare(call: Call) -> Prepare:
    project, dry_run = call.params["project"], call.params["dry_run"]
    reply = yield Request(
        "GET",
        ("projects", project),
        by_name=True,
        allow=frozenset({404}),
        why=f"look up project {project}",
    )
    number = at(reply.body, ("metadata", "retention_id")) if reply.status == 200 else None
    result = {
        "project": project,
        "dry_run": dry_run,
        "id": None,
        "status": None,
        "repositories": None,
        **dict.fromkeys(("total", "retained", "deleted")),
    }
    what = "in a dry run" if dry_run else "for good"
    start = Request(
        "POST",
        ("retentions", number or 0, "executions"),
        # Without dry_run Harbor deletes.
        {"dry_run": dry_run},
        why=f"run the retention policy of project {project} {what}",
    )
    blocked = ""
    if reply.status == 404:
        blocked = (
            f"project {project} does not exist in this Harbor. Create it first, or correct the "
            "name."
        )
    elif not number:
        blocked = (
            f"project {project} has no retention policy. Give it one with harbor_retention_policy "
            "first."
        )
    return Todo((start,), result, blocked=blocked, known=number)


def _watch(call: Call, todo: Todo, replies: list[Any]) -> Watch:
    number = replies[0].id
    place = ("retentions", todo.known, "executions")
    project = call.params["project"]
    why = f"look at run {number} of the retention policy of project {project}"
    rows, tasks = yield [
        Request("GET", place, paged=True, why=why),
        Request("GET", (*place, number, "tasks"), paged=True, why=why),
    ]
    status = next((str(row.get("status")) for row in rows if row["id"] == number), "")
    over = bool(tasks) and all(task.get("status") in FINAL for task in tasks)
    if status not in FINAL and over:
        status = settled(tasks)
    status = "Failed" if status == "Error" else status
    result = {"id": number, "status": status, **counted(tasks)}
    failed = ""
    if status in FINAL and status != "Success":
        reason = yield from _reason((*place, number, "tasks"), tasks, why)
        failed = (
            f"run the retention policy of project {project}: run {number} ended as {status}"
            f"{f': {reason}' if reason else ''}. See that Harbor's registry and jobservice are "
            "well, then run again."
        )
    return Progress(status in FINAL, result, failed)


def settled(tasks: Sequence[Mapping[str, Any]]) -> str:
    found = {task.get("status") for task in tasks}
    if found & {"Failed", "Error"}:
        return "Failed"
    return "Stopped" if "Stopped" in found else "Success"


def counted(tasks: Sequence[Mapping[str, Any]]) -> Values:
    """What was kept and deleted, in all and for each repository."""
    repositories: list[Values] = [
        {
            "name": task.get("repository"),
            "status": task.get("status"),
            "total": task.get("total") or 0,
            "retained": task.get("retained") or 0,
            "deleted": (task.get("total") or 0) - (task.get("retained") or 0),
        }
        for task in sorted(tasks, key=lambda each: str(each.get("repository")))
    ]
    counts = ("total", "retained", "deleted")
    sums = {name: sum(int(each[name]) for each in repositories) for name in counts}
    return {"repositories": repositories, **sums}


def _reason(
    place: tuple[Any, ...], tasks: Sequence[Mapping[str, Any]], why: str
) -> Generator[Request, Any, str]:
    bad = [task for task in tasks if task.get("status") in ("Failed", "Error")]
    if not bad:
        return ""
    log = yield Request(
        "GET",
        (*place, bad[0]["id"]),
        accept="text/plain",
        allow=frozenset({404, 500}),
        why=why,
    )
    said = last_lines(log.text) if log.status == 200 else ""
    return f"repository {bad[0].get('repository')}{f': {said}' if said else ''}"


RETENTION_RUN = Action(
    kind="retention_execution",
    options=(
        Option("project", "Name of the project whose retention policy is run.", required=True),
        Option(
            "dry_run",
            "Whether Harbor only finds out what it would delete.",
            type="bool",
            default=False,
        ),
        *WAIT,
    ),
    prepare=_prepare,
    watch=_watch,
)
