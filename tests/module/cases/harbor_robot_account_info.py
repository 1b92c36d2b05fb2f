# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ..harbor import Harbor, harbor_case

ROBOT = {
    "name": "ci",
    "level": "project",
    "duration": 90,
    "description": "pushes what was built",
    "permissions": [
        {
            "kind": "project",
            "namespace": "test",
            "access": [
                {"resource": "repository", "action": "push"},
                {"resource": "repository", "action": "pull"},
            ],
        }
    ],
}


def furnish(harbor: Harbor) -> None:
    harbor.ask("POST", "/projects", {"project_name": "test"})
    harbor.ask("POST", "/robots", ROBOT)


CASE = harbor_case(
    "harbor_robot_account_info",
    {"project": "test"},
    reads=True,
    wrong=(({"project": "none"}, "project none does not exist in this Harbor"),),
    furnish=furnish,
    varies=("id", "creation_time", "update_time", "expires_at"),
)
