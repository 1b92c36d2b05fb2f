# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Bundles of the installer's double, with small images, into a real engine of the test's own."""

from __future__ import annotations

import contextlib
import hashlib
import os
import pathlib
import tempfile
from collections.abc import Iterator, Mapping
from unittest import mock

import docker

from ..contract import Case, World
from ..engine import an_engine
from ..installer import bundle


@contextlib.contextmanager
def a_host_with_bundles(tmp: pathlib.Path) -> Iterator[World]:
    with tempfile.TemporaryDirectory() as name:
        outside = pathlib.Path(name)
        # A path of an option may name a variable, and what changes must not depend on the folder.
        here = mock.patch.dict(os.environ, {"BUNDLES": str(tmp)})
        with here, an_engine(outside / "daemon.json", {}) as engine:
            yield {
                "tmp": tmp,
                "engine": engine,
                "old": bundle("2.13.5", tmp),
                "new": bundle("2.15.2", tmp),
            }


def sha256(path: pathlib.Path) -> str:
    return f"sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}"


def unpack(world: World) -> Mapping[str, object]:
    return {
        "version": "2.13.5",
        "src": str(world["old"]),
        "checksum": sha256(world["old"]),
        "dest": str(world["tmp"] / "opt"),
        "docker_host": world["engine"].host,
    }


def images(world: World) -> object:
    client = docker.APIClient(base_url=world["engine"].host, version="auto")
    with contextlib.closing(client):
        return sorted(tag for image in client.images() for tag in image["RepoTags"] or ())


CASE = Case(
    "harbor_bundle",
    create=unpack,
    change=(
        {
            "version": "2.15.2",
            "src": "$BUNDLES/harbor-offline-installer-v2.15.2.tgz",
            "checksum": None,
        },
    ),
    # Versions lie side by side.
    one_way=(0,),
    wrong=(
        ({"version": "v2.13.5"}, "version is 'v2.13.5', but a version of Harbor is three numbers"),
        ({"version": "2.15.2"}, "version is '2.15.2', but "),
        ({"src": None}, "src is not set, but "),
        ({"src": "/nonexistent.tgz"}, "src is '/nonexistent.tgz', but there is no such file"),
        ({"checksum": "sha256:" + "0" * 64}, "nothing was unpacked"),
        ({"checksum": "sha256:00"}, "checksum is 'sha256:00', but"),
        ({"signature": "/a.asc"}, "signature is set, but keyring is not"),
        ({"dest": "/opt/my harbor"}, "dest is '/opt/my harbor', but"),
        ({"docker_host": "unix:///nonexistent"}, "no Docker engine answers"),
        ({"timeout": 0}, "timeout is 0"),
    ),
    world=a_host_with_bundles,
    watched=images,
)
