# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Several things at a time, and a thing that may hang: the two uses of threads here."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

# Requests under way to one registry at a time: enough to hide the network's delay, and no burden.
WIDTH = 8


def side_by_side(work: Callable[[Item], Result], items: Iterable[Item]) -> list[Result]:
    """The results in the order of the items. The first failure is raised, and what has not begun
    by then is not begun."""
    with ThreadPoolExecutor(WIDTH) as pool:
        futures = [pool.submit(work, item) for item in items]
        try:
            return [future.result() for future in futures]
        except BaseException:
            for future in futures:
                future.cancel()
            raise


def within(seconds: float, work: Callable[[], Result]) -> Result:
    """The result of the work, or TimeoutError after so many seconds, whatever the work waits for.

    A socket's own time-out bounds only the silence between two bytes, and none bounds the look-up
    of a name. The thread of a work that hangs is left behind: it ends with the process.
    """
    box: queue.SimpleQueue[tuple[bool, Result | BaseException]] = queue.SimpleQueue()

    def run() -> None:
        try:
            box.put((True, work()))
        except BaseException as error:
            box.put((False, error))

    threading.Thread(target=run, daemon=True).start()
    try:
        done, result = box.get(timeout=max(seconds, 0))
    except queue.Empty:
        raise TimeoutError from None
    if not done:
        raise result  # type: ignore[misc]
    return result  # type: ignore[return-value]
