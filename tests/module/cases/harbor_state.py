# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from typing import Any

from ..harbor import Harbor, harbor_case


def a_user(harbor: Harbor) -> None:
    harbor.ask(
        "POST",
        "/users",
        {
            "username": "alice",
            "email": "alice@example.com",
            "realname": "Alice",
            "password": "Pass-word1",
        },
    )


def the_estate(**project: Any) -> dict[str, Any]:
    test = {
        "name": "test",
        "public": True,
        "members": [{"name": "alice", "role": "developer"}],
        "labels": [{"name": "nightly"}],
        **project,
    }
    return {
        "labels": [{"name": "hardened", "color": "#00AB9A"}],
        "projects": [test, {"name": "prod", "severity": "high"}],
    }


CASE = harbor_case(
    "harbor_state",
    the_estate(),
    furnish=a_user,
    change=(
        the_estate(public=False),
        the_estate(members=[{"name": "alice", "role": "maintainer"}]),
        {"exclusive": ["members"], **the_estate(members=[])},
        the_estate(storage_limit="10GiB"),
        the_estate(labels=[{"name": "nightly", "description": "built at night"}]),
    ),
    one_way=(3, 4),
    wrong=(
        (
            the_estate(members=[{"name": "alice", "role": "owner"}]),
            "projects[0].members[0].role is 'owner', but Harbor knows project_admin, maintainer, "
            "developer, guest and limited_guest. Use one of these.",
        ),
        (
            the_estate(labels=[{"name": "a"}, {"name": "a"}]),
            "projects[0].labels[1] is label a of project test again",
        ),
        (the_estate(name="Test"), "projects[0].name is 'Test', but the name of a project has"),
        (
            {"exclusive": ["registries"]},
            "exclusive names 'registries', but registries is not given. Give the list",
        ),
    ),
    absent=None,
)
