# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ..harbor import Harbor, harbor_case
from .harbor_replication_policy import with_registry


def furnish(harbor: Harbor) -> None:
    with_registry(harbor)
    (registry,) = harbor.ask("GET", "/registries?q=name=hub-2")
    harbor.ask(
        "POST",
        "/replication/policies",
        {"name": "releases", "dest_registry": {"id": registry["id"]}, "enabled": True},
    )


CASE = harbor_case(
    "harbor_replication_policy_info",
    {"name": "releases"},
    furnish=furnish,
    reads=True,
    wrong=(({"harbor_url": "harbor.abc.com"}, "harbor_url is 'harbor.abc.com', but the address"),),
    varies=("id", "creation_time", "update_time", "single_active_replication"),
)
