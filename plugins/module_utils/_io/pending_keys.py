# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Keys that were written into a file and not loaded yet, kept until the engine has them.

An engine does not report every key. When a run ends between the write and the restart, or may not
restart, only this note lets the next run know. It lies below /run and names the engine's process:
once that is another one, the note says nothing any more, since an engine reads its file whole when
it starts.
"""

from __future__ import annotations

import contextlib
import json
import os
import urllib.parse
from collections.abc import Iterable

from .._core.errors import Problem
from . import files

_FOLDER = "/run/twinstar.registry"


def read(path: str, identity: str | None) -> set[str]:
    """The keys of the file that this process has not loaded."""
    if identity is None:
        return set()
    with contextlib.suppress(OSError, ValueError, TypeError, KeyError):
        with open(_note(path), encoding="utf-8") as file:
            note = json.load(file)
        if note["engine"] == identity:
            return {str(name) for name in note["keys"]}
    return set()


def write(path: str, identity: str | None, names: Iterable[str]) -> None:
    """Only these are left; without any the note goes. Where /run is not ours, nothing is noted."""
    keys = sorted(names)
    note = _note(path)
    with contextlib.suppress(OSError, Problem):
        if not keys or identity is None:
            os.unlink(note)
            return
        os.makedirs(_FOLDER, mode=0o755, exist_ok=True)
        files.replace(note, json.dumps({"engine": identity, "keys": keys}) + "\n", 0o644)


def _note(path: str) -> str:
    return os.path.join(_FOLDER, urllib.parse.quote(os.path.realpath(path), safe="") + ".json")
