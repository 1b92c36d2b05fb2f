# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ..harbor import Harbor, harbor_case


def furnish(harbor: Harbor) -> None:
    harbor.ask("POST", "/projects", {"project_name": "test"})
    harbor.user("alice")


CASE = harbor_case(
    "harbor_project_member",
    {"project": "test", "name": "alice", "role": "developer"},
    change=({"role": "limited_guest"}, {"role": "project_admin"}),
    wrong=(
        ({"role": "owner"}, "role is 'owner', but Harbor knows project_admin, maintainer,"),
        ({"role": None}, "role is missing, but member alice of project test is not there"),
    ),
    furnish=furnish,
)
