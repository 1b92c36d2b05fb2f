# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The docker-compose.yml that prepare renders: which service reads which files of the host.

Compose makes a container anew when its settings or its environment changed; what a mounted file
says, it does not see. So each service gets a label with the digest of all that it reads: a changed
file is a changed setting then, for our own runs, for systemd's unit and for a person alike.
"""

from __future__ import annotations

import hashlib
import json
import posixpath
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .errors import InputError, LibraryMissing

FILE = "docker-compose.yml"
LABEL = "twinstar.registry.reads"


@dataclass(frozen=True)
class Service:
    """``reads`` are the files and folders of the host whose change is a change of the service."""

    name: str
    container: str
    image: str
    reads: tuple[str, ...]
    label: str
    ports: tuple[str, ...]


def parsed(text: str, path: str) -> dict[str, Any]:
    """A YAML file that is a mapping. Raises InputError with line and column."""
    try:
        import yaml
    except ImportError:
        raise LibraryMissing("yaml", "python3-yaml", "PyYAML") from None
    try:
        document = yaml.safe_load(text)
    except yaml.YAMLError as error:
        # Its own words quote the line, which may hold a password.
        mark = getattr(error, "problem_mark", None)
        where = f", line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        raise InputError(f"{path}{where}: that is no YAML. Correct it.") from None
    if not isinstance(document, dict):
        raise InputError(f"{path} is no mapping of keys to values. Correct it.")
    return document


def services(document: Mapping[str, Any], folder: str, data_volume: str) -> tuple[Service, ...]:
    """In the order of the file. ``folder`` is that of the file, where relative paths begin."""
    found = []
    for name, block in (document.get("services") or {}).items():
        found.append(
            Service(
                name=name,
                container=str(block.get("container_name") or name),
                image=str(block.get("image") or ""),
                reads=_reads(block, folder, data_volume),
                label=str((block.get("labels") or {}).get(LABEL) or ""),
                ports=tuple(str(port) for port in block.get("ports") or ()),
            )
        )
    return tuple(found)


def mount_points(document: Mapping[str, Any], folder: str) -> frozenset[str]:
    """Empty files and folders of the host that the engine makes, to mount something there.

    The folder of the registry's settings is mounted, and a certificate into it: so there comes to
    lie a root.crt that nobody has written.
    """
    found = set()
    for block in (document.get("services") or {}).values():
        mounts = [_mount(volume) for volume in block.get("volumes") or ()]
        for source, target in mounts:
            for _inner, within in mounts:
                if within != target and _within(within, target):
                    place = posixpath.relpath(within, target)
                    found.add(posixpath.join(_absolute(source, folder), place))
    return frozenset(found)


def _mount(volume: Any) -> tuple[str, str]:
    """Where it comes from, and where it is in the container."""
    if isinstance(volume, str):
        source, target = [*volume.split(":"), ""][:2]
    else:
        source, target = str(volume.get("source") or ""), str(volume.get("target") or "")
    return source, posixpath.normpath(target)


def _reads(block: Mapping[str, Any], folder: str, data_volume: str) -> tuple[str, ...]:
    # Of trivy-adapter it is a string, of all others a list.
    env = block.get("env_file") or ()
    paths = [_absolute(each, folder) for each in ([env] if isinstance(env, str) else env)]
    for volume in block.get("volumes") or ():
        short = isinstance(volume, str)
        source = volume.split(":")[0] if short else str(volume.get("source") or "")
        path = _absolute(source, folder)
        if _is_configuration(path, folder, data_volume, short=short):
            paths.append(path)
    return tuple(dict.fromkeys(paths))


def _is_configuration(path: str, folder: str, data_volume: str, *, short: bool) -> bool:
    """Whether it is a setting, and no place of data that change while Harbor runs."""
    data = posixpath.normpath(data_volume)
    if _within(path, f"{folder}/common") or _within(path, f"{data}/secret"):
        return True
    # A key file of Google's storage or a CA may lie anywhere; logs are mounted in short form.
    return not short and not _within(path, data)


def _absolute(path: str, folder: str) -> str:
    return posixpath.normpath(posixpath.join(folder, path))


def _within(path: str, folder: str) -> bool:
    return path == folder or path.startswith(f"{folder.rstrip('/')}/")


def digest_of(block: Mapping[str, Any], reads: Mapping[str, str]) -> str:
    """Of all that makes a service what it is: its settings, and the digests of what it reads."""
    own = {key: value for key, value in block.items() if key != "labels"}
    text = json.dumps([own, dict(sorted(reads.items()))], sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def labelled(document: Mapping[str, Any], digests: Mapping[str, str]) -> dict[str, Any]:
    """The document with each service's digest as its label."""
    marked = {}
    for name, block in document["services"].items():
        labels = {**(block.get("labels") or {}), LABEL: digests[name]}
        marked[name] = {**block, "labels": labels}
    return {**document, "services": marked}


def written(document: Mapping[str, Any]) -> str:
    import yaml

    text: str = yaml.safe_dump(dict(document), sort_keys=False, default_flow_style=False)
    return f"# Rendered by prepare; the labels are of twinstar.registry.\n{text}"


def published(ports: tuple[str, ...], inside: int) -> tuple[str, int] | None:
    """Address and port of the host that lead to a container's port."""
    for port in ports:
        host, _colon, target = port.rpartition(":")
        if target.partition("/")[0] == str(inside) and host:
            address, _colon, number = host.rpartition(":")
            if number.isdecimal():
                return address.strip("[]") or "127.0.0.1", int(number)
    return None
