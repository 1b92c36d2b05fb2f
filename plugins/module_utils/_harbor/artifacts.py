# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is in a repository, or in all repositories of a project."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Mapping
from typing import Any

from .._core.errors import InputError
from .._core.harbor_action import Action, Call, Prepare, Todo
from .._core.harbor_field import Values
from .._core.harbor_request import Request
from .._core.harbor_version import Version
from .._core.option import Option
from .repository import existing, named, not_a_reference, not_a_repository, not_a_tag, place

Asks = Generator["Request | list[Request]", Any, Any]

# Before it a project's artifacts are listed repository by repository.
_OF_PROJECT = Version.of("2.12")
_WITH_SBOM = Version.of("2.11")
# What Harbor says of a time that never was.
_NEVER = "0001-01-01T"


def _prepare(call: Call) -> Prepare:
    params = call.params
    project, repository = params["project"], params.get("repository")
    if params["sbom_overview"] and call.version < _WITH_SBOM:
        raise InputError(
            f"sbom_overview needs Harbor 2.11 or newer, and this is {call.version}. Leave it out, "
            "or upgrade first."
        )
    if params.get("reference"):
        rows = yield from _one(call)
    elif repository:
        rows = yield _listing(call, place(project, repository, "artifacts"), repository)
        if not rows:
            # The list of a project that is not there is empty, too.
            yield from existing(project)
    elif call.version >= _OF_PROJECT:
        rows = yield _listing(call, ("projects", project, "artifacts"), "")
        if not rows:
            yield from existing(project)
    else:
        rows = yield from _one_by_one(call)
    found = [shown(row, project, repository or "", params) for row in rows]
    kept = [each for each in found if _asked_for(each, params)]
    # The newest first; what was pushed at once, by digest.
    kept.sort(key=lambda each: str(each["digest"]))
    kept.sort(key=lambda each: str(each["push_time"]), reverse=True)
    kept.sort(key=lambda each: str(each["repository"]))
    return Todo(result=kept)


def _one(call: Call) -> Asks:
    project, repository = call.params["project"], call.params["repository"]
    reference = call.params["reference"]
    reply = yield Request(
        "GET",
        place(project, repository, "artifacts", reference),
        query=_query(call.params),
        by_name=True,
        allow=frozenset({404}),
        why=f"look up artifact {named(project, repository, reference)}",
    )
    if reply.status == 404:
        yield from existing(project)
        return []
    return [reply.body]


def _one_by_one(call: Call) -> Asks:
    project = call.params["project"]
    repositories = yield Request(
        "GET",
        ("projects", project, "repositories"),
        by_name=True,
        paged=True,
        allow=frozenset({404}),
        why=f"look up repositories of project {project}",
    )
    if not repositories:
        yield from existing(project)
    names = [row["name"].partition("/")[2] for row in repositories]
    lists = yield [_listing(call, place(project, name, "artifacts"), name) for name in names]
    # An older Harbor does not say in which repository an artifact is.
    return [
        {**row, "repository_name": f"{project}/{name}"}
        for name, rows in zip(names, lists)
        for row in rows
    ]


def _listing(call: Call, where: tuple[Any, ...], repository: str) -> Request:
    project = call.params["project"]
    what = f"{project}/{repository}" if repository else f"project {project}"
    return Request(
        "GET",
        where,
        query=_query(call.params),
        by_name=True,
        paged=True,
        allow=frozenset({404}),
        why=f"look up artifacts of {what}",
    )


def _query(params: Mapping[str, Any]) -> tuple[tuple[str, Any], ...]:
    flags = {
        "with_tag": True,
        "with_label": True,
        "with_immutable_status": True,
        "with_accessory": params["accessories"],
        "with_scan_overview": params["scan_overview"],
        # An older Harbor does not know this one.
        "with_sbom_overview": params["sbom_overview"] or None,
    }
    asked = []
    if params.get("type"):
        asked.append(f"type={params['type'].upper()}")
    if params.get("tag"):
        asked.append(f"tags={params['tag']}")
    elif params.get("tagged") is not None:
        asked.append("tags=*" if params["tagged"] else "tags=nil")
    query = (("q", ",".join(asked)),) if asked and not params.get("reference") else ()
    return (*query, *flags.items())


