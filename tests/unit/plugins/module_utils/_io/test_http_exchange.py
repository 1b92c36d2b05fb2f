# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import contextlib
import email.utils
import socket
import socketserver
import ssl
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from ansible_collections.twinstar.registry.plugins.module_utils._core.errors import (
    InputError,
    LibraryMissing,
    Refused,
    Unreachable,
)
from ansible_collections.twinstar.registry.plugins.module_utils._io import http_exchange
from ansible_collections.twinstar.registry.plugins.module_utils._io.http_exchange import (
    ATTEMPTS,
    Answer,
    HttpExchange,
    TimedOut,
    Uncertain,
)
from ansible_collections.twinstar.registry.plugins.module_utils._io.registry_trust import (
    Trust,
    context_of,
)
from ansible_collections.twinstar.registry.tests.unit.plugins.module_utils._io.scripted_server import (  # noqa: E501
    HANG,
    Raw,
    Reply,
    Request,
    Script,
    Server,
    serving,
)
from ansible_collections.twinstar.registry.tests.unit.plugins.module_utils._io.slept_clock import (
    Clock,
)


def exchange(timeout: float = 30, **more: Any) -> HttpExchange:
    return HttpExchange(context_of(Trust()), timeout, **more)


def ask(url: str, headers: Mapping[str, str] | None = None, **more: Any) -> Answer:
    return exchange(**more).ask("GET", url, headers or {}, "look")


@contextlib.contextmanager
def in_turn(*replies: Any) -> Iterator[Server]:
    """A server that gives one reply after the other, and the last one for ever."""
    left = list(replies)

    def script(_request: Request) -> Any:
        return left.pop(0) if len(left) > 1 else left[0]

    with serving(script) as server:
        yield server


def test_an_answer_is_its_status_headers_and_body() -> None:
    with in_turn(Reply(404, [("X-A", "b"), ("X-A", "c")], "später".encode())) as server:
        answer = ask(f"{server.url}/x")
    assert (answer.status, answer.headers["x-a"], answer.body) == (404, "b, c", "später".encode())


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_what_may_pass_is_asked_again(status: int) -> None:
    clock = Clock()
    with in_turn(Reply(status), Reply(status), Reply(200)) as server:
        assert ask(server.url, sleep=clock.sleep, clock=clock).status == 200
    assert len(server.requests) == 3
    assert clock.slept == [0.25, 0.5]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 500, 501])
def test_what_stays_is_not_asked_again(status: int) -> None:
    with in_turn(Reply(status)) as server:
        assert ask(server.url).status == status
    assert len(server.requests) == 1


def test_it_is_not_asked_for_ever() -> None:
    clock = Clock()
    with in_turn(Reply(503)) as server:
        assert ask(server.url, sleep=clock.sleep, clock=clock).status == 503
    assert len(server.requests) == ATTEMPTS


def test_the_server_says_how_long_to_wait() -> None:
    clock = Clock()
    with in_turn(Reply(429, [("Retry-After", "7")]), Reply(200)) as server:
        assert ask(server.url, sleep=clock.sleep, clock=clock).status == 200
    assert clock.slept == [7]


def test_the_server_says_until_when_to_wait() -> None:
    clock = Clock()
    date = email.utils.formatdate(time.time() + 20, usegmt=True)
    with in_turn(Reply(503, [("Retry-After", date)]), Reply(200)) as server:
        assert ask(server.url, sleep=clock.sleep, clock=clock).status == 200
    assert 10 < clock.slept[0] <= 20


def test_a_wait_longer_than_the_time_left_is_not_begun() -> None:
    clock = Clock()
    with in_turn(Reply(429, [("Retry-After", "3600")])) as server:
        assert ask(server.url, sleep=clock.sleep, clock=clock).status == 429
    assert clock.slept == []


@pytest.mark.parametrize("value", ["soon", "-5", "1e9", "²", "Tue, 99 Foo", ""])
def test_an_odd_retry_after_is_none(value: str) -> None:
    assert http_exchange._retry_after(value) == 0


def test_a_connection_that_breaks_is_tried_again() -> None:
    clock = Clock()
    with in_turn(Raw(), Reply(200)) as server:
        assert ask(server.url, sleep=clock.sleep, clock=clock).status == 200


