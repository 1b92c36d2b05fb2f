# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who owns a lab: a run, named by its process id and start time, or nobody in particular (`keep`).

The test runner puts `TWINSTAR_RUN=<pid>:<start time>` into the environment of everything it starts.
A process id alone would not do: ids are used again. The start time is field 22 of /proc/PID/stat,
in clock ticks since boot.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

MARKER = "TWINSTAR_RUN"
OVER = "TWINSTAR_RUN_OVER"  # a run that is at its end and cleans up after itself
KEEP = "keep"


def parse_stat(text: str) -> tuple[str, int]:
    """State letter and start time out of the text of /proc/PID/stat.

    The second field, the command's name, stands in parentheses and may hold blanks and parentheses.
    """
    fields = text[text.rindex(")") + 1 :].split()
    return fields[0], int(fields[19])


@dataclass(frozen=True)
class Run:
    """A process that is told from any later one with the same id."""

    pid: int
    started: int

    def __str__(self) -> str:
        return f"{self.pid}:{self.started}"

    @property
    def alive(self) -> bool:
        """A zombie counts as dead: nothing of it runs any more, its parent only has not looked."""
        try:
            state, started = parse_stat(Path(f"/proc/{self.pid}/stat").read_text())
        except OSError:
            return False
        return started == self.started and state not in "ZX"


def parse_run(text: str) -> Run | None:
    """`Run` out of `<pid>:<start time>`, None for anything else (`keep` too)."""
    found = re.fullmatch(r"([0-9]+):([0-9]+)", text)
    return Run(int(found[1]), int(found[2])) if found else None


def this_process() -> Run:
    return Run(os.getpid(), parse_stat(Path("/proc/self/stat").read_text())[1])


def from_environment() -> str:
    """The owner of what is made now: the run that started us, or `keep` where there is none.

    A lab made by hand (`molecule converge`) must outlive the command that made it.
    """
    return os.environ.get(MARKER) or KEEP


def is_dead(owner: str) -> bool:
    """Whether the owner was a run that is over, or says so itself. `keep` never dies."""
    run = parse_run(owner)
    return run is not None and (owner == os.environ.get(OVER) or not run.alive)


def is_alive(owner: str) -> bool:
    run = parse_run(owner)
    return run is not None and run.alive
