# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ..harbor import harbor_case, with_project

CASE = harbor_case(
    "harbor_project_metadata",
    {"project": "test", "name": "severity", "value": "high"},
    change=({"value": "low"},),
    wrong=(
        ({"value": "High"}, "value is 'High', but Harbor knows none, low, medium, high, critical"),
        ({"name": "auto_scan", "value": "yes"}, "value is 'yes', but auto_scan is true or false"),
        ({"name": "proxy_speed_kb", "value": "0"}, "value is '0', but proxy_speed_kb is -1"),
        ({"name": "retention_id", "value": "1"}, "name is 'retention_id', but it ties the project"),
        (
            {"name": "max_upstream_conn", "value": "5"},
            "max_upstream_conn needs Harbor 2.15 or newer",
        ),
        ({"name": "auto_scan", "value": None}, "value is missing, but metadata auto_scan of"),
        ({"name": "public", "state": "absent"}, "to be removed, but a project without it is in"),
    ),
    furnish=with_project(),
    version="2.13.5",
)