def _asked_for(artifact: Values, params: Mapping[str, Any]) -> bool:
    """Once more on this side, since Harbor passes over what it does not know in ``q``."""
    kind, tag, tagged = params.get("type"), params.get("tag"), params.get("tagged")
    if kind and artifact["type"] != kind.upper():
        return False
    if tag and tag not in artifact["tags"]:
        return False
    if tagged is not None and tagged != bool(artifact["tags"]):
        return False
    return set(params.get("labels") or ()) <= set(artifact["labels"])


def shown(row: Mapping[str, Any], project: str, repository: str, params: Mapping[str, Any]) -> Any:
    tags = sorted(row.get("tags") or (), key=lambda tag: str(tag["name"]))
    found = {
        "project": project,
        "repository": repository or row["repository_name"].partition("/")[2],
        "digest": row["digest"],
        "type": row.get("type"),
        "media_type": row.get("media_type"),
        "artifact_type": row.get("artifact_type") or row.get("media_type"),
        "manifest_media_type": row.get("manifest_media_type"),
        "size": row.get("size") or 0,
        "tags": [tag["name"] for tag in tags],
        "immutable_tags": [tag["name"] for tag in tags if tag.get("immutable")],
        "labels": sorted(label["name"] for label in row.get("labels") or ()),
        "push_time": _moment(row.get("push_time")),
        "pull_time": _moment(row.get("pull_time")),
        "children": [_child(each) for each in row.get("references") or ()],
        "annotations": row.get("annotations") or {},
        "attributes": row.get("extra_attrs") or {},
    }
    if params["accessories"]:
        found["accessories"] = _accessories(row.get("accessories") or ())
    if params["scan_overview"]:
        # By media type of the report; one was asked for.
        reports = row.get("scan_overview") or {}
        found["scan_overview"] = next(iter(reports.values()), None)
    if params["sbom_overview"]:
        found["sbom_overview"] = row.get("sbom_overview") or None
    return found


def _child(reference: Mapping[str, Any]) -> Values:
    platform = reference.get("platform") or {}
    parts = [platform.get(name) for name in ("os", "architecture", "variant")]
    return {
        "digest": reference.get("child_digest"),
        "platform": "/".join(part for part in parts if part) or None,
    }


def _accessories(rows: Iterable[Mapping[str, Any]]) -> list[Values]:
    listed = [{name: row.get(name) for name in ("digest", "type", "size")} for row in rows]
    return sorted(listed, key=lambda each: str(each["digest"]))


def _moment(text: str | None) -> str | None:
    return None if not text or text.startswith(_NEVER) else text


def _faults(params: Mapping[str, Any]) -> list[str]:
    if params.get("reference") and not params.get("repository"):
        return [
            "reference is set, but repository is not, and it is one artifact of one repository. "
            "Give repository, or tag to look in all of them."
        ]
    if params.get("tag") and params.get("tagged") is False:
        return ["tag is set, but tagged is false, and nothing is both. Leave out either."]
    return []


ARTIFACTS = Action(
    kind="artifacts",
    options=(
        Option("project", "Name of the project.", required=True),
        Option(
            "repository",
            "Name of the repository within the project, such as V(app/web). If left out, the "
            "artifacts of all repositories of the project are listed.",
            wrong=not_a_repository,
        ),
        Option(
            "reference",
            "Only the artifact with this tag or digest, which may also be one that is not listed "
            "otherwise: an image of an index, or a signature. None is an empty list.",
            wrong=not_a_reference,
        ),
        Option("tag", "Only artifacts with this very tag.", wrong=not_a_tag),
        Option(
            "tagged",
            "Whether only artifacts with a tag are listed, or only those without. If left out, "
            "both are.",
            type="bool",
        ),
        Option(
            "labels",
            "Only artifacts with all of these labels.",
            type="list",
            elements="str",
        ),
        Option(
            "type",
            "Only artifacts of this type, as Harbor names it: V(IMAGE), V(CHART), V(CNAB) and "
            "others, by what made them.",
        ),
        Option(
            "accessories",
            "Whether signatures and the like are listed with each artifact, in C(accessories).",
            type="bool",
            default=False,
        ),
        Option(
            "scan_overview",
            "Whether the end of the last scan for vulnerabilities comes with each artifact, in "
            "C(scan_overview); it is null for one that was not scanned.",
            type="bool",
            default=False,
        ),
        Option(
            "sbom_overview",
            "Whether what is known of its software bill of materials comes with each artifact, in "
            "C(sbom_overview). Needs Harbor 2.11 or newer.",
            type="bool",
            default=False,
        ),
    ),
    prepare=_prepare,
    faults=_faults,
)
