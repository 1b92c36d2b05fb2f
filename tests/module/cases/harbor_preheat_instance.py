# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ..harbor import harbor_case

CASE = harbor_case(
    "harbor_preheat_instance",
    {
        "name": "shop",
        "description": "the shop",
        "vendor": "dragonfly",
        "endpoint": "https://dragonfly.example.com",
        "auth_mode": "oauth",
        "auth_info": {"token": "planted-dragonfly-token"},
        "enabled": True,
        "default": False,
        "insecure": False,
    },
    change=(
        {"description": ""},
        {"endpoint": "https://dragonfly-2.example.com"},
        {"auth_mode": "basic", "auth_info": {"harbor": "planted-dragonfly-password"}},
        {"auth_mode": "none", "auth_info": None},
        {"enabled": False},
        {"default": True},
        {"insecure": True},
    ),
    wrong=(
        ({"name": "the shop"}, "name is 'the shop', but such a name has letters and digits"),
        ({"vendor": "squid"}, "vendor is 'squid', but Harbor knows dragonfly and kraken"),
        ({"endpoint": "dragonfly"}, "endpoint is 'dragonfly', but an address starts with https://"),
        ({"auth_mode": "none"}, "auth_info is set, but auth_mode is not"),
        ({"auth_info": {"t": "planted-dragonfly-token"}}, "auth_mode oauth wants token in it"),
    ),
    secrets=("planted-dragonfly-token", "planted-dragonfly-password"),
)
