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
from ansible_collections.twinstar.registry.plugins.module_utils._core.json_document import (
    parse,
    remove_value,
    set_value,
    without_comments,
    without_secrets,
)

SEED = """{
  "insecure-registries": ["192.168.126.50:5000"],  // 解除HTTPS数字镣铐
  "registry-mirrors": ["https://mirror.example.com"]  // 建立镜像补给线
}
"""


def faults(text: str) -> tuple[str, ...]:
    with pytest.raises(InputError) as caught:
        parse(text, "daemon.json", comments="Remove it")
    return caught.value.errors


def test_comments_are_named_with_their_places_and_words() -> None:
    assert faults(SEED) == (
        "daemon.json, line 2, column 52: a comment ('// 解除HTTPS数字镣铐'), which is not JSON. "
        "Remove it; the file was left as it was.",
        "daemon.json, line 3, column 55: a comment ('// 建立镜像补给线'), which is not JSON. "
        "Remove it; the file was left as it was.",
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"a": 1,}', "line 1, column 8: a comma stands before }. Remove the comma"),
        ('{\n "a": [1,\n ]}', "line 2, column 9: a comma stands before ]"),
        ("{a: 1}", "column 2: a name in double quotes is expected here (there stands 'a: 1}')"),
        ("{'a': 1}", "Use straight double quotes"),
        ("{\u201ca\u201d: 1}", "Use straight double quotes"),
        ('{"a": 1 "b": 2}', "column 9: a comma is missing before this (there stands '\"b\": 2}')"),
        ('{"a": True}', "Write true, false or null"),
        ('{"a": NaN}', "column 7: this is no JSON value (there stands 'NaN}')"),
        ('{"a": 01}', "this is no JSON value"),
        ('{"a": .5}', "this is no JSON value"),
        ('{"a": 1e999}', "a number that is too large"),
        (f'{{"a": {"9" * 400}}}', "a number of more than 300 digits"),
        ('{"a" 1}', "a colon is expected here"),
        ('{"a": "x\n"}', "column 7: the line ends before the closing quote"),
        ('{"a": "x\ty"}', "column 9: a control character stands in a string"),
        ('{"a": "\\q"}', "column 8: JSON does not know this escape"),
        ('{"a": "\\\\\\u12"}', "column 10: JSON does not know this escape"),
        ('{"a": "x', "the text ends before the closing quote"),
        ('{"a": {', "column 7: this { is never closed. Add the missing }"),
        ('{"a": [1', "this [ is never closed"),
        ('{"a":', "the text ends where a value is expected"),
        ("[1]", "the file holds no object, which begins with {"),
        ('"a"', "the file holds no object"),
        ("{} x", "the object has ended, and here is more (there stands 'x')"),
        ("{ /* x", "a comment (/*) that never ends"),
        ('{"a":' * 200, "more than 100 levels deep"),
    ],
)
def test_what_is_no_json_is_named_with_its_place(text: str, words: str) -> None:
    (fault,) = faults(text)
    assert fault.startswith("daemon.json, line ")
    assert words in fault


def test_names_that_stand_twice_are_named_with_both_places() -> None:
    (fault,) = faults('{\n "a": 1,\n "b": {"c": 1, "c": 2},\n "d": 3\n}')
    assert "line 3, column 16: 'c' stands here again after line 3, column 8" in fault


def test_all_faults_come_at_once_in_the_order_of_the_text() -> None:
    found = faults('{ # one\n "a": 1, "a": 2, // two\n "b": x}')
    assert [fault.split(":")[0] for fault in found] == [
        "daemon.json, line 1, column 3",
        "daemon.json, line 2, column 10",
        "daemon.json, line 2, column 18",
        "daemon.json, line 3, column 7",
    ]


