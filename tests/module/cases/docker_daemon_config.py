# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import contextlib
import pathlib
from collections.abc import Iterator
from typing import Any

from ..contract import Case, World
from ..engine import SERVICE, an_engine

EDGE = "192.168.126.50:5000"
SECRET = "planted-secret-123456"


@contextlib.contextmanager
def a_running_engine(tmp: pathlib.Path) -> Iterator[World]:
    """A real engine with a file of somebody else's."""
    path = tmp / "daemon.json"
    with an_engine(path, {"log-opts": {"max-size": "10m"}, "max-concurrent-uploads": 4}) as engine:
        yield {"tmp": tmp, "engine": engine}


def create(world: World) -> dict[str, Any]:
    return {
        "path": str(world["tmp"] / "daemon.json"),
        "insecure_registries": [EDGE],
        "options": {
            "debug": True,
            "log-opts": {"splunk-token": SECRET},
            "default-shm-size": "96M",
        },
        "restart": "never",
        "service": SERVICE,
        "docker_host": world["engine"].host,
    }


def engine_state(world: World) -> Any:
    info = world["engine"].info()
    return world["engine"].trusted(), info["RegistryConfig"]["Mirrors"], info["Debug"]


CASE = Case(
    "docker_daemon_config",
    create=create,
    change=(
        {"insecure_registries": ["10.1.2.3/8"]},
        {"insecure_registries": [], "exclusive": ["insecure_registries"]},
        {"insecure_registries": ["10.1.2.3/8"], "absent_insecure_registries": [EDGE]},
        {"registry_mirrors": ["https://mirror.example.com"]},
        {"options": {"labels": ["zone=edge"]}},
        {"options": {"debug": False}},
        {"mode": "0600"},
    ),
    wrong=(
        (
            {"insecure_registries": ["http://harbor.abc.com"]},
            "insecure_registries[0] is 'http://harbor.abc.com', but",
        ),
        ({"registry_mirrors": ["mirror.example.com"]}, "registry_mirrors[0] is 'mirror.exam"),
        ({"options": {"log-opts": {"max-file": 3}}}, "options.log-opts.max-file is 3, but"),
        ({"options": {"log-opts": {"splunk-token": [SECRET]}}}, "splunk-token is set, but"),
        ({"options": {"debgu": True}}, "knows no such key. Correct its name"),
        ({"options": {"insecure-registries": []}}, "Use insecure_registries"),
        ({"exclusive": ["registry_mirrors"]}, "registry_mirrors is left out"),
        ({"absent_insecure_registries": [EDGE]}, "but insecure_registries has it too"),
        ({"absent_registry_mirrors": ["mirror"]}, "absent_registry_mirrors[0] is 'mirror'"),
        (
            {"state": "absent", "absent_insecure_registries": []},
            "absent_insecure_registries is set, but with state=absent",
        ),
        ({"options": {"hosts": ["tcp://127.0.0.1:1"]}}, "hosts cannot stand in"),
        ({"docker_host": "/var/run/docker.sock"}, "docker_host is '/var/run/docker.sock'"),
        ({"timeout": 0}, "timeout is 0"),
    ),
    secrets=(SECRET,),
    world=a_running_engine,
    watched=engine_state,
)
