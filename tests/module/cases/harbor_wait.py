# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ..harbor import harbor_case

CASE = harbor_case(
    "harbor_wait",
    {"wait_timeout": 60},
    reads=True,
    wrong=(
        ({"wait_timeout": -1}, "wait_timeout is -1, but it is 0 or more"),
        ({"harbor_password": "Wrong-12345"}, "The password of user admin was refused"),
    ),
    varies=("version", "components"),
)
