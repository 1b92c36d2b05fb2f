# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest

from tests.lab import hosts

ALL = (1 << 41) - 1
LACKING = ALL & ~(1 << 24)


@pytest.mark.parametrize(
    ("version", "bounding", "dropped"),
    [
        ("20.10.24+dfsg1", ALL, ["SYS_RESOURCE"]),
        ("20.10.24+dfsg1", LACKING, ["SYS_RESOURCE"]),
        ("26.1.5+dfsg1", ALL, ["SYS_RESOURCE"]),
        ("26.1.5+dfsg1", LACKING, []),
    ],
)
def test_a_new_engine_is_not_told_to_drop_what_the_machine_lacks(
    version: str, bounding: int, dropped: list[str]
) -> None:
    assert hosts.dropped(version, bounding) == dropped


def test_the_bounding_set_of_this_machine_is_read() -> None:
    chown = 1
    assert hosts.bounding_set() & chown
