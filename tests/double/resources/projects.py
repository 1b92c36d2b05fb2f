# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Projects: much of what a request says is dropped without a word."""

from __future__ import annotations

import functools
import re
from typing import Any

from .. import context, rights
from ..answers import Answer, bad_request, broken, conflict, forbidden, precondition
from ..binding import Bool, Int, Str, Struct
from ..call import Call
from ..hub import ZERO_TIME, Hub, shown_time
from ..listing import Fuzzy, Model
from ..routing import Routes
from ..versions import Version
from . import cve_allowlists, metadatas, quotas

Row = dict[str, Any]

routes = Routes()
tables = {
    "projects": {
        "key": "project_id",
        "unique": [("name",)],
        "indexes": [("owner_id",)],
        "order": "name",
    }
}
furnish_order = 20  # after the users

NAME = re.compile(r"[a-z0-9]+(?:[._-][a-z0-9]+)*")
PERMITTED_REGISTRIES = {
    "docker-hub": "2.0",
    "harbor": "2.0",
    "azure-acr": "2.0",
    "ali-acr": "2.12",
    "aws-ecr": "2.0",
    "google-gcr": "2.0",
    "docker-registry": "2.0",
    "github-ghcr": "2.6",
    "jfrog-artifactory": "2.7",
}
RETENTION_ID_SET = (
    "the retention_id in the request's payload when creating a project should be omitted,"
    " alternatively passing an empty string"
)
RETENTION_ID_CHANGED = (
    "the retention_id in the request's payload when updating a project should be omitted,"
    " alternatively passing the one that has already been associated to this project"
)


@functools.cache
def body(version: Version) -> Struct:
    keys = {key: Str() for key in metadatas.KEYS if metadatas.known(key, version)}
    return Struct(
        "ProjectReq",
        project_name=Str(most=255),
        public=Bool(),
        metadata=Struct("ProjectMetadata", **keys),
        cve_allowlist=cve_allowlists.ALLOWLIST,
        storage_limit=Int(),
        registry_id=Int(),
    )


def by_public(project: Row, wanted: Any) -> bool:
    text = "true" if wanted is True or context.is_true(str(wanted)) else "false"
    return bool(project["metadata"].get("public") == text)


PROJECTS = Model(
    {"public": by_public, "Public": by_public},
    order="name",
    project_id="ProjectID",
    owner_id="OwnerID",
    name="Name",
    creation_time="CreationTime",
    update_time="UpdateTime",
    registry_id="RegistryID",
)


def metadata_said(call: Call, proxy: bool) -> Row:
    """The metadata of a body without what this version or this kind of project drops."""
    said: Row = call.body.get("metadata") or {}
    found = dict(said)
    if not found.get("public"):
        found.pop("public", None)
    for key in ("enable_content_trust",) if proxy else metadatas.FOR_PROXIES:
        found.pop(key, None)
    return found


def repo_count(hub: Hub, project_id: int) -> int:
    repositories = hub.store.tables.get("repositories")
    return len(repositories.find(project_id=project_id)) if repositories else 0


def highest(roles: list[int]) -> int:
    return next((role for role in rights.BY_POWER if role in roles), 0)


def shown(call: Call, project: Row, detail: bool = True) -> Row:
    hub, project_id = call.hub, project["project_id"]
    answer: Row = {"project_id": project_id, "owner_id": project["owner_id"]}
    answer["name"] = project["name"]
    if project["registry_id"]:
        answer["registry_id"] = project["registry_id"]
    answer["creation_time"] = shown_time(project["creation_time"])
    answer["update_time"] = shown_time(project["update_time"])
    answer["current_user_role_ids"] = None
    if call.caller.user:
        roles = context.roles(hub, call.caller.user_id, project_id)
        if roles:
            answer["current_user_role_ids"] = roles
        if highest(roles):
            answer["current_user_role_id"] = highest(roles)
    answer["repo_count"] = repo_count(hub, project_id)
    if not detail:
        answer["cve_allowlist"] = {
            "items": None, "creation_time": ZERO_TIME, "update_time": ZERO_TIME,
        }  # fmt: skip
        return answer
    owner = hub.store["users"].get(project["owner_id"])
    if owner is not None:
        answer["owner_name"] = owner["username"]
    answer["metadata"] = metadatas.shown(project["metadata"], call.version)
    answer["cve_allowlist"] = cve_allowlists.of_project(hub, project_id)
    return answer


# -- create


