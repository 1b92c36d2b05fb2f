# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What becomes of a run of a retention policy, read from answers."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from ansible_collections.twinstar.registry.plugins.module_utils._core.harbor_action import (
    Call,
    Progress,
    Todo,
)
from ansible_collections.twinstar.registry.plugins.module_utils._core.harbor_request import (
    Caller,
    Request,
)
from ansible_collections.twinstar.registry.plugins.module_utils._core.harbor_version import (
    Version,
)
from ansible_collections.twinstar.registry.plugins.module_utils._harbor.retention_run import (
    RETENTION_RUN,
    counted,
)

TASKS = [
    {"id": 2, "repository": "b", "status": "Success", "total": 5, "retained": 3},
    {"id": 1, "repository": "a", "status": "Success"},
]


def call(**params: Any) -> Call:
    given = {"project": "test", "dry_run": False, **params}
    return Call(given, Version.of("2.15.2"), Caller("user", "admin", 1, True))


def prepared(**params: Any) -> Todo:
    project = SimpleNamespace(status=200, body={"metadata": {"retention_id": "4"}})
    asking = RETENTION_RUN.prepare(call(**params))
    next(asking)
    with pytest.raises(StopIteration) as end:
        asking.send(project)
    todo: Todo = end.value.value
    return todo


def watched(rows: Any, tasks: Any, *more: Any) -> Progress:
    assert RETENTION_RUN.watch is not None
    looking = RETENTION_RUN.watch(call(), Todo(known="4"), [SimpleNamespace(id=7)])
    next(looking)
    answer: Any = [rows, tasks]
    for following in (*more, None):
        try:
            looking.send(answer)
        except StopIteration as end:
            seen: Progress = end.value
            return seen
        answer = following
    raise RuntimeError("it wants to know more")


@pytest.mark.parametrize("dry_run", [True, False])
def test_whether_it_is_dry_is_always_said_since_harbor_deletes_otherwise(dry_run: bool) -> None:
    (request,) = prepared(dry_run=dry_run).requests
    assert request == Request(
        "POST", ("retentions", "4", "executions"), {"dry_run": dry_run}, why=request.why
    )


def test_it_has_ended_when_its_tasks_have_though_the_status_is_late() -> None:
    seen = watched([{"id": 7, "status": "Running"}, {"id": 6, "status": "Success"}], TASKS)
    assert seen.done
    assert seen.result["status"] == "Success"
    assert (seen.result["total"], seen.result["deleted"]) == (5, 2)


def test_it_has_not_ended_while_a_task_runs_or_before_it_has_one() -> None:
    running = [{"id": 7, "status": "Running"}]
    assert not watched(running, []).done
    assert not watched(running, [*TASKS, {"id": 3, "status": "Running"}]).done


def test_without_anything_to_look_at_it_ends_well() -> None:
    seen = watched([{"id": 7, "status": "Success"}], [])
    assert seen.done
    assert not seen.failed
    assert seen.result["repositories"] == []


def test_why_a_task_failed_is_told_from_its_log() -> None:
    log = SimpleNamespace(status=200, text="x\n2027-01-31 [ERROR] registry is away\n")
    failed = [{"id": 2, "repository": "b", "status": "Error"}, *TASKS[1:]]
    seen = watched([{"id": 7, "status": "Running"}], failed, log)
    assert "ended as Failed: repository b: 2027-01-31 [ERROR] registry is away." in seen.failed


def test_repositories_come_by_name() -> None:
    assert [each["name"] for each in counted(TASKS)["repositories"]] == ["a", "b"]
