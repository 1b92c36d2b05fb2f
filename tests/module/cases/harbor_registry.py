# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ..harbor import harbor_case

CASE = harbor_case(
    "harbor_registry",
    lambda harbor: {
        "name": "hub-2",
        "type": "harbor",
        "url": harbor.url,
        "description": "the other site",
        "insecure": True,
        "access_key": "admin",
        "access_secret": harbor.password,
    },
    change=(
        {"description": ""},
        {"insecure": False},
        {"access_key": ""},
    ),
    wrong=(
        ({"name": "n" * 65}, "but the name of a registry has 1 to 64 characters"),
        ({"url": "ftp://hub-2"}, "url is 'ftp://hub-2', but the address of a registry starts"),
        ({"access_secret": "*****"}, "access_secret is set, but that is what Harbor shows"),
        ({"type": "shop"}, "type of registry hub-2 is 'shop', but this Harbor knows"),
        ({"access_secret": None}, "access_key is 'admin', but access_secret is not set"),
        ({"access_key": None}, "access_secret is set, but access_key is not"),
        ({"type": None}, "type is missing, but registry hub-2 is not there yet"),
        ({"credential_type": "magic"}, "credential_type is 'magic', but Harbor knows basic"),
    ),
    secrets=("Harbor12345",),
    varies=("url",),
)
