# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""registry_tag_info beside a real registry, and some that behave badly."""

from __future__ import annotations

import json
import pathlib
import re
import subprocess
from collections.abc import Callable
from typing import Any

import pytest

from ansible_collections.twinstar.registry.tests.unit.plugins.module_utils._io.scripted_server import (  # noqa: E501
    Reply,
    Request,
    Server,
    serving,
)

from . import registry
from .contract import Answer, run_module
from .registry import (
    DOCKER_LIST,
    DOCKER_MANIFEST,
    OCI_INDEX,
    OCI_MANIFEST,
    PASSWORD,
    USER,
    Pusher,
    digest_of,
    distribution,
)


def look_up(images: list[str], url: str | None = None, **more: Any) -> Answer:
    params: dict[str, Any] = {"url": url, "images": images, **more}
    if url is None:
        params.update(url=registry.shared().url, username=USER, password=PASSWORD)
    return run_module("registry_tag_info", params)


def found(images: list[str], url: str | None = None, **more: Any) -> list[dict[str, Any]]:
    answer = look_up(images, url, **more)
    assert not answer.failed, answer.json
    listed: list[dict[str, Any]] = answer.json["registry_tag_info"]["images"]
    return listed


def test_a_tag_is_looked_up_as_skopeo_does() -> None:
    edge = registry.shared()
    done = subprocess.run(
        [
            *("skopeo", "inspect", "--tls-verify=false", "--creds", f"{USER}:{PASSWORD}"),
            f"docker://{edge.netloc}/demo-app:1",
        ],
        capture_output=True,
        timeout=60,
        check=True,
    )
    theirs = json.loads(done.stdout)
    (ours,) = found([f"{edge.netloc}/demo-app:1"], details=True)
    assert ours["digest"] == theirs["Digest"]
    assert ours["created"] == theirs["Created"]
    assert ours["platforms"][0]["platform"] == f"{theirs['Os']}/{theirs['Architecture']}"
    assert ours["media_type"] == DOCKER_MANIFEST


def test_an_index_is_told_with_its_platforms() -> None:
    (index,) = found(["multi"], details=True)
    assert index["media_type"] == OCI_INDEX
    assert [entry["platform"] for entry in index["platforms"]] == ["linux/amd64", "linux/arm64/v8"]
    amd64, arm64 = index["platforms"]
    # The layers are the same, and counted once.
    assert index["size"] == amd64["size"] + arm64["size"] - len(b"layer one" + b"layer two")
    assert index["created"] == arm64["created"] == "2026-11-25T20:31:07Z"
    (child,) = found([f"multi@{amd64['digest']}"], details=True)
    assert child == {
        "repository": "multi",
        "tag": None,
        "digest": amd64["digest"],
        "media_type": OCI_MANIFEST,
        "size": amd64["size"],
        "platforms": [amd64],
        "created": amd64["created"],
    }


def test_a_chart_has_no_platform() -> None:
    (chart,) = found(["charts/demo:0.1.0"], details=True)
    assert chart["platforms"] == []
    assert chart["size"] == len(b'{"name": "demo"}' + b"a chart")


def test_without_details_the_same_keys_are_null() -> None:
    (image,) = found(["demo-app:1"])
    assert image["size"] is image["platforms"] is image["created"] is None
    (detailed,) = found(["demo-app:1"], details=True)
    assert set(image) == set(detailed)
    assert image["digest"] == detailed["digest"]


def test_what_is_not_there_is_listed_as_missing() -> None:
    gone = "demo-app@sha256:" + "0" * 64
    for details in (False, True):
        answer = look_up(["nothing", "demo-app:1", "demo-app:2", gone], details=details)
        result = answer.json["registry_tag_info"]
        assert [image["tag"] for image in result["images"]] == ["1"]
        assert result["missing"] == ["nothing", "demo-app:2", gone]


def test_an_image_that_is_named_twice_is_told_twice_and_asked_for_once(
    tmp_path: pathlib.Path,
) -> None:
    with distribution(tmp_path) as edge, Pusher(edge) as pusher:
        pusher.image("demo-app", "1")
        assert len(found(["demo-app:1", "demo-app", "demo-app:1"], edge.url)) == 3
        heads = re.findall(r'"HEAD (\S+manifests\S+)', edge.log.read_text())
        assert heads == ["/v2/demo-app/manifests/1"]


def test_300_tags_are_all_told(tmp_path: pathlib.Path) -> None:
    tags = sorted(f"v{number}" for number in range(300))
    with distribution(tmp_path) as edge, Pusher(edge) as pusher:
        body = pusher.image("demo-app", "v0")
        manifest = json.loads(
            pusher.get("demo-app", f"manifests/{body['digest']}", DOCKER_MANIFEST)
        )
        for tag in tags:
            pusher.manifest("demo-app", tag, manifest, DOCKER_MANIFEST)
        images = found(["demo-app"], edge.url)
        assert [image["tag"] for image in images] == tags
        assert {image["digest"] for image in images} == {body["digest"]}
        detailed = found(["demo-app"], edge.url, details=True)
        assert len(detailed) == 300
        # The configuration is the same, and read once.
        blobs = re.findall(r'"GET (\S+blobs\S+) HTTP\S+ 200', edge.log.read_text())
        assert len(blobs) == 1


def test_a_docker_list_is_not_turned_into_one_of_its_images(tmp_path: pathlib.Path) -> None:
    with distribution(tmp_path) as edge, Pusher(edge) as pusher:
        child = pusher.image("demo-app", None)
        entry = {**child, "platform": {"os": "linux", "architecture": "amd64"}}
        pushed = pusher.index("demo-app", "1", [entry], DOCKER_LIST)
        for details in (False, True):
            (told,) = found(["demo-app:1"], edge.url, details=details)
            assert (told["media_type"], told["digest"]) == (DOCKER_LIST, pushed["digest"])


