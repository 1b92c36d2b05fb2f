# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Projects and repositories whose name contains a word. It is case-sensitive for projects."""

from __future__ import annotations

from typing import Any

from ..answers import Answer
from ..binding import Str
from ..call import Call
from ..context import is_true
from ..routing import Routes
from . import metadatas, projects

Row = dict[str, Any]

routes = Routes()


@routes("GET", "/search", query={"q": Str()}, needed=("q",))
def search(call: Call) -> Answer:
    word = call.query["q"]
    visible = [row for row in call.table("projects").sorted() if may_see(call, row)]
    found = []
    for row in visible:
        if word in row["name"]:
            one = projects.shown(call, row, detail=False)
            one["metadata"] = metadatas.shown(row["metadata"], call.version)
            found.append(one)
    return Answer(body={"project": found, "repository": repositories(call, visible, word)})


def may_see(call: Call, project: Row) -> bool:
    if call.caller.sysadmin or project["metadata"].get("public") == "true":
        return True
    if call.caller.user is None:
        return False
    member = call.table("members").one(
        project_id=project["project_id"], entity_type="u", entity_id=call.caller.user_id
    )
    return member is not None


def repositories(call: Call, visible: list[Row], word: str) -> list[Row]:
    """Those of visible projects; what one has to show is the registry's part."""
    show = call.hub.summaries.get("repository")
    table = call.hub.store.tables.get("repositories")
    if show is None or table is None:
        return []
    by_id = {project["project_id"]: project for project in visible}
    found = []
    for row in table:
        project = by_id.get(row["project_id"])
        if project is None or word.lower() not in row["name"].lower():
            continue
        one: Row = {"repository_name": row["name"], "project_name": project["name"]}
        one["project_id"] = row["project_id"]
        if is_true(project["metadata"].get("public")):
            one["project_public"] = True
        counts = show(call.hub, row)
        one.update(
            {name: counts[name] for name in ("pull_count", "artifact_count") if counts[name]}
        )
        found.append(one)
    return found
