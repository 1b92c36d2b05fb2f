# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A Docker engine: one that answers is used, else one is started, and only that is stopped again.

The engine belongs to the machine and may serve several checkouts. So what we started is written
down in the user's cache, every run holds a shared lock while it needs the engine, and who wants to
stop it must be the last.
"""

from __future__ import annotations

import contextlib
import fcntl
import http.client
import json
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Callable

from ..lab.owner import MARKER, Run
from . import environment, processes

SOCKET = "/var/run/docker.sock"
PIDFILE = Path("/var/run/docker.pid")
CONTAINERD_PIDFILE = Path("/var/run/docker/containerd/containerd.pid")
PATIENCE = 60.0  # seconds; an engine with many images needs some to come up
SYSTEMD = Path("/run/systemd/system")


class CannotStart(Exception):
    """The sentence says what the person can do."""


class Connection(http.client.HTTPConnection):
    """HTTP over the engine's socket."""

    def __init__(self, path: str) -> None:
        super().__init__("docker", timeout=10)
        self.path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self.path)


def ask(question: str, path: str = SOCKET) -> Any:
    """The engine's answer as parsed JSON (or text), None when there is no good one."""
    connection = Connection(path)
    try:
        connection.request("GET", question)
        answer = connection.getresponse()
        body = answer.read().decode()
        if answer.status != 200:
            return None
        return json.loads(body) if body[:1] in "[{" else body
    except (OSError, http.client.HTTPException, ValueError):
        return None
    finally:
        connection.close()


def elsewhere() -> str:
    """The engine that the person chose, empty when it is the machine's own."""
    host = os.environ.get("DOCKER_HOST", "")
    return "" if host in ("", f"unix://{SOCKET}", "unix:///run/docker.sock") else host


def answers() -> bool:
    return ask("/_ping") is not None


def stale(pidfile: Path, program: str) -> bool:
    """Whether the file names a process that is gone, a zombie, or some other program.

    After a kill -9 the pidfile stays and blocks the next start. PID 1 may reap late, so a zombie
    counts as gone although a signal still reaches it.
    """
    try:
        pid = int(pidfile.read_text())
    except FileNotFoundError:
        return False
    except ValueError:
        return True
    process = processes.identify(pid)
    if process is None:
        return True
    try:
        name = Path(f"/proc/{pid}/comm").read_text().strip()
    except OSError:
        return True
    return name != program


def record() -> Path:
    return environment.cache() / "engine.json"


def started_by_us() -> dict[str, str]:
    """What the record says of an engine that still runs, else nothing."""
    try:
        said: dict[str, str] = json.loads(record().read_text())
        pid, started = said["process"].split(":")
        return said if Run(int(pid), int(started)).alive else {}
    except (OSError, ValueError, KeyError):
        return {}


def main_pid() -> int | None:
    """The process id of the engine that answers."""
    try:
        return int(PIDFILE.read_text())
    except (OSError, ValueError):
        return None


def wait(until: Callable[[], bool], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while not until():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


def orphaned_containerd() -> list[Run]:
    """The containerd of an engine that is gone. The next engine would wait for it in vain."""
    try:
        pid = int(CONTAINERD_PIDFILE.read_text())
        name = Path(f"/proc/{pid}/comm").read_text().strip()
    except (OSError, ValueError):
        return []
    process = processes.identify(pid)
    return [process] if process is not None and name == "containerd" else []


def launch(log: Path) -> subprocess.Popen[bytes]:
    """Start the engine's own program, in a session of its own that outlives ours.

    For when no engine runs: what a killed one left is cleared away first.
    """
    processes.end(orphaned_containerd())
    for pidfile, program in ((PIDFILE, "dockerd"), (CONTAINERD_PIDFILE, "containerd")):
        if stale(pidfile, program):
            pidfile.unlink()
    kept = {name: value for name, value in os.environ.items() if name != MARKER}
    folders = kept.get("PATH", "") + ":/usr/local/sbin:/usr/sbin:/sbin"
    dockerd = shutil.which("dockerd", path=folders)
    if dockerd is None:
        raise CannotStart("No dockerd is installed. Run: make setup")
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as out:
        return subprocess.Popen(
            [dockerd],
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            start_new_session=True,
            env={**kept, "PATH": folders},
        )


def start_program(log: Path) -> None:
    """Start dockerd, or wait for one that is just coming up."""
    if PIDFILE.exists() and not stale(PIDFILE, "dockerd"):
        if not wait(answers, PATIENCE):
            raise CannotStart(
                f"dockerd runs as process {main_pid()}, but has not answered on {SOCKET} for"
                f" {PATIENCE:.0f} s. End it, then run this again."
            )
        return
    started = launch(log)
    if wait(lambda: answers() or started.poll() is not None, PATIENCE) and answers():
        return
    print(log.read_text(errors="replace")[-4000:])
    if started.poll() is None:
        processes.end([one for one in [processes.identify(started.pid)] if one])
    raise CannotStart(
        f"dockerd does not come up. Its last words stand above, all of them in {log}."
    )


def start(log: Path, keep: bool, say: Callable[[str], None] = print) -> None:
    """See that an engine answers. `keep`: it is to outlive the run that started it."""
    if elsewhere():
        if subprocess.run(["docker", "version"], stdout=subprocess.DEVNULL, check=False).returncode:
            raise CannotStart(f"DOCKER_HOST is {elsewhere()}, but no engine answers there.")
        say(f"the engine is {elsewhere()}")
        return
    if answers():
        said = started_by_us()
        say(f"an engine answers ({ask('/version')['Version']}){', ours' if said else ''}")
        if said and keep and not said["keep"]:
            record().write_text(json.dumps({**said, "keep": "yes"}))
        return
    if SYSTEMD.is_dir():
        how = "systemd"
        started = subprocess.run(["systemctl", "start", "docker"], check=False)
        if started.returncode or not wait(answers, PATIENCE):
            raise CannotStart("docker.service does not come up. See: journalctl --unit docker")
    else:
        how = "dockerd"
        start_program(log)
    pid = main_pid()
    process = processes.identify(pid) if pid is not None else None
    if process is not None:
        record().parent.mkdir(parents=True, exist_ok=True)
        record().write_text(
            json.dumps({"process": str(process), "how": how, "keep": "yes" if keep else ""})
        )
    say(f"started an engine ({ask('/version')['Version']})")


@contextlib.contextmanager
def needed() -> Iterator[None]:
    """Hold the engine while it is used: nobody who asks stops it meanwhile."""
    environment.cache().mkdir(parents=True, exist_ok=True)
    with (environment.cache() / "engine.lock").open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_SH)
        yield


def is_needed() -> bool:
    """Whether a run of any checkout holds the engine just now."""
    try:
        with (environment.cache() / "engine.lock").open("a") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False


def stop(also_kept: bool) -> str:
    """Stop the engine if we started it and nobody needs it. Returns a sentence, or nothing."""
    said = started_by_us()
    if not said or (said["keep"] and not also_kept):
        return ""
    with (environment.cache() / "engine.lock").open("a") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return "The engine is left running: another run uses it."
        running = ask("/containers/json")
        if running:
            return f"The engine is left running: {len(running)} containers run in it."
        if said["how"] == "systemd":
            subprocess.run(["systemctl", "stop", "docker.socket", "docker"], check=False)
        else:
            pid, started = said["process"].split(":")
            processes.end([Run(int(pid), int(started))], grace=30)
        record().unlink()
    return "The engine is stopped, as it was before."
