# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What can go wrong under a module that writes a file: kills, full and locked disks, other runs.

Whatever happens, the file has its old bytes or its new ones, and nothing is left beside it for
good. Needs root: it mounts, gives files away, and becomes somebody else.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import pathlib
import random
import re
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, NoReturn

import pytest

from ansible_collections.twinstar.registry.plugins.module_utils._io import (
    engine_service,
    file_job,
    files,
    pending_keys,
)

from .contract import PACKAGE, Params, run_module, snapshot
from .engine import SERVICE, an_engine

KILLS = 120  # for each module
SEED = 20261124
NOBODY = 65534


@dataclass(frozen=True)
class FileTask:
    """``before`` is somebody's file, ``task(n)`` a task whose mark the file has once it has run.

    ``swap(n)`` is a task that leaves nothing of what ``swap`` of another number wrote.
    """

    module: str
    before: str
    task: Callable[[int], dict[str, Any]]
    mark: Callable[[int], str]
    swap: Callable[[int], dict[str, Any]]
    # Whether tasks of other numbers leave the mark where it is.
    adds: bool = True

    def params(self, folder: pathlib.Path, number: int, **more: Any) -> Params:
        return {"path": str(folder / "file"), **self.task(number), **more}


def name(number: int) -> str:
    return f"host{number}.abc.com"


HARBOR = {
    "version": "2.13.5",
    "harbor_admin_password": "Planted-1a",
    "database": {"password": "a-planted-one"},
}

TASKS = [
    FileTask(
        "hosts_block",
        "127.0.0.1 localhost\n" * 400,
        lambda n: {
            "name": f"block {n}",
            "entries": [{"address": f"10.0.0.{n}", "names": [name(n)]}],
        },
        lambda n: f"# BEGIN block {n}\n10.0.0.{n} {name(n)}\n# END block {n}\n",
        lambda n: {"entries": [{"address": f"10.0.0.{n}", "names": [name(n)]}]},
    ),
    FileTask(
        "docker_daemon_config",
        '{\n    "mtu":1400\n}\n',
        lambda n: {
            "insecure_registries": [name(n)],
            "service": SERVICE,
            "docker_host": "unix:///nowhere/docker.sock",
        },
        lambda n: f'"{name(n)}"',
        lambda n: {
            "insecure_registries": [name(n)],
            "exclusive": ["insecure_registries"],
            "service": SERVICE,
            "docker_host": "unix:///nowhere/docker.sock",
        },
    ),
    FileTask(
        "htpasswd_users",
        "# users\n",
        lambda n: {"cost": 4, "users": [{"name": name(n), "password": "a planted one"}]},
        lambda n: f"{name(n)}:$2y$04$",
        lambda n: {
            "cost": 4,
            "exclusive": True,
            "users": [{"name": name(n), "password": "a planted one"}],
        },
    ),
    FileTask(
        "registry_login",
        '{"detachKeys": "ctrl-q"}\n',
        lambda n: {
            "registry": name(n),
            "username": "root",
            "password": "a planted one",
            "verify": False,
        },
        lambda n: f'"{name(n)}"',
        lambda n: {
            "registry": "a.com",
            "username": name(n),
            "password": "a planted one",
            "verify": False,
        },
    ),
    FileTask(
        "registry_config",
        "version: 0.1\n# by hand\n",
        lambda n: {
            "storage": {"filesystem": {"rootdirectory": "/var/lib/registry"}},
            "http": {"addr": f":{5000 + n}"},
        },
        lambda n: f":{5000 + n}",
        lambda n: {"storage": {"inmemory": {}}, "http": {"addr": f":{5000 + n}"}},
        adds=False,
    ),
    FileTask(
        "harbor_yml",
        "hostname: by.hand.abc.com\n# by hand\n",
        lambda n: {**HARBOR, "hostname": name(n)},
        lambda n: f"hostname: {name(n)}\n",
        lambda n: {**HARBOR, "hostname": name(n), "http": {"port": 8080}},
        adds=False,
    ),
]
every_file_module = pytest.mark.parametrize("task", TASKS, ids=[task.module for task in TASKS])


