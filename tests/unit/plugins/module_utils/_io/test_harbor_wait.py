# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import itertools

import pytest

from ansible_collections.twinstar.registry.plugins.module_utils._io.harbor_wait import (
    NotYet,
    wait_until,
)
from ansible_collections.twinstar.registry.tests.unit.plugins.module_utils._io.slept_clock import (
    Clock,
)


def test_it_is_looked_at_until_it_is_done() -> None:
    clock, counts, told = Clock(), itertools.count(), list[int]()
    seen = wait_until(
        lambda: next(counts), lambda n: n == 3, 60, 5, told.append,
        why="collect", sleep=clock.sleep, clock=clock,
    )  # fmt: skip
    assert (seen, clock.slept, told) == (3, [5, 5, 5], [0, 1, 2, 3])


def test_what_is_done_already_is_not_waited_for() -> None:
    clock = Clock()
    assert wait_until(lambda: 1, bool, 0, why="x", sleep=clock.sleep, clock=clock) == 1
    assert clock.slept == []


def test_the_last_look_is_at_the_end_of_the_time() -> None:
    clock, counts = Clock(), itertools.count()
    with pytest.raises(NotYet) as late:
        wait_until(
            lambda: next(counts), lambda n: False, 12, 5,
            why="collect garbage", sleep=clock.sleep, clock=clock,
        )  # fmt: skip
    assert clock.slept == [5, 5, 2]
    assert late.value.last == 3
    assert str(late.value) == (
        "collect garbage: it was not done within 12 s, and goes on in Harbor. "
        "Look there what became of it, or raise wait_timeout."
    )
