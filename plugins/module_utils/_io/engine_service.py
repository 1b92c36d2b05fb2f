# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How the engine is started, told to reload and restarted: by systemd, or by a signal."""

from __future__ import annotations

import contextlib
import glob
import os
import re
import signal
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .._core.engine_log import complaint, refusal
from .._core.errors import Refused
from .._core.unit_flags import Flag, command_flags, environment_files, flags
from . import engine, processes

_SYSTEMD = "/run/systemd/system"
_DEFAULT_FILE = "/etc/docker/daemon.json"
_DEFAULT_PIDFILE = "/var/run/docker.pid"
_DEFAULT_SOCKETS = ("unix:///var/run/docker.sock", "unix:///run/docker.sock")
# systemctl show answers at once; reload and restart wait for the engine, which takes its time.
_QUICK = 30
_PATIENT = 300


@dataclass(frozen=True)
class Service:
    """What is known of the engine on this host.

    is_unit   systemd knows the service, and it is the service's engine that is asked
    is_there  an engine may be asked at docker_host; False for a stopped service, since its
              socket would start it
    pid       the engine's process, where it is known
    flags     with which it is started
    reads     its configuration file, where that is known
    """

    name: str
    is_unit: bool = False
    is_there: bool = True
    pid: int | None = None
    flags: tuple[Flag, ...] = ()
    reads: str | None = None
    properties: Mapping[str, str] = field(default_factory=dict)

    @property
    def identity(self) -> str | None:
        """One process, and no other that has its number later; None where it is unknown."""
        if self.pid is None:
            return None
        with contextlib.suppress(OSError, IndexError):
            with open(f"/proc/{self.pid}/stat", encoding="utf-8", errors="replace") as file:
                started = file.read().rpartition(")")[2].split()[19]
            return f"{self.pid}:{started}"
        return None

    @property
    def reload_lacks(self) -> str | None:
        """Why the unit cannot reload: a minimal host has no /bin/kill, which units use for it."""
        if not self.is_unit:
            return "there is no unit"
        found = re.search(r"path=(\S+)", self.properties.get("ExecReload", ""))
        if found is None:
            return "the unit has no ExecReload"
        return None if os.path.exists(found.group(1)) else f"there is no {found.group(1)}"

    def reload(self) -> None:
        """Send it; the engine reads its file a moment later. A signal goes where no unit helps."""
        lack = self.reload_lacks
        if lack is None:
            done = processes.run(["systemctl", "reload", self.name], _PATIENT)
            if done.returncode == 0:
                return
            lack = done.last_words
        if self.pid is None:
            raise Refused(f"reload {self.name}: {lack}. Look at 'systemctl status {self.name}'.")
        try:
            os.kill(self.pid, signal.SIGHUP)
        except OSError as error:
            raise Refused(
                f"reload {self.name}: {lack}, and process {self.pid} takes no signal: "
                f"{error.strerror}. Run as root."
            ) from None

    def restart(self) -> None:
        """Returns when the engine is ready. Raises Refused with the last error of its log."""
        since = _now(self.name)
        if self.properties.get("NeedDaemonReload") == "yes":
            processes.run(["systemctl", "daemon-reload"], _PATIENT)
        # A service that was restarted often in a short time is not started without this.
        processes.run(["systemctl", "reset-failed", self.name], _QUICK)
        done = processes.run(["systemctl", "restart", self.name], _PATIENT)
        if done.returncode != 0:
            words = self.complaint(since) or done.last_words
            raise Refused(f"restart {self.name}: {words.rstrip('.')}.")

    def complaint(self, since: str) -> str | None:
        """The last error in the engine's log since the moment that ``log_mark`` gave."""
        for _turn in range(5):
            found = complaint(self._log(since))
            if found or not self.is_unit:
                return found
            # The journal may still be busy with the last words of a process that has ended.
            processes.run(["journalctl", "--sync"], _QUICK)
            time.sleep(0.2)
        return None

    def refusal(self, since: str) -> str | None:
        """What its log says of a reload that it does not carry out."""
        return refusal(self._log(since))

    def _log(self, since: str) -> list[str]:
        if not self.is_unit or processes.find("journalctl") is None:
            return []
        start = f"--after-cursor={since}" if since else "--lines=50"
        words = ["journalctl", "--unit", self.name, "--identifier=dockerd", start]
        done = processes.run([*words, "--output=cat", "--quiet", "--no-pager"], _QUICK)
        return done.stdout.splitlines()

    def log_mark(self) -> str:
        """Where the engine's log ends now."""
        return _now(self.name) if self.is_unit else ""


