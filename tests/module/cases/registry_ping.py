# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import contextlib
import pathlib
from collections.abc import Iterator

from .. import registry
from ..contract import Case, World


@contextlib.contextmanager
def a_registry(tmp: pathlib.Path) -> Iterator[World]:
    yield {"tmp": tmp, "registry": registry.shared()}


CASE = Case(
    "registry_ping",
    create=lambda world: {
        "url": world["registry"].url,
        "username": registry.USER,
        "password": registry.PASSWORD,
        "expect_headers": {"X-Registry-Instance": "edge-1"},
        "headers": {"X-Tenant": "planted-header"},
    },
    wrong=(
        ({"url": "harbor.abc.com"}, "url is 'harbor.abc.com', but the address of a registry"),
        ({"url": "https://harbor.abc.com/v2/"}, "Leave out /v2."),
        ({"username": "a:b"}, "username is 'a:b', but a user name"),
        ({"password": registry.PASSWORD + "\n"}, "password is set, but a password"),
        ({"timeout": 0}, "timeout is 0, but a time-out is at least 1 second. Raise it."),
        ({"wait": -1}, "wait is -1, but a wait is 0 seconds or more."),
        ({"headers": {"X A": "planted-header"}}, "headers is set, but the name of a header"),
        ({"password": None}, "username is set, but password is not. Give both"),
        ({"client_key": "/etc/ssl/x.key"}, "client_key is set, but client_cert is not."),
        ({"ca_path": "/nowhere/ca.crt"}, "ca_path is '/nowhere/ca.crt', but it cannot be read"),
        ({"password": "111111"}, "The password of user root was refused"),
    ),
    reads=True,
    secrets=(registry.PASSWORD, "planted-header"),
    world=a_registry,
)