def test_a_body_that_breaks_off_is_asked_for_again() -> None:
    clock = Clock()
    half = Raw(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")
    with in_turn(half, Reply(200, body=b"whole")) as server:
        assert ask(server.url, sleep=clock.sleep, clock=clock).body == b"whole"


def test_a_body_that_always_breaks_off_is_no_answer() -> None:
    clock = Clock()
    half = Raw(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")
    with in_turn(half) as server, pytest.raises(Unreachable, match="connection ended before"):
        ask(server.url, sleep=clock.sleep, clock=clock)
    assert len(server.requests) == ATTEMPTS


def test_nobody_there_is_said_with_the_address() -> None:
    clock = Clock()
    with in_turn(Reply()) as server:
        pass
    with pytest.raises(Unreachable) as gone:
        ask(f"{server.url}/v2/?a=b", sleep=clock.sleep, clock=clock)
    assert str(gone.value) == (
        f"look: GET /v2/?a=b was not answered by {server.netloc}: connection refused. "
        "See that it runs and that this host reaches it."
    )
    assert len(clock.slept) == ATTEMPTS - 1


def test_a_name_that_does_not_exist_is_said() -> None:
    clock = Clock()
    with pytest.raises(Unreachable, match="its name cannot be resolved"):
        ask("http://nowhere.invalid", sleep=clock.sleep, clock=clock)


def test_a_server_that_hangs_is_named_with_the_seconds() -> None:
    with in_turn(HANG) as server, pytest.raises(TimedOut) as late:
        ask(server.url, timeout=0.2)
    assert str(late.value) == (
        "look: GET / had no whole answer within 0.2 s. "
        "See that it runs and is not overloaded, or raise timeout."
    )
    assert len(server.requests) == 1


def test_a_server_that_trickles_is_not_waited_for_longer() -> None:
    # Each byte comes sooner than a socket's own time-out, and all of them take for ever.
    slow = Reply(200, parts=[b"x"] * 10_000, pause=0.02)
    with in_turn(slow) as server, pytest.raises(TimedOut, match=r"within 0\.3 s"):
        ask(server.url, timeout=0.3)


def test_an_answer_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_exchange, "LARGEST", 1024 * 1024)
    with (
        in_turn(Reply(200, body=b"x" * 2 * 1024 * 1024)) as server,
        pytest.raises(Refused, match="more than 1 MiB"),
    ):
        ask(server.url)


def test_garbage_is_no_answer() -> None:
    clock = Clock()
    with in_turn(Raw(b"\x00\xff garbage\r\n\r\n")) as server, pytest.raises(Unreachable):
        ask(server.url, sleep=clock.sleep, clock=clock)


def test_no_cookie_is_kept() -> None:
    with in_turn(Reply(200, [("Set-Cookie", "sid=1; Path=/")])) as server:
        client = exchange()
        client.ask("GET", server.url, {}, "look")
        client.ask("GET", server.url, {}, "look")
    assert all("cookie" not in request.headers for request in server.requests)


def test_several_questions_share_a_connection() -> None:
    ports = set()

    def script(request: Request) -> Reply:
        ports.add(request.port)
        return Reply()

    with serving(script) as server:
        client = exchange()
        for _number in range(5):
            client.ask("GET", server.url, {}, "look")
    assert len(ports) == 1


def test_the_netrc_of_the_user_is_not_sent(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login root password 123456\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    with in_turn(Reply()) as server:
        ask(server.url)
    assert "authorization" not in server.requests[0].headers


# Writes


def write(url: str, method: str = "POST", **more: Any) -> Answer:
    return exchange(**more).ask(method, url, {"Content-Type": "a/b"}, "make", body=b"{}")


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_a_write_is_sent_with_its_body(method: str) -> None:
    with in_turn(Reply(201)) as server:
        assert write(server.url, method).status == 201
    sent = server.requests[0]
    assert (sent.method, sent.body, sent.headers["content-type"]) == (method, b"{}", "a/b")


def test_a_write_without_a_body_says_so() -> None:
    with in_turn(Reply(200)) as server:
        exchange().ask("PUT", server.url, {}, "stop")
    assert server.requests[0].headers["content-length"] == "0"


def test_any_write_is_repeated_when_it_came_too_often() -> None:
    clock = Clock()
    with in_turn(Reply(429, [("Retry-After", "3")]), Reply(201)) as server:
        answer = write(server.url, sleep=clock.sleep, clock=clock)
    assert (answer.status, answer.doubled, clock.slept) == (201, False, [3])
    assert [request.body for request in server.requests] == [b"{}", b"{}"]


def test_any_write_is_repeated_when_nobody_took_it() -> None:
    clock = Clock()
    with in_turn(Reply()) as gone:
        pass
    with pytest.raises(Unreachable, match="connection refused") as refused:
        write(gone.url, sleep=clock.sleep, clock=clock)
    assert len(clock.slept) == ATTEMPTS - 1
    assert not isinstance(refused.value, Uncertain)


def test_any_write_is_repeated_when_there_is_no_proxy() -> None:
    clock = Clock()
    with in_turn(Reply()) as gone:
        pass
    with pytest.raises(Unreachable, match=r"through the proxy.* Look at proxy\.") as refused:
        write("http://h.example.com", proxy=gone.url, sleep=clock.sleep, clock=clock)
    assert len(clock.slept) == ATTEMPTS - 1
    assert not isinstance(refused.value, Uncertain)


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
@pytest.mark.parametrize("first", [Reply(502), Reply(503), Reply(504), Raw()])
def test_what_may_arrive_twice_is_repeated(method: str, first: Any) -> None:
    clock = Clock()
    with in_turn(first, Reply(200)) as server:
        answer = write(server.url, method, sleep=clock.sleep, clock=clock)
    assert (answer.status, answer.doubled) == (200, True)


@pytest.mark.parametrize("method", ["POST", "PATCH"])
@pytest.mark.parametrize("status", [502, 503, 504])
def test_what_must_not_arrive_twice_is_not_repeated(method: str, status: int) -> None:
    with in_turn(Reply(status)) as server:
        assert write(server.url, method).status == status
    assert len(server.requests) == 1


def test_a_write_that_may_have_been_done_is_uncertain() -> None:
    half = Raw(b"HTTP/1.1 201 Created\r\nContent-Length: 100\r\n\r\nhalf")
    for reply in (Raw(), half):
        with in_turn(reply) as server, pytest.raises(Uncertain) as broken:
            write(server.url)
        assert str(broken.value) == (
            f"make: POST / was not answered by {server.netloc}: the connection ended before the "
            "answer did. See that it runs and that this host reaches it. It may have been done all "
            "the same: look before it is repeated."
        )
        assert len(server.requests) == 1


@pytest.mark.parametrize(("method", "kind"), [("POST", Uncertain), ("PUT", TimedOut)])
def test_a_write_that_hangs_is_not_waited_for(method: str, kind: type[Exception]) -> None:
    with in_turn(HANG) as server, pytest.raises(kind, match=r"within 0\.2 s"):
        write(server.url, method, timeout=0.2)


def test_whoever_asks_may_know_that_a_write_may_arrive_twice() -> None:
    clock = Clock()
    with in_turn(Raw(), Reply(200)) as server:
        client = exchange(sleep=clock.sleep, clock=clock)
        assert client.ask("PATCH", server.url, {}, "set", body=b"{}", again=True).status == 200
        assert client.sent == 2
    with in_turn(Raw()) as server, pytest.raises(Uncertain):
        exchange().ask("PUT", server.url, {}, "set", again=False)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_a_write_is_not_redirected(method: str) -> None:
    with in_turn(to("/there", 308), Reply(200)) as server:
        assert write(server.url, method).status == 308
    assert len(server.requests) == 1


def test_what_reads_is_not_redirected_either_where_that_is_not_wanted() -> None:
    with in_turn(to("/there", 308), Reply(200)) as server:
        assert exchange().ask("GET", server.url, {}, "look", follow=False).status == 308
    assert len(server.requests) == 1


def test_the_last_attempt_s_time_is_told() -> None:
    clock = Clock()

    def script(request: Request) -> Reply:
        clock.now += 1.5
        return Reply(503 if len(server.requests) == 1 else 200)

    with serving(script) as server:
        assert ask(server.url, sleep=clock.sleep, clock=clock).seconds == 1.5


def test_a_header_has_any_character() -> None:
    with in_turn(Reply()) as server:
        ask(server.url, {"X-A": "größe €"})
    sent = server.requests[0].headers["x-a"]
    assert sent.encode("latin-1").decode() == "größe €"


# Redirects


def to(target: str, status: int = 307) -> Reply:
    return Reply(status, [("Location", target)])


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_on_the_same_host_keeps_the_credential(status: int) -> None:
    with in_turn(to("/there?a=b", status), Reply(200)) as server:
        answer = ask(f"{server.url}/here", {"Authorization": "Basic x", "X-Tenant": "t"})
    assert answer.url == f"{server.url}/there?a=b"
    assert server.paths == ["/here", "/there?a=b"]
    assert server.requests[1].headers["authorization"] == "Basic x"
    assert server.requests[1].headers["x-tenant"] == "t"


def test_a_redirect_to_another_host_takes_no_credential_along() -> None:
    with in_turn(Reply(200)) as other, in_turn(to(f"{other.url}/blob?sig=1")) as server:
        headers = {"Authorization": "Basic x", "X-Tenant": "t", "Accept": "a/b"}
        assert ask(f"{server.url}/here", headers).status == 200
    sent = other.requests[0].headers
    assert "authorization" not in sent
    assert "x-tenant" not in sent
    assert sent["accept"] == "a/b"


def test_a_redirect_back_home_does_not_give_the_credential_again() -> None:
    servers: dict[str, Server] = {}

    def home(request: Request) -> Reply:
        if request.path == "/end":
            return Reply(200)
        return to(f"{servers['other'].url}/x")

    def other(_request: Request) -> Reply:
        return to(f"{servers['home'].url}/end")

    with serving(home) as servers["home"], serving(other) as servers["other"]:
        ask(f"{servers['home'].url}/begin", {"Authorization": "Basic x"})
    assert "authorization" not in servers["home"].requests[1].headers


def test_a_circle_of_redirects_ends() -> None:
    with in_turn(to("/again")) as server, pytest.raises(Refused, match="more than 5 times"):
        ask(server.url)


@pytest.mark.parametrize(
    "target", ["ftp://127.0.0.1/x", "file:///etc/passwd", "//[", "http://a:b/"]
)
def test_a_redirect_to_no_address_is_refused(target: str) -> None:
    with in_turn(to(target)) as server, pytest.raises(Refused, match="what is no address"):
        ask(server.url)


def test_a_redirect_without_a_target_is_the_answer() -> None:
    with in_turn(Reply(302)) as server:
        assert ask(server.url).status == 302


# TLS; the certificates are made by the openssl of the system


def test_plain_http_behind_https_is_said_in_the_engine_s_words() -> None:
    with in_turn(Reply()) as server, pytest.raises(http_exchange.PlainHttp) as plain:
        ask(f"https://{server.netloc}/v2/", {"Authorization": "Basic x"})
    assert "server gave HTTP response to HTTPS client" in str(plain.value)
    assert "Write http:// in url" in str(plain.value)
    assert all("authorization" not in request.headers for request in server.requests)


def secured(script: Script, certificate: Any) -> contextlib.AbstractContextManager[Server]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate.path, certificate.key)
    return serving(script, context)


def test_an_unknown_authority_is_said_and_nothing_is_sent(certificate: Any) -> None:
    with secured(lambda _request: Reply(), certificate) as server:
        with pytest.raises(http_exchange.Untrusted) as refused:
            ask(f"{server.url}/v2/")
        assert f"the certificate of {server.netloc} is not valid (" in str(refused.value)
        assert "Give the authority's certificate as ca_path" in str(refused.value)
        assert server.requests == []


def test_the_given_authority_is_trusted(certificate: Any) -> None:
    trust = Trust([("ca_path", certificate.path)])
    with secured(lambda _request: Reply(), certificate) as server:
        http = HttpExchange(context_of(trust), 30)
        assert http.ask("GET", server.url, {}, "look").status == 200


def test_a_certificate_for_another_name_is_refused_all_the_same(certificate: Any) -> None:
    trust = Trust([("ca_path", certificate.path)])
    with secured(lambda _request: Reply(), certificate) as server:
        port = server.netloc.rpartition(":")[2]
        with pytest.raises(http_exchange.Untrusted, match="localhost"):
            HttpExchange(context_of(trust), 30).ask("GET", f"https://localhost:{port}", {}, "look")


def test_without_verification_any_certificate_will_do(certificate: Any) -> None:
    with secured(lambda _request: Reply(), certificate) as server:
        http = HttpExchange(context_of(Trust(verify=False)), 30)
        assert http.ask("GET", server.url, {}, "look").status == 200


def test_https_does_not_lead_to_plain_http(certificate: Any) -> None:
    trust = Trust([("ca_path", certificate.path)])
    with (
        in_turn(Reply()) as plain,
        secured(lambda _request: to(f"{plain.url}/x"), certificate) as server,
        pytest.raises(Refused, match="from HTTPS to plain HTTP"),
    ):
        HttpExchange(context_of(trust), 30).ask("GET", server.url, {}, "look")
    assert plain.requests == []


def test_a_client_certificate_is_shown(certificate: Any) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate.path, certificate.key)
    context.verify_mode = ssl.CERT_REQUIRED
    context.load_verify_locations(certificate.path)
    clock = Clock()
    with serving(lambda _request: Reply(), context) as server:
        authorities = [("ca_path", certificate.path)]
        http = HttpExchange(context_of(Trust(authorities)), 30, sleep=clock.sleep, clock=clock)
        with pytest.raises((Refused, Unreachable)):
            http.ask("GET", server.url, {}, "look")
        trust = Trust(authorities, (certificate.path, certificate.key))
        assert HttpExchange(context_of(trust), 30).ask("GET", server.url, {}, "look").status == 200


