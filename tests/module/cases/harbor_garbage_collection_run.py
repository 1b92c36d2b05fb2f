# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ..harbor import harbor_case

CASE = harbor_case(
    "harbor_garbage_collection_run",
    {"dry_run": True, "wait_timeout": 90},
    repeats=True,
    absent=None,
    wrong=(
        ({"wait_timeout": 0}, "wait_timeout is 0, but it is at least 1 second"),
        ({"workers": 12}, "workers is 12, but"),
    ),
    varies=("id", "status", "freed_space", "purged_blobs", "purged_manifests"),
)
