# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pathlib
from collections.abc import Iterator

import pytest

from .cases.docker_registry_check import EDGE, an_engine
from .contract import Answer, World, run_module


@pytest.fixture
def world(tmp_path: pathlib.Path) -> Iterator[World]:
    with an_engine(tmp_path) as world:
        yield world


def run(world: World, *registries: dict[str, str]) -> Answer:
    params = {"docker_host": world["docker_host"], "registries": list(registries)}
    return run_module("docker_registry_check", params)


def test_each_registry_says_how_it_stands_with_the_login(world: World) -> None:
    answer = run(world, EDGE, {"registry": "edge:5000"}, {"registry": "open:5000"})
    found = answer.json["docker_registry_check"]["registries"]
    assert [entry["login"] for entry in found] == ["accepted", "required", "none"]


def test_without_a_user_the_engine_is_given_none(world: World) -> None:
    run(world, {"registry": "edge:5000"})
    ((path, body),) = world["asked"]
    assert path == "/auth"
    assert body == {"serveraddress": "edge:5000", "username": "", "password": ""}


def test_every_registry_with_a_fault_is_named(world: World) -> None:
    answer = run(world, EDGE, {"registry": "plain:5000"}, {"registry": "private:5000"})
    assert len(answer.json["errors"]) == 2
    assert answer.json["msg"].startswith("the engine does not get through to plain:5000")
    assert answer.json["msg"].endswith("(1 more in errors.)")
    assert "private:5000" in answer.json["errors"][1]


def test_no_registry_is_no_request(world: World) -> None:
    assert run(world).json["docker_registry_check"] == {"registries": []}
    assert world["asked"] == []
