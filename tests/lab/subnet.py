# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which subnet a new lab may try. Pure: what is taken is given."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from ipaddress import IPv4Address, IPv4Network

# Away from the engine's own pools (172.17 to 172.31, 192.168), Podman's (10.88), Kubernetes'
# (10.96, 10.244) and K3s' (10.42, 10.43).
POOL = IPv4Network("10.213.0.0/16")


def parse_routes(table: str) -> list[IPv4Network]:
    """The networks that /proc/net/route has a route to, but for the default."""
    routes = []
    for line in table.splitlines()[1:]:
        fields = line.split()
        destination, mask = _address(fields[1]), _address(fields[7])
        if int(mask):
            routes.append(IPv4Network(f"{destination}/{mask}"))
    return routes


def _address(word: str) -> IPv4Address:
    """The kernel prints the four bytes as one number of the machine's own byte order."""
    return IPv4Address(int(word, 16).to_bytes(4, sys.byteorder))


def candidates(taken: Iterable[IPv4Network]) -> Iterator[IPv4Network]:
    """Every /24 of the pool that overlaps nothing, in order."""
    used = list(taken)
    for network in POOL.subnets(new_prefix=24):
        if not any(network.overlaps(other) for other in used):
            yield network
