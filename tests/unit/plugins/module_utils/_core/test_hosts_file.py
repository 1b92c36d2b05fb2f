# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import contextlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.twinstar.registry.plugins.module_utils._core.errors import InputError
from ansible_collections.twinstar.registry.plugins.module_utils._core.hosts_file import (
    HOSTS_FILE,
    merge,
)

HUB = [{"address": "192.168.126.40", "names": ["harbor.abc.com"]}]


def params(**changed: Any) -> dict[str, Any]:
    return {
        "path": "/etc/hosts",
        "name": "twinstar.registry",
        "entries": HUB,
        "conflict": "fail",
        "state": "present",
        **changed,
    }


def merged(text: str | None, **changed: Any) -> str:
    result = merge(text, params(**changed), {}).text
    assert result is not None
    return result


def test_a_block_goes_to_the_end_of_the_file() -> None:
    assert merged("127.0.0.1 localhost\n") == (
        "127.0.0.1 localhost\n# BEGIN twinstar.registry\n"
        "192.168.126.40 harbor.abc.com\n# END twinstar.registry\n"
    )


def test_a_file_without_a_last_line_break_gets_one() -> None:
    assert merged("127.0.0.1 localhost").startswith("127.0.0.1 localhost\n# BEGIN")


def test_windows_line_ends_stay() -> None:
    assert "192.168.126.40 harbor.abc.com\r\n" in merged("127.0.0.1 localhost\r\n")


def test_a_block_is_replaced_where_it_stands() -> None:
    text = "# BEGIN twinstar.registry\n1.2.3.4 old\n# END twinstar.registry\n::1 localhost\n"
    assert merged(text) == (
        "# BEGIN twinstar.registry\n192.168.126.40 harbor.abc.com\n"
        "# END twinstar.registry\n::1 localhost\n"
    )


def test_addresses_are_written_in_their_canonical_form() -> None:
    text = merged("", entries=[{"address": "2001:DB8:0::40", "names": ["hub"]}])
    assert "2001:db8::40 hub\n" in text


def test_a_removed_block_leaves_the_rest_as_it_was() -> None:
    text = "127.0.0.1 localhost\n::1 ip6\n"
    assert merged(merged(text), state="absent", entries=None) == text


def test_absent_without_a_file_makes_none() -> None:
    assert merge(None, params(state="absent", entries=None), {}).text is None


def test_an_empty_list_removes_the_block() -> None:
    assert merged(merged("a\n"), entries=[]) == "a\n"


def test_unpaired_marks_are_refused_with_their_lines() -> None:
    with pytest.raises(InputError, match=r"unpaired marks .* \(line 2\)"):
        merged("x\n# BEGIN twinstar.registry\n")


def test_a_conflict_names_line_name_and_addresses() -> None:
    with pytest.raises(
        InputError, match=r"line 1 of the hosts file maps Harbor.abc.com to 10.0.0.1"
    ):
        merged(
            "10.0.0.1 Harbor.abc.com hub # note\n",
            entries=[{"address": "10.0.0.2", "names": ["harbor.abc.com"]}],
        )


def test_a_conflict_behind_the_block_has_its_true_line() -> None:
    text = merged("") + "10.0.0.1 harbor.abc.com\n"
    with pytest.raises(InputError, match="line 4 of the hosts file"):
        merged(text)


def test_a_conflict_can_be_a_warning() -> None:
    found = merge("10.0.0.1 harbor.abc.com\n", params(conflict="warn"), {})
    assert len(found.warnings) == 1
    assert found.why


def test_the_same_mapping_outside_the_block_is_no_conflict() -> None:
    assert not merge("192.168.126.40 harbor.abc.com\n", params(), {}).warnings


def test_another_family_is_no_conflict() -> None:
    assert not merge("2001:db8::1 harbor.abc.com\n", params(), {}).warnings


def test_a_name_with_two_addresses_of_one_family_is_refused() -> None:
    entries = [{"address": "10.0.0.1", "names": ["a"]}, {"address": "10.0.0.2", "names": ["A."]}]
    assert "entries[1].names has 'A.' for 10.0.0.2" in HOSTS_FILE.wrong(params(entries=entries))[0]


names = st.from_regex(r"[a-z][a-z0-9-]{0,8}[a-z0-9](\.[a-z]{2,5})?", fullmatch=True)
addresses = st.one_of(st.ip_addresses(v=4), st.ip_addresses(v=6)).map(str)
entry_lists = st.lists(
    st.fixed_dictionaries({"address": addresses, "names": st.lists(names, min_size=1, max_size=3)}),
    max_size=4,
)
texts = st.lists(
    st.one_of(
        st.text(
            alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\n\r"),
            max_size=30,
        ),
        st.just("10.0.0.1 localhost"),
    ),
    max_size=6,
).map("\n".join)


@given(texts, entry_lists)
def test_merging_twice_is_merging_once(text: str, entries: list[dict[str, Any]]) -> None:
    once = merged(text, entries=entries, conflict="warn")
    assert merged(once, entries=entries, conflict="warn") == once


@given(texts, entry_lists)
def test_lines_outside_the_block_keep_their_bytes(text: str, entries: list[dict[str, Any]]) -> None:
    after = merged(text, entries=entries, conflict="warn")
    assert after.startswith(text)
    assert merged(after, state="absent", entries=None, conflict="warn").rstrip(
        "\r\n"
    ) == text.rstrip("\r\n")


@given(st.text(max_size=200), entry_lists)
def test_no_text_gives_a_traceback(text: str, entries: list[dict[str, Any]]) -> None:
    with contextlib.suppress(InputError):
        merge(text, params(entries=entries), {})
