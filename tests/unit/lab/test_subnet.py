# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A lab's subnet overlaps nothing that is there."""

from __future__ import annotations

import sys
from ipaddress import IPv4Address, IPv4Network

from hypothesis import given
from hypothesis import strategies as st

from tests.lab import subnet

HEAD = "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n"


def route(network: IPv4Network) -> str:
    def word(address: IPv4Address) -> str:
        return f"{int.from_bytes(address.packed, sys.byteorder):08X}"

    numbers = "0001\t0\t0\t0"
    destination, mask = word(network.network_address), word(network.netmask)
    return f"eth0\t{destination}\t00000000\t{numbers}\t{mask}\t0\t0\t0"


networks = st.builds(
    lambda address, prefix: IPv4Network((address, prefix), strict=False),
    st.integers(0, 2**32 - 1),
    st.integers(1, 32),
)


@given(st.lists(networks, max_size=5))
def test_routes_are_read_as_the_kernel_writes_them(routes: list[IPv4Network]) -> None:
    table = HEAD + "".join(f"{route(network)}\n" for network in routes)
    assert subnet.parse_routes(table) == routes


def test_the_default_route_takes_nothing() -> None:
    assert subnet.parse_routes(HEAD + route(IPv4Network("0.0.0.0/0")) + "\n") == []


def test_a_line_of_a_real_table() -> None:
    words = ("000011AC", "0000FFFF") if sys.byteorder == "little" else ("AC110000", "FFFF0000")
    line = "docker0\t{}\t00000000\t0001\t0\t0\t0\t{}\t0\t0\t0\n".format(*words)
    assert subnet.parse_routes(HEAD + line) == [IPv4Network("172.17.0.0/16")]


def test_the_first_free_subnet_comes_first() -> None:
    taken = [IPv4Network("10.213.0.0/24"), IPv4Network("10.213.1.128/25")]
    assert next(subnet.candidates(taken)) == IPv4Network("10.213.2.0/24")


@given(st.lists(networks, max_size=8))
def test_no_candidate_overlaps_what_is_taken(taken: list[IPv4Network]) -> None:
    for candidate in subnet.candidates(taken):
        assert candidate.subnet_of(subnet.POOL)
        assert not any(candidate.overlaps(other) for other in taken)


def test_a_full_pool_has_no_candidate() -> None:
    assert list(subnet.candidates([IPv4Network("10.0.0.0/8")])) == []
