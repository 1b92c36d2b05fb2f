# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ..harbor import harbor_case

CASE = harbor_case(
    "harbor_permission_info",
    {},
    reads=True,
    wrong=(({"timeout": 0}, "timeout is 0, but"),),
    since="2.10",
    version="2.13.5",
)
