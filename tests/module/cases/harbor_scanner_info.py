# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ..harbor import harbor_case
from ..scanner_adapter import with_scanner

CASE = harbor_case(
    "harbor_scanner_info",
    {"name": "grype"},
    furnish=with_scanner,
    reads=True,
    wrong=(({"timeout": 0}, "timeout is 0, but"),),
    varies=("id", "url", "creation_time", "update_time"),
)
