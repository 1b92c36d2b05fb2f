# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Waiting for Harbor, testing what it reaches, and what it says of itself."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from ansible_collections.twinstar.registry.plugins.module_utils._io import harbor_health

from .contract import Answer, run_module
from .harbor import VERSIONS, Harbor, a_harbor


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(harbor_health, "_PAUSE", 0.05)


def wait(harbor: Harbor, check: bool = False, **params: Any) -> Answer:
    base = {**harbor.connection, "wait_timeout": 30}
    return run_module("harbor_wait", {**base, **params}, check=check)


@pytest.mark.parametrize("version", VERSIONS)
def test_it_waits_for_every_component(version: str) -> None:
    with a_harbor(version=version) as harbor:
        harbor.hub.options["unhealthy"] = {"redis": "connection refused"}
        later = threading.Timer(0.5, harbor.hub.options["unhealthy"].clear)
        later.start()
        answer = wait(harbor)
        later.join()
        assert not answer.failed, answer.json
        assert not answer.changed
        assert answer.json["harbor"]["ready"] is True
        assert answer.json["harbor"]["version"] == version
        assert harbor.hub.count("GET", "/health") > 1


def test_what_is_not_well_is_said_in_the_end() -> None:
    with a_harbor() as harbor:
        harbor.hub.options["unhealthy"] = {"redis": "connection refused"}
        answer = wait(harbor, wait_timeout=0)
        assert answer.json["msg"].startswith(
            "Harbor was not ready within 0 s: redis is unhealthy (connection refused)."
        )


def test_check_mode_looks_once_and_says_what_it_sees() -> None:
    with a_harbor() as harbor:
        harbor.hub.options["unhealthy"] = {"redis": "connection refused"}
        answer = wait(harbor, check=True)
        assert not answer.failed
        assert answer.json["harbor"]["ready"] is False
        assert "redis is unhealthy" in answer.json["harbor"]["reason"]
        assert harbor.hub.count("GET", "/health") == 1


def test_a_harbor_that_does_not_answer_yet_is_waited_for() -> None:
    with a_harbor() as harbor:
        harbor.hub.fail("GET", "/health", status=502, times=5)
        assert wait(harbor).json["harbor"]["ready"] is True


def test_nobody_there_is_said_in_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HARBOR_URL", "HARBOR_PASSWORD"):
        monkeypatch.delenv(name, raising=False)
    params = {"harbor_url": "http://127.0.0.1:9", "wait_timeout": 0}
    answer = run_module("harbor_wait", params)
    assert "Harbor was not ready within 0 s" in answer.json["msg"]
    assert "127.0.0.1" in answer.json["msg"]


def test_wrong_credentials_end_the_wait_at_once() -> None:
    with a_harbor() as harbor:
        answer = wait(harbor, harbor_password="Planted-Wrong-1")
        assert "The password of user admin was refused" in answer.json["msg"]
        assert harbor.hub.count("GET", "/health") == 1


def test_without_credentials_health_is_enough() -> None:
    with a_harbor() as harbor:
        answer = run_module("harbor_wait", {"harbor_url": harbor.url})
        assert answer.json["harbor"]["ready"] is True
        assert answer.json["harbor"]["version"] is None


def test_a_robot_account_is_a_caller_like_any_other() -> None:
    with a_harbor() as harbor:
        made = harbor.ask("POST", "/robots", ROBOT)
        login = {"harbor_username": made["name"], "harbor_password": made["secret"]}
        assert wait(harbor, **login).json["harbor"]["ready"] is True
        told = run_module("harbor_info", {"harbor_url": harbor.url, **login}).json["harbor"]
        assert told["healthy"] is True


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


@pytest.mark.parametrize("version", VERSIONS)
def test_what_harbor_says_of_itself(version: str) -> None:
    with a_harbor(version=version) as harbor:
        before = harbor.ask("GET", "/statistics")["total_project_count"]
        harbor.ask("POST", "/projects", {"project_name": "test"})
        harbor.ask("PUT", "/configurations", {"read_only": True})
        told = run_module("harbor_info", harbor.connection).json["harbor"]
        assert told["version"] == version
        assert told["read_only"] is True
        assert told["statistics"]["total_project_count"] == before + 1
        assert told["components"]["core"] == "healthy"


@pytest.mark.parametrize("version", VERSIONS)
def test_what_harbor_does_not_reach_fails_with_the_reason(version: str) -> None:
    with a_harbor(version=version) as harbor:
        for params, words in (
            ({"oidc": {"url": "http://127.0.0.1:9"}}, "failed to verify connection. Harbor asked"),
            (
                {"ldap": {"url": "ldap://127.0.0.1:9", "search_password": "planted"}},
                "test the LDAP server ldap://127.0.0.1:9: Harbor could not log in there: ldap",
            ),
            (
                {"registry": {"type": "harbor", "url": "http://127.0.0.1:9"}},
                "Harbor asks that registry whenever it is written",
            ),
        ):
            answer = run_module("harbor_connection_test", {**harbor.connection, **params})
            assert answer.failed
            assert words in answer.json["msg"]
            assert "planted" not in answer.output


def test_a_directory_that_nobody_named_cannot_be_tested() -> None:
    with a_harbor() as harbor:
        if harbor.ask("GET", "/configurations")["ldap_url"]["value"]:
            pytest.skip("this Harbor knows a directory")
        answer = run_module("harbor_connection_test", {**harbor.connection, "ldap": {}})
        assert "ldap.url is missing" in answer.json["msg"]


def test_a_stored_registry_is_found_by_its_name() -> None:
    with a_harbor() as harbor:
        harbor.ask("POST", "/registries", {"name": "a b", "type": "harbor", "url": harbor.url})
        params = {**harbor.connection, "registry": {"name": "a b"}}
        for check in (True, False):
            answer = run_module("harbor_connection_test", params, check=check)
            assert answer.json["connection"]["reachable"] is True
            assert not answer.changed
