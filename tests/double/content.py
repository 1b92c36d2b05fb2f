# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What repositories hold: artifacts, tags, accessories and blobs, and how they come and go.

All of it is within a transaction. An artifact has a digest and lies in one repository; its children
(of an index) and its accessories (signatures and the like) are artifacts of the same repository.
A project uses the bytes of each blob once, however many of its artifacts stand on it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from . import doublestar, manifests
from .answers import Refused, bad_request, denied, not_found, precondition
from .hub import Hub
from .manifests import Manifest
from .resources import quotas

Row = dict[str, Any]

DIGEST = re.compile(r"sha256:[a-f0-9]{64}|sha384:[a-f0-9]{96}|sha512:[a-f0-9]{128}")
TAG = re.compile(r"\w[\w.-]{0,127}", re.ASCII)
DECORATIONS = ("matches", "excludes", "repoMatches", "repoExcludes", "nsMatches", "nsExcludes")


def is_digest(reference: str) -> bool:
    return bool(DIGEST.fullmatch(reference))


def split_name(name: str) -> tuple[str, str]:
    """("project", "the/rest")."""
    project, _slash, rest = name.partition("/")
    return project, rest


# -- finding


def repository_of(hub: Hub, name: str) -> Row:
    """`name` is with the project. Raises a 404."""
    row = hub.store["repositories"].one(name=name)
    if row is None:
        raise not_found(f"repository {name} not found")
    return row


def by_digest(hub: Hub, name: str, digest: str) -> Row | None:
    repository = hub.store["repositories"].one(name=name)
    if repository is None:
        return None
    return hub.store["artifacts"].one(repository_id=repository["id"], digest=digest)


def find(hub: Hub, name: str, reference: str) -> Row:
    """The artifact that a tag or a digest stands for. Raises a 404."""
    if is_digest(reference):
        artifact = by_digest(hub, name, reference)
        if artifact is None:
            raise not_found(f"artifact {name}@{reference} not found")
        return artifact
    repository = repository_of(hub, name)
    tag = hub.store["tags"].one(repository_id=repository["id"], name=reference)
    if tag is None:
        raise not_found(f"artifact {name}:{reference} not found")
    return hub.store["artifacts"].rows[tag["artifact_id"]]


def tags_of(hub: Hub, artifact: Row) -> list[Row]:
    """The newest first."""
    found = hub.store["tags"].find(artifact_id=artifact["id"])
    return sorted(found, key=lambda tag: (tag["push_time"], tag["id"]), reverse=True)


def accessories_of(hub: Hub, artifact: Row) -> list[Row]:
    return hub.store["accessories"].find(subject_artifact_id=artifact["id"])


def children_of(hub: Hub, artifact: Row) -> list[Row]:
    """References to them."""
    return hub.store["artifact_references"].find(parent_id=artifact["id"])


def has_parents(hub: Hub, artifact_id: int) -> bool:
    return bool(hub.store["artifact_references"].find(child_id=artifact_id))


def is_accessory(hub: Hub, artifact_id: int) -> bool:
    return bool(hub.store["accessories"].find(artifact_id=artifact_id))


def listed(hub: Hub, artifacts: Iterable[Row], base: bool = False) -> Iterator[Row]:
    """Without accessories, and without children that have no tag unless `base`."""
    for artifact in artifacts:
        number = artifact["id"]
        if is_accessory(hub, number):
            continue
        tagged = bool(hub.store["tags"].find(artifact_id=number))
        if base or tagged or not has_parents(hub, number):
            yield artifact


def count(hub: Hub, repository: Row) -> int:
    rows = hub.store["artifacts"].find(repository_id=repository["id"])
    return sum(1 for _row in listed(hub, rows))


# -- repositories


def ensure_repository(hub: Hub, project: Row, name: str) -> Row:
    row = hub.store["repositories"].one(name=name)
    if row is not None:
        return row
    now = hub.now()
    return hub.store["repositories"].insert(
        name=name, project_id=project["project_id"], description="", pull_count=0,
        creation_time=now, update_time=now,
    )  # fmt: skip


