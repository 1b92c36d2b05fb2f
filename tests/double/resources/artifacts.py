# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Artifacts, their tags, labels, accessories and additions, and copies of them."""

from __future__ import annotations

import json
import re
import urllib.parse
from typing import Any

from .. import content, manifests
from ..answers import Answer, Raw, Refused, bad_request, broken, conflict, not_found, unprocessable
from ..binding import Bool, Int, Str, Struct
from ..call import Call
from ..hub import Hub, shown_time
from ..listing import AllOf, Fuzzy, Model
from ..routing import Routes
from . import charts, labels, scans
from .registry_v2 import NAME
from .repositories import PATH, name_of

Row = dict[str, Any]

routes = Routes()
tables = {
    "artifacts": {
        "unique": [("repository_id", "digest")],
        "indexes": [("repository_id",), ("project_id",)],
    },
    "artifact_references": {"indexes": [("parent_id",), ("child_id",)]},
    "tags": {
        "unique": [("repository_id", "name")],
        "indexes": [("repository_id",), ("artifact_id",)],
    },
    "accessories": {
        "unique": [("artifact_id", "subject_artifact_digest")],
        "indexes": [
            ("artifact_id",),
            ("subject_artifact_id",),
            ("subject_artifact_repo", "subject_artifact_digest"),
        ],
    },
    "label_references": {
        "unique": [("label_id", "artifact_id")],
        "indexes": [("label_id",), ("artifact_id",)],
    },
    "blobs": {"unique": [("digest",)]},
    "project_blobs": {"unique": [("project_id", "digest")], "indexes": [("project_id",)]},
    "artifact_blobs": {
        "unique": [("artifact_id", "digest")],
        "indexes": [("artifact_id",), ("project_id", "digest")],
    },
}

OF_REPOSITORY = PATH + "/{repository_name}/artifacts"
ONE = OF_REPOSITORY + "/{reference}"
SHOW = {
    "with_tag": (Bool(), True),
    "with_label": (Bool(), False),
    "with_scan_overview": (Bool(), False),
    "with_sbom_overview": (Bool(), False),
    "with_signature": (Bool(), False),
    "with_immutable_status": (Bool(), False),
    "with_accessory": (Bool(), False),
}
REFERENCE = re.compile(
    rf"({NAME})(?::(\w[\w.-]{{0,127}}))?(?:@([A-Za-z][\w.+-]*:[0-9a-fA-F]{{32,}}))?"
)
ADDITIONS = ("build_history", "values.yaml", "readme.md", "dependencies")
NEWER_ADDITIONS = (*ADDITIONS, "sbom", "license", "files")
PROXIED = "the operation isn't supported for a proxy cache project"


# -- lists


def by_base(_artifact: Row, wanted: Any) -> bool:
    if wanted != "*":
        raise bad_request('the value of "base" query can only be exact match value with "*"')
    return True


def artifacts_model(hub: Hub) -> Model:
    def by_tags(artifact: Row, wanted: Any) -> bool:
        names = [tag["name"] for tag in hub.store["tags"].find(artifact_id=artifact["id"])]
        if isinstance(wanted, Fuzzy):
            return any(wanted.text in name for name in names)
        if wanted in ("*", "nil"):
            return bool(names) == bool(wanted == "*")
        return bool(wanted in names)

    def by_labels(artifact: Row, wanted: Any) -> bool:
        rows = hub.store["label_references"].find(artifact_id=artifact["id"])
        return set(wanted.values) <= {row["label_id"] for row in rows}

    return Model(
        {"tags": by_tags, "labels": by_labels, "base": by_base},
        order="-push_time",
        id="ID",
        type="Type",
        media_type="MediaType",
        manifest_media_type="ManifestMediaType",
        artifact_type="ArtifactType",
        project_id="ProjectID",
        repository_id="RepositoryID",
        repository_name="RepositoryName",
        digest="Digest",
        size="Size",
        icon="Icon",
        push_time="PushTime",
        pull_time="PullTime",
    )


