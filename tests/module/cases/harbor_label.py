# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ..harbor import harbor_case

CASE = harbor_case(
    "harbor_label",
    {
        "name": "hardened",
        "description": "scanned, and without known holes",
        "color": "#00AB9A",
    },
    change=({"color": "#111111"}, {"description": ""}),
    wrong=(
        ({"color": "blue"}, "color is 'blue', but a colour is written as #rrggbb"),
        ({"name": ""}, "name is '', but the name of a label has 1 to 128 characters"),
    ),
)
