# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""User groups. Their names are unique whatever their type, which is only told by a 500."""

from __future__ import annotations

from typing import Any

from ..answers import Answer, Refused, bad_request, broken, conflict, not_found
from ..binding import Int, Str, Struct
from ..call import Call
from ..listing import Fuzzy, Model
from ..routing import PAGES, Routes
from .users import most_alike

Row = dict[str, Any]

routes = Routes()
tables = {"usergroups": {"unique": [("group_name",)], "indexes": [("group_name", "group_type")]}}

LDAP, HTTP, OIDC = 1, 2, 3
GROUP = Struct("UserGroup", id=Int(), group_name=Str(), group_type=Int(), ldap_group_dn=Str())
GROUPS = Model(id="ID", group_name="GroupName", group_type="GroupType", ldap_group_dn="LdapGroupDN")


def shown(group: Row, *names: str) -> Row:
    return {name: group[name] for name in names if group[name]}


def require(call: Call, action: str) -> None:
    call.require_system("user-group", action)


def group_id(call: Call) -> int:
    key: int = call.params["group_id"]
    if key <= 0:
        raise bad_request("the group id should be provided")
    return key


@routes("GET", "/usergroups", query={**PAGES, "ldap_group_dn": Str(), "group_name": Str()})
def list_groups(call: Call) -> Answer:
    require(call, "list")
    asked, mode = call.listing(), call.setting("auth_mode")
    if call.query["group_name"]:
        asked.keywords["GroupName"] = Fuzzy(call.query["group_name"])
    if mode == "ldap_auth":
        asked.keywords["GroupType"] = LDAP
        if call.query["ldap_group_dn"]:
            asked.keywords["LdapGroupDN"] = call.query["ldap_group_dn"]
    if mode == "http_auth":
        asked.keywords["GroupType"] = HTTP
    names = ("id", "group_name", "group_type", "ldap_group_dn")
    return call.list(asked, GROUPS, call.table("usergroups"), lambda row: shown(row, *names))


@routes("GET", "/usergroups/search", query={**PAGES, "groupname": Str()}, needed=("groupname",))
def search_groups(call: Call) -> Answer:
    call.require_login()
    asked, name = call.listing(), call.query["groupname"]
    if not name:
        raise bad_request("need to provide groupname to search user group")
    asked.keywords = {"GroupName": Fuzzy(name)}
    found = asked.filtered(GROUPS, call.table("usergroups"))
    page = sorted(asked.paged(found), key=lambda row: most_alike(row["group_name"], name))
    items = [shown(row, "id", "group_name", "group_type") for row in page]
    return call.page(asked, items, len(found))


@routes("POST", "/usergroups", body=("usergroup", GROUP), body_needed=False)
def create_group(call: Call) -> Answer:
    require(call, "create")
    body = call.body or {}
    name, kind = body.get("group_name", ""), body.get("group_type", 0)
    if not name:
        raise Refused(400)
    dn = body.get("ldap_group_dn", "")
    if kind == LDAP:  # there is no LDAP to find it in
        raise bad_request(f"LDAP Group DN is not found: DN:{dn}")
    groups = call.table("usergroups")
    if groups.find(group_name=name, group_type=kind):
        raise conflict(
            f"duplicate user group, group name:{name}, group type: {kind}, ldap group DN: {dn}"
        )
    group = groups.insert(
        group_name=fitting(name), group_type=kind, ldap_group_dn=dn.strip().lower()
    )
    return call.created(group["id"])


def fitting(name: str) -> str:
    if len(name) > 255:
        raise broken()
    return name


@routes("GET", "/usergroups/{group_id:int}")
def get_group(call: Call) -> Answer:
    require(call, "read")
    group = call.table("usergroups").get(group_id(call))
    if group is None:
        raise missing(call)
    return Answer(body=shown(group, "group_name", "group_type", "ldap_group_dn"))


def missing(call: Call) -> Exception:
    return not_found(f"the user group with id {call.params['group_id']} is not found")


@routes("PUT", "/usergroups/{group_id:int}", body=("usergroup", GROUP), body_needed=False)
def update_group(call: Call) -> None:
    require(call, "update")
    name = (call.body or {}).get("group_name", "")
    if call.params["group_id"] <= 0 or not name:
        raise Refused(400)
    groups = call.table("usergroups")
    if groups.get(call.params["group_id"]) is None:
        raise missing(call)
    groups.update(call.params["group_id"], group_name=fitting(name))


@routes("DELETE", "/usergroups/{group_id:int}")
def delete_group(call: Call) -> None:
    require(call, "delete")
    key = group_id(call)
    call.table("usergroups").delete(key)
    call.table("members").delete_all(entity_type="g", entity_id=key)