def check_keywords(keywords: Row) -> None:
    """Raises a 400 for what can be asked of tags and labels in one way only, and a 500 for none."""
    if "base" in keywords:
        by_base({}, keywords["base"])
    for key in ("tags", "Tags"):
        if key in keywords and not isinstance(keywords[key], (str, Fuzzy)):
            raise bad_request(
                'the value of "tags" query can only be fuzzy match value or exact match value'
            )
    for key in ("labels", "Labels"):
        wanted = keywords.get(key)
        if wanted is None:
            continue
        if not isinstance(wanted, AllOf) or not all(isinstance(one, int) for one in wanted.values):
            raise bad_request(
                'the value of "labels" query can only be integer list with intersetion relationship'
            )
        if not wanted.values:
            raise broken()


def list_of(call: Call, rows: list[Row], asked: Any) -> Answer:
    check_keywords(asked.keywords)
    base = asked.keywords.get("base") == "*"
    found = content.listed(call.hub, rows, base)
    return call.list(asked, artifacts_model(call.hub), found, lambda row: shown(call, row))


@routes("GET", OF_REPOSITORY, listed=True, query=SHOW)
def list_artifacts(call: Call) -> Answer:
    call.require_project(call.params["project_name"], "artifact", "list")
    asked = call.listing()
    name = name_of(call)
    asked.keywords["RepositoryName"] = name
    repository = call.table("repositories").one(name=name)
    number = repository["id"] if repository else 0
    return list_of(call, call.table("artifacts").find(repository_id=number), asked)


@routes(
    "GET", "/projects/{project_name_or_id}/artifacts", listed=True, since="2.11.1",
    query={**SHOW, "latest_in_repository": (Bool(), False)},
)  # fmt: skip
def list_artifacts_of_project(call: Call) -> Answer:
    call.require_login()
    project = call.allowed_project("artifact", "list")
    asked = call.listing()
    rows = call.table("artifacts").find(project_id=project["project_id"])
    if call.query["latest_in_repository"]:
        return latest(call, rows, asked)
    asked.keywords["ProjectID"] = project["project_id"]
    return list_of(call, rows, asked)


def latest(call: Call, rows: list[Row], asked: Any) -> Answer:
    """The newest of each repository, of one media type or artifact type."""
    given = [key for key in ("media_type", "artifact_type") if key in asked.keywords]
    if len(given) != 1:
        raise bad_request(
            "bad request: either 'media_type' or 'artifact_type' must be specified, but not both,"
            " when querying with latest_in_repository"
        )
    newest: dict[int, Row] = {}
    for row in rows:
        if row[given[0]] == asked.keywords[given[0]]:
            there = newest.get(row["repository_id"])
            if there is None or row["push_time"] >= there["push_time"]:
                newest[row["repository_id"]] = row
    found = list(newest.values())
    page = [shown(call, row) for row in asked.paged(found)]
    return call.page(asked, page, len(found))


# -- one


def artifact_of(call: Call) -> Row:
    """The artifact of the path. Raises a 404."""
    return content.find(call.hub, name_of(call), call.params["reference"])


def allowed_artifact(call: Call, resource: str, action: str) -> Row:
    call.require_project(call.params["project_name"], resource, action)
    return artifact_of(call)


@routes("GET", ONE, query={**SHOW, "page": (Int(), 1), "page_size": (Int(), 10)})
def get_artifact(call: Call) -> Answer:
    return Answer(body=shown(call, allowed_artifact(call, "artifact", "read")))


@routes("DELETE", ONE)
def delete_artifact(call: Call) -> None:
    artifact = allowed_artifact(call, "artifact", "delete")
    content.delete_artifact(call.hub, artifact, call.caller.name)


# What is left out if it is empty.
SHOWN = (
    *("id", "type", "media_type", "manifest_media_type", "artifact_type", "project_id"),
    *("repository_id", "repository_name", "digest", "size", "icon", "annotations", "extra_attrs"),
)