def test_every_module_that_writes_one_file_is_here() -> None:
    modules = pathlib.Path(__file__).parents[2] / "plugins" / "modules"
    found = {
        path.stem
        for path in modules.glob("*.py")
        if isinstance(importlib.import_module(f"{PACKAGE}.{path.stem}").JOB, file_job.FileJob)
    }
    assert found == {task.module for task in TASKS}


@pytest.fixture
def folder(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> pathlib.Path:
    monkeypatch.setattr(pending_keys, "_FOLDER", str(tmp_path / "notes"))
    found = tmp_path / "etc"
    found.mkdir()
    return found


def begin(task: FileTask, folder: pathlib.Path) -> pathlib.Path:
    path = folder / "file"
    path.write_text(task.before)
    return path


def import_all(task: FileTask) -> None:
    """Once for real, elsewhere: a child may not be able to import what it needs."""
    with tempfile.TemporaryDirectory() as found:
        begin(task, pathlib.Path(found))
        assert run_module(task.module, task.params(pathlib.Path(found), 1)).changed


def shape(text: str) -> str:
    """The text, but for what is another one each time: hashes have a salt."""
    return re.sub(r"(\$2y\$04\$)[./A-Za-z0-9]{53}", r"\1HASH", text)


def leftovers(folder: pathlib.Path) -> list[str]:
    return [found.name for found in folder.iterdir() if found.name != "file"]


def in_a_child(work: Callable[[], Any]) -> int:
    """Fork; the child does the work and ends without ever coming back to pytest."""
    pid = os.fork()
    if pid:
        return pid
    with contextlib.suppress(BaseException):
        os.setsid()
        work()
        os._exit(0)
    os._exit(1)


def killed_here() -> NoReturn:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("still here")


# --- kill -9


@every_file_module
def test_killed_at_any_moment_the_file_is_old_or_new(task: FileTask, folder: pathlib.Path) -> None:
    path = begin(task, folder)
    swaps = [{"path": str(path), **task.swap(number)} for number in (1, 2)]
    shapes = {shape(task.before)}
    for params in swaps:
        started = time.monotonic()
        answer = run_module(task.module, params)
        run_time = time.monotonic() - started
        assert answer.changed, answer.json
        shapes.add(shape(path.read_text()))
    assert len(shapes) == 3

    def work() -> None:
        while True:
            for params in swaps:
                run_module(task.module, params)

    rng = random.Random(SEED)
    for _turn in range(KILLS):
        pid = in_a_child(work)
        time.sleep(rng.uniform(0, 3 * run_time))
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        assert shape(path.read_text()) in shapes
    run_module(task.module, swaps[0])
    assert run_module(task.module, swaps[1]).changed
    assert leftovers(folder) == []


STEPS = {
    "the temporary file is made": (tempfile, "mkstemp", False),
    "its rights are set": (os, "fchmod", False),
    "it is on the disk": (os, "fsync", False),
    "it takes the file's place": (os, "rename", False),
    "the folder is on the disk": (files, "_sync_directory", True),
}


@pytest.mark.parametrize("backup", [False, True])
@pytest.mark.parametrize("step", STEPS)
@every_file_module
def test_killed_before_each_step_the_next_run_sweeps_and_finishes(
    task: FileTask, step: str, backup: bool, folder: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = begin(task, folder)
    params = task.params(folder, 1, backup=backup)
    import_all(task)
    module, function, is_new = STEPS[step]

    def work() -> None:
        setattr(module, function, lambda *_arguments, **_named: killed_here())
        run_module(task.module, params)

    pid = in_a_child(work)
    _pid, status = os.waitpid(pid, 0)
    assert os.WIFSIGNALED(status), "the step is taken"
    # A copy that is kept is written first, and the kill comes in its way.
    assert (path.read_text() == task.before) is not (is_new and not backup)
    answer = run_module(task.module, task.params(folder, 1))
    assert not answer.failed, answer.json
    assert task.mark(1) in path.read_text()
    run_module(task.module, task.params(folder, 2))
    assert [found for found in leftovers(folder) if not found.endswith("~")] == []


# --- disks


@contextlib.contextmanager
def a_small_disk(folder: pathlib.Path) -> Iterator[pathlib.Path]:
    disk = folder / "disk"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "small", str(disk)], check=True)
    try:
        yield disk
    finally:
        subprocess.run(["umount", str(disk)], check=True)


