# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What becomes of a run, read from answers."""

from __future__ import annotations

from collections.abc import Generator
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
)
from ansible_collections.twinstar.registry.plugins.module_utils._core.harbor_version import (
    Version,
)
from ansible_collections.twinstar.registry.plugins.module_utils._harbor import (
    replication_execution,
)

REPLICATION_RUN = replication_execution.REPLICATION_RUN
last_lines, settled = replication_execution.last_lines, replication_execution.settled
CALL = Call({"policy": "releases"}, Version.of("2.15.2"), Caller("user", "admin", 1, True))
RUN = {"id": 7, "status": "InProgress", "total": 2, "in_progress": 0, "succeed": 2}


def watched(*answers: Any) -> tuple[Progress, list[Any]]:
    """The outcome of one look, and what it asked for."""
    assert REPLICATION_RUN.watch is not None
    looking: Generator[Any, Any, Progress] = REPLICATION_RUN.watch(
        CALL, Todo(known="releases"), [SimpleNamespace(id=7)]
    )
    asked = [next(looking)]
    for answer in answers:
        try:
            asked.append(looking.send(answer))
        except StopIteration as end:
            return end.value, asked
    raise RuntimeError("it wants to know more")


def reply(body: Any = None, text: str = "", status: int = 200) -> Any:
    return SimpleNamespace(body=body, text=text, status=status)


def test_it_has_ended_when_its_tasks_have_though_the_status_is_late() -> None:
    seen, _asked = watched(reply(RUN))
    assert seen.done
    assert not seen.failed
    assert seen.result["status"] == "Succeed"


def test_it_has_not_ended_before_it_has_tasks() -> None:
    seen, _asked = watched(reply({"id": 7, "status": "InProgress", "total": 0}))
    assert not seen.done


def test_that_nothing_is_to_be_copied_is_a_good_end() -> None:
    run = {"id": 7, "status": "Succeed", "total": 0, "status_text": "no resources"}
    seen, _asked = watched(reply(run))
    assert seen.done
    assert not seen.failed
    assert seen.result["total"] == 0


def test_a_failure_before_any_task_is_told_in_harbors_words() -> None:
    run = {"id": 7, "status": "Failed", "total": 0, "status_text": "http error: code 401"}
    seen, asked = watched(reply(run))
    assert "ended as Failed, with 0 of 0 tasks failed: http error: code 401." in seen.failed
    assert len(asked) == 1


def test_a_failed_task_is_told_from_its_log() -> None:
    run = {**RUN, "succeed": 1, "failed": 1}
    tasks = [{"id": 3, "src_resource": "test/app", "dst_resource": "mirror/app"}]
    log = "2027-01-31 [INFO] begin\n2027-01-31 [ERROR] connection refused.\n2027-01-31 [INFO] end\n"
    seen, asked = watched(reply(run), tasks, reply(text=log))
    assert "test/app to mirror/app: 2027-01-31 [ERROR] connection refused." in seen.failed
    # Harbor 2.9 refuses anything else.
    assert asked[2].accept == "text/plain"


def test_a_log_that_is_gone_leaves_the_resource() -> None:
    run = {**RUN, "succeed": 1, "failed": 1}
    tasks = [{"id": 3, "src_resource": "test/app", "dst_resource": "mirror/app"}]
    seen, _asked = watched(reply(run), tasks, reply(text="not found", status=404))
    assert "test/app to mirror/app." in seen.failed


@pytest.mark.parametrize(
    ("counters", "status"),
    [
        ({"succeed": 2}, "Succeed"),
        ({"succeed": 1, "failed": 1}, "Failed"),
        ({"succeed": 1, "stopped": 1}, "Stopped"),
    ],
)
def test_the_status_that_harbor_will_show(counters: dict[str, int], status: str) -> None:
    assert settled({"status": "InProgress", "total": 2, **counters}) == status


def test_of_a_log_errors_are_told_or_else_its_end() -> None:
    assert last_lines("a\nb\n\nc\nd\n") == "b | c | d"
    assert last_lines("") == ""