def shown(call: Call, artifact: Row) -> Row:
    hub, query = call.hub, call.query
    answer = {name: artifact[name] for name in SHOWN if artifact[name]}
    if hub.version < "2.11.1":
        answer.pop("artifact_type", None)
        answer.pop("repository_name", None)
    answer["push_time"] = shown_time(artifact["push_time"])
    answer["pull_time"] = shown_time(artifact["pull_time"])
    answer["references"] = [reference(one) for one in content.children_of(hub, artifact)] or None
    found = addition_links(call, artifact)
    if found:
        answer["addition_links"] = found
    answer["tags"] = answer["labels"] = answer["accessories"] = None
    if query["with_tag"]:
        status = query["with_immutable_status"]
        answer["tags"] = [
            shown_tag(hub, tag, artifact, status) for tag in content.tags_of(hub, artifact)
        ] or None
    if query["with_label"]:
        rows = hub.store["label_references"].find(artifact_id=artifact["id"])
        found_labels = [hub.store["labels"].get(row["label_id"]) for row in rows]
        answer["labels"] = [labels.shown(one) for one in found_labels if one] or None
    if query["with_accessory"]:
        rows = content.accessories_of(hub, artifact)
        answer["accessories"] = [accessory(one) for one in rows] or None
    answer.update(scans.overviews(call, artifact))
    return answer


def addition_links(call: Call, artifact: Row) -> Row:
    project, repository = content.split_name(artifact["repository_name"])
    encoded = repository.replace("/", "%252F")
    place = f"/api/v2.0/projects/{project}/repositories/{encoded}/artifacts"
    base = f"{place}/{artifact['digest']}"
    names: list[str] = list(
        manifests.additions(artifact["media_type"], artifact["artifact_type"], call.version)
    )
    found = {name: f"{base}/additions/{name}" for name in names}
    found.update(scans.links(call, artifact, place))
    return {name: {"absolute": False, "href": href} for name, href in found.items()}


def reference(row: Row) -> Row:
    answer = {name: row[name] for name in ("parent_id", "child_id", "child_digest")}
    answer["urls"] = row["urls"] or None
    if row["annotations"]:
        answer["annotations"] = row["annotations"]
    platform = row["platform"]
    if platform is not None:
        names = (
            *(("architecture", "architecture"), ("os", "os"), ("variant", "variant")),
            *(("os.version", "OsVersion"), ("os.features", "OsFeatures")),
        )
        answer["platform"] = {shown: platform[name] for name, shown in names if platform.get(name)}
        answer["platform"].setdefault("OsFeatures", None)
    return answer


# -- tags


TAGS = Model(
    order="-push_time",
    id="ID",
    repository_id="RepositoryID",
    artifact_id="ArtifactID",
    name="Name",
    push_time="PushTime",
    pull_time="PullTime",
)
TAG = Struct(
    "Tag", id=Int(), repository_id=Int(), artifact_id=Int(), name=Str(), push_time=Str(),
    pull_time=Str(), immutable=Bool(),
)  # fmt: skip
NEW_TAG = Struct("NewTag", name=Str(needed=True))


def shown_tag(hub: Hub, tag: Row, artifact: Row, status: bool) -> Row:
    return {
        "id": tag["id"],
        "repository_id": tag["repository_id"],
        "artifact_id": tag["artifact_id"],
        "name": tag["name"],
        "push_time": shown_time(tag["push_time"]),
        "pull_time": shown_time(tag["pull_time"]),
        "immutable": status and content.is_immutable(hub, artifact, tag["name"]),
    }


@routes(
    "GET", ONE + "/tags", listed=True,
    query={"with_immutable_status": (Bool(), False), "with_signature": (Bool(), False)},
)  # fmt: skip
def list_tags(call: Call) -> Answer:
    call.require_project(call.params["project_name"], "tag", "list")
    asked = call.listing()
    artifact = artifact_of(call)
    asked.keywords["ArtifactID"] = artifact["id"]
    status = call.query["with_immutable_status"]
    rows = content.tags_of(call.hub, artifact)
    return call.list(asked, TAGS, rows, lambda tag: shown_tag(call.hub, tag, artifact, status))


def refuse_proxy(call: Call) -> None:
    if call.project(call.params["project_name"])["registry_id"]:
        raise Refused(405, "METHOD_NOT_ALLOWED", PROXIED)


