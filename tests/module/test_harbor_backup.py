# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""harbor_backup and harbor_restore around two real containers: what they leave alone, what a kill
and a full disk leave, and what comes back."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import pathlib
import shutil
import stat
import subprocess
import tarfile
from collections.abc import Iterator
from typing import Any
from unittest import mock

import pytest

from ansible_collections.twinstar.registry.plugins.module_utils._core.errors import Refused
from ansible_collections.twinstar.registry.plugins.module_utils._io import (
    files,
    harbor_archive,
    harbor_backup,
    harbor_dump,
    harbor_restore,
    kept_copy,
    processes,
)

from ..double.installer import bundling
from .cases import harbor_backup as case
from .cases.harbor_stack import containers
from .contract import Answer, World, run_module, snapshot
from .engine import Engine, an_engine
from .killing import killed

IMAGES = ("goharbor/harbor-log:v2.13.5", "goharbor/harbor-db:v2.13.5")
EXTERNAL = (
    "external_database: {harbor: {host: pg.abc.com, port: 5433, db_name: hub, username: me,"
    " password: PLANTED-external, ssl_mode: disable}}\n"
)


@pytest.fixture(name="engine", scope="module")
def _engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    folder = tmp_path_factory.mktemp("engine")
    with an_engine(folder / "daemon.json", {}) as engine:
        case.an_image(engine, *IMAGES)
        yield engine


@pytest.fixture(name="world")
def _world(tmp_path: pathlib.Path, engine: Engine) -> Iterator[World]:
    folder = case.a_folder(tmp_path)
    yield {"tmp": tmp_path, "folder": folder, "data": tmp_path / "data", "engine": engine}
    for _name, number, _state in containers({"engine": engine}):
        case.run(engine, "rm", "--force", number)


@pytest.fixture(name="small_disk")
def _small_disk(tmp_path: pathlib.Path) -> Iterator[pathlib.Path]:
    folder = tmp_path / "small"
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k", "none", folder], check=True)
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


def back_up(world: World, **options: Any) -> Answer:
    return run_module("harbor_backup", {**case.back_up(world), **options})


def restore(world: World, **options: Any) -> Answer:
    host = world["engine"].host
    params = {"path": str(world["folder"]), "src": str(backups(world) / "one"), "docker_host": host}
    return run_module("harbor_restore", {**params, **options})


def start(world: World) -> None:
    options = {"path": str(world["folder"]), "docker_host": world["engine"].host}
    good(run_module("harbor_stack", options))


def good(answer: Answer) -> Any:
    assert not answer.failed, answer.json
    assert "PLANTED" not in answer.output
    return answer.json


def refused(answer: Answer, *words: str) -> str:
    assert answer.failed, answer.json
    assert "PLANTED" not in answer.output
    for each in words:
        assert each in answer.json["msg"]
    return str(answer.json["msg"])


def backups(world: World) -> pathlib.Path:
    return pathlib.Path(world["tmp"]) / "backups"


def state(world: World, *but: str) -> dict[str, Any]:
    """Bytes, owners and modes of installation and data; what is aside does not count."""
    found = {}
    for top in (world["folder"], world["data"], world["tmp"] / "secrets.json"):
        for path in [top, *top.rglob("*")]:
            name = str(path.relative_to(world["tmp"]))
            if "/before-restore-" not in name and not any(each in name for each in but):
                seen = path.lstat()
                text = path.read_bytes() if path.is_file() else None
                found[name] = (text, seen.st_uid, seen.st_gid, stat.S_IMODE(seen.st_mode))
    return found


# ---- Backup -----------------------------------------------------------------------------------