@routes("POST", "/projects", body=("project", body))
def create_project(call: Call) -> Answer:
    call.require_login()
    caller, body = call.caller, call.body
    if caller.robot and not caller.system_robot:
        raise forbidden("Only system level robot can create project")
    admin = call.may_system("project", "create")
    if call.setting("project_creation_restriction") == "adminonly" and not admin:
        raise forbidden("Only system admin can create project")
    registry_id = body.get("registry_id")
    if registry_id is not None and not admin:
        raise forbidden("Only system admin can create proxy cache project")
    limit = storage_limit(call, admin)
    metadata = metadata_said(call, registry_id is not None)
    if "public" not in metadata:
        metadata["public"] = "true" if body.get("public") else "false"
    if metadata["public"] not in ("true", "false"):
        raise bad_request(
            f"metadata.public should only be 'true' or 'false', but got: '{metadata['public']}'"
        )
    if metadata.pop("retention_id", ""):
        raise bad_request(f"bad request: {RETENTION_ID_SET}")
    if registry_id is not None:
        check_proxy(call, registry_id, metadata)
    if limit is not None:
        quotas.check_limit(limit, "bad request: ")
    name = body.get("project_name", "")
    check_name(name)
    project = add(call.hub, name, owner_of_new(call), metadata, registry_id or 0)
    if limit is not None:
        quotas.add(call.hub, project["project_id"], limit)
    call.hub.fire("project created", project)
    call.audit("create", "project", name, project["project_id"])
    by_name = call.flag("X-Resource-Name-In-Location")
    return call.created(name if by_name else project["project_id"])


def storage_limit(call: Call, admin: bool) -> int | None:
    if not call.setting("quota_per_project_enable"):
        return None
    said: int | None = call.body.get("storage_limit")
    limit: int = said if said and admin else call.setting("storage_per_project")
    return limit


def check_proxy(call: Call, registry_id: int, metadata: Row) -> None:
    if registry_id <= 0:
        raise bad_request(
            f"bad request: {registry_id} is invalid value of registry_id, it should be geater than"
            " 0"
        )
    registries = call.hub.store.tables.get("registries")
    registry = registries.get(registry_id) if registries else None
    if registry is None:
        raise broken()
    if call.version < PERMITTED_REGISTRIES.get(registry["type"], "999"):
        raise bad_request(f"bad request: unsupported registry type {registry['type']}")
    for key, what in (
        ("proxy_speed_kb", "by an int32, but got:"),
        ("max_upstream_conn", "be an int, but got"),
    ):
        text = metadata.get(key)
        if text is not None and not metadatas.is_int32(text):
            raise bad_request(
                f"metadata.{key} should {what} '{text}', err: strconv.ParseInt: parsing"
                f' "{text}": invalid syntax'
            )


def check_name(name: str) -> None:
    if not name:
        raise bad_request("Project name  is illegal in length. (greater than 255 or less than 1)")
    if not NAME.fullmatch(name):
        raise bad_request("project name is not in lower case or contains illegal characters")


def owner_of_new(call: Call) -> int:
    if call.caller.user:
        return call.caller.user_id
    admins = [user["user_id"] for user in call.table("users") if user["sysadmin_flag"]]
    if not admins:
        raise broken()
    return int(min(admins))


def add(hub: Hub, name: str, owner_id: int, metadata: Row, registry_id: int = 0) -> Row:
    now = hub.now()
    project = hub.store["projects"].insert(
        name=name, owner_id=owner_id, metadata=metadata, registry_id=registry_id,
        creation_time=now, update_time=now,
    )  # fmt: skip
    project_id = project["project_id"]
    hub.store["members"].insert(
        project_id=project_id, entity_type="u", entity_id=owner_id, role=rights.PROJECT_ADMIN
    )
    cve_allowlists.add_empty(hub, project_id)
    return project


# -- read


@routes("HEAD", "/projects", query={"project_name": Str()}, needed=("project_name",))
def head_project(call: Call) -> None:
    call.require_login()
    name = call.query["project_name"]
    if not name:
        raise bad_request("project name required")
    call.project(name)


@routes(
    "GET", "/projects", listed=True,
    query={"name": Str(), "public": Bool(), "owner": Str(), "with_detail": (Bool(), True)},
)  # fmt: skip
def list_projects(call: Call) -> Answer:
    asked = call.listing()
    public = call.query["public"]
    if call.query["name"]:
        asked.keywords["name"] = Fuzzy(call.query["name"])
    if call.query["owner"]:
        asked.keywords["owner"] = call.query["owner"]
    if public is not None:
        asked.keywords["public"] = public
    if not call.caller.authenticated:
        if public is False:
            return Answer(body=[], headers={"X-Total-Count": "0"})
        asked.keywords["public"] = True
    rows = narrowed(call, asked.exact("name", "Name"))
    owner = asked.keywords.pop("owner", None)
    if isinstance(owner, str):
        user = call.table("users").one(username=owner)
        rows = [row for row in rows if user and row["owner_id"] == user["user_id"]]
    rows = within_reach(call, rows, asked.keywords.get("public"))
    detail = call.query["with_detail"]
    return call.list(asked, PROJECTS, rows, lambda row: shown(call, row, detail), already="name")


def narrowed(call: Call, name: Any) -> list[Row]:
    """All projects by name, or the one that has it."""
    if name is None:
        return call.table("projects").sorted()
    project = call.table("projects").one(name=str(name))
    return [project] if project else []


