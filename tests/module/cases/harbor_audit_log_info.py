# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ..harbor import harbor_case, with_project

CASE = harbor_case(
    "harbor_audit_log_info",
    # The newest, since nobody can remove those of another test.
    {"project": "test", "operation": "create", "resource_type": "project", "limit": 1},
    furnish=with_project(),
    reads=True,
    wrong=(
        ({"since": "soon"}, "since is 'soon', but a time is written as 2027-01-31"),
        ({"limit": 0}, "limit is 0, but it is at least 1"),
    ),
    varies=("id", "time"),
)
