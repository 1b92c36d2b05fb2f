# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ..harbor import harbor_case
from .harbor_robot_account_info import furnish

SECRET = "Planted-Robot-1"

CASE = harbor_case(
    "harbor_robot_secret",
    {"project": "test", "name": "ci", "secret": SECRET},
    change=({"secret": "Planted-Robot-2"},),
    wrong=(
        ({"secret": "planted"}, "secret is set, but Harbor wants 8 to 128 characters"),
        ({"name": "cd"}, "robot account cd of project test does not exist in this Harbor"),
        ({"project": None}, "robot account ci does not exist in this Harbor"),
        ({"project": "none"}, "project none does not exist in this Harbor"),
    ),
    secrets=(SECRET, "Planted-Robot-2"),
    furnish=furnish,
    absent=None,
)