def within_reach(call: Call, rows: list[Row], public: Any) -> list[Row]:
    """Without what this caller is not shown."""
    caller = call.caller
    if not caller.authenticated or call.may_system("project", "list"):
        return rows
    also_public = public is None or context.is_true(str(public))
    if caller.robot:
        names = robot_names(call)
        if "*" in names or not names:
            return rows
        mine = {row["project_id"] for row in rows if row["name"] in names}
    else:
        members = call.table("members").find(entity_type="u", entity_id=caller.user_id)
        mine = {member["project_id"] for member in members}
    return [
        row
        for row in rows
        if row["project_id"] in mine or (also_public and row["metadata"].get("public") == "true")
    ]


def robot_names(call: Call) -> set[str]:
    """The namespaces of a robot's permissions."""
    names = set()
    for policy in call.caller.robot["policies"] if call.caller.robot else ():
        scope = policy["scope"]
        if scope == "/system":
            names.add("/")
        elif scope == "/project/*":
            names.add("*")
        else:
            project = call.table("projects").get(int(scope.rpartition("/")[2]))
            if project is not None:
                names.add(project["name"])
    return names


@routes("GET", "/projects/{project_name_or_id}")
def get_project(call: Call) -> Answer:
    return Answer(body=shown(call, call.allowed_project("", "read")))


@routes("GET", "/projects/{project_name_or_id}/_deletable")
def get_deletable(call: Call) -> Answer:
    project = call.allowed_project("", "delete")
    message = not_deletable(call.hub, project)
    return Answer(body={"message": message} if message else {"deletable": True})


def not_deletable(hub: Hub, project: Row) -> str:
    if repo_count(hub, project["project_id"]):
        return "the project contains repositories, can not be deleted"
    return ""


COUNTS = {
    rights.PROJECT_ADMIN: "project_admin_count",
    rights.MAINTAINER: "maintainer_count",
    rights.DEVELOPER: "developer_count",
    rights.GUEST: "guest_count",
    rights.LIMITED_GUEST: "limited_guest_count",
}


@routes("GET", "/projects/{project_name_or_id}/summary")
def get_summary(call: Call) -> Answer:
    project = call.allowed_project("", "read")
    project_id = project["project_id"]
    answer: Row = {"repo_count": repo_count(call.hub, project_id)}
    quota = quotas.of_project(call.hub, project_id)
    if (
        quota is not None
        and call.setting("quota_per_project_enable")
        and call.may_project(project_id, "quota", "read")
    ):
        answer["quota"] = {"hard": {"storage": quota["hard"]}, "used": {"storage": quota["used"]}}
    if call.may_project(project_id, "member", "list"):
        for member in call.table("members").find(project_id=project_id):
            key = COUNTS.get(member["role"])
            if key:
                answer[key] = answer.get(key, 0) + 1
    registries = call.hub.store.tables.get("registries")
    registry = registries.get(project["registry_id"]) if registries else None
    if registry is not None:
        summary = call.hub.summaries.get("registry")
        answer["registry"] = summary(call.hub, registry) if summary else {"id": registry["id"]}
    return Answer(body=answer)


# -- change


@routes("PUT", "/projects/{project_name_or_id}", body=("project", body))
def update_project(call: Call) -> None:
    project = call.allowed_project("", "update")
    project_id = project["project_id"]
    allowlist = call.body.get("cve_allowlist")
    if allowlist is not None and allowlist.get("project_id", 0) not in (0, project_id):
        raise bad_request(
            f"project_id in cve_allowlist must be {project_id} but it's {allowlist['project_id']}"
        )
    metadata = metadata_said(call, bool(project["registry_id"]))
    if "retention_id" in metadata and (
        metadata["retention_id"] != project["metadata"].get("retention_id")
    ):
        prefix = "bad request: " if call.version < "2.10" else ""
        raise bad_request(prefix + RETENTION_ID_CHANGED)
    if metadata:
        merged = {**project["metadata"], **metadata}
        call.table("projects").update(project_id, metadata=merged)
    if allowlist is not None:
        cve_allowlists.replace(call, project_id, allowlist)


@routes("DELETE", "/projects/{project_name_or_id}")
def delete_project(call: Call) -> None:
    project = call.allowed_project("", "delete")
    message = not_deletable(call.hub, project)
    if message:
        raise precondition(f"precondition failed: {message}")
    project_id = project["project_id"]
    call.table("projects").delete(project_id)
    call.table("members").delete_all(project_id=project_id)
    call.table("quotas").delete_all(project_id=project_id)
    cve_allowlists.remove(call.hub, project_id)
    # What else belongs to it: each resource listens.
    call.hub.fire("project deleted", project)
    call.audit("delete", "project", project["name"], project_id)


def taken(project: Row) -> Exception:
    return conflict(f"The project named {project['name']} already exists")


def install(hub: Hub) -> None:
    hub.store["projects"].refuse = taken


def furnish(hub: Hub) -> None:
    project = add(hub, "library", 1, {"public": "true"})
    quotas.add(hub, project["project_id"], -1)
