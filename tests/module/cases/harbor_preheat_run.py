# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ..harbor import Harbor, harbor_case
from ..scanner_adapter import url
from .harbor_preheat_policy import INSTANCE


def with_policy(harbor: Harbor) -> None:
    harbor.ask("POST", "/projects", {"project_name": "test"})
    # A cluster that is healthy, and a project without any image.
    harbor.ask("POST", "/p2p/preheat/instances", {**INSTANCE, "endpoint": url("/shop")})
    (instance,) = harbor.ask("GET", "/p2p/preheat/instances?q=name=shop")
    harbor.ask(
        "POST",
        "/projects/test/preheat/policies",
        {
            "name": "releases",
            "provider_id": instance["id"],
            "enabled": True,
            "filters": '[{"type": "repository", "value": "**"}]',
            "trigger": '{"type": "manual", "trigger_setting": {}}',
        },
    )


CASE = harbor_case(
    "harbor_preheat_run",
    {"project": "test", "policy": "releases", "wait_timeout": 60},
    furnish=with_policy,
    repeats=True,
    absent=None,
    wrong=(({"wait_timeout": 0}, "wait_timeout is 0, but it is at least 1 second"),),
    varies=(
        *("id", "status", "status_text", "start_time", "end_time"),
        *("total", "succeeded", "failed", "stopped"),
    ),
)
