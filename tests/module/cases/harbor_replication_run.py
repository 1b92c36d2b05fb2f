# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ..harbor import Harbor, can_replicate, harbor_case
from .harbor_replication_policy import with_registry

VARIES = ("id", "status", "status_text", "trigger", "total", "in_progress", "succeed", "failed")


def furnish(harbor: Harbor) -> None:
    with_registry(harbor)
    can_replicate(harbor)
    (registry,) = harbor.ask("GET", "/registries?q=name=hub-2")
    policy = {"name": "releases", "dest_registry": {"id": registry["id"]}, "enabled": True}
    # Nothing matches, so nothing of anybody's is copied.
    none = [{"type": "name", "value": "test/none"}]
    harbor.ask("POST", "/replication/policies", {**policy, "filters": none})


CASE = harbor_case(
    "harbor_replication_run",
    {"policy": "releases", "wait_timeout": 60},
    furnish=furnish,
    repeats=True,
    absent=None,
    wrong=(({"wait_timeout": 0}, "wait_timeout is 0, but it is at least 1 second"),),
    varies=(*VARIES, "stopped", "start_time", "end_time"),
)
