# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Copying from one registry to another, as a replication does it. All calls ask over HTTP."""

from __future__ import annotations

import json
import urllib.parse
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from . import doublestar
from .peer import Peer, Reply

Row = dict[str, Any]

ACCEPTED = ", ".join(
    (
        "application/vnd.oci.image.manifest.v1+json",
        "application/vnd.oci.image.index.v1+json",
        "application/vnd.docker.distribution.manifest.v2+json",
        "application/vnd.docker.distribution.manifest.list.v2+json",
    )
)

AGENT = {"User-Agent": "harbor-registry-client"}  # whose pulls are not counted


class Problem(Exception):
    """Why it cannot go on, as an execution's status text or a task's log says it."""


@dataclass(frozen=True)
class Wanted:
    """An artifact, its tags that are copied, and its labels' names."""

    digest: str = ""
    tags: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()

    @property
    def references(self) -> tuple[str, ...]:
        return self.tags or ((self.digest,) if self.digest else ())


@dataclass(frozen=True)
class Resource:
    """A repository with what is copied of it."""

    name: str
    artifacts: tuple[Wanted, ...]
    destination: str = ""
    metadata: dict[str, str] = field(default_factory=dict)  # of its project

    def title(self, name: str) -> str:
        count = sum(len(one.references) for one in self.artifacts)
        return f"{name} [{count} item(s) in total]"

    def as_json(self) -> Row:
        return asdict(self)

    @classmethod
    def from_json(cls, row: Row) -> Resource:
        artifacts = tuple(
            Wanted(one["digest"], tuple(one["tags"]), tuple(one["labels"]))
            for one in row["artifacts"]
        )
        return cls(row["name"], artifacts, row["destination"], row["metadata"])


def http_error(reply: Reply) -> str:
    return f"http error: code {reply.status}, message {reply.body.decode(errors='replace')}"


def asked(peer: Peer, method: str, target: str, body: Any = None) -> Reply:
    """An API's answer. Raises Problem."""
    headers = {"Accept": "application/json"}
    data = None
    if body is not None:
        headers["Content-Type"] = "application/json"
        data = json.dumps(body).encode()
    try:
        reply = peer.ask(method, target, data, headers)
    except OSError as error:
        raise Problem(f'{method.capitalize()} "{peer.url}{target}": {error}') from None
    if reply.status >= 300:
        raise Problem(http_error(reply))
    return reply


def pages(peer: Peer, target: str) -> Iterator[Row]:
    mark = "&" if "?" in target else "?"
    page = 1
    while True:
        found = asked(peer, "GET", f"{target}{mark}page={page}&page_size=100").json or []
        yield from found
        if len(found) < 100:
            return
        page += 1


# -- what there is


def resources_of(kind: str, peer: Peer, filters: list[Row]) -> list[Resource]:
    """What passes the filters. Raises Problem."""
    try:
        found = harbor_resources(peer, filters) if kind == "harbor" else plain(peer, filters)
        return [resource for resource in found if resource.artifacts]
    except Problem as problem:
        raise Problem(f"failed to fetch artifacts: {problem}") from None
    except (doublestar.BadPattern, ValueError) as error:
        raise Problem(f"failed to fetch artifacts: {error}") from None


def harbor_resources(peer: Peer, filters: list[Row]) -> Iterator[Resource]:
    for project in pages(peer, "/api/v2.0/projects"):
        name = project["name"]
        for repository in pages(peer, f"/api/v2.0/projects/{name}/repositories"):
            if passes_name(repository["name"], filters):
                inner = repository["name"].removeprefix(f"{name}/")
                encoded = urllib.parse.quote(urllib.parse.quote(inner, safe=""), safe="")
                target = f"/api/v2.0/projects/{name}/repositories/{encoded}/artifacts"
                found = pages(peer, f"{target}?with_label=true")
                artifacts = [
                    Wanted(
                        one["digest"],
                        tuple(tag["name"] for tag in one.get("tags") or ()),
                        tuple(label.get("name", "") for label in one.get("labels") or ()),
                    )
                    for one in found
                ]
                yield Resource(
                    repository["name"], passing(artifacts, filters),
                    metadata={"public": (project.get("metadata") or {}).get("public", "false")},
                )  # fmt: skip


