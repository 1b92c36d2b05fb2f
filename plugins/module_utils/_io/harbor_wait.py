# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Look again and again until something is done, or the time is over."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, TypeVar

from .._core.errors import Unreachable

T = TypeVar("T")


class NotYet(Unreachable):
    """It was not done in time; ``last`` is what was seen last."""

    def __init__(self, message: str, last: Any) -> None:
        super().__init__(message)
        self.last = last


def wait_until(
    look: Callable[[], T],
    done: Callable[[T], bool],
    timeout: float,
    pause: float = 2.0,
    progress: Callable[[T], None] | None = None,
    *,
    why: str,
    option: str = "wait_timeout",
    sleep: Callable[[float], None] = time.sleep,
    clock: Callable[[], float] = time.monotonic,
) -> T:
    """What was seen when it was done. At least one look is taken, the last at the end of the time.

    ``timeout`` and ``pause`` are seconds; ``progress`` is told what each look saw. ``why`` begins
    the message as everywhere, and ``option`` is the one that gives more time.
    """
    deadline = clock() + timeout
    while True:
        seen = look()
        if progress is not None:
            progress(seen)
        if done(seen):
            return seen
        left = deadline - clock()
        if left <= 0:
            raise NotYet(
                f"{why}: it was not done within {timeout:g} s, and goes on in Harbor. "
                f"Look there what became of it, or raise {option}.",
                seen,
            )
        sleep(min(pause, left))