def create(call: Call) -> Answer:
    call.require_project(call.params["project_name"], "tag", "create")
    refuse_proxy(call)
    artifact = artifact_of(call)
    name = call.body.get("name", "")
    content.add_tag(call.hub, artifact, name)
    note_tag(call, "create", artifact, name)
    call.hub.fire("tag created", artifact, name)
    return Answer(201)


# From this version on a name must be there.
TAG_NEEDS_NAME = "2.15"


@routes("POST", ONE + "/tags", body=("tag", TAG), until=TAG_NEEDS_NAME)
def create_tag(call: Call) -> Answer:
    return create(call)


@routes("POST", ONE + "/tags", body=("tag", NEW_TAG), since=TAG_NEEDS_NAME)
def create_named_tag(call: Call) -> Answer:
    if not call.body["name"]:
        raise unprocessable("validation failure list:", "name in body is required")
    return create(call)


@routes("DELETE", ONE + "/tags/{tag_name}")
def delete_tag(call: Call) -> None:
    artifact = allowed_artifact(call, "tag", "delete")
    name = call.params["tag_name"]
    tag = call.table("tags").one(repository_id=artifact["repository_id"], name=name)
    if tag is None or tag["artifact_id"] != artifact["id"]:
        raise not_found(f"tag {name} attached to artifact {artifact['id']} not found")
    content.delete_tag(call.hub, artifact, tag)
    note_tag(call, "delete", artifact, name)
    call.hub.fire("tag deleted", artifact, name)


def note_tag(call: Call, operation: str, artifact: Row, name: str) -> None:
    where = artifact["repository_name"]
    call.audit(operation, "tag", f"{where}:{name}", artifact["project_id"])


# -- labels


@routes("POST", ONE + "/labels", body=("label", labels.LABEL))
def add_label(call: Call) -> None:
    project = call.project(call.params["project_name"])
    call.require_project(project["project_id"], "artifact-label", "create")
    number = call.body.get("id", 0)
    label = call.table("labels").get(number)
    if label is None:
        raise not_found(f"label {number} not found")
    if label["scope"] == "p" and label["project_id"] != project["project_id"]:
        raise not_found(f"project id {project['project_id']}, label {number} not found")
    artifact = artifact_of(call)
    call.table("label_references").insert(label_id=number, artifact_id=artifact["id"])
    call.hub.fire("artifact labeled", artifact, label)


@routes("DELETE", ONE + "/labels/{label_id:int}")
def remove_label(call: Call) -> None:
    artifact = allowed_artifact(call, "artifact-label", "delete")
    number = call.params["label_id"]
    gone = call.table("label_references").delete_all(label_id=number, artifact_id=artifact["id"])
    if not gone:
        raise not_found(f"reference with label {number} and artifact {artifact['id']} not found")


def label_taken(row: Row) -> Exception:
    return conflict(
        f"label {row['label_id']} is already added to the artifact {row['artifact_id']}"
    )


def tag_taken(row: Row) -> Exception:
    return conflict(f"tag {row['name']} already exists under the repository {row['repository_id']}")


# -- accessories


ACCESSORIES = Model(
    id="ID",
    artifact_id="ArtifactID",
    subject_artifact_id="SubjectArtifactID",
    subject_artifact_repo="SubjectArtifactRepo",
    subject_artifact_digest="SubjectArtifactDigest",
    type="Type",
    size="Size",
    digest="Digest",
    creation_time="CreationTime",
)


def accessory(row: Row) -> Row:
    hidden = ("creation_time", *(() if row["subject_artifact_id"] else ("subject_artifact_id",)))
    answer = {name: value for name, value in row.items() if name not in hidden}
    answer["icon"] = manifests.ACCESSORY_ICONS.get(row["type"], "")
    answer["creation_time"] = shown_time(row["creation_time"])
    return answer


@routes("GET", ONE + "/accessories", listed=True)
def list_accessories(call: Call) -> Answer:
    call.require_project(call.params["project_name"], "accessory", "list")
    asked = call.listing()
    artifact = artifact_of(call)
    asked.keywords["SubjectArtifactID"] = artifact["id"]
    return call.list(asked, ACCESSORIES, content.accessories_of(call.hub, artifact), accessory)


