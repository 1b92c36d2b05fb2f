# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""molecule/<scenario>/lab.yml, read and checked.

    hosts:
      edge:   {debian: 12, engine: true, groups: [registry], vars: {}}
      client: {debian: 13, engine: true, groups: [client_trust], volumes: [/srv/docker]}
    group_vars:
      registry: {registry_port: 5000}

`debian` is 12 or 13. `engine` (default false) takes the image with Docker inside. `volumes` are folders on
a file system of the engine's own, for what cannot live on overlayfs: a Docker data-root elsewhere than
/var/lib/docker. `vars` and `group_vars` go into the inventory as they are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .errors import LabError

RELEASES = (12, 13)
NAME = re.compile(r"[a-z][a-z0-9_-]{0,30}")


@dataclass(frozen=True)
class Host:
    name: str
    debian: int
    engine: bool = False
    groups: tuple[str, ...] = ()
    volumes: tuple[str, ...] = ()
    vars: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Definition:
    hosts: tuple[Host, ...]
    group_vars: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


def parse(data: Any) -> Definition:
    """Check what YAML gave. Raises LabError with every fault, one a line."""
    faults: list[str] = []
    if not isinstance(data, dict) or not isinstance(data.get("hosts"), dict) or not data["hosts"]:
        raise LabError("hosts is missing, but a lab has at least one host. Add one.")
    faults += [f"{key} is unknown. Use hosts or group_vars." for key in data if key not in ("hosts", "group_vars")]
    group_vars = data.get("group_vars") or {}
    if not isinstance(group_vars, dict) or not all(isinstance(value, dict) for value in group_vars.values()):
        faults.append("group_vars is no mapping of groups to variables. Write `group: {variable: value}`.")
    hosts = [_host(name, given, faults) for name, given in data["hosts"].items()]
    if faults:
        raise LabError("\n".join(faults))
    return Definition(tuple(hosts), group_vars)


def _host(name: Any, given: Any, faults: list[str]) -> Host:
    here = f"hosts.{name}"
    if not isinstance(name, str) or not NAME.fullmatch(name):
        faults.append(f"{here} is no name for a host. Use small letters, digits, - and _.")
    if not isinstance(given, dict):
        faults.append(f"{here} is no mapping. Write for instance `{{debian: 12, engine: true}}`.")
        return Host(str(name), 0)
    known = {"debian": int, "engine": bool, "groups": list, "volumes": list, "vars": dict}
    for key, value in given.items():
        if key not in known:
            faults.append(f"{here}.{key} is unknown. Use one of {', '.join(known)}.")
        elif not isinstance(value, known[key]):
            faults.append(f"{here}.{key} is {value!r}, but it is a {known[key].__name__}.")
    if given.get("debian") not in RELEASES:
        faults.append(f"{here}.debian is {given.get('debian')!r}, but the lab has Debian 12 and 13. Use one of these.")
    return Host(
        name=str(name),
        debian=given.get("debian", 0),
        engine=given.get("engine", False) is True,
        groups=tuple(given.get("groups") or ()),
        volumes=tuple(given.get("volumes") or ()),
        vars=given.get("vars") or {},
    )
