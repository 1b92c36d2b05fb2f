# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The folders that the lab uses, and the lock that guards them."""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
INVENTORIES = PROJECT / "inventories" / "lab"
LOGS = PROJECT / "build" / "logs"


def cache() -> Path:
    """The user's cache folder for this project; images are shared by all checkouts."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "twinstar" / "lab"


@contextlib.contextmanager
def lock() -> Iterator[None]:
    """One at a time builds images, makes labs and sweeps. The kernel frees the lock of a dead process."""
    cache().mkdir(parents=True, exist_ok=True)
    with (cache() / "lock").open("a+") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            handle.seek(0)
            print(f"waiting for process {handle.read().strip() or '?'}, which works on the lab", flush=True)
            fcntl.flock(handle, fcntl.LOCK_EX)
        handle.seek(0)
        handle.truncate()
        handle.write(str(os.getpid()))
        handle.flush()
        yield
