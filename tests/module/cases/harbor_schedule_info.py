# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ..harbor import Harbor, harbor_case


def with_schedule(harbor: Harbor) -> None:
    harbor.ask(
        "PUT",
        "/system/gc/schedule",
        {
            "schedule": {"type": "Daily", "cron": "0 0 0 * * *"},
            "parameters": {"delete_untagged": False, "workers": 1},
        },
    )


CASE = harbor_case(
    "harbor_schedule_info",
    {"job": "garbage_collection"},
    furnish=with_schedule,
    reads=True,
    wrong=(({"timeout": 0}, "timeout is 0, but"),),
    varies=("next_time", "parameters"),
)
