# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ..harbor import Harbor, harbor_case


def furnish(harbor: Harbor) -> None:
    harbor.ask("POST", "/projects", {"project_name": "test"})
    target = {"type": "http", "address": "https://build.example.com", "auth_header": "planted"}
    harbor.ask(
        "POST",
        "/projects/test/webhook/policies",
        {
            "name": "build-server",
            "enabled": True,
            "event_types": ["PUSH_ARTIFACT"],
            "targets": [target],
        },
    )


CASE = harbor_case(
    "harbor_webhook_info",
    {"project": "test"},
    furnish=furnish,
    reads=True,
    wrong=(({"project": "none"}, "project none does not exist in this Harbor"),),
    secrets=("planted",),
    varies=("id", "creation_time", "update_time"),
)
