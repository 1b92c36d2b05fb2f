# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Repositories of a project. They come with a push or a copy: Harbor has no way to create one."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from typing import Any

from .._core.errors import Refused
from .._core.harbor_action import Action, Call, Prepare, Todo
from .._core.harbor_field import Field, Values
from .._core.harbor_request import Repository, Request, q_exact
from .._core.harbor_spec import PROJECT, Asking, Change, Look, Spec, Wire
from .._core.harbor_version import Version
from .._core.image_reference import not_a_digest, parse_image, wrong_image
from .._core.option import Option
from . import project

_TAG = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}")
# What a name may have; with anything else q would mean something else, and none would have it.
_FUZZY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]*")
# html/template's words, which src/server/v2.0/handler/repository.go puts into a description.
_WORDS = {"&lt;": "<", "&gt;": ">", "&amp;": "&", "&#34;": '"', "&#39;": "'"}


def not_a_repository(value: str) -> str | None:
    image = parse_image(value)
    if image.tag is not None or image.digest is not None:
        return f"but a repository has no tag and no digest. Write {image.repository!r}."
    return wrong_image(value)


def not_a_tag(value: str) -> str | None:
    if _TAG.fullmatch(value):
        return None
    return (
        "but a tag has up to 128 letters, digits, '_', '.' and '-', and starts with a letter, a "
        "digit or '_'. Correct it."
    )


def not_a_reference(value: str) -> str | None:
    """A tag or a digest: no tag has a colon."""
    return not_a_digest(value) if ":" in value else not_a_tag(value)


def named(project_name: str, repository: str, reference: str) -> str:
    """The artifact as an image is named: test/app:1.0, test/app@sha256:…"""
    return f"{project_name}/{repository}{'@' if ':' in reference else ':'}{reference}"


def place(project_name: str, repository: str, *more: Any) -> tuple[Any, ...]:
    return ("projects", project_name, "repositories", Repository(repository), *more)


def escapes(version: Version) -> bool:
    """Whether this Harbor keeps a description with HTML's words for < > & " and '."""
    fixed = Version.of("2.12.4") <= version < Version.of("2.13")
    return fixed or version >= Version.of("2.13.1")


def as_sent(description: str, version: Version) -> str:
    """A stored description as it was sent."""
    if not escapes(version):
        return description
    return re.sub("|".join(_WORDS), lambda word: _WORDS[word[0]], description)


def shown(row: Wire, version: Version) -> Values:
    """A row of a list, with the repository's name as it is within its project."""
    short = row["name"].partition("/")[2]
    text = as_sent(row.get("description") or "", version)
    return {**row, "name": short, "description": text, "_path": Repository(short)}


def repository_field(text: str, **more: Any) -> Field:
    return Field("repository", text, key=True, api="_repository", wrong=not_a_repository, **more)


# -- one


def _look(asking: Asking) -> Look:
    scope = asking.scope.name if asking.scope else ""
    query: tuple[tuple[str, Any], ...] = ()
    if asking.only is not None:
        query = (("q", q_exact("name", f"{scope}/{asking.only}")),)
    rows = yield Request(
        "GET",
        asking.spec.place(asking.scope),
        query=query,
        by_name=True,
        paged=True,
        why=f"look up repositories of project {scope}",
    )
    return [shown(row, asking.version) for row in rows]


def _steps(change: Change) -> Iterator[Request]:
    path = (*change.place, Repository((change.seen or change.want)["name"]))
    if change.verb == "delete":
        yield change.request(
            "DELETE",
            path,
            allow=frozenset({404}),
            why=f"remove {change.called} with all its artifacts",
        )
    else:
        body = {"description": change.want.get("description", "")}
        yield change.request("PUT", path, body, why=f"set description of {change.called}")


def _blocked(change: Change) -> list[str]:
    if change.verb != "create":
        return []
    return [
        f"{change.called} does not exist in this Harbor, which makes one only when something is "
        "pushed or copied into it. Do that first, or correct the name."
    ]


REPOSITORY = Spec(
    kind="repository",
    plural="repositories",
    path=("projects", PROJECT, "repositories"),
    project="yes",
    id="_path",
    look=_look,
    steps=_steps,
    blocked=_blocked,
    refers=lambda: (project.PROJECT,),
    fields=(
        Field(
            "name",
            "Name of the repository within its project: V(app/web) for C(test/app/web) in the "
            "project C(test).",
            key=True,
            wrong=not_a_repository,
        ),
        Field(
            "description",
            "What the repository is for. Harbor shows it as text with Markdown.",
            absent="",
        ),
    ),
)


# -- all


def existing(project_name: str) -> Generator[Request, Any, None]:
    """Raises Refused when the project is not there: lists of it may be just empty."""
    reply = yield Request(
        "GET",
        ("projects", project_name),
        by_name=True,
        allow=frozenset({404}),
        why=f"look up project {project_name}",
    )
    if reply.status == 404:
        raise Refused(
            f"project {project_name} does not exist in this Harbor. Create it first, or correct "
            "the name."
        )


def _list(call: Call) -> Prepare:
    params = call.params
    scope, name, part = (params.get(key) for key in ("project", "name", "name_contains"))
    query: tuple[tuple[str, Any], ...] = ()
    if scope and name:
        query = (("q", q_exact("name", f"{scope}/{name}")),)
    elif re.fullmatch(_FUZZY, name or part or ""):
        query = (("q", f"name=~{name or part}"),)
    rows = yield Request(
        "GET",
        ("projects", scope, "repositories") if scope else ("repositories",),
        query=query,
        by_name=bool(scope),
        paged=True,
        allow=frozenset({404}),
        why=f"look up repositories{f' of project {scope}' if scope else ''}",
    )
    if scope and not rows:
        yield from existing(scope)
    found = [_entry(row, call.version) for row in rows]
    kept = [
        each
        for each in found
        if name in (None, each["name"]) and (part or "").lower() in each["name"]
    ]
    return Todo(result=sorted(kept, key=lambda each: (each["project"], each["name"])))


def _entry(row: Wire, version: Version) -> Values:
    values = shown(row, version)
    return {
        "project": row["name"].partition("/")[0],
        "name": values["name"],
        "description": values["description"],
        "artifact_count": row.get("artifact_count") or 0,
        "pull_count": row.get("pull_count") or 0,
        "id": row.get("id"),
        "creation_time": row.get("creation_time"),
        "update_time": row.get("update_time"),
    }


REPOSITORIES = Action(
    kind="repositories",
    options=(
        Option(
            "project",
            "Name of the project whose repositories are listed. If left out, those of all projects "
            "are listed that the caller may see.",
        ),
        Option(
            "name",
            "Only the repository of this name within its project; none is an empty list.",
            wrong=not_a_repository,
        ),
        Option(
            "name_contains",
            "Only repositories with this text in their name within the project.",
        ),
    ),
    prepare=_list,
    rules={"mutually_exclusive": [("name", "name_contains")]},
)
