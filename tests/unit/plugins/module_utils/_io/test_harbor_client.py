# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import base64
import json
import socket
import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Union
from urllib.parse import parse_qs, urlsplit

import pytest

from ansible_collections.twinstar.registry.plugins.module_utils._core.errors import (
    InputError,
    Problem,
    Refused,
    Unreachable,
)
from ansible_collections.twinstar.registry.plugins.module_utils._core.harbor_request import (
    Caller,
    Repository,
    Request,
)
from ansible_collections.twinstar.registry.plugins.module_utils._core.harbor_version import Version
from ansible_collections.twinstar.registry.plugins.module_utils._io.harbor_client import (
    HarborClient,
    HarborDown,
    HarborRefused,
    HarborUncertain,
    LoginRefused,
)
from ansible_collections.twinstar.registry.plugins.module_utils._io.http_exchange import (
    ATTEMPTS,
    NoTls,
    PlainHttp,
    TimedOut,
    Uncertain,
    Untrusted,
)
from ansible_collections.twinstar.registry.plugins.module_utils._io.side_by_side import WIDTH
from ansible_collections.twinstar.registry.tests.unit.plugins.module_utils._io import (
    scripted_server as scripted,
)
from ansible_collections.twinstar.registry.tests.unit.plugins.module_utils._io.scripted_server import (  # noqa: E501
    HANG,
    Raw,
    Reply,
    Server,
    serving,
)
from ansible_collections.twinstar.registry.tests.unit.plugins.module_utils._io.slept_clock import (
    Clock,
)

PASSWORD = "Hush-Hush-12345"
ADMIN = {"user_id": 1, "username": "admin", "sysadmin_flag": True, "admin_role_in_auth": False}
COOKIE = ("Set-Cookie", "sid=1; Path=/; HttpOnly")
Answer = Union[Reply, Raw]


def say(body: Any, status: int = 200, *headers: tuple[str, str]) -> Reply:
    kind = ("Content-Type", "application/json; charset=utf-8")
    return Reply(status, (kind, COOKIE, *headers), json.dumps(body).encode())


def error(status: int, code: str, message: str, *headers: tuple[str, str]) -> Reply:
    return say({"errors": [{"code": code, "message": message}]}, status, *headers)


UNAUTHORIZED = error(401, "UNAUTHORIZED", "unauthorized")
ROBOT = error(412, "PRECONDITION", "get current user not available for security context: robot")


@dataclass
class Harbor:
    """A script that lets everyone in and then answers in turn, the last answer for ever."""

    replies: list[Any]
    me: Any = field(default_factory=lambda: say(ADMIN))

    def __call__(self, request: scripted.Request) -> Answer:
        replies = self.replies
        if request.path.endswith("/users/current"):
            if not isinstance(self.me, list):
                return self.me  # type: ignore[no-any-return]
            replies = self.me
        reply = replies.pop(0) if len(replies) > 1 else replies[0]
        return reply(request) if callable(reply) else reply  # type: ignore[no-any-return]


def harbor(*replies: Any, me: Any = None) -> Harbor:
    return Harbor(list(replies) or [say({})], *([] if me is None else [me]))


def client(server: Server, clock: Clock | None = None, **options: Any) -> HarborClient:
    clock = clock or Clock()
    params = {
        "harbor_url": server.url,
        "harbor_username": "admin",
        "harbor_password": PASSWORD,
        "validate_certs": True,
        "timeout": 30,
        **options,
    }
    return HarborClient(params, sleep=clock.sleep, clock=clock)


def get(*path: Any, **more: Any) -> Request:
    return Request("GET", path or ("labels",), why="look up labels", **more)


def post(**more: Any) -> Request:
    body = {"name": "hardened", "secret": "in the body"}
    return Request("POST", ("labels",), body, why="create label hardened", **more)


def asked(server: Server) -> list[str]:
    """What was asked for, but for the login."""
    paths = [f"{each.method} {each.path}" for each in server.requests]
    return [path for path in paths if path != "GET /api/v2.0/users/current"]


# What is sent


def test_the_password_goes_along_unasked_and_a_cookie_never() -> None:
    with serving(harbor()) as server:
        one = client(server)
        one.send(get())
        one.send(post())
    given = base64.b64encode(f"admin:{PASSWORD}".encode()).decode()
    assert len(server.requests) == one.requests == 3
    for request in server.requests:
        assert request.headers["authorization"] == f"Basic {given}"
        assert "cookie" not in request.headers


def test_a_body_is_json_and_only_a_body_has_a_type() -> None:
    with serving(harbor()) as server:
        one = client(server)
        one.send(post())
        one.send(Request("POST", ("system", "gc"), {}, why="x"))
        one.send(Request("PUT", ("system", "gc", 3), why="x"))
    created, empty, none = server.requests[1:]
    assert created.path == "/api/v2.0/labels"
    assert json.loads(created.body) == {"name": "hardened", "secret": "in the body"}
    assert created.headers["content-type"] == "application/json"
    assert created.headers["accept"] == "application/json"
    assert empty.body == b"{}"
    assert none.body == b""
    assert "content-type" not in none.headers


