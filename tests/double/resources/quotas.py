# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The storage limit of each project, and what it uses of it."""

from __future__ import annotations

from typing import Any

from ..answers import Answer, bad_request, not_found
from ..binding import Int, Map, Str, Struct
from ..call import Call
from ..hub import Hub, shown_time
from ..listing import Model
from ..routing import Routes

Row = dict[str, Any]

routes = Routes()
tables = {"quotas": {"unique": [("project_id",)]}}

MOST = 1 << 50  # 1 PiB
HARD = Struct("QuotaUpdateReq", hard=Map(Int(), go="models.ResourceList"))
QUOTAS = Model(order="-creation_time", id="ID", creation_time="CreationTime")


def check_limit(limit: int, prefix: str = "") -> None:
    """A 400 for what no limit can be. -1 is none."""
    if limit <= 0 and limit != -1:
        raise bad_request(f"{prefix}invalid non-positive value for quota limit, value={limit}")
    if limit > MOST:
        raise bad_request(f"{prefix}exceeded 1024TB, which is {MOST} Bytes, value={limit}")


def add(hub: Hub, project_id: int, limit: int) -> None:
    now = hub.now()
    hub.store["quotas"].insert(
        project_id=project_id, hard=limit, used=0, creation_time=now, update_time=now
    )


def of_project(hub: Hub, project_id: int) -> Row | None:
    return hub.store["quotas"].one(project_id=project_id)


def use(hub: Hub, project_id: int, used: int) -> None:
    """Set what a project uses, in bytes."""
    quota = of_project(hub, project_id)
    if quota is not None and quota["used"] != used:
        hub.store["quotas"].update(quota["id"], used=used, update_time=hub.now())


def shown(hub: Hub, quota: Row, update_time: float | None) -> Row:
    project = hub.store["projects"].get(quota["project_id"])
    reference = {"id": quota["project_id"], "owner_name": ""}
    if project is not None:
        reference["name"] = project["name"]
    return {
        "id": quota["id"],
        "ref": reference,
        "hard": {"storage": quota["hard"]},
        "used": {"storage": quota["used"]},
        "creation_time": shown_time(quota["creation_time"]),
        "update_time": shown_time(update_time),
    }


@routes("GET", "/quotas/{id:int}")
def get_quota(call: Call) -> Answer:
    call.require_system("quota", "read")
    return Answer(body=shown(call.hub, wanted(call), None))


def wanted(call: Call) -> Row:
    quota = call.table("quotas").get(call.params["id"])
    if quota is None:
        raise not_found(f"quota {call.params['id']} not found")
    return quota


@routes("PUT", "/quotas/{id:int}", body=("hard", HARD))
def update_quota(call: Call) -> None:
    call.require_system("quota", "update")
    hard = call.body.get("hard")
    if not hard:
        raise bad_request("hard required in body")
    quota = wanted(call)
    for resource in sorted(hard):
        if resource != "storage":
            raise bad_request(f"resource {resource} not support")
    check_limit(hard["storage"] or 0)
    call.table("quotas").update(quota["id"], hard=hard["storage"] or 0)


@routes(
    "GET", "/quotas", listed=True,
    query={"reference": Str(), "reference_id": Str()},
)  # fmt: skip
def list_quotas(call: Call) -> Answer:
    call.require_system("quota", "list")
    asked = call.listing()
    rows = list(call.table("quotas"))
    if call.query["reference"] not in (None, "", "project"):
        rows = []
    reference = call.query["reference_id"]
    if reference:
        quota = of_project(call.hub, int(reference)) if reference.isdecimal() else None
        rows = [quota] if quota else []
    return call.list(
        asked, QUOTAS, rows, lambda quota: shown(call.hub, quota, quota["update_time"])
    )