def test_a_harbor_that_runs_is_left_alone_and_all_of_it_is_there(world: World) -> None:
    start(world)
    running = containers(world)
    answer = good(back_up(world))
    assert containers(world) == running
    folder = backups(world) / "one"
    document = json.loads((folder / "backup.json").read_text())
    assert document["database"] == {"external": False, "names": {"registry": 13}}
    for name, entry in document["files"].items():
        content = (folder / name).read_bytes()
        assert entry == {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    assert (folder / "database/registry.dump").read_text() == "PGDMP registry PLANTED-rows\n"
    assert answer["harbor_backup"]["size"] == sum(
        (folder / name).stat().st_size for name in document["files"]
    )
    with tarfile.open(folder / "registry.tar") as archive:
        names = archive.getnames()
    assert "registry/docker/registry/v2/blobs/sha256/aa/aa/data" in names
    assert not [name for name in names if "_uploads" in name]
    modes = {stat.S_IMODE(path.stat().st_mode) for path in folder.rglob("*") if path.is_file()}
    assert modes == {0o600}
    for path in (backups(world), folder, folder / "database"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o700


def test_of_one_that_is_down_the_database_is_begun_and_ends_again(world: World) -> None:
    good(back_up(world))
    assert containers(world) == []
    assert "harbor_harbor" not in case.run(world["engine"], "network", "ls")
    start(world)
    case.run(world["engine"], "stop", "harbor-db", "harbor-log")
    stopped = containers(world)
    good(back_up(world, name="two"))
    assert containers(world) == stopped


def test_a_dump_that_fails_leaves_nothing_and_the_database_as_it_was(world: World) -> None:
    (world["data"] / "database/broken").touch()
    refused(back_up(world), "dump the database registry: pg_dump: error: it is broken")
    assert list(backups(world).iterdir()) == []
    assert containers(world) == []


@pytest.mark.parametrize(
    ("place", "name"),
    [
        (harbor_backup, "_fill"),
        (harbor_dump.Server, "dump"),
        (harbor_archive, "pack"),
        (files, "replace"),
        (os, "rename"),
    ],
)
def test_what_a_killed_run_leaves_is_no_backup_and_goes_with_the_next(
    world: World, place: Any, name: str
) -> None:
    start(world)
    killed(place, name, lambda: back_up(world, name="killed"), after=name != "rename")
    assert [each.name for each in backups(world).iterdir()] == ["killed.part"]
    good(back_up(world))
    assert [each.name for each in backups(world).iterdir()] == ["one"]


@pytest.mark.parametrize("known", [True, False], ids=["seen before", "met"])
def test_a_disk_that_is_full_is_told_with_bytes_and_nothing_is_left(
    world: World, small_disk: pathlib.Path, known: bool
) -> None:
    blob = world["data"] / "registry/docker/registry/v2/blobs/sha256/aa/aa/data"
    blob.write_bytes(os.urandom(400_000))
    start(world)
    running = containers(world)
    real = harbor_archive.free
    seen = [] if known else [10**9]  # the first look is told wrong
    with mock.patch.object(harbor_archive, "free", lambda at: seen.pop() if seen else real(at)):
        answer = back_up(world, dest=str(small_disk))
    told = refused(answer, os.strerror(errno.ENOSPC), "Free some space", "Harbor goes on")
    assert f"({256 * 1024} bytes) are free" in told
    assert list(small_disk.iterdir()) == []
    assert containers(world) == running


@contextlib.contextmanager
def programs() -> Iterator[list[tuple[list[str], str, int]]]:
    """Of each that works on an external database: its arguments, and the variables that it finds
    in a file, with that file's mode."""
    ran: list[tuple[list[str], str, int]] = []
    real = processes.stream

    def watched(argv: list[str], *words: Any) -> Any:
        env = pathlib.Path(argv[argv.index("--env-file") + 1])
        ran.append((argv, env.read_text(), stat.S_IMODE(env.stat().st_mode)))
        return real(argv, *words)

    with mock.patch.object(processes, "stream", watched):
        yield ran


def test_of_an_external_database_the_password_is_in_no_arguments(world: World) -> None:
    with (world["folder"] / "harbor.yml").open("a") as file:
        file.write(EXTERNAL)
    with programs() as ran:
        made = good(back_up(world))["harbor_backup"]
        assert made["databases"] == ["hub"]
        refused(restore(world), "overwrite_external_database is false")
        good(restore(world, overwrite_external_database=True))
    dumped = (backups(world) / "one/database/hub.dump").read_text()
    assert dumped == "PGDMP hub of pg.abc.com\n"
    assert [argv[argv.index("--entrypoint") + 1] for argv, _env, _mode in ran] == [
        "psql", "pg_dump", "psql", "pg_restore",
    ]  # fmt: skip
    for argv, env, mode in ran:
        assert "PLANTED" not in " ".join(argv)
        assert "PGPASSWORD=PLANTED-external\n" in env
        assert mode == 0o600
        assert IMAGES[1] in argv
        assert not os.path.exists(argv[argv.index("--env-file") + 1])


def test_an_external_database_is_dumped_by_the_programs_of_another_image(world: World) -> None:
    with (world["folder"] / "harbor.yml").open("a") as file:
        file.write(EXTERNAL)
    case.run(world["engine"], "tag", IMAGES[1], "postgres:newer")
    with programs() as ran:
        good(back_up(world, database_image="postgres:newer"))
        refused(back_up(world, name="two", database_image="-v=/:/host"), "that is no image")
    case.run(world["engine"], "image", "rm", "postgres:newer")
    assert all("postgres:newer" in argv and IMAGES[1] not in argv for argv, _env, _mode in ran)
    assert ran


def test_an_external_database_that_refuses_us_is_told_before_anything_is_changed(
    world: World,
) -> None:
    path = world["folder"] / "harbor.yml"
    text = path.read_text()
    path.write_text(text + EXTERNAL)
    good(back_up(world))
    path.write_text(text + EXTERNAL.replace("PLANTED-external", "wrong"))
    refused(back_up(world, name="two"), "password authentication failed")
    assert [each.name for each in backups(world).iterdir()] == ["one"]


def test_blobs_that_go_while_they_are_read_are_told(world: World) -> None:
    real = harbor_archive._add

    def goes(archive: Any, name: str, path: str, **options: Any) -> None:
        if path.endswith("aa/data"):
            os.unlink(path)
        real(archive, name, path, **options)

    with mock.patch.object(harbor_archive, "_add", goes):
        answer = good(back_up(world))
    told = str(answer["warnings"])
    assert "1 files of the registry went while it was backed up" in told


def test_older_ones_go_when_a_new_one_is_whole_and_those_of_others_stay(world: World) -> None:
    start(world)
    for number, name in enumerate(("a", "b", "c")):
        good(back_up(world, name=name, images=False))
        path = backups(world) / name / "backup.json"
        document = {**json.loads(path.read_text()), "created": f"2026-01-0{number + 1}"}
        if name == "a":
            document["hostname"] = "other.abc.com"
        path.write_text(json.dumps(document))
    (backups(world) / "mine").mkdir()
    (world["data"] / "database/broken").touch()
    refused(back_up(world, name="d", keep=1), "it is broken")
    assert sorted(each.name for each in backups(world).iterdir()) == ["a", "b", "c", "mine"]
    (world["data"] / "database/broken").unlink()
    answer = good(back_up(world, name="d", keep=2, images=False))
    assert answer["harbor_backup"]["removed"] == ["b"]
    assert sorted(each.name for each in backups(world).iterdir()) == ["a", "c", "d", "mine"]


def test_what_cannot_be_backed_up_now_is_told(world: World) -> None:
    data, folder = world["data"], world["folder"]
    refused(back_up(world, dest=str(data / "registry/x")), "registry is what is backed up")
    (backups(world) / "one").mkdir(parents=True)
    refused(back_up(world), "name is 'one', but", "has no backup.json")
    (data / ".restore-unfinished").touch()
    refused(back_up(world, name="two"), "is half restored from a backup itself")
    (data / ".restore-unfinished").unlink()
    copy = kept_copy.KeptCopy(str(folder), ("harbor.yml",), str(folder / ".before-prepare"))
    copy.make()
    refused(back_up(world, name="two"), "an earlier run of prepare did not come to its end")
    copy.discard()
    (folder / "docker-compose.yml").rename(folder / "x")
    refused(back_up(world, name="two"), "docker-compose.yml", "install it first")
    (folder / "x").rename(folder / "docker-compose.yml")
    os.mkfifo(data / "registry/pipe")
    refused(back_up(world, name="two"), "it is neither a file nor a folder nor a link")
    shutil.rmtree(data / "database/pg15")
    refused(back_up(world, name="two"), "has no database")
    assert [each.name for each in backups(world).iterdir()] == ["one"]


# ---- Restore ----------------------------------------------------------------------------------


def destroy(world: World) -> None:
    """All but the bundle itself."""
    shutil.rmtree(world["data"])
    shutil.rmtree(world["folder"] / "common")
    for path in (
        world["folder"] / "harbor.yml",
        world["folder"] / "docker-compose.yml",
        world["folder"] / ".prepared.json",
        world["tmp"] / "secrets.json",
    ):
        path.unlink()


# Sessions are not kept, uploads begin anew, and the engine's own files come with a start.
NOT_KEPT = ("dump.rdb", "_uploads")


def test_what_was_destroyed_comes_back_with_owners_and_modes(world: World) -> None:
    before = state(world, *NOT_KEPT, "database")
    good(back_up(world))
    destroy(world)
    told = good(restore(world))["harbor_restore"]
    assert state(world, *NOT_KEPT, "database") == before
    assert (world["data"] / "database/pg15/registry").read_text() == "PLANTED-rows\n"
    assert (world["data"] / "database").stat().st_uid == 999
    assert containers(world) == []
    assert os.listdir(told["aside"]) == []
    start(world)


def test_certificates_of_the_role_are_kept_when_the_task_says_so(world: World) -> None:
    ours = {
        world["tmp"] / "ca/ca.key": "PLANTED-key",
        world["tmp"] / "tls/harbor.crt": "PLANTED-certificate",
    }
    for path, text in ours.items():
        path.parent.mkdir()
        path.write_text(text)
        path.chmod(0o600)
    good(back_up(world, certificates=True))
    for path in ours:
        path.write_text("another")
    destroy(world)
    aside = pathlib.Path(good(restore(world))["harbor_restore"]["aside"])
    assert {path: path.read_text() for path in ours} == ours
    with tarfile.open(aside / "config.tar") as archive:
        key = archive.extractfile("beside/ca/ca.key")
        assert key is not None
        assert key.read() == b"another"

    good(back_up(world, name="without"))
    next(iter(ours)).write_text("stays")
    good(restore(world, src=str(backups(world) / "without")))
    assert next(iter(ours)).read_text() == "stays"


def test_what_was_there_is_moved_aside_and_never_removed(world: World) -> None:
    start(world)
    good(back_up(world))
    (world["data"] / "secret/keys/secretkey").write_text("another")
    (world["data"] / "registry/new").write_text("a blob of today")
    (world["folder"] / "common/config/core/env").write_text("CHANGED=1\n")
    first, second = (good(restore(world))["harbor_restore"]["aside"] for _run in range(2))
    assert first != second
    aside = pathlib.Path(first)
    assert (aside / "secret/keys/secretkey").read_text() == "another"
    assert (aside / "registry/new").read_text() == "a blob of today"
    assert (aside / "redis/dump.rdb").read_text() == "sessions\n"
    with tarfile.open(aside / "config.tar") as archive:
        env = archive.extractfile("common/config/core/env")
        assert env is not None
        assert env.read() == b"CHANGED=1\n"
    assert not (world["data"] / "registry/new").exists()
    assert (world["data"] / "redis").stat().st_uid == 999


def test_without_blobs_in_the_backup_those_in_place_stay(world: World) -> None:
    good(back_up(world, images=False))
    (world["data"] / "registry/new").write_text("a blob of today")
    good(restore(world))
    assert (world["data"] / "registry/new").read_text() == "a blob of today"


STAGES = [
    ("begin", True),
    ("move_aside", True),
    ("place_config", True),
    ("place_blobs", True),
    ("restore_databases", True),
]


@pytest.mark.parametrize(("name", "after"), STAGES, ids=[f"{n}-{a}" for n, a in STAGES])
def test_a_restore_that_was_killed_is_made_good_by_the_next(
    world: World, name: str, after: bool
) -> None:
    good(back_up(world))
    before = state(world, *NOT_KEPT, "database")
    (world["data"] / "registry/new").write_text("a blob of today")
    killed(harbor_restore, name, lambda: restore(world), after=after)
    options = {"path": str(world["folder"]), "docker_host": world["engine"].host}
    if (world["folder"] / "docker-compose.yml").exists():
        refused(run_module("harbor_stack", options), "is half restored from a backup")
    good(restore(world))
    assert state(world, *NOT_KEPT, "database") == before
    assert (world["data"] / "database/pg15/registry").read_text() == "PLANTED-rows\n"
    asides = sorted(world["data"].glob("before-restore-*/registry/new"))
    assert len(asides) == 1
    good(run_module("harbor_stack", options, check=True))


def test_a_database_that_cannot_be_restored_is_told_with_what_was_there(world: World) -> None:
    good(back_up(world))
    with mock.patch.object(harbor_dump.Server, "restore") as fails:
        fails.side_effect = Refused("restore the database registry: no.")
        told = refused(restore(world), "restore the database registry: no.")
    assert told.endswith(f"What was moved aside is in {world['data']}/{asides(world)[0]}.")
    assert containers(world) == []
    good(restore(world))


def asides(world: World) -> list[str]:
    return sorted(each for each in os.listdir(world["data"]) if each.startswith("before-restore-"))


def rewritten(world: World, name: str, content: bytes) -> None:
    """A file of the backup with other bytes, and backup.json that says so."""
    folder = backups(world) / "one"
    (folder / name).write_bytes(content)
    document = json.loads((folder / "backup.json").read_text())
    told = {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    document["files"][name] = told
    (folder / "backup.json").write_text(json.dumps(document))


@contextlib.contextmanager
def nothing_changes(world: World) -> Iterator[None]:
    before = state(world)
    yield
    assert state(world) == before
    assert asides(world) == []


def test_a_backup_that_is_not_right_changes_nothing(world: World) -> None:
    good(back_up(world))
    whole = snapshot(backups(world))
    folder = backups(world) / "one"

    def put_back() -> None:
        for name, (content, _mode) in whole.items():
            (backups(world) / name).write_bytes(content)

    with nothing_changes(world):
        dump = folder / "database/registry.dump"
        dump.write_bytes(dump.read_bytes().replace(b"rows", b"ROWS"))
        refused(restore(world), "its database/registry.dump has another checksum")
        dump.write_bytes(b"short")
        refused(restore(world), "has 5 bytes instead of 28")
        dump.unlink()
        (folder / "registry.tar").write_bytes(b"")
        answer = restore(world)
        refused(answer, "its database/registry.dump is not there")
        assert len(answer.json["errors"]) == 2
        put_back()
        rewritten(world, "registry.tar", b"no archive at all")
        refused(restore(world), "its registry.tar is no whole archive")
        with tarfile.open(world["tmp"] / "evil.tar", "w") as archive:
            archive.addfile(tarfile.TarInfo("registry/../../evil"))
        rewritten(world, "registry.tar", (world["tmp"] / "evil.tar").read_bytes())
        refused(restore(world), "has 'registry/../../evil', which no backup of ours has")
        put_back()
        (folder / "backup.json").unlink()
        refused(restore(world), "has no backup.json")


def test_what_does_not_fit_this_host_changes_nothing(world: World) -> None:
    good(back_up(world))
    data, path = world["data"], world["folder"] / "harbor.yml"
    newer = bundling.folder("2.15.2", world["tmp"] / "2.15.2")
    text = path.read_text()
    with nothing_changes(world):
        refused(restore(world, path=str(newer)), "a backup of Harbor 2.13.5, but 2.15.2 is in")
        path.write_text(text.replace(str(data), "/elsewhere"))
        refused(restore(world), f"with the data volume {data}, but", "has /elsewhere")
        path.write_text(text)
        with mock.patch.object(harbor_archive, "free", return_value=1000):
            refused(restore(world), os.strerror(errno.ENOSPC), "(1000 bytes) are free")
        case.run(world["engine"], "rmi", IMAGES[1])
        refused(restore(world), f"the engine has no {IMAGES[1]}", "harbor_bundle")
        case.run(world["engine"], "tag", IMAGES[0], IMAGES[1])
    elsewhere = world["tmp"] / "disk"
    (data / "registry").rename(elsewhere)
    (data / "registry").symlink_to(elsewhere)
    with nothing_changes(world):
        refused(restore(world), "it is a mount point or a link", "Empty it by hand")
    # Emptied, it is filled where it leads to.
    shutil.rmtree(elsewhere)
    elsewhere.mkdir()
    good(restore(world))
    assert (data / "registry").is_symlink()
    assert (elsewhere / "docker/registry/v2/blobs/sha256/aa/aa/data").exists()
