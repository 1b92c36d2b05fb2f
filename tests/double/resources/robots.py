# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Robot accounts. A row keeps its rights as policies: scope, resource, action, effect."""

from __future__ import annotations

import datetime
import re
import secrets
import string
from typing import Any

from .. import rights
from ..answers import Answer, bad_request, broken, conflict, crashed, denied, not_found
from ..binding import Bool, Int, List, Str, Struct, whole_number
from ..call import Call, ProjectReference
from ..context import digest, sealed
from ..hub import Hub, shown_time
from ..listing import Model, Query
from ..routing import Routes
from .users import WEAK, strong

Row = dict[str, Any]

routes = Routes()
tables = {"robots": {"unique": [("name",)], "indexes": [("project_id",)], "order": "name"}}

NAME = re.compile(r"[a-z0-9]+(?:[._-][a-z0-9]+)*")
SYSTEM, PROJECT = "system", "project"
ALL_PROJECTS = "/project/*"

PERMISSION = Struct(
    "RobotPermission",
    kind=Str(),
    namespace=Str(),
    access=List(Struct("Access", resource=Str(), action=Str(), effect=Str())),
)
CREATION = Struct(
    "RobotCreate",
    name=Str(),
    description=Str(),
    secret=Str(),
    level=Str(),
    disable=Bool(),
    duration=Int(),
    permissions=List(PERMISSION),
)
ROBOT = Struct(
    "Robot",
    id=Int(),
    name=Str(),
    description=Str(),
    secret=Str(),
    level=Str(),
    duration=Int(),
    editable=Bool(),
    disable=Bool(),
    expires_at=Int(),
    permissions=List(PERMISSION),
    creator_type=Str(),
    creator_ref=Int(),
)
SECRET = Struct("RobotSec", secret=Str())
ROBOTS = Model(
    order="name",
    id="ID",
    name="Name",
    description="Description",
    duration="Duration",
    project_id="ProjectID",
    disabled="Disabled",
    creator_ref="CreatorRef",
    creator_type="CreatorType",
    creation_time="CreationTime",
    update_time="UpdateTime",
)


def new_secret() -> str:
    """32 letters and digits that keep the rule."""
    letters = string.ascii_letters + string.digits
    while True:
        secret = "".join(secrets.choice(letters) for _place in range(32))
        if strong(secret):
            return secret


def after_days(start: float, days: int) -> int:
    """The second at which a robot expires: calendar days in UTC; -1 for never."""
    if days == -1:
        return -1
    try:
        moment = datetime.datetime.fromtimestamp(start, datetime.timezone.utc)
        return int((moment + datetime.timedelta(days=days)).timestamp())
    except OverflowError:
        return int(start) + days * 86400


# -- what is shown


def namespace(hub: Hub, scope: str) -> tuple[str, str] | None:
    """(kind, namespace) of a scope, None if its project is gone."""
    if scope == "/system":
        return SYSTEM, "/"
    if scope == ALL_PROJECTS:
        return PROJECT, "*"
    project = hub.store["projects"].get(int(scope.rpartition("/")[2]))
    return None if project is None else (PROJECT, project["name"])


def permissions(hub: Hub, robot: Row) -> list[Row]:
    """Grouped by namespace, in an order that differs from one time to the next."""
    scopes: dict[str, list[Row]] = {}
    for policy in robot["policies"]:
        scopes.setdefault(policy["scope"], []).append(
            {key: policy[key] for key in ("resource", "action", "effect") if policy[key]}
        )
    found = []
    for scope, accesses in scopes.items():
        named = namespace(hub, scope)
        if named is not None:
            found.append({"kind": named[0], "namespace": named[1], "access": accesses})
    hub.random.shuffle(found)
    return found


def shown(hub: Hub, robot: Row) -> Row:
    answer: Row = {"id": robot["id"], "name": full_name(hub, robot)}
    if robot["description"]:
        answer["description"] = robot["description"]
    answer["level"] = robot["level"]
    if robot["duration"] or hub.version >= "2.12":
        answer["duration"] = robot["duration"]
    answer["editable"] = True
    answer["disable"] = robot["disabled"]
    if robot["expires_at"]:
        answer["expires_at"] = robot["expires_at"]
    answer["permissions"] = permissions(hub, robot)
    if hub.version >= "2.12":
        answer["creator_type"] = robot["creator_type"]
        answer["creator_ref"] = robot["creator_ref"]
    answer["creation_time"] = shown_time(robot["creation_time"])
    answer["update_time"] = shown_time(robot["update_time"])
    return answer


def full_name(hub: Hub, robot: Row) -> str:
    return str(hub.setting("robot_name_prefix")) + str(robot["name"])


# -- what is refused