def plain(peer: Peer, filters: list[Row]) -> Iterator[Resource]:
    """Of a registry that has no API but /v2."""
    reply = from_registry(peer, "GET", "/v2/_catalog?n=1000", "registry:catalog:*")
    for name in reply.json.get("repositories") or ():
        if passes_name(name, filters):
            tags = from_registry(peer, "GET", f"/v2/{name}/tags/list", f"repository:{name}:pull")
            artifacts = [Wanted(tags=(tag,)) for tag in tags.json.get("tags") or ()]
            yield Resource(name, passing(artifacts, filters))


def passes_name(name: str, filters: list[Row]) -> bool:
    patterns = [one.get("value", "") for one in filters if one.get("type") == "name"]
    return all(doublestar.matches(pattern, name) for pattern in patterns)


def passing(artifacts: list[Wanted], filters: list[Row]) -> tuple[Wanted, ...]:
    for one in filters:
        excludes = one.get("decoration") == "excludes"
        if one.get("type") == "label" and one["value"]:
            labels = set(one["value"])
            artifacts = [a for a in artifacts if (labels <= set(a.labels)) != excludes]
        elif one.get("type") == "tag" and one["value"]:
            artifacts = list(with_tags(artifacts, one["value"], excludes))
    return tuple(artifacts)


def with_tags(artifacts: list[Wanted], pattern: str, excludes: bool) -> Iterator[Wanted]:
    for artifact in artifacts:
        tags = tuple(
            tag for tag in artifact.tags or ("",)
            if doublestar.matches(pattern, tag) != excludes
        )  # fmt: skip
        if tags:
            yield replace(artifact, tags=tags if artifact.tags else ())


# -- where it goes


def destinations(
    resources: list[Resource], namespace: str, replace_count: int, two_parts: bool
) -> list[Resource]:
    """With the names they get. `two_parts`: the target demands a project. Raises Problem."""
    return [
        replace(one, destination=new_name(one.name, namespace, replace_count, two_parts))
        for one in resources
    ]


def new_name(name: str, namespace: str, replace_count: int, two_parts: bool) -> str:
    if not namespace:
        return name
    *parts, last = name.split("/")
    if replace_count > len(parts):
        raise Problem(
            f'the source repository "{name}" contains only {len(parts)} path components'
            f" [{' '.join(parts)}] excepting the last one, but the destination namespace flattening"
            f" level is {replace_count}"
        )
    kept = parts[replace_count:] if replace_count >= 0 else []
    found = [*namespace.split("/"), *kept, last]
    if two_parts and len(found) < 2:
        raise Problem(
            f'the destination repository "{"/".join(found)}" contains only {len(found)} path'
            f" components [{' '.join(found)}], but the destination registry requires at least 2"
        )
    return "/".join(found)


def prepare(target: Peer, resources: list[Resource]) -> list[Resource]:
    """Make the projects that a Harbor lacks; without what goes to proxy projects. Raises
    Problem."""
    public: dict[str, bool] = {}
    for one in resources:
        project = one.destination.split("/")[0]
        public[project] = public.get(project, True) and one.metadata.get("public") == "true"
    names = " ".join(f"'{name}'" for name in public)
    try:
        query = urllib.parse.quote(f"name={{{names}}}")
        there = {
            one["name"]: one
            for one in pages(target, f"/api/v2.0/projects?q={query}&with_detail=false")
        }
        for name, is_public in public.items():
            if name not in there:
                body = {
                    "project_name": name,
                    "metadata": {"public": "true" if is_public else "false"},
                }
                make_project(target, body)
    except Problem as problem:
        raise Problem(
            f"failed to do the prepare work for pushing/uploading resources: {problem}"
        ) from None
    proxies = {name for name, one in there.items() if one.get("registry_id")}
    return [one for one in resources if one.destination.split("/")[0] not in proxies]


