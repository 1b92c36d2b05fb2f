# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import contextlib
import pathlib
from collections.abc import Iterator, Mapping

from ..contract import Case, World, run_module
from .harbor_backup import a_harbor, back_up
from .harbor_stack import containers


@contextlib.contextmanager
def a_backup(tmp: pathlib.Path) -> Iterator[World]:
    with a_harbor(tmp) as world:
        made = run_module("harbor_backup", back_up(world))
        assert not made.failed, made.json
        yield {**world, "src": pathlib.Path(made.json["harbor_backup"]["path"])}


def restore(world: World) -> Mapping[str, object]:
    return {
        "path": str(world["folder"]),
        "src": str(world["src"]),
        "docker_host": world["engine"].host,
    }


CASE = Case(
    "harbor_restore",
    create=restore,
    repeats=True,
    wrong=(
        ({"path": "harbor"}, "path is 'harbor', but it is a full path"),
        ({"path": "/nonexistent/harbor"}, "there is no prepare of Harbor in it"),
        ({"src": "/nonexistent"}, "src is '/nonexistent', but it has no backup.json"),
        ({"src": "one"}, "src is 'one', but it is a full path"),
        ({"docker_host": "unix:///nonexistent"}, "no Docker engine answers"),
        ({"timeout": 0}, "timeout is 0"),
    ),
    absent=None,
    secrets=("PLANTED",),
    varies=("aside",),
    world=a_backup,
    watched=containers,
)
