# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.twinstar.registry.plugins.module_utils._core.registry_page import next_page

HERE = "https://harbor.abc.com/v2/_catalog?n=2"


@pytest.mark.parametrize(
    ("link", "following"),
    [
        ('</v2/_catalog?last=b&n=2>; rel="next"', "/v2/_catalog?last=b&n=2"),
        ("</v2/_catalog?last=b&n=2>; rel=next", "/v2/_catalog?last=b&n=2"),
        ('<_catalog?last=b>; rel="next"', "/v2/_catalog?last=b"),
        ('<https://harbor.abc.com/v2/_catalog?last=b>; rel="next"', "/v2/_catalog?last=b"),
        # Behind a proxy that speaks TLS, the registry believes that it is asked by HTTP.
        ('<http://harbor.abc.com/v2/_catalog?last=b>; rel="next"', "/v2/_catalog?last=b"),
        ('</first>; rel="prev", </v2/x?last=b>; title="a"; REL="last next"', "/v2/x?last=b"),
        ('</v2/_catalog?last=a,b>; rel="next"', "/v2/_catalog?last=a,b"),
        ('</v2/_catalog>; rel="prev"', None),
        ("</v2/_catalog>", None),
        ("", None),
        ("garbage", None),
    ],
)
def test_the_next_page_is_found(link: str, following: str | None) -> None:
    assert next_page(link, HERE) == following


def test_a_link_to_another_host_is_not_followed() -> None:
    for link in ('<https://evil.example.com/v2/x>; rel="next"', '<//evil.example.com>; rel="next"'):
        with pytest.raises(ValueError, match=r"leads to another host \('evil\.example\.com'\)"):
            next_page(link, HERE)


def test_a_link_to_another_port_is_not_followed() -> None:
    with pytest.raises(ValueError, match="another host"):
        next_page('<https://harbor.abc.com:444/v2/x>; rel="next"', HERE)


@given(st.text())
def test_any_header_is_a_page_or_a_sentence(link: str) -> None:
    for header in (link, f'<{link}>; rel="next"'):
        with contextlib.suppress(ValueError):
            following = next_page(header, HERE)
            assert following is None or following == "" or following.startswith(("/", "?"))
