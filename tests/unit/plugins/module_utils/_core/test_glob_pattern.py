# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Patterns of Harbor's rules."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.twinstar.registry.plugins.module_utils._core.glob_pattern import matches


@pytest.mark.parametrize(
    ("pattern", "fits", "others"),
    [
        ("v1", ["v1"], ["v10", "V1", ""]),
        ("*", ["v1", ""], ["app/web"]),
        ("**", ["v1", "app/web", ""], []),
        ("v*", ["v", "v1.2"], ["av", "v/1"]),
        ("v**", ["v1"], ["v/1"]),
        ("app/**", ["app/web", "app/a/b", "app"], ["apple", "my/app/web"]),
        ("**/web", ["web", "app/web", "a/b/web"], ["web2", "app/web/x"]),
        ("a/**/z", ["a/z", "a/b/z", "a/b/c/z"], ["az", "a/bz"]),
        ("v?", ["v1"], ["v", "v12", "v/"]),
        ("{1.0,2.*}", ["1.0", "2.1"], ["1x0", "3"]),
        ("v{1,2{a,b}}", ["v1", "v2a", "v2b"], ["v2", "v12a"]),
        ("{app/**,web}", ["app/x", "app", "web"], ["apple", "web/x"]),
        ("v[0-9]", ["v7"], ["vx", "v77"]),
        ("v[!0-9]", ["vx"], ["v7", "v/"]),
        ("v[^0-9]", ["vx"], ["v7"]),
        ("v[.]", ["v."], ["vx"]),
        ("a\\*b", ["a*b"], ["axb"]),
        ("a.b", ["a.b"], ["axb"]),
        ("a+(b)$", ["a+(b)$"], ["aab"]),
    ],
)
def test_what_a_pattern_fits(pattern: str, fits: list[str], others: list[str]) -> None:
    assert [matches(pattern, text) for text in fits] == [True] * len(fits)
    assert [matches(pattern, text) for text in others] == [False] * len(others)


@pytest.mark.parametrize("pattern", ["{a", "[a", "a\\", "{a\\", "[", "{", "[z-a]"])
def test_a_broken_pattern_fits_nothing_and_is_told_apart(pattern: str) -> None:
    assert matches(pattern, "a") is None


@given(st.text("ab*?[]{}!^,-/\\.", max_size=12), st.text("ab/.-", max_size=6))
def test_no_pattern_gives_a_traceback(pattern: str, text: str) -> None:
    assert matches(pattern, text) in (True, False, None)


@given(st.text("ab/.-_", max_size=12))
def test_a_text_without_signs_fits_itself(text: str) -> None:
    assert matches(text, text) is True
    assert matches("**", text) is True
