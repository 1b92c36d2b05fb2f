# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ..harbor import Harbor, harbor_case


def an_estate(harbor: Harbor) -> None:
    harbor.ask("POST", "/labels", {"name": "hardened", "color": "#00AB9A", "scope": "g"})


CASE = harbor_case(
    "harbor_export",
    {"include": ["labels"]},
    furnish=an_estate,
    wrong=(({"harbor_password": "Wrong-Pass1"}, "The password of user admin was refused"),),
    reads=True,
)
