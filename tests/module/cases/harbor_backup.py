# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A Harbor of two containers in an engine of the test's own: a log, and a database whose programs
are PostgreSQL's by name, and keep each database as a file in its folder."""

from __future__ import annotations

import contextlib
import io
import os
import pathlib
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from ...double.installer import bundling
from ..contract import Case, World
from ..engine import Engine, an_engine
from .harbor_stack import BUSYBOX, LABEL, containers

PLACE = "/var/lib/postgresql/data"
# Each is told `--username=postgres` or has its variables, and never a password.
PROGRAMS = {
    # Like the genuine one it makes a database with a table when its folder is empty.
    "postgres": f"""
        [ -e {PLACE}/pg15 ] || {{ mkdir {PLACE}/pg15; echo new >{PLACE}/pg15/registry;
            touch {PLACE}/pg15/PG_VERSION; }}
        touch /ready
        trap 'exit 0' TERM; while :; do sleep 0.1; done""",
    "pg_isready": "[ -e /ready ]",
    "psql": f"""
        if [ "$PGPASSWORD" = wrong ]; then
            echo 'psql: error: FATAL:  password authentication failed' >&2; exit 2; fi
        case "$*" in *current_database*) echo "$PGDATABASE|5"; exit; esac
        cd {PLACE}/pg15; for name in *; do
            [ $name = PG_VERSION ] || echo "$name|$(wc -c <$name)"; done""",
    "pg_dump": f"""
        for word; do case $word in --dbname=*) name=${{word#*=}}; esac; done
        if [ -e {PLACE}/broken ]; then
            echo 'pg_dump: error: it is broken' >&2; echo PLANTED >&2; exit 1; fi
        printf 'PGDMP %s ' $name; cat {PLACE}/pg15/$name 2>/dev/null || echo "of $PGHOST" """,
    "pg_restore": f"""
        read -r magic name rest
        if [ "$magic" != PGDMP ] || [ -e {PLACE}/broken ]; then
            echo 'pg_restore: error: it is broken' >&2; echo PLANTED >&2; exit 1; fi
        [ "$PGHOST" ] || echo "$rest" >{PLACE}/pg15/$name""",
}  # fmt: skip
CONFIG = {
    "harbor.yml": "hostname: harbor.abc.com\ndata_volume: {data}\nharbor_admin_password: PLANTED\n",
    ".prepared.json": "{}\n",
    "common/config/core/env": "CORE_SECRET=PLANTED\n",
}
DATA = {
    "database/pg15/PG_VERSION": "15\n",
    "database/pg15/registry": "PLANTED-rows\n",
    "secret/keys/secretkey": "PLANTED-16-bytes",
    "ca_download/ca.crt": "-----BEGIN\n",
    "redis/dump.rdb": "sessions\n",
    "registry/docker/registry/v2/blobs/sha256/aa/aa/data": "PLANTED-blob",
    "registry/docker/registry/v2/repositories/test/_uploads/1/data": "half",
}


def an_image(engine: Engine, *names: str) -> None:
    """Busybox with these programs; ``names`` of images, all the same."""
    layer = io.BytesIO()
    with tarfile.open(fileobj=layer, mode="w") as archive:
        archive.add(BUSYBOX, "bin/busybox")
        for name in ("sh", "sleep", "mkdir", "touch", "cat", "wc"):
            link = tarfile.TarInfo(f"bin/{name}")
            link.type, link.linkname = tarfile.SYMTYPE, "busybox"
            archive.addfile(link)
        for name, script in PROGRAMS.items():
            content = f"#!/bin/sh\n{script}\n".encode()
            entry = tarfile.TarInfo(f"bin/{name}")
            entry.size, entry.mode = len(content), 0o755
            archive.addfile(entry, io.BytesIO(content))
    first, *others = names
    run(engine, "import", "-", first, data=layer.getvalue())
    for name in others:
        run(engine, "tag", first, name)


def run(engine: Engine, *words: str, data: bytes = b"") -> str:
    done = subprocess.run(
        ["docker", "-H", engine.host, *words], input=data, check=True, stdout=subprocess.PIPE
    )
    return done.stdout.decode()


def services(data: pathlib.Path) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, container in (("log", "harbor-log"), ("postgresql", "harbor-db")):
        found[name] = {
            "image": f"goharbor/{container}:v2.13.5",
            "container_name": container,
            "restart": "always",
            "labels": {LABEL: "1"},
            "networks": ["harbor"],
            "depends_on": [] if name == "log" else ["log"],
        }
    found["log"]["command"] = ["/bin/sh", "-c", "trap 'exit 0' TERM; while :; do sleep 0.1; done"]
    found["postgresql"]["command"] = ["/bin/postgres"]
    found["postgresql"]["volumes"] = [f"{data}/database:{PLACE}:z"]
    return found


def write(top: pathlib.Path, texts: Mapping[str, str], owner: int) -> None:
    for name, text in texts.items():
        path = top / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        path.chmod(0o600)
        os.chown(path, owner, owner)


def a_folder(tmp: pathlib.Path) -> pathlib.Path:
    """A prepared bundle with its data, and the secrets that harbor_prepare keeps."""
    folder = bundling.folder("2.13.5", tmp / "2.13.5")
    data = tmp / "data"
    texts = {name: text.replace("{data}", str(data)) for name, text in CONFIG.items()}
    write(folder, texts, 10000)
    document = {"services": services(data), "networks": {"harbor": {"external": False}}}
    (folder / "docker-compose.yml").write_text(yaml.safe_dump(document))
    write(data, DATA, 999)
    os.chown(data / "redis", 999, 999)
    write(tmp, {"secrets.json": '{"core_secret": "PLANTED"}\n'}, 0)
    return folder


@contextlib.contextmanager
def a_harbor(tmp: pathlib.Path) -> Iterator[World]:
    """It is down."""
    with (
        tempfile.TemporaryDirectory() as name,
        an_engine(pathlib.Path(name) / "daemon.json", {}) as engine,
    ):
        an_image(engine, *(f"goharbor/{each}:v2.13.5" for each in ("harbor-log", "harbor-db")))
        yield {"tmp": tmp, "folder": a_folder(tmp), "data": tmp / "data", "engine": engine}


def back_up(world: World) -> Mapping[str, object]:
    return {
        "path": str(world["folder"]),
        "dest": str(world["tmp"] / "backups"),
        "name": "one",
        "docker_host": world["engine"].host,
    }


CASE = Case(
    "harbor_backup",
    create=back_up,
    change=({"name": "two", "images": False}, {"name": "two", "keep": 1, "certificates": True}),
    # The first one is there still.
    one_way=(0,),
    wrong=(
        ({"path": "harbor"}, "path is 'harbor', but it is a full path"),
        ({"path": "/nonexistent/harbor"}, "there is no prepare of Harbor in it"),
        ({"dest": "backups"}, "dest is 'backups', but it is a full path"),
        ({"dest": "/dev/null"}, "dest is '/dev/null', but that is no folder"),
        ({"name": "../one"}, "name is '../one', but it is the name of a folder"),
        ({"name": "one.part"}, "name is 'one.part', but .part marks what is not whole yet"),
        ({"keep": 0}, "keep is 0, but the backup that is made stays"),
        ({"timeout": 0}, "timeout is 0"),
    ),
    absent=None,
    secrets=("PLANTED",),
    varies=("created", "size", "databases"),
    world=a_harbor,
    watched=containers,
)
