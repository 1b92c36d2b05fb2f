# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.twinstar.registry.plugins.module_utils._core.errors import InputError
from ansible_collections.twinstar.registry.plugins.module_utils._core.json_text import (
    parse_object,
    remove_member,
    set_member,
)

NAMES = st.text(max_size=3)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=8,
)
OBJECTS = st.dictionaries(NAMES, VALUES, max_size=4)
STYLES = st.sampled_from([{}, {"indent": "\t"}, {"indent": 2}, {"separators": (",", ":")}])
PATHS = st.lists(NAMES, min_size=1, max_size=3)


def put(content: dict[str, Any], path: list[str], value: Any) -> dict[str, Any]:
    inner = content
    for name in path[:-1]:
        if not isinstance(inner.get(name), dict):
            inner[name] = {}
        inner = inner[name]
    inner[path[-1]] = value
    return content


@given(OBJECTS, STYLES, PATHS, VALUES)
def test_a_member_is_set_and_nothing_else(
    content: dict[str, Any], style: dict[str, Any], path: list[str], value: Any
) -> None:
    text = json.dumps(content, **style)
    after = set_member(text, path, value)
    assert json.loads(after) == put(content, path, value)
    assert list(json.loads(after))[: len(content)] == list(content), "the order is kept"
    assert set_member(after, path, value) == set_member(set_member(after, path, value), path, value)


@given(OBJECTS, STYLES, PATHS)
def test_a_member_is_removed_and_nothing_else(
    content: dict[str, Any], style: dict[str, Any], path: list[str]
) -> None:
    after = remove_member(json.dumps(content, **style), path)
    inner: Any = content
    for name in path[:-1]:
        inner = inner.get(name) if isinstance(inner, dict) else None
    if isinstance(inner, dict):
        inner.pop(path[-1], None)
    assert json.loads(after) == content


@given(OBJECTS, STYLES, VALUES)
def test_what_was_added_and_removed_again_leaves_the_bytes(
    content: dict[str, Any], style: dict[str, Any], value: Any
) -> None:
    text = json.dumps({"first": 1, **content}, **style)
    assert remove_member(set_member(text, ["not there yet"], value), ["not there yet"]) == text


def test_a_new_text_is_indented_as_the_client_does() -> None:
    assert set_member("", ["auths", "a"], {"auth": "x"}) == (
        '{\n\t"auths": {\n\t\t"a": {\n\t\t\t"auth": "x"\n\t\t}\n\t}\n}'
    )


def test_the_indentation_of_the_text_is_kept() -> None:
    before = '{\n  "auths": {},\n  "other": [1,2]\n}\n'
    after = '{\n  "auths": {\n    "a": {\n      "b": 1\n    }\n  },\n  "other": [1,2]\n}\n'
    assert set_member(before, ["auths", "a"], {"b": 1}) == after


def test_odd_spelling_is_kept_where_nothing_is_said() -> None:
    before = '{ "x" : 1.50 , "big":1E400,"esc":"\\u00e4\\/" ,\n\t"y":{"z": [ ] } }'
    after = set_member(before, ["y", "new"], 1)
    assert after == before.replace("[ ] }", '[ ], "new": 1 }')


def test_of_two_members_of_one_name_the_last_counts() -> None:
    assert set_member('{"a": 1, "a": 2}', ["a"], 3) == '{"a": 1, "a": 3}'
    assert remove_member('{"a": 1, "b": 0, "a": 2}', ["a"]) == '{"b": 0}'


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{\n\t"a" 1\n}', "config.json, line 2, column 6: expecting ':' delimiter"),
        ('{"a": 1} // trust', "column 10: extra data, so it is not JSON (there stands '// trust')"),
        ("{'a': 1}", "line 1, column 2: expecting property name"),
        ("[]", "holds no JSON object"),
        ("null", "holds no JSON object"),
        ('{"a": NaN}', "a number that JSON does not have"),
        ('{"a":' * 100_000, "config.json"),
    ],
)  # fmt: skip
def test_what_is_not_json_is_named_with_its_place(text: str, words: str) -> None:
    with pytest.raises(InputError, match="left as it was") as refused:
        parse_object(text, "/root/.docker/config.json")
    assert words in str(refused.value)


def test_an_empty_file_is_an_empty_object() -> None:
    assert parse_object("", "config.json") == parse_object(" \n", "config.json") == {}
