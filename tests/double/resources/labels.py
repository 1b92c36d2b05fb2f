# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Labels, global and of projects. Whatever a POST says is stored, but for its scope."""

from __future__ import annotations

from typing import Any

from ..answers import Answer, bad_request, broken, conflict, not_found
from ..binding import Int, Str, Struct
from ..call import Call
from ..hub import Hub, shown_time
from ..listing import Fuzzy, Model
from ..routing import Routes

Row = dict[str, Any]

routes = Routes()
tables = {
    "labels": {"unique": [("name", "scope", "project_id")], "indexes": [("scope", "project_id")]}
}

LABEL = Struct(
    "Label",
    id=Int(),
    name=Str(),
    description=Str(),
    color=Str(),
    scope=Str(),
    project_id=Int(),
)
LABELS = Model(
    id="ID",
    name="Name",
    description="Description",
    color="Color",
    scope="Scope",
    project_id="ProjectID",
    creation_time="CreationTime",
    update_time="UpdateTime",
)


def shown(label: Row) -> Row:
    answer: Row = {"id": label["id"]}
    for name in ("name", "description", "color", "scope", "project_id"):
        if label[name]:
            answer[name] = label[name]
    answer["creation_time"] = shown_time(label["creation_time"])
    answer["update_time"] = shown_time(label["update_time"])
    return answer


def require(call: Call, scope: str, project_id: int, action: str) -> None:
    if scope == "g":
        call.require_system("label", action)
    elif scope == "p":
        call.require_project(project_id, "label", action)
    else:
        raise bad_request("unsupported label scope")


def wanted(call: Call) -> Row:
    """The label of the path. Raises a 404."""
    label = call.table("labels").get(call.params["label_id"])
    if label is None:
        raise not_found(f"label {call.params['label_id']} not found")
    return label


@routes("GET", "/labels", listed=True, query={"name": Str(), "scope": Str(), "project_id": Int()})
def list_labels(call: Call) -> Answer:
    asked = call.listing()
    scope, project_id = call.query["scope"] or "", call.query["project_id"] or 0
    if scope not in ("g", "p"):
        raise bad_request(f"invalid scope: {scope}")
    if call.query["name"]:
        asked.keywords["name"] = Fuzzy(call.query["name"])
    if scope == "p":
        if not project_id:
            raise bad_request("must with project ID when to query project labels")
        call.require_project(project_id, "label", "list")
        rows = call.table("labels").find(scope="p", project_id=project_id)
    else:
        rows = call.table("labels").find(scope="g", project_id=0)
    return call.list(asked, LABELS, rows, shown)


@routes("POST", "/labels", body=("label", LABEL))
def create_label(call: Call) -> Answer:
    scope = call.body.get("scope", "")
    project_id = 0 if scope == "g" else call.body.get("project_id", 0)
    require(call, scope, project_id, "create")
    label = call.table("labels").insert(
        scope=scope, project_id=project_id, creation_time=call.now, update_time=call.now,
        **said(call),
    )  # fmt: skip
    return call.created(label["id"])


def said(call: Call) -> Row:
    """Name, description and color of the body, as far as their columns hold them."""
    found = {name: call.body.get(name, "") for name in ("name", "description", "color")}
    if len(found["name"]) > 128 or len(found["color"]) > 16:
        raise broken()
    return found


@routes("GET", "/labels/{label_id:int}")
def get_label(call: Call) -> Answer:
    label = wanted(call)
    require(call, label["scope"], label["project_id"], "read")
    return Answer(body=shown(label))


@routes("PUT", "/labels/{label_id:int}", body=("label", LABEL))
def update_label(call: Call) -> None:
    label = wanted(call)
    require(call, label["scope"], label["project_id"], "update")
    name = call.body.get("name", "")
    if not name:
        raise bad_request("cannot be empty")
    if len(name.encode()) > 128:
        raise bad_request("max length is 128")
    if label["scope"] == "p" and label["project_id"] <= 0:
        raise bad_request(f"invalid: {label['project_id']}")
    call.table("labels").update(label["id"], update_time=call.now, **said(call))


@routes("DELETE", "/labels/{label_id:int}")
def delete_label(call: Call) -> None:
    label = wanted(call)
    require(call, label["scope"], label["project_id"], "delete")
    call.hub.fire("label deleted", label)
    call.table("labels").delete(label["id"])


def taken(label: Row) -> Exception:
    return conflict(f"label {label['name']} already exists")


def install(hub: Hub) -> None:
    hub.store["labels"].refuse = taken
