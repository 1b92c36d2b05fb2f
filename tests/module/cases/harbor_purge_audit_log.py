# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ..harbor import Harbor, harbor_case


def unscheduled(harbor: Harbor) -> None:
    """What is left out of a task is as it was, so that there is nothing of somebody's."""
    least = {"audit_retention_hour": 1, "include_event_types": "", "include_operations": ""}
    body = {"schedule": {"type": "None", "cron": ""}, "parameters": least}
    harbor.ask("PUT", "/system/purgeaudit/schedule", body)


CASE = harbor_case(
    "harbor_purge_audit_log",
    {"schedule": "daily", "retention_hours": 720, "include_event_types": ["pull_artifact"]},
    change=(
        {"schedule": "weekly"},
        {"schedule": None, "cron": "0 30 3 * * 6"},
        {"retention_hours": 24},
        {"include_event_types": ["pull_artifact", "other"]},
    ),
    furnish=unscheduled,
    absent={"schedule": "none"},
    wrong=(
        ({"retention_hours": 0}, "retention_hours is 0, but it is 1 to 240000 hours"),
        ({"include_event_types": ["push"]}, "include_event_types[0] is 'push', but Harbor knows"),
        ({"include_event_types": None}, "include_event_types is missing, but without it the purge"),
        ({"include_operations": ["pull"]}, "include_operations needs Harbor 2.12 or older"),
    ),
    since="2.13",
)
