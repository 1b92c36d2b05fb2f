# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ..harbor import harbor_case
from ..scanner_adapter import with_scanner

CASE = harbor_case(
    "harbor_scan_all_schedule",
    {"schedule": "daily"},
    furnish=with_scanner,
    change=({"schedule": "hourly"}, {"schedule": None, "cron": "0 0 6 * * 1-5"}),
    absent={"schedule": "none"},
    wrong=(({"schedule": None, "cron": "0 0 25 * * *"}, "cron is '0 0 25 * * *', but '25' is no"),),
)
