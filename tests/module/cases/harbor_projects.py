# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ..harbor import harbor_case

CASE = harbor_case(
    "harbor_projects",
    {
        "projects": [
            {"name": "test", "storage_limit": "10GiB"},
            {"name": "prod", "public": True},
        ],
    },
    change=(
        {"projects": [{"name": "test", "storage_limit": "20GiB"}]},
        {"projects": [{"name": "prod"}, {"name": "test"}, {"name": "sandbox"}]},
        {"projects": [{"name": "prod", "public": False}]},
    ),
    one_way=(1,),
    wrong=(
        (
            {"projects": [{"name": "test"}, {"name": "prod"}, {"name": "test"}]},
            "projects[2] is project test again, which projects[0] is already",
        ),
        ({"projects": [{"name": "a"}, {"name": "B"}]}, "projects[1].name is 'B', but the name"),
        ({"exclusive": True, "state": "absent"}, "exclusive is true, but state is 'absent'"),
    ),
)
