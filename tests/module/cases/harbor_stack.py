# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Small containers of busybox in an engine of the test's own, brought up by the real Compose."""

from __future__ import annotations

import contextlib
import io
import pathlib
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from typing import Any

import docker
import yaml

from ...double.installer import bundling
from ..contract import Case, World
from ..engine import Engine, an_engine

BUSYBOX = "/bin/busybox"
LABEL = "twinstar.registry.reads"


def an_image(engine: Engine) -> None:
    """box:1, with a shell and little more."""
    layer = io.BytesIO()
    with tarfile.open(fileobj=layer, mode="w") as archive:
        archive.add(BUSYBOX, "bin/busybox")
        for name in ("sh", "sleep"):
            link = tarfile.TarInfo(f"bin/{name}")
            link.type, link.linkname = tarfile.SYMTYPE, "busybox"
            archive.addfile(link)
    words = ["docker", "-H", engine.host, "import", "-", "box:1"]
    subprocess.run(words, input=layer.getvalue(), check=True, stdout=subprocess.DEVNULL)


def services() -> dict[str, Any]:
    """The proxy says what it is told. No port is published: the engine's network has no way in."""
    said = 'trap "echo told" HUP; echo begun; while :; do sleep 0.1; done'
    found: dict[str, Any] = {}
    for name, container in (("log", "harbor-log"), ("core", "harbor-core"), ("proxy", "nginx")):
        found[name] = {
            "image": "box:1",
            "container_name": container,
            "command": ["/bin/sh", "-c", said],
            "stop_signal": "SIGKILL",
            "restart": "always",
            "labels": {LABEL: "1"},
            "networks": ["harbor"],
            "depends_on": [] if name == "log" else ["log"],
        }
    return found


def write(folder: pathlib.Path, wanted: Mapping[str, Any]) -> None:
    document = {"services": wanted, "networks": {"harbor": {"external": False}}}
    (folder / "docker-compose.yml").write_text(yaml.safe_dump(document))


def a_folder(tmp: pathlib.Path) -> pathlib.Path:
    folder = bundling.folder("2.13.5", tmp / "2.13.5")
    (folder / "harbor.yml").write_text("data_volume: /data\n")
    write(folder, services())
    return folder


@contextlib.contextmanager
def a_prepared_harbor(tmp: pathlib.Path) -> Iterator[World]:
    folder = a_folder(tmp)
    with (
        tempfile.TemporaryDirectory() as name,
        an_engine(pathlib.Path(name) / "daemon.json", {}) as engine,
    ):
        an_image(engine)
        yield {"tmp": tmp, "folder": folder, "engine": engine}


def start(world: World) -> Mapping[str, object]:
    return {"path": str(world["folder"]), "docker_host": world["engine"].host}


def containers(world: World) -> list[tuple[str, str, str]]:
    client = docker.APIClient(base_url=world["engine"].host, version="auto")
    with contextlib.closing(client):
        return sorted(
            (each["Names"][0], each["Id"], each["State"]) for each in client.containers(all=True)
        )


CASE = Case(
    "harbor_stack",
    create=start,
    change=({"state": "stopped"},),
    wrong=(
        ({"path": "harbor"}, "path is 'harbor', but it is a full path"),
        ({"path": "/nonexistent/harbor"}, "there is no prepare of Harbor in it"),
        ({"docker_host": "unix:///nonexistent"}, "no Docker engine answers"),
        ({"timeout": 0}, "timeout is 0"),
    ),
    world=a_prepared_harbor,
    watched=containers,
)
