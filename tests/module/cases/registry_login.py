# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import base64
from typing import Any

from .. import registry
from ..contract import Case, World
from .registry_ping import a_registry


def config(world: World) -> str:
    return str(world["tmp"] / ".docker" / "config.json")


# One takes all from the task, the other says it itself.
BOTH: dict[str, Any] = {
    "registry": None,
    "registries": [
        {"registry": "harbor.abc.com"},
        {
            "registry": "hub.abc.com",
            "username": registry.OTHER_USER,
            "password": registry.OTHER_PASSWORD,
            "insecure": True,
            "ca_path": "/etc/ssl/hub.crt",
            "state": "present",
        },
    ],
}
BOTH_AND_ONE = {"registries": BOTH["registries"]}

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
        {**BOTH, "verify": False},
        {"mode": "0640"},
    ),
    # Another registry's credential, and a mode, are no matter of the first task.
    one_way=(1, 2, 3),
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
        ({"registry": None}, "registry is missing, but a task names one registry, or a list."),
        (BOTH_AND_ONE, "registry and registries are both set"),
        (
            {"registry": None, "registries": [{"registry": "hub"}, {"registry": "hub"}]},
            "registries[1].registry is 'hub', but registries[0] is the same one. Remove one",
        ),
        (
            {"registry": None, "registries": [{"registry": "harbor.abc.com/library"}]},
            "registries[0].registry is 'harbor.abc.com/library', but",
        ),
        (
            {"registry": None, "username": None, "registries": [{"registry": "hub"}]},
            "registries[0].username is missing, but a credential has one. Give it, or set"
            " registries[0].state to 'absent'.",
        ),
        ({"insecure": False}, "server gave HTTP response to HTTPS client"),
    ),
    secrets=(
        registry.PASSWORD,
        registry.OTHER_PASSWORD,
        base64.b64encode(f"{registry.USER}:{registry.PASSWORD}".encode()).decode(),
    ),
    world=a_registry,
)
