# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""registry_catalog_info and registry_ping beside real registries, and some that behave badly."""

from __future__ import annotations

import json
import pathlib
import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from ansible_collections.twinstar.registry.tests.unit.plugins.module_utils._io.scripted_server import (  # noqa: E501
    HANG,
    Reply,
    Request,
    serving,
)

from . import registry
from .contract import Answer, run_module
from .registry import PASSWORD, USER, Pusher, Registry, distribution


def ask(module: str, url: str, **params: Any) -> Answer:
    return run_module(module, {"url": url, **params})


def told(module: str, url: str, **params: Any) -> Any:
    answer = ask(module, url, **params)
    assert not answer.failed, answer.json
    return answer.json[module]


def asked_for(edge: Registry, path: str) -> list[str]:
    """What of the path the registry was asked for, as its own log of access says."""
    return re.findall(rf'"GET ({re.escape(path)}\S*) HTTP', edge.log.read_text())


def test_more_repositories_than_a_page_holds(tmp_path: pathlib.Path) -> None:
    names = sorted(f"team-{number % 7}/app-{number}" for number in range(130))
    with distribution(tmp_path) as edge, Pusher(edge) as pusher:
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(lambda name: pusher.image(name, "1", layers=()), names))
        for size, requests in ((7, 19), (100, 2), (130, 1), (1000, 1)):
            before = len(asked_for(edge, "/v2/_catalog"))
            found = told("registry_catalog_info", edge.url, page_size=size)
            assert found == {"repositories": names, "tags": {}}
            asked = asked_for(edge, "/v2/_catalog")[before:]
            # Where the last page is full, the registry cannot know that it is the last.
            assert requests <= len(asked) <= requests + 1
        found = told("registry_catalog_info", edge.url, page_size=50, tags=True)
        assert found["tags"] == {name: ["1"] for name in names}


def test_a_repository_without_a_tag_is_listed_with_none(tmp_path: pathlib.Path) -> None:
    with distribution(tmp_path) as edge, Pusher(edge) as pusher:
        pusher.image("demo-app", None)
        assert told("registry_catalog_info", edge.url, tags=True) == {
            "repositories": ["demo-app"],
            "tags": {"demo-app": []},
        }


def test_an_empty_registry_has_no_repositories(tmp_path: pathlib.Path) -> None:
    with distribution(tmp_path) as edge:
        assert told("registry_catalog_info", edge.url, tags=True) == {
            "repositories": [],
            "tags": {},
        }


def test_the_catalog_of_a_registry_with_tokens(tmp_path: pathlib.Path) -> None:
    signer = registry.TokenSigner(tmp_path)

    def script(request: Request) -> Reply:
        scopes = parse_qs(urlsplit(request.path).query).get("scope", [])
        if request.headers.get("authorization") != registry.basic(USER, PASSWORD):
            scopes = [scope for scope in scopes if "public" in scope]
        token = signer.token(USER, scopes)
        return Reply(200, body=json.dumps({"access_token": token}).encode())

    with (
        serving(script) as tokens,
        distribution(tmp_path, auth=signer.auth(tokens.url)) as edge,
        Pusher(edge, token=lambda scope: signer.token(USER, [scope])) as pusher,
    ):
        for name in ("prod/a", "prod/b", "public/c"):
            pusher.image(name, "1")
        login = {"username": USER, "password": PASSWORD}
        assert told("registry_catalog_info", edge.url, tags=True, **login)["tags"] == {
            "prod/a": ["1"],
            "prod/b": ["1"],
            "public/c": ["1"],
        }
        # Its scopes are what the real registry demands, so each was fetched once.
        assert len(tokens.requests) == 4
        images = ["public/c:1"]
        assert told("registry_tag_info", edge.url, images=images)["images"][0]["tag"] == "1"
        denied: dict[str, dict[str, Any]] = {
            "registry_catalog_info": {},
            "registry_tag_info": {"images": ["prod/a:1"]},
        }
        for module, more in denied.items():
            message = ask(module, edge.url, **more).json["msg"]
            assert "401: UNAUTHORIZED: authentication required. It wants a login." in message
        ping = told("registry_ping", edge.url, **login)
        assert (ping["auth"], ping["authenticated"]) == ("bearer", True)
        assert told("registry_ping", edge.url)["authenticated"] is False


def test_a_private_authority_and_its_absence(tmp_path: pathlib.Path) -> None:
    with distribution(tmp_path, tls=True) as edge:
        assert told("registry_ping", edge.url, ca_path=str(edge.ca))["reachable"]
        assert told("registry_ping", edge.url, validate_certs=False)["reachable"]
        refused = ask("registry_ping", edge.url, wait=30)
        assert "is not valid (unable to get local issuer certificate)" in refused.json["msg"]
        plain = ask("registry_ping", edge.url.replace("https", "http"))
        assert "answered 400: Client sent an HTTP request to an HTTPS server." in plain.json["msg"]
        assert "Write https:// in url." in plain.json["msg"]


def test_an_instance_is_told_by_its_header_with_and_without_a_login() -> None:
    edge = registry.shared()
    expected = {"X-Registry-Instance": "edge-1"}
    assert told("registry_ping", edge.url, expect_headers=expected)["headers"] == expected
    other = ask("registry_ping", edge.url, expect_headers={"X-Registry-Instance": "edge-2"})
    assert "'edge-1', but 'edge-2' is expected" in other.json["msg"]


def test_https_towards_plain_http_is_said_as_the_engine_says_it() -> None:
    edge = registry.shared()
    answer = ask("registry_catalog_info", edge.url.replace("http", "https"))
    assert f"{edge.netloc} speaks plain HTTP" in answer.json["msg"]
    assert "server gave HTTP response to HTTPS client" in answer.json["msg"]
    assert "Write http:// in url" in answer.json["msg"]


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (HANG, "had no whole answer within 1 s."),
        (Reply(200, body=b"{}", parts=[b" "] * 500, pause=0.05), "no whole answer within 1 s."),
        (
            Reply(
                500,
                [("Content-Type", "application/json")],
                '{"errors":[{"code":"UNKNOWN","message":"\u78c1\u76d8\u5df2\u6ee1\\n"}]}'.encode(),
            ),
            "answered 500: UNKNOWN: \u78c1\u76d8\u5df2\u6ee1. Look at the registry's log.",
        ),
        (Reply(500, body=b"\xff\xfe\x00 broken"), "answered 500: "),
        (Reply(307, [("Location", "http://127.0.0.1:1/v2/")]), "connection refused"),
        (Reply(307, [("Location", "/v2/")]), "was redirected more than 5 times"),
    ],
)
def test_a_registry_that_misbehaves_is_one_sentence(reply: Any, words: str) -> None:
    with serving(lambda _request: reply) as server:
        login = {"username": USER, "password": PASSWORD, "timeout": 1}
        answer = ask("registry_catalog_info", server.url, **login)
    assert answer.failed
    assert words in answer.json["msg"]
    assert "Traceback" not in answer.output
    assert PASSWORD not in answer.output
