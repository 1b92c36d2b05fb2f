# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A client that asks for a page again and again, while something is changed under it."""

from __future__ import annotations

import contextlib
import threading
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field

MOST_REQUESTS = 20_000


@dataclass
class Traffic:
    """Each answer as the moment it came, in seconds, and whether it was the page."""

    answers: list[tuple[float, bool]] = field(default_factory=list)

    @property
    def failed(self) -> int:
        return sum(not well for _moment, well in self.answers)

    @property
    def outage(self) -> float:
        """Seconds between the last page before a failure and the first one after it, summed."""
        seconds, last, failing = 0.0, None, False
        for moment, well in self.answers:
            if not well:
                failing = True
                continue
            if failing and last is not None:
                seconds += moment - last
            last, failing = moment, False
        return seconds


@contextlib.contextmanager
def traffic(url: str, pause: float) -> Iterator[Traffic]:
    """Ask the page until the block ends, with a pause of so many seconds between two requests."""
    counted, ended = Traffic(), threading.Event()

    def ask() -> None:
        while not ended.is_set() and len(counted.answers) < MOST_REQUESTS:
            well = False
            with contextlib.suppress(OSError), urllib.request.urlopen(url, timeout=2) as answer:
                answer.read()
                well = True
            counted.answers.append((time.monotonic(), well))
            time.sleep(pause)

    thread = threading.Thread(target=ask)
    thread.start()
    try:
        yield counted
    finally:
        ended.set()
        thread.join()
