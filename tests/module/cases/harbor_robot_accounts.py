# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ..harbor import harbor_case

SECRET = "Planted-Robot-1"
PULL = [{"project": "*", "access": ["repository:pull"]}]

CASE = harbor_case(
    "harbor_robot_accounts",
    {
        "robot_accounts": [
            {"name": "mirror", "duration": "never", "permissions": PULL, "secret": SECRET},
            {
                "name": "auditor",
                "duration": "30",
                "permissions": [{"access": ["project:list", "audit-log:list"]}],
            },
        ],
    },
    change=(
        {"robot_accounts": [{"name": "auditor", "duration": "60"}]},
        {"robot_accounts": [{"name": "mirror", "secret": "Planted-Robot-2"}]},
    ),
    wrong=(
        (
            {"robot_accounts": [{"name": "mirror"}, {"name": "b", "duration": "1"}]},
            "robot_accounts[0].permissions is missing, but robot account mirror is not there yet",
        ),
        (
            {
                "robot_accounts": [
                    {"name": "a", "duration": "1", "permissions": [{"access": ["x"]}]},
                ]
            },
            "robot_accounts[0].permissions[0].access[0] is 'x', but a right is written as",
        ),
    ),
    secrets=(SECRET, "Planted-Robot-2"),
    varies=("full_name", "expires_at", "secret"),
)