def test_a_request_says_what_it_takes_and_whether_it_goes_by_name() -> None:
    with serving(
        harbor(Reply(200, [("Content-Type", "text/plain")], b"RETAIN \xc3\xa4"))
    ) as server:
        log = get("projects", "007", "logs", by_name=True, accept="text/plain")
        reply = client(server).send(log)
        client(server).send(get())
    assert (reply.text, reply.body) == ("RETAIN ä", None)
    assert server.requests[1].headers["accept"] == "text/plain"
    assert server.requests[1].headers["x-is-resource-name"] == "true"
    assert "x-is-resource-name" not in server.requests[3].headers


def test_a_path_arrives_as_it_was_quoted() -> None:
    with serving(harbor()) as server:
        path = ("projects", "p", "repositories", Repository("deep/er+x"), "artifacts", "sha256:1")
        client(server, harbor_url=f"{server.url}/behind/").send(get(*path, query=(("q", "a=%2B"),)))
    assert server.requests[1].path == (
        "/behind/api/v2.0/projects/p/repositories/deep%252Fer%252Bx/artifacts/sha256%3A1?q=a%3D%252B"
    )


def test_headers_of_the_task_go_with_each_request() -> None:
    with serving(harbor()) as server:
        client(server, headers={"X-Tenant": "twin", "X-Number": 7}).send(get())
    for request in server.requests:
        assert request.headers["x-tenant"] == "twin"
        assert request.headers["x-number"] == "7"


def test_each_request_has_an_id_of_its_own() -> None:
    with serving(harbor()) as server:
        one = client(server)
        reply = one.send(get())
        one.send(get())
    ids = [request.headers["x-request-id"] for request in server.requests]
    assert len(set(ids)) == 3
    assert reply.request_id == ids[1]
    assert len({each.rpartition("-")[0] for each in ids}) == 1


def test_an_anonymous_request_goes_without_the_password_and_without_a_login() -> None:
    with serving(harbor()) as server:
        client(server).send(get("health", anonymous=True))
    assert [request.path for request in server.requests] == ["/api/v2.0/health"]
    assert "authorization" not in server.requests[0].headers


def test_what_has_no_credentials_is_asked_anonymously() -> None:
    with serving(harbor()) as server:
        one = client(server, harbor_username=None, harbor_password=None)
        one.send(get())
        assert one.caller == Caller("anonymous")
    assert [request.path for request in server.requests] == ["/api/v2.0/labels"]
    assert "authorization" not in server.requests[0].headers


def test_what_was_created_is_named_by_its_location() -> None:
    made = Reply(201, [("Location", "/api/v2.0/labels/7"), ("X-Request-Id", "harbor-7")], b"")
    with serving(harbor(made)) as server:
        reply = client(server).send(post())
    assert (reply.status, reply.id, reply.body, reply.text) == (201, 7, None, "")
    assert reply.request_id == "harbor-7"


def test_an_empty_answer_is_none() -> None:
    kind = ("Content-Type", "application/json")
    with serving(harbor(Reply(200, [kind], b""), Reply(200, [kind], b"null\n"))) as server:
        one = client(server)
        assert one.send(get("system", "gc", "schedule")).body is None
        assert one.send(get("projects", "p", "scanner")).body is None


def test_a_connection_is_used_again() -> None:
    with serving(harbor()) as server:
        one = client(server)
        for _number in range(5):
            one.send(get())
            one.send(post())
    assert len({request.port for request in server.requests}) == 1


# Who is asking


def test_a_user_is_known_by_id_and_rights() -> None:
    with serving(harbor()) as server:
        one = client(server)
        assert one.caller == Caller("user", "admin", 1, True)
        assert one.caller == Caller("user", "admin", 1, True)
    assert len(server.requests) == 1


def test_a_user_who_logs_in_by_mail_has_his_name() -> None:
    me = say({"user_id": 7, "username": "alice", "sysadmin_flag": False})
    with serving(harbor(me=me)) as server:
        assert client(server, harbor_username="a@example.com").caller == Caller("user", "alice", 7)


def test_an_administrator_by_group_is_one() -> None:
    me = say({"user_id": 7, "username": "alice", "admin_role_in_auth": True})
    with serving(harbor(me=me)) as server:
        assert client(server).caller.sysadmin


def test_a_robot_is_known_by_what_it_may_not_ask() -> None:
    with serving(harbor(me=ROBOT)) as server:
        one = client(server, harbor_username="robot$ci")
        assert one.caller == Caller("robot", "robot$ci")
        one.send(get())


