# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from ansible_collections.twinstar.registry.plugins.module_utils._core.errors import Refused
from ansible_collections.twinstar.registry.plugins.module_utils._io.http_exchange import (
    HttpExchange,
)
from ansible_collections.twinstar.registry.plugins.module_utils._io.registry_client import (
    Answered,
    Credential,
    Denied,
    RegistryClient,
)
from ansible_collections.twinstar.registry.plugins.module_utils._io.registry_trust import (
    Trust,
    context_of,
)
from ansible_collections.twinstar.registry.plugins.module_utils._io.side_by_side import (
    side_by_side,
)
from ansible_collections.twinstar.registry.tests.unit.plugins.module_utils._io.scripted_server import (  # noqa: E501
    Raw,
    Reply,
    Request,
    Server,
    serving,
)

ROOT = Credential("root", "hush")
BASIC = "Basic " + base64.b64encode(b"root:hush").decode()
VERSION = ("Docker-Distribution-Api-Version", "registry/2.0")


def client(server: Server, credential: Credential | None = None, **more: Any) -> RegistryClient:
    http = HttpExchange(context_of(Trust()), 30, sleep=lambda _seconds: None)
    return RegistryClient(http, server.url, credential, **more)


def body(content: Any) -> bytes:
    return json.dumps(content).encode()


def error(status: int, code: str, message: str = "no", *headers: tuple[str, str]) -> Reply:
    content = {"errors": [{"code": code, "message": message}]}
    kind = ("Content-Type", "application/json")
    return Reply(status, [VERSION, kind, *headers], body(content))


def open_registry(answers: Mapping[str, Reply]) -> Callable[[Request], Reply]:
    """A registry that asks for no login."""
    return lambda request: (
        Reply(200, [VERSION])
        if request.path == "/v2/"
        else answers.get(request.path, error(404, "NAME_UNKNOWN"))
    )


def wants_basic(request: Request) -> Reply:
    if request.headers.get("authorization") == BASIC:
        return Reply(200, [VERSION], body({"tags": ["1"]}))
    return error(401, "UNAUTHORIZED", "log in", ("WWW-Authenticate", 'Basic realm="edge"'))


class TokenRegistry:
    """A registry with a token server at the same address; tokens are "for <scopes>"."""

    def __init__(self, key: str = "token", lasts: int = 300, scope: str = "") -> None:
        self.key, self.lasts, self.scope = key, lasts, scope
        self.netloc = ""
        self.valid: set[str] = set()
        self.given = 0

    def challenge(self) -> Reply:
        said = f'Bearer realm="http://{self.netloc}/token",service="edge"'
        said += f',scope="{self.scope}"' if self.scope else ""
        return error(401, "UNAUTHORIZED", "authentication required", ("WWW-Authenticate", said))

    def __call__(self, request: Request) -> Reply:
        self.netloc = request.headers["host"]
        if request.path.startswith("/token"):
            if request.headers.get("authorization") not in (None, BASIC):
                return Reply(401, body=b"")
            self.given += 1
            scopes = parse_qs(urlsplit(request.path).query).get("scope", [])
            token = f"{self.given}:{','.join(sorted(scopes))}"
            self.valid.add(token)
            return Reply(200, body=body({self.key: token, "expires_in": self.lasts}))
        scheme, _blank, token = request.headers.get("authorization", "").partition(" ")
        if scheme != "Bearer" or token not in self.valid:
            return self.challenge()
        if self.scope and self.scope not in token:
            return self.challenge()
        return Reply(200, [VERSION], body({"tags": [token]}))


def tags(client: RegistryClient, repository: str) -> Any:
    return client.ask(
        f"/v2/{repository}/tags/list", "list", scopes=(f"repository:{repository}:pull",)
    )


# Greeting


def test_the_greeting_goes_without_a_credential_and_once() -> None:
    with serving(wants_basic) as server:
        registry = client(server, ROOT)
        greeting = registry.greet()
        assert (greeting.auth, greeting.api_version) == ("basic", "registry/2.0")
        side_by_side(lambda name: tags(registry, name), ["a", "b", "c"])
    assert [request.headers.get("authorization") for request in server.requests] == [
        None,
        BASIC,
        BASIC,
        BASIC,
    ]


