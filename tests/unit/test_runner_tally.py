# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the runner counts, and the table that it prints."""

from __future__ import annotations

import pytest

from tests.toolchain import tally
from tests.toolchain.tally import Count, Row


@pytest.mark.parametrize(
    ("line", "count"),
    [
        ("12 passed in 0.31s", Count(12)),
        ("===== 1 failed, 11 passed in 4.02s =====", Count(11, 1)),
        ("= 2 failed, 3 passed, 4 skipped, 1 error in 61.20s (0:01:01) =", Count(3, 3, 4)),
        ("5 passed, 2 xfailed, 1 warning in 0.10s", Count(7)),
        ("3 skipped in 0.01s", Count(0, 0, 3)),
        ("2 errors in 0.55s", Count(0, 2)),
        ("\x1b[32m\x1b[1m7 passed\x1b[0m\x1b[32m in 0.20s\x1b[0m", Count(7)),
    ],
)
def test_a_closing_line_of_pytest_is_counted(line: str, count: Count) -> None:
    assert tally.closings(f"tests/unit/test_x.py ...\n{line}\n") == [count]


@pytest.mark.parametrize(
    "line",
    [
        "no tests ran in 0.01s",
        "PASSED tests/unit/test_x.py",
        "said: 3 passed in 0.1s",
        "4 hosts in 2s",
    ],
)
def test_another_line_is_no_closing_line(line: str) -> None:
    assert sum(tally.closings(line), Count()) == Count()


def test_only_the_last_closing_line_of_a_pytest_counts() -> None:
    log = (
        "1 failed in 0.1s\n--- said by a test that runs pytest ---\n===== 9 passed in 2.00s =====\n"
    )
    assert tally.pytest_count(log, 0) == Count(9)


def test_a_pytest_that_ran_no_test_is_a_failure() -> None:
    assert tally.pytest_count("no tests ran in 0.01s\n", 5) == Count(0, 1)
    assert tally.pytest_count("no tests ran in 0.01s\n", 0) == Count(0, 1)
    assert tally.pytest_count("3 skipped in 0.01s\n", 0) == Count(0, 1, 3)


def test_a_pytest_that_broke_off_is_a_failure_beside_what_it_counted() -> None:
    assert tally.pytest_count("Segmentation fault\n", 139) == Count(0, 1)
    assert tally.pytest_count("4 passed in 0.1s\nINTERNALERROR\n", 3) == Count(4, 1)


def test_a_failed_test_is_not_counted_twice() -> None:
    assert tally.pytest_count("1 failed, 4 passed in 0.1s\n", 1) == Count(4, 1)
    assert tally.step_count("1 failed, 4 passed in 0.1s\n", 2) == Count(4, 1)


def test_another_step_is_one_test_beside_those_that_it_ran() -> None:
    assert tally.step_count("no problems\n", 0) == Count(1)
    assert tally.step_count("a problem\n", 1) == Count(0, 1)
    assert tally.step_count("3 passed in 1.0s\nidempotence\n4 passed in 2.0s\n", 0) == Count(8)
    assert tally.step_count("3 passed in 1.0s\nidempotence failed\n", 1) == Count(3, 1)


def test_the_closing_line_is_plain() -> None:
    assert str(Count(12, 0)) == "12 passed, 0 failed"
    assert str(Count(12, 1, 2)) == "12 passed, 1 failed, 2 skipped"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.04, "0.0 s"), (59.94, "59.9 s"), (60, "1 min 00 s"), (188.4, "3 min 08 s")],
)
def test_a_time_is_said_as_a_person_reads_it(seconds: float, words: str) -> None:
    assert tally.duration(seconds) == words


def test_the_table_names_each_step_its_time_and_the_sum() -> None:
    rows = [Row("unit", "ok", 4.2, "12 passed, 0 failed"), Row("ansible-lint", "FAILED", 70)]
    assert tally.table(rows).splitlines() == [
        "step          result        time  tests",
        "unit          ok           4.2 s  12 passed, 0 failed",
        "ansible-lint  FAILED  1 min 10 s",
        "all                   1 min 14 s",
    ]
