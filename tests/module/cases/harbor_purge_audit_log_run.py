# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ..harbor import harbor_case

CASE = harbor_case(
    "harbor_purge_audit_log_run",
    {
        "retention_hours": 720,
        "include_event_types": ["pull_artifact"],
        "dry_run": True,
        "wait_timeout": 90,
    },
    repeats=True,
    absent=None,
    wrong=(
        ({"retention_hours": None}, "retention_hours is missing, but without it the run deletes"),
        ({"wait_timeout": 0}, "wait_timeout is 0, but it is at least 1 second"),
    ),
    varies=("id", "status", "purged"),
    since="2.13",
)
