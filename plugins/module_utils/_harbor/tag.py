# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A tag of an artifact.

Harbor has no way to move one: a POST of a tag that the repository has is a 409, also on the same
artifact. So it is taken off where it is, and put where it is wanted; in between it does not exist.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import Any

from .._core.errors import InputError
from .._core.harbor_field import Field, Values
from .._core.harbor_request import Request
from .._core.harbor_spec import MISSING, PROJECT, Asking, Change, Look, Spec
from . import project
from .repository import named, not_a_reference, not_a_repository, not_a_tag, place, repository_field

_IMMUTABLE = (
    "but that tag is immutable by a rule of project {project}, and Harbor would refuse it. Disable "
    "the rule first (harbor_immutable_tag_rule), or choose another tag."
)


def artifact_at(
    project_name: str, repository: str, reference: str, **more: Any
) -> Generator[Request, Any, Values | None]:
    """The artifact with its tags, and whether they are immutable; None if it is not there."""
    found = yield asked(project_name, repository, reference, **more)
    return answered(found)


def asked(project_name: str, repository: str, reference: str, **more: Any) -> Request:
    query = {"with_tag": True, "with_immutable_status": True, **more}
    return Request(
        "GET",
        place(project_name, repository, "artifacts", reference),
        query=tuple(query.items()),
        by_name=True,
        allow=frozenset({404}),
        why=f"look up artifact {named(project_name, repository, reference)}",
    )


def answered(reply: Any) -> Values | None:
    return dict(reply.body) if reply.status == 200 and isinstance(reply.body, dict) else None


def tags_of(artifact: Values) -> dict[str, bool]:
    """The names of its tags, and whether each is immutable."""
    return {tag["name"]: bool(tag.get("immutable")) for tag in artifact.get("tags") or ()}


def project_there(project_name: str) -> Request:
    """Raises, when it is sent, that the project is missing: of artifacts Harbor says the same
    whether it is the project or the repository that is not there."""
    why = f"look up project {project_name}"
    return Request("GET", ("projects", project_name), by_name=True, why=why)


def short(digest: str) -> str:
    """Enough of it for a sentence."""
    return digest[: len("sha256:") + 12]


def add_tag(project_name: str, repository: str, digest: str, tag: str) -> Request:
    return Request(
        "POST",
        place(project_name, repository, "artifacts", digest, "tags"),
        {"name": tag},
        by_name=True,
        why=f"put tag {tag} on {named(project_name, repository, short(digest))}",
    )


def take_tag(project_name: str, repository: str, digest: str, tag: str, why: str = "") -> Request:
    return Request(
        "DELETE",
        place(project_name, repository, "artifacts", digest, "tags", tag),
        by_name=True,
        allow=frozenset({404}),
        why=why or f"take tag {tag} off {named(project_name, repository, short(digest))}",
    )


def _look(asking: Asking) -> Look:
    found = []
    for want in asking.wanted or ():
        wrong = [
            f"{name} is {want[name]!r}, {rule}"
            for name, rule in (
                ("repository", not_a_repository(want["repository"])),
                ("name", not_a_tag(want["name"])),
                ("artifact", not_a_reference(want.get("artifact", "latest"))),
            )
            if rule
        ]
        if wrong:
            raise InputError(wrong)
        wire = yield from _look_at(asking, want)
        if wire is not None:
            found.append(wire)
    return found


def _look_at(asking: Asking, want: Values) -> Generator[Request, Any, Values | None]:
    scope = asking.scope.name if asking.scope else ""
    repository, name, artifact = want["repository"], want["name"], want.get("artifact")
    wire: Values = {"_repository": repository, "_name": name}
    holder = yield from artifact_at(scope, repository, name)
    target = holder
    if artifact and not asking.absent:
        if holder is None or artifact not in (holder["digest"], *tags_of(holder)):
            target = yield from artifact_at(scope, repository, artifact)
        if holder is None and target is None:
            yield project_there(scope)
    if holder is None and not artifact:
        return None
    wire["digest"] = target["digest"] if target else None
    if holder is None:
        return {**wire, MISSING: True}
    same = target is not None and target["digest"] == holder["digest"]
    return {
        **wire,
        "_artifact": artifact if same else holder["digest"],
        "_holder": holder["digest"],
        "_immutable": tags_of(holder).get(name, False),
    }


def _steps(change: Change) -> Iterator[Request]:
    wire = change.wire or {}
    scope = change.scope.name if change.scope else ""
    where = scope, (change.seen or change.want)["repository"]
    name = (change.seen or change.want)["name"]
    if change.verb != "create":
        yield take_tag(*where, wire["_holder"], name)
    if change.verb != "delete":
        # Without a digest it is not sent, but told.
        yield add_tag(*where, wire.get("digest") or change.want["artifact"], name)


def _judge(change: Change) -> list[str]:
    wire, want = change.wire or {}, change.want
    if change.verb != "update" or wire["digest"] is None:
        return []
    if wire["_immutable"]:
        return [f"name is {want['name']!r}, {_immutable(change)}"]
    if not want["move"]:
        scope = change.scope.name if change.scope else ""
        there = named(scope, want["repository"], want["name"])
        return [
            f"artifact is {want['artifact']!r}, but {there} is on {wire['_holder']}, and move is "
            "false. Set move to true to take it off there, or choose another tag."
        ]
    return []


def _immutable(change: Change) -> str:
    return _IMMUTABLE.format(project=change.scope.name if change.scope else "")


def _unremovable(change: Change) -> list[str]:
    wire = change.wire or {}
    return [f"name is {wire['_name']!r}, {_immutable(change)}"] if wire["_immutable"] else []


def _blocked(change: Change) -> list[str]:
    wire = change.wire
    if change.verb == "delete" or wire is None or wire["digest"] is not None:
        return []
    scope = change.scope.name if change.scope else ""
    what = named(scope, change.want["repository"], change.want["artifact"])
    return [
        f"artifact {what} does not exist in this Harbor. Push or copy it first, or correct the "
        "name."
    ]


TAG = Spec(
    kind="tag",
    plural="tags",
    words=lambda values: f"{values['repository']}:{values['name']}",
    path=("projects", PROJECT, "repositories"),
    project="yes",
    look=_look,
    steps=_steps,
    judge=_judge,
    unremovable=_unremovable,
    blocked=_blocked,
    refers=lambda: (project.PROJECT,),
    fields=(
        repository_field("Name of the repository within its project, such as V(app/web)."),
        Field("name", "The tag.", key=True, api="_name", wrong=not_a_tag),
        Field(
            "artifact",
            "Which artifact of the repository has the tag: its digest, or another tag of it. If "
            "left out, a tag that is there may be on any artifact.",
            api="_artifact",
            to_create=True,
            wrong=not_a_reference,
        ),
        Field(
            "move",
            "Whether the tag may be taken off another artifact. Harbor cannot do that in one step: "
            "the tag is removed there and then put here, and who pulls it in between finds "
            "nothing. When it is V(false) the task fails instead.",
            type="bool",
            default=False,
            control=True,
        ),
        Field("digest", "The digest of the artifact that has the tag.", made=True, told=True),
    ),
)
