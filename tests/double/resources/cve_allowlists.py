# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""CVE allowlists: the system's and each project's. PUT replaces the whole list."""

from __future__ import annotations

from typing import Any

from ..answers import Answer, broken
from ..binding import Int, List, Str, Struct
from ..call import Call
from ..hub import ZERO_TIME, Hub, shown_time
from ..routing import Routes

Row = dict[str, Any]

routes = Routes()
tables = {"cve_allowlists": {"unique": [("project_id",)]}}

ALLOWLIST = Struct(
    "CVEAllowlist",
    id=Int(),
    project_id=Int(),
    expires_at=Int(),
    items=List(Struct("CVEAllowlistItem", cve_id=Str())),
)
SYSTEM = 0  # the project_id of the system's list


def items(call: Call, body: Row) -> list[str]:
    """The ids of a body. A 500 for what Harbor cannot store."""
    found = [(item or {}).get("cve_id", "") for item in body.get("items") or []]
    if len(set(found)) < len(found):
        raise broken()
    if call.version >= "2.14" and not all(one.strip() for one in found):
        raise broken()
    return found


def replace(call: Call, project_id: int, body: Row) -> None:
    row = {
        "items": items(call, body),
        "expires_at": body.get("expires_at"),
        "creation_time": call.now,
        "update_time": call.now,
    }
    table = call.table("cve_allowlists")
    there = table.one(project_id=project_id)
    if there is None:
        table.insert(project_id=project_id, **row)
    else:
        table.update(there["id"], **row)


def add_empty(hub: Hub, project_id: int) -> None:
    hub.store["cve_allowlists"].insert(
        project_id=project_id, items=[], expires_at=None, creation_time=None, update_time=None
    )


def remove(hub: Hub, project_id: int) -> None:
    hub.store["cve_allowlists"].delete_all(project_id=project_id)


def of_project(hub: Hub, project_id: int) -> Row:
    """As a project shows it; its times are never set there."""
    row = hub.store["cve_allowlists"].one(project_id=project_id)
    answer: Row = {"id": row["id"]} if row else {}
    answer["project_id"] = project_id
    if row and row["expires_at"] is not None:
        answer["expires_at"] = row["expires_at"]
    answer["items"] = [{"cve_id": one} for one in row["items"]] if row else []
    return {**answer, "creation_time": ZERO_TIME, "update_time": ZERO_TIME}


@routes("GET", "/system/CVEAllowlist")
def get_system_allowlist(call: Call) -> Answer:
    call.require_login()
    row = call.table("cve_allowlists").one(project_id=SYSTEM)
    if row is None:
        return Answer(body={"items": [], "creation_time": ZERO_TIME, "update_time": ZERO_TIME})
    answer = {"id": row["id"], "items": [{"cve_id": one} for one in row["items"]]}
    if row["expires_at"] is not None:
        answer["expires_at"] = row["expires_at"]
    answer["creation_time"] = shown_time(row["creation_time"])
    answer["update_time"] = shown_time(row["update_time"])
    return Answer(body=answer)


@routes("PUT", "/system/CVEAllowlist", body=("allowlist", ALLOWLIST), body_needed=False)
def put_system_allowlist(call: Call) -> None:
    call.require_system("configuration", "update")
    replace(call, SYSTEM, call.body or {})
