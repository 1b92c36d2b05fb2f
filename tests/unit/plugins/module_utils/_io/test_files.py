# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import contextlib
import errno
import os
import pathlib
import stat
import threading
import time
from typing import Any

import pytest

from ansible_collections.twinstar.registry.plugins.module_utils._core.errors import (
    InputError,
    Problem,
    Refused,
)
from ansible_collections.twinstar.registry.plugins.module_utils._io import files


def names(folder: pathlib.Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_is_read_whole_with_its_line_ends(tmp_path: pathlib.Path) -> None:
    (tmp_path / "f").write_bytes("ä\r\nb".encode())
    assert files.read_text(str(tmp_path / "f")) == "ä\r\nb"


def test_no_file_is_no_text(tmp_path: pathlib.Path) -> None:
    assert files.read_text(str(tmp_path / "none")) is None
    (tmp_path / "f").write_text("")
    assert files.read_text(str(tmp_path / "f" / "below")) is None


def test_what_is_no_text_is_refused(tmp_path: pathlib.Path) -> None:
    (tmp_path / "f").write_bytes(b"ab\xff")
    with pytest.raises(InputError, match=r"is not UTF-8 text \(byte 2\)"):
        files.read_text(str(tmp_path / "f"))


def test_a_pipe_or_a_folder_is_refused_and_not_waited_for(tmp_path: pathlib.Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(Refused, match="it is no ordinary file"):
        files.read_text(str(tmp_path / "pipe"))
    with pytest.raises(Refused, match="Is a directory"):
        files.read_text(str(tmp_path))


def test_a_new_file_has_the_mode_from_its_birth(tmp_path: pathlib.Path) -> None:
    old = os.umask(0o077)
    try:
        files.replace(str(tmp_path / "f"), "x", 0o644)
    finally:
        os.umask(old)
    assert stat.S_IMODE((tmp_path / "f").stat().st_mode) == 0o644
    assert names(tmp_path) == ["f"]


def test_a_replaced_file_keeps_mode_and_attributes(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "f"
    path.write_text("old")
    path.chmod(0o4711)
    os.setxattr(path, "user.note", b"mine")
    files.replace(str(path), "new", 0o644)
    assert path.read_text() == "new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o4711
    assert {name: os.getxattr(path, name) for name in os.listxattr(path)} == {"user.note": b"mine"}


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
def test_a_replaced_file_keeps_its_owner(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "f"
    path.write_text("old")
    os.chown(path, 1234, 4321)
    files.replace(str(path), "new", 0o644)
    assert (path.stat().st_uid, path.stat().st_gid) == (1234, 4321)


def test_a_link_stays_a_link(tmp_path: pathlib.Path) -> None:
    (tmp_path / "target").write_text("old")
    (tmp_path / "link").symlink_to("target")
    files.replace(str(tmp_path / "link"), "new", 0o644)
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "target").read_text() == "new"


def test_a_missing_folder_is_named(tmp_path: pathlib.Path) -> None:
    with pytest.raises(Problem, match="Create the directory first"):
        files.replace(str(tmp_path / "no" / "f"), "x", 0o644)
    files.replace(str(tmp_path / "no" / "f"), "x", 0o644, directory_mode=0o750)
    assert stat.S_IMODE((tmp_path / "no").stat().st_mode) == 0o750


def test_a_character_that_is_no_text_is_refused_before_the_write(tmp_path: pathlib.Path) -> None:
    (tmp_path / "f").write_text("old")
    with pytest.raises(InputError, match="a character that is no text"):
        files.replace(str(tmp_path / "f"), "a\udcffb", 0o644)
    assert (tmp_path / "f").read_text() == "old"
    assert names(tmp_path) == ["f"]


def failing(number: int) -> Any:
    def fail(*_arguments: Any, **_named: Any) -> None:
        raise OSError(number, os.strerror(number))

    return fail


@pytest.mark.parametrize("step", ["fsync", "rename", "fchmod"])
@pytest.mark.parametrize(
    ("number", "cure"),
    [
        (errno.ENOSPC, "Free some space and run again; the file was left as it was."),
        (errno.EDQUOT, "Free some space"),
        (errno.EBUSY, "set unsafe_writes to true"),
        (errno.EPERM, "immutable"),
        (errno.EIO, "Check its rights."),
    ],
)
def test_a_failed_step_leaves_the_file_and_nothing_beside_it(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch, step: str, number: int, cure: str
) -> None:
    (tmp_path / "f").write_text("old")
    monkeypatch.setattr(os, step, failing(number))
    with pytest.raises(Problem) as caught:
        files.replace(str(tmp_path / "f"), "new", 0o644)
    monkeypatch.undo()
    assert str(caught.value).startswith(f"write {tmp_path}/f: {os.strerror(number)}. ")
    assert cure in str(caught.value)
    assert (tmp_path / "f").read_text() == "old"
    assert names(tmp_path) == ["f"]


def test_a_folder_that_cannot_be_synced_is_no_failure(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.fsync

    def fsync(handle: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(errno.EINVAL, "no")
        real(handle)

    monkeypatch.setattr(os, "fsync", fsync)
    files.replace(str(tmp_path / "f"), "new", 0o644)
    assert (tmp_path / "f").read_text() == "new"


@pytest.mark.parametrize("number", [errno.EBUSY, errno.EXDEV, errno.EROFS, errno.EACCES])
def test_where_a_rename_is_impossible_a_plain_write_may_be_allowed(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    (tmp_path / "f").write_text("the old text")
    inode = (tmp_path / "f").stat().st_ino
    monkeypatch.setattr(os, "rename", failing(number))
    with pytest.raises(Problem):
        files.replace(str(tmp_path / "f"), "new", 0o644)
    files.replace(str(tmp_path / "f"), "new", 0o644, in_place=True)
    assert (tmp_path / "f").read_text() == "new"
    assert (tmp_path / "f").stat().st_ino == inode
    assert names(tmp_path) == ["f"]


def test_a_plain_write_makes_no_new_file(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "rename", failing(errno.EBUSY))
    with pytest.raises(Problem):
        files.replace(str(tmp_path / "f"), "new", 0o644, in_place=True)
    assert names(tmp_path) == []


def test_what_killed_runs_left_goes_with_the_next_write(tmp_path: pathlib.Path) -> None:
    left = [".f.twinstar-abc", ".f.4711.2026-11-24@20:31:07~.twinstar-abc"]
    others = [".g.twinstar-abc", "f.4711.2026-11-24@20:31:07~", ".f.swp", "f.twinstar-abc"]
    for name in (*left, *others):
        (tmp_path / name).write_text("")
    files.replace(str(tmp_path / "f"), "new", 0o644)
    assert names(tmp_path) == sorted([*others, "f"])


def test_a_copy_has_the_bytes_the_mode_and_the_owner_of_the_file(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "f"
    path.write_text("secret")
    path.chmod(0o600)
    copy = files.back_up(str(path))
    assert copy is not None
    assert pathlib.Path(copy).read_text() == "secret"
    assert stat.S_IMODE(os.stat(copy).st_mode) == 0o600
    assert files.back_up(str(tmp_path / "none")) is None


def test_a_lock_keeps_a_second_run_out_and_leaves_nothing(tmp_path: pathlib.Path) -> None:
    path = str(tmp_path / "new" / "f")
    with files.locked(path):
        refused = pytest.raises(Refused, match=r"has been locked by another run for 0\.2 s")
        with refused, files.locked(path, 0.2):
            pass
        with contextlib.suppress(FileNotFoundError):
            assert names(tmp_path) == []
    with files.locked(path):
        pass


def test_who_came_first_has_the_lock_first(tmp_path: pathlib.Path) -> None:
    served: list[int] = []

    def serve(number: int) -> None:
        with files.locked(str(tmp_path / "f")):
            served.append(number)
            time.sleep(0.01)

    threads = [threading.Thread(target=serve, args=(number,)) for number in range(8)]
    with files.locked(str(tmp_path / "f")):
        for number, thread in enumerate(threads):
            thread.start()
            for _turn in range(500):
                if waiting(tmp_path) > number:
                    break
                time.sleep(0.01)
            else:
                pytest.fail("it does not stand in the kernel's queue")
    for thread in threads:
        thread.join()
    # All of them wake at once, so that two may change their places; by chance it would be 21.
    assert sum(abs(number - place) for place, number in enumerate(served)) < 8


def waiting(folder: pathlib.Path) -> int:
    """How many wait for a lock on it."""
    inode = f":{folder.stat().st_ino} "
    lines = pathlib.Path("/proc/locks").read_text("ascii").splitlines()
    return sum("->" in line and inode in line for line in lines)


def test_a_file_system_without_locks_is_told(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fcntl.flock", failing(errno.ENOLCK))
    lock = files.locked(str(tmp_path / "f"))
    with pytest.raises(Refused, match="Use a file system that has locks"), lock:
        pass


def test_a_removed_file_may_be_gone_already(tmp_path: pathlib.Path) -> None:
    (tmp_path / "f").write_text("")
    files.remove(str(tmp_path / "f"))
    files.remove(str(tmp_path / "f"))
    with pytest.raises(Problem, match=f"remove {tmp_path}"):
        files.remove(str(tmp_path))
