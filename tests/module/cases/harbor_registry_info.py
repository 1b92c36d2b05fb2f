# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ..harbor import Harbor, harbor_case


def furnish(harbor: Harbor) -> None:
    harbor.ask(
        "POST",
        "/registries",
        {"name": "hub-2", "type": "harbor", "url": harbor.url, "insecure": True},
    )


CASE = harbor_case(
    "harbor_registry_info",
    {"name": "hub-2"},
    furnish=furnish,
    reads=True,
    wrong=(({"harbor_url": "harbor.abc.com"}, "harbor_url is 'harbor.abc.com', but the address"),),
    varies=("id", "url", "creation_time", "update_time"),
)
