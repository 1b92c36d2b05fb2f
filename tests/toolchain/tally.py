# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How many tests a log tells of, and the table at the end of a run."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

COLOURS = re.compile(r"\x1b\[[0-9;]*m|\x1b\]8;[^\x1b]*\x1b\\")  # and links
# "=== 3 failed, 12 passed, 1 skipped in 4.02s ===", without the bars under -q.
CLOSING = re.compile(
    r"^(?:=+ )?(?P<words>\d+ [a-z]+(?:, \d+ [a-z]+)*) in \d+(?:\.\d+)?s\b.*$", re.MULTILINE
)
NO_TESTS = re.compile(r"^(?:=+ )?no tests ran in \d", re.MULTILINE)
FAILED = ("failed", "error", "errors")


@dataclass(frozen=True)
class Count:
    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(
            self.passed + other.passed,
            self.failed + other.failed,
            self.skipped + other.skipped,
        )

    def __str__(self) -> str:
        skipped = f", {self.skipped} skipped" if self.skipped else ""
        return f"{self.passed} passed, {self.failed} failed{skipped}"


def closings(log: str) -> list[Count]:
    """A count for each closing line of pytest, in their order. An xfail counts as passed."""
    counts = []
    for line in CLOSING.finditer(COLOURS.sub("", log)):
        words = {word: int(n) for n, word in re.findall(r"(\d+) ([a-z]+)", line["words"])}
        counts.append(
            Count(
                passed=words.get("passed", 0) + words.get("xfailed", 0),
                failed=sum(words.get(word, 0) for word in FAILED),
                skipped=words.get("skipped", 0),
            )
        )
    return counts


def pytest_count(log: str, status: int) -> Count:
    """What one pytest run counted: its last closing line, since tests may print others.

    A run that ended badly without a failed test, or that ran none, is one failure.
    """
    counted = closings(log)
    last = counted[-1] if counted else Count()
    if (status and not last.failed) or not (last.passed or last.failed):
        return last + Count(failed=1)
    return last


def step_count(log: str, status: int) -> Count:
    """What any other step counted: one test, beside those of the pytests that it ran."""
    inside = sum(closings(log), Count())
    own = Count(failed=1) if status and not inside.failed else Count(passed=0 if status else 1)
    return inside + own


@dataclass(frozen=True)
class Row:
    step: str
    result: str
    seconds: float
    counted: str = ""


def duration(seconds: float) -> str:
    """Seconds as a person reads them: 4.2 s, 3 min 08 s."""
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest:02d} s"


def table(rows: Sequence[Row]) -> str:
    """What took how long, in the order it ran, and the sum."""
    cells = [("step", "result", "time", "tests")]
    cells += [(row.step, row.result, duration(row.seconds), row.counted) for row in rows]
    cells.append(("all", "", duration(sum(row.seconds for row in rows)), ""))
    wide = [max(len(line[i]) for line in cells) for i in range(4)]
    return "\n".join(
        f"{step:<{wide[0]}}  {result:<{wide[1]}}  {time:>{wide[2]}}  {tests}".rstrip()
        for step, result, time, tests in cells
    )