class Slow:
    """Answers in turn; each takes so many seconds of the test's clock."""

    def __init__(self, clock: Clock, *replies: tuple[float, Reply]) -> None:
        self.clock = clock
        self.replies = list(replies)

    def __call__(self, _request: scripted.Request) -> Reply:
        seconds, reply = self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]
        self.clock.now += seconds
        return reply


def test_a_wrong_password_is_asked_once() -> None:
    clock = Clock()
    with serving(harbor(me=[Slow(clock, (1.5, UNAUTHORIZED))])) as server:
        one = client(server, clock)
        for _time in range(3):
            with pytest.raises(LoginRefused) as wrong:
                one.send(get())
    request_id = server.requests[0].headers["x-request-id"]
    assert str(wrong.value) == (
        "log in to Harbor as admin: GET /users/current answered 401 UNAUTHORIZED: unauthorized. "
        "The password of user admin was refused, or there is no such user. Correct harbor_username "
        "and harbor_password; a robot account needs its full name with the prefix, as in robot$ci. "
        f"(Request id {request_id}.)"
    )
    assert (wrong.value.status, wrong.value.code) == (401, "UNAUTHORIZED")
    assert len(server.requests) == 1
    assert clock.slept == []


def test_a_name_that_another_caller_locked_is_asked_once_more() -> None:
    clock = Clock()
    with serving(harbor(me=[Slow(clock, (0, UNAUTHORIZED), (0, say(ADMIN)))])) as server:
        assert client(server, clock).caller.sysadmin
    assert clock.slept == [2]


def test_a_lock_does_not_make_a_wrong_password_right() -> None:
    clock = Clock()
    slow = Slow(clock, (0.1, UNAUTHORIZED), (1.6, UNAUTHORIZED))
    with serving(harbor(me=[slow])) as server:
        with pytest.raises(LoginRefused) as wrong:
            client(server, clock).caller  # noqa: B018
        assert len(server.requests) == 2
    assert "another caller" not in str(wrong.value)


def test_a_name_that_stays_locked_is_told_so() -> None:
    with serving(harbor(me=UNAUTHORIZED)) as server:
        with pytest.raises(LoginRefused, match="another caller tries wrong passwords"):
            client(server).caller  # noqa: B018
        assert len(server.requests) == 2


def test_a_refused_robot_is_told_what_may_be_wrong() -> None:
    clock = Clock()
    with (
        serving(harbor(me=[Slow(clock, (1.5, UNAUTHORIZED))])) as server,
        pytest.raises(LoginRefused) as wrong,
    ):
        client(server, clock, harbor_username="robot$p+ci").send(get())
    for words in ("of robot account robot$p+ci was refused", "disabled, expired", "full name"):
        assert words in str(wrong.value)


def test_a_refused_token_is_named_as_such() -> None:
    clock = Clock()
    login = {"harbor_username": None, "harbor_password": None}
    with (
        serving(harbor(me=[Slow(clock, (1.5, UNAUTHORIZED))])) as server,
        pytest.raises(LoginRefused, match="Correct Authorization in headers"),
    ):
        client(server, clock, headers={"Authorization": "Bearer x"}, **login).send(get())
    assert server.requests[0].headers["authorization"] == "Bearer x"


def test_many_at_once_log_in_once() -> None:
    with serving(harbor()) as server:
        one = client(server)
        one.together([lambda: one.send(get()) for _number in range(20)])
    assert len(server.requests) == 21


def test_many_at_once_are_refused_once() -> None:
    clock = Clock()
    with serving(harbor(me=[Slow(clock, (1.5, UNAUTHORIZED))])) as server:
        one = client(server, clock)
        with pytest.raises(LoginRefused):
            one.together([lambda: one.send(get()) for _number in range(20)])
        assert len(server.requests) == 1


def test_a_lock_in_between_is_waited_for() -> None:
    clock = Clock()
    with serving(harbor(UNAUTHORIZED, say({}, 201))) as server:
        assert client(server, clock).send(post()).status == 201
    assert clock.slept == [2]


def test_what_stays_locked_in_between_is_said() -> None:
    with serving(harbor(UNAUTHORIZED)) as server:
        with pytest.raises(HarborRefused, match="Harbor knew user admin before"):
            client(server).send(post())
        assert len(server.requests) == 3


def test_another_s_secret_is_tried_without_one_s_own() -> None:
    clock = Clock()
    slow = Slow(clock, (0.1, UNAUTHORIZED), (0.1, ROBOT))
    trial = Request(
        "GET", ("users", "current"), why="try", allow=frozenset({401, 412}),
        credential=("robot$ci", "Robots-Hush-1"),
    )  # fmt: skip
    with serving(harbor(me=[slow])) as server:
        assert client(server, clock).send(trial).status == 412
    assert clock.slept == [2]
    given = base64.b64encode(b"robot$ci:Robots-Hush-1").decode()
    assert {each.headers["authorization"] for each in server.requests} == {f"Basic {given}"}


