# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The runner runs: a failure shows, and nothing outlives it."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.lab import owner
from tests.lab.owner import Run
from tests.toolchain import checkout, processes, steps
from tests.toolchain.steps import OTHER, PYTEST, SETUP, Step


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def ran(tmp_path: Path, *planned: Step) -> tuple[int, list[str]]:
    out = io.StringIO()
    status = steps.run(planned, tmp_path / "logs", out)
    return status, out.getvalue().splitlines()


def test_steps_that_pass_end_with_the_count(tmp_path: Path) -> None:
    status, lines = ran(
        tmp_path,
        Step("venv", python("pass"), SETUP),
        Step("lint", python("print('clean')")),
        Step("unit", python("print('41 passed in 0.1s')"), PYTEST),
    )
    assert status == 0
    assert lines[-1] == "42 passed, 0 failed"


def test_a_failing_step_shows_the_end_of_its_log_and_where_it_is(tmp_path: Path) -> None:
    code = "print(*range(100), sep='\\n'); raise SystemExit(3)"
    status, lines = ran(tmp_path, Step("lint", python(code)), Step("more", python("pass")))
    assert status == 1
    assert lines[-1] == "1 passed, 1 failed"
    assert "    | 99" in lines
    assert "    | 60" in lines
    assert "    | 59" not in lines
    log = tmp_path / "logs" / "01-lint.log"
    assert f"    The whole log: {log} (exit status 3)" in lines
    assert log.read_text().startswith("0\n1\n")


def test_a_failed_test_fails_the_run_even_if_its_command_says_0(tmp_path: Path) -> None:
    status, lines = ran(tmp_path, Step("unit", python("print('1 failed in 0.1s')"), PYTEST))
    assert status == 1
    assert lines[-1] == "0 passed, 1 failed"


