# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ..harbor import harbor_case

CASE = harbor_case(
    "harbor_cve_allowlist",
    {"cves": ["CVE-2024-3094", "CVE-2023-44487"], "expires_at": "2027-12-31"},
    change=({"cves": ["CVE-2024-3094"]}, {"expires_at": "never"}),
    absent={"cves": [], "expires_at": "never"},
    wrong=(
        ({"cves": [""]}, "cves[0] is '', but a CVE has a name"),
        ({"expires_at": "soon"}, "expires_at is 'soon', but a time is written as 2027-01-31"),
    ),
)
