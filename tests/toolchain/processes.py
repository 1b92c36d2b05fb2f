# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Processes: who they are, which run they belong to, and how they end."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Callable

from ..lab.owner import MARKER, Run, is_dead, parse_stat

GRACE = 10.0  # seconds between the polite and the other signal


def identify(pid: int) -> Run | None:
    """The process with this id, or None when there is none that still runs."""
    try:
        state, started = parse_stat(Path(f"/proc/{pid}/stat").read_text())
    except (OSError, ValueError):
        return None
    return None if state in "ZX" else Run(pid, started)


def owner_of(pid: int) -> str:
    """The run that started this process, as said in its environment; empty when none did."""
    try:
        environment = Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
    except OSError:
        return ""
    for entry in environment:
        if entry.startswith(MARKER.encode() + b"="):
            return entry.partition(b"=")[2].decode(errors="replace")
    return ""


def namespace(pid: int | str) -> str:
    """In which world of process ids it lives; empty when that cannot be seen."""
    try:
        return os.readlink(f"/proc/{pid}/ns/pid")
    except OSError:
        return ""


def owned(belongs: Callable[[str], bool]) -> list[Run]:
    """The running processes, but for this one, whose owner `belongs`.

    We see those inside containers too, but a run there is named by ids of another world: who looks
    for it among ours finds it dead.
    """
    found = []
    here = namespace("self")
    for folder in Path("/proc").glob("[0-9]*"):
        pid = int(folder.name)
        owner = owner_of(pid) if pid != os.getpid() else ""
        ours = bool(owner) and namespace(pid) == here and belongs(owner)
        process = identify(pid) if ours else None
        if process is not None:
            found.append(process)
    return found


def end(processes: Iterable[Run], grace: float = GRACE) -> None:
    """Ask each to end, and make those end that have not after `grace` seconds."""
    left = list(processes)
    for number in (signal.SIGTERM, signal.SIGKILL):
        for process in left:
            if process.alive:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(process.pid, number)
        deadline = time.monotonic() + grace
        while any(process.alive for process in left) and time.monotonic() < deadline:
            time.sleep(0.05)
        left = [process for process in left if process.alive]
        if not left:
            return


def end_orphans() -> int:
    """End what runs that are over left behind, and return how many processes that were."""
    orphans = owned(is_dead)
    end(orphans)
    return len(orphans)