def check(call: Call, level: str, duration: int, wanted: list[Row]) -> None:
    right = duration == -1 or 0 < duration < 2**31 - 1
    if not right and not (duration == 0 and call.version < "2.11"):
        rule = ", duration must be either -1(Never) or a positive integer"
        rule = rule if call.version >= "2.11" else ""
        raise bad_request(f"bad request error duration input: {duration}{rule}")
    if level not in (SYSTEM, PROJECT):
        raise bad_request(f"bad request error level input: {level}")
    if not wanted:
        raise bad_request("bad request empty permission")
    if not all(permission.get("access") for permission in wanted):
        raise bad_request("bad request empty access")
    if level == PROJECT and len(wanted) > 1:
        raise bad_request("bad request permission")
    if call.version >= "2.10":
        for permission in wanted:
            check_access(call, permission)


def check_access(call: Call, permission: Row) -> None:
    kind = permission.get("kind", "")
    if kind not in (SYSTEM, PROJECT):
        raise bad_request(f"bad request permission level: {kind}")
    known = rights.for_robots(kind, call.version)
    for access in permission["access"]:
        right = (access.get("resource", ""), access.get("action", ""))
        if right not in known:
            raise bad_request(f"bad request permission: {right[0]}:{right[1]}")


def wanted_permissions(call: Call) -> list[Row]:
    """Those of the body, without nulls."""
    found = [dict(permission or {}) for permission in call.body.get("permissions") or []]
    for permission in found:
        permission["access"] = [access or {} for access in permission.get("access") or []]
    return found


def require(call: Call, level: str, project: ProjectReference, action: str) -> None:
    if level == SYSTEM:
        call.require_system("robot", action)
    else:
        call.require_project(project, "robot", action)


def scope_of(call: Call, permission: Row) -> str:
    kind, space = permission.get("kind", ""), permission.get("namespace", "")
    if kind == SYSTEM:
        if space != "/":
            raise bad_request("unknown namespace")
        return "/system"
    if kind != PROJECT:
        raise bad_request("unknown robot kind")
    if space == "*":
        return ALL_PROJECTS
    return f"/project/{call.project(space)['project_id']}"


def policies(call: Call, wanted: list[Row]) -> list[Row]:
    """As they are stored: doubles once."""
    found: dict[tuple[str, ...], Row] = {}
    for permission in wanted:
        scope = scope_of(call, permission)
        for access in permission["access"]:
            policy = {key: access.get(key, "") for key in ("resource", "action", "effect")}
            found.setdefault((scope, *policy.values()), {"scope": scope, **policy})
    return list(found.values())


def within(call: Call, wanted: list[Row], creator: Row) -> bool:
    """Whether a robot may hand on what is wanted: no more than it has itself."""
    own: dict[str, set[tuple[str, str, str]]] = {}
    for permission in permissions(call.hub, creator):
        key = f"{permission['kind']}:{permission['namespace']}"
        own[key] = {
            (one["resource"], one["action"], one.get("effect", "")) for one in permission["access"]
        }
    for permission in wanted:
        kind, space = permission.get("kind", ""), permission.get("namespace", "")
        mine = own.get(f"{kind}:{space}", own.get(f"{kind}:*"))
        if mine is None:
            return False
        for one in permission["access"]:
            if (one.get("resource", ""), one.get("action", ""), one.get("effect", "")) not in mine:
                return False
    return True


# -- create


@routes("POST", "/robots", body=("robot", CREATION))
def create_robot(call: Call) -> Answer:
    body = call.body
    name, level = body.get("name", ""), body.get("level", "")
    if not NAME.fullmatch(name):
        raise bad_request("robot name is not in lower case or contains illegal characters")
    wanted = wanted_permissions(call)
    duration = body.get("duration", 0)
    check(call, level, duration, wanted)
    space = wanted[0].get("namespace", "")
    require(call, level, space, "create")
    creator = call.caller.robot
    if creator is not None and call.version >= "2.15":
        require_within(call, wanted, creator)
    project = call.project(space) if level == PROJECT else None
    if creator is not None and "2.12" <= call.version < "2.15":
        if creator["project_id"] != (project["project_id"] if project else 0):
            raise denied("denied")
        require_within(call, wanted, creator)
    return made(call, name, level, project, duration, body.get("description", ""), wanted)


def require_within(call: Call, wanted: list[Row], creator: Row) -> None:
    if not within(call, wanted, creator):
        raise denied(
            "permission scope is invalid. It must be equal to or more restrictive than the creator"
            f" robot's permissions: {full_name(call.hub, creator)}"
        )


def made(
    call: Call,
    name: str,
    level: str,
    project: Row | None,
    duration: int,
    description: str,
    wanted: list[Row],
) -> Answer:
    """Store a new robot; its answer is the only one with the secret."""
    if duration == 0:
        duration = call.setting("robot_token_duration")
    stored = f"{project['name']}+{name}" if project else name
    if len(stored) > 255 or len(description) > 1024:
        raise broken()
    secret, now = new_secret(), call.now
    robot = call.table("robots").insert(
        name=stored,
        level=level,
        project_id=project["project_id"] if project else 0,
        description=description,
        duration=duration,
        expires_at=after_days(now, duration),
        disabled=False,
        policies=[],
        creator_type="robot" if call.caller.robot else "local",
        creator_ref=call.caller.robot["id"] if call.caller.robot else call.caller.user_id,
        creation_time=now,
        update_time=now,
        **sealed(secret),
    )
    robot = call.table("robots").update(robot["id"], policies=policies(call, wanted))
    answer: Row = {"id": robot["id"], "name": full_name(call.hub, robot), "secret": secret}
    answer["creation_time"] = shown_time(now)
    answer["expires_at"] = robot["expires_at"]
    call.audit(
        "create", "robot", answer["name"], robot["project_id"],
        description=f"create robot: {answer['name']}",
    )  # fmt: skip
    return call.created(robot["id"], answer)