def test_one_name_is_tried_by_one_at_a_time() -> None:
    busy = threading.Lock()

    def script(_request: scripted.Request) -> Reply:
        assert busy.acquire(blocking=False), "two logins with one name at a time"
        threading.Event().wait(0.01)
        busy.release()
        return ROBOT

    trial = get("users", "current", allow=frozenset({412}), credential=("robot$ci", "Hush-1"))
    with serving(script) as server:
        one = client(server)
        replies = one.together([lambda: one.send(trial) for _number in range(6)])
    assert [reply.status for reply in replies] == [412] * 6


@pytest.mark.parametrize(
    "me",
    [
        Reply(200, [("Content-Type", "text/html")], b"<html><title>Welcome</title></html>"),
        Reply(200, body=b"[]"),
        Reply(200, body=b""),
        say({"user_id": None}),
    ],
)
def test_what_is_no_harbor_is_not_taken_for_one(me: Reply) -> None:
    with serving(harbor(me=me)) as server:
        with pytest.raises(Refused, match=r"but not as Harbor does\. Look at host, port and path"):
            client(server).send(post())
        assert len(server.requests) == 1


def test_an_address_where_no_harbor_is_is_told_so() -> None:
    page = Reply(404, [("Content-Type", "text/html")], b"<html><title>404 Not Found</title></html>")
    with (
        serving(harbor(me=page)) as server,
        pytest.raises(HarborRefused, match=r"'404 Not Found'\. That is not Harbor's answer"),
    ):
        client(server).send(get())


# The version


def test_the_version_is_looked_up_once() -> None:
    told = {"harbor_version": "v2.13.5-1a2b3c4d", "read_only": True}
    with serving(harbor(say(told))) as server:
        one = client(server)
        assert one.version == Version((2, 13, 5))
        assert one.version >= Version.of("2.11")
        assert one.system["read_only"] is True
    assert asked(server) == ["GET /api/v2.0/systeminfo"]


def test_the_version_is_not_told_to_everyone() -> None:
    with serving(harbor(say({"auth_mode": "db_auth"}))) as server:
        one = client(server, harbor_username=None, harbor_password=None)
        assert one.system["auth_mode"] == "db_auth"
        with pytest.raises(Refused, match=r"only to one who logs in\. Give harbor_username"):
            one.version  # noqa: B018


def test_who_is_locked_while_the_version_is_asked_asks_again() -> None:
    clock = Clock()
    answers = say({"auth_mode": "db_auth"}), say({"harbor_version": "v2.9.5-x"})
    with serving(harbor(*answers)) as server:
        assert client(server, clock).version == Version((2, 9, 5))
    assert clock.slept == [2]


# What is refused


def refused(reply: Reply, request: Request | None = None, **options: Any) -> HarborRefused:
    with serving(harbor(reply)) as server, pytest.raises(HarborRefused) as problem:
        client(server, **options).send(request or post())
    return problem.value


def test_a_refusal_says_what_was_asked_what_was_said_and_what_to_do() -> None:
    given = ("X-Request-Id", "r-1")
    problem = refused(error(409, "CONFLICT", "label hardened already exists", given))
    assert str(problem) == (
        "create label hardened: POST /labels answered 409 CONFLICT: label hardened already exists. "
        "Something else has that name, or was made by another run just now. Run again to see. "
        "(Request id r-1.)"
    )
    assert (problem.status, problem.code) == (409, "CONFLICT")
    assert (problem.harbor_message, problem.request_id) == ("label hardened already exists", "r-1")


def test_the_caller_s_own_id_stands_in_where_harbor_gives_none() -> None:
    with serving(harbor(Reply(500, body=b""))) as server, pytest.raises(HarborRefused) as problem:
        client(server).send(post())
    assert problem.value.request_id == server.requests[1].headers["x-request-id"]
    assert str(problem.value).startswith(
        "create label hardened: POST /labels answered 500. Harbor tells the reason only in core.log"
    )


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (error(403, "DENIED", "The system is in read only mode. Any modification is prohibited."),
         "prohibited. Switch it off with harbor_read_only."),
        (error(403, "FORBIDDEN", "admin"), "It is for system administrators"),
        (error(422, "UNPROCESSABLE_ENTITY", "validation failure list:\nname in body"),
         "validation failure list: name in body. A value is longer"),
        (Reply(413, [("Content-Type", "text/html")], b"<title>413 Too Large</title>"),
         "answered 413: a web page, '413 Too Large'. A proxy before Harbor limits"),
        (Reply(400, body=b""), "answered 400. Correct what it names."),
        (Reply(204 + 100, body=b""), "answered 304"),
        (Reply(500, [("Content-Type", "application/json")], b'{"errors":[{"co'), "core.log"),
        (Reply(500, body=b'{"errors":[null]}'), "core.log"),
        (Reply(400, body=b"\xff\xfe\x00"), "answered 400"),
    ],
)  # fmt: skip
def test_a_refusal_of_any_form_is_explained(reply: Reply, words: str) -> None:
    assert words in str(refused(reply))


