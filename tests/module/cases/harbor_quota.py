# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ..harbor import Harbor, harbor_case


def furnish(harbor: Harbor) -> None:
    for name in ("test", "prod", "1234"):
        harbor.ask("POST", "/projects", {"project_name": name})


CASE = harbor_case(
    "harbor_quota",
    {
        "quotas": [
            {"project": "test", "storage_limit": "10GiB"},
            {"project": "prod", "storage_limit": "1TiB"},
        ]
    },
    change=(
        {"quotas": [{"project": "test", "storage_limit": "20GiB"}]},
        {"quotas": [{"project": "1234", "storage_limit": "1GiB"}]},
        {"quotas": [{"project": "prod", "storage_limit": "unlimited"}]},
    ),
    one_way=(1,),
    wrong=(
        (
            {"quotas": [{"project": "test", "storage_limit": "0"}]},
            "quotas[0].storage_limit is 0, but a limit is unlimited (-1), or 1 to",
        ),
        (
            {"quotas": [{"project": "none", "storage_limit": "1GiB"}]},
            "quotas[0].project is 'none', but Harbor has no quota of such a project",
        ),
        (
            {
                "quotas": [
                    {"project": "test", "storage_limit": "1GiB"},
                    {"project": "none", "storage_limit": "1GiB"},
                ]
            },
            "quotas[1].project is 'none', but Harbor has no quota of such a project",
        ),
    ),
    furnish=furnish,
    absent=None,
)
