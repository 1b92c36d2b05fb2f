# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import contextlib
import pathlib
from collections.abc import Iterator

from ..contract import Case, World


@contextlib.contextmanager
def a_hosts_file(tmp: pathlib.Path) -> Iterator[World]:
    (tmp / "hosts").write_text("127.0.0.1 localhost\n192.168.126.60 other.abc.com\n")
    yield {"tmp": tmp}


CASE = Case(
    "hosts_block",
    create=lambda world: {
        "path": str(world["tmp"] / "hosts"),
        "entries": [{"address": "192.168.126.40", "names": ["harbor.abc.com"]}],
    },
    change=(
        {"entries": [{"address": "2001:DB8::40", "names": ["harbor.abc.com", "hub"]}]},
        {"name": "another block"},
        {"mode": "0600"},
    ),
    wrong=(
        (
            {"entries": [{"address": "192.168.126.400", "names": ["a"]}]},
            "entries[0].address is '192.168.126.400'",
        ),
        (
            {"entries": [{"address": "192.168.126.40", "names": ["a b"]}]},
            "entries[0].names[0] is 'a b'",
        ),
        ({"entries": [{"address": "192.168.126.40", "names": []}]}, "entries[0].names is empty"),
        (
            {
                "entries": [
                    {"address": "10.0.0.1", "names": ["a"]},
                    {"address": "10.0.0.2", "names": ["a"]},
                ]
            },
            "entries[1].names has 'a' for 10.0.0.2",
        ),
        (
            {"entries": [{"address": "10.0.0.1", "names": ["other.abc.com"]}]},
            "line 2 of the hosts file maps other.abc.com to 192.168.126.60",
        ),
        ({"name": "two\nlines"}, "name is 'two\\nlines'"),
    ),
    world=a_hosts_file,
)
