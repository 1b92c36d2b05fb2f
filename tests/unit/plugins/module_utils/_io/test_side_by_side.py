# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import threading
import time

import pytest

from ansible_collections.twinstar.registry.plugins.module_utils._io.side_by_side import (
    WIDTH,
    side_by_side,
    within,
)


def test_results_come_in_the_order_of_the_items() -> None:
    first = threading.Event()

    def work(number: int) -> int:
        if number == 0:
            assert first.wait(10), "the others did not run beside it"
        elif number == 1:
            first.set()
        return number * 2

    assert side_by_side(work, range(20)) == [number * 2 for number in range(20)]


def test_no_more_run_at_a_time_than_the_width() -> None:
    lock, running, most = threading.Lock(), 0, 0
    together = threading.Barrier(WIDTH)

    def work(_number: int) -> None:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        together.wait(10)
        with lock:
            running -= 1

    side_by_side(work, range(WIDTH * 3))
    assert most == WIDTH


def test_after_a_failure_nothing_new_begins() -> None:
    begun = []
    failed = threading.Event()

    def work(number: int) -> None:
        begun.append(number)
        if number == 0:
            failed.set()
            raise ValueError("no")
        failed.wait(10)
        time.sleep(0.01)  # so that the caller learns of the failure before all is done

    with pytest.raises(ValueError, match="no"):
        side_by_side(work, range(1000))
    assert len(begun) < 1000


def test_work_that_hangs_is_left_behind() -> None:
    over = threading.Event()
    with pytest.raises(TimeoutError):
        within(0.05, lambda: over.wait(60))
    over.set()


def test_within_gives_the_result_and_the_failure_of_the_work() -> None:
    assert within(10, lambda: 7) == 7
    with pytest.raises(ValueError, match="no"):
        within(10, lambda: int("no"))
