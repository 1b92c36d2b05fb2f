# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Selectors of tags and repositories, there and back."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.twinstar.registry.plugins.module_utils._harbor.selector import (
    not_a_pattern,
    readable,
    selectors,
    sentence,
)

ABOUT = st.fixed_dictionaries(
    {
        "repositories": st.text(min_size=1, max_size=12),
        "repositories_excluded": st.booleans(),
        "tags": st.text(min_size=1, max_size=12),
        "tags_excluded": st.booleans(),
    }
)


@given(ABOUT)
def test_what_is_written_is_read_again(about: dict[str, Any]) -> None:
    assert readable(selectors(about)) == about


def rule(**other: Any) -> dict[str, Any]:
    base = {
        "repositories": "**",
        "repositories_excluded": False,
        "tags": "v*",
        "tags_excluded": False,
    }
    return {**selectors(base), **other}


@pytest.mark.parametrize(
    "other",
    [
        {"tag_selectors": None},
        {"tag_selectors": []},
        {"tag_selectors": [{"kind": "doublestar", "decoration": "matches", "pattern": "a"}] * 2},
        {"tag_selectors": [{"kind": "label", "decoration": "matches", "pattern": "a"}]},
        {"tag_selectors": [{"kind": "doublestar", "decoration": "looksLike", "pattern": "a"}]},
        {"tag_selectors": [{"kind": "doublestar", "decoration": "matches"}]},
        {"tag_selectors": ["v*"]},
        {"scope_selectors": None},
        {"scope_selectors": {}},
        {"scope_selectors": {"repository": [], "project": []}},
    ],
)
def test_what_four_options_cannot_say_is_not_read(other: dict[str, Any]) -> None:
    assert readable(rule(**other)) is None


@pytest.mark.parametrize(
    ("pattern", "fine"),
    [
        ("**", True),
        ("{a,b}*", True),
        ("v[0-9].*", True),
        ("", False),
        ("{a,b", False),
        ("a]", False),
        ("}a{", False),
        ('{"tag_selectors": []}', False),
    ],
)
def test_a_pattern_that_matches_nothing_or_breaks_the_rule(pattern: str, fine: bool) -> None:
    assert (not_a_pattern(pattern) is None) is fine


def test_a_rule_in_a_sentence() -> None:
    values = {"repositories": "app/**", "tags": "v*", "tags_excluded": True}
    assert sentence(values) == "for all tags but v* in repositories app/**"
