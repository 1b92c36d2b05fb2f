# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Look at a host that shall have a Harbor. Nothing here stays, installs or starts."""

from __future__ import annotations

import contextlib
import os
import re
import socket
import tempfile
from collections.abc import Mapping
from typing import Any

from .._core import harbor_preflight as core
from .._core.errors import Problem, Refused
from . import engine_socket, preflight, processes
from .query import Query

_PATIENCE = 15  # seconds
_HARBOR_UID = 10000
_RELEASE = re.compile(r"v?(\d+\.\d+\.\d+)")


def look(params: Mapping[str, Any], root: str = "/") -> dict[str, Any]:
    """The facts of this host, shaped as in ``_core.harbor_preflight``."""
    # Before the containers, whose ports it may have waited for.
    general = preflight.look(core.wishes(params, ()), root)
    every = _ask(params, "/containers/json?all=1", [])
    info = _ask(params, "/info", {})
    containers = [each for each in map(_container, every) if each["name"] in core.NAMES]
    images = {_name(each): str(each.get("Image", "")) for each in every}
    docker = processes.find("docker")
    hostname = params.get("hostname")
    return {
        **general,
        "cpus": os.cpu_count() or 1,
        "installed": _installed(params["install_dir"], images.get("harbor-core", "")),
        "containers": containers,
        "live_restore": bool(info.get("LiveRestoreEnabled")),
        "snap": bool(docker and "/snap/" in f"{docker} {os.path.realpath(docker)}"),
        "podman": bool(docker) and _is_podman(),
        "addresses": _addresses(hostname) if hostname else [],
        "chown": _chown(params["data_volume"]),
        "environment": [name for name in core.ENVIRONMENT if os.environ.get(name)],
    }


def ask(params: Mapping[str, Any]) -> Mapping[str, Any]:
    facts = look(params)
    verdict = core.judge(facts, params)
    if params["fail"]:
        failures = [each["text"] for each in verdict["findings"] if each["level"] == "failure"]
        if failures:
            raise Refused(failures)
    return {**facts, **verdict}


HARBOR_PREFLIGHT = Query("harbor_preflight", core.OPTIONS, ask)


def _ask(params: Mapping[str, Any], path: str, nothing: Any) -> Any:
    """The engine's answer; nothing where none answers."""
    try:
        _status, answer = engine_socket.ask(
            f"unix://{params['docker_socket']}", "GET", path, _PATIENCE
        )
    except Problem:
        return nothing
    return answer if isinstance(answer, type(nothing)) else nothing


def _name(container: Mapping[str, Any]) -> str:
    return str((container.get("Names") or ["/?"])[0]).lstrip("/")


def _container(container: Mapping[str, Any]) -> dict[str, str]:
    labels = container.get("Labels") or {}
    return {
        "name": _name(container),
        "project": str(labels.get("com.docker.compose.project", "")),
        "folder": str(labels.get("com.docker.compose.project.working_dir", "")),
        "state": str(container.get("State", "")),
    }


def _installed(install_dir: str, image: str) -> str:
    """By the link that says which version is the current one, or by the image that runs."""
    with contextlib.suppress(OSError):
        target = os.readlink(os.path.join(install_dir, "current"))
        for part in target.split("/"):
            found = _RELEASE.fullmatch(part)
            if found:
                return found[1]
    found = _RELEASE.match(image.rpartition(":")[2])
    return found[1] if found else ""


def _is_podman() -> bool:
    with contextlib.suppress(Problem):
        return "podman" in processes.run(["docker", "--version"], _PATIENCE).stdout.lower()
    return False


def _addresses(hostname: str) -> list[str]:
    try:
        found = socket.getaddrinfo(hostname, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return []
    return sorted({str(address[4][0]).partition("%")[0] for address in found})


def _chown(path: str) -> str:
    """What the file system says when a file gets another owner; empty when it obeys, or when only
    root could tell. The file has no name, so it is gone whatever happens."""
    if os.geteuid() != 0:
        return ""
    there = os.path.abspath(path)
    while not os.path.isdir(there):
        there = os.path.dirname(there)
    try:
        with tempfile.TemporaryFile(dir=there) as file:
            os.fchown(file.fileno(), _HARBOR_UID, _HARBOR_UID)
            owner = os.fstat(file.fileno()).st_uid
    except OSError as error:
        return str(error.strerror)
    return "" if owner == _HARBOR_UID else f"it stays with user {owner}"
