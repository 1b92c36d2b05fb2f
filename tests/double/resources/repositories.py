# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Repositories: they come with a push or a copy, and stay when their last artifact goes."""

from __future__ import annotations

import re
import urllib.parse
from typing import Any

from .. import content, context
from ..answers import Answer
from ..binding import Int, Str, Struct
from ..call import Call
from ..hub import Hub, shown_time
from ..listing import AnyOf, Model
from ..routing import Routes
from .projects import robot_names

Row = dict[str, Any]

routes = Routes()
tables = {"repositories": {"unique": [("name",)], "indexes": [("project_id",)]}}

REPOSITORY = Struct(
    "Repository", id=Int(), name=Str(), project_id=Int(), description=Str(), artifact_count=Int(),
    pull_count=Int(), creation_time=Str(), update_time=Str(),
)  # fmt: skip
REPOSITORIES = Model(
    order="-creation_time",
    id="RepositoryID",
    repository_id="RepositoryID",
    name="Name",
    project_id="ProjectID",
    description="Description",
    pull_count="PullCount",
    creation_time="CreationTime",
    update_time="UpdateTime",
)
PATH = "/projects/{project_name}/repositories"
# As Go's html/template escapes it.
ESCAPES = {"<": "&lt;", ">": "&gt;", "&": "&amp;", '"': "&#34;", "'": "&#39;", "\0": "\ufffd"}


def name_of(call: Call) -> str:
    """The repository of the path with its project; its slashes are encoded twice there."""
    text: str = call.params["repository_name"]
    if not re.search(r"%(?![0-9A-Fa-f]{2})", text):
        text = urllib.parse.unquote(text)
    return f"{call.params['project_name']}/{text}"


def shown(hub: Hub, repository: Row) -> Row:
    answer = {
        "id": repository["id"],
        "project_id": repository["project_id"],
        "name": repository["name"],
        "artifact_count": content.count(hub, repository),
        "pull_count": repository["pull_count"],
        "creation_time": shown_time(repository["creation_time"]),
        "update_time": shown_time(repository["update_time"]),
    }
    if repository["description"]:
        answer["description"] = repository["description"]
    return answer


def wanted(call: Call, action: str) -> Row:
    """The repository of the path. Raises a 401, 403 or 404."""
    call.require_project(call.params["project_name"], "repository", action)
    return content.repository_of(call.hub, name_of(call))


@routes("GET", "/repositories", listed=True)
def list_all(call: Call) -> Answer:
    asked = call.listing()
    if not call.caller.sysadmin:
        ids = projects_of(call)
        if not ids:
            return call.page(asked, [], 0)
        asked.keywords["ProjectID"] = AnyOf(tuple(ids))
    return listing(call, call.table("repositories"), asked)


def projects_of(call: Call) -> list[int]:
    """Those whose repositories this caller is shown without asking for their project."""
    caller = call.caller
    names = robot_names(call) if caller.robot else set()
    mine = {
        member["project_id"]
        for member in (
            call.table("members").find(entity_type="u", entity_id=caller.user_id)
            if caller.user
            else ()
        )
    }
    return [
        row["project_id"]
        for row in call.table("projects")
        if "*" in names
        or row["name"] in names
        or row["project_id"] in mine
        or context.is_true(row["metadata"].get("public"))
    ]


def listing(call: Call, rows: Any, asked: Any) -> Answer:
    return call.list(asked, REPOSITORIES, rows, lambda row: shown(call.hub, row))


@routes("GET", PATH, listed=True)
def list_of_project(call: Call) -> Answer:
    name = call.params["project_name"]
    call.require_project(name, "repository", "list")
    project = call.project(name)
    asked = call.listing()
    asked.keywords["ProjectID"] = project["project_id"]
    rows = call.table("repositories").find(project_id=project["project_id"])
    return listing(call, rows, asked)


@routes("GET", PATH + "/{repository_name}")
def get_repository(call: Call) -> Answer:
    return Answer(body=shown(call.hub, wanted(call, "read")))


@routes("PUT", PATH + "/{repository_name}", body=("repository", REPOSITORY))
def update_repository(call: Call) -> None:
    repository = wanted(call, "update")
    text: str = call.body.get("description", "")
    if call.version >= "2.12.4":
        text = "".join(ESCAPES.get(char, char) for char in text)
    call.table("repositories").update(repository["id"], description=text, update_time=call.now)


@routes("DELETE", PATH + "/{repository_name}")
def delete_repository(call: Call) -> None:
    repository = wanted(call, "delete")
    content.delete_repository(call.hub, repository, call.caller.name)
    call.audit("delete", "repository", repository["name"], repository["project_id"])


def counts(hub: Hub, repository: Row) -> Row:
    return {
        "pull_count": repository["pull_count"],
        "artifact_count": content.count(hub, repository),
    }


def install(hub: Hub) -> None:
    hub.summaries["repository"] = counts
