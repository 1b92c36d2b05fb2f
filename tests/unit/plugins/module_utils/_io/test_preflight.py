# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import os
import pathlib
import socket
import threading
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from ansible_collections.twinstar.registry.plugins.module_utils._io import preflight

from .answering_engine import answering


@pytest.fixture
def engine(tmp_path: pathlib.Path) -> Iterator[str]:
    """An engine with one container."""
    answers = {
        "/version": {"Version": "26.1.5+dfsg1"},
        "/containers/json": [
            {"Names": ["/registry"], "Ports": [{"PublicPort": 59, "Type": "tcp"}]}
        ],
    }
    with answering(str(tmp_path / "docker.sock"), answers) as path:
        yield path


def look(root: str = "/", **params: Any) -> dict[str, Any]:
    return preflight.look({"docker_socket": "/nowhere.sock", **params}, root)


def wish(port: int) -> Mapping[str, Any]:
    return {"port": port, "protocol": "tcp", "purpose": "a test", "owners": []}


def test_a_listener_is_found_with_its_process() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        (held,) = look(ports=[wish(port)])["ports"]
    assert held["port"] == port
    assert held["pid"] == os.getpid()
    assert held["process"] == pathlib.Path("/proc/self/comm").read_text("utf-8").strip()
    assert held["container"] == ""


def test_a_free_port_is_not_listed() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    assert look(ports=[wish(port)])["ports"] == []


class Later(dict[str, Any]):
    """Answers of an engine that lists no container until it is asked the third time."""

    def __init__(self, answers: Mapping[str, Any]) -> None:
        super().__init__(answers)
        self.early = 2

    def __getitem__(self, path: str) -> Any:
        if path == "/containers/json" and self.early:
            self.early -= 1
            return []
        return super().__getitem__(path)


@pytest.mark.parametrize("patience", [20.0, 0.0])
def test_a_port_of_a_container_that_just_starts_is_that_container_s(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch, patience: float
) -> None:
    """This process is the engine's helper, which holds the port before there is a container."""
    monkeypatch.setattr(preflight, "_HELPER", pathlib.Path("/proc/self/comm").read_text().strip())
    monkeypatch.setattr(preflight, "_SETTLED", patience)
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        listed = [{"Names": ["/nginx"], "Ports": [{"PublicPort": port, "Type": "tcp"}]}]
        answers = Later({"/version": {"Version": "20.10.24"}, "/containers/json": listed})
        with answering(str(tmp_path / "docker.sock"), answers) as path:
            (held,) = look(docker_socket=path, ports=[wish(port)])["ports"]
    assert held["container"] == ("nginx" if patience else "")


def test_the_engine_is_asked_over_its_socket(engine: str) -> None:
    seen = look(docker_socket=engine, ports=[wish(59)])
    assert seen["engine"] == {"installed": True, "running": True, "version": "26.1.5"}
    assert seen["ports"] == [
        {"port": 59, "protocol": "tcp", "process": "", "pid": 0, "container": "registry"}
    ]


def test_a_socket_that_speaks_no_http_is_no_engine(tmp_path: pathlib.Path) -> None:
    path = str(tmp_path / "other.sock")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(path)
        server.listen()

        def answer() -> None:
            other, _peer = server.accept()
            other.recv(1000)
            other.sendall(b"hello\r\n")
            other.close()

        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        assert look(docker_socket=path)["engine"]["running"] is False
        thread.join(5)


def test_a_folder_that_is_not_there_yet_has_the_space_above_it(tmp_path: pathlib.Path) -> None:
    later = str(tmp_path / "a" / "b")
    (disk,) = look(disks=[{"path": later, "free_gib": 0}])["disks"]
    assert disk["path"] == later
    assert disk["free_gib"] > 0


def _system(root: pathlib.Path, files: Mapping[str, str]) -> str:
    (root / "proc").mkdir()
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return str(root)


def test_another_systems_files_are_read(tmp_path: pathlib.Path) -> None:
    root = _system(
        tmp_path,
        {
            "usr/lib/os-release": 'ID="rocky"\nVERSION_ID="9.4"\n',
            "proc/meminfo": "MemTotal: 2097152 kB\n",
            "sys/fs/selinux/enforce": "1",
        },
    )
    seen = look(root)
    assert (seen["system"]["id"], seen["system"]["version"]) == ("rocky", "9.4")
    assert seen["memory_mib"] == 2048
    assert seen["selinux"] == "enforcing"


def _program(folder: pathlib.Path, name: str, words: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\nprintf '{words}'\n", "utf-8")
    path.chmod(0o755)


@pytest.mark.parametrize(
    ("states", "enabled", "expected"),
    [
        ("active\\ninactive\\ninactive\\n", "no", "firewalld"),
        ("inactive\\nactive\\ninactive\\n", "yes", "ufw"),
        ("inactive\\nactive\\ninactive\\n", "no", "none"),
        ("inactive\\ninactive\\nactive\\n", "no", "nftables"),
    ],
)
def test_a_firewall_is_one_that_is_active(
    tmp_path: pathlib.Path,
    monkeypatch: pytest.MonkeyPatch,
    states: str,
    enabled: str,
    expected: str,
) -> None:
    root = _system(tmp_path, {"etc/ufw/ufw.conf": f"# ufw\nENABLED={enabled}\n"})
    programs = tmp_path / "bin"
    programs.mkdir()
    _program(programs, "systemctl", states)
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    assert look(root)["firewall"] == expected


def test_compose_is_the_plugin_where_both_are_there(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plugins, programs = tmp_path / "cli-plugins", tmp_path / "bin"
    plugins.mkdir()
    programs.mkdir()
    _program(programs, "docker-compose", "docker-compose version 1.29.2, build unknown")
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr(preflight, "_PLUGIN_FOLDERS", (str(plugins),))
    assert look()["compose"] == {"kind": "standalone", "version": "1.29.2"}
    _program(plugins, "docker-compose", "v2.26.1")
    assert look()["compose"] == {"kind": "plugin", "version": "2.26.1"}