# -- additions


def addition(call: Call, among: tuple[str, ...]) -> Answer:
    artifact = allowed_artifact(call, "artifact-addition", "read")
    name = call.params["addition"]
    kind, by = (
        artifact["type"],
        manifests.processor(artifact["media_type"], artifact["artifact_type"], call.version),
    )
    offers = manifests.additions(artifact["media_type"], artifact["artifact_type"], call.version)
    if by == manifests.SBOM and call.version >= "2.11":
        return sbom(call, artifact)
    if name not in offers:
        raise bad_request(no_addition(name.upper(), kind, by))
    manifest = stored_manifest(call, artifact)
    if name == "build_history":
        history = stored_config(call, artifact, manifest).get("history")
        body = json.dumps(history, separators=(",", ":")).encode()
        return Answer(200, Raw(body, "application/json; charset=utf-8"))
    if kind == "CHART":
        layer = manifest["layers"][0]["digest"]
        archive = fetched(call, f"/v2/{artifact['repository_name']}/blobs/{layer}")
        text, media = charts.addition(archive, name, call.version)
        return Answer(200, Raw(text, media))
    raise not_found(f"{name} of {artifact['digest']} not found")


def no_addition(name: str, kind: str, by: str) -> str:
    if by in manifests.IMAGE_CONFIGS:
        return f"addition {name} isn't supported for IMAGE(manifest version 2)"
    if by in manifests.INDEXES:
        return f"addition {name} isn't supported"
    if by in manifests.KINDS:
        return f"addition {name} isn't supported for {kind}"
    return f"the processor for artifact {kind} not found, cannot get the addition"


@routes("GET", ONE + "/additions/vulnerabilities")
def get_vulnerabilities(call: Call) -> Answer:
    artifact = allowed_artifact(call, "artifact-addition", "read")
    return Answer(body=scans.vulnerabilities(call, artifact))


@routes("GET", ONE + "/additions/{addition}", until="2.11")
def get_addition(call: Call) -> Answer:
    check_addition(call, ADDITIONS)
    return addition(call, ADDITIONS)


@routes("GET", ONE + "/additions/{addition}", since="2.11")
def get_newer_addition(call: Call) -> Answer:
    check_addition(call, NEWER_ADDITIONS)
    return addition(call, NEWER_ADDITIONS)


def check_addition(call: Call, among: tuple[str, ...]) -> None:
    if call.params["addition"] not in among:
        raise unprocessable(f"addition in path should be one of [{' '.join(among)}]")


def fetched(call: Call, path: str, kind: str = "") -> bytes:
    """From the registry. Raises a 500, or a 404 if it is not there."""
    distribution = call.hub.distribution
    if distribution is None:
        raise broken()
    with call.outside():
        reply = distribution.ask("GET", path, headers={"Accept": kind} if kind else None)
    if reply.status == 404:
        raise not_found(f"http status code: 404, body: {reply.body.decode()}")
    if reply.status != 200:
        raise broken()
    return reply.body


def stored_manifest(call: Call, artifact: Row) -> Row:
    path = f"/v2/{artifact['repository_name']}/manifests/{artifact['digest']}"
    found: Row = json.loads(fetched(call, path, artifact["manifest_media_type"]))
    return found


def stored_config(call: Call, artifact: Row, manifest: Row) -> Row:
    config = manifest["config"]
    if not config.get("size"):
        return {}
    path = f"/v2/{artifact['repository_name']}/blobs/{config['digest']}"
    found: Row = json.loads(fetched(call, path))
    return found


def sbom(call: Call, artifact: Row) -> Answer:
    layers = stored_manifest(call, artifact).get("layers") or []
    if len(layers) != 1:
        raise not_found("The sbom is not found")
    body = fetched(call, f"/v2/{artifact['repository_name']}/blobs/{layers[0]['digest']}")
    return Answer(200, Raw(body, manifests.SBOM))


# -- copies