@pytest.mark.parametrize(
    "text",
    [
        '{"splunk-token": s3cret}',
        '{"splunk-token": "s3cret',
        '{"a": 1 "splunk-token": "s3cret"}',
        "{'my_password': 's3cret'}",
        '{"http-proxy": "http://u:s3cret@proxy" 1, x}',
        '{\n// "token": "s3cret"\n}',
        '{"a": http://user:s3cret@ret@host}',
    ],
)
def test_a_fault_repeats_no_secret(text: str) -> None:
    assert not any("s3cret" in fault for fault in faults(text))


def test_an_empty_text_is_an_empty_object() -> None:
    for text in ("", " \n", "\ufeff\n"):
        assert parse(text, "x").values == {}


def test_comments_go_and_nothing_else_does() -> None:
    assert without_comments(parse(SEED, "x")) == (
        '{\n  "insecure-registries": ["192.168.126.50:5000"],\n'
        '  "registry-mirrors": ["https://mirror.example.com"]\n}\n'
    )


def test_a_line_that_is_a_comment_goes_whole() -> None:
    text = '{\r\n  # first\r\n  "a": 1, /* x */ "b": "// no # comment"\r\n}\r\n// end'
    assert without_comments(parse(text, "x")) == ('{\r\n  "a": 1,  "b": "// no # comment"\r\n}\r\n')


def test_a_new_text_has_two_blanks_and_a_last_line_break() -> None:
    text = set_value("", ("log-opts", "max-size"), "10m")
    assert text == '{\n  "log-opts": {\n    "max-size": "10m"\n  }\n}\n'


def test_a_new_member_goes_last_and_looks_as_the_others() -> None:
    assert set_value('{\n\t"a": 1\n}\n', ("b",), ["x"]) == '{\n\t"a": 1,\n\t"b": ["x"]\n}\n'
    assert set_value('{"a":1}', ("b",), {"c": 2}) == '{"a":1,"b":{"c":2}}'
    assert set_value('{"a": 1}', ("b",), [1, 2]) == '{"a": 1, "b": [1, 2]}'
    assert set_value('{\r\n    "a": {}\r\n}', ("a", "b"), 1) == (
        '{\r\n    "a": {\r\n        "b": 1\r\n    }\r\n}'
    )


def test_a_list_keeps_one_line_or_one_line_an_item() -> None:
    assert set_value('{\n  "a": ["x"]\n}', ("a",), ["x", "y"]) == '{\n  "a": ["x", "y"]\n}'
    many = '{\n  "a": [\n    "x"\n  ]\n}'
    assert set_value(many, ("a",), ["x", "y"]) == '{\n  "a": [\n    "x",\n    "y"\n  ]\n}'
    wide = ["x" * 60, "y" * 60]
    assert set_value('{\n  "a": []\n}', ("a",), wide).count("\n") == 5


def test_a_value_in_the_way_of_a_path_is_replaced() -> None:
    assert set_value('{"a": 1}', ("a", "b"), 2) == '{"a": {"b": 2}}'


def test_a_member_goes_with_its_comma() -> None:
    text = '{\n  "a": 1,\n  "b": 2,\n  "c": 3\n}'
    assert remove_value(text, ("a",)) == '{\n  "b": 2,\n  "c": 3\n}'
    assert remove_value(text, ("c",)) == '{\n  "a": 1,\n  "b": 2\n}'
    assert remove_value('{"a": {"b": 1}}', ("a", "b")) == '{"a": {}}'
    assert remove_value(text, ("x",)) == text
    assert remove_value(text, ("a", "x")) == text


def test_secrets_are_masked_in_urls_and_by_name() -> None:
    text = '{"http-proxy": "http://u:p@h:1/", "splunk-token": "a\\"b", "x-secret": 5, "a": "b@c"}'
    assert without_secrets(text) == (
        '{"http-proxy": "http://xxxxx@h:1/", "splunk-token": "xxxxx", '
        '"x-secret": "xxxxx", "a": "b@c"}'
    )


scalars = st.one_of(
    st.none(), st.booleans(), st.integers(-(10**12), 10**12), st.text(max_size=8), st.just(1.5)
)
values = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=8,
)
objects = st.dictionaries(st.text(max_size=4), values, max_size=5)
names = st.text(max_size=4)


