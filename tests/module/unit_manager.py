# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A ``systemctl`` for one unit: the real distribution, started and stopped as systemd would.

    unit_manager.py FOLDER is-active|start|stop|restart|daemon-reload|reset-failed [UNIT]

FOLDER holds config.yml, the unit's drop-in (drop-in.conf, where one was written), the pid, and
calls: one line for each call. A file named fail-VERB makes that verb fail. A file named start-limit
does so for start and restart, until reset-failed removes it.
"""

from __future__ import annotations

import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request

PROGRAM = "docker-registry"


def main(folder: pathlib.Path, verb: str) -> int:
    with (folder / "calls").open("a") as calls:
        calls.write(f"{verb}\n")
    if (folder / f"fail-{verb}").exists():
        print(f"{verb} was told to fail", file=sys.stderr)
        return 1
    limit = folder / "start-limit"
    if verb == "reset-failed":
        limit.unlink(missing_ok=True)
    if verb in ("start", "restart") and limit.exists():
        print("start of the service was attempted too often", file=sys.stderr)
        return 1
    if verb == "is-active":
        return 0 if pid(folder) else 3
    if verb in ("stop", "restart"):
        stop(folder)
    if verb in ("start", "restart") and not pid(folder):
        start(folder)
    return 0


def pid(folder: pathlib.Path) -> int:
    path = folder / "pid"
    return int(path.read_text()) if path.exists() else 0


def start(folder: pathlib.Path) -> None:
    drop_in = folder / "drop-in.conf"
    text = drop_in.read_text() if drop_in.exists() else ""
    added = dict(pair.split("=", 1) for pair in re.findall(r'^Environment="(.*)"$', text, re.M))
    with (folder / "log").open("ab") as log:
        server = subprocess.Popen(
            [PROGRAM, "serve", str(folder / "config.yml")],
            env={**os.environ, **added},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    (folder / "pid").write_text(str(server.pid))
    address = json.loads((folder / "config.yml").read_text())["http"]["addr"]
    for _turn in range(1000):
        try:
            urllib.request.urlopen(f"http://{address}/v2/", timeout=5).close()
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.02)
        else:
            return
    raise SystemExit("the registry does not answer")


def stop(folder: pathlib.Path) -> None:
    number = pid(folder)
    if not number:
        return
    os.kill(number, signal.SIGTERM)
    while is_alive(number):
        time.sleep(0.01)
    (folder / "pid").unlink()


def is_alive(number: int) -> bool:
    try:
        text = pathlib.Path(f"/proc/{number}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
    # Nobody may have waited for it yet: a zombie is gone too.
    return text.rpartition(")")[2].split()[0] != "Z"


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1]), sys.argv[2]))
