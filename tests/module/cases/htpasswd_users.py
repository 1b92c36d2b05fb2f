# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import contextlib
import pathlib
from collections.abc import Iterator

from ..contract import Case, World

# Made by Apache's htpasswd for the password "guest".
GUEST = "guest:$2y$04$pDN9J1VPD8RHNV5OkpMzxukczxK2587GCmmEe1adkFoIA.Rwc.My2"
ROOT = {"name": "root", "password": "PLANTED-root"}
CI = {"name": "ci", "password": "PLANTED-çi"}


@contextlib.contextmanager
def an_htpasswd_file(tmp: pathlib.Path) -> Iterator[World]:
    (tmp / "htpasswd").write_text(f"# users\n{GUEST}\n")
    yield {"tmp": tmp}


def users(*listed: dict[str, str]) -> dict[str, list[dict[str, str]]]:
    return {"users": list(listed)}


CASE = Case(
    "htpasswd_users",
    create=lambda world: {
        "path": str(world["tmp"] / "htpasswd"),
        "cost": 4,
        **users(ROOT, CI),
    },
    change=(
        users(ROOT, {"name": "ci", "password": "PLANTED-other"}),
        users(ROOT, CI, {"name": "new", "password": "PLANTED-new"}),
        {"cost": 5},
        {"exclusive": True},
        {"mode": "0600"},
        {**users(ROOT), "exclusive": True},
    ),
    wrong=(
        (users(ROOT, ROOT), "users[1].name is 'root', but users[0] has that name too"),
        (users({"name": "a:b", "password": "x"}), "users[0].name is 'a:b'"),
        (users({"name": "", "password": "x"}), "users[0].name is ''"),
        (users({"name": "#a", "password": "x"}), "users[0].name is '#a'"),
        (users({"name": "a\nb", "password": "x"}), "users[0].name is 'a\\nb'"),
        (users({"name": "a", "password": "PLANTED-\r"}), "users[0].password is set, but"),
        (users({"name": "a", "password": "PLANTED-" + "é" * 33}), "it has 74 bytes as UTF-8"),
        (users({"name": "a"}), "users[0].password is missing"),
        ({"cost": 32}, "cost is 32"),
        ({"cost": 3}, "cost is 3"),
    ),
    secrets=("PLANTED", "$2y$", "pDN9J1VPD8RHNV5OkpMzxukczxK2587GCmmEe1adkFoIA.Rwc.My2"),
    world=an_htpasswd_file,
)
