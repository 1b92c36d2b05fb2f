# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from .. import registry
from ..contract import Case
from .registry_ping import a_registry

CASE = Case(
    "registry_catalog_info",
    create=lambda world: {
        "url": world["registry"].url,
        "username": registry.USER,
        "password": registry.PASSWORD,
        "tags": True,
        "page_size": 2,
    },
    wrong=(
        ({"page_size": 0}, "page_size is 0, but a page has 1 to 1000 names."),
        ({"password": "111111"}, "The password of user root was refused"),
        ({"url": "http://127.0.0.1:1"}, "was not answered by 127.0.0.1:1: connection refused"),
    ),
    reads=True,
    secrets=(registry.PASSWORD,),
    world=a_registry,
)