def test_files_that_are_no_certificates_are_all_named(certificate: Any, tmp_path: Any) -> None:
    odd = tmp_path / "odd.pem"
    odd.write_text("odd\n")
    with pytest.raises(InputError) as wrong:
        context_of(Trust([("ca_path", str(odd))], (str(odd), None)))
    assert len(wrong.value.errors) == 2
    assert wrong.value.errors[0].startswith(f"ca_path is '{odd}', but no certificate")
    with pytest.raises(InputError, match="cannot be read: No such file"):
        context_of(Trust([("ca_path", str(tmp_path / "none.pem"))]))
    with pytest.raises(InputError, match="no pair in PEM form without encryption"):
        context_of(Trust((), (certificate.path, certificate.locked_key)))


# Proxies


def test_the_proxy_of_the_environment_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    with in_turn(Reply(200, body=b"by proxy")) as proxy:
        monkeypatch.setenv("http_proxy", proxy.url)
        monkeypatch.setenv("no_proxy", "direct.example.com")
        assert ask("http://registry.example.com/v2/").body == b"by proxy"
    assert proxy.paths == ["http://registry.example.com/v2/"]


def test_a_given_proxy_is_used_for_every_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "*")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    with in_turn(Reply(200, body=b"by proxy")) as proxy, in_turn(Reply()) as server:
        for url in (server.url, "http://registry.example.com"):
            assert ask(url, proxy=proxy.url).body == b"by proxy"
    assert server.requests == []