def test_a_status_that_is_expected_is_an_answer() -> None:
    reply = error(404, "NOT_FOUND", "label 7 not found")
    with serving(harbor(reply)) as server:
        one = client(server)
        assert one.send(get(allow=frozenset({404}))).status == 404
        with pytest.raises(HarborRefused):
            one.send(get(allow=frozenset({409})))


def test_a_web_page_is_no_answer_of_harbor_s() -> None:
    page = Reply(200, [("Content-Type", "text/html; charset=utf-8")], b"<html>log in</html>")
    with serving(harbor(page)) as server, pytest.raises(Refused, match="not as Harbor does"):
        client(server).send(get())


def test_no_secret_is_in_any_error() -> None:
    secrets = {"robot": "Robot-Hush-1", "header": "Header-Hush-1", "login": PASSWORD}
    proxied = "http://user:Proxy-Hush-1@127.0.0.1:1"
    text = " ".join((*secrets.values(), "in the body", json.dumps(secrets)))
    sentences = []
    for reply in (
        error(400, "BAD_REQUEST", text),
        Reply(400, body=text.encode()),
        Reply(500, body=b""),
        Reply(502, body=text.encode()),
        Raw(),
        Raw(b"HTTP/1.1 " + text.encode()),
        Reply(308, [("Location", f"http://u:{PASSWORD}@example.com/x?{PASSWORD}")]),
    ):
        with serving(harbor(reply)) as server:
            one = client(server, headers={"X-Tenant": secrets["header"]})
            one.hide |= {secrets["robot"], "in the body"}
            with pytest.raises(Problem) as problem:
                one.send(post())
        sentences.append(str(problem.value))
    with serving(harbor()) as server, pytest.raises(Problem) as problem:
        client(server, proxy=proxied).send(post())
    sentences.append(str(problem.value))
    for sentence in sentences:
        assert "hush" not in sentence.lower()
        assert "in the body" not in sentence
    assert "********" in sentences[0]


# What is repeated


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_what_reads_is_asked_again(status: int) -> None:
    clock = Clock()
    with serving(harbor(Reply(status), Reply(status), say([]))) as server:
        one = client(server, clock)
        assert one.send(get()).body == []
        assert one.requests == 4
    assert clock.slept == [0.25, 0.5]


def test_a_write_is_sent_again_when_there_were_too_many() -> None:
    clock = Clock()
    often = error(429, "TOO_MANY_REQUEST", "too many", ("Retry-After", "7"))
    with serving(harbor(often, say({}, 201))) as server:
        assert client(server, clock).send(post()).status == 201
    assert clock.slept == [7]


def test_a_wait_beyond_the_time_out_is_not_begun() -> None:
    clock = Clock()
    often = error(429, "TOO_MANY_REQUEST", "too many", ("Retry-After", "31"))
    with serving(harbor(often)) as server:
        with pytest.raises(HarborRefused, match="answered 429 TOO_MANY_REQUEST"):
            client(server, clock).send(post())
        assert len(asked(server)) == 1
    assert clock.slept == []


@pytest.mark.parametrize("first", [Reply(502), Raw()])
def test_a_put_is_sent_again(first: Answer) -> None:
    with serving(harbor(first, say({}))) as server:
        put = Request("PUT", ("labels", 7), {"name": "x"}, why="set name")
        assert client(server).send(put).status == 200
        assert [each.body for each in server.requests[1:]] == [b'{"name": "x"}'] * 2


@pytest.mark.parametrize("first", [Reply(502), Raw()])
def test_what_the_lost_delete_removed_is_removed(first: Answer) -> None:
    delete = Request("DELETE", ("labels", 7), why="remove label hardened")
    missing = error(404, "NOT_FOUND", "label 7 not found")
    with serving(harbor(first, missing)) as server:
        assert client(server).send(delete).status == 404
    for reply in ([missing], [Reply(429), missing]):
        with serving(harbor(*reply)) as server, pytest.raises(HarborRefused, match="404"):
            client(server).send(delete)


@pytest.mark.parametrize("status", [502, 503, 504])
def test_a_post_that_may_have_arrived_is_uncertain(status: int) -> None:
    with serving(harbor(Reply(status, body=b""))) as server:
        with pytest.raises(HarborUncertain) as problem:
            client(server).send(post())
        assert len(asked(server)) == 1
    assert isinstance(problem.value, Uncertain)
    assert problem.value.status == status
    assert "It may have been done all the same" in str(problem.value)