def touch(hub: Hub, repository_id: int) -> None:
    """Newer ones move a repository's update_time with what it holds."""
    if hub.version >= "2.15.2" and repository_id in hub.store["repositories"]:
        hub.store["repositories"].update(repository_id, update_time=hub.now())


def delete_repository(hub: Hub, repository: Row, operator: str) -> None:
    """Raises a 412 if a tag in it is immutable."""
    artifacts = hub.store["artifacts"]
    left = list(listed(hub, artifacts.find(repository_id=repository["id"])))
    while left:
        artifact = left.pop(0)
        if has_parents(hub, artifact["id"]):
            left.append(artifact)
        elif artifact["id"] in artifacts:
            delete_artifact(hub, artifact, operator)
    # Accessories of what never came are forgotten, but their bytes stay counted.
    for artifact in artifacts.find(repository_id=repository["id"]):
        remove(hub, artifact)
    hub.store["repositories"].delete(repository["id"])
    hub.fire("repository deleted", repository)


# -- artifacts


def ensure_artifact(
    hub: Hub, project: Row, name: str, manifest: Manifest, config: dict[str, Any]
) -> tuple[Row, bool]:
    """The artifact and whether it is new. Raises a 404 if an index's child is not there."""
    repository = ensure_repository(hub, project, name)
    there = by_digest(hub, name, manifest.digest)
    if there is not None:
        return there, False
    children = [(one, child_of(hub, name, one)) for one in manifest.children]
    media, artifact_type = manifests.media_type(manifest), manifests.artifact_type(manifest)
    kind = manifests.kind_of(media, artifact_type, hub.version)
    artifact = hub.store["artifacts"].insert(
        type=kind, media_type=media, artifact_type=artifact_type,
        manifest_media_type=manifest.kind, manifest_size=len(manifest.raw),
        project_id=project["project_id"], repository_id=repository["id"], repository_name=name,
        digest=manifest.digest, icon=manifests.ICONS.get(kind, manifests.OTHER_ICON),
        size=manifests.size(manifest) + sum(child["size"] for _one, child in children),
        push_time=hub.now(), pull_time=None, annotations=manifest.annotations,
        extra_attrs=manifests.attributes(manifest, config, hub.version),
    )  # fmt: skip
    for one, child in children:
        hub.store["artifact_references"].insert(
            parent_id=artifact["id"], child_id=child["id"], child_digest=child["digest"],
            platform=one.get("platform"), urls=one.get("urls"), annotations=one.get("annotations"),
        )  # fmt: skip
    touch(hub, repository["id"])
    return artifact, True


def child_of(hub: Hub, name: str, descriptor: Row) -> Row:
    digest = str(descriptor.get("digest", ""))
    child = by_digest(hub, name, digest)
    if child is None:
        raise not_found(f"artifact {name}@{digest} not found")
    return child


def pushed(hub: Hub, artifact: Row, tag: str, operator: str) -> None:
    """Tell others, and the audit log."""
    note(hub, operator, "create", "push", artifact, tag)
    hub.fire("artifact pushed", artifact, tag)


def pulled(hub: Hub, artifact: Row, tag: str, operator: str) -> None:
    note(hub, operator or "anonymous", "pull", "pull", artifact, tag)
    hub.fire("artifact pulled", artifact, tag)


def note(hub: Hub, operator: str, operation: str, word: str, artifact: Row, tag: str = "") -> None:
    name, digest = artifact["repository_name"], artifact["digest"]
    by_digest = f"@{digest}" if hub.version >= "2.11" else f":{digest}"
    hub.audit(
        operator, operation, "artifact", name + (f":{tag}" if tag else by_digest),
        artifact["project_id"], description=f"{word} artifact: {name}@{digest}",
    )  # fmt: skip


def delete_artifact(hub: Hub, artifact: Row, operator: str) -> None:
    """With its tags, accessories and children that nothing else needs.

    Raises a 412 if it is a child of an index or a tag of it is immutable.
    """
    if has_parents(hub, artifact["id"]):
        message = "the deleting artifact is referenced by others"
        raise Refused(412, "VIOLATE_FOREIGN_KEY_CONSTRAINT", message)
    tags = tags_of(hub, artifact)
    delete_deeply(hub, artifact, True)
    note(hub, operator, "delete", "delete", artifact)
    hub.fire("artifact deleted", artifact, [tag["name"] for tag in tags])


