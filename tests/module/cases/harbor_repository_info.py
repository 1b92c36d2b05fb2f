# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ..harbor import harbor_case
from ..images import furnish

CASE = harbor_case(
    "harbor_repository_info",
    {"project": "test"},
    furnish=furnish,
    registry=True,
    reads=True,
    wrong=(
        ({"project": "none"}, "project none does not exist in this Harbor"),
        ({"name": "App"}, "name is 'App', but a repository has lower-case letters and digits"),
    ),
    varies=("id", "creation_time", "update_time"),
)