# -- read


@routes("GET", "/robots", listed=True)
def list_robots(call: Call) -> Answer:
    call.require_login()
    asked = call.listing()
    level, project_id = asked_level(call, asked)
    require(call, level, project_id, "list")
    column = asked.exact("project_id", "ProjectID")
    rows = call.table("robots").sorted()
    if isinstance(column, (int, str)) and (number := whole_number(str(column))) is not None:
        rows = call.table("robots").find(project_id=number)
        rows.sort(key=lambda row: row["name"])
    return call.list(asked, ROBOTS, rows, lambda robot: shown(call.hub, robot), already="name")


def asked_level(call: Call, asked: Query) -> tuple[str, int]:
    """Level and project of a list. Only the exact words Level and ProjectID are looked at."""
    level = asked.keywords.get("Level", SYSTEM)
    if not isinstance(level, str):
        raise crashed()
    if level not in (SYSTEM, PROJECT):
        raise bad_request("bad request error level input")
    if level == SYSTEM:
        if "Level" not in asked.keywords or call.version >= "2.13":
            asked.keywords["ProjectID"] = 0
        return level, 0
    if "ProjectID" not in asked.keywords:
        raise bad_request("must with project ID when to query project robots")
    text = asked.keywords["ProjectID"]
    if not isinstance(text, str):
        raise crashed()
    number = whole_number(text)
    if call.version >= "2.13":
        if number is None or number <= 0:
            raise bad_request("ProjectID must be a positive integer")
    elif number is None:
        raise bad_request("Project ID must be int type.")
    return level, number


@routes("GET", "/robots/{robot_id:int}")
def get_robot(call: Call) -> Answer:
    return Answer(body=shown(call.hub, wanted_robot(call, "read")))


def wanted_robot(call: Call, action: str) -> Row:
    """The robot of the path. A 404 comes before a 403, for whoever is logged in."""
    call.require_login()
    robot = call.table("robots").get(call.params["robot_id"])
    if robot is None:
        raise not_found(f"robot {call.params['robot_id']} not found")
    if action:
        require(call, robot["level"], robot["project_id"], action)
    return robot


# -- change


@routes("PUT", "/robots/{robot_id:int}", body=("robot", ROBOT))
def update_robot(call: Call) -> None:
    robot, body = wanted_robot(call, ""), call.body
    older = call.version < "2.12"
    duration = body.get("duration", 0 if older else robot["duration"])
    wanted, level = wanted_permissions(call), body.get("level", "")
    check(call, level, duration, wanted)
    space = wanted[0].get("namespace", "")
    if robot["level"] != SYSTEM and (call.project(space)["project_id"] != robot["project_id"]):
        raise bad_request("cannot update the project id of robot")
    require(call, level if older else robot["level"], space, "update")
    if level != robot["level"] or body.get("name", "") != full_name(call.hub, robot):
        raise bad_request("cannot update the level or name of robot")
    changes: Row = {}
    if duration != robot["duration"]:
        days = duration or call.setting("robot_token_duration")
        changes["duration"] = days
        changes["expires_at"] = after_days(robot["creation_time"], days)
    description = body.get("description", "")
    if len(description) > 1024:
        raise broken()
    call.table("robots").update(
        robot["id"],
        description=description,
        disabled=body.get("disable", False),
        policies=policies(call, wanted),
        update_time=call.now,
        **changes,
    )


@routes("PATCH", "/robots/{robot_id:int}", body=("robotSec", SECRET))
def refresh_secret(call: Call) -> Answer:
    robot = wanted_robot(call, "update")
    secret, answer = call.body.get("secret", ""), {}
    if not secret:
        secret = new_secret()
        answer = {"secret": secret}
    elif not strong(secret):
        raise bad_request(f"the secret {WEAK}")
    call.table("robots").update(
        robot["id"], secret=digest(secret, robot["salt"]), update_time=call.now
    )
    return Answer(body=answer)


@routes("DELETE", "/robots/{robot_id:int}")
def delete_robot(call: Call) -> None:
    drop(call, wanted_robot(call, "delete"))


def drop(call: Call, robot: Row) -> None:
    call.table("robots").delete(robot["id"])
    name = full_name(call.hub, robot)
    call.audit("delete", "robot", name, robot["project_id"], description=f"delete robot: {name}")


def taken(robot: Row) -> Exception:
    return conflict(f"robot account {robot['project_id']}:{robot['name']} already exists")


def install(hub: Hub) -> None:
    robots = hub.store["robots"]
    robots.refuse = taken

    def end(project: Row) -> None:
        robots.delete_all(project_id=project["project_id"])

    hub.on("project deleted", end)