def delete_deeply(hub: Hub, artifact: Row, root: bool) -> None:
    number = artifact["id"]
    if number not in hub.store["artifacts"]:
        return
    tags = tags_of(hub, artifact)
    if not root and (tags or has_parents(hub, number)):
        return
    for accessory in accessories_of(hub, artifact):
        other = hub.store["artifacts"].get(accessory["artifact_id"])
        if other is not None:
            delete_deeply(hub, other, not has_parents(hub, other["id"]))
    for reference in children_of(hub, artifact):
        hub.store["artifact_references"].delete(reference["id"])
        child = hub.store["artifacts"].get(reference["child_id"])
        if child is not None:
            delete_deeply(hub, child, False)
    if root:
        for tag in tags:
            delete_tag(hub, artifact, tag)
    for link in remove(hub, artifact):
        drop_blob(hub, artifact["project_id"], link["digest"])
    touch(hub, artifact["repository_id"])


def remove(hub: Hub, artifact: Row) -> list[Row]:
    """The rows of one artifact; gives those that tied it to its blobs."""
    number = artifact["id"]
    hub.store["tags"].delete_all(artifact_id=number)
    hub.store["label_references"].delete_all(artifact_id=number)
    hub.store["accessories"].delete_all(artifact_id=number)
    hub.store["artifact_references"].delete_all(parent_id=number)
    hub.store["artifacts"].delete(number)
    return hub.store["artifact_blobs"].delete_all(artifact_id=number)


# -- tags


def ensure_tag(hub: Hub, artifact: Row, name: str) -> None:
    """On this artifact, away from another one. Raises a 412 if it is immutable there."""
    tag = hub.store["tags"].one(repository_id=artifact["repository_id"], name=name)
    if tag is None:
        add_tag(hub, artifact, name)
    elif tag["artifact_id"] != artifact["id"]:
        if is_immutable(hub, artifact, name):
            raise precondition(f"the tag {name} configured as immutable, cannot be updated")
        hub.store["tags"].update(tag["id"], artifact_id=artifact["id"], push_time=hub.now())
        touch(hub, artifact["repository_id"])


def add_tag(hub: Hub, artifact: Row, name: str) -> None:
    """Raises a 400 for a bad name, and a 409 if the repository has it."""
    if not TAG.fullmatch(name):
        raise bad_request(f"bad request: invalid tag name: {name}")
    hub.store["tags"].insert(
        repository_id=artifact["repository_id"], artifact_id=artifact["id"], name=name,
        push_time=hub.now(), pull_time=None,
    )  # fmt: skip
    touch(hub, artifact["repository_id"])


def delete_tag(hub: Hub, artifact: Row, tag: Row) -> None:
    """Raises a 412 if it is immutable."""
    if is_immutable(hub, artifact, tag["name"]):
        raise precondition(f"the tag {tag['name']} configured as immutable, cannot be deleted")
    hub.store["tags"].delete(tag["id"])
    touch(hub, artifact["repository_id"])


def is_immutable(hub: Hub, artifact: Row, tag: str) -> bool:
    repository = split_name(artifact["repository_name"])[1]
    return immutable(hub, artifact["project_id"], repository, tag)


def immutable(hub: Hub, project_id: int, repository: str, tag: str) -> bool:
    """Whether a rule covers it. A rule that cannot be read makes those after it void, too."""
    rules = hub.store.tables.get("immutable_rules")
    for row in rules.find(project_id=project_id) if rules else ():
        scopes = (row["rule"]["scope_selectors"] or {}).get("repository") or []
        tags = row["rule"]["tag_selectors"] or []
        if row["disabled"] or not scopes:
            continue
        try:
            if not selects(scopes[0], repository, tag):
                continue
            if tags and selects(tags[0], repository, tag):
                return True
        except doublestar.BadPattern:
            return False
    return False


