# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest

from ansible_collections.twinstar.registry.plugins.module_utils._core.registry_option import (
    not_a_password,
    not_a_registry_url,
    not_a_user_name,
    not_headers,
)


@pytest.mark.parametrize(
    "url",
    [
        "https://harbor.abc.com",
        "http://192.168.126.50:5000/",
        "https://[2001:db8::40]:8443",
        "https://harbor.abc.com/behind/a/prefix",
    ],
)
def test_the_address_of_a_registry(url: str) -> None:
    assert not_a_registry_url(url) is None


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("harbor.abc.com", "starts with https:// or http://"),
        ("192.168.126.50:5000", "starts with https:// or http://"),
        ("ftp://harbor.abc.com", "starts with https:// or http://"),
        ("https://", "names a host"),
        ("https://harbor.abc.com:port", "no URL"),
        ("https://[harbor", "no URL"),
        ("https://root:123456@harbor.abc.com", "Use username and password"),
        ("https://harbor.abc.com/v2/", "Leave out /v2"),
        ("https://harbor.abc.com/?a=b", "Leave out what follows"),
        ("https://harbor.abc.com/a b", "no blanks"),
    ],
)
def test_what_is_no_address_is_named_with_the_cure(url: str, words: str) -> None:
    assert words in str(not_a_registry_url(url))


def test_a_user_name_that_basic_cannot_carry_is_refused() -> None:
    assert not_a_user_name("robot$prod+ci") is None
    for name in ("", "a:b", "a\nb"):
        assert not_a_user_name(name)


def test_a_password_has_any_character_that_can_be_typed() -> None:
    assert not_a_password("pä:ss wörd'\"") is None
    for password in ("", "a\nb", "a\0"):
        assert not_a_password(password)


def test_a_header_cannot_smuggle_another() -> None:
    assert not_headers({"X-Tenant": "twin", "X-Number": 7}) is None
    for headers in ({"X Tenant": "a"}, {"X-A": "a\r\nX-B: b"}, {"": "a"}, {"X:": "a"}):
        assert not_headers(headers)


def test_a_refused_header_is_named_without_its_value() -> None:
    assert "hush" not in str(not_headers({"X-A": "hush\n"}))