def _now(name: str) -> str:
    if processes.find("journalctl") is None:
        return ""
    done = processes.run(
        ["journalctl", "--unit", name, "--lines=0", "--show-cursor", "--quiet", "--no-pager"],
        _QUICK,
    )
    found = re.search(r"-- cursor: (\S+)", done.stdout)
    return found.group(1) if found else ""


def find(params: Mapping[str, Any], pidfile: str | None) -> Service:
    """``pidfile`` as the engine's configuration file names it, where it does."""
    name, docker_host = params["service"], params["docker_host"]
    unit = _unit(name)
    if unit is not None:
        active = unit.get("ActiveState") in ("active", "reloading", "activating", "deactivating")
        usual = docker_host in _DEFAULT_SOCKETS
        if active and (usual or engine.process_of(docker_host) in (1, _main_pid(unit))):
            return _as_unit(name, unit, is_there=True)
        if not active and usual and _unit_is_active(f"{name}.socket"):
            return _as_unit(name, unit, is_there=False)
        if not active and engine.process_of(docker_host) is None:
            return _as_unit(name, unit, is_there=False)
    pid = _process(docker_host, pidfile)
    if pid is None:
        return Service(name)
    words = _command_line(pid)
    started = tuple(command_flags(words, f"the running engine (process {pid})"))
    # An engine of a user's own reads a file in his home.
    known = _is_roots(pid) or any(flag.name == "--config-file" for flag in started)
    return Service(name, pid=pid, flags=started, reads=_reads(started) if known else None)


def _as_unit(name: str, unit: Mapping[str, str], *, is_there: bool) -> Service:
    paths = [unit.get("FragmentPath", ""), *unit.get("DropInPaths", "").split()]
    files = [(path, _text(path)) for path in paths if path]
    environment = [
        (path, _text(path))
        for pattern in environment_files(files)
        for path in sorted(glob.glob(pattern))
    ]
    started = tuple(flags(files, environment))
    return Service(
        name,
        is_unit=True,
        is_there=is_there,
        pid=_main_pid(unit),
        flags=started,
        reads=_reads(started),
        properties=unit,
    )


def _unit(name: str) -> dict[str, str] | None:
    if not os.path.isdir(_SYSTEMD) or processes.find("systemctl") is None:
        return None
    wanted = "LoadState,ActiveState,MainPID,FragmentPath,DropInPaths,ExecReload,NeedDaemonReload"
    done = processes.run(["systemctl", "show", name, f"--property={wanted}"], _QUICK)
    found = dict(line.split("=", 1) for line in done.stdout.splitlines() if "=" in line)
    return found if found.get("LoadState") in ("loaded", "masked") else None


def _unit_is_active(name: str) -> bool:
    return processes.run(["systemctl", "is-active", "--quiet", name], _QUICK).returncode == 0


def _main_pid(unit: Mapping[str, str]) -> int | None:
    pid = unit.get("MainPID", "0")
    return int(pid) if pid.isdigit() and pid != "0" else None


def _process(docker_host: str, pidfile: str | None) -> int | None:
    """The engine's process: who opened its socket; where systemd did, whom the pidfile names."""
    opener = engine.process_of(docker_host)
    if opener is not None and opener != 1:
        return opener if _is_engine(opener) else None
    with contextlib.suppress(OSError, ValueError):
        with open(pidfile or _DEFAULT_PIDFILE, encoding="utf-8") as file:
            pid = int(file.read().strip())
        local = opener == 1 or docker_host.startswith(("tcp://127.", "tcp://localhost"))
        return pid if local and _is_engine(pid) else None
    return None


def _is_engine(pid: int) -> bool:
    with contextlib.suppress(OSError), open(f"/proc/{pid}/comm", encoding="utf-8") as file:
        return file.read().strip() == "dockerd"
    return False


def _is_roots(pid: int) -> bool:
    with contextlib.suppress(OSError):
        return os.stat(f"/proc/{pid}").st_uid == 0
    return False


def _command_line(pid: int) -> list[str]:
    with contextlib.suppress(OSError), open(f"/proc/{pid}/cmdline", "rb") as file:
        return file.read().decode("utf-8", "replace").split("\0")
    return []


def _reads(started: tuple[Flag, ...]) -> str:
    named = [flag.value for flag in started if flag.name == "--config-file" and flag.value]
    return named[-1] if named else _DEFAULT_FILE


def _text(path: str) -> str:
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read()
    except OSError:
        return ""
