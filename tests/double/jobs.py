# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What happens later: the tasks of jobs, and the sweeps that settle their executions."""

from __future__ import annotations

import heapq
import itertools
import threading
import time
import traceback
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .hub import Hub


class Jobs:
    """Calls that are due at a time, made one after another in a thread, each in a transaction."""

    def __init__(self, hub: Hub) -> None:
        self.hub = hub
        self.due: list[tuple[float, int, Callable[..., Any], tuple[Any, ...]]] = []
        self.numbers = itertools.count()
        self.changed = threading.Condition()
        self.thread: threading.Thread | None = None
        self.ended = False
        self.busy = False
        self.down = False  # a jobservice that does not answer: resources ask for it

    def after(self, seconds: float, call: Callable[..., Any], *arguments: Any) -> None:
        with self.changed:
            entry = (time.monotonic() + seconds, next(self.numbers), call, arguments)
            heapq.heappush(self.due, entry)
            if self.thread is None and not self.ended:
                self.thread = threading.Thread(target=self.work, name="double jobs", daemon=True)
                self.thread.start()
            self.changed.notify_all()

    def until_sweep(self) -> float:
        """Seconds to the next sweep of executions."""
        period = self.hub.delays.sweep
        return period - (time.monotonic() - self.hub.started) % period

    def work(self) -> None:
        while True:
            with self.changed:
                while not self.ended and (not self.due or self.due[0][0] > time.monotonic()):
                    wait = self.due[0][0] - time.monotonic() if self.due else None
                    self.changed.wait(wait)
                if self.ended:
                    return
                _when, _number, call, arguments = heapq.heappop(self.due)
                self.busy = True
            try:
                with self.hub.store.transaction():
                    call(*arguments)
            except Exception:
                traceback.print_exc()
            finally:
                with self.changed:
                    self.busy = False
                    self.changed.notify_all()

    def wait(self, seconds: float = 30) -> bool:
        """Until nothing is due any more; for tests with short delays."""
        with self.changed:
            return self.changed.wait_for(lambda: not self.due and not self.busy, seconds)

    def clear(self) -> None:
        with self.changed:
            self.due.clear()

    def close(self) -> None:
        with self.changed:
            self.ended = True
            self.changed.notify_all()
        if self.thread is not None and self.thread is not threading.current_thread():
            self.thread.join(5)
