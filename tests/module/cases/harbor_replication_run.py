# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ..harbor import harbor_case
from .harbor_replication_policy_info import furnish

VARIES = ("id", "status", "status_text", "trigger", "total", "in_progress", "succeed", "failed")

CASE = harbor_case(
    "harbor_replication_run",
    {"policy": "releases", "wait_timeout": 60},
    furnish=furnish,
    repeats=True,
    absent=None,
    wrong=(({"wait_timeout": 0}, "wait_timeout is 0, but it is at least 1 second"),),
    varies=(*VARIES, "stopped", "start_time", "end_time"),
)
