# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Registries: flat changes, a secret that cannot be read, and a Harbor that asks first."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from .contract import Answer, run_module
from .harbor import VERSIONS, Harbor, a_harbor

DEAD = "http://127.0.0.1:9"


@pytest.fixture(params=VERSIONS)
def harbor(request: pytest.FixtureRequest) -> Iterator[Harbor]:
    with a_harbor(version=request.param) as harbor:
        yield harbor


@pytest.fixture
def newest() -> Iterator[Harbor]:
    with a_harbor() as harbor:
        yield harbor


def registry(harbor: Harbor, check: bool = False, **params: Any) -> Answer:
    base = {**harbor.connection, "name": "hub-2", "type": "harbor", "url": harbor.url}
    return run_module("harbor_registry", {**base, **params}, check=check)


def login(harbor: Harbor) -> dict[str, Any]:
    return {"access_key": "admin", "access_secret": harbor.password}


def bodies(harbor: Harbor, method: str) -> list[Any]:
    return harbor.bodies(method, "/registries")


def stored(harbor: Harbor, name: str = "hub-2") -> Any:
    (row,) = [row for row in harbor.ask("GET", "/registries") if row["name"] == name]
    return row


def test_a_change_is_one_flat_put_of_what_differs(harbor: Harbor) -> None:
    assert registry(harbor, **login(harbor)).changed
    assert registry(harbor, **login(harbor), description="the other site").changed
    assert bodies(harbor, "PUT") == [{"description": "the other site"}]
    assert stored(harbor)["credential"]["access_key"] == "admin"


def test_the_secret_goes_with_another_key_or_address_or_when_told_to(harbor: Harbor) -> None:
    other = harbor.url.replace("127.0.0.1", "localhost")
    assert registry(harbor, **login(harbor)).changed
    assert registry(harbor, **login(harbor), url=other).changed
    assert registry(harbor, **login(harbor), url=other, update_secret="always").changed
    assert bodies(harbor, "PUT") == [
        {"url": other, "access_secret": harbor.password},
        {"access_secret": harbor.password},
    ]
    assert not registry(harbor, **login(harbor), url=other).changed


def test_a_credential_goes_as_a_whole(harbor: Harbor) -> None:
    assert registry(harbor, **login(harbor)).changed
    assert registry(harbor, access_key="").changed
    empty = dict.fromkeys(("credential_type", "access_key", "access_secret"), "")
    assert bodies(harbor, "PUT") == [empty]
    assert stored(harbor)["credential"] == {}
    assert not registry(harbor, access_key="").changed


def test_one_that_does_not_answer_is_explained_and_nothing_is_stored(harbor: Harbor) -> None:
    answer = registry(harbor, type="docker-registry", url=DEAD)
    assert (
        "400 BAD_REQUEST: the registry is unhealthy. Harbor asked that registry"
        in (answer.json["msg"])
    )
    answer = registry(harbor, url=DEAD)
    assert "Harbor asks that registry whenever it is written" in answer.json["msg"]
    assert registry(harbor).changed
    answer = registry(harbor, url=DEAD, description="new")
    assert answer.failed
    assert "description" not in stored(harbor)
    assert stored(harbor)["url"] == harbor.url


def test_wrong_credentials_are_explained(newest: Harbor) -> None:
    answer = registry(newest, access_key="admin", access_secret="Planted-Wrong-1")
    assert "or it refused the credentials" in answer.json["msg"]
    assert "Planted-Wrong-1" not in answer.output


@pytest.mark.parametrize("state", ["present", "absent"])
def test_stars_are_never_written(newest: Harbor, state: str) -> None:
    if state == "absent":
        assert registry(newest, **login(newest)).changed
    before = newest.writes()
    params: dict[str, Any] = {"access_key": "x", "access_secret": "*****"}
    assert registry(newest, **params, update_secret="always").failed
    assert newest.writes() == before


def test_a_certificate_of_an_authority_needs_a_newer_harbor() -> None:
    pem = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"
    with a_harbor(version="2.13.5") as harbor:
        answer = registry(harbor, ca_certificate=pem)
        assert (
            "ca_certificate needs Harbor 2.15 or newer, and this is 2.13.5" in (answer.json["msg"])
        )
        assert harbor.writes() == 0


def test_another_type_is_another_registry(newest: Harbor) -> None:
    assert registry(newest).changed
    before = newest.writes()
    answer = registry(newest, type="docker-registry")
    assert "was created with 'harbor', and Harbor cannot change that" in answer.json["msg"]
    assert newest.writes() == before


def test_one_that_is_used_stays_and_the_message_says_by_what(newest: Harbor) -> None:
    assert registry(newest).changed
    number = stored(newest)["id"]
    newest.ask("POST", "/replication/policies", {"name": "p", "dest_registry": {"id": number}})
    answer = registry(newest, state="absent")
    assert "replication policies" in answer.json["msg"]
    assert stored(newest)["id"] == number


@pytest.mark.parametrize(
    "name", ["007", "a b", " x", "ä+ö%20", "a,b", "~x", "{a b}", "n" * 64, "HUB-2"]
)
def test_awkward_names(harbor: Harbor, name: str) -> None:
    assert registry(harbor).changed
    assert registry(harbor, name=name, description="x").changed
    assert not registry(harbor, name=name, description="x").changed
    info = {**harbor.connection, "name": name}
    (found,) = run_module("harbor_registry_info", info).json["registries"]
    assert found["name"] == name
    assert registry(harbor, name=name, state="absent").changed
    assert stored(harbor)["name"] == "hub-2"


def test_more_than_a_page(newest: Harbor) -> None:
    assert registry(newest).changed
    before = len(newest.ask("GET", "/registries?page_size=100"))

    def another(number: int) -> None:
        named = {"name": f"r{number:03}", "type": "harbor", "url": newest.url}
        newest.ask("POST", "/registries", named)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(another, range(130)))
    found = run_module("harbor_registry_info", newest.connection).json["registries"]
    assert len(found) == before + 130
    assert not registry(newest).changed
