# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ..harbor import Harbor, harbor_case


def furnish(harbor: Harbor) -> None:
    harbor.user("alice")


CASE = harbor_case(
    "harbor_user_info",
    {"name": "alice"},
    reads=True,
    wrong=(({"timeout": -1}, "timeout is -1, but"),),
    furnish=furnish,
    varies=("id", "creation_time", "update_time"),
)
