# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ..harbor import harbor_case

CASE = harbor_case(
    "harbor_garbage_collection",
    {"schedule": "custom", "cron": "0 30 2 * * 6", "delete_untagged": True, "workers": 2},
    change=(
        {"cron": "0 30 3 * * 6"},
        {"schedule": "daily", "cron": None},
        {"delete_untagged": False},
        {"workers": 3},
    ),
    absent={"schedule": "none"},
    wrong=(
        ({"cron": "30 2 * * *"}, "cron is '30 2 * * *', but a schedule has six fields"),
        ({"schedule": "daily"}, "cron is '0 30 2 * * 6', but schedule is 'daily', which is"),
        ({"cron": ""}, "cron is missing, but schedule is 'custom'"),
        ({"schedule": "yearly"}, "schedule is 'yearly', but Harbor knows none, hourly"),
        ({"workers": 11}, "workers is 11, but there are 1 to 10 workers"),
    ),
)
