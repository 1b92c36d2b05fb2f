# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ..harbor import Harbor, harbor_case


def furnish(harbor: Harbor) -> None:
    harbor.ask("POST", "/usergroups", {"group_name": "operations", "group_type": 3})


CASE = harbor_case(
    "harbor_user_group_info",
    {"name": "operations"},
    reads=True,
    wrong=(({"timeout": 0}, "timeout is 0, but"),),
    furnish=furnish,
    varies=("id",),
)
