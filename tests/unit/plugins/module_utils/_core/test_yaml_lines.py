# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.twinstar.registry.plugins.module_utils._core.yaml_lines import (
    Comment,
    without_comments,
    yaml_lines,
)

yaml = pytest.importorskip("yaml")

TEXTS = st.text(st.characters(codec="utf-8"), max_size=12)
SCALARS = st.one_of(st.none(), st.booleans(), st.integers(), TEXTS)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=12,
)


def text_of(value: Any) -> str:
    return "".join(f"{line}\n" for line in yaml_lines(value))


@given(VALUES)
def test_a_yaml_parser_reads_what_was_written(value: Any) -> None:
    assert yaml.safe_load(text_of(value)) == value


@pytest.mark.parametrize(
    "word", ["yes", "No", "on", "null", "~", "", "1", "0x1f", "1.5", "12:30", "- a", "a: b", "a #b",
             "#00AB9A", "2026-11-25", "2026-11-25T10:00:00Z", "true", "=", "<<", "a\tb", "é", "."],
)  # fmt: skip
def test_a_text_that_yaml_would_take_for_something_else_is_quoted(word: str) -> None:
    assert yaml.safe_load(text_of({"key": word})) == {"key": word}


def test_what_is_plain_stays_plain() -> None:
    assert text_of({"name": "test", "images": ["prod/nginx", "a b"], "none": []}) == (
        "name: test\nimages:\n  - prod/nginx\n  - a b\nnone: []\n"
    )


def test_a_comment_is_a_line_without_a_value() -> None:
    value = {"users": [{"password": Comment("is not shown"), "name": "alice"}, {"name": "bob"}]}
    assert text_of(value) == (
        "users:\n  - name: alice\n    # password: is not shown\n  - name: bob\n"
    )
    assert yaml.safe_load(text_of(value)) == without_comments(value)
