# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ..harbor import harbor_case
from ..images import furnish

CASE = harbor_case(
    "harbor_repository",
    {
        "project": "test",
        "name": "app/web",
        "description": 'The web front end, <b>both</b> "halves" & all',
    },
    furnish=furnish,
    registry=True,
    change=({"description": "plain"}, {"description": ""}),
    wrong=(
        ({"name": "App"}, "name is 'App', but a repository has lower-case letters and digits"),
        ({"name": "app:1"}, "name is 'app:1', but a repository has no tag and no digest"),
    ),
)
