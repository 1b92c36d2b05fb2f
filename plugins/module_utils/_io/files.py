# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files are read whole and replaced at once: a reader, or a crash, meets old bytes or new."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import shutil
import stat
import tempfile
import time
from collections.abc import Iterator

from .._core.errors import InputError, Problem, Refused
from .side_by_side import within

_LOCK_SECONDS = 60
_MARK = ".twinstar-"
# Why a file cannot be replaced, although it may be possible to write into it.
_NO_RENAME = (errno.EBUSY, errno.EXDEV, errno.EPERM, errno.EACCES, errno.EROFS)
_AS_IT_WAS = "Free some space and run again; the file was left as it was."
_CURES = {
    errno.ENOSPC: _AS_IT_WAS,
    errno.EDQUOT: _AS_IT_WAS,
    errno.ENOENT: "Create the directory first.",
    errno.EBUSY: "It is a mount point; set unsafe_writes to true to write into it.",
    errno.EPERM: "Check its rights, and whether it or its directory is immutable (lsattr).",
}


def read_text(path: str) -> str | None:
    """The file's text, line ends kept, or None when there is no file."""
    try:
        # Without waiting: a pipe in the place of a file would never end.
        with open(path, encoding="utf-8", newline="", opener=_without_waiting) as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise Refused(f"read {path}: it is no ordinary file. Correct the path.")
            return file.read()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except UnicodeDecodeError as error:
        raise InputError(
            f"{path} is not UTF-8 text (byte {error.start}). "
            "Correct it; the file was left as it was."
        ) from None
    except OSError as error:
        raise Refused(f"read {path}: {error.strerror}. Check the path and its rights.") from None


def _without_waiting(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_NONBLOCK)


def mode_of(path: str) -> int | None:
    """The file's permissions, or None when there is no file."""
    try:
        return stat.S_IMODE(os.stat(path).st_mode)
    except OSError:
        return None


@contextlib.contextmanager
def locked(path: str, seconds: float = _LOCK_SECONDS) -> Iterator[int]:
    """Keep other writers of ours away; the lock is on the directory and leaves nothing behind.

    Waits so many seconds for it. What takes long should wait long, too: of a run whose controller
    was killed the module goes on, and is another writer.

    Gives the open directory: a program that inherits it keeps the lock when we are gone.
    """
    directory = _nearest_directory(os.path.dirname(os.path.realpath(path)))
    try:
        handle = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    except OSError as error:
        raise Refused(f"open {directory}: {error.strerror}. Check its rights.") from None
    try:
        try:
            _wait_for(handle, seconds)
        except TimeoutError:
            raise Refused(
                f"{path} has been locked by another run for {seconds:g} s. "
                "Wait until that run ends, then run again."
            ) from None
        except OSError as error:
            raise Refused(
                f"lock {directory}: {error.strerror}. Use a file system that has locks."
            ) from None
        yield handle
    finally:
        os.close(handle)


