# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ..harbor import harbor_case
from ..scanner_adapter import with_image

CASE = harbor_case(
    "harbor_scan",
    {"project": "test", "repository": "app/web", "reference": "1.0", "wait_timeout": 120},
    furnish=with_image,
    registry=True,
    repeats=True,
    absent=None,
    wrong=(
        ({"repository": None}, "repository is not set. Give project and repository"),
        ({"all": True}, "all is true, but project is set, too"),
        ({"wait_timeout": 0}, "wait_timeout is 0, but it is at least 1 second"),
    ),
    varies=("total", "completed", "failed", "artifacts"),
)
