# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ..harbor import Harbor, harbor_case


def furnish(harbor: Harbor) -> None:
    harbor.ask("POST", "/projects", {"project_name": "test"})
    project = harbor.ask("GET", "/projects/test")
    harbor.ask(
        "POST",
        "/retentions",
        {
            "algorithm": "or",
            "rules": [],
            "trigger": {"kind": "Schedule", "settings": {"cron": ""}},
            "scope": {"level": "project", "ref": project["project_id"]},
        },
    )


CASE = harbor_case(
    "harbor_retention_run",
    {"project": "test", "dry_run": True, "wait_timeout": 60},
    furnish=furnish,
    repeats=True,
    absent=None,
    wrong=(({"wait_timeout": 0}, "wait_timeout is 0, but it is at least 1 second"),),
    varies=("id", "status", "repositories", "total", "retained", "deleted"),
)
