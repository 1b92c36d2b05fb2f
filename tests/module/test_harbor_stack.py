# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""harbor_stack with the real Compose: who is made anew, in which order, and who is not touched."""

from __future__ import annotations

import contextlib
import pathlib
import time
from collections.abc import Iterator
from typing import Any
from unittest import mock

import docker
import pytest

from ansible_collections.twinstar.registry.plugins.module_utils._io import (
    compose,
    harbor_stack,
    processes,
)

from .cases import harbor_stack as case
from .contract import Answer, World, run_module
from .engine import Engine, an_engine
from .killing import killed


@pytest.fixture(name="engine", scope="module")
def _engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    folder = tmp_path_factory.mktemp("engine")
    with an_engine(folder / "daemon.json", {}) as engine:
        case.an_image(engine)
        yield engine


@pytest.fixture(name="world")
def _world(tmp_path: pathlib.Path, engine: Engine) -> Iterator[World]:
    world = {"tmp": tmp_path, "folder": case.a_folder(tmp_path), "engine": engine}
    yield world
    for name in containers(world):
        ask(world, "remove_container", name, force=True)


def stack(world: World, **options: Any) -> Answer:
    return run_module("harbor_stack", {**case.start(world), **options})


def ask(world: World, what: str, *words: Any, **options: Any) -> Any:
    client = docker.APIClient(base_url=world["engine"].host, version="auto")
    with contextlib.closing(client):
        return getattr(client, what)(*words, **options)


def containers(world: World) -> dict[str, str]:
    """Ids by name."""
    return {name.lstrip("/"): number for name, number, _state in case.containers(world)}


def changed(world: World, name: str, **settings: Any) -> None:
    wanted = case.services()
    wanted[name] = {**wanted[name], **settings}
    case.write(world["folder"], wanted)


def said(world: World, name: str, word: str, times: int) -> None:
    deadline = time.monotonic() + 60
    while ask(world, "logs", name).decode().count(word) != times:
        assert time.monotonic() < deadline, ask(world, "logs", name)
        time.sleep(0.05)


def test_only_the_service_with_another_digest_is_made_anew_and_the_proxy_is_told(
    world: World,
) -> None:
    assert stack(world).json["harbor_stack"]["created"] == ["core", "log", "proxy"]
    before = containers(world)
    said(world, "nginx", "begun", 1)
    changed(world, "core", labels={case.LABEL: "2"})
    answer = stack(world)
    assert answer.json["harbor_stack"]["created"] == ["core"]
    after = containers(world)
    assert {name for name in before if before[name] != after[name]} == {"harbor-core"}
    said(world, "nginx", "told", 1)
    said(world, "nginx", "begun", 1)
    assert not stack(world).changed


def test_the_log_is_up_before_anything_else_is_begun(world: World) -> None:
    ran: list[tuple[str, ...]] = []
    real = compose.Compose.run

    def watched(self: compose.Compose, *words: str) -> Any:
        ran.append(words)
        return real(self, *words)

    with (
        mock.patch.object(compose.Compose, "run", watched),
        mock.patch.object(harbor_stack, "_wait_for_log") as waits,
    ):
        waits.side_effect = lambda service: ran.append(("waited for", service.name))
        assert not stack(world).failed
    assert ran == [
        ("up", "--detach", "log"),
        ("waited for", "log"),
        ("up", "--detach", "--remove-orphans"),
    ]


def test_a_container_that_was_stopped_is_started_and_stays_the_same(world: World) -> None:
    stack(world)
    before = containers(world)
    ask(world, "stop", "harbor-core")
    answer = stack(world)
    assert answer.json["harbor_stack"]["started"] == ["core"]
    assert answer.json["plan"] == ["start core, which is exited"]
    assert containers(world) == before


def test_what_is_not_wanted_any_more_goes(world: World) -> None:
    wanted = case.services()
    adapter = {**wanted["core"], "container_name": "trivy-adapter"}
    case.write(world["folder"], {**wanted, "trivy-adapter": adapter})
    stack(world)
    case.write(world["folder"], wanted)
    answer = stack(world)
    assert answer.json["harbor_stack"]["removed"] == ["trivy-adapter"]
    assert sorted(containers(world)) == ["harbor-core", "harbor-log", "nginx"]
    assert not stack(world).changed


def test_what_compose_left_half_made_goes(world: World) -> None:
    """Docker-compose 1.29 renames a container before it makes it anew."""
    stack(world)
    ask(world, "rename", "harbor-core", "0123456789ab_harbor-core")
    answer = stack(world)
    assert answer.json["harbor_stack"]["created"] == ["core"]
    assert sorted(containers(world)) == ["harbor-core", "harbor-log", "nginx"]
    assert not stack(world).changed


def test_a_container_of_somebody_else_by_that_name_is_told_and_stays(world: World) -> None:
    ask(world, "create_container", "box:1", ["sleep", "1"], name="nginx")
    answer = stack(world)
    assert answer.failed
    assert 'The container name "/nginx" is already in use' in answer.json["msg"]
    assert "Remove or rename that container" in answer.json["msg"]
    ask(world, "remove_container", "nginx")
    assert stack(world).json["harbor_stack"]["created"] == ["proxy"]


def test_the_containers_go_also_when_the_folder_is_gone(world: World) -> None:
    stack(world)
    for name in ("docker-compose.yml", "harbor.yml", "prepare"):
        (world["folder"] / name).unlink()
    assert stack(world, state="stopped").json["harbor_stack"]["stopped"] == ["core", "log", "proxy"]
    assert not stack(world, state="stopped").changed
    assert stack(world, state="absent").json["harbor_stack"]["removed"] == ["core", "log", "proxy"]
    assert containers(world) == {}
    assert not [each for each in ask(world, "networks") if each["Name"] == "harbor_harbor"]
    assert not stack(world, state="absent").changed


def test_files_and_projects_in_the_environment_are_not_obeyed(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMPOSE_FILE", "/nonexistent.yml")
    monkeypatch.setenv("COMPOSE_PROJECT_NAME", "other")
    assert not stack(world).failed
    (network,) = [each for each in ask(world, "networks") if "harbor" in each["Name"]]
    assert network["Name"] == "harbor_harbor"


def test_what_a_person_laid_beside_it_counts(world: World) -> None:
    override = "services: {core: {environment: {EXTRA: '1'}}}\n"
    (world["folder"] / "docker-compose.override.yml").write_text(override)
    assert not stack(world).failed
    env = ask(world, "inspect_container", "harbor-core")["Config"]["Env"]
    assert "EXTRA=1" in env


def test_a_run_that_was_killed_between_log_and_others_is_finished(world: World) -> None:
    killed(harbor_stack, "_wait_for_log", lambda: stack(world))
    assert sorted(containers(world)) == ["harbor-log"]
    assert stack(world).json["harbor_stack"]["created"] == ["core", "proxy"]
    assert not stack(world).changed


def test_without_compose_it_is_said_what_to_install(world: World) -> None:
    with mock.patch.object(processes, "find", return_value=None):
        answer = stack(world)
    assert answer.failed
    assert (
        "neither the plugin of Docker for Compose nor docker-compose is installed"
        in (answer.json["msg"])
    )
