# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.twinstar.registry.plugins.module_utils._core.registry_address import (
    network,
    not_a_mirror,
    not_an_insecure_registry,
    reported_mirror,
    reported_registry,
)


@pytest.mark.parametrize(
    "value",
    [
        "harbor.abc.com",
        "192.168.126.50:5000",
        "HOST:65535",
        "a-b.c:0",
        "localhost",
        "::1",
        "2001:db8::50",
        "[2001:db8::50]:5000",
        "10.0.0.0/8",
        "10.1.2.3/8",
        "192.168.126.50/32",
        "2001:db8::/32",
    ],
)
def test_hosts_with_and_without_port_and_networks_are_registries(value: str) -> None:
    assert not_an_insecure_registry(value) is None


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("", "Name one"),
        ("http://harbor.abc.com", "without a scheme. Write 'harbor.abc.com'."),
        ("https://192.168.126.50:5000", "Write '192.168.126.50:5000'."),
        ("ftp://x", "without a scheme"),
        ("docker.io", "always asks that one by TLS"),
        ("harbor.abc.com/prod", "name the registry alone: 'harbor.abc.com'"),
        ("10.0.0.0/33", "only a network has a slash"),
        ("10.0.0.0/255.0.0.0", "only a network has a slash"),
        ("10.0.0/8", "only a network has a slash"),
        ("-a.com", "letters, digits"),
        ("a.com-", "letters, digits"),
        ("a..com", "letters, digits"),
        ("a_b.com", "letters, digits"),
        ("a.com:", "letters, digits"),
        ("a.com:http", "letters, digits"),
        ("a.com:65536", "a port is a number up to 65535"),
        ("a.com:123456", "a port is a number up to 65535"),
        ("[::g]:5000", "letters, digits"),
        ("[1.2.3.4]:5000", "no IPv6 address"),
        ("a b", "letters, digits"),
        (" a", "letters, digits"),
        ("a\n", "letters, digits"),
        ("h\u00e4rbor.abc.com", "letters, digits"),
        ("10.0.0.0/\u0668", "only a network has a slash"),
    ],
)
def test_what_is_no_registry_says_why(value: str, words: str) -> None:
    found = not_an_insecure_registry(value)
    assert found is not None
    assert found.startswith("but ")
    assert words in found


def test_a_network_is_reported_without_its_host_bits() -> None:
    assert network("10.1.2.3/8") == "10.0.0.0/8"
    assert network("2001:DB8:0::1/32") == "2001:db8::/32"
    assert network("10.0.0.0") is None


def test_entries_that_the_engine_holds_equal_have_one_form() -> None:
    assert reported_registry("http://a.com:80") == reported_registry("a.com:80") == "a.com:80"
    assert reported_registry("HTTPS://10.1.1.1/8") == "10.0.0.0/8"
    assert reported_mirror("https://m.example.com") == "https://m.example.com/"
    assert reported_mirror("https://m.example.com/") == "https://m.example.com/"


@pytest.mark.parametrize(
    "value", ["https://mirror.example.com", "http://10.0.0.1:5000/", "https://[2001:db8::1]:5000"]
)
def test_a_url_of_a_host_is_a_mirror_for_every_engine(value: str) -> None:
    assert not_a_mirror(value, with_path=False) is None


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("mirror.example.com", "https:// or http://"),
        ("mirror.example.com:5000", "https:// or http://"),
        ("https:mirror", "https:// or http://"),
        ("ftp://mirror", "https:// or http://"),
        ("https://", "names a host"),
        ("https://a b", "names a host"),
        ("https://a:", "names a host"),
        ("https://a:0", "names a host"),
        ("https://a:99999", "no URL"),
        ("https://[::1", "no URL"),
        ("https://u:p@a", "no user or password"),
        ("https://u@a", "no user or password"),
        ("https://a?x=1", "no query"),
        ("https://a/?", "no query"),
        ("https://a#x", "no query"),
    ],
)
def test_what_is_no_mirror_says_why(value: str, words: str) -> None:
    found = not_a_mirror(value)
    assert found is not None
    assert words in found


def test_a_path_in_a_mirror_is_for_engines_from_25_on() -> None:
    assert not_a_mirror("https://a/prefix") is None
    assert "before 25.0" in str(not_a_mirror("https://a/prefix", with_path=False))


@given(st.text(max_size=40))
def test_any_text_is_judged(value: str) -> None:
    for rule in (not_an_insecure_registry(value), not_a_mirror(value)):
        assert rule is None or (rule.startswith("but ") and rule.endswith("."))


@given(st.ip_addresses(), st.integers(0, 140))
def test_a_network_has_an_address_and_a_length(address: object, length: int) -> None:
    most = 32 if getattr(address, "version", 4) == 4 else 128
    right = not_an_insecure_registry(f"{address}/{length}") is None
    assert right is (length <= most)