def test_a_post_whose_connection_broke_is_uncertain() -> None:
    with serving(harbor(Raw())) as server:
        with pytest.raises(Uncertain, match="POST /labels was not answered"):
            client(server).send(post())
        assert len(asked(server)) == 1


def test_a_patch_that_sets_what_it_says_may_be_sent_again() -> None:
    patch = Request("PATCH", ("robots", 7), {"secret": "x"}, why="set secret", again=True)
    for first in (Raw(), Reply(502)):
        with serving(harbor(first, say({}))) as server:
            assert client(server).send(patch).status == 200
    with serving(harbor(Reply(502))) as server, pytest.raises(HarborDown):
        client(server).send(patch)


def test_a_harbor_that_stays_down_is_unreachable() -> None:
    page = Reply(502, [("Content-Type", "text/html")], b"<title>502 Bad Gateway</title>")
    with serving(harbor(me=page)) as server:
        with pytest.raises(HarborDown) as problem:
            client(server).send(get())
        assert len(server.requests) == ATTEMPTS
    assert isinstance(problem.value, Unreachable)
    assert "a web page, '502 Bad Gateway'. Harbor's core does not answer" in str(problem.value)


def test_what_was_down_at_the_login_may_be_up_later() -> None:
    down = Reply(503, body=b"")
    with serving(harbor(say([]), me=[down] * ATTEMPTS + [say(ADMIN)])) as server:
        one = client(server)
        with pytest.raises(HarborDown):
            one.send(get())
        assert one.send(get()).body == []


def test_nobody_there_is_said_with_the_address() -> None:
    with serving(harbor()) as server:
        pass
    with pytest.raises(Unreachable) as gone:
        client(server).send(post())
    assert str(gone.value) == (
        "log in to Harbor as admin: GET /users/current was not answered by "
        f"{server.netloc}: connection refused. See that it runs and that this host reaches it."
    )


def test_a_harbor_that_hangs_is_not_waited_for() -> None:
    with serving(harbor(HANG)) as server:
        params = {"harbor_url": server.url, "timeout": 0.2}
        with pytest.raises(TimedOut, match=r"GET /labels had no whole answer within 0\.2 s"):
            HarborClient(params).send(get())
        with pytest.raises(Uncertain, match=r"POST /labels had no whole answer within 0\.2 s"):
            HarborClient(params).send(post())


def test_a_list_that_trickles_is_not_waited_for() -> None:
    slow = Reply(200, parts=[b" "] * 10_000, pause=0.02)
    with serving(harbor(slow)) as server, pytest.raises(TimedOut):
        HarborClient({"harbor_url": server.url, "timeout": 0.3}).rows(get())


# Redirects


def test_a_redirect_to_https_names_the_address_to_write() -> None:
    def script(request: scripted.Request) -> Reply:
        return Reply(308, [("Location", f"https://harbor.abc.com:443{request.path}")])

    with serving(script) as server, pytest.raises(Refused) as moved:
        client(server).send(post())
    assert str(moved.value) == (
        "log in to Harbor as admin: GET /users/current was redirected to "
        "https://harbor.abc.com/api/v2.0/users/current. A redirect is not followed with a "
        "password. Write https://harbor.abc.com in harbor_url."
    )
    assert len(server.requests) == 1


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE"])
def test_no_redirect_takes_the_password_elsewhere(status: int, method: str) -> None:
    with (
        serving(harbor()) as other,
        serving(harbor(Reply(status, [("Location", f"{other.url}/api/v2.0/labels")]))) as server,
    ):
        with pytest.raises(Refused, match=f"Write {other.url} in harbor_url"):
            client(server).send(Request(method, ("labels",), why="x"))
        assert other.requests == []


# Lists


def listing(rows: Callable[[], list[Any]]) -> Callable[[scripted.Request], Reply]:
    """An end point that pages as Harbor's do."""

    def script(request: scripted.Request) -> Reply:
        query = parse_qs(urlsplit(request.path).query)
        page, size = int(query["page"][0]), int(query["page_size"][0])
        if size > 100:
            return error(422, "UNPROCESSABLE_ENTITY", "page_size in query should be …")
        listed = rows()
        total = ("X-Total-Count", str(len(listed)))
        # The link leads in a circle, as Harbor's does for some pages: nobody follows it.
        link = ("Link", f'<{request.path}>; rel="next"')
        return say(listed[(page - 1) * size : page * size], 200, total, link)

    return script


