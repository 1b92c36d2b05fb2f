# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""/v2 in front of the real registry: who may, what fits into the quota, what is kept of a push.

Bytes go to and from the registry as they come. The double itself knows artifacts and tags: the
registry gets every manifest by its digest.
"""

from __future__ import annotations

import contextlib
import http.client
import re
import urllib.parse
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from .. import content, context, manifests
from ..answers import (
    NOTHING,
    Answer,
    Raw,
    Refused,
    bad_request,
    broken,
    denied,
    not_found,
)
from ..call import Call
from ..hub import Hub
from ..manifests import Manifest
from ..server import Stream
from . import tokens

Row = dict[str, Any]

PART = r"[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*"
LABEL = r"(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])"
NAME = rf"(?:{LABEL}(?:\.{LABEL})*(?::[0-9]+)?/)?{PART}(?:/{PART})*"
# As it is looked for in a path, which is not as strict as content.DIGEST.
DIGEST = r"[a-z0-9]+(?:[.+_-][a-z0-9]+)*:[a-zA-Z0-9=_-]+"
KINDS = {
    "manifest": rf"/v2/(?P<name>{NAME})/manifests/(?P<reference>.*)",
    "tags": rf"/v2/(?P<name>{NAME})/tags/list(?P<rest>.*)",
    "upload": rf"/v2/(?P<name>{NAME})/blobs/uploads(?P<rest>[/a-zA-Z0-9\-_.=]*)",
    "blob": rf"/v2/(?P<name>{NAME})/blobs/(?P<reference>{DIGEST})",
    "referrers": rf"/v2/(?P<name>{NAME})/referrers/(?P<reference>.*)",
}
PATTERNS = {kind: re.compile(pattern, re.DOTALL) for kind, pattern in KINDS.items()}
CATALOG = re.compile(r"/v2/_catalog(?:/.*)?")
ACTIONS = {
    **dict.fromkeys(("POST", "PATCH", "PUT"), "push"),
    **dict.fromkeys(("GET", "HEAD"), "pull"),
    "DELETE": "delete",
}
SCOPES = {"pull": "pull", "push": "pull,push", "delete": "delete"}
# What is between two neighbours only, or not the registry's business.
NOT_FORWARDED = frozenset(
    (
        *("connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "te"),
        *("trailer", "transfer-encoding", "upgrade", "content-length", "expect"),
        *("authorization", "cookie", "x-request-id"),
    )
)
NOT_RETURNED = frozenset(("connection", "date", "transfer-encoding", "content-length", "server"))
MOVED = b"<html><head><title>301 Moved Permanently</title></head></html>\r\n"
REPLICATION = "harbor-registry-client"  # its pulls are not counted
CHUNK = 1 << 16


@dataclass(frozen=True)
class Target:
    """What a path of /v2 means. `name` is the repository with its project."""

    kind: str
    path: str
    name: str = ""
    reference: str = ""
    session: str = ""
    mounted_from: str = ""

    @property
    def project(self) -> str:
        return self.name.partition("/")[0]

    @property
    def tag(self) -> str:
        return "" if re.search(DIGEST, self.reference) else self.reference


def target_of(call: Call) -> Target:
    """Raises a 400 or a 404 for what no client sends."""
    path = re.sub("//+", "/", urllib.parse.unquote(call.raw_path))
    if path == "/v2/":
        return Target("base", path)
    if CATALOG.fullmatch(path):
        return Target("catalog", path)
    for kind, pattern in PATTERNS.items():
        match = pattern.fullmatch(path)
        if match is None:
            continue
        found = match.groupdict()
        reference = found.get("reference") or ""
        if kind in ("manifest", "referrers") and not (
            re.search(DIGEST, reference) or re.search(r"[\w][\w.-]{0,127}", reference)
        ):
            raise not_found("invalid reference format")
        source = (call.given.get("from") or [""])[0] if kind == "upload" else ""
        for name in (found["name"], source):
            if name and "/" not in name:
                raise bad_request(f"bad request: invalid repository name: {name}")
        session = (found.get("rest") or "").strip("/") if kind == "upload" else ""
        return Target(kind, path, found["name"], reference, session, source)
    return Target("other", path)


# -- who may


def answer(call: Call) -> Answer:
    if not (call.path == "/v2" or call.path.startswith("/v2/")):
        raise not_found(f"path {call.path} was not found")
    if call.raw_path == "/v2":
        # This is nginx's part.
        base = f"{call.hub.url.partition('://')[0]}://{call.header('Host')}"
        return Answer(301, Raw(MOVED, "text/html"), {"Location": f"{base}/v2/"})
    target = target_of(call)
    with call.hub.store.transaction():
        forget_old_token(call, target)
        check_access(call, target)
    handler = HANDLERS.get((call.method, target.kind))
    if target.kind == "upload" and bool(target.session) == (call.method == "POST"):
        handler = None
    return handler(call, target) if handler else forwarded(call, target.path)


def forget_old_token(call: Call, target: Target) -> None:
    """A token that is older than its project was for another one of that name."""
    caller = call.caller
    if not isinstance(caller, tokens.Bearer) or call.version < "2.13.5":
        return
    source = target.mounted_from.partition("/")[0] if call.version >= "2.15.2" else ""
    for name in {target.project, source} - {""}:
        project = call.find_project(name)
        if project is None or caller.issued + tokens.LEEWAY < project["creation_time"]:
            call.caller = context.ANONYMOUS


def may(call: Call, project: Row, action: str) -> bool:
    if isinstance(call.caller, tokens.Bearer):
        return action in call.caller.access.get(project["name"], ())
    return context.may_project(call.hub, call.caller, project, "repository", action)


def check_access(call: Call, target: Target) -> None:
    """Raises a 401, which also stands for what one may not do."""
    if target.kind == "base":
        if not call.caller.authenticated:
            raise refused(call, [], "unauthorized")
        return
    if target.kind == "catalog":
        bearer = isinstance(call.caller, tokens.Bearer)
        if bearer or not call.may_system("catalog", "read"):
            raise refused(call, [], "unauthorized to list catalog", basic=True)
        return
    action = ACTIONS.get(call.method)
    if target.kind == "other" or action is None:
        raise refused(call, None, f"un-recognized request: {call.method} {target.path}")
    wanted = [(target.name, action)]
    if call.method == "POST" and target.mounted_from:
        wanted.append((target.mounted_from, "pull"))
    for name, act in wanted:
        if not call.header("Authorization") and call.method in ("GET", "HEAD"):
            raise refused(call, wanted, "authorize header needed to send HEAD to repository")
        project_name = name.partition("/")[0]
        project = call.find_project(project_name)
        if project is None:
            raise refused(call, None, f"project {project_name} not found")
        if not may(call, project, act):
            message = f"unauthorized to access repository: {name}, action: {act}"
            raise refused(call, wanted, message)


def refused(
    call: Call, wanted: list[tuple[str, str]] | None, message: str, basic: bool = False
) -> Refused:
    """`wanted`: (repository, action) that a token should be asked for; None: no challenge."""
    headers = {"Docker-Distribution-Api-Version": "registry/2.0"}
    headers["Www-Authenticate"] = "" if wanted is None else challenge(call, wanted, basic)
    return Refused(401, "UNAUTHORIZED", f"{message}: {message}", headers)


def challenge(call: Call, wanted: list[tuple[str, str]], basic: bool) -> str:
    if basic or call.header("Authorization"):
        return 'Basic realm="harbor"'
    base = call.hub.url.rstrip("/")
    host = call.header("Host")
    if call.version >= "2.14" and host:
        base = f"{base.partition('://')[0]}://{host}"
    text = f'Bearer realm="{base}/service/token",service="{tokens.SERVICE}"'
    scope = " ".join(f"repository:{name}:{SCOPES[action]}" for name, action in wanted)
    return f'{text},scope="{scope}"' if scope else text


# -- to and from the registry


def forwarded(call: Call, path: str, body: bytes | None = None) -> Answer:
    """The registry's answer to this request, at this path; `body` instead of the caller's."""
    distribution = call.hub.distribution
    if distribution is None:
        return Answer(502)
    query = f"?{call.raw_query}" if call.raw_query else ""
    connection = distribution.connection()
    try:
        connection.putrequest(
            call.method, urllib.parse.quote(path, safe="/:@!$&'()*+,;=-._~") + query,
            skip_host=True, skip_accept_encoding=True,
        )  # fmt: skip
        # Of the way a client came, the registry knows what it is told; an upload goes on that way.
        scheme = str(call.hub.options.get("address", call.hub.url)).partition("://")[0]
        told = {"host": distribution.host, "x-forwarded-proto": scheme, **call.headers}
        for name, value in told.items():
            if name not in NOT_FORWARDED:
                connection.putheader(name, value)
        for name, value in distribution.login.items():
            connection.putheader(name, value)
        send_body(call, connection, body)
        return taken(call, connection, connection.getresponse())
    except OSError:
        connection.close()
        raise
    except http.client.HTTPException:
        connection.close()
        return Answer(502)


def send_body(call: Call, connection: http.client.HTTPConnection, body: bytes | None) -> None:
    if body is None and call.stream is None:
        body = call.raw_body
    if body is not None:
        connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body)
        return
    chunked = "chunked" in (call.header("Transfer-Encoding") or "").lower()
    length = call.header("Content-Length")
    if chunked:
        connection.putheader("Transfer-Encoding", "chunked")
    elif length is not None:
        connection.putheader("Content-Length", length)
    connection.endheaders()
    while call.stream is not None and (data := call.stream.read(CHUNK)):
        connection.send(b"%x\r\n%s\r\n" % (len(data), data) if chunked else data)
    if chunked:
        connection.send(b"0\r\n\r\n")


def taken(
    call: Call, connection: http.client.HTTPConnection, response: http.client.HTTPResponse
) -> Answer:
    headers = {
        name: value for name, value in response.getheaders() if name.lower() not in NOT_RETURNED
    }
    length = response.getheader("Content-Length")
    if call.method == "HEAD":
        if length is not None:
            headers["Content-Length"] = length
        connection.close()
        return Answer(response.status, NOTHING, headers)
    if call.method == "GET" and response.status < 300:
        size = None if length is None else int(length)
        return Answer(response.status, Stream(chunks(connection, response), "", size), headers)
    with contextlib.closing(connection):
        data = response.read()
    return Answer(response.status, Raw(data, "") if data else NOTHING, headers)


def chunks(
    connection: http.client.HTTPConnection, response: http.client.HTTPResponse
) -> Iterator[bytes]:
    with contextlib.closing(connection):
        while data := response.read(CHUNK):
            yield data


def blob_json(hub: Hub, name: str, digest: str) -> Row:
    """A configuration. Raises a 500 if it cannot be read."""
    if hub.distribution is None:
        raise broken()
    reply = hub.distribution.ask("GET", f"/v2/{name}/blobs/{digest}")
    if reply.status != 200:
        raise broken()
    try:
        config = reply.json
    except ValueError:
        raise broken() from None
    if not isinstance(config, dict):
        raise broken()
    return config


# -- the quota


class Room:
    """Bytes that are kept free while an upload runs."""

    def __init__(self, hub: Hub, project_id: int, size: int) -> None:
        self.hub, self.project_id, self.size = hub, project_id, size
        hub.traffic.reserved[project_id] += size

    def release(self) -> None:
        self.hub.traffic.reserved[self.project_id] -= self.size
        self.size = 0


@contextlib.contextmanager
def room(call: Call, project: Row, size: int | None) -> Iterator[Room]:
    """None asks for nothing, 0 whether there is any room. Raises a 403."""
    hub = call.hub
    with hub.store.transaction():
        wanted = size if call.setting("quota_per_project_enable") else None
        if wanted is not None:
            content.check_quota(hub, project, wanted)
        kept = Room(hub, project["project_id"], wanted or 0)
    try:
        yield kept
    finally:
        with hub.store.transaction():
            kept.release()


def pushable(call: Call, target: Target) -> Row:
    """The project. Raises a 403 if it only caches another registry."""
    with call.hub.store.transaction():
        project = call.project(target.project)
    if project["registry_id"]:
        message = f"can not push artifact to a proxy project: {project['name']}"
        raise denied(f"denied: {message}")
    return project


# -- blobs


def start_upload(call: Call, target: Target) -> Answer:
    project = pushable(call, target)
    hub, digest = call.hub, (call.given.get("mount") or [""])[0]
    size: int | None = 0
    with hub.store.transaction():
        blob = hub.store["blobs"].one(digest=digest) if digest else None
        if digest:
            there = blob is None or content.has_blob(hub, project["project_id"], digest)
            size = None if there or blob is None else int(blob["size"])
    with room(call, project, size) as kept:
        reply = forwarded(call, target.path)
        if reply.status == 201 and blob is not None:
            with hub.store.transaction():
                content.add_blob(hub, project["project_id"], blob)
                kept.release()
    return reply


def go_on_uploading(call: Call, target: Target) -> Answer:
    reply = forwarded(call, target.path)
    if reply.status == 202:
        last = int(reply.headers.get("Range", "0-0").rpartition("-")[2])
        call.hub.traffic.accepted[target.session] = last + 1 if last else 0
    return reply


def end_upload(call: Call, target: Target) -> Answer:
    hub = call.hub
    with hub.store.transaction():
        project = call.project(target.project)
        size = int(call.header("Content-Length") or len(call.raw_body))
        size = size or hub.traffic.accepted.get(target.session, 0)
        digest = (call.given.get("digest") or [""])[-1]
        if size and not digest and call.setting("quota_per_project_enable"):
            raise bad_request("exist blob require digest")
        there = content.has_blob(hub, project["project_id"], digest)
    with room(call, project, size if size and not there else None) as kept:
        reply = forwarded(call, target.path)
        if reply.status == 201:
            hub.traffic.accepted.pop(target.session, None)
            with hub.store.transaction():
                kept_as = reply.headers.get("Docker-Content-Digest", digest)
                blob = content.ensure_blob(hub, kept_as, size)
                content.add_blob(hub, project["project_id"], blob)
                kept.release()
    return reply


def head_blob(call: Call, target: Target) -> Answer:
    with call.hub.store.transaction():
        if call.hub.store["blobs"].one(digest=target.reference) is None:
            raise not_found(f"blob {target.reference} not found")
    return forwarded(call, target.path)


# -- manifests


def get_manifest(call: Call, target: Target) -> Answer:
    hub = call.hub
    with hub.store.transaction():
        check_signatures(call, target)
        artifact = content.find(hub, target.name, target.reference)
    digest = artifact["digest"]
    if call.header("If-None-Match") in (digest, f'"{digest}"'):
        return Answer(304)
    reply = forwarded(call, f"/v2/{target.name}/manifests/{digest}")
    agent = call.header("User-Agent") or ""
    if reply.status < 300 and call.method == "GET" and agent != REPLICATION:
        with hub.store.transaction():
            if not hub.options.get("pull_count_update_disable"):
                hub.traffic.pulled(hub, artifact, target.tag)
            content.pulled(hub, artifact, target.tag, call.caller.name)
    return reply


def check_signatures(call: Call, target: Target) -> None:
    """Raises a 412 where the project demands one and there is none."""
    project = call.project(target.project)
    for key, kind, word in (
        ("enable_content_trust_cosign", manifests.COSIGN, "cosign"),
        ("enable_content_trust", manifests.NOTATION, "notation"),
    ):
        if not context.is_true(project["metadata"].get(key)):
            continue
        artifact = content.find(call.hub, target.name, target.reference)
        if may_skip(call, project, artifact):
            continue
        found = content.accessories_of(call.hub, artifact)
        if not any(one["type"] == kind for one in found):
            message = f"The image is not signed by {word}."
            raise Refused(412, "PROJECTPOLICYVIOLATION", message)


def may_skip(call: Call, project: Row, artifact: Row) -> bool:
    """Scanners, what signs, and signatures themselves."""
    if isinstance(call.caller, tokens.Bearer):
        agent = call.header("User-Agent") or ""
        signs = "cosign" in agent or "notation" in agent
        if may(call, project, "scanner-pull") or (signs and may(call, project, "push")):
            return True
    kinds = call.table("accessories").find(artifact_id=artifact["id"])
    return bool(kinds) and kinds[0]["type"] in (manifests.COSIGN, manifests.NOTATION)


def put_manifest(call: Call, target: Target) -> Answer:
    project = pushable(call, target)
    hub = call.hub
    with hub.store.transaction():
        refuse_immutable(call, target)
    raw = call.raw_body if call.stream is None else call.stream.read()
    try:
        manifest = manifests.read(call.header("Content-Type") or "", raw)
    except manifests.Unreadable as error:
        message = f"unmarshal manifest failed: {error}"
        raise Refused(400, "MANIFEST_INVALID", message) from None
    with hub.store.transaction():
        size = size_of_push(call, project, manifest)
    with room(call, project, size) as kept:
        by_digest = target.reference if not target.tag else manifest.digest
        reply = forwarded(call, f"/v2/{target.name}/manifests/{by_digest}", raw)
        if reply.status != 201:
            return reply
        config = {}
        if manifests.wants_config(manifest, hub.version):
            config = blob_json(hub, target.name, manifest.config["digest"])
        with hub.store.transaction():
            known = content.by_digest(hub, target.name, manifest.subject) is not None
            keep_push(call, target, project, manifest, config)
            kept.release()
        if manifest.subject and (known or hub.version >= "2.10"):
            reply.headers["OCI-Subject"] = manifest.subject
    return reply


def refuse_immutable(call: Call, target: Target) -> None:
    if not target.tag:
        return
    repository = call.table("repositories").one(name=target.name)
    if repository is None:
        return
    tag = call.table("tags").one(repository_id=repository["id"], name=target.tag)
    short = content.split_name(target.name)[1]
    if tag and content.immutable(call.hub, repository["project_id"], short, target.tag):
        raise Refused(
            412, "PRECONDITION",
            f"Failed to process request due to '{short}:{target.tag}' configured as immutable.",
        )  # fmt: skip


def size_of_push(call: Call, project: Row, manifest: Manifest) -> int | None:
    """The bytes that the project would use more; None if it has the manifest."""
    project_id = project["project_id"]
    if content.has_blob(call.hub, project_id, manifest.digest):
        return None
    return len(manifest.raw) + content.missing_size(
        call.hub, project_id,
        (
            (str(one.get("digest")), int(one.get("size") or 0), str(one.get("mediaType")))
            for one in manifest.references
        ),
    )  # fmt: skip


def keep_push(
    call: Call, target: Target, project: Row, manifest: Manifest, config: dict[str, Any]
) -> None:
    """What Harbor notes of a manifest that its registry has taken."""
    hub = call.hub
    artifact, _new = content.ensure_artifact(hub, project, target.name, manifest, config)
    if target.tag:
        content.ensure_tag(hub, artifact, target.tag)
    content.link_blobs(hub, artifact, manifest)
    if manifest.subject:
        subject = content.by_digest(hub, target.name, manifest.subject)
        kind = manifests.accessory_type(manifest, hub.version)
        content.ensure_accessory(hub, kind, artifact, target.name, manifest.subject, subject)
    content.adopt(hub, artifact)
    signed = re.fullmatch(r"sha256-([a-f0-9]{64})\.sig", target.tag)
    layers = {one.get("mediaType") for one in manifest.layers}
    if signed and manifests.COSIGN_LAYER in layers:
        digest = f"sha256:{signed.group(1)}"
        subject = content.by_digest(hub, target.name, digest)
        content.ensure_accessory(hub, manifests.COSIGN, artifact, target.name, digest, subject)
    content.pushed(hub, artifact, target.tag, call.caller.name)


def delete_manifest(call: Call, target: Target) -> Answer:
    if not content.is_digest(target.reference):
        message = f"unsupported digest {target.reference}: invalid checksum digest format"
        raise Refused(400, "UNSUPPORTED", message)
    with call.hub.store.transaction():
        artifact = content.find(call.hub, target.name, target.reference)
        content.delete_artifact(call.hub, artifact, call.caller.name)
    return Answer(202)


# -- lists


def base(call: Call, target: Target) -> Answer:
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "Docker-Distribution-Api-Version": "registry/2.0",
    }
    return Answer(200, Raw(b"{}"), headers)


def json_answer(body: Any, kind: str = "application/json; charset=utf-8") -> Answer:
    return Answer(200, body, {"Content-Type": kind})


def most(call: Call) -> int | None:
    """Parameter n. Raises a 400."""
    text = (call.given.get("n") or [""])[0]
    if not text:
        return None
    if not re.fullmatch(r"\+?[0-9]+", text):
        raise bad_request("the N must be a positive int type")
    return int(text)


def link(call: Call, number: int, last: str) -> str:
    query = urllib.parse.urlencode({"last": last, "n": number})
    return f'<{call.raw_path}?{query}>; rel="next"'


def list_tags(call: Call, target: Target) -> Answer:
    number, last = most(call), (call.given.get("last") or [""])[0]
    with call.hub.store.transaction():
        names: list[str] = []
        if number != 0:
            repository = content.repository_of(call.hub, target.name)
            rows = call.table("tags").find(repository_id=repository["id"])
            names = sorted({row["name"] for row in rows})
    rest = [name for name in names if not last or name > last]
    page = rest if number is None else rest[:number]
    reply = json_answer({"name": target.name, "tags": page})
    if number is not None and page and page[-1] != names[-1]:
        reply.headers["Link"] = link(call, number, page[-1])
    return reply


def catalog(call: Call, target: Target) -> Answer:
    number, last = most(call), (call.given.get("last") or [""])[0]
    with call.hub.store.transaction():
        tagged = {tag["repository_id"] for tag in call.table("tags")}
        names = sorted(row["name"] for row in call.table("repositories") if row["id"] in tagged)
    page = names
    if number is not None and names:
        if last and last not in names:
            raise bad_request(f"the last: {last} should be a valid repository name.")
        page = names[names.index(last) + 1 if last else 0 :][:number]
    reply = json_answer({"repositories": page})
    if number is not None and page and page[-1] != names[-1]:
        reply.headers["Link"] = link(call, number, page[-1])
    return reply


def list_referrers(call: Call, target: Target) -> Answer:
    newer = call.version >= "2.11"
    as_json = call.version < "2.10"
    kind = "application/json; charset=utf-8" if as_json else manifests.OCI_INDEX
    digest, wanted = target.reference, (call.given.get("artifactType") or [""])[0]
    if not content.is_digest(digest):
        raise bad_request(f"unsupported digest {digest}: invalid checksum digest format")
    with call.hub.store.transaction():
        if not newer and content.by_digest(call.hub, target.name, digest) is None:
            reply = json_answer({}, kind)
            reply.headers["X-Total-Count"] = "0"
            return reply
        found = call.table("accessories").find(
            subject_artifact_repo=target.name, subject_artifact_digest=digest
        )
        rows = call.table("artifacts").rows
        described = [descriptor(rows[one["artifact_id"]], newer) for one in found]
    shown = [one for one in described if not wanted or one.get("artifactType") == wanted]
    body = {"schemaVersion": 2, "mediaType": manifests.OCI_INDEX, "manifests": shown}
    reply = json_answer(body, kind)
    reply.headers["X-Total-Count"] = str(len(found))
    if wanted:
        reply.headers["OCI-Filters-Applied"] = "artifactType"
    return reply


def descriptor(artifact: Row, newer: bool) -> Row:
    answer = {
        "mediaType": artifact["manifest_media_type"],
        "digest": artifact["digest"],
        "size": artifact["manifest_size"] if newer else artifact["size"],
    }
    if artifact["annotations"]:
        answer["annotations"] = artifact["annotations"]
    kind = artifact["artifact_type"] if newer else artifact["media_type"]
    return {**answer, "artifactType": kind} if kind else answer


HANDLERS = {
    ("GET", "base"): base,
    ("HEAD", "base"): base,
    ("GET", "catalog"): catalog,
    ("GET", "tags"): list_tags,
    ("GET", "manifest"): get_manifest,
    ("HEAD", "manifest"): get_manifest,
    ("PUT", "manifest"): put_manifest,
    ("DELETE", "manifest"): delete_manifest,
    ("HEAD", "blob"): head_blob,
    ("POST", "upload"): start_upload,
    ("PATCH", "upload"): go_on_uploading,
    ("PUT", "upload"): end_upload,
    ("GET", "referrers"): list_referrers,
}

mounts = {"/v2": answer}