def make_project(target: Peer, body: Row) -> None:
    try:
        asked(target, "POST", "/api/v2.0/projects", body)
    except Problem as problem:
        if "code 409" not in str(problem):
            raise


# -- the copying itself


def from_registry(
    peer: Peer,
    method: str,
    target: str,
    scope: str,
    body: bytes | None = None,
    headers: dict[str, str] | None = None,
    missing: bool = False,
) -> Reply:
    """`missing`: a 404 is an answer. Raises Problem."""
    try:
        reply = peer.registry(method, target, scope, body, {**AGENT, **(headers or {})})
    except OSError as error:
        raise Problem(f'{method.capitalize()} "{peer.url}{target}": {error}') from None
    if reply.status >= 300 and not (missing and reply.status == 404):
        raise Problem(http_error(reply))
    return reply


def copy(
    source: Peer,
    target: Peer,
    resource: Resource,
    override: bool,
    note: Callable[..., None],
) -> None:
    """Raises Problem, as soon as one artifact cannot be copied."""
    note(f"copying {resource.name} to {resource.destination}")
    for artifact in resource.artifacts:
        for reference in artifact.references:
            copy_manifest(source, target, resource, reference, override, note)
    note(f"copied {resource.name} to {resource.destination}")


def copy_manifest(
    source: Peer,
    target: Peer,
    resource: Resource,
    reference: str,
    override: bool,
    note: Callable[..., None],
) -> None:
    pull = f"repository:{resource.name}:pull"
    push = f"repository:{resource.destination}:pull,push"
    accept = {"Accept": ACCEPTED}
    found = from_registry(
        source, "GET", f"/v2/{resource.name}/manifests/{reference}", pull, headers=accept
    )
    place = f"/v2/{resource.destination}/manifests/{reference}"
    there = from_registry(target, "HEAD", place, push, headers=accept, missing=True)
    if there.status != 404:
        digest = found.headers.get("docker-content-digest", "")
        if there.headers.get("docker-content-digest") == digest:
            note(f"{resource.destination}:{reference} is there already")
            return
        if not override:
            note(f"{resource.destination}:{reference} exists, and override is off: skipped", "WARN")
            return
    manifest = json.loads(found.body)
    for child in manifest.get("manifests") or ():
        copy_manifest(source, target, resource, child["digest"], override, note)
    for blob in (manifest.get("config"), *(manifest.get("layers") or ())):
        if blob and not blob.get("urls"):
            copy_blob(source, target, resource, blob["digest"])
    kind = found.headers.get("content-type") or manifest.get("mediaType", "")
    from_registry(target, "PUT", place, push, found.body, {"Content-Type": kind})
    note(f"copied {resource.name}:{reference}")


def copy_blob(source: Peer, target: Peer, resource: Resource, digest: str) -> None:
    pull = f"repository:{resource.name}:pull"
    push = f"repository:{resource.destination}:pull,push"
    blobs = f"/v2/{resource.destination}/blobs"
    there = from_registry(target, "HEAD", f"{blobs}/{digest}", push, missing=True)
    if there.status != 404:
        return
    content = from_registry(source, "GET", f"/v2/{resource.name}/blobs/{digest}", pull).body
    started = from_registry(target, "POST", f"{blobs}/uploads/", push, b"")
    place = started.headers.get("location", "")
    parts = urllib.parse.urlsplit(place)
    path = f"{parts.path}?{parts.query}&" if parts.query else f"{parts.path}?"
    from_registry(
        target, "PUT", f"{path}digest={urllib.parse.quote(digest)}", push, content,
        {"Content-Type": "application/octet-stream"},
    )  # fmt: skip