@pytest.mark.parametrize(
    ("count", "pages"), [(0, 1), (1, 1), (99, 1), (100, 1), (101, 2), (200, 2), (1234, 13)]
)
def test_all_rows_come_in_pages_of_100(count: int, pages: int) -> None:
    expected = [{"id": number, "name": f"n{number}"} for number in range(1, count + 1)]
    with serving(harbor(listing(lambda: expected))) as server:
        rows = client(server).rows(get("labels", query=(("scope", "g"),)))
        assert rows == expected
        assert sorted(asked(server), key=len)[0] == (
            "GET /api/v2.0/labels?scope=g&page=1&page_size=100"
        )
        assert len(set(asked(server))) == len(asked(server)) == pages


def test_pages_are_read_side_by_side() -> None:
    together = threading.Barrier(WIDTH)
    numbers = [{"id": number} for number in range(1, 100 * (WIDTH + 1) + 1)]
    page = listing(lambda: numbers)

    def script(request: scripted.Request) -> Reply:
        if "page=1&" not in request.path:
            together.wait(10)
        return page(request)

    with serving(harbor(script)) as server:
        assert client(server).rows(get()) == numbers


def test_a_row_that_moved_onto_the_next_page_is_given_once() -> None:
    listed = [{"project_id": number} for number in range(1, 202)]

    def script(request: scripted.Request) -> Reply:
        reply = page(request)
        if "page=1&" in request.path:
            listed.insert(0, {"project_id": 1000})
        return reply

    page = listing(lambda: listed)
    with serving(harbor(script)) as server:
        rows = client(server).rows(get())
        assert [row["project_id"] for row in rows] == list(range(1, 202))
        assert len(asked(server)) == 3


def test_a_list_from_which_a_row_was_taken_is_read_again() -> None:
    listed = [{"user_id": number} for number in range(1, 202)]

    def script(request: scripted.Request) -> Reply:
        reply = page(request)
        if len(asked(server)) == 1:
            del listed[4]  # moves 101 from the second page onto the first, which was read
        return reply

    page = listing(lambda: listed)
    with serving(harbor(script)) as server:
        rows = client(server).rows(get())
        assert [row["user_id"] for row in rows] == [1, 2, 3, 4, *range(6, 202)]
        assert len(asked(server)) == 5


def test_a_count_that_is_always_wrong_is_not_waited_for() -> None:
    # Members whose role is none are counted, but not listed.
    listed = [{"id": number} for number in range(1, 151)]

    def script(request: scripted.Request) -> Reply:
        reply = listing(lambda: listed)(request)
        headers = [("X-Total-Count", "152"), *(h for h in reply.headers if h[0][:7] != "X-Total")]
        return Reply(200, headers, reply.body)

    with serving(harbor(script)) as server:
        assert client(server).rows(get()) == listed
        assert len(asked(server)) == 4


def test_a_list_that_never_rests_is_given_as_it_is() -> None:
    listed = [{"id": number} for number in range(1, 1000)]

    def script(request: scripted.Request) -> Reply:
        del listed[0]
        return listing(lambda: listed)(request)

    with serving(harbor(script)) as server:
        rows = client(server).rows(get())
        assert len({row["id"] for row in rows}) == len(rows) > 900
        assert len(asked(server)) == 3 * 10


def test_rows_without_an_id_are_told_apart_by_all_they_have() -> None:
    listed = [{"name": f"n{number}"} for number in range(150)]
    with serving(harbor(listing(lambda: listed))) as server:
        assert client(server).rows(get()) == listed


def test_a_list_without_a_count_is_whole() -> None:
    listed = [{"resource": f"r{number}"} for number in range(130)]
    with serving(harbor(say(listed))) as server:
        assert client(server).rows(get("users", "current", "permissions")) == listed
        assert len(asked(server)) == 1


@pytest.mark.parametrize("body", [b"", b"null"])
def test_an_empty_list_may_be_nothing_at_all(body: bytes) -> None:
    with serving(harbor(Reply(200, body=body))) as server:
        assert client(server).rows(get()) == []


def test_what_is_no_list_is_refused() -> None:
    with (
        serving(harbor(say({"a": 1}))) as server,
        pytest.raises(Refused, match="page=1&page_size=100 answered 200 without a list"),
    ):
        client(server).rows(get())


def test_a_list_of_what_is_not_there_is_empty_where_that_is_expected() -> None:
    with serving(harbor(error(404, "NOT_FOUND", "x"))) as server:
        assert client(server).rows(get(allow=frozenset({404}))) == []
        with pytest.raises(HarborRefused):
            client(server).rows(get())


def test_a_page_that_fails_fails_the_list() -> None:
    def script(request: scripted.Request) -> Reply:
        if "page=3&" in request.path:
            return error(500, "UNKNOWN", "internal server error")
        return listing(lambda: [{"id": number} for number in range(1, 500)])(request)

    with serving(harbor(script)) as server, pytest.raises(HarborRefused, match="page=3&"):
        client(server).rows(get())


# Side by side


