# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Look at a host before anything is done to it. Nothing here writes, installs or starts."""

from __future__ import annotations

import contextlib
import os
import platform
import time
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from .._core import preflight
from .._core.errors import Problem
from . import engine_socket, processes
from .query import Query

# Seconds: a host on which one of these takes longer is not fit, and says so by an empty answer.
_PATIENCE = 15
# Seconds in which the engine has listed a container that starts, or forgotten one that stops.
_SETTLED = 20
_HELPER = "docker-proxy"
_PLUGIN_FOLDERS = (
    "/usr/local/lib/docker/cli-plugins",
    "/usr/local/libexec/docker/cli-plugins",
    "/usr/lib/docker/cli-plugins",
    "/usr/libexec/docker/cli-plugins",
)


def look(params: Mapping[str, Any], root: str = "/") -> dict[str, Any]:
    """The facts of this host, shaped as in ``_core.preflight``; ``root`` has /etc, /proc, /sys."""
    release = preflight.parse_os_release(
        _text(root, "etc/os-release") or _text(root, "usr/lib/os-release")
    )
    answer, ports = _engine_and_ports(params, root)
    return {
        "system": {
            **release,
            "architecture": platform.machine(),
            "python": platform.python_version(),
        },
        "memory_mib": preflight.parse_memory(_text(root, "proc/meminfo")),
        "disks": [_disk(disk["path"]) for disk in params.get("disks") or ()],
        "selinux": _selinux(root),
        "firewall": _firewall(root),
        "engine": {
            "installed": answer is not None or processes.find("dockerd") is not None,
            "running": answer is not None,
            "version": preflight.parse_version(answer["version"]) if answer else "",
        },
        "compose": _compose(),
        "ports": ports,
    }


def ask(params: Mapping[str, Any]) -> Mapping[str, Any]:
    facts = look(params)
    return {**facts, **preflight.judge(facts, params)}


HOST_PREFLIGHT = Query("host_preflight", preflight.OPTIONS, ask)


def _text(root: str, path: str) -> str:
    """A system file's text; an absent or forbidden one says nothing."""
    try:
        with open(os.path.join(root, path), encoding="utf-8", errors="replace") as file:
            return file.read()
    except OSError:
        return ""


def _disk(path: str) -> dict[str, Any]:
    there = path
    while not os.path.exists(there):
        there = os.path.dirname(there)
    status = os.statvfs(there)
    return {"path": path, "free_gib": round(status.f_bavail * status.f_frsize / 1024**3, 1)}


def _selinux(root: str) -> str:
    return {"1": "enforcing", "0": "permissive"}.get(
        _text(root, "sys/fs/selinux/enforce").strip(), "disabled"
    )


def _firewall(root: str) -> str:
    """Ufw's unit is active even when the firewall is not, so its own file is asked."""
    active = set()
    if processes.find("systemctl"):
        with contextlib.suppress(Problem):
            units = ("firewalld", "ufw", "nftables")
            states = processes.run(["systemctl", "is-active", *units], _PATIENCE).stdout.split()
            active = {unit for unit, state in zip(units, states) if state == "active"}
    if "firewalld" in active:
        return "firewalld"
    if "ufw" in active and "\nENABLED=yes" in "\n" + _text(root, "etc/ufw/ufw.conf"):
        return "ufw"
    return "nftables" if "nftables" in active else "none"


def _compose() -> dict[str, str]:
    """Compose's version, of the plugin first: that one is used where both are installed."""
    plugin = [
        os.path.join(folder, "docker-compose")
        for folder in _PLUGIN_FOLDERS
        if os.access(os.path.join(folder, "docker-compose"), os.X_OK)
    ]
    candidates = [
        *(("plugin", [path, "version", "--short"]) for path in plugin[:1]),
        ("standalone", ["docker-compose", "version", "--short"]),
    ]
    for kind, argv in candidates:
        if processes.find(argv[0]):
            with contextlib.suppress(Problem):
                version = preflight.parse_version(processes.run(argv, _PATIENCE).stdout)
                if version:
                    return {"kind": kind, "version": version}
    return {"kind": "none", "version": ""}


def _ask_engine(path: str) -> dict[str, Any] | None:
    """The engine's version and running containers, or None when nothing answers."""
    try:
        _status, version = engine_socket.ask(f"unix://{path}", "GET", "/version", _PATIENCE)
        _status, containers = engine_socket.ask(
            f"unix://{path}", "GET", "/containers/json", _PATIENCE
        )
    except Problem:
        return None
    if not isinstance(version, dict) or not isinstance(containers, list):
        return None
    return {"version": str(version.get("Version", "")), "containers": containers}


def _engine_and_ports(
    params: Mapping[str, Any], root: str
) -> tuple[dict[str, Any] | None, list[dict[str, Any]]]:
    """What the engine says, and which of the asked ports are held.

    The engine's helper holds a port a moment before the container is listed that it is for, and a
    moment longer: while it is nobody's, both are looked at again.
    """
    deadline = time.monotonic() + _SETTLED
    while True:
        answer = _ask_engine(params["docker_socket"])
        listed = preflight.published(answer["containers"] if answer else ())
        ports = list(_held(root, params.get("ports") or (), listed))
        nobodys = [each for each in ports if each["process"] == _HELPER and not each["container"]]
        if answer is None or not nobodys or time.monotonic() > deadline:
            return answer, ports
        time.sleep(0.5)


def _held(
    root: str,
    asked: Iterable[Mapping[str, Any]],
    published: Mapping[tuple[int, str], str],
) -> Iterator[dict[str, Any]]:
    """Of the asked ports those that are held, by a listening process or a publishing container.

    Without the engine's helper process (userland-proxy: false) a published port has no listener.
    """
    for wish in asked:
        port, protocol = wish["port"], wish["protocol"]
        inodes = {
            preflight.parse_sockets(_text(root, f"proc/net/{name}"), protocol).get(port)
            for name in (protocol, f"{protocol}6")
        } - {None}
        container = published.get((port, protocol), "")
        if not inodes and not container:
            continue
        pid = _owner(root, {f"socket:[{inode}]" for inode in inodes}) if inodes else 0
        process = _text(root, f"proc/{pid}/comm").strip() if pid else ""
        yield {
            "port": port,
            "protocol": protocol,
            "process": process,
            "pid": pid,
            "container": container,
        }


def _owner(root: str, sockets: set[str]) -> int:
    """Process id of who has one of the sockets open; 0 when that is not visible to this user.

    The lowest: a server's children inherit its socket.
    """
    folder = os.path.join(root, "proc")
    for pid in sorted(int(name) for name in os.listdir(folder) if name.isdigit()):
        handles = os.path.join(folder, str(pid), "fd")
        with contextlib.suppress(OSError):
            for handle in os.listdir(handles):
                with contextlib.suppress(OSError):
                    if os.readlink(os.path.join(handles, handle)) in sockets:
                        return pid
    return 0
