# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Immutable tag rules. Nothing of a rule is judged, and equal ones are found by their JSON.

What they protect is in content.py.
"""

from __future__ import annotations

from typing import Any

from ..answers import Answer, bad_request, conflict, not_found
from ..binding import Any_, Bool, Int, List, Map, Str, Struct
from ..call import Call
from ..hub import Hub
from ..listing import Model
from ..routing import Routes
from . import executions

Row = dict[str, Any]

routes = Routes()
tables = {
    "immutable_rules": {
        "unique": [("project_id", "tag_filter")], "indexes": [("project_id",)],
    }
}  # fmt: skip

SELECTOR = Struct("ImmutableSelector", kind=Str(), decoration=Str(), pattern=Str(), extras=Str())
RULE = Struct(
    "ImmutableRule",
    id=Int(),
    priority=Int(),
    disabled=Bool(),
    action=Str(),
    template=Str(),
    params=Map(Any_()),
    tag_selectors=List(SELECTOR),
    scope_selectors=Map(List(SELECTOR), go="map[string][]models.ImmutableSelector"),
)
RULES = Model(id="ID", tag_filter="TagFilter", disabled="Disabled")
PATH = "/projects/{project_name_or_id}/immutabletagrules"


def selector(said: Row | None) -> Row:
    return {name: (said or {}).get(name, "") for name in ("kind", "decoration", "pattern")}


def rule_of(call: Call, project_id: int) -> Row:
    """The rule of a body, as it is stored."""
    body = call.body
    tags, scopes = body.get("tag_selectors"), body.get("scope_selectors")
    return {
        "id": body.get("id", 0),
        "project_id": project_id,
        "disabled": body.get("disabled", False),
        "priority": body.get("priority", 0),
        "action": body.get("action", ""),
        "template": body.get("template", ""),
        "tag_selectors": None if tags is None else [selector(one) for one in tags],
        "scope_selectors": None if scopes is None else {
            key: [selector(one) for one in found or ()] for key, found in scopes.items()
        },
    }  # fmt: skip


def shown_selector(stored: Row) -> Row:
    return {name: value for name, value in stored.items() if value}


def shown(row: Row) -> Row:
    rule = row["rule"]
    answer: Row = {"id": row["id"]}
    for name in ("action", "template", "priority"):
        if rule[name]:
            answer[name] = rule[name]
    if row["disabled"]:
        answer["disabled"] = True
    tags = rule["tag_selectors"]
    answer["tag_selectors"] = [shown_selector(one) for one in tags] if tags else None
    if rule["scope_selectors"]:
        answer["scope_selectors"] = {
            key: [shown_selector(one) for one in found] or None
            for key, found in rule["scope_selectors"].items()
        }
    return answer


def project_id_of(call: Call) -> int:
    """Raises a 404 for an unknown name; an id is taken as it is."""
    reference = call.project_reference()
    return reference if isinstance(reference, int) else int(call.project(reference)["project_id"])


def required(call: Call, action: str) -> int:
    """The project's id, if the caller may do that in it."""
    call.require_project(call.project_reference(), "immutable-tag", action)
    return project_id_of(call)


def wanted(call: Call, project_id: int) -> Row:
    """Raises a 404."""
    rule_id = call.params["immutable_rule_id"]
    row = call.table("immutable_rules").get(rule_id)
    if row is None:
        raise not_found(f"immutable rule {rule_id} not found")
    if row["project_id"] != project_id:
        raise not_found(f"resource not found: project id {project_id} does not match")
    return row


@routes("GET", PATH, listed=True)
def list_rules(call: Call) -> Answer:
    call.require_project(call.project_reference(), "immutable-tag", "list")
    asked = call.listing()
    rows = call.table("immutable_rules").find(project_id=project_id_of(call))
    answer = call.list(asked, RULES, rows)
    answer.body = [shown(row) for row in sorted(answer.body, key=lambda row: row["id"])]
    return answer


@routes("POST", PATH, body=("immutableRule", RULE))
def create_rule(call: Call) -> Answer:
    project_id = required(call, "create")
    rule = rule_of(call, project_id)
    row = call.table("immutable_rules").insert(
        project_id=project_id, rule=rule, tag_filter=executions.go_json(rule), disabled=False,
    )  # fmt: skip
    return call.created(row["id"])


@routes("PUT", PATH + "/{immutable_rule_id:int}", body=("immutableRule", RULE))
def update_rule(call: Call) -> None:
    if call.body.get("id", 0) != call.params["immutable_rule_id"]:
        raise bad_request(
            "bad request: the immutable_rule_id doesn't match the id in the payload body of"
            " ImmutableRule"
        )
    project_id = required(call, "update")
    row = wanted(call, project_id)
    rule = rule_of(call, project_id)
    if rule["disabled"] != row["disabled"]:
        # That is all that is applied then.
        changes = {"disabled": rule["disabled"]}
    else:
        changes = {"rule": rule, "tag_filter": executions.go_json(rule)}
    call.table("immutable_rules").update(row["id"], **changes)


@routes("DELETE", PATH + "/{immutable_rule_id:int}")
def delete_rule(call: Call) -> None:
    row = wanted(call, required(call, "delete"))
    call.table("immutable_rules").delete(row["id"])


def taken(_rule: Row) -> Exception:
    return conflict("immutable rule already exists")


def forget(hub: Hub, project: Row) -> None:
    hub.store["immutable_rules"].delete_all(project_id=project["project_id"])


def install(hub: Hub) -> None:
    hub.store["immutable_rules"].refuse = taken
    if hub.version >= "2.10":
        hub.on("project deleted", lambda project: forget(hub, project))
