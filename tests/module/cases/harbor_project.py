# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ..harbor import harbor_case

CASE = harbor_case(
    "harbor_project",
    {
        "name": "test",
        "public": False,
        "storage_limit": "10GiB",
        "auto_scan": True,
        "prevent_vul": True,
        "severity": "high",
        "cve_allowlist": ["CVE-2024-3094"],
    },
    change=(
        {"public": True},
        {"storage_limit": "unlimited"},
        {"auto_scan": False},
        {"prevent_vul": False},
        {"severity": "low"},
        {"cve_allowlist": []},
        {"cve_allowlist_expires_at": "2030-01-31"},
        {"enable_content_trust_cosign": True},
        {"auto_sbom_generation": True},
        {"reuse_sys_cve_allowlist": False},
    ),
    one_way=(6, 7, 8, 9),
    wrong=(
        ({"name": "Test"}, "name is 'Test', but the name of a project has lower-case letters"),
        ({"severity": "High"}, "severity is 'High', but Harbor knows none, low,"),
        ({"storage_limit": "0"}, "storage_limit is 0, but a limit is unlimited (-1), or 1 to"),
        ({"storage_limit": "much"}, "storage_limit is 'much', but a limit is a number of bytes"),
        ({"cve_allowlist": [""]}, "cve_allowlist[0] is '', but a CVE has a name"),
        ({"cve_allowlist_expires_at": "soon"}, "cve_allowlist_expires_at is 'soon', but a time"),
        ({"proxy_speed_kb": 100}, "proxy_speed_kb is 100, but project test is no proxy cache"),
        ({"max_upstream_conn": 5}, "max_upstream_conn needs Harbor 2.15 or newer, and this is"),
    ),
    version="2.13.5",
)
