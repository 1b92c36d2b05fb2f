# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.twinstar.registry.plugins.module_utils._core.errors import (
    Refused,
    Unreachable,
)
from ansible_collections.twinstar.registry.plugins.module_utils._io import registry_ping
from ansible_collections.twinstar.registry.plugins.module_utils._io.registry_client import Denied
from ansible_collections.twinstar.registry.plugins.module_utils._io.registry_ping import (
    AnotherInstance,
    ping,
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

VERSION = ("Docker-Distribution-Api-Version", "registry/2.0")
HERE = Reply(200, [VERSION, ("X-Registry-Instance", "edge-1")])


def asked(replies: list[Any], **params: Any) -> tuple[Any, Server, Clock]:
    """What a ping gives for these answers, the last one repeated."""
    clock = Clock()
    with serving(lambda _request: replies.pop(0) if len(replies) > 1 else replies[0]) as server:
        given = {"url": server.url, "validate_certs": True, "timeout": 30, "wait": 0, **params}
        try:
            return ping(given, clock.sleep, clock), server, clock
        except (Refused, Unreachable) as problem:
            return problem, server, clock


def test_an_answer_is_described() -> None:
    result, server, _clock = asked([HERE])
    assert result == {
        "reachable": True,
        "authenticated": False,
        "auth": "none",
        "api_version": "registry/2.0",
        "headers": {},
    }
    assert len(server.requests) == 1


@pytest.mark.parametrize("reply", [Reply(503), Raw(), Reply(429)])
def test_without_a_wait_it_is_asked_once(reply: Any) -> None:
    result, server, clock = asked([reply, HERE])
    assert isinstance(result, (Refused, Unreachable))
    assert (len(server.requests), clock.slept) == (1, [])


def test_it_is_asked_until_it_answers() -> None:
    result, server, clock = asked([Raw(), Reply(503), Reply(500), Reply(429), HERE], wait=60)
    assert result["reachable"]
    assert len(server.requests) == 5
    assert clock.slept == [0.5, 1, 2, 4]


def test_the_pauses_stay_short_and_end_with_the_wait() -> None:
    result, _server, clock = asked([Reply(503, body=b"starting")], wait=20)
    assert clock.slept == [0.5, 1, 2, 4, 5, 5, 2.5]
    assert isinstance(result, Refused)
    assert str(result).startswith("waited 20 s; at last: reach 127.0.0.1:")
    assert "GET /v2/ answered 503: starting." in str(result)


def test_nobody_there_until_the_end_is_unreachable() -> None:
    result, _server, _clock = asked([Raw()], wait=1)
    assert isinstance(result, Unreachable)
    assert "the connection ended before the answer did" in str(result)


def test_a_question_that_hangs_does_not_outlast_the_wait() -> None:
    """Real time, but for the clock: one second is the least that a question is given."""
    result, server, _clock = asked([HANG, HERE], wait=1, timeout=600)
    assert result["reachable"]
    assert len(server.requests) == 2


def test_a_question_is_given_no_more_time_than_the_wait_has_left(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    given = []

    def nobody(params: Any, attempts: int) -> Any:
        given.append(params["timeout"])
        raise Unreachable("no")

    monkeypatch.setattr(registry_ping, "connect", nobody)
    clock = Clock()
    with pytest.raises(Unreachable):
        ping({"url": "", "timeout": 9, "wait": 10}, clock.sleep, clock)
    assert given == [9, 9, 8.5, 6.5, 2.5, 1]


def test_another_instance_at_the_address_is_waited_for_to_go() -> None:
    other = Reply(200, [VERSION, ("X-Registry-Instance", "old")])
    result, _server, clock = asked(
        [other, HERE], wait=10, expect_headers={"x-registry-instance": "edge-1"}
    )
    assert result["headers"] == {"x-registry-instance": "edge-1"}
    assert clock.slept == [0.5]


@pytest.mark.parametrize(
    ("headers", "words"),
    [
        ([("X-Registry-Instance", "old")], "with X-Registry-Instance 'old', but 'edge-1'"),
        ([], "with X-Registry-Instance missing, but 'edge-1' is expected"),
    ],
)
def test_another_instance_is_named(headers: list[tuple[str, str]], words: str) -> None:
    result, _server, _clock = asked(
        [Reply(200, [VERSION, *headers])], expect_headers={"X-Registry-Instance": "edge-1"}
    )
    assert isinstance(result, AnotherInstance)
    assert words in str(result)


def test_one_of_several_values_of_a_header_will_do() -> None:
    several = Reply(200, [VERSION, ("X-A", "1"), ("X-A", "2")])
    result, _server, _clock = asked([several], expect_headers={"X-A": 2})
    assert result["headers"] == {"X-A": "1, 2"}


@pytest.mark.parametrize(
    "reply",
    [Reply(401, [("WWW-Authenticate", "Basic realm=a")]), Reply(404), Reply(200, body=b"<html>")],
)
def test_what_time_does_not_mend_is_not_waited_for(reply: Reply) -> None:
    result, _server, clock = asked([reply], wait=60, username="root", password="111111")
    assert isinstance(result, Refused)
    assert clock.slept == []
    assert isinstance(result, Denied) == (reply.status == 401)
