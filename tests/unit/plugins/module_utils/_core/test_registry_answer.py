# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.twinstar.registry.plugins.module_utils._core.registry_answer import (
    named_list,
    words,
)


@pytest.mark.parametrize(
    ("body", "content_type", "said"),
    [
        (
            {"errors": [{"code": "UNAUTHORIZED", "message": "log in", "detail": 1}]},
            "application/json",
            "UNAUTHORIZED: log in",
        ),
        (
            {"errors": [{"code": "DENIED"}, {"message": "später wieder."}, "odd", {}]},
            "application/json",
            "DENIED; später wieder",
        ),
        ({"details": "incorrect username or password"}, "", "incorrect username or password"),
        ({"message": "two\nlines\u2028three"}, "", "two lines three"),
        ({"other": 1}, "", '{"other": 1}'),
        ("<html><title>502 Bad Gateway</title>", "text/html", "a web page, '502 Bad Gateway'"),
        ("<!doctype html><p>hello", "", "a web page"),
        ("plain words.\x1b[31m", "text/plain", "plain words. [31m"),
        ("", "", ""),
    ],
)  # fmt: skip
def test_an_error_says_why_on_one_line(body: object, content_type: str, said: str) -> None:
    data = body if isinstance(body, str) else json.dumps(body)
    assert words(data.encode(), content_type) == said


def test_a_long_answer_is_cut() -> None:
    assert len(words(b"x" * 10_000)) == 301


@given(st.binary())
def test_any_body_gives_one_line(body: bytes) -> None:
    assert len(words(body).splitlines()) <= 1


def test_a_body_nested_without_end_is_no_traceback() -> None:
    assert words(b"[" * 100_000).startswith("[[[")


def test_a_list_of_names_is_read_and_null_is_an_empty_one() -> None:
    assert named_list(b'{"tags": ["1", "2"]}', "tags") == ["1", "2"]
    assert named_list(b'{"name": "a", "tags": null}', "tags") == []
    assert named_list(b'{"name": "a"}', "tags") == []


def test_what_is_no_list_of_names_is_not_taken_for_one() -> None:
    for body in (b'{"tags": "1"}', b'{"tags": [1]}', b"[]", b"<html>", b""):
        assert named_list(body, "tags") is None