def _wait_for(handle: int, seconds: float) -> None:
    """In the kernel's queue, which serves first who came first: to ask again and again leaves it to
    chance, and among many runs at once somebody is always too late."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        within(seconds, lambda: fcntl.flock(handle, fcntl.LOCK_EX))


def replace(
    path: str,
    text: str,
    mode: int,
    *,
    directory_mode: int | None = None,
    in_place: bool = False,
) -> None:
    """Write beside, sync, rename. Owner, mode, extended attributes (SELinux's label too) stay.

    ``mode`` is for a file that is not there yet, ``directory_mode`` for a directory that is not.
    ``in_place`` allows a plain write where a rename is impossible: a bind-mounted file, or a
    directory that is not ours. A link is followed: its target is replaced.
    """
    target = os.path.realpath(path)
    directory = os.path.dirname(target)
    temporary = None
    try:
        if directory_mode is not None:
            _make_directory(directory, directory_mode)
        _sweep(target)
        handle, temporary = tempfile.mkstemp(prefix=_prefix(target), dir=directory)
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            _like(target, file.fileno(), mode)
            file.flush()
            os.fsync(file.fileno())
        os.rename(temporary, target)
        temporary = None
        _sync_directory(directory)
    except UnicodeEncodeError as error:
        raise InputError(
            f"{path} would have a character that is no text ({error.object[error.start]!r}). "
            "Correct the task; the file was left as it was."
        ) from None
    except OSError as error:
        if error.errno in _NO_RENAME and in_place and os.path.isfile(target):
            _overwrite(target, text)
            return
        cure = _CURES.get(error.errno or 0, "Check its rights.")
        raise Problem(f"write {path}: {error.strerror}. {cure}") from None
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                os.unlink(temporary)


def _make_directory(directory: str, mode: int) -> None:
    """Where there is none. It belongs to the owner of the one it is in: what root makes in a
    user's home is that user's."""
    if os.path.isdir(directory):
        return
    parent = os.path.dirname(directory)
    os.makedirs(parent, exist_ok=True)
    with contextlib.suppress(FileExistsError):
        os.mkdir(directory, mode)
        if os.geteuid() == 0:
            status = os.stat(parent)
            os.chown(directory, status.st_uid, status.st_gid)


def remove(path: str) -> None:
    try:
        os.unlink(path)
    except FileNotFoundError:
        return
    except OSError as error:
        raise Problem(f"remove {path}: {error.strerror}. Check its rights.") from None


def remove_whole(path: str) -> None:
    """A file, a link, or a folder with all that is in it; nothing where there is nothing.

    Raises OSError, since the caller knows better what it was for.
    """
    if os.path.isdir(path) and not os.path.islink(path):
        shutil.rmtree(path)
    elif os.path.lexists(path):
        os.unlink(path)


def back_up(path: str) -> str | None:
    """A copy beside the file, with its owner and mode, or None when there is no file."""
    text = read_text(path)
    if text is None:
        return None
    target = os.path.realpath(path)
    stamp = time.strftime("%Y-%m-%d@%H:%M:%S")
    copy = f"{path}.{os.getpid()}.{stamp}~"
    replace(copy, text, stat.S_IMODE(os.stat(target).st_mode))
    with contextlib.suppress(OSError):
        _copy_identity(target, copy)
    return copy


def _prefix(target: str) -> str:
    return f".{os.path.basename(target)}{_MARK}"


def _sweep(target: str) -> None:
    """Half-written files of runs that were killed, and half-written copies that they were keeping.

    The caller holds the directory's lock, so none is in use.
    """
    directory, name = os.path.split(target)
    with contextlib.suppress(OSError):
        for found in os.listdir(directory):
            if found.startswith(f".{name}.") and _MARK in found:
                os.unlink(os.path.join(directory, found))


def _like(target: str, handle: int, mode: int) -> None:
    """Give the open file what the target has, or the mode of a new one."""
    try:
        status = os.stat(target)
    except FileNotFoundError:
        os.fchmod(handle, mode)
        return
    if (status.st_uid, status.st_gid) != (os.geteuid(), os.getegid()):
        os.fchown(handle, status.st_uid, status.st_gid)
    os.fchmod(handle, stat.S_IMODE(status.st_mode))
    _copy_attributes(target, handle)


def _copy_identity(source: str, target: str) -> None:
    status = os.stat(source)
    os.chown(target, status.st_uid, status.st_gid)
    os.chmod(target, stat.S_IMODE(status.st_mode))


def _copy_attributes(source: str, target: int) -> None:
    try:
        names = os.listxattr(source)
    except OSError:
        return
    for name in names:
        # A label that may not be set here (no SELinux rights) must not stop the write.
        with contextlib.suppress(OSError):
            os.setxattr(target, name, os.getxattr(source, name))


def _overwrite(target: str, text: str) -> None:
    try:
        with open(target, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise Problem(f"write {target}: {error.strerror}. Check its rights.") from None


def _sync_directory(directory: str) -> None:
    """The file is replaced already: where a file system cannot sync, that is no failure."""
    with contextlib.suppress(OSError):
        handle = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _nearest_directory(path: str) -> str:
    while not os.path.isdir(path):
        path = os.path.dirname(path)
    return path
