# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The real distribution with real images; only systemctl is played, by unit_manager.py."""

from __future__ import annotations

import contextlib
import json
import os
import pathlib
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from unittest import mock

from ansible_collections.twinstar.registry.plugins.module_utils._io import garbage_collection

from ... import real_registry
from .. import unit_manager
from ..contract import Case, World


@contextlib.contextmanager
def a_registry_with_garbage(tmp: pathlib.Path) -> Iterator[World]:
    """Serves from ``tmp``; one image was deleted, one replaced. Its unit lives in ``unit``."""
    with tempfile.TemporaryDirectory() as name:
        unit = pathlib.Path(name)
        port = real_registry.free_port()
        (unit / "config.yml").write_text(json.dumps(real_registry.config(tmp / "data", port)))
        programs = unit / "bin"
        programs.mkdir()
        control = programs / "systemctl"
        script = pathlib.Path(unit_manager.__file__)
        control.write_text(f'#!/bin/sh\nexec {sys.executable} {script} {unit} "$@"\n')
        control.chmod(0o755)
        path = f"{programs}:{os.environ['PATH']}"
        with (
            mock.patch.dict(os.environ, {"PATH": path}),
            mock.patch.object(garbage_collection, "_DROP_IN", str(unit / "drop-in.conf")),
        ):
            subprocess.run([control, "start"], check=True)
            try:
                url = f"http://127.0.0.1:{port}"
                gone = real_registry.push_image(url, "shop/app", "1", "gone\n" * 100)
                real_registry.push_image(url, "shop/app", "2", "kept\n" * 100)
                real_registry.push_image(url, "shop/app", "3", "untagged\n" * 100)
                real_registry.push_image(url, "shop/app", "3", "replaced\n" * 100)
                place = f"{url}/v2/shop/app/manifests/{gone}"
                assert real_registry.ask("DELETE", place).status == 202
                yield {"tmp": tmp, "unit": unit, "url": url}
            finally:
                unit_manager.stop(unit)


def collect(world: World) -> Mapping[str, object]:
    return {"config": str(world["unit"] / "config.yml"), "service": "registry"}


def serves(world: World) -> object:
    """The process and its answer: check mode may neither restart nor stop it."""
    answer = real_registry.ask("GET", f"{world['url']}/v2/shop/app/tags/list")
    return (world["unit"] / "pid").read_text(), answer.json


CASE = Case(
    "registry_garbage_collect",
    create=collect,
    change=({"delete_untagged": True, "allow_broken_indexes": True, "quiesce": "read_only"},),
    wrong=(
        ({"timeout": 0}, "timeout is 0, but a time-out is at least one second"),
        ({"service": None}, "quiesce is 'stop', but neither service nor container"),
        ({"container": "registry"}, "service and container are both set"),
        ({"delete_untagged": True}, "delete_untagged is true, but release 2.8"),
        ({"config": "/nonexistent/config.yml"}, "look for garbage of /nonexistent/config.yml"),
        ({"docker_host": "tcp://10.0.0.1:2375"}, "docker_host is 'tcp://10.0.0.1:2375'"),
    ),
    absent=None,
    world=a_registry_with_garbage,
    watched=serves,
)