@pytest.mark.parametrize("backup", [False, True])
@every_file_module
def test_a_full_disk_leaves_the_file_as_it_was(
    task: FileTask, backup: bool, folder: pathlib.Path
) -> None:
    with a_small_disk(folder) as disk:
        begin(task, disk)
        filler = disk / "filler"
        with contextlib.suppress(OSError), filler.open("wb", buffering=0) as file:
            while file.write(b"x" * 512):
                pass
        before = snapshot(disk)
        answer = run_module(task.module, task.params(disk, 1, backup=backup))
        assert answer.failed
        assert "No space left on device. Free some space and run again" in answer.json["msg"]
        assert snapshot(disk) == before
        filler.unlink()
        assert run_module(task.module, task.params(disk, 1)).changed
        assert task.mark(1) in (disk / "file").read_text()


@every_file_module
def test_a_disk_that_is_read_only_is_told(task: FileTask, folder: pathlib.Path) -> None:
    with a_small_disk(folder) as disk:
        begin(task, disk)
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        before = snapshot(disk)
        answer = run_module(task.module, task.params(disk, 1))
        assert answer.failed
        assert "Read-only file system" in answer.json["msg"]
        assert snapshot(disk) == before


@every_file_module
def test_an_immutable_folder_or_file_is_told(task: FileTask, folder: pathlib.Path) -> None:
    path = begin(task, folder)
    for locked in (folder, path):
        subprocess.run(["chattr", "+i", str(locked)], check=True)
        try:
            before = snapshot(folder)
            answer = run_module(task.module, task.params(folder, 1))
            assert answer.failed
            assert "whether it or its directory is immutable (lsattr)" in answer.json["msg"]
            assert snapshot(folder) == before
        finally:
            subprocess.run(["chattr", "-i", str(locked)], check=True)
    assert run_module(task.module, task.params(folder, 1)).changed


@every_file_module
def test_a_file_that_is_a_mount_point_is_written_in_place_where_that_is_allowed(
    task: FileTask, folder: pathlib.Path
) -> None:
    """As a container has /etc/hosts and what is mounted into it."""
    path = begin(task, folder)
    subprocess.run(["mount", "--bind", str(path), str(path)], check=True)
    try:
        refused = run_module(task.module, task.params(folder, 1))
        assert refused.failed
        assert "It is a mount point; set unsafe_writes to true" in refused.json["msg"]
        assert path.read_text() == task.before
        inode = path.stat().st_ino
        assert run_module(task.module, task.params(folder, 1, unsafe_writes=True)).changed
        assert task.mark(1) in path.read_text()
        assert path.stat().st_ino == inode
        assert not run_module(task.module, task.params(folder, 1, unsafe_writes=True)).changed
    finally:
        subprocess.run(["umount", str(path)], check=True)
    assert leftovers(folder) == []


# --- rights


def as_somebody_else(module: str, params: Params) -> dict[str, Any]:
    """What the module answers to a user without any right."""
    reader, writer = os.pipe()

    def work() -> None:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
        os.write(writer, json.dumps(run_module(module, params).json).encode())

    pid = in_a_child(work)
    os.close(writer)
    with os.fdopen(reader) as file:
        said = file.read()
    os.waitpid(pid, 0)
    found: dict[str, Any] = json.loads(said)
    return found


@pytest.fixture
def open_folder() -> Iterator[pathlib.Path]:
    """A folder that everybody may enter and read, below others that are so too."""
    with tempfile.TemporaryDirectory(prefix="twinstar-faults-") as found:
        os.chmod(found, 0o755)
        yield pathlib.Path(found)