def test_a_password_is_not_given_to_a_registry_that_does_not_ask() -> None:
    with serving(open_registry({"/v2/a/tags/list": Reply()})) as server:
        registry = client(server, ROOT)
        assert registry.log_in() is False
        tags(registry, "a")
    assert all("authorization" not in request.headers for request in server.requests)


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (
            Reply(200, [("Content-Type", "text/html")], b"<title>Welcome to nginx!</title>"),
            "GET /v2/ answered 200: a web page, 'Welcome to nginx!', which is no registry's answer",
        ),
        (Reply(404, body=b"not found\n"), "answered 404: not found, which is no registry's answer"),
        (Reply(204, body=b""), "answered 204, which is no registry's answer"),
        (error(500, "UNKNOWN", "disk full"), "answered 500: UNKNOWN: disk full. Look at the reg"),
        (Reply(401, [("WWW-Authenticate", "Digest realm=a, NTLM")]), "by digest, ntlm"),
        (Reply(401), "answered 401: {}, which is no registry's answer"),
        (
            Reply(400, body=b"Client sent an HTTP request to an HTTPS server.\n"),
            "It speaks TLS there. Write https:// in url.",
        ),
        (
            Reply(400, body=b"The plain HTTP request was sent to HTTPS port"),
            "It speaks TLS there. Write https:// in url.",
        ),
    ],
)
def test_what_is_no_registry_is_said(reply: Reply, words: str) -> None:
    with serving(lambda _request: reply) as server, pytest.raises(Refused) as refused:
        client(server, ROOT).greet()
    assert words in str(refused.value)
    assert str(refused.value).startswith(f"reach {server.netloc}: GET /v2/ answered ")


def test_a_registry_behind_a_prefix_is_asked_there() -> None:
    pages = {
        "/hub/v2/": Reply(200, [VERSION]),
        "/hub/v2/_catalog?n=1": Reply(
            200, [("Link", '</hub/v2/_catalog?last=a&n=1>; rel="next"')], body({"x": ["a"]})
        ),
        "/hub/v2/_catalog?last=a&n=1": Reply(200, body=body({"x": ["b"]})),
    }
    with serving(lambda request: pages[request.path]) as server:
        server.url += "/hub/"
        assert client(server).pages("/v2/_catalog", "x", "list", size=1, scopes=()) == ["a", "b"]


def test_headers_of_the_task_go_to_the_registry_and_not_to_a_token_server_elsewhere() -> None:
    with serving(lambda _request: Reply(200, body=body({"token": "t"}))) as tokens:

        def script(request: Request) -> Reply:
            if "authorization" in request.headers:
                return Reply(200, [VERSION])
            return error(401, "A", "b", ("WWW-Authenticate", f'Bearer realm="{tokens.url}/token"'))

        with serving(script) as server:
            assert client(server, ROOT, headers={"X-Tenant": "t"}).log_in() is True
    assert [request.headers.get("x-tenant") for request in server.requests] == ["t", "t"]
    assert "x-tenant" not in tokens.requests[0].headers


# Basic


def test_a_refused_password_is_one_sentence_with_registry_and_user() -> None:
    with serving(wants_basic) as server, pytest.raises(Denied) as refused:
        client(server, Credential("root", "111111")).log_in()
    assert str(refused.value) == (
        f"log in to {server.netloc}: GET /v2/ answered 401: UNAUTHORIZED: log in. "
        "The password of user root was refused, or there is no such user. "
        "Correct username and password."
    )
    assert len(server.requests) == 2, "a refused password is not tried again"


def test_without_a_password_the_registry_s_wish_is_said() -> None:
    with serving(wants_basic) as server, pytest.raises(Denied) as refused:
        tags(client(server), "a")
    assert str(refused.value).endswith(
        "UNAUTHORIZED: log in. It wants a login. Give username and password."
    )
    assert len(server.requests) == 2


# Bearer


@pytest.mark.parametrize("key", ["token", "access_token"])
def test_a_token_is_fetched_once_for_each_scope(key: str) -> None:
    script = TokenRegistry(key)
    with serving(script) as server:
        registry = client(server, ROOT)
        side_by_side(lambda name: tags(registry, name), ["a", "b"] * 8)
    asked = [request for request in server.requests if request.path.startswith("/token")]
    assert sorted(request.path for request in asked) == [
        "/token?service=edge&scope=repository%3Aa%3Apull",
        "/token?service=edge&scope=repository%3Ab%3Apull",
    ]
    assert {request.headers["authorization"] for request in asked} == {BASIC}


