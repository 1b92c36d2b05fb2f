# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ..harbor import Harbor, harbor_case


def furnish(harbor: Harbor) -> None:
    harbor.ask("POST", "/projects", {"project_name": "test"})
    for name in ("alice", "bob"):
        harbor.user(name)
    harbor.ask("POST", "/usergroups", {"group_name": "operations", "group_type": 3})


CASE = harbor_case(
    "harbor_project_members",
    {
        "project": "test",
        "members": [
            {"name": "alice", "role": "project_admin"},
            {"name": "bob", "role": "developer"},
            {"name": "operations", "type": "group", "role": "guest"},
        ],
    },
    change=(
        {"members": [{"name": "operations", "type": "group", "role": "maintainer"}]},
        {"members": [{"name": "bob", "role": "developer"}], "exclusive": True},
    ),
    wrong=(
        (
            {"members": [{"name": "bob", "role": "developer"}, {"name": "bob", "role": "guest"}]},
            "members[1] is member bob of project test again, which members[0] is already",
        ),
        (
            {"members": [{"name": "bob", "role": "5"}, {"name": "alice", "role": "owner"}]},
            "members[0].role is '5', but Harbor knows project_admin, maintainer,",
        ),
    ),
    furnish=furnish,
)