def test_results_come_in_order() -> None:
    with serving(harbor()) as server:
        one = client(server)
        work = [lambda n=n: n * 2 for n in range(30)]
        assert one.together(work) == [n * 2 for n in range(30)]


def test_no_more_is_asked_at_a_time_than_the_width_whatever_is_nested() -> None:
    lock, running, most = threading.Lock(), 0, 0
    page = listing(lambda: [{"id": number} for number in range(1, 501)])

    def script(request: scripted.Request) -> Reply:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        threading.Event().wait(0.005)
        with lock:
            running -= 1
        return page(request)

    with serving(harbor(script)) as server:
        one = client(server)
        lists = one.together([lambda: one.rows(get()) for _number in range(WIDTH)])
    assert [len(rows) for rows in lists] == [500] * WIDTH
    assert 1 < most <= WIDTH
    assert len({request.port for request in server.requests}) <= WIDTH


def test_a_failure_is_raised_when_what_runs_has_ended() -> None:
    ended = []

    def script(request: scripted.Request) -> Reply:
        if request.path.endswith("/0"):
            return error(403, "FORBIDDEN", "forbidden")
        threading.Event().wait(0.05)
        return say({})

    with serving(harbor(script)) as server:
        one = client(server)

        def work(number: int) -> None:
            one.send(get("labels", number))
            ended.append(number)

        with pytest.raises(HarborRefused, match="/labels/0 answered 403"):
            one.together([lambda n=n: work(n) for n in range(1000)])  # type: ignore[misc]
        seen = len(asked(server)) - 1
        assert len(ended) == seen < 999


# TLS, proxies, files; the certificates are made by the openssl of the system


def secured(certificate: Any, wants_client: bool = False) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate.path, certificate.key)
    if wants_client:
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(certificate.path)
    return context


def test_an_unknown_authority_is_refused_and_the_given_one_trusted(certificate: Any) -> None:
    with serving(harbor(), secured(certificate)) as server:
        with pytest.raises(Untrusted, match="Give the authority's certificate as ca_path"):
            client(server).send(post())
        assert server.requests == []
        client(server, ca_path=certificate.path).send(post())
        client(server, validate_certs=False).send(post())
    assert len(server.requests) == 4


def test_a_client_certificate_is_shown(certificate: Any) -> None:
    with serving(harbor(), secured(certificate, wants_client=True)) as server:
        with pytest.raises((NoTls, Unreachable)):
            client(server, ca_path=certificate.path).send(get())
        pair = {"client_cert": certificate.path, "client_key": certificate.key}
        client(server, ca_path=certificate.path, **pair).send(get())
    assert len(server.requests) == 2


def test_files_that_are_no_certificates_are_named_before_anything_is_sent(tmp_path: Any) -> None:
    with serving(harbor()) as server:
        none = str(tmp_path / "none.pem")
        with pytest.raises(InputError) as wrong:
            client(server, ca_path=none, client_cert=none)
        assert len(wrong.value.errors) == 2
        assert server.requests == []


def test_plain_http_behind_https_is_said_with_the_option(certificate: Any) -> None:
    with serving(harbor()) as server:
        with pytest.raises(PlainHttp, match="Write http:// in harbor_url"):
            client(server, harbor_url=f"https://{server.netloc}").send(get())
        assert all("authorization" not in request.headers for request in server.requests)


def test_https_behind_plain_http_is_said_with_the_option() -> None:
    page = b"<title>400 The plain HTTP request was sent to HTTPS port</title>"
    with (
        serving(harbor(me=Reply(400, [("Content-Type", "text/html")], page))) as server,
        pytest.raises(HarborRefused, match="Write https:// in harbor_url"),
    ):
        client(server).send(get())


def test_a_proxy_is_used() -> None:
    with serving(harbor(say([]))) as proxy, serving(harbor()) as server:
        one = client(server, harbor_url="http://harbor.example.com", proxy=proxy.url)
        assert one.send(get()).body == []
        assert [request.path for request in proxy.requests] == [
            "http://harbor.example.com/api/v2.0/users/current",
            "http://harbor.example.com/api/v2.0/labels",
        ]


def test_the_netrc_of_the_user_is_not_sent(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login root password 123456\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    with serving(harbor()) as server:
        client(server, harbor_username=None, harbor_password=None).send(get())
    assert "authorization" not in server.requests[0].headers


def test_a_name_that_cannot_be_resolved_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_words: Any, **_more: Any) -> Any:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    with serving(harbor()) as server:
        one = client(server, harbor_url="http://harbor.example.com")
        monkeypatch.setattr(socket, "getaddrinfo", unknown)
        with pytest.raises(Unreachable, match="its name cannot be resolved") as refused:
            one.send(post(anonymous=True))
    assert not isinstance(refused.value, Uncertain)
