# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What may be given to robots."""

from __future__ import annotations

from typing import Any

from .. import rights
from ..answers import Answer, forbidden, unauthorized
from ..call import Call
from ..routing import Routes

routes = Routes()


@routes("GET", "/permissions", since="2.10")
def get_permissions(call: Call) -> Answer:
    if not call.caller.authenticated:
        raise unauthorized("")
    answer: dict[str, Any] = {}
    if call.caller.sysadmin:
        answer["system"] = shown(call, "system")
    elif not project_admin(call):
        raise forbidden("forbidden: only admins(system and project) can access permissions")
    answer["project"] = shown(call, "project")
    return Answer(body=answer)


def project_admin(call: Call) -> bool:
    if call.caller.user is None:
        return False
    members = call.table("members").find(entity_type="u", entity_id=call.caller.user_id)
    return any(member["role"] == rights.PROJECT_ADMIN for member in members)


def shown(call: Call, scope: str) -> list[dict[str, str]]:
    return [
        {"resource": resource, "action": action}
        for resource, action in rights.for_robots(scope, call.version)
    ]