def parsed(text: str) -> tuple[str, str]:
    """Repository and reference of "p/r:tag" or "p/r@sha256:…". Raises a 400."""
    match = REFERENCE.fullmatch(text)
    if match is None or (match.group(3) and not content.is_digest(match.group(3))):
        raise bad_request(f"invalid input: {text}")
    return match.group(1), match.group(3) or match.group(2) or ""


@routes("POST", OF_REPOSITORY, query={"from": Str()}, needed=())
def copy_artifact(call: Call) -> Answer:
    hub, said = call.hub, call.query["from"] or ""
    name = name_of(call)
    with_quota = call.setting("quota_per_project_enable")
    if with_quota:
        check_room(call, said, name)
    if not said:
        raise unprocessable("from in query is required")
    call.require_project(call.params["project_name"], "artifact", "create")
    refuse_proxy(call)
    source_name, reference = parsed(said)
    call.require_project(content.split_name(source_name)[0], "artifact", "read")
    source = content.find(hub, source_name, reference)
    if content.is_accessory(hub, source["id"]):
        message = "the operation isn't supported for an artifact accessory"
        raise Refused(403, "DENIED", message)
    if not re.fullmatch(NAME, name):
        raise not_found("http status code: 404, body: 404 page not found\n")
    if content.by_digest(hub, name, source["digest"]) is None:
        move_bytes(call, source, name)
    project = call.project(call.params["project_name"])
    content.copy(hub, project, source, name, call.caller.name)
    return Answer(201, headers={"Location": f"{call.path}/{reference}"})


def check_room(call: Call, said: str, name: str) -> None:
    """The quota's part of a copy, which comes first. Raises a 400, 403 or 404."""
    project = call.project(urllib.parse.quote(call.params["project_name"]))
    try:
        source_name, reference = parsed(said)
    except Refused:
        return
    try:
        source = content.find(call.hub, source_name, reference)
    except Refused:
        raise bad_request(f"artifact {said} not found") from None
    if source["repository_name"] == name:
        return
    digests = {
        link["digest"]
        for artifact in content.walked(call.hub, source)
        for link in call.table("artifact_blobs").find(artifact_id=artifact["id"])
    }
    blobs = [call.table("blobs").one(digest=digest) for digest in digests]
    described = [(one["digest"], one["size"], one["content_type"]) for one in blobs if one]
    size = content.missing_size(call.hub, project["project_id"], described)
    content.check_quota(call.hub, project, size)


def move_bytes(call: Call, source: Row, name: str) -> None:
    """Let the registry have blobs and manifests under the other name, too. Raises a 500."""
    distribution, origin = call.hub.distribution, source["repository_name"]
    if distribution is None:
        raise broken()
    rows = content.walked(call.hub, source)
    own = {row["digest"] for row in rows}
    blobs = {
        link["digest"]: None
        for row in rows
        for link in call.table("artifact_blobs").find(artifact_id=row["id"])
        if link["digest"] not in own
    }
    with call.outside():
        for digest in blobs:
            query = urllib.parse.urlencode({"mount": digest, "from": origin})
            distribution.ask("POST", f"/v2/{name}/blobs/uploads/?{query}")
        # Children come before what stands on them.
        for row in reversed(rows):
            kind = row["manifest_media_type"]
            path = f"manifests/{row['digest']}"
            raw = distribution.ask("GET", f"/v2/{origin}/{path}", headers={"Accept": kind}).body
            reply = distribution.ask("PUT", f"/v2/{name}/{path}", raw, {"Content-Type": kind})
            if reply.status != 201:
                raise broken()


# -- others


def install(hub: Hub) -> None:
    hub.store["tags"].refuse = tag_taken
    hub.store["label_references"].refuse = label_taken

    def forget_label(label: Row) -> None:
        hub.store["label_references"].delete_all(label_id=label["id"])

    def forget_project(project: Row) -> None:
        hub.store["project_blobs"].delete_all(project_id=project["project_id"])

    hub.on("label deleted", forget_label)
    hub.on("project deleted", forget_project)
    hub.figures["storage"] = lambda hub: sum(content.counted(one) for one in hub.store["blobs"])
