# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ..harbor import Harbor, harbor_case


def furnish(harbor: Harbor) -> None:
    harbor.ask("POST", "/projects", {"project_name": "test"})
    project = harbor.ask("GET", "/projects/test")["project_id"]
    for name in ("outdated", "hardened"):
        label = {"name": name, "scope": "p", "project_id": project, "color": "#00AB9A"}
        harbor.ask("POST", "/labels", label)


CASE = harbor_case(
    "harbor_label_info",
    {"project": "test"},
    reads=True,
    wrong=(({"project": "none"}, "project none does not exist in this Harbor"),),
    furnish=furnish,
    varies=("id", "creation_time", "update_time"),
)
