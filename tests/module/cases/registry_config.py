# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every configuration here is proved by the real program."""

from __future__ import annotations

import contextlib
import pathlib
from collections.abc import Iterator

from ..contract import Case, World
from ..registry import program

STORAGE = {"filesystem": {"rootdirectory": "/var/lib/registry"}}


@contextlib.contextmanager
def a_folder_with_an_old_file(tmp: pathlib.Path) -> Iterator[World]:
    (tmp / "config.yml").write_text("# by hand\nversion: 0.1\nhttp: {addr: ':1', secret: OLD-1}\n")
    yield {"tmp": tmp}


CASE = Case(
    "registry_config",
    create=lambda world: {
        "path": str(world["tmp"] / "config.yml"),
        "binary": program(),
        "storage": STORAGE,
        "http": {"addr": ":5000", "secret": "PLANTED-1", "headers": {"X-A": ["b"]}},
        "auth": {"htpasswd": {"realm": "r", "path": "/auth/htpasswd"}},
    },
    change=(
        {"http": {"addr": ":5000", "secret": "PLANTED-2", "headers": {"X-A": ["b"]}}},
        {"http": {"addr": ":5000"}},
        {"storage": {**STORAGE, "delete": {"enabled": True}}},
        {"auth": None},
        {"log": {"level": "error", "formatter": "json", "fields": {"service": "registry"}}},
        {"extra": {"zebra": {"stripes": 5}}},
        {
            "storage": {**STORAGE, "delete": {"enabled": True}},
            "proxy": {
                "remoteurl": "https://harbor.abc.com",
                "username": "u",
                "password": "PLANTED-3",
            },
        },
        {"mode": "0600"},
    ),
    wrong=(
        ({"storage": {}}, "storage has no driver"),
        ({"storage": {**STORAGE, "inmemory": {}}}, "storage has filesystem and inmemory"),
        ({"http": {"addr": "5000", "secret": "PLANTED-4"}}, "http.addr is '5000'"),
        ({"http": {"secret": "PLANTED-\n"}}, "http.secret is set, but"),
        ({"extra": {"log": {"levle": "info"}}}, "extra.log.levle is no key of distribution"),
        ({"extra": {"tags": {"maxtags": 5}}}, "extra.tags is set, but it is known to release 3.1"),
        ({"catalog": {"maxentries": 0}}, "catalog.maxentries is 0"),
        ({"storage": {"gcs": {"bucket": "b"}}}, "was built without that driver"),
        ({"version": "3"}, "is release 2.8, which knows other keys"),
        ({"timeout": 0}, "timeout is 0"),
    ),
    absent=None,
    secrets=("PLANTED", "OLD-1"),
    world=a_folder_with_an_old_file,
)
