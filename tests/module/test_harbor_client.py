# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The client against the double: how Harbor takes what is sent."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Any

import pytest

from ansible_collections.twinstar.registry.plugins.module_utils._core.harbor_request import (
    Caller,
    Request,
    q_exact,
)
from ansible_collections.twinstar.registry.plugins.module_utils._core.harbor_version import Version
from ansible_collections.twinstar.registry.plugins.module_utils._io.harbor_client import (
    HarborClient,
    HarborRefused,
    LoginRefused,
)
from tests.double.hub import Hub
from tests.double.running import running

ROBOT = {
    "name": "ci",
    "level": "system",
    "duration": -1,
    "permissions": [
        {
            "kind": "project",
            "namespace": "*",
            "access": [{"resource": "repository", "action": "pull"}],
        }
    ],
}


@pytest.fixture(params=["2.9.5", "2.13.5", "2.15.2"])
def hub(request: pytest.FixtureRequest) -> Iterator[Hub]:
    with running(request.param) as hub:
        yield hub


def client(hub: Hub, **options: Any) -> HarborClient:
    params = {"harbor_url": hub.url, "harbor_username": "admin", "timeout": 30, **options}
    return HarborClient({"harbor_password": hub.password, **params})


def project(name: str) -> Request:
    return Request("POST", ("projects",), {"project_name": name}, why=f"create project {name}")


def test_harbor_knows_who_asks_and_says_what_it_is(hub: Hub) -> None:
    one = client(hub)
    assert one.caller == Caller("user", "admin", 1, True)
    assert one.version == Version.of(str(hub.version))
    assert one.requests == 2


def test_a_robot_is_told_from_a_user(hub: Hub) -> None:
    made = client(hub).send(Request("POST", ("robots",), ROBOT, why="create robot ci"))
    assert made.id == made.body["id"]
    login = {"harbor_username": made.body["name"], "harbor_password": made.body["secret"]}
    robot = client(hub, **login)
    assert robot.caller == Caller("robot", "robot$ci")
    with pytest.raises(HarborRefused, match="instead of as robot account robot") as refused:
        robot.send(Request("GET", ("configurations",), why="read the configuration"))
    assert (refused.value.status, refused.value.code) == (403, "FORBIDDEN")
    assert refused.value.harbor_message == "robot$ci"


def test_a_wrong_password_is_refused_before_anything_else_is_sent(hub: Hub) -> None:
    with pytest.raises(LoginRefused, match="The password of user admin was refused"):
        client(hub, harbor_password="Wrong-12345").send(project("test"))
    assert hub.count("POST") == 0


def test_more_rows_than_a_page_holds_are_all_found(hub: Hub) -> None:
    one = client(hub)
    names = [f"p{number:03}" for number in range(120)]
    replies = one.together([functools.partial(one.send, project(name)) for name in names])
    assert len({reply.id for reply in replies}) == 120
    listing = Request("GET", ("projects",), why="look up projects")
    assert {row["name"] for row in one.rows(listing)} == {"library", *names}
    assert hub.count("GET", "/projects") == 2


@pytest.mark.parametrize("name", ["a+b", "a b", "{a", "[a", "(a", "\\a", "größe", "007"])
def test_one_object_is_found_by_any_name(hub: Hub, name: str) -> None:
    assert found_by_its_name(client(hub), name) == [name]


# What the versions after 2.9 refuse in the name of a user.
@pytest.mark.parametrize("name", ["100%", "~a", "a,b"])
def test_one_object_is_found_by_a_name_of_old(name: str) -> None:
    with running("2.9.5") as hub:
        assert found_by_its_name(client(hub), name) == [name]


def found_by_its_name(one: HarborClient, name: str) -> list[str]:
    body = {"username": name, "email": "u@example.com", "realname": "u", "password": "Hush12345"}
    one.send(Request("POST", ("users",), body, why=f"create user {name}"))
    query = (("q", q_exact("username", name)),)
    rows = one.rows(Request("GET", ("users",), query=query, why=f"look up user {name}"))
    return [row["username"] for row in rows]


def test_a_project_of_digits_is_meant_by_its_name(hub: Hub) -> None:
    one = client(hub)
    one.send(project("007"))
    by_name = Request("GET", ("projects", "007"), why="look up", by_name=True)
    assert one.send(by_name).body["name"] == "007"
    with pytest.raises(HarborRefused, match=r"answered 404 NOT_FOUND: project 0*7 not found\."):
        one.send(Request("GET", ("projects", "007"), why="look up"))


def test_what_is_taken_is_said_in_harbor_s_words(hub: Hub) -> None:
    one = client(hub)
    one.send(project("test"))
    with pytest.raises(HarborRefused) as taken:
        one.send(project("test"))
    assert str(taken.value).startswith(
        "create project test: POST /projects answered 409 CONFLICT: The project named test already "
        "exists. Something else has that name"
    )
