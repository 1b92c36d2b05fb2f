# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files of a backup: written once, with length and digest, and read back in one pass.

Archives are streams, so that a terabyte of blobs takes no memory. Owners go by their numbers.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import shutil
import stat
import tarfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from types import TracebackType
from typing import IO, Any

from .._core.errors import InputError, Refused
from .._core.harbor_backup import Entry, Members
from .files import remove_whole

_CHUNK = 1024 * 1024


class Full(Exception):
    """The disk that is written to is full."""


class Target:
    """A new file of root's, that counts and hashes what it is given."""

    def __init__(self, path: str) -> None:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        self._file = os.fdopen(handle, "wb", buffering=_CHUNK)
        self._hash = hashlib.sha256()
        self._size = 0

    def write(self, data: bytes) -> int:
        with _full_is_told():
            self._file.write(data)
        self._hash.update(data)
        self._size += len(data)
        return len(data)

    @property
    def entry(self) -> Entry:
        return Entry(self._size, self._hash.hexdigest())

    def __enter__(self) -> Target:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if error is None:
                with _full_is_told():
                    self._file.flush()
                    os.fsync(self._file.fileno())
        finally:
            # What could not be flushed is not tried again.
            with contextlib.suppress(OSError):
                self._file.close()


@contextlib.contextmanager
def _full_is_told() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise Full from None
        raise


# ---- Packing --------------------------------------------------------------------------------


def below(path: str, skip: Callable[[str], bool] = lambda path: False) -> Iterator[str]:
    """The path and all that is below it, folders before what is in them. Links are not followed,
    but the first one is."""
    yield path
    real = os.path.realpath(path)
    if not os.path.isdir(real):
        return
    folders = [real]
    while folders:
        folder = folders.pop()
        with contextlib.suppress(FileNotFoundError), os.scandir(folder) as found:
            for entry in sorted(found, key=lambda each: each.name):
                if skip(entry.path):
                    continue
                yield path + entry.path[len(real) :]
                if entry.is_dir(follow_symlinks=False):
                    folders.append(entry.path)


def pack(
    target: str,
    sources: Sequence[tuple[str, str]],
    skip: Callable[[str], bool] = lambda path: False,
) -> tuple[Entry, int]:
    """Of each source its name in the archive and its path. Gives how many files went meanwhile."""
    gone = 0
    with Target(target) as file, _stream(file, "w|") as archive:
        for name, top in sources:
            for path in below(top, skip):
                try:
                    _add(archive, name + path[len(top) :], path, follow=path == top)
                except FileNotFoundError:
                    gone += 1
                # It keeps every entry, and there may be millions.
                archive.members.clear()
    return file.entry, gone


def _add(archive: tarfile.TarFile, name: str, path: str, *, follow: bool) -> None:
    seen = os.stat(path, follow_symlinks=follow)
    entry = tarfile.TarInfo(name)
    entry.mode, entry.mtime = stat.S_IMODE(seen.st_mode), int(seen.st_mtime)
    entry.uid, entry.gid = seen.st_uid, seen.st_gid
    if stat.S_ISREG(seen.st_mode):
        try:
            with open(path, "rb") as file:
                entry.size = os.fstat(file.fileno()).st_size
                archive.addfile(entry, file)
        except FileNotFoundError:
            raise
        except OSError as error:
            why = error.strerror or "it became shorter while it was read"
            raise Refused(f"read {path}: {why}. Mend that, then run again.") from None
    elif stat.S_ISDIR(seen.st_mode):
        entry.type = tarfile.DIRTYPE
        archive.addfile(entry)
    elif stat.S_ISLNK(seen.st_mode):
        entry.type, entry.linkname = tarfile.SYMTYPE, os.readlink(path)
        archive.addfile(entry)
    else:
        raise Refused(
            f"back up {path}: it is neither a file nor a folder nor a link. Remove it from there."
        )


# ---- Reading --------------------------------------------------------------------------------


