# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Keys that were written into a file and not loaded yet, kept until the engine has them.

An engine does not report every key. When a run ends between the write and the restart, or may not
restart, only this note lets the next run know. It lies below /run and names the engine's process:
once that is another one, the note says nothing any more, since an engine reads its file whole when
it starts. A note has digests of the values that the engine works with, never a value.
"""

from __future__ import annotations

import contextlib
import json
import os
import urllib.parse
from collections.abc import Mapping

from .._core.errors import Problem
from . import files

_FOLDER = "/run/twinstar.registry"


def read(path: str, identity: str | None) -> dict[str, str]:
    """The keys of the file that this process has not loaded, with digests of what it has."""
    if identity is None:
        return {}
    with contextlib.suppress(OSError, ValueError, TypeError, KeyError, AttributeError):
        with open(_note(path), encoding="utf-8") as file:
            note = json.load(file)
        if note["engine"] == identity:
            return {str(name): str(digest) for name, digest in note["loaded"].items()}
    return {}


def write(path: str, identity: str | None, loaded: Mapping[str, str]) -> None:
    """Only these are left; without any the note goes. Where /run is not ours, nothing is noted."""
    note = _note(path)
    with contextlib.suppress(OSError, Problem):
        if not loaded or identity is None:
            os.unlink(note)
            return
        os.makedirs(_FOLDER, mode=0o700, exist_ok=True)
        content = json.dumps({"engine": identity, "loaded": dict(sorted(loaded.items()))})
        files.replace(note, content + "\n", 0o600)


def _note(path: str) -> str:
    return os.path.join(_FOLDER, urllib.parse.quote(os.path.realpath(path), safe="") + ".json")