def selects(selector: Row, repository: str, tag: str) -> bool:
    """Raises BadPattern."""
    decoration = str(selector.get("decoration", ""))
    if selector.get("kind") != "doublestar" or decoration not in DECORATIONS:
        raise doublestar.BadPattern(decoration)
    if decoration.startswith("ns"):
        return False
    text = tag if decoration in ("matches", "excludes") else repository
    if not text:
        return False
    fits = doublestar.matches(selector.get("pattern") or "", text)
    return fits != decoration.lower().endswith("excludes")


# -- accessories


def ensure_accessory(
    hub: Hub, kind: str, artifact: Row, name: str, subject_digest: str, subject: Row | None
) -> None:
    for there in hub.store["accessories"].find(artifact_id=artifact["id"]):
        if there["subject_artifact_digest"] == subject_digest:
            return
    hub.store["accessories"].insert(
        type=kind, artifact_id=artifact["id"], size=artifact["size"], digest=artifact["digest"],
        subject_artifact_id=subject["id"] if subject else 0, subject_artifact_repo=name,
        subject_artifact_digest=subject_digest, creation_time=hub.now(),
    )  # fmt: skip


def adopt(hub: Hub, artifact: Row) -> None:
    """Accessories that were pushed before the artifact that they belong to."""
    name, digest = artifact["repository_name"], artifact["digest"]
    for accessory in hub.store["accessories"].find(
        subject_artifact_repo=name, subject_artifact_digest=digest
    ):
        hub.store["accessories"].update(accessory["id"], subject_artifact_id=artifact["id"])


# -- blobs and what a project uses


def ensure_blob(hub: Hub, digest: str, size: int, kind: str = "application/octet-stream") -> Row:
    blob = hub.store["blobs"].one(digest=digest)
    if blob is None:
        return hub.store["blobs"].insert(digest=digest, size=size, content_type=kind)
    if kind != "application/octet-stream" and blob["content_type"] != kind:
        return hub.store["blobs"].update(blob["id"], content_type=kind)
    return blob


def has_blob(hub: Hub, project_id: int, digest: str) -> bool:
    return hub.store["project_blobs"].one(project_id=project_id, digest=digest) is not None


def counted(blob: Row) -> int:
    """Its bytes; those of foreign layers are not here."""
    return 0 if blob["content_type"] == manifests.FOREIGN_LAYER else int(blob["size"])


def add_blob(hub: Hub, project_id: int, blob: Row) -> None:
    if not has_blob(hub, project_id, blob["digest"]):
        hub.store["project_blobs"].insert(project_id=project_id, digest=blob["digest"])
        use(hub, project_id, counted(blob))


def drop_blob(hub: Hub, project_id: int, digest: str) -> None:
    """Unless another artifact of the project stands on it."""
    if hub.store["artifact_blobs"].find(project_id=project_id, digest=digest):
        return
    blob = hub.store["blobs"].one(digest=digest)
    if blob is not None and hub.store["project_blobs"].delete_all(
        project_id=project_id, digest=digest
    ):
        use(hub, project_id, -counted(blob))


def use(hub: Hub, project_id: int, more: int) -> None:
    quota = quotas.of_project(hub, project_id)
    if quota is not None:
        quotas.use(hub, project_id, max(quota["used"] + more, 0))


def link_blobs(hub: Hub, artifact: Row, manifest: Manifest) -> None:
    """The artifact stands on these; its project uses them."""
    project_id = artifact["project_id"]
    found = []
    for one in manifest.references:
        kind = str(one.get("mediaType", ""))
        found.append(ensure_blob(hub, str(one.get("digest", "")), int(one.get("size") or 0), kind))
    found.append(ensure_blob(hub, manifest.digest, len(manifest.raw), manifest.kind))
    digests = dict.fromkeys(blob["digest"] for blob in found)
    there = {
        link["digest"] for link in hub.store["artifact_blobs"].find(artifact_id=artifact["id"])
    }
    for digest in digests:
        if digest not in there:
            hub.store["artifact_blobs"].insert(
                artifact_id=artifact["id"], project_id=project_id, digest=digest
            )
    for blob in found:
        add_blob(hub, project_id, blob)


