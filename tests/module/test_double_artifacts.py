# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The double's artifacts, tags, copies, quotas and /v2: facts of genuine Harbors.

Images go into a real registry here, which unit tests do not have.
"""

from __future__ import annotations

import hashlib
import io
import json
import pathlib
import tarfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pytest

from tests.double import distribution
from tests.double.facts import ABSENT, ANONYMOUS, Fact, ask, tell, unasked
from tests.double.hub import SHORT_DELAYS, Hub
from tests.double.running import running
from tests.double.versions import ASKED

OCI = "application/vnd.oci.image.manifest.v1+json"
INDEX = "application/vnd.oci.image.index.v1+json"
CONFIG = "application/vnd.oci.image.config.v1+json"
HELM = "application/vnd.cncf.helm.config.v1+json"
LAYER = "application/vnd.oci.image.layer.v1.tar+gzip"

BAD, MISSING, TAKEN, KEPT = "BAD_REQUEST", "NOT_FOUND", "CONFLICT", "PRECONDITION"
WRONG, UNKNOWN_USER, DENIED = "UNPROCESSABLE_ENTITY", "UNAUTHORIZED", "DENIED"


def digest_of(data: bytes) -> str:
    return "sha256:" + hashlib.sha256(data).hexdigest()


def described(kind: str, data: bytes, **more: Any) -> dict[str, Any]:
    return {"mediaType": kind, "digest": digest_of(data), "size": len(data), **more}


@dataclass(frozen=True)
class Image:
    """Something to push: its manifest and the blobs that it stands on."""

    manifest: bytes
    blobs: tuple[bytes, ...] = ()
    kind: str = OCI

    @property
    def digest(self) -> str:
        return digest_of(self.manifest)

    @property
    def size(self) -> int:
        return len(self.manifest) + sum(map(len, self.blobs))


def image(seed: str, config: str = CONFIG, size: int = 100, **more: Any) -> Image:
    about = {
        "architecture": "amd64",
        "os": "linux",
        "created": "2026-01-02T03:04:05.100Z",
        "history": [{"created_by": seed}],
        "config": {"Env": ["A=b"]},
    }
    blobs = (json.dumps(about).encode(), seed.encode() * size)
    manifest = {
        "schemaVersion": 2,
        "mediaType": OCI,
        "config": described(config, blobs[0]),
        "layers": [described(LAYER, blobs[1])],
        **more,
    }
    return Image(json.dumps(manifest).encode(), blobs)


def index(*children: Image) -> Image:
    listed = [
        described(one.kind, one.manifest, platform={"os": "linux", "architecture": f"arch{at}"})
        for at, one in enumerate(children)
    ]
    manifest = {"schemaVersion": 2, "mediaType": INDEX, "manifests": listed}
    return Image(json.dumps(manifest).encode(), (), INDEX)


def chart(files: dict[str, str]) -> Image:
    archive = io.BytesIO()
    with tarfile.open(fileobj=archive, mode="w") as tar:
        for name, text in files.items():
            member = tarfile.TarInfo(f"demo/{name}")
            member.size = len(text)
            tar.addfile(member, io.BytesIO(text.encode()))
    blobs = (b'{"name": "demo"}', archive.getvalue())
    manifest = {
        "schemaVersion": 2,
        "mediaType": OCI,
        "config": described(HELM, blobs[0]),
        "layers": [described("application/vnd.cncf.helm.chart.content.v1.tar+gzip", blobs[1])],
    }
    return Image(json.dumps(manifest).encode(), blobs)


ONE, TWO, BIG = image("1"), image("2"), image("b", size=5000)
BOTH = index(ONE, TWO)
SBOM = image(
    "s", "application/vnd.oci.empty.v1+json", subject=described(OCI, ONE.manifest),
    artifactType="application/vnd.example.sbom",
)  # fmt: skip


def uploaded(repository: str, blob: bytes, **refused: Any) -> list[Fact]:
    at = f"//v2/{repository}/blobs/uploads/"
    return [
        Fact("POST", at, status=202, keep="upload"),
        Fact("PUT", at + "{upload}&digest=" + digest_of(blob), raw=blob, **(refused or CREATED)),
    ]


CREATED: dict[str, Any] = {"status": 201}


def put(where: str, what: Image, **refused: Any) -> Fact:
    """The manifest alone; `where` is repository:tag, or a repository for a push by digest."""
    repository, _colon, tag = where.partition(":")
    return Fact(
        "PUT", f"//v2/{repository}/manifests/{tag or what.digest}", raw=what.manifest,
        headers={"Content-Type": what.kind}, **(refused or CREATED),
    )  # fmt: skip


def pushed(where: str, what: Image, **refused: Any) -> list[Fact]:
    repository = where.partition(":")[0]
    return [
        *(fact for blob in what.blobs for fact in uploaded(repository, blob)),
        put(where, what, **refused),
    ]


def made(*names: str) -> list[Fact]:
    return [Fact("POST", "/projects", {"project_name": one}, 201, keep=one) for one in names]


def copied(where: str, source: str, status: int = 201, code: str = "", **more: Any) -> Fact:
    project, repository = where.split("/", 1)
    path = f"/projects/{project}/repositories/{repository}/artifacts?from={source}"
    return Fact("POST", path, status=status, code=code, **more)


A = "/projects/p/repositories/a"
ARTS = f"{A}/artifacts"


def tagged(tags: str, reference: str, at: str = ARTS) -> Fact:
    """The tags of an artifact, the newest first."""
    names = tags.split()
    fields: dict[str, Any] = {f"tags.{at}.name": name for at, name in enumerate(names)}
    fields.update({"tags.#": len(names)} if names else {"tags": None})
    return Fact("GET", f"{at}/{reference}", fields=fields)


def found(query: str, count: int, at: str = ARTS, **more: Any) -> Fact:
    headers = {"X-Total-Count": str(count)}
    return Fact("GET", f"{at}?{query}", fields={"#": count}, answer_headers=headers, **more)


def used(size: int, project: str = "p", **more: Any) -> Fact:
    fields = {"quota.used.storage": size}
    return Fact("GET", f"/projects/{project}/summary", fields=fields, **more)


def rule(tag: str, repository: str = "**", **more: Any) -> Fact:
    selector = {"kind": "doublestar", "decoration": "matches", "pattern": tag, **more}
    scope = {"kind": "doublestar", "decoration": "repoMatches", "pattern": repository}
    body = {
        "action": "immutable",
        "template": "immutable_template",
        "tag_selectors": [selector],
        "scope_selectors": {"repository": [scope]},
    }
    return Fact("POST", "/projects/p/immutabletagrules", body, 201, keep="rule")


def is_immutable(yes: bool, tag: str = "1") -> Fact:
    path = f"{ARTS}/{tag}/tags?with_immutable_status=true"
    return Fact("GET", path, fields={"0.immutable": yes})


NO_RULE = Fact("DELETE", "/projects/p/immutabletagrules/{rule}")
CANNOT = "the tag 1 configured as immutable, cannot be "
ONE_GONE = f"artifact p/a@{ONE.digest} not found"
DEPENDENCY = {"name": "x", "version": "1.0.0", "repository": ""}
CHART = chart({
    "Chart.yaml": "apiVersion: v2\ndependencies:\n- {name: x, version: 1.0.0}\n",
    "values.yaml": "a: 1\n",
})  # fmt: skip
SIZES = "of storage resource, which when updated to current usage of"

STORIES: dict[str, list[Fact]] = {
    "a push is seen": [
        *made("p"), *pushed("p/a:1", ONE),
        Fact("GET", A, fields={
            "name": "p/a", "artifact_count": 1, "pull_count": 0, "description": ABSENT}),
        Fact("GET", f"{ARTS}/1", fields={
            "digest": ONE.digest, "size": ONE.size, "type": "IMAGE", "media_type": CONFIG,
            "manifest_media_type": OCI, "labels": None, "accessories": None, "references": None,
            "annotations": ABSENT, "pull_time": "0001-01-01T00:00:00.000Z",
            "extra_attrs": {
                "architecture": "amd64", "os": "linux", "author": "", "config": {"Env": ["A=b"]},
                "created": "2026-01-02T03:04:05.1Z"},
            "addition_links": {"build_history": {"absolute": False, "href": (
                f"/api/v2.0{ARTS}/{ONE.digest}/additions/build_history")}}}),
        Fact("GET", f"{ARTS}/1", fields={"artifact_type": ABSENT, "repository_name": ABSENT},
             until="2.11.1"),
        Fact("GET", f"{ARTS}/1", fields={"artifact_type": CONFIG, "repository_name": "p/a"},
             since="2.11.1"),
        Fact("GET", f"{ARTS}/1/additions/build_history", fields={"": [{"created_by": "1"}]}),
        used(ONE.size), Fact("GET", "/projects/p", fields={"repo_count": 1}),
        *pushed("p/b:1", ONE), used(ONE.size), Fact("GET", "/statistics", fields={
            "total_repo_count": 2}),
        Fact("GET", "/search?q=p", fields={"repository.#": 2}),
    ],
    "a slash in a name is encoded twice": [
        *made("p"), *pushed("p/a/b:1", ONE),
        Fact("GET", "/projects/p/repositories/a%252Fb", fields={"name": "p/a/b"}),
        Fact("GET", "/projects/p/repositories/a%2Fb", status=404, code=MISSING, message=(
            "path /api/v2.0/projects/p/repositories/a/b was not found")),
        copied("p/c%252Fd", "p/a/b:1", answer_headers={
            "Location": "/api/v2.0/projects/p/repositories/c%2Fd/artifacts/1"}),
    ],
    "a push moves a tag": [
        *made("p"), *pushed("p/a:1", ONE), *pushed("p/a:1", TWO),
        tagged("1", TWO.digest), tagged("", ONE.digest), found("", 2), found("q=tags=nil", 1),
        found("q=tags=*", 1), found("q=tags=~1", 1), found("q=tags=2", 0),
        *pushed("p/a", ONE), tagged("", ONE.digest), used(ONE.size + TWO.size),
        Fact("GET", "//v2/p/a/tags/list", fields={"tags": ["1"]}),
    ],
    "what may be asked of tags and labels": [
        *made("p"), *pushed("p/a:1", ONE),
        Fact("GET", f"{ARTS}?q=tags=%7B1%202%7D", status=400, code=BAD, message=(
            'the value of "tags" query can only be fuzzy match value or exact match value')),
        Fact("GET", f"{ARTS}?q=labels=(1,2)", status=400, code=BAD,
             message="invalid query string value: (1"),
        Fact("GET", f"{ARTS}?q=labels=1", status=400, code=BAD),
        Fact("GET", f"{ARTS}?q=base=1", status=400, code=BAD),
        found("q=nonsense=1", 1), found("with_tag=false", 1),
        found("", 0, "/projects/p/repositories/none/artifacts"),
        Fact("GET", "/projects/p/artifacts", fields={"#": 1}, since="2.11.1"),
        Fact("GET", "/projects/p/artifacts", status=404, code=MISSING, until="2.11.1"),
    ],
    "what is not there": [
        *made("p"), *pushed("p/a:1", ONE),
        Fact("GET", "/projects/p/repositories/b", status=404, code=MISSING,
             message="repository p/b not found"),
        Fact("GET", f"{ARTS}/2", status=404, code=MISSING, message="artifact p/a:2 not found"),
        Fact("GET", f"{ARTS}/{TWO.digest}", status=404, code=MISSING,
             message=f"artifact p/a@{TWO.digest} not found"),
        Fact("DELETE", f"{ARTS}/2", status=404, code=MISSING),
        Fact("PUT", "/projects/p/repositories/b", {}, 404, MISSING),
    ],
    "a description": [
        *made("p"), *pushed("p/a:1", ONE), Fact("PUT", A, {"description": "<b>&\"'", "name": "x"}),
        Fact("GET", A, fields={"description": "<b>&\"'", "name": "p/a"}, until="2.12.4"),
        Fact("GET", A, fields={"description": "&lt;b&gt;&amp;&#34;&#39;"}, since="2.12.4"),
        Fact("PUT", A, {}), Fact("GET", A, fields={"description": ABSENT}),
    ],
    "tags by hand": [
        *made("p"), *pushed("p/a:1", ONE), *pushed("p/a:2", TWO),
        Fact("POST", f"{ARTS}/1/tags", {"name": "n"}, 201, answer_headers={"Location": ABSENT}),
        *(Fact("POST", f"{ARTS}/{one}/tags", {"name": "n"}, 409, TAKEN,
               "tag n already exists under the repository 1") for one in "12"),
        *(Fact("POST", f"{ARTS}/1/tags", {"name": name}, 400, BAD,
               f"bad request: invalid tag name: {name}") for name in ("a b", "-a", "x" * 129)),
        Fact("POST", f"{ARTS}/1/tags", {}, 400, BAD, "bad request: invalid tag name: ",
             until="2.15"),
        Fact("POST", f"{ARTS}/1/tags", {}, 422, WRONG, (
            "validation failure list:\nvalidation failure list:\nname in body is required"),
            since="2.15"),
        Fact("POST", f"{ARTS}/3/tags", {"name": "z"}, 404, MISSING),
        Fact("DELETE", f"{ARTS}/1/tags/2", status=404, code=MISSING,
             message="tag 2 attached to artifact 1 not found"),
        tagged("n 1", "1"), Fact("DELETE", f"{ARTS}/1/tags/1"), tagged("n", "n"),
        Fact("DELETE", f"{ARTS}/n/tags/n"), tagged("", ONE.digest),
        Fact("DELETE", f"{ARTS}/n/tags/n", status=404, code=MISSING),
    ],
    "labels on artifacts": [
        *made("p", "q"), *pushed("p/a:1", ONE),
        Fact("POST", "/labels", {"name": "l", "scope": "g"}, 201, keep="l"),
        Fact("POST", "/labels", {"name": "m", "scope": "p", "project_id": "{q}"}, 201, keep="m"),
        Fact("POST", f"{ARTS}/1/labels", {"id": "{l}"}),
        Fact("POST", f"{ARTS}/1/labels", {"id": "{l}"}, 409, TAKEN,
             "label {l} is already added to the artifact 1"),
        Fact("POST", f"{ARTS}/1/labels", {"id": "{m}"}, 404, MISSING,
             "project id {p}, label {m} not found"),
        Fact("POST", f"{ARTS}/1/labels", {"id": 99}, 404, MISSING, "label 99 not found"),
        Fact("GET", f"{ARTS}/1", fields={"labels": None}),
        Fact("GET", f"{ARTS}/1?with_label=true", fields={"labels.0.name": "l"}),
        found("q=labels=({l})", 1), found("q=labels=({m})", 0),
        Fact("DELETE", f"{ARTS}/1/labels/{{m}}", status=404, code=MISSING,
             message="reference with label {m} and artifact 1 not found"),
        Fact("DELETE", "/labels/{l}"),
        Fact("GET", f"{ARTS}/1?with_label=true", fields={"labels": None}),
    ],
    "what is deleted": [
        *made("p"), *pushed("p/a:1", ONE), put("p/a:2", ONE), Fact("DELETE", f"{ARTS}/1"),
        Fact("GET", f"{ARTS}/2", status=404, code=MISSING), used(0),
        # An empty repository is left, and holds the project.
        Fact("GET", A, fields={"artifact_count": 0}),
        Fact("DELETE", "/projects/p", status=412, code=KEPT, message=(
            "precondition failed: the project contains repositories, can not be deleted")),
        Fact("DELETE", A), Fact("DELETE", A, status=404, code=MISSING),
        Fact("DELETE", "/projects/p"),
    ],
    "an index and its children": [
        *made("p"), *pushed("p/a", ONE), *pushed("p/a:2", TWO), *pushed("p/a:both", BOTH),
        found("", 2), found("q=base=*", 3), Fact("GET", A, fields={"artifact_count": 2}),
        Fact("GET", f"{ARTS}/both", fields={
            "size": len(BOTH.manifest) + ONE.size + TWO.size, "type": "IMAGE",
            "references.0.child_digest": ONE.digest, "references.1.platform": {
                "os": "linux", "architecture": "arch1", "OsFeatures": None}}),
        *(Fact("DELETE", f"{ARTS}/{one}", status=412, code="VIOLATE_FOREIGN_KEY_CONSTRAINT",
               message="the deleting artifact is referenced by others")
          for one in (ONE.digest, "2")),
        Fact("DELETE", f"{ARTS}/both"), found("q=base=*", 1), tagged("2", "2"), used(TWO.size),
        put("p/a:both", BOTH, status=404, code=MISSING, message=ONE_GONE),
        *pushed("p/a:none", index(image("3")), status=400, code="MANIFEST_BLOB_UNKNOWN"),
    ],
    "accessories": [
        *made("p"), *pushed("p/a:1", ONE), *pushed("p/a", SBOM), found("q=base=*", 1),
        Fact("GET", f"{ARTS}/1", fields={"accessories": None}),
        Fact("GET", f"{ARTS}/1?with_accessory=true", fields={
            "accessories.#": 1, "accessories.0.digest": SBOM.digest,
            "accessories.0.type": "subject.accessory", "accessories.0.icon": ""}),
        Fact("GET", f"{ARTS}/1/accessories", fields={"0.subject_artifact_digest": ONE.digest}),
        Fact("GET", f"//v2/p/a/referrers/{ONE.digest}", fields={
            "manifests.#": 1, "manifests.0.digest": SBOM.digest}),
        Fact("GET", f"//v2/p/a/referrers/{ONE.digest}", fields={
            "manifests.0.artifactType": "application/vnd.example.sbom"}, since="2.11"),
        Fact("GET", f"//v2/p/a/referrers/{TWO.digest}", fields={"": {}}, until="2.11"),
        Fact("GET", f"//v2/p/a/referrers/{TWO.digest}", fields={"manifests": []}, since="2.11"),
        copied("p/b", f"p/a@{SBOM.digest}", 403, DENIED),
        copied("p/b", "p/a:1"), Fact(
            "GET", "/projects/p/repositories/b/artifacts/1/accessories", fields={"#": 1}),
        Fact("DELETE", f"{ARTS}/1"), found("q=base=*", 0),
        Fact("GET", f"{ARTS}/{SBOM.digest}", status=404, code=MISSING),
    ],
    "a chart": [
        *made("p"), *pushed("p/a:1", CHART),
        Fact("GET", f"{ARTS}/1", fields={
            "type": "CHART", "extra_attrs": {"name": "demo"}, "addition_links.dependencies": ...}),
        Fact("GET", f"{ARTS}/1/additions/dependencies", fields={"": [DEPENDENCY]}, since="2.12"),
        Fact("GET", f"{ARTS}/1/additions/dependencies", fields={"": []}, until="2.12"),
        Fact("GET", f"{ARTS}/1/additions/build_history", status=400, code=BAD,
             message="addition BUILD_HISTORY isn't supported for CHART"),
        *pushed("p/a:2", image("x", "application/x-foo")),
        Fact("GET", f"{ARTS}/2", fields={"type": "UNKNOWN", "addition_links": ABSENT}),
        Fact("GET", f"{ARTS}/2/additions/readme.md", status=400, code=BAD, message=(
            "the processor for artifact UNKNOWN not found, cannot get the addition")),
        Fact("GET", f"{ARTS}/2/additions/other", status=422, code=WRONG),
    ],
    "a copy takes all tags along": [
        *made("p", "q"), *pushed("q/s:1", ONE), put("q/s:rc", ONE), *pushed("q/s:2", TWO),
        copied("p/a", f"q/s@{ONE.digest}", answer_headers={
            "Location": f"/api/v2.0{ARTS}/{ONE.digest}"}),
        tagged("1 rc", ONE.digest), used(ONE.size), copied("p/a", "q/s:1"),
        Fact("POST", f"{ARTS}/1/tags", {"name": "mine"}, 201), Fact("DELETE", f"{ARTS}/1/tags/rc"),
        copied("p/a", "q/s:2"), Fact("POST", f"{ARTS}/2/tags", {"name": "rc"}, 201),
        # Again: the tag that was deleted comes back, away from where it is; others stay.
        copied("p/a", "q/s:1"), tagged("rc mine 1", "1"), tagged("2", "2"),
    ],
    "what cannot be copied": [
        *made("p", "q"), *pushed("q/s:1", ONE),
        *(copied("p/a", one, 400, BAD, message=f"artifact {one} not found")
          for one in ("q/s:2", "q/t:1", "none/s:1", "bogus", f"q/s@{TWO.digest}")),
        copied("p/a", "q/s@sha256:12", 400, BAD, message="invalid input: q/s@sha256:12"),
        Fact("POST", ARTS, status=422, code=WRONG),
        copied("none/a", "q/s:1", 404, MISSING, message="project none not found"),
        copied("p/UP", "q/s:1", 404, MISSING),
        Fact("GET", "/projects/p/repositories", fields={"": []}),
        # Without quotas it is another refusal.
        Fact("PUT", "/configurations", {"quota_per_project_enable": False}),
        copied("p/a", "q/s:2", 404, MISSING, message="artifact q/s:2 not found"),
        copied("none/a", "q/s:1", 404, MISSING),
    ],
    "an immutable tag": [
        *made("p", "q"), *pushed("p/a:1", ONE), *pushed("p/a:2", TWO), rule("1"),
        *(fact for blob in TWO.blobs for fact in uploaded("p/a", blob)),
        *(put("p/a:1", one, status=412, code=KEPT, message=(
            "Failed to process request due to 'a:1' configured as immutable."))
          for one in (ONE, TWO)),
        *(Fact("DELETE", path, status=412, code=KEPT, message=f"{CANNOT}deleted")
          for path in (f"{ARTS}/1/tags/1", f"{ARTS}/1", f"{ARTS}/{ONE.digest}", A)),
        Fact("POST", f"{ARTS}/2/tags", {"name": "1"}, 409, TAKEN),
        *pushed("q/s:1", TWO), copied("p/a", "q/s:1", 412, KEPT, message=f"{CANNOT}updated"),
        tagged("1", "1"), tagged("2", "2"), *pushed("q/s:1", ONE), copied("p/a", "q/s:1"),
        NO_RULE, Fact("DELETE", f"{ARTS}/1"),
    ],
    "what an immutable rule covers": [
        *made("p"), *pushed("p/a:1", ONE),
        *(fact for one, yes in (
            (rule("*"), True), (rule("2"), False), (rule("{1,2}", "{a,b}"), True),
            (rule("*", "b"), False), (rule("[2-9]", decoration="excludes"), True),
            (rule("*", decoration="bogus"), False), (rule("*", kind="x"), False),
            (rule("["), False), (rule(""), True))
          for fact in (one, is_immutable(yes), NO_RULE)),
        # One that cannot be read spoils those after it.
        rule("*", decoration="bogus"), rule("*"), is_immutable(False),
        Fact("GET", f"{ARTS}/1/tags", fields={"0.immutable": False}),
    ],
    "a full project": [
        *made("p", "q"), *pushed("p/a:1", ONE), *pushed("q/s:1", BIG),
        Fact("PUT", "/quotas/2", {"hard": {"storage": ONE.size + 100}}),
        *uploaded("p/a", BIG.blobs[1], status=403, code=DENIED, message=(
            f"adding 4.9 KiB {SIZES} {ONE.size} B will exceed the configured upper limit of"
            f" {ONE.size + 100} B.")),
        *(put("p/a:2", BIG, status=403, code=DENIED) for _turn in "12"),
        copied("p/b", "q/s:1", 403, DENIED),
        Fact("GET", "/projects/p/repositories", fields={"#": 1}), used(ONE.size),
        # What is there already needs no room.
        *(put(f"p/{name}:1", ONE) for name in "a"), *pushed("p/b:1", ONE), copied("p/c", "p/a:1"),
        Fact("POST", f"{ARTS}/1/tags", {"name": "x"}, 201),
        Fact("PUT", "/quotas/2", {"hard": {"storage": 10}}),
        Fact("POST", "//v2/p/a/blobs/uploads/", status=403, code=DENIED, message=(
            f"subtracting 0 B {SIZES} {ONE.size} B will exceed the configured upper limit of"
            " 10 B.")),
        copied("p/d", "p/a:1", 403, DENIED),
        Fact("PUT", "/quotas/2", {"hard": {"storage": -1}}), *pushed("p/a:2", BIG),
        used(ONE.size + BIG.size),
    ],
    "who is sent to the token service": [
        *made("p"), *pushed("p/a:1", ONE),
        Fact("GET", "//v2/", status=401, code=UNKNOWN_USER, message="unauthorized: unauthorized",
             who=ANONYMOUS, answer_headers={"Www-Authenticate": (
                 'Bearer realm="http://hub.example/service/token",service="harbor-registry"')}),
        Fact("GET", "//v2/p/a/manifests/1", status=401, code=UNKNOWN_USER, who=ANONYMOUS,
             headers={"Host": "other.example"}, until="2.14", answer_headers={"Www-Authenticate": (
                 'Bearer realm="http://hub.example/service/token",service="harbor-registry"'
                 ',scope="repository:p/a:pull"')}),
        Fact("POST", "//v2/p/a/blobs/uploads/", status=401, code=UNKNOWN_USER, who=ANONYMOUS,
             headers={"Host": "other.example"}, since="2.14", answer_headers={"Www-Authenticate": (
                 'Bearer realm="http://other.example/service/token",service="harbor-registry"'
                 ',scope="repository:p/a:pull,push"')}),
        Fact("GET", "//v2/", status=401, code=UNKNOWN_USER, password="wrong",
             answer_headers={"Www-Authenticate": 'Basic realm="harbor"'}),
        Fact("GET", "//v2/_catalog", status=401, code=UNKNOWN_USER, who=ANONYMOUS,
             answer_headers={"Www-Authenticate": 'Basic realm="harbor"'}),
        Fact("GET", "//v2/none/a/tags/list", status=401, code=UNKNOWN_USER, message=(
            "project none not found: project none not found")),
        Fact("GET", "//v2/", fields={"": {}}),
        Fact("GET", "//v2/_catalog", fields={"repositories": ["p/a"]}),
        Fact("GET", "//v2/a/tags/list", status=400, code=BAD),
        Fact("GET", "//v2/p/a/manifests/2", status=404, code=MISSING,
             message="artifact p/a:2 not found"),
        Fact("DELETE", "//v2/p/a/manifests/1", status=400, code="UNSUPPORTED"),
        Fact("DELETE", f"//v2/p/a/manifests/{ONE.digest}", status=202),
        put("p/a:1", Image(b"{"), status=400, code="MANIFEST_INVALID"),
    ],
    "scans without a scanner": [
        *made("p"), *pushed("p/a:1", ONE),
        Fact("POST", f"{ARTS}/1/scan", {}, 412, KEPT, "no available scanner for project: {p}"),
        Fact("POST", f"{ARTS}/1/scan", {"scan_type": "x"}, 422, WRONG, since="2.11"),
        Fact("POST", f"{ARTS}/1/scan/stop", {}, 400, BAD, until="2.11"),
        Fact("POST", f"{ARTS}/1/scan/stop", {}, 500, since="2.11"),
        Fact("POST", f"{ARTS}/1/scan/stop", status=422, code=WRONG, since="2.11"),
        Fact("GET", f"{ARTS}/1/additions/vulnerabilities", status=404, code=MISSING, message=(
            "no scanner registration configured for project: {p}")),
    ],
    "nothing is pushed while it is read only": [
        *made("p"), Fact("PUT", "/configurations", {"read_only": True}),
        Fact("POST", "//v2/p/a/blobs/uploads/", status=403, code=DENIED),
        Fact("GET", "//v2/_catalog", fields={"repositories": []}),
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def registry() -> Iterator[distribution.Distribution]:
    with distribution.serving() as serving:
        yield serving


def fresh(version: str, registry: distribution.Distribution) -> Hub:
    hub = Hub(version, url="http://hub.example")
    hub.distribution = registry
    return hub


def test_every_fact_is_held_to_some_version() -> None:
    assert unasked(STORIES, ASKED) == []


@pytest.mark.parametrize("version", ASKED)
@pytest.mark.parametrize("name", STORIES)
def test_the_double_tells_what_a_genuine_harbor_tells(
    name: str, version: str, registry: distribution.Distribution
) -> None:
    hub = fresh(version, registry)
    assert "\n".join(tell(hub, STORIES[name])) == ""
    hub.close()


def told(hub: Hub, *facts: Sequence[Fact]) -> None:
    assert "\n".join(tell(hub, [one for story in facts for one in story])) == ""


def test_pulls_are_counted_later_and_heads_are_not(registry: distribution.Distribution) -> None:
    hub = fresh("2.13.5", registry)
    told(hub, made("p"), pushed("p/a:1", ONE), [put("p/a:2", ONE)])
    with hub.jobs.changed:  # nothing that is due is done meanwhile
        for method in ("HEAD", "GET", "GET"):
            path = "//v2/p/a/manifests/1"
            assert ask(hub, method, path, headers={"Accept": OCI}).status == 200
        assert ask(hub, "GET", A).json["pull_count"] == 0
    assert hub.jobs.wait()
    assert ask(hub, "GET", A).json["pull_count"] == 2
    tags = {one["name"]: one["pull_time"] for one in ask(hub, "GET", f"{ARTS}/1").json["tags"]}
    assert tags["1"] > tags["2"] == "0001-01-01T00:00:00.000Z"
    hub.close()


def test_the_project_of_another_registry_takes_no_push(
    registry: distribution.Distribution,
) -> None:
    hub = fresh("2.13.5", registry)
    told(hub, made("p", "q"), pushed("q/s:1", ONE))
    with hub.store.transaction():
        project = hub.store["projects"].one(name="p")
        assert project is not None
        hub.store["projects"].update(project["project_id"], registry_id=7)
    message = "denied: can not push artifact to a proxy project: p"
    refused: dict[str, Any] = {"status": 403, "code": DENIED, "message": message}
    told(hub, [
        Fact("POST", "//v2/p/a/blobs/uploads/", **refused), put("p/a:1", ONE, **refused),
        copied("p/a", "q/s:1", 405, "METHOD_NOT_ALLOWED"),
        Fact("POST", f"{ARTS}/1/tags", {"name": "x"}, 405, "METHOD_NOT_ALLOWED"),
    ])  # fmt: skip
    hub.close()


def test_the_audit_log_knows_pushes_and_pulls(registry: distribution.Distribution) -> None:
    hub = fresh("2.13.5", registry)
    told(hub, made("p"), pushed("p/a:1", ONE), [
        Fact("GET", f"//v2/p/a/manifests/{ONE.digest}", headers={"Accept": OCI}),
        Fact("POST", f"{ARTS}/1/tags", {"name": "x"}, 201), Fact("DELETE", A),
    ])  # fmt: skip
    log = ask(hub, "GET", "/projects/p/auditlog-exts?sort=id").json
    assert [(one["operation"], one["resource"]) for one in log] == [
        ("create", "p"),
        ("create", "p/a:1"),
        ("pull", f"p/a@{ONE.digest}"),
        ("create", "p/a:x"),
        ("delete", f"p/a@{ONE.digest}"),
        ("delete", "p/a"),
    ]
    hub.close()


def test_what_was_pushed_outlives_the_double(tmp_path: pathlib.Path) -> None:
    state = tmp_path / "state"
    with running("2.13.5", registry=True, state=state) as hub:
        told(hub, made("p"), pushed("p/a:1", ONE))
    pull = Fact("GET", "//v2/p/a/manifests/1", headers={"Accept": OCI}, fields={
        "layers.0.digest": digest_of(ONE.blobs[1])})  # fmt: skip
    with running("2.13.5", registry=True, state=state) as hub:
        told(hub, [tagged("1", "1"), pull])


def test_a_double_without_a_registry_says_that_it_is_down() -> None:
    hub = Hub("2.13.5", delays=SHORT_DELAYS)
    told(hub, made("p"), [Fact("GET", "//v2/")])
    assert ask(hub, "POST", "//v2/p/a/blobs/uploads/").status == 502
    hub.close()
