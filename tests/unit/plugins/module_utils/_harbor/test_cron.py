# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Schedules that Harbor takes, and those that it does not."""

from __future__ import annotations

import pytest

from ansible_collections.twinstar.registry.plugins.module_utils._harbor.cron import (
    as_cron,
    not_a_cron,
    not_a_replication_cron,
)


@pytest.mark.parametrize(
    "value",
    [
        "",
        "0 0 0 * * *",
        "0 * * * * *",
        "0 */10 * * * ?",
        "0 0,30 8-18/2 1-15 jan-MAR mon-fri",
        "0 59 23 31 12 6",
    ],
)
def test_a_schedule_of_six_fields_is_taken(value: str) -> None:
    assert not_a_cron(value) is None


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("30 2 * * *", "has six fields"),
        ("@daily", "has six fields"),
        ("0  30 2 * * *", "one blank between"),
        (" 0 30 2 * * *", "one blank between"),
        ("0 0 0 * * * *", "has six fields"),
        ("5 0 0 * * *", "only 0 in the first field"),
        ("* 0 0 * * *", "only 0 in the first field"),
        ("0 60 0 * * *", "'60' is no minute, which is 0 to 59"),
        ("0 0 24 * * *", "'24' is no hour"),
        ("0 0 0 0 * *", "'0' is no day of the month"),
        ("0 0 0 * 13 *", "'13' is no month, which is 1 to 12 or jan to dec"),
        ("0 0 0 * * 7", "'7' is no day of the week, which is 0 to 6 or sun to sat"),
        ("0 5-1 0 * * *", "'5-1' is no minute"),
        ("0 */0 0 * * *", "'*/0' is no minute"),
        ("0 1, 0 * * *", "'1,' is no minute"),
        ("0 -1 0 * * *", "'-1' is no minute"),
        ("0 \u0661 0 * * *", "is no minute"),
    ],
)
def test_what_harbor_would_refuse_is_said_to_be_wrong(value: str, words: str) -> None:
    assert words in (not_a_cron(value) or "")


def test_a_replication_does_not_run_every_minute() -> None:
    assert "may not run every minute" in (not_a_replication_cron("0 * * * * *") or "")
    assert not_a_replication_cron("0 */1 * * * *") is None
    assert "six fields" in (not_a_replication_cron("0 0") or "")


def test_blanks_do_not_count_where_two_are_compared() -> None:
    assert as_cron(" 0  0 0 * * *") == as_cron("0 0 0 * * *")