def test_a_step_whose_need_failed_is_not_run_and_not_forgotten(tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    status, lines = ran(
        tmp_path,
        Step("venv", python("raise SystemExit(1)"), SETUP),
        Step("unit", python(f"open({str(trace)!r}, 'w')"), OTHER, after=("venv",)),
        Step("after", python("pass"), OTHER, after=("unit",)),
        Step("alone", python("pass")),
    )
    assert not trace.exists()
    assert status == 1
    assert lines[-1] == "1 passed, 3 failed"


def test_a_command_that_does_not_exist_is_a_failure(tmp_path: Path) -> None:
    status, lines = ran(tmp_path, Step("lint", ["/nowhere/to/be/found"]))
    assert status == 1
    assert lines[-1] == "0 passed, 1 failed"


def test_a_run_of_nothing_is_a_failure(tmp_path: Path) -> None:
    assert ran(tmp_path)[0] == 1
    assert ran(tmp_path)[1][-2:] == ["Nothing ran.", "0 passed, 0 failed"]


def test_a_run_where_only_set_up_passed_counts_no_test(tmp_path: Path) -> None:
    status, lines = ran(tmp_path, Step("venv", python("pass"), SETUP))
    assert status == 0
    assert lines[-1] == "Ready."


def test_logs_of_the_run_before_are_gone(tmp_path: Path) -> None:
    ran(tmp_path, Step("a", python("pass")), Step("b", python("pass")))
    ran(tmp_path, Step("b", python("pass")))
    assert [path.name for path in (tmp_path / "logs").iterdir()] == ["01-b.log"]


def test_a_step_sees_whose_it_is_and_none_of_what_would_change_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANSIBLE_STDOUT_CALLBACK", "minimal")
    monkeypatch.setenv("PYTEST_ADDOPTS", "-x")
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example.com:3128")
    ran(tmp_path, Step("env", ["env"]))
    seen = dict(
        line.split("=", 1) for line in (tmp_path / "logs" / "01-env.log").read_text().splitlines()
    )
    assert seen["TWINSTAR_RUN"] == str(processes.identify(os.getpid()))
    assert seen["HTTPS_PROXY"] == "http://proxy.example.com:3128"
    assert "ANSIBLE_STDOUT_CALLBACK" not in seen
    assert "PYTEST_ADDOPTS" not in seen
    assert seen["PATH"].split(":")[0] == str(checkout.VENV / "bin")


def test_what_is_shown_is_also_logged(tmp_path: Path) -> None:
    _status, lines = ran(tmp_path, Step("site", python("print('summary')"), show=True))
    assert "summary" in lines
    assert (tmp_path / "logs" / "01-site.log").read_text() == "summary\n"


@pytest.mark.parametrize(("status", "last"), [(0, "what runs now"), (1, "0 passed, 1 failed")])
def test_the_last_words_are_of_a_run_that_went_well(tmp_path: Path, status: int, last: str) -> None:
    out = io.StringIO()
    step = Step("demo", python(f"raise SystemExit({status})"))
    steps.run([step], tmp_path / "logs", out, last_words=lambda: "what runs now")
    assert out.getvalue().splitlines()[-1] == last


def test_what_a_step_leaves_running_is_ended_with_it(tmp_path: Path) -> None:
    """Also what went into a session of its own, as a daemon does."""
    pids = tmp_path / "pids"
    code = f"sleep 300 & echo $! >> {pids}; setsid sleep 300 & echo $! >> {pids}"
    assert ran(tmp_path, Step("leaves", ["sh", "-c", code]))[0] == 0
    left = [processes.identify(int(pid)) for pid in pids.read_text().split()]
    assert left == [None, None]


def until(what: Callable[[], bool]) -> None:
    """Wait for it; the limit only keeps a broken test from waiting for ever."""
    deadline = time.monotonic() + 60
    while not what():
        assert time.monotonic() < deadline
        time.sleep(0.02)


RUNNER = """
import sys
from pathlib import Path
from tests.toolchain import steps
steps.turn_signals_into_exceptions()
try:
    sys.exit(steps.run([steps.Step("long", ["sh", "-c", sys.argv[2]])], Path(sys.argv[1])))
except steps.Interrupted as interrupted:
    sys.exit(128 + interrupted.number)
"""


class Victim:
    """A runner in a step that would last: a child, and a grandchild in a session of its own."""

    def __init__(self, tmp_path: Path) -> None:
        pids = tmp_path / "pids"
        code = f"setsid sleep 300 & echo $! $$ > {pids}.new; mv {pids}.new {pids}; sleep 300"
        self.runner = subprocess.Popen(
            [sys.executable, "-c", RUNNER, str(tmp_path / "logs"), code],
            cwd=checkout.ROOT,
            stdout=subprocess.DEVNULL,
        )
        until(pids.exists)
        found = [processes.identify(int(pid)) for pid in pids.read_text().split()]
        self.grandchild, self.child = [one for one in found if one is not None]

    def end(self, number: int) -> int:
        self.runner.send_signal(number)
        return self.runner.wait()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_runner_that_is_asked_to_end_leaves_nothing(number: int, tmp_path: Path) -> None:
    victim = Victim(tmp_path)
    assert victim.end(number) == 128 + number
    assert not victim.child.alive
    assert not victim.grandchild.alive


def test_what_a_killed_runner_leaves_the_next_one_ends(tmp_path: Path) -> None:
    victim = Victim(tmp_path)
    assert victim.end(signal.SIGKILL) == -signal.SIGKILL
    until(lambda: not victim.child.alive)  # the kernel tells it
    processes.end_orphans()
    assert not victim.grandchild.alive


def test_a_process_that_ignores_the_polite_signal_is_ended() -> None:
    code = (
        "import signal, sys; signal.signal(15, signal.SIG_IGN); print(flush=True); sys.stdin.read()"
    )
    stubborn = subprocess.Popen(python(code), stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert stubborn.stdout is not None
    stubborn.stdout.readline()
    process = processes.identify(stubborn.pid)
    assert process is not None
    processes.end([process], grace=0.2)
    assert not process.alive
    stubborn.communicate()
    assert stubborn.returncode == -signal.SIGKILL


def test_a_process_with_the_same_id_but_another_start_is_left_alone() -> None:
    other = subprocess.Popen(["sleep", "300"])
    process = processes.identify(other.pid)
    assert process is not None
    processes.end([Run(process.pid, process.started - 1)], grace=0)
    assert process.alive
    processes.end([process])
    other.wait()


def test_a_run_inside_a_container_is_none_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    """A run there is named by ids of another world; here it would be taken for dead."""
    me = f"test {os.getpid()}"  # no run, so nobody takes it for a dead one
    inside = subprocess.Popen(["sleep", "300"], env={"TWINSTAR_RUN": me})
    until(lambda: processes.owner_of(inside.pid) == me)  # empty for a moment in the middle of exec
    before = processes.owned(me.__eq__)
    world = processes.namespace
    monkeypatch.setattr(
        processes, "namespace", lambda pid: "pid:[1]" if pid == inside.pid else world(pid)
    )
    after = processes.owned(me.__eq__)
    inside.kill()
    inside.wait()
    assert [process.pid for process in before] == [inside.pid]
    assert after == []


def test_a_run_that_says_it_is_over_counts_as_dead(monkeypatch: pytest.MonkeyPatch) -> None:
    """So it can clean up after itself at its end."""
    me = str(owner.this_process())
    assert not owner.is_dead(me)
    monkeypatch.setenv("TWINSTAR_RUN_OVER", me)
    assert owner.is_dead(me)
    assert not owner.is_dead("keep")


def test_two_runs_of_one_checkout_exclude_each_other(tmp_path: Path) -> None:
    said: list[str] = []
    lock = tmp_path / "run" / "lock"
    with (
        steps.alone(lock, "test"),
        pytest.raises(SystemExit) as refused,
        steps.alone(lock, "demo", said.append),
    ):
        pass
    assert refused.value.code == 2
    me = f"make test (process {os.getpid()})"
    assert said == [f"{me} runs in this checkout. Wait for its end, or end it."]
    with steps.alone(lock, "demo"):
        pass
