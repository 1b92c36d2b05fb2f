# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Addresses of registries as Harbor keeps them, and what it must not be given."""

from __future__ import annotations

import pytest

from ansible_collections.twinstar.registry.plugins.module_utils._harbor.registry import (
    as_stored,
    not_a_certificate,
    not_a_registry_name,
    not_a_url,
    not_stars,
)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (" https://hub-2.example.com/ ", "https://hub-2.example.com"),
        ("hub-2.example.com", "http://hub-2.example.com"),
        ("http://h/?x=1", "http://h/"),
        ("http://h//", "http://h/"),
        ("https://h/a/b/", "https://h/a/b"),
    ],
)
def test_an_address_is_compared_as_harbor_keeps_it(given: str, kept: str) -> None:
    assert as_stored(given) == kept
    assert as_stored(kept) in (kept, kept.rstrip("/"))


def test_what_harbor_would_refuse_or_spoil() -> None:
    assert not_a_url("https://hub-2.example.com:8443/base") is None
    assert "starts with https://" in (not_a_url("ftp://hub-2") or "")
    assert "starts with https://" in (not_a_url("https://user:pass@hub-2") or "")
    assert not_a_registry_name("n" * 64) is None
    assert not_a_registry_name("n" * 65)
    assert not_a_registry_name("")
    assert "Give the secret" in (not_stars("*****") or "")
    assert not_stars("****") is None
    assert "no certificate" in (not_a_certificate("/etc/ssl/ca.crt") or "")
    assert not_a_certificate("") is None
