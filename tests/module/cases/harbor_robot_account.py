# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ..harbor import harbor_case, with_project

SECRET = "Planted-Robot-1"

CASE = harbor_case(
    "harbor_robot_account",
    {
        "project": "test",
        "name": "ci",
        "description": "pushes what was built",
        "duration": "90",
        "permissions": [{"access": ["repository:pull", "repository:push"]}],
        "secret": SECRET,
    },
    change=(
        {"description": ""},
        {"duration": "never"},
        {"duration": "120"},
        {"permissions": [{"access": ["repository:pull"]}]},
        {"disabled": True},
        {"secret": "Planted-Robot-2"},
    ),
    one_way=(4,),
    wrong=(
        ({"name": "robot$ci"}, "name is 'robot$ci', but the name of a robot has lower-case"),
        (
            {"duration": "0"},
            "duration is 0, but a duration is a number of days from 1 on, or never",
        ),
        ({"duration": "soon"}, "duration is 'soon', but a duration is a number of days"),
        ({"permissions": []}, "permissions is empty, but a robot has at least one right"),
        ({"permissions": [{"access": []}]}, "permissions[0].access is empty, but an entry has"),
        (
            {"permissions": [{"access": ["pull"]}]},
            "permissions[0].access[0] is 'pull', but a right",
        ),
        (
            {"permissions": [{"project": "prod", "access": ["repository:pull"]}]},
            "permissions[0].project is 'prod', but the robot is one of project test",
        ),
        ({"description": "x" * 1025}, "but a description has at most 1024 characters"),
        ({"secret": "planted-weak"}, "secret is set, but Harbor wants 8 to 128 characters with"),
        ({"secret": "*****"}, "secret is set, but that is what Harbor shows in its place"),
    ),
    secrets=(SECRET, "Planted-Robot-2", "planted-weak"),
    varies=("full_name", "expires_at"),
    furnish=with_project(),
)
