# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import errno
import os
import pathlib
from collections.abc import Iterator
from typing import Any

import pytest

from ansible_collections.twinstar.registry.plugins.module_utils._core.errors import Refused
from ansible_collections.twinstar.registry.plugins.module_utils._core.harbor_preflight import (
    OPTIONS,
)
from ansible_collections.twinstar.registry.plugins.module_utils._io import (
    harbor_preflight,
    preflight,
    processes,
)

from .answering_engine import answering

CORE = {
    "Names": ["/harbor-core"],
    "Image": "goharbor/harbor-core:v2.11.2",
    "State": "running",
    "Labels": {
        "com.docker.compose.project": "harbor",
        "com.docker.compose.project.working_dir": "/opt/harbor/2.11.2/harbor",
    },
}
OTHER = {"Names": ["/web"], "Image": "nginx", "State": "running"}


@pytest.fixture
def engine(tmp_path: pathlib.Path) -> Iterator[str]:
    """An engine with a Harbor."""
    answers: dict[str, Any] = {
        "/info": {"LiveRestoreEnabled": True},
        "/containers/json?all=1": [CORE, OTHER],
    }
    with answering(str(tmp_path / "docker.sock"), answers) as path:
        yield path


@pytest.fixture(autouse=True)
def only_harbors_part(monkeypatch: pytest.MonkeyPatch) -> None:
    """The part of every host has tests of its own, and asks programs that take their time."""
    seen: dict[str, Any] = {
        "system": {"id": "debian", "version": "12", "name": "Debian"},
        "memory_mib": 4000,
        "disks": [{"path": "/data", "free_gib": 50.0}],
        "selinux": "disabled",
        "firewall": "none",
        "engine": {"installed": True, "running": True, "version": "26.1.5"},
        "compose": {"kind": "plugin", "version": "2.29.7"},
        "ports": [],
    }
    monkeypatch.setattr(preflight, "look", lambda params, root: seen)
    monkeypatch.setattr(processes, "find", lambda name: None)


def look(tmp_path: pathlib.Path, **said: Any) -> dict[str, Any]:
    defaults = {option.name: option.default for option in OPTIONS}
    folders = {"install_dir": str(tmp_path / "harbor"), "data_volume": str(tmp_path / "data")}
    return harbor_preflight.look({**defaults, "version": "2.13.5", **folders, **said})


def test_what_the_engine_tells(engine: str, tmp_path: pathlib.Path) -> None:
    seen = look(tmp_path, docker_socket=engine)
    assert seen["live_restore"] is True
    assert seen["installed"] == "2.11.2"
    assert seen["containers"] == [
        {
            "name": "harbor-core",
            "project": "harbor",
            "folder": "/opt/harbor/2.11.2/harbor",
            "state": "running",
        }
    ]


def test_without_an_engine_there_is_nothing_of_harbor(tmp_path: pathlib.Path) -> None:
    seen = look(tmp_path, docker_socket=str(tmp_path / "none.sock"))
    assert (seen["installed"], seen["containers"], seen["live_restore"]) == ("", [], False)


def test_the_link_says_which_version_is_there(tmp_path: pathlib.Path) -> None:
    folder = tmp_path / "harbor"
    folder.mkdir()
    (folder / "current").symlink_to("2.9.5/harbor")
    assert look(tmp_path)["installed"] == "2.9.5"


def test_the_environment_is_looked_at(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert look(tmp_path)["environment"] == []
    monkeypatch.setenv("host", "x")
    monkeypatch.setenv("HARBOR_BUNDLE_DIR", "/x")
    assert look(tmp_path)["environment"] == ["host", "HARBOR_BUNDLE_DIR"]


def test_a_name_is_looked_up(tmp_path: pathlib.Path) -> None:
    assert look(tmp_path, hostname="127.0.0.7")["addresses"] == ["127.0.0.7"]
    assert look(tmp_path, hostname="nowhere.invalid")["addresses"] == []
    assert look(tmp_path)["addresses"] == []


def test_a_file_system_without_owners_is_found(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As root of a real host, on one that obeys and on one that does not."""
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    asked = []

    def obeys(handle: int, user: int, group: int) -> None:
        asked.append((user, group))

    def refuses(handle: int, user: int, group: int) -> None:
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(os, "fchown", obeys)
    assert "it stays with user" in look(tmp_path)["chown"]
    assert asked == [(10000, 10000)]
    monkeypatch.setattr(os, "fchown", refuses)
    assert look(tmp_path)["chown"] == "Operation not permitted"
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert look(tmp_path)["chown"] == ""
    assert list(tmp_path.iterdir()) == []


def program(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch, words: str) -> pathlib.Path:
    """A command docker, the first of the path."""
    folder = tmp_path / "snap" / "bin"
    folder.mkdir(parents=True)
    docker = folder / "docker"
    docker.write_text(f"#!/bin/sh\necho '{words}'\n")
    docker.chmod(0o755)
    monkeypatch.setattr(processes, "find", lambda name: str(docker))
    return docker


def test_a_snap_and_podman_are_known_by_the_command(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(tmp_path, monkeypatch, "podman version 4.3.1")
    seen = look(tmp_path)
    assert seen["snap"] is True
    assert seen["podman"] is True


def test_a_usual_docker_is_neither(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    docker = program(tmp_path, monkeypatch, "Docker version 26.1.5+dfsg1, build a72d7cd")
    usual = tmp_path / "docker"
    docker.rename(usual)
    monkeypatch.setattr(processes, "find", lambda name: str(usual))
    seen = look(tmp_path)
    assert (seen["snap"], seen["podman"]) == (False, False)


def test_a_host_that_is_not_fit_fails_only_when_asked(tmp_path: pathlib.Path) -> None:
    said = {option.name: option.default for option in OPTIONS}
    said |= {"version": "2.13.5", "install_dir": "/my harbor", "data_volume": "/my data"}
    said |= {"engine": "wanted", "docker_socket": str(tmp_path / "none.sock")}
    assert harbor_preflight.ask(said)["verdict"] == "failure"
    with pytest.raises(Refused) as caught:
        harbor_preflight.ask({**said, "fail": True})
    assert [error[:11] for error in caught.value.errors] == ["install_dir", "data_volume"]