# Registries that do less, or behave badly


MANIFEST = {
    "schemaVersion": 2,
    "mediaType": DOCKER_MANIFEST,
    "config": {
        "mediaType": "application/vnd.docker.container.image.v1+json",
        "digest": digest_of(b'{"os":"linux","architecture":"amd64"}'),
        "size": 37,
    },
    "layers": [{"digest": "sha256:" + "1" * 64, "size": 100}],
}
BODY = json.dumps(MANIFEST).encode()


def told_by(
    script: Callable[[Request], Reply], images: list[str], **more: Any
) -> tuple[Answer, Server]:
    def with_greeting(request: Request) -> Reply:
        return Reply(200) if request.path == "/v2/" else script(request)

    with serving(with_greeting) as server:
        return look_up(images, server.url, **more), server


def manifest(request: Request, *headers: tuple[str, str], body: bytes = BODY) -> Reply:
    return Reply(200, [("Content-Type", DOCKER_MANIFEST), *headers], body)


def test_a_registry_that_does_not_name_the_digest_is_asked_for_the_bytes() -> None:
    answer, server = told_by(manifest, ["demo-app:1"])
    assert answer.json["registry_tag_info"]["images"][0]["digest"] == digest_of(BODY)
    assert [request.method for request in server.requests] == ["GET", "HEAD", "GET"]


@pytest.mark.parametrize("status", [405, 500, 400])
def test_a_registry_that_answers_head_badly_is_asked_by_get(status: int) -> None:
    answer, _server = told_by(
        lambda request: Reply(status) if request.method == "HEAD" else manifest(request),
        ["demo-app:1"],
    )
    assert answer.json["registry_tag_info"]["images"][0]["digest"] == digest_of(BODY)


def test_every_kind_of_manifest_is_accepted() -> None:
    _answer, server = told_by(manifest, ["demo-app:1"])
    for request in server.requests[1:]:
        for kind in (OCI_INDEX, OCI_MANIFEST, DOCKER_LIST, DOCKER_MANIFEST):
            assert kind in request.headers["accept"]


@pytest.mark.parametrize("image", ["demo-app:1", "demo-app@sha256:" + "2" * 64])
def test_a_manifest_that_is_not_what_its_digest_says_is_refused(image: str) -> None:
    header = ("Docker-Content-Digest", "sha256:" + "2" * 64)
    answer, _server = told_by(lambda request: manifest(request, header), [image], details=True)
    assert (
        f"answered with a manifest of digest {digest_of(BODY)} instead of sha256:222"
        in (answer.json["msg"])
    )


def test_a_page_instead_of_a_manifest_is_refused() -> None:
    answer, _server = told_by(
        lambda request: manifest(request, body=b"<html>"), ["demo-app:1"], details=True
    )
    assert "GET /v2/demo-app/manifests/1 answered 200 without a manifest" in answer.json["msg"]


def test_a_configuration_that_is_not_there_leaves_the_rest() -> None:
    answer, _server = told_by(
        lambda request: Reply(404) if "/blobs/" in request.path else manifest(request),
        ["demo-app:1"],
        details=True,
    )
    (image,) = answer.json["registry_tag_info"]["images"]
    assert (image["size"], image["platforms"], image["created"]) == (137, [], None)


def test_a_manifest_of_schema_1_is_told_by_the_registry_s_digest() -> None:
    old = "application/vnd.docker.distribution.manifest.v1+prettyjws"
    header = ("Docker-Content-Digest", "sha256:" + "3" * 64)
    body = json.dumps({"schemaVersion": 1, "architecture": "amd64", "signatures": []}).encode()
    answer, _server = told_by(
        lambda _request: Reply(200, [("Content-Type", old), header], body),
        ["demo-app:1"],
        details=True,
    )
    (image,) = answer.json["registry_tag_info"]["images"]
    assert image["digest"] == "sha256:" + "3" * 64
    assert image["media_type"] == old
    assert image["size"] is None
    assert image["platforms"][0]["platform"] == "linux/amd64"


def test_blobs_that_are_kept_elsewhere_are_fetched_without_the_password() -> None:
    config = b'{"os":"linux","architecture":"amd64"}'
    with serving(lambda _request: Reply(200, body=config)) as storage:

        def script(request: Request) -> Reply:
            if request.headers.get("authorization") is None:
                return Reply(401, [("WWW-Authenticate", "Basic realm=edge")])
            if "/blobs/" in request.path:
                return Reply(307, [("Location", f"{storage.url}/blob?signed")])
            return manifest(request) if "/manifests/" in request.path else Reply(200)

        with serving(script) as server:
            login = {"username": USER, "password": PASSWORD}
            (image,) = found(["demo-app:1"], server.url, details=True, **login)
    assert image["platforms"][0]["platform"] == "linux/amd64"
    assert "authorization" not in storage.requests[0].headers


def test_a_registry_that_is_asked_too_often_says_so() -> None:
    answer, _server = told_by(
        lambda _request: Reply(
            429,
            [("Retry-After", "3600"), ("Content-Type", "application/json")],
            b'{"errors":[{"code":"TOOMANYREQUESTS","message":"slow down"}]}',
        ),
        ["demo-app:1"],
    )
    assert "answered 429: TOOMANYREQUESTS: slow down. It was asked too often." in answer.json["msg"]