class _Source:
    """A file that hashes what is read of it."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.hash = hashlib.sha256()

    def read(self, size: int = _CHUNK) -> bytes:
        data = self._file.read(size)
        self.hash.update(data)
        return data


def fault_of(path: str, entry: Entry, members: Members | None = None) -> str | None:
    """Why a file is not as backup.json says; of an archive also why it may not be unpacked."""
    try:
        if os.path.islink(path) or not os.path.isfile(path):
            return "is not there"
        if os.path.getsize(path) != entry.size:
            return f"has {os.path.getsize(path)} bytes instead of {entry.size}"
        with open(path, "rb") as file:
            source = _Source(file)
            fault = None if members is None else _first_fault(source, members)
            for _chunk in iter(source.read, b""):
                continue
    except OSError as error:
        return f"cannot be read ({error.strerror})"
    if source.hash.hexdigest() != entry.sha256:
        return "has another checksum than it had"
    return fault


def _first_fault(source: _Source, members: Members) -> str | None:
    try:
        for member in _entries(source):
            fault = members.fault(member.name, kind_of(member))
            if fault:
                return fault
    except (tarfile.TarError, EOFError):
        return "is no whole archive"
    return None


def kind_of(member: tarfile.TarInfo) -> str:
    for kind, true in (("file", member.isreg()), ("folder", member.isdir())):
        if true:
            return kind
    return "link" if member.issym() else "other"


def _entries(source: _Source) -> Iterator[tarfile.TarInfo]:
    with _stream(source, "r|") as archive:
        yield from _each(archive)


def _stream(file: Any, mode: Any) -> Any:
    """An archive that is written or read in one go, of anything that can do that."""
    return tarfile.open(fileobj=file, mode=mode, bufsize=_CHUNK)


def _each(archive: Any) -> Iterator[tarfile.TarInfo]:
    for member in iter(archive.next, None):
        yield member
        archive.members.clear()


def text_of(path: str, name: str) -> str | None:
    """A small file in an archive."""
    with _opened(path) as archive:
        for member in _each(archive):
            if member.name == name and member.isreg():
                file = archive.extractfile(member)
                return None if file is None else file.read().decode("utf-8", "replace")
    return None


def has(path: str, begin: str) -> bool:
    """Whether an archive has an entry whose name begins so."""
    with _opened(path) as archive:
        return any(member.name.startswith(begin) for member in _each(archive))


@contextlib.contextmanager
def _opened(path: str) -> Iterator[tarfile.TarFile]:
    try:
        with open(path, "rb") as file, _stream(file, "r|") as archive:
            yield archive
    except (tarfile.TarError, EOFError):
        raise InputError(f"{path} is no whole archive. Use another backup.") from None


def unpack(path: str, members: Members, place: Callable[[str], str]) -> None:
    """Everything, each to where ``place`` says by its name; what is there in its place goes.

    Raises Full; and Refused where owners cannot be given.
    """
    with _opened(path) as archive:
        for member in _each(archive):
            fault = members.fault(member.name, kind_of(member))
            if fault:
                raise InputError(f"{path} {fault}. Use another backup.")
            target = place(member.name)
            try:
                with _full_is_told():
                    _extract(archive, member, target)
            except OSError as error:
                raise Refused(
                    f"write {target}: {error.strerror}. "
                    "Use a file system that has owners, and check its rights."
                ) from None


def _extract(archive: tarfile.TarFile, member: tarfile.TarInfo, target: str) -> None:
    if member.isdir():
        if not os.path.isdir(target):
            remove_whole(target)
            os.makedirs(target, 0o700)
        os.chown(target, member.uid, member.gid)
        os.chmod(target, stat.S_IMODE(member.mode))
        return
    remove_whole(target)
    os.makedirs(os.path.dirname(target), 0o755, exist_ok=True)
    if member.issym():
        os.symlink(member.linkname, target)
        os.chown(target, member.uid, member.gid, follow_symlinks=False)
        return
    source = archive.extractfile(member)
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        if source is not None:
            shutil.copyfileobj(source, file, _CHUNK)
        os.fchown(handle, member.uid, member.gid)
        os.fchmod(handle, stat.S_IMODE(member.mode))


def sizes(tops: Iterable[str], skip: Callable[[str], bool] = lambda path: False) -> Iterator[int]:
    """Of all files and folders below these; what goes meanwhile has none."""
    for top in tops:
        for path in below(top, skip):
            with contextlib.suppress(FileNotFoundError):
                seen = os.stat(path, follow_symlinks=path == top)
                yield seen.st_size if stat.S_ISREG(seen.st_mode) else 0


def free(folder: str) -> int:
    """Bytes on the disk of a folder, or of the nearest that is there."""
    while not os.path.isdir(folder):
        folder = os.path.dirname(folder)
    seen = os.statvfs(folder)
    return seen.f_bavail * seen.f_frsize
