# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ..harbor import harbor_case, with_project

CASE = harbor_case(
    "harbor_project_info",
    {"name": "test"},
    reads=True,
    wrong=(({"harbor_url": "harbor.abc.com"}, "harbor_url is 'harbor.abc.com', but"),),
    furnish=with_project(),
    varies=("id", "creation_time", "update_time"),
)
