# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the OCI distribution specification 1.1 asks, as far as release 2.8 of the program does it.

Here it is asked of the plain program on loopback. molecule/registry/tests asks the same of what the
role has deployed, so the role is held to the program. What 2.8 lacks is written down as well: a
release that brings it makes the test fail, and then the documentation has to follow.
"""

from __future__ import annotations

import base64
import hashlib
import http.client
import json
import pathlib
import ssl
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin

import pytest

from tests import real_registry
from tests.real_registry import Answer, digest_of

OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json"
OCI_INDEX = "application/vnd.oci.image.index.v1+json"
OCI_CONFIG = "application/vnd.oci.image.config.v1+json"
OCI_LAYER = "application/vnd.oci.image.layer.v1.tar+gzip"
DOCKER_MANIFEST = real_registry.MANIFEST
DOCKER_LIST = real_registry.INDEX
BYTES = {"Content-Type": "application/octet-stream"}


@dataclass(frozen=True)
class Registry:
    """A registry to ask: its URL, what every request carries, and whether it allows deletion."""

    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    tls: ssl.SSLContext | None = None
    deletes: bool = True

    def ask(
        self,
        method: str,
        path: str,
        data: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """``path`` may be a whole URL, as Location has it. A redirect is followed."""
        request = urllib.request.Request(
            urljoin(self.url, path),
            data=data,
            method=method,
            headers={**self.headers, **(headers or {})},
        )
        try:
            with urllib.request.urlopen(request, timeout=30, context=self.tls) as answer:
                names = {name.lower(): value for name, value in answer.headers.items()}
                return Answer(answer.status, names, answer.read())
        except urllib.error.HTTPError as error:
            with error:
                names = {name.lower(): value for name, value in error.headers.items()}
                try:
                    body = error.read()
                except http.client.IncompleteRead as short:
                    # A 416 of the program announces the length of the blob, and sends a sentence.
                    body = short.partial
                return Answer(error.code, names, body)


def deployed(url: str, user: str, password: str, ca: str = "", *, deletes: bool) -> Registry:
    """A registry that asks for a login; ``ca`` is the PEM text that its certificate is held to."""
    login = base64.b64encode(f"{user}:{password}".encode()).decode()
    tls = ssl.create_default_context(cadata=ca) if ca else None
    return Registry(url, {"Authorization": f"Basic {login}"}, tls, deletes)


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Registry]:
    folder: pathlib.Path = tmp_path_factory.mktemp("plain")
    with real_registry.serving(folder) as url:
        yield Registry(url)


@pytest.fixture
def name() -> str:
    """A repository of its own for each test, three parts deep."""
    return f"conformance/e2e/{uuid.uuid4().hex[:12]}"


def code(answer: Answer) -> str:
    """The code of a refusal, whose body has the form that the specification gives."""
    errors = answer.json["errors"]
    assert errors
    assert all(isinstance(error["message"], str) for error in errors)
    return str(errors[0]["code"])


def begin(registry: Registry, name: str) -> str:
    started = registry.ask("POST", f"/v2/{name}/blobs/uploads/", b"")
    assert started.status == 202
    assert started.headers["docker-upload-uuid"]
    return urljoin(registry.url, started.headers["location"])


def finish(registry: Registry, place: str, digest: str, data: bytes = b"") -> Answer:
    sign = "&" if "?" in place else "?"
    return registry.ask("PUT", f"{place}{sign}digest={digest}", data, BYTES)


def push_blob(registry: Registry, name: str, content: bytes) -> str:
    digest = digest_of(content)
    assert finish(registry, begin(registry, name), digest, content).status == 201
    return digest


def describe(content: bytes, media_type: str) -> dict[str, Any]:
    return {"mediaType": media_type, "digest": digest_of(content), "size": len(content)}


def image(registry: Registry, name: str, text: str, media_type: str = OCI_MANIFEST) -> bytes:
    """The manifest of an image whose blobs are there already; it is not pushed itself."""
    config = json.dumps({"architecture": "amd64", "os": "linux", "note": text}).encode()
    layer = text.encode() * 50
    push_blob(registry, name, config)
    push_blob(registry, name, layer)
    docker = media_type == DOCKER_MANIFEST
    kinds = (
        (
            "application/vnd.docker.container.image.v1+json",
            "application/vnd.docker.image.rootfs.diff.tar.gzip",
        )
        if docker
        else (OCI_CONFIG, OCI_LAYER)
    )
    return json.dumps(
        {
            "schemaVersion": 2,
            "mediaType": media_type,
            "config": describe(config, kinds[0]),
            "layers": [describe(layer, kinds[1])],
        }
    ).encode()


def put_manifest(
    registry: Registry, name: str, reference: str, body: bytes, media_type: str = OCI_MANIFEST
) -> Answer:
    headers = {"Content-Type": media_type}
    return registry.ask("PUT", f"/v2/{name}/manifests/{reference}", body, headers)


def pushed(registry: Registry, name: str, *tags: str) -> dict[str, bytes]:
    """An image for each tag: tag -> manifest."""
    made = {tag: image(registry, name, f"{name} {tag}") for tag in tags}
    for tag, body in made.items():
        assert put_manifest(registry, name, tag, body).status == 201
    return made


# ---- the API itself


def test_the_api_answers(registry: Registry) -> None:
    answer = registry.ask("GET", "/v2/")
    assert answer.status == 200
    assert answer.headers["docker-distribution-api-version"] == "registry/2.0"


@pytest.mark.parametrize("bad", ["UPPER", "a//b", "-a", "a_-b"])
def test_a_name_that_is_none_is_refused(registry: Registry, bad: str) -> None:
    answer = registry.ask("GET", f"/v2/{bad}/tags/list")
    assert answer.status in (301, 400, 404)


# ---- push: blobs


def test_a_blob_is_pushed_whole(registry: Registry, name: str) -> None:
    content = b"whole\n" * 1000
    digest = digest_of(content)
    done = finish(registry, begin(registry, name), digest, content)
    assert done.status == 201
    assert done.headers["docker-content-digest"] == digest
    assert urljoin(registry.url, done.headers["location"]).endswith(f"/v2/{name}/blobs/{digest}")
    assert registry.ask("GET", done.headers["location"]).body == content


def test_a_blob_is_pushed_in_chunks_and_the_state_is_told(registry: Registry, name: str) -> None:
    chunks = [b"one" * 500, b"two" * 700, b"three" * 100]
    place, sent = begin(registry, name), 0
    for chunk in chunks:
        headers = {**BYTES, "Content-Range": f"{sent}-{sent + len(chunk) - 1}"}
        answer = registry.ask("PATCH", place, chunk, headers)
        sent += len(chunk)
        assert answer.status == 202
        assert answer.headers["range"] == f"0-{sent - 1}"
        place = urljoin(registry.url, answer.headers["location"])
        state = registry.ask("GET", place)
        assert state.status == 204
        assert state.headers["range"] == f"0-{sent - 1}"
    whole = b"".join(chunks)
    assert finish(registry, place, digest_of(whole)).status == 201
    assert registry.ask("GET", f"/v2/{name}/blobs/{digest_of(whole)}").body == whole


def test_the_last_chunk_may_come_with_the_end(registry: Registry, name: str) -> None:
    first = registry.ask("PATCH", begin(registry, name), b"first ", BYTES)
    place = urljoin(registry.url, first.headers["location"])
    assert finish(registry, place, digest_of(b"first last"), b"last").status == 201


def test_a_blob_of_many_megabytes_comes_back_the_same(registry: Registry, name: str) -> None:
    content = bytes(range(256)) * 4096 * 8
    digest = push_blob(registry, name, content)
    assert registry.ask("GET", f"/v2/{name}/blobs/{digest}").body == content


def test_an_empty_blob_is_a_blob(registry: Registry, name: str) -> None:
    digest = push_blob(registry, name, b"")
    assert registry.ask("GET", f"/v2/{name}/blobs/{digest}").body == b""


def test_another_digest_than_the_content_has_is_refused(registry: Registry, name: str) -> None:
    answer = finish(registry, begin(registry, name), digest_of(b"something else"), b"content")
    assert (answer.status, code(answer)) == (400, "DIGEST_INVALID")
    missing = registry.ask("GET", f"/v2/{name}/blobs/{digest_of(b'something else')}")
    assert missing.status == 404


def test_an_upload_can_be_given_up(registry: Registry, name: str) -> None:
    place = begin(registry, name)
    assert registry.ask("DELETE", place).status == 204
    answer = registry.ask("GET", place)
    assert (answer.status, code(answer)) == (404, "BLOB_UPLOAD_UNKNOWN")


def test_a_blob_is_mounted_from_another_repository(registry: Registry, name: str) -> None:
    digest = push_blob(registry, name, b"mounted")
    query = f"mount={digest}&from={name}"
    answer = registry.ask("POST", f"/v2/{name}-b/blobs/uploads/?{query}", b"")
    assert answer.status == 201
    assert answer.headers["docker-content-digest"] == digest
    assert registry.ask("GET", f"/v2/{name}-b/blobs/{digest}").body == b"mounted"


def test_a_mount_that_cannot_be_begins_an_upload(registry: Registry, name: str) -> None:
    query = f"mount={digest_of(b'nowhere')}&from={name}"
    answer = registry.ask("POST", f"/v2/{name}-b/blobs/uploads/?{query}", b"")
    assert answer.status == 202
    place = urljoin(registry.url, answer.headers["location"])
    assert finish(registry, place, digest_of(b"nowhere"), b"nowhere").status == 201


# ---- push: manifests


@pytest.mark.parametrize("media_type", [OCI_MANIFEST, DOCKER_MANIFEST])
def test_an_image_is_pushed_by_tag_and_keeps_its_bytes(
    registry: Registry, name: str, media_type: str
) -> None:
    body = image(registry, name, "by tag", media_type)
    answer = put_manifest(registry, name, "1.0", body, media_type)
    assert answer.status == 201
    assert answer.headers["docker-content-digest"] == digest_of(body)
    for reference in ("1.0", digest_of(body)):
        path = f"/v2/{name}/manifests/{reference}"
        for method in ("GET", "HEAD"):
            seen = registry.ask(method, path, headers={"Accept": media_type})
            assert seen.status == 200
            assert seen.headers["content-type"] == media_type
            assert seen.headers["docker-content-digest"] == digest_of(body)
            assert seen.headers["content-length"] == str(len(body))
            assert seen.body == (body if method == "GET" else b"")


@pytest.mark.parametrize(
    ("index_type", "image_type"), [(OCI_INDEX, OCI_MANIFEST), (DOCKER_LIST, DOCKER_MANIFEST)]
)
def test_an_index_is_pushed_after_its_images(
    registry: Registry, name: str, index_type: str, image_type: str
) -> None:
    children = []
    for architecture in ("amd64", "arm64"):
        body = image(registry, name, architecture, image_type)
        assert put_manifest(registry, name, digest_of(body), body, image_type).status == 201
        platform = {"architecture": architecture, "os": "linux"}
        children.append({**describe(body, image_type), "platform": platform})
    index = {"schemaVersion": 2, "mediaType": index_type, "manifests": children}
    body = json.dumps(index).encode()
    assert put_manifest(registry, name, "multi", body, index_type).status == 201
    accept = {"Accept": f"{image_type}, {index_type}"}
    seen = registry.ask("GET", f"/v2/{name}/manifests/multi", headers=accept)
    assert (seen.headers["content-type"], seen.body) == (index_type, body)


def test_a_tag_moves_to_the_image_that_was_pushed_last(registry: Registry, name: str) -> None:
    old = pushed(registry, name, "latest")["latest"]
    new = image(registry, name, "newer")
    assert put_manifest(registry, name, "latest", new).status == 201
    accept = {"Accept": OCI_MANIFEST}
    assert registry.ask("GET", f"/v2/{name}/manifests/latest", headers=accept).body == new
    old_one = registry.ask("GET", f"/v2/{name}/manifests/{digest_of(old)}", headers=accept)
    assert old_one.body == old


def test_a_manifest_needs_its_blobs_first(registry: Registry, name: str) -> None:
    body = json.dumps(
        {
            "schemaVersion": 2,
            "mediaType": OCI_MANIFEST,
            "config": describe(b"never pushed", OCI_CONFIG),
            "layers": [],
        }
    ).encode()
    answer = put_manifest(registry, name, "1.0", body)
    assert answer.status in (400, 404)
    assert code(answer) in ("MANIFEST_BLOB_UNKNOWN", "BLOB_UNKNOWN")


def test_a_manifest_that_is_none_is_refused(registry: Registry, name: str) -> None:
    answer = put_manifest(registry, name, "1.0", b"{not json")
    assert (answer.status, code(answer)) == (400, "MANIFEST_INVALID")


def test_a_manifest_under_another_digest_is_refused(registry: Registry, name: str) -> None:
    body = image(registry, name, "digest")
    answer = put_manifest(registry, name, digest_of(b"another"), body)
    assert (answer.status, code(answer)) == (400, "DIGEST_INVALID")


# ---- pull


def test_a_blob_is_pulled_in_parts(registry: Registry, name: str) -> None:
    content = bytes(range(200))
    path = f"/v2/{name}/blobs/{push_blob(registry, name, content)}"
    head = registry.ask("HEAD", path)
    assert (head.status, head.headers["content-length"]) == (200, "200")
    assert head.headers["accept-ranges"] == "bytes"
    for asked, part in (("0-9", content[:10]), ("190-", content[190:]), ("-5", content[-5:])):
        answer = registry.ask("GET", path, headers={"Range": f"bytes={asked}"})
        assert (answer.status, answer.body) == (206, part)
        assert answer.headers["content-range"].endswith("/200")
    beyond = registry.ask("GET", path, headers={"Range": "bytes=200-300"})
    assert beyond.status == 416


def test_what_is_not_there_is_named_by_its_code(registry: Registry, name: str) -> None:
    pushed(registry, name, "there")
    for path, word in (
        (f"{name}/blobs/{digest_of(b'no')}", "BLOB_UNKNOWN"),
        (f"{name}/manifests/missing", "MANIFEST_UNKNOWN"),
        (f"{name}/manifests/{digest_of(b'no')}", "MANIFEST_UNKNOWN"),
        (f"{name}-missing/tags/list", "NAME_UNKNOWN"),
    ):
        answer = registry.ask("GET", f"/v2/{path}")
        assert (answer.status, code(answer)) == (404, word)
        if "/tags/" not in path:
            assert registry.ask("HEAD", f"/v2/{path}").status == 404


# ---- content discovery


def test_all_tags_of_a_repository_are_listed(registry: Registry, name: str) -> None:
    tags = ["1", "1.0", "latest", "v2-beta_3"]
    pushed(registry, name, *tags)
    answer = registry.ask("GET", f"/v2/{name}/tags/list")
    assert answer.json["name"] == name
    assert sorted(answer.json["tags"]) == sorted(tags)


def test_the_catalog_is_read_page_by_page(registry: Registry, name: str) -> None:
    made = [f"{name}-{letter}" for letter in "abcde"]
    for repository in made:
        pushed(registry, repository, "1")
    found: list[str] = []
    path = "/v2/_catalog?n=2"
    for _page in range(1000):
        answer = registry.ask("GET", path)
        assert len(answer.json["repositories"] or []) <= 2
        found += answer.json["repositories"] or []
        if "link" not in answer.headers:
            break
        link = answer.headers["link"]
        assert link.endswith('>; rel="next"')
        path = link[1 : link.index(">")]
    assert len(found) == len(set(found))
    assert set(made) <= set(found)


# ---- content management


def test_a_manifest_is_deleted_by_its_digest(registry: Registry, name: str) -> None:
    made = pushed(registry, name, "gone", "kept")
    answer = registry.ask("DELETE", f"/v2/{name}/manifests/{digest_of(made['gone'])}")
    if not registry.deletes:
        assert (answer.status, code(answer)) == (405, "UNSUPPORTED")
        return
    assert answer.status == 202
    for reference in ("gone", digest_of(made["gone"])):
        assert registry.ask("HEAD", f"/v2/{name}/manifests/{reference}").status == 404
    assert registry.ask("GET", f"/v2/{name}/tags/list").json["tags"] == ["kept"]


def test_a_blob_is_deleted_by_its_digest(registry: Registry, name: str) -> None:
    path = f"/v2/{name}/blobs/{push_blob(registry, name, name.encode())}"
    answer = registry.ask("DELETE", path)
    if not registry.deletes:
        assert (answer.status, code(answer)) == (405, "UNSUPPORTED")
        return
    assert answer.status == 202
    assert registry.ask("HEAD", path).status == 404


def test_to_delete_what_is_not_there_is_an_error(registry: Registry, name: str) -> None:
    pushed(registry, name, "1")
    for kind in ("manifests", "blobs"):
        answer = registry.ask("DELETE", f"/v2/{name}/{kind}/{digest_of(b'no')}")
        assert answer.status == (404 if registry.deletes else 405)


# ---- what release 2.8 lacks: see roles/registry/README.md


def test_release_2_8_has_no_referrers_and_clients_fall_back_to_a_tag(
    registry: Registry, name: str
) -> None:
    subject = pushed(registry, name, "1")["1"]
    digest = digest_of(subject)
    assert registry.ask("GET", f"/v2/{name}/referrers/{digest}").status == 404
    body = json.loads(image(registry, name, "signature"))
    body["subject"] = describe(subject, OCI_MANIFEST)
    signature = json.dumps(body).encode()
    answer = put_manifest(registry, name, digest_of(signature), signature)
    assert answer.status == 201
    assert "oci-subject" not in answer.headers
    index = {
        "schemaVersion": 2,
        "mediaType": OCI_INDEX,
        "manifests": [describe(signature, OCI_MANIFEST)],
    }
    tag = digest.replace(":", "-")
    assert put_manifest(registry, name, tag, json.dumps(index).encode(), OCI_INDEX).status == 201
    seen = registry.ask("GET", f"/v2/{name}/manifests/{tag}", headers={"Accept": OCI_INDEX})
    assert seen.json == index


def sha512_of(content: bytes) -> str:
    return "sha512:" + hashlib.sha512(content).hexdigest()


def test_release_2_8_takes_a_blob_by_sha512_but_calls_it_by_sha256(
    registry: Registry, name: str
) -> None:
    digest = sha512_of(b"content")
    done = finish(registry, begin(registry, name), digest, b"content")
    assert (done.status, done.headers["docker-content-digest"]) == (201, digest_of(b"content"))
    seen = registry.ask("GET", f"/v2/{name}/blobs/{digest}")
    assert (seen.status, seen.body) == (200, b"content")
    assert seen.headers["docker-content-digest"] == digest_of(b"content")


def test_release_2_8_takes_no_manifest_by_sha512(registry: Registry, name: str) -> None:
    body = image(registry, name, "sha512")
    answer = put_manifest(registry, name, sha512_of(body), body)
    assert (answer.status, code(answer)) == (400, "DIGEST_INVALID")


def test_release_2_8_begins_an_upload_where_all_was_sent_at_once(
    registry: Registry, name: str
) -> None:
    path = f"/v2/{name}/blobs/uploads/?digest={digest_of(b'at once')}"
    assert registry.ask("POST", path, b"at once", BYTES).status == 202


def test_release_2_8_does_not_page_tags(registry: Registry, name: str) -> None:
    pushed(registry, name, "a", "b", "c")
    answer = registry.ask("GET", f"/v2/{name}/tags/list?n=1")
    assert sorted(answer.json["tags"]) == ["a", "b", "c"]


def test_release_2_8_does_not_check_the_order_of_chunks(registry: Registry, name: str) -> None:
    answer = registry.ask(
        "PATCH", begin(registry, name), b"late", {**BYTES, "Content-Range": "100-103"}
    )
    assert answer.status == 202


def test_release_2_8_deletes_no_tag(registry: Registry, name: str) -> None:
    pushed(registry, name, "1")
    assert registry.ask("DELETE", f"/v2/{name}/manifests/1").status in (400, 405)
