# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The folders that the lab uses, and the lock that guards them."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from ..toolchain import environment

PROJECT = Path(__file__).resolve().parents[2]
SCENARIOS = PROJECT / "molecule"
LOGS = PROJECT / "build" / "logs"


def mark() -> str:
    """Six hexadecimal digits for this checkout, by the real path of its folder."""
    return hashlib.sha256(str(PROJECT).encode()).hexdigest()[:6]


def cache() -> Path:
    """The lab's part of the user's cache; all checkouts share it, as they share the engine."""
    return environment.cache() / "lab"


def building() -> Path:
    """For what is half done. Who holds the lock may take everything in it for left over."""
    folder = cache() / "building"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@contextlib.contextmanager
def lock() -> Iterator[None]:
    """One process at a time builds images, makes or removes labs, and sweeps.

    The kernel frees the lock of a process that dies, and no child inherits it.
    """
    cache().mkdir(parents=True, exist_ok=True)
    with (cache() / "lock").open("a+") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            handle.seek(0)
            print(f"lab: waiting for process {handle.read() or '?'}", flush=True)
            fcntl.flock(handle, fcntl.LOCK_EX)
        handle.seek(0)
        handle.truncate()
        handle.write(str(os.getpid()))
        handle.flush()
        yield