def missing_size(hub: Hub, project_id: int, descriptors: Iterable[tuple[str, int, str]]) -> int:
    """The bytes of (digest, size, media type) that the project does not have yet."""
    sizes = {
        digest: size
        for digest, size, kind in descriptors
        if kind != manifests.FOREIGN_LAYER and not has_blob(hub, project_id, digest)
    }
    return sum(sizes.values())


def check_quota(hub: Hub, project: Row, size: int) -> None:
    """Raises a 403 if the project has no room for so many bytes more."""
    quota = quotas.of_project(hub, project["project_id"])
    if quota is None:
        raise not_found(f"quota of project {project['project_id']} not found")
    hard, used = quota["hard"], quota["used"] + hub.traffic.reserved[project["project_id"]]
    if hard != -1 and used + size > hard:
        word = "adding" if size > 0 else "subtracting"
        raise denied(
            f"{word} {shown_bytes(size)} of storage resource, which when updated to current usage"
            f" of {shown_bytes(used)} will exceed the configured upper limit of"
            f" {shown_bytes(hard)}."
        )


def shown_bytes(size: int) -> str:
    if size < 1024:
        return f"{size} B"
    letters, amount = iter("KMGTPE"), float(size)
    letter = ""
    while size >= 1024:
        size //= 1024
        amount /= 1024
        letter = next(letters)
    return f"{amount:.1f} {letter}iB"


# -- copies


def walked(hub: Hub, root: Row) -> list[Row]:
    """The artifact, its children and accessories, and theirs."""
    seen: dict[int, Row] = {}
    waiting = [root]
    while waiting:
        artifact = waiting.pop(0)
        if artifact["id"] in seen:
            continue
        seen[artifact["id"]] = artifact
        numbers = [one["child_id"] for one in children_of(hub, artifact)]
        numbers += [one["artifact_id"] for one in accessories_of(hub, artifact)]
        rows = hub.store["artifacts"]
        waiting += [rows.rows[number] for number in numbers if number in rows]
    return list(seen.values())


def copy(hub: Hub, project: Row, source: Row, name: str, operator: str) -> Row:
    """With tags, children and accessories; tags that are elsewhere there are moved.

    Raises a 412 if one of them is immutable.
    """
    return copy_deeply(hub, project, source, name, operator, root=True)


def copy_deeply(hub: Hub, project: Row, source: Row, name: str, operator: str, root: bool) -> Row:
    there = by_digest(hub, name, source["digest"])
    if there is not None and not root:
        return there
    repository = ensure_repository(hub, project, name)
    companions: list[tuple[Row, Row]] = []
    if there is None:
        rows = hub.store["artifacts"]
        children = [
            (one, copy_deeply(hub, project, rows.rows[one["child_id"]], name, operator, False))
            for one in children_of(hub, source)
        ]
        for accessory in accessories_of(hub, source):
            other = rows.rows[accessory["artifact_id"]]
            companions.append((accessory, copy_deeply(hub, project, other, name, operator, False)))
        columns = {key: value for key, value in source.items() if key != "id"}
        there = rows.insert(
            **{
                **columns, "project_id": project["project_id"], "repository_name": name,
                "repository_id": repository["id"], "push_time": hub.now(), "pull_time": None,
            }
        )  # fmt: skip
        for one, child in children:
            reference = {key: value for key, value in one.items() if key != "id"}
            hub.store["artifact_references"].insert(
                **{**reference, "parent_id": there["id"], "child_id": child["id"]}
            )
        for link in hub.store["artifact_blobs"].find(artifact_id=source["id"]):
            hub.store["artifact_blobs"].insert(
                artifact_id=there["id"], project_id=project["project_id"], digest=link["digest"]
            )
            blob = hub.store["blobs"].one(digest=link["digest"])
            if blob is not None:
                add_blob(hub, project["project_id"], blob)
        touch(hub, repository["id"])
    tags = [tag["name"] for tag in tags_of(hub, source)]
    for tag in tags:
        ensure_tag(hub, there, tag)
    for accessory, other in companions:
        ensure_accessory(hub, accessory["type"], other, name, there["digest"], there)
    pushed(hub, there, tags[0] if tags else "", operator)
    return there
