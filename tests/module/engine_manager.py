# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A ``systemctl`` and a ``journalctl`` for one unit: a test's own engine.

    engine_manager.py FOLDER systemctl|journalctl ARGUMENT …

FOLDER holds what tests.module.engine made (docker.pid, log, command) and unit, the properties that
``systemctl show`` tells; calls gets one line for each call.
"""

from __future__ import annotations

import contextlib
import json
import os
import pathlib
import signal
import subprocess
import sys
import time

PATIENCE = 3000  # hundredths of a second


def main(folder: pathlib.Path, program: str, words: list[str]) -> int:
    if program == "journalctl":
        return journal(folder, words)
    verb = words[0]
    with (folder / "calls").open("a") as calls:
        calls.write(f"{verb}\n")
    if verb == "show":
        properties = json.loads((folder / "unit").read_text())
        properties.setdefault("ActiveState", "active" if pid(folder) else "inactive")
        properties["MainPID"] = pid(folder)
        print("\n".join(f"{name}={value}" for name, value in properties.items()))
    elif verb == "is-active":
        return 0 if (folder / "socket-is-active").exists() else 3
    elif verb == "reload":
        os.kill(pid(folder), signal.SIGHUP)
    elif verb == "restart":
        return restart(folder)
    return 0


def journal(folder: pathlib.Path, words: list[str]) -> int:
    """A cursor is the length of the log so far."""
    log = (folder / "log").read_text()
    if "--show-cursor" in words:
        print(f"-- cursor: {len(log)}")
    for word in words:
        if word.startswith("--after-cursor="):
            lines = log[int(word.partition("=")[2]) :].splitlines()
            print("\n".join(line for line in lines if not line.startswith("---")))
    return 0


def restart(folder: pathlib.Path) -> int:
    old = pid(folder)
    if old:
        os.kill(old, signal.SIGTERM)
        while pid(folder) == old:
            time.sleep(0.01)
    for stale in ("docker.pid", "docker.sock"):
        (folder / stale).unlink(missing_ok=True)
    start = len((folder / "log").read_text())
    with (folder / "log").open("ab") as log:
        engine = subprocess.Popen(
            json.loads((folder / "command").read_text()),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    for _turn in range(PATIENCE):
        if "API listen on" in (folder / "log").read_text()[start:]:
            return 0
        if engine.poll() is not None:
            print("Job failed. See the journal for details.", file=sys.stderr)
            return 1
        time.sleep(0.01)
    return 1


def pid(folder: pathlib.Path) -> int:
    """The engine's process, or 0: a pidfile may be stale, and a zombie is gone."""
    with contextlib.suppress(OSError, ValueError):
        number = int((folder / "docker.pid").read_text())
        status = pathlib.Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0]
        return 0 if status == "Z" else number
    return 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3:]))