@every_file_module
def test_a_file_that_may_not_be_read_or_replaced_is_told(
    task: FileTask, open_folder: pathlib.Path
) -> None:
    path = begin(task, open_folder)
    params = task.params(open_folder, 1)
    import_all(task)
    path.chmod(0o600)
    unreadable = as_somebody_else(task.module, params)
    assert f"read {path}: Permission denied" in unreadable["msg"]
    path.chmod(0o644)
    before = snapshot(open_folder)
    unwritable = as_somebody_else(task.module, params)
    assert f"write {path}: Permission denied" in unwritable["msg"]
    assert snapshot(open_folder) == before


@every_file_module
def test_a_pipe_in_the_place_of_a_file_is_told_and_not_waited_for(
    task: FileTask, folder: pathlib.Path
) -> None:
    os.mkfifo(folder / "file")
    answer = run_module(task.module, task.params(folder, 1))
    assert "it is no ordinary file" in answer.json["msg"]


@every_file_module
def test_owner_mode_and_attributes_stay(task: FileTask, folder: pathlib.Path) -> None:
    path = begin(task, folder)
    os.chown(path, 1234, 4321)
    path.chmod(0o640)
    os.setxattr(path, "user.note", b"mine")
    answer = run_module(task.module, task.params(folder, 1, backup=True))
    assert answer.changed
    for found in folder.iterdir():
        status = found.stat()
        assert (status.st_uid, status.st_gid, status.st_mode & 0o7777) == (1234, 4321, 0o640)
    assert os.getxattr(path, "user.note") == b"mine"
    assert len(list(folder.iterdir())) == 2


# --- two runs at once


@every_file_module
def test_runs_at_the_same_time_lose_nothing(task: FileTask, folder: pathlib.Path) -> None:
    path = begin(task, folder)
    import_all(task)
    numbers = range(1, 9)
    reader, writer = os.pipe()

    def work(number: int) -> Callable[[], None]:
        def run() -> None:
            os.close(writer)
            os.read(reader, 1)  # until all are there
            assert not run_module(task.module, task.params(folder, number)).failed

        return run

    children = [in_a_child(work(number)) for number in numbers]
    os.close(reader)
    os.close(writer)
    ends = [os.waitpid(pid, 0)[1] for pid in children]
    assert ends == [0] * len(children)
    text = path.read_text()
    marks = [task.mark(number) in text for number in numbers]
    assert all(marks) if task.adds else sum(marks) == 1
    assert leftovers(folder) == []


def test_runs_at_the_same_time_end_with_an_engine_that_trusts_all(folder: pathlib.Path) -> None:
    with an_engine(folder / "file", {"mtu": 1400}) as engine:
        task = TASKS[1]
        wanted = {name(number) for number in range(1, 5)}

        def work(number: int) -> Callable[[], Any]:
            params = task.params(folder, number, docker_host=engine.host)
            return lambda: run_module(task.module, params)

        children = [in_a_child(work(number)) for number in range(1, 5)]
        assert [os.waitpid(pid, 0)[1] for pid in children] == [0] * 4
        assert engine.trusted() == wanted


def test_a_run_that_was_killed_between_file_and_engine_is_finished_by_the_next(
    folder: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with an_engine(folder / "file", {"mtu": 1400}) as engine:
        params = TASKS[1].params(
            folder, 1, docker_host=engine.host, options={"max-concurrent-uploads": 7}
        )
        run_module("docker_daemon_config", params, check=True)

        def work() -> None:
            monkeypatch.setattr(engine_service.Service, "reload", lambda service: killed_here())
            run_module("docker_daemon_config", params)

        _pid, status = os.waitpid(in_a_child(work), 0)
        assert os.WIFSIGNALED(status)
        assert engine.trusted() == set()
        answer = run_module("docker_daemon_config", params)
        assert answer.json["plan"] == [
            f"reload {SERVICE}, so that it loads insecure-registries and max-concurrent-uploads"
        ]
        assert engine.trusted() == {name(1)}
        assert not run_module("docker_daemon_config", params).changed
