# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ..harbor import Harbor, harbor_case


def furnish(harbor: Harbor) -> None:
    harbor.ask("POST", "/projects", {"project_name": "test"})
    harbor.user("alice")
    body = {"role_id": 2, "member_user": {"username": "alice"}}
    harbor.ask("POST", "/projects/test/members", body)


CASE = harbor_case(
    "harbor_project_member_info",
    {"project": "test"},
    reads=True,
    wrong=(({"project": "none"}, "project none does not exist in this Harbor"),),
    furnish=furnish,
    varies=("id",),
)
