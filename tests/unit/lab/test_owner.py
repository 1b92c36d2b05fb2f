# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who owns a lab, and whether that run still lives."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.lab import owner


@pytest.fixture
def child() -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        [sys.executable, "-c", "input()"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL
    )
    yield process
    process.kill()
    process.communicate()


def run_of(pid: int) -> owner.Run:
    with open(f"/proc/{pid}/stat") as file:
        return owner.Run(pid, owner.parse_stat(file.read())[1])


@pytest.mark.parametrize("name", ["sh", "a b", "tricky) R 1 1", "((("])
def test_the_name_of_a_command_does_not_shift_the_fields(name: str) -> None:
    rest = " ".join(str(number) for number in range(1, 50))
    assert owner.parse_stat(f"77 ({name}) S {rest}\n") == ("S", 19)


def test_a_run_is_written_and_read_back() -> None:
    run = owner.Run(4711, 99)
    assert str(run) == "4711:99"
    assert owner.parse_run(str(run)) == run


@pytest.mark.parametrize("text", ["keep", "", "12", "12:", ":12", "a:b", "-1:5", "1:2:3"])
def test_what_is_no_run_owns_nothing_that_can_die(text: str) -> None:
    assert owner.parse_run(text) is None
    assert not owner.is_dead(text)
    assert not owner.is_alive(text)


def test_this_process_lives() -> None:
    assert owner.this_process().alive
    assert owner.this_process().pid == os.getpid()
    assert owner.is_alive(str(owner.this_process()))


def test_a_process_that_ended_is_dead(child: subprocess.Popen[bytes]) -> None:
    run = run_of(child.pid)
    assert run.alive
    child.kill()
    child.wait()
    assert not run.alive
    assert owner.is_dead(str(run))


def test_a_zombie_is_dead(child: subprocess.Popen[bytes]) -> None:
    run = run_of(child.pid)
    child.kill()
    os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
    with open(f"/proc/{child.pid}/stat") as file:
        assert owner.parse_stat(file.read())[0] == "Z"
    assert not run.alive


def test_another_process_with_the_same_id_is_another_run(child: subprocess.Popen[bytes]) -> None:
    run = run_of(child.pid)
    assert not owner.Run(run.pid, run.started + 1).alive


def test_the_environment_names_the_owner(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(owner.MARKER, "4711:99")
    assert owner.from_environment() == "4711:99"


@pytest.mark.parametrize("value", [None, ""])
def test_without_a_run_what_is_made_is_kept(
    monkeypatch: pytest.MonkeyPatch, value: str | None
) -> None:
    monkeypatch.delenv(owner.MARKER, raising=False)
    if value is not None:
        monkeypatch.setenv(owner.MARKER, value)
    assert owner.from_environment() == owner.KEEP
