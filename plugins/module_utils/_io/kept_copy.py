# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A copy of files that a program is about to overwrite, and how they come back.

Coming back takes renames only, so it works on a full disk, and folders stay the ones that running
containers have mounted. Owners and modes are kept. The list is written last and removed first:
where there is one, the copy is whole, and what it was made for has not come to its end.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import stat
from collections.abc import Iterator, Sequence
from typing import Any

from .._core.errors import Refused
from . import files

_LIST = "list.json"
_FILES = "files"


class KeptCopy:
    """Of the files and folders ``names`` below ``root``; the copy lies in ``place``, on the same
    file system."""

    def __init__(self, root: str, names: Sequence[str], place: str) -> None:
        self._root, self._names, self._place = root, tuple(names), place

    @property
    def is_there(self) -> bool:
        return os.path.exists(os.path.join(self._place, _LIST))

    def make(self) -> None:
        self.discard()  # half a copy, of a run that was killed
        if not os.path.isdir(self._root):
            return
        try:
            os.mkdir(self._place, 0o700)
            os.mkdir(os.path.join(self._place, _FILES), 0o700)
            for number, name in enumerate(self._found()):
                source = os.path.join(self._root, name)
                if not stat.S_ISDIR(os.lstat(source).st_mode):
                    _copy(source, os.path.join(self._place, _FILES, str(number)))
            files.replace(os.path.join(self._place, _LIST), json.dumps(self._listed()), 0o600)
        except OSError as error:
            self.discard()
            raise Refused(
                f"keep a copy of {self._root}: {error.strerror}. "
                "Free some space, or check its rights; nothing was changed."
            ) from None

    def put_back(self) -> None:
        """Also a second time, where the first one was killed."""
        if not self.is_there:
            return
        listed = json.loads(files.read_text(os.path.join(self._place, _LIST)) or "[]")
        try:
            for number, entry in enumerate(listed):
                self._put_back(entry, os.path.join(self._place, _FILES, str(number)))
            wanted = {entry["name"] for entry in listed}
            for name in reversed(self._found()):
                if name not in wanted:
                    files.remove_whole(os.path.join(self._root, name))
        except OSError as error:
            raise Refused(
                f"put {self._root} back as it was: {error.strerror}. Its copy is in {self._place}; "
                "run again when that is mended."
            ) from None
        self.discard()

    def discard(self) -> None:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(os.path.join(self._place, _LIST))
        shutil.rmtree(self._place, ignore_errors=True)

    def _put_back(self, entry: dict[str, Any], copy: str) -> None:
        target = os.path.join(self._root, entry["name"])
        if entry["folder"]:
            if not os.path.isdir(target):
                files.remove_whole(target)
                os.mkdir(target)
            os.chown(target, entry["uid"], entry["gid"])
            os.chmod(target, entry["mode"])
        elif os.path.lexists(copy):
            if os.path.isdir(target) and not os.path.islink(target):
                shutil.rmtree(target)
            os.rename(copy, target)

    def _listed(self) -> list[dict[str, Any]]:
        listed = []
        for name in self._found():
            seen = os.lstat(os.path.join(self._root, name))
            listed.append(
                {
                    "name": name,
                    "folder": stat.S_ISDIR(seen.st_mode),
                    "mode": stat.S_IMODE(seen.st_mode),
                    "uid": seen.st_uid,
                    "gid": seen.st_gid,
                }
            )
        return listed

    def _found(self) -> list[str]:
        """Folders before what is in them."""
        found: list[str] = []
        for name in self._names:
            path = os.path.join(self._root, name)
            if os.path.lexists(path):
                found += [os.path.relpath(each, self._root) for each in _below(path)]
        return found


def _below(path: str) -> Iterator[str]:
    yield path
    if os.path.isdir(path) and not os.path.islink(path):
        for name in sorted(os.listdir(path)):
            yield from _below(os.path.join(path, name))


def _copy(source: str, target: str) -> None:
    seen = os.lstat(source)
    shutil.copy2(source, target, follow_symlinks=False)
    os.chown(target, seen.st_uid, seen.st_gid, follow_symlinks=False)
    if not stat.S_ISLNK(seen.st_mode):
        os.chmod(target, stat.S_IMODE(seen.st_mode))