def test_the_password_goes_to_the_token_server_only() -> None:
    with serving(TokenRegistry()) as server:
        assert client(server, ROOT).log_in() is True
    for request in server.requests:
        is_basic = request.headers.get("authorization", "").startswith("Basic")
        assert is_basic == request.path.startswith("/token")


def test_nobody_gets_a_token_without_a_password_too() -> None:
    with serving(TokenRegistry()) as server:
        assert tags(client(server), "a").status == 200
    assert "authorization" not in server.requests[1].headers


def test_a_token_that_has_run_out_is_fetched_anew() -> None:
    now = [1000.0]
    with serving(TokenRegistry(lasts=100)) as server:
        registry = client(server, ROOT, clock=lambda: now[0])
        tags(registry, "a")
        now[0] += 90
        tags(registry, "a")
        now[0] += 10
        tags(registry, "a")
    assert len([path for path in server.paths if path.startswith("/token")]) == 2


def test_a_token_that_is_refused_is_fetched_anew_once() -> None:
    script = TokenRegistry()
    with serving(script) as server:
        registry = client(server, ROOT)
        tags(registry, "a")
        script.valid.clear()
        assert tags(registry, "a").status == 200
    assert script.given == 2


def test_what_the_challenge_wants_beyond_our_scopes_is_asked_for_too() -> None:
    script = TokenRegistry(scope="repository:other:pull")
    with serving(script) as server:
        assert tags(client(server, ROOT), "a").status == 200
    assert server.paths[-2].endswith("scope=repository%3Aa%3Apull&scope=repository%3Aother%3Apull")


def test_a_token_that_is_never_good_enough_is_no_matter_of_the_password() -> None:
    class Never(TokenRegistry):
        def __call__(self, request: Request) -> Reply:
            self.valid.clear()
            return super().__call__(request)

    with serving(Never()) as server, pytest.raises(Answered) as refused:
        tags(client(server, ROOT), "a")
    assert "Look at what user root may do there." in str(refused.value)
    assert "password" not in str(refused.value)
    assert len(server.requests) == 5, "greeting, token, question, token, question"


def test_a_token_server_that_refuses_the_password_is_named() -> None:
    with serving(TokenRegistry()) as server, pytest.raises(Denied) as refused:
        client(server, Credential("root", "111111")).log_in()
    assert str(refused.value) == (
        f"log in to {server.netloc}: fetch a token from {server.netloc}: GET /token?service=edge "
        "answered 401. The password of user root was refused, or there is no such user. "
        "Correct username and password."
    )


@pytest.mark.parametrize(
    "answer", [b"<html>", b"{}", body({"token": "a\r\nb"}), body({"token": ""})]
)
def test_an_answer_without_a_token_is_said(answer: bytes) -> None:
    class Odd(TokenRegistry):
        def __call__(self, request: Request) -> Reply:
            if request.path.startswith("/token"):
                return Reply(200, body=answer)
            return super().__call__(request)

    with serving(Odd()) as server, pytest.raises(Refused, match="answered 200 without a token"):
        client(server, ROOT).log_in()


@pytest.mark.parametrize("realm", ["nowhere", "ftp://a/b", "http://[", "http://u:p@a/", "//a"])
def test_a_realm_that_is_no_address_is_not_asked(realm: str) -> None:
    reply = error(401, "A", "b", ("WWW-Authenticate", f'Bearer realm="{realm}"'))
    with serving(lambda _request: reply) as server:
        with pytest.raises(Refused, match="which is no address"):
            client(server, ROOT).log_in()
        assert len(server.requests) == 1


def test_a_password_is_not_sent_from_https_to_a_realm_of_plain_http(certificate: Any) -> None:
    import ssl

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate.path, certificate.key)
    with serving(lambda _request: Reply()) as tokens:
        reply = error(401, "A", "b", ("WWW-Authenticate", f'Bearer realm="{tokens.url}"'))
        with serving(lambda _request: reply, context) as server:
            http = HttpExchange(context_of(Trust([("ca_path", certificate.path)])), 30)
            with pytest.raises(Refused, match="the password is not sent there"):
                RegistryClient(http, server.url, ROOT).log_in()
        assert tokens.requests == []


