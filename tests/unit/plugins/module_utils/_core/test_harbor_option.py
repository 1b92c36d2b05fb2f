# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.twinstar.registry.plugins.module_utils._core.harbor_option import (
    HARBOR_CONNECTION,
    harbor_connection_faults,
    not_a_harbor_url,
    not_a_proxy,
    not_harbor_headers,
)
from ansible_collections.twinstar.registry.plugins.module_utils._core.option import faults


@pytest.mark.parametrize(
    "url",
    [
        "https://harbor.abc.com",
        "http://192.168.126.40/",
        "https://[2001:db8::40]:8443",
        "https://tools.example.com/harbor",
    ],
)
def test_the_address_of_a_harbor(url: str) -> None:
    assert not_a_harbor_url(url) is None


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("harbor.abc.com", "starts with https:// or http://"),
        ("https://", "names a host"),
        ("https://harbor.abc.com:port", "no URL"),
        ("https://harbor.abc.com:0", "names a host"),
        ("https://admin:hush@harbor.abc.com", "harbor_username and harbor_password"),
        ("https://harbor.abc.com/api/v2.0", "Leave out what follows the host"),
        ("https://harbor.abc.com/v2/", "Leave out what follows the host"),
        ("https://harbor.abc.com/harbor/projects", "Leave out what follows the host"),
        ("https://harbor.abc.com/?", "Leave out what follows the path"),
        ("https://harbor.abc.com/a b", "no blanks"),
    ],
)
def test_what_is_no_address_is_named_with_the_cure(url: str, words: str) -> None:
    assert words in str(not_a_harbor_url(url))


def test_headers_that_would_change_a_request_are_refused() -> None:
    assert not_harbor_headers({"X-Tenant": "twin", "Authorization": "Bearer x"}) is None
    assert "refuses every write (CSRF)" in str(not_harbor_headers({"cookie": "sid=1"}))
    assert "content-type is set by each request" in str(not_harbor_headers({"Content-Type": "a"}))
    assert not_harbor_headers({"X-A": "a\r\nX-B: b"})


@pytest.mark.parametrize("proxy", ["http://proxy.example.com:3128", "https://u:p@10.0.0.1"])
def test_a_proxy_is_a_url(proxy: str) -> None:
    assert not_a_proxy(proxy) is None


@pytest.mark.parametrize(
    "proxy", ["proxy.example.com:3128", "socks5://proxy", "http://", "http://a:b", "http://a b", ""]
)
def test_what_is_no_proxy_is_refused(proxy: str) -> None:
    assert "Write it as http://proxy.example.com:3128" in str(not_a_proxy(proxy))


def test_secrets_are_not_repeated() -> None:
    params = {"harbor_password": "hu\0sh", "headers": {"X": "hu\0sh"}, "proxy": "hu sh"}
    told = list(faults(HARBOR_CONNECTION, params))
    assert len(told) == 3
    assert all("hu" not in sentence for sentence in told)


def given(**params: Any) -> list[str]:
    return harbor_connection_faults({"harbor_url": "https://harbor.abc.com", **params})


def test_an_address_is_needed() -> None:
    (fault,) = harbor_connection_faults({})
    assert fault.startswith("harbor_url is missing. Give the address of Harbor")


def test_half_a_login_is_no_login() -> None:
    assert given(harbor_username="admin", harbor_password=None) == [
        "harbor_username is set, but harbor_password is not. Give both, or neither."
    ]
    assert given(harbor_password="x")
    assert given(client_key="/key")
    whole = {"harbor_username": "admin", "harbor_password": "x", "headers": {"X-A": "b"}}
    assert given(**whole) == []
    assert given() == []


def test_there_is_only_one_login() -> None:
    params = {"harbor_username": "a", "harbor_password": "b", "headers": {"AUTHORIZATION": "c"}}
    assert len(given(**params)) == 1
    assert given(headers={"Authorization": "Bearer c"}) == []
