# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Members of projects. A role that is none hides its member, who is still counted."""

from __future__ import annotations

from typing import Any

from .. import rights
from ..answers import Answer, bad_request, broken, conflict, not_found
from ..binding import Int, Str, Struct
from ..call import Call
from ..hub import Hub
from ..routing import PAGES, Routes
from .usergroups import GROUP, LDAP

Row = dict[str, Any]

routes = Routes()
tables = {
    "members": {
        "unique": [("project_id", "entity_type", "entity_id")],
        "indexes": [("project_id",), ("entity_type", "entity_id")],
    }
}

MEMBER = Struct(
    "ProjectMember",
    role_id=Int(),
    member_user=Struct("UserEntity", user_id=Int(), username=Str()),
    member_group=GROUP,
)
ROLE = Struct("RoleRequest", role_id=Int())
PATH = "/projects/{project_name_or_id}/members"


def name_of(hub: Hub, member: Row) -> str | None:
    """The user's or group's name, None if it is gone."""
    if member["entity_type"] == "u":
        user = hub.store["users"].get(member["entity_id"])
        return user["username"] if user else None
    group = hub.store["usergroups"].get(member["entity_id"])
    return group["group_name"] if group else None


def shown(hub: Hub, member: Row) -> Row | None:
    """None for a member that Harbor does not find again."""
    name = name_of(hub, member)
    role = rights.ROLES.get(member["role"])
    if name is None or role is None:
        return None
    return {
        "id": member["id"],
        "project_id": member["project_id"],
        "entity_name": name,
        "entity_id": member["entity_id"],
        "entity_type": member["entity_type"],
        "role_id": member["role"],
        "role_name": role,
    }


@routes("GET", PATH, query={**PAGES, "entityname": Str()})
def list_members(call: Call) -> Answer:
    project = call.allowed_project("member", "list")
    asked, name = call.listing(), call.query["entityname"]
    rows = call.table("members").find(project_id=project["project_id"])
    found = [one for row in rows if (one := shown(call.hub, row))]
    found = [one for one in found if not name or one["entity_name"] == name]
    found.sort(key=lambda one: one["entity_name"])
    return call.page(asked, asked.paged(found), len(rows))


@routes("POST", PATH, body=("project_member", MEMBER), body_needed=False)
def create_member(call: Call) -> Answer:
    reference = call.project_reference()
    call.require_project(reference, "member", "create")
    if call.body is None:
        raise bad_request("the project member should provide")
    project_id = call.project(reference)["project_id"]
    kind, entity = found_entity(call)
    members = call.table("members")
    there = members.one(project_id=project_id, entity_type=kind, entity_id=entity)
    if there is not None and shown(call.hub, there):
        raise conflict("The project member specified already exist")
    role = call.body.get("role_id", 0)
    if role not in rights.ROLES:
        raise bad_request("Failed to update project member, role is not in 1,2,3")
    if there is not None:
        members.delete(there["id"])
    member = members.insert(project_id=project_id, entity_type=kind, entity_id=entity, role=role)
    location = f"/api/v2.0/projects/{reference}/members/{member['id']}"
    return Answer(201, headers={"Location": location})


def found_entity(call: Call) -> tuple[str, int]:
    """("u" or "g", id) of whom the body means."""
    user, group = call.body.get("member_user") or {}, call.body.get("member_group") or {}
    user_id, group_id = user.get("user_id", 0), group.get("id", 0)
    if user_id > 0:
        if call.table("users").get(user_id) is None:
            raise bad_request(f"Failed to get user {user_id}: user {user_id} not found")
        return "u", user_id
    if group_id > 0:
        if call.table("usergroups").get(group_id) is None:
            raise bad_request(f"Group {group_id} not found")
        return "g", group_id
    if user.get("username"):
        return "u", user_of_name(call, user["username"])
    if group.get("ldap_group_dn"):
        return "g", group_of(call, group["ldap_group_dn"], LDAP, "ldap_group_dn")
    if group.get("group_name"):
        return "g", group_of(call, group["group_name"], group.get("group_type", 0), "group_name")
    raise broken()


def user_of_name(call: Call, name: str) -> int:
    user = call.table("users").one(username=name)
    if user is not None:
        return int(user["user_id"])
    if call.setting("auth_mode") == "db_auth":
        raise not_found(f"user {name} is not found")
    raise broken()  # the server that knows more users does not answer


def group_of(call: Call, key: str, kind: int, column: str) -> int:
    for group in call.table("usergroups"):
        if group[column] == key and group["group_type"] == kind:
            return int(group["id"])
    if call.setting("auth_mode") == "db_auth":
        raise not_found(f"{key} not found: not supported")
    raise broken()


@routes("GET", PATH + "/{mid:int}")
def get_member(call: Call) -> Answer:
    reference = call.project_reference()
    call.require_project(reference, "member", "read")
    key = call.params["mid"]
    if key == 0:
        raise bad_request("the member id can not be empty!")
    project_id = call.project(reference)["project_id"]
    member = call.table("members").get(key)
    answer = shown(call.hub, member) if member else None
    if answer is None or answer["project_id"] != project_id:
        raise not_found(
            f"the project member is not found, project id {project_id}, member id {key}"
        )
    return Answer(body=answer)


@routes("PUT", PATH + "/{mid:int}", body=("role", ROLE), body_needed=False)
def update_member(call: Call) -> None:
    reference = call.project_reference()
    call.require_project(reference, "member", "update")
    mark = "!" if call.version < "2.10" else ""
    if call.body is None:
        raise bad_request(f"role can not be empty{mark}")
    if call.params["mid"] == 0:
        raise bad_request(f"member id can not be empty{mark}")
    member = own_member(call, call.project(reference))
    if member is not None:
        call.table("members").update(member["id"], role=call.body.get("role_id", 0))


def own_member(call: Call, project: Row) -> Row | None:
    member = call.table("members").get(call.params["mid"])
    if member is None or member["project_id"] != project["project_id"]:
        return None
    return member


@routes("DELETE", PATH + "/{mid:int}")
def delete_member(call: Call) -> None:
    reference = call.project_reference()
    call.require_project(reference, "member", "delete")
    if call.params["mid"] == 0:
        raise bad_request("the project member id is required.")
    member = own_member(call, call.project(reference))
    if member is not None:
        call.table("members").delete(member["id"])
