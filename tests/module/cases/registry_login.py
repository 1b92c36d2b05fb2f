# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import base64

from .. import registry
from ..contract import Case, World
from .registry_ping import a_registry


def config(world: World) -> str:
    return str(world["tmp"] / ".docker" / "config.json")


CASE = Case(
    "registry_login",
    create=lambda world: {
        "registry": world["registry"].netloc,
        "username": registry.USER,
        "password": registry.PASSWORD,
        "path": config(world),
        # Plain HTTP, as the seed's edge speaks.
        "insecure": True,
    },
    change=(
        {"username": registry.OTHER_USER, "password": registry.OTHER_PASSWORD},
        {"registry": "harbor.abc.com", "verify": False},
        {"mode": "0640"},
    ),
    wrong=(
        (
            {"registry": "https://harbor.abc.com/library"},
            "registry is 'https://harbor.abc.com/library', but a registry is named as in an image",
        ),
        ({"registry": "harbor.abc.com/library"}, "Write 'harbor.abc.com'."),
        ({"username": "a:b"}, "username is 'a:b', but a user name"),
        (
            {"username": None},
            "username is missing, but a credential has one. Give it, or set state to 'absent'.",
        ),
        ({"timeout": 0}, "timeout is 0, but a time-out is at least 1 second."),
        ({"password": "111111"}, "The password of user root was refused"),
        ({"insecure": False}, "server gave HTTP response to HTTPS client"),
    ),
    secrets=(
        registry.PASSWORD,
        registry.OTHER_PASSWORD,
        base64.b64encode(f"{registry.USER}:{registry.PASSWORD}".encode()).decode(),
    ),
    world=a_registry,
)