def test_a_host_that_was_redirected_to_does_not_say_where_the_password_goes() -> None:
    with serving(lambda _request: Reply(200, body=body({"token": "t"}))) as thief:
        lure = error(401, "A", "b", ("WWW-Authenticate", f'Bearer realm="{thief.url}/token"'))
        with serving(lambda _request: lure) as storage:

            def script(request: Request) -> Reply:
                if request.path.startswith("/v2/a/blobs"):
                    return Reply(307, [("Location", f"{storage.url}/blob")])
                return wants_basic(request)

            with serving(script) as server, pytest.raises(Refused):
                client(server, ROOT).ask("/v2/a/blobs/b", "read")
        assert thief.requests == []


def test_a_registry_that_is_elsewhere_is_named() -> None:
    with serving(wants_basic) as other:
        moved = Reply(301, [("Location", f"{other.url}/v2/")])
        with serving(lambda _request: moved) as server, pytest.raises(Refused) as refused:
            client(server, ROOT).log_in()
        assert f"GET /v2/ was redirected to {other.url}, and the password" in str(refused.value)
        assert all("authorization" not in request.headers for request in other.requests)


def test_where_a_token_does_not_do_the_password_is_tried_as_asked() -> None:
    """Harbor's catalog wants Basic, though its greeting wants Bearer."""
    tokens = TokenRegistry()

    def script(request: Request) -> Reply:
        if request.path.startswith("/v2/_catalog"):
            return wants_basic(request)
        return tokens(request)

    with serving(script) as server:
        assert client(server, ROOT).ask("/v2/_catalog", "list").status == 200


# Pages


def page(names: Any, link: str = "", key: str = "repositories") -> Reply:
    headers = [("Link", f'<{link}>; rel="next"')] if link else []
    return Reply(200, headers, body({key: names}))


def catalog(answers: Mapping[str, Reply]) -> Any:
    with serving(open_registry(answers)) as server:
        return client(server).pages(
            "/v2/_catalog", "repositories", "list", size=2, scopes=(), also=404
        )


def test_all_pages_are_read_and_sorted() -> None:
    assert catalog(
        {
            "/v2/_catalog?n=2": page(["b", "a"], "/v2/_catalog?last=b&n=2"),
            "/v2/_catalog?last=b&n=2": page(["b", "d"], "_catalog?last=d"),
            "/v2/_catalog?last=d": page(None),
        }
    ) == ["a", "b", "d"]


def test_pages_that_lead_in_a_circle_are_noticed() -> None:
    with pytest.raises(Refused, match="was read before, and the last page leads back to it"):
        catalog(
            {
                "/v2/_catalog?n=2": page(["a"], "/v2/_catalog?last=a"),
                "/v2/_catalog?last=a": page(["a"], "/v2/_catalog?last=a"),
            }
        )


def test_a_page_elsewhere_is_not_read() -> None:
    with pytest.raises(Refused, match=r"cannot be continued, since its Link .* another host"):
        catalog({"/v2/_catalog?n=2": page(["a"], "http://evil.example.com/v2/_catalog")})


@pytest.mark.parametrize(
    "answer", [b"<html>", b"[]", b'{"repositories": {}}', b'{"repositories": [1]}']
)
def test_a_page_that_is_no_list_is_said(answer: bytes) -> None:
    with pytest.raises(Refused, match="answered 200 without a list of repositories"):
        catalog({"/v2/_catalog?n=2": Reply(200, body=answer)})


def test_a_list_that_is_not_there_is_none() -> None:
    assert catalog({}) is None


def test_an_error_in_the_middle_is_no_shorter_list() -> None:
    with pytest.raises(Answered, match=r"answered 403: DENIED: später\. Look at what an anonymous"):
        catalog(
            {
                "/v2/_catalog?n=2": page(["a"], "/v2/_catalog?last=a"),
                "/v2/_catalog?last=a": error(403, "DENIED", "später"),
            }
        )


def test_a_connection_that_breaks_does_not_break_the_list() -> None:
    broken = [Raw()]

    def script(request: Request) -> Any:
        if "last" in request.path and broken:
            return broken.pop()
        return open_registry(
            {
                "/v2/_catalog?n=2": page(["a"], "/v2/_catalog?last=a"),
                "/v2/_catalog?last=a": page(["b"]),
            }
        )(request)

    with serving(script) as server:
        names = client(server).pages("/v2/_catalog", "repositories", "list", size=2, scopes=())
    assert names == ["a", "b"]
