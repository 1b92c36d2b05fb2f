# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The robots of a project by the first version of their API, which ended with 2.13."""

from __future__ import annotations

import re
from typing import Any

from .. import rights
from ..answers import Answer, bad_request, not_found
from ..binding import Int, List, Str, Struct
from ..call import Call
from ..routing import Routes
from . import robots

Row = dict[str, Any]

routes = Routes()

PATH = "/projects/{project_name_or_id}/robots"
ONE = PATH + "/{robot_id:int}"
ENDED = "2.13"
CREATION = Struct(
    "RobotCreateV1",
    name=Str(),
    description=Str(),
    expires_at=Int(),
    access=List(Struct("Access", resource=Str(), action=Str(), effect=Str())),
)


@routes("GET", PATH, listed=True, until=ENDED)
def list_robots(call: Call) -> Answer:
    reference = call.project_reference()
    call.require_project(reference, "robot", "list")
    asked = call.listing()
    project_id = call.project(reference)["project_id"]
    asked.keywords["ProjectID"] = project_id
    rows = call.table("robots").find(project_id=project_id)
    return call.list(asked, robots.ROBOTS, rows, lambda row: robots.shown(call.hub, row))


@routes("POST", PATH, body=("robot", CREATION), until=ENDED)
def create_robot(call: Call) -> Answer:
    reference = call.project_reference()
    call.require_project(reference, "robot", "create")
    accesses = [one or {} for one in call.body.get("access") or []]
    if not accesses:
        raise bad_request("bad request no access")
    project = call.project(reference)
    root = f"/project/{project['project_id']}"
    known = {
        (f"{root}/{resource}" if resource else root, action)
        for resource, action in rights.of_all_roles(call.version)
    }
    for one in accesses:
        resource, action = one.get("resource", ""), one.get("action", "")
        if (resource, action) not in known or one.get("effect"):
            raise bad_request(
                f"{action} action of {resource} resource not exist in project {reference}"
            )
    access = [
        {"resource": raw_resource(one["resource"]), "action": one["action"]} for one in accesses
    ]
    wanted = [{"kind": "project", "namespace": project["name"], "access": access}]
    name, description = call.body.get("name", ""), call.body.get("description", "")
    answer = robots.made(call, name, "project", project, 0, description, wanted)
    del answer.body["expires_at"]
    return answer


def raw_resource(resource: str) -> str:
    found = re.fullmatch(r"/project/[0-9]+/([a-z-]+)", resource)
    if not found:
        raise bad_request(f"bad resource {resource}")
    return found[1]


def wanted(call: Call, action: str) -> Row:
    reference = call.project_reference()
    call.require_project(reference, "robot", action)
    project_id = call.project(reference)["project_id"]
    robot = call.table("robots").get(call.params["robot_id"])
    if robot is None or robot["project_id"] != project_id:
        raise not_found(
            f"resource not found: cannot find robot with project id: {project_id} and id:"
            f" {call.params['robot_id']}"
        )
    return robot


@routes("GET", ONE, until=ENDED)
def get_robot(call: Call) -> Answer:
    return Answer(body=robots.shown(call.hub, wanted(call, "read")))


@routes("PUT", ONE, body=("robot", robots.ROBOT), until=ENDED)
def update_robot(call: Call) -> None:
    robot = wanted(call, "update")
    disabled = call.body.get("disable", False)
    call.table("robots").update(robot["id"], disabled=disabled, update_time=call.now)


@routes("DELETE", ONE, until=ENDED)
def delete_robot(call: Call) -> None:
    robots.drop(call, wanted(call, "delete"))