def test_no_proxy_is_used_towards_the_host_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    with in_turn(Reply()) as proxy, in_turn(Reply()) as server:
        monkeypatch.setenv("http_proxy", proxy.url)
        monkeypatch.delenv("no_proxy", raising=False)
        ask(server.url)
    assert proxy.requests == []


def test_a_proxy_that_is_not_there_is_named_without_its_password(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = Clock()
    with in_turn(Reply()) as gone:
        pass
    monkeypatch.setenv("http_proxy", f"http://user:hush@{gone.netloc}")
    with pytest.raises(Unreachable, match="did not get through the proxy") as refused:
        ask("http://registry.example.com/v2/", sleep=clock.sleep, clock=clock)
    assert "hush" not in str(refused.value)


@contextlib.contextmanager
def tunnel(to_port: int) -> Iterator[tuple[str, list[str]]]:
    """A proxy that takes every CONNECT to the one port here; gives its URL and what it was told."""
    told: list[str] = []

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            told.append(self.rfile.readline().decode().strip())
            while self.rfile.readline().strip():
                pass
            with socket.create_connection(("127.0.0.1", to_port), 10) as there:
                self.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
                back = threading.Thread(target=pump, args=(there, self.connection), daemon=True)
                back.start()
                pump(self.connection, there)
                back.join(10)

    def pump(source: socket.socket, target: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                target.sendall(data)
            target.shutdown(socket.SHUT_WR)

    class Proxy(socketserver.ThreadingTCPServer):
        daemon_threads = True

    with Proxy(("127.0.0.1", 0), Handler) as proxy:
        threading.Thread(target=proxy.serve_forever, args=(0.02,), daemon=True).start()
        try:
            yield f"http://127.0.0.1:{proxy.server_address[1]}", told
        finally:
            proxy.shutdown()


def test_through_a_proxy_the_registry_s_certificate_is_verified_all_the_same(
    certificate: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("no_proxy", raising=False)
    with (
        secured(lambda _request: Reply(), certificate) as server,
        tunnel(int(server.netloc.rpartition(":")[2])) as (url, told),
    ):
        monkeypatch.setenv("https_proxy", url)
        http = HttpExchange(context_of(Trust([("ca_path", certificate.path)])), 30)
        with pytest.raises(http_exchange.Untrusted, match=r"registry\.example\.com"):
            http.ask("GET", "https://registry.example.com/v2/", {}, "look")
        assert server.requests == []
        http = HttpExchange(context_of(Trust(verify=False)), 30)
        assert http.ask("GET", "https://registry.example.com/v2/", {}, "look").status == 200
    assert {line.rpartition(" ")[0] for line in told} == {"CONNECT registry.example.com:443"}


# The library


def test_a_missing_library_is_named_with_its_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.split(".")[0] == "requests"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "requests", None)
    with pytest.raises(LibraryMissing, match="requests is missing on this host"):
        exchange()
