# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Cron and patterns, as Harbor reads them."""

from __future__ import annotations

import datetime

import pytest

from tests.double import cron, doublestar

FINE = (
    "0 0 0 * * *", "0 * * * * *", " 0 0 0 * * *", "0 0 0 * jan-MAR ?", "0 0,30 1/5 * * *",
    "0 0 0 29 2 *", "0 */5 1 * * MON-FRI",
)  # fmt: skip
BAD = {
    "": "empty cron string is invalid",
    "bogus": "expected exactly 6 fields, found 1: [bogus]",
    "* * * * *": "expected exactly 6 fields, found 5: [* * * * *]",
    "5 0 0 * * *": "the 1st field (indicating Seconds of time) of the cron setting must be 0",
    "@daily": "parser does not accept descriptors: @daily",
    "0 0 0 * * 7": "end of range (7) above maximum (6): 7",
    "0 0 0 0 * *": "beginning of range (0) below minimum (1): 0",
    "0 0 0 * 13 *": "end of range (13) above maximum (12): 13",
    "0 5-1 0 * * *": "beginning of range (5) beyond end of range (1): 5-1",
    "0 1-2-3 0 * * *": "too many hyphens: 1-2-3",
    "0 1/2/3 0 * * *": "too many slashes: 1/2/3",
    "0 */0 0 * * *": "step of range should be a positive number: */0",
    "0 a 0 * * *": 'failed to parse int from a: strconv.Atoi: parsing "a": invalid syntax',
}


@pytest.mark.parametrize("text", FINE)
def test_this_is_a_cron(text: str) -> None:
    cron.check(text)


@pytest.mark.parametrize(("text", "message"), BAD.items())
def test_this_is_no_cron(text: str, message: str) -> None:
    with pytest.raises(cron.BadCron) as caught:
        cron.check(text)
    assert str(caught.value) == message


def moment(text: str) -> float:
    return datetime.datetime.fromisoformat(text + "+00:00").timestamp()


@pytest.mark.parametrize(
    ("text", "following"),
    [
        ("0 0 0 * * *", "2026-11-25T00:00:00"),
        ("0 30 2 * * 6", "2026-11-28T02:30:00"),
        ("0 0 0 * * 0", "2026-11-29T00:00:00"),
        ("0 8 23 * * *", "2026-11-24T23:08:00"),
        ("30 7 23 * * *", "2026-11-24T23:07:30"),
        ("0 0 0 29 2 *", "2028-02-29T00:00:00"),
        ("0 0 0 15 * 1", "2026-11-30T00:00:00"),  # either of them will do
        ("0 0 1/8 * * *", "2026-11-25T01:00:00"),
    ],
)
def test_when_a_cron_is_due(text: str, following: str) -> None:
    assert cron.following(text, moment("2026-11-24T23:07:29")) == moment(following)


@pytest.mark.parametrize("text", ["", "bogus", "0 0 0 30 2 *"])
def test_what_is_never_due(text: str) -> None:
    assert cron.following(text, 0) is None


@pytest.mark.parametrize(
    ("pattern", "fitting", "other"),
    [
        ("**", ["a", "a/b", ""], []),
        ("*", ["a", ""], ["a/b"]),
        ("a/**", ["a", "a/b", "a/b/c"], ["ab", "b/a"]),
        ("**/a", ["a", "b/a", "c/b/a"], ["ab", "a/b"]),
        ("a/**/b", ["a/b", "a/x/b", "a/x/y/b"], ["a/xb", "ab"]),
        ("v*", ["v", "v1"], ["w", "xv"]),
        ("v**", ["v1"], ["v/1"]),
        ("?", ["a"], ["", "ab", "/"]),
        ("[a-c]1", ["a1", "c1"], ["d1"]),
        ("[^a]", ["b"], ["a", "/"]),
        ("{a,b*,{c,d}e}", ["a", "bx", "ce", "de"], ["c", "e", "{a}"]),
        ("a.b", ["a.b"], ["axb"]),
        ("\\*", ["*"], ["a"]),
        ("", ["a", "a/b"], []),
    ],
)
def test_what_a_pattern_fits(pattern: str, fitting: list[str], other: list[str]) -> None:
    assert [one for one in fitting if not doublestar.matches(pattern, one)] == []
    assert [one for one in other if doublestar.matches(pattern, one)] == []


@pytest.mark.parametrize("pattern", ["[", "[a", "{a", "a\\"])
def test_what_is_no_pattern(pattern: str) -> None:
    with pytest.raises(doublestar.BadPattern):
        doublestar.matches(pattern, "a")
