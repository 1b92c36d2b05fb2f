# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from .. import registry
from ..contract import Case
from .registry_ping import a_registry

CASE = Case(
    "registry_tag_info",
    create=lambda world: {
        "url": world["registry"].url,
        "username": registry.USER,
        "password": registry.PASSWORD,
        "images": ["multi", "demo-app:1", "nothing:1"],
        "details": True,
    },
    wrong=(
        (
            {"images": ["demo-app", "Demo-App", "harbor.abc.com:8443/demo-app:1"]},
            "images[1] is 'Demo-App', but a repository has lower-case",
        ),
        ({"password": "111111"}, "The password of user root was refused"),
    ),
    reads=True,
    secrets=(registry.PASSWORD,),
    world=a_registry,
)