@st.composite
def texts(draw: Any) -> str:
    """JSON as different people write it."""
    value = draw(objects)
    layout = draw(st.sampled_from([None, 0, 1, 2, 4, "\t"]))
    marks = draw(st.sampled_from([(",", ":"), (", ", ": "), (",", ": ")]))
    ascii_only = draw(st.booleans())
    text: str = json.dumps(value, indent=layout, separators=marks, ensure_ascii=ascii_only)
    ends: str = draw(st.sampled_from(["\n", "\r\n"]))
    tail: str = draw(st.sampled_from(["", "\n", " "]))
    return text.replace("\n", ends) + tail


@given(texts())
def test_a_text_is_read_as_the_standard_library_reads_it(text: str) -> None:
    assert parse(text, "x").values == json.loads(text)


@given(texts(), names, values)
def test_a_set_value_is_there_and_every_other_member_keeps_its_bytes(
    text: str, name: str, value: Any
) -> None:
    before = parse(text, "x")
    after = parse(set_value(text, (name,), value), "x")
    assert after.values == {**before.values, name: value}
    assert list(after.values) == list({**before.values, name: value})
    assert others(after, name) == others(before, name)


@given(texts(), st.data())
def test_a_removed_member_is_gone_and_every_other_keeps_its_bytes(
    text: str, data: st.DataObject
) -> None:
    before = parse(text, "x")
    name = data.draw(st.sampled_from([*before.values, "not there"]))
    after = parse(remove_value(text, (name,)), "x")
    assert after.values == {key: part for key, part in before.values.items() if key != name}
    assert others(after, name) == others(before, name)


def others(document: Any, name: str) -> list[str]:
    return [
        document.text[member.start : member.node.end]
        for member in document.root.members
        if member.name != name
    ]


@given(texts(), values)
def test_adding_and_removing_leaves_the_text_as_it_was(text: str, value: Any) -> None:
    name = "a name that is not there"
    if parse(text, "x").values:
        assert remove_value(set_value(text, (name,), value), (name,)) == text


@given(texts(), names, values)
def test_setting_twice_is_setting_once(text: str, name: str, value: Any) -> None:
    once = set_value(text, (name,), value)
    assert set_value(once, (name,), value) == once


@given(texts(), st.data())
def test_a_text_without_its_comments_says_the_same(text: str, data: st.DataObject) -> None:
    comments = st.sampled_from(["// x\n", "# {\n", '/* " */', "/* \n ' */", "//\r\n"])
    document = parse(text, "x")
    places = [document.root.start, document.root.end]
    places += [member.start for member in document.root.members]
    places += [member.node.end for member in document.root.members]
    commented = text
    for place in sorted(data.draw(st.lists(st.sampled_from(places), max_size=4)), reverse=True):
        commented = commented[:place] + data.draw(comments) + commented[place:]
    found = parse(commented, "x")
    assert found.values == document.values
    bare = parse(without_comments(found), "x")
    assert (bare.values, bare.comments) == (document.values, ())


@given(st.text(max_size=80))
def test_no_text_gives_a_traceback(text: str) -> None:
    read(text)


@given(st.text(alphabet='{}[]",:/*#\\ \n\t0123e.-+truefalsn', max_size=40))
def test_no_text_of_its_own_signs_gives_a_traceback(text: str) -> None:
    read("{" + text)
    read('{"a":' + text + "}")


def read(text: str) -> None:
    """Ours takes what the standard library takes of strict JSON, and nothing else."""
    try:
        ours: Any = parse(text, "x", comments="Remove it").values
    except InputError:
        ours = None
    try:
        theirs = json.loads(text, parse_constant=refused, object_pairs_hook=unique)
    except (ValueError, RecursionError):
        theirs = None
    if text.strip(" \t\r\n"):
        assert ours == (theirs if isinstance(theirs, dict) else None)


def refused(name: str) -> Any:
    raise ValueError(name)


def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("twice")
    return found
