# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""molecule/<scenario>/lab.yml, read and checked.

    hosts:
      edge:   {debian: 12, engine: true, groups: [registry], vars: {}}
      client: {debian: 13, engine: true, groups: [client_trust], volumes: [/srv/docker]}
    group_vars:
      client_trust:
        my_edge: "{{ hostvars['edge'].lab_address }}:5000"
    wide: true

`debian` is 12 or 13. `engine` (false when left out) takes the image with Docker inside. `volumes`
are folders on the machine's own file system, for what overlayfs cannot hold: a Docker data-root
elsewhere than /var/lib/docker. `installers` are versions of Harbor: their installers (the double's,
or those in the folder that HARBOR_INSTALLER names) are in lab_installers, by version, each with its
path and its sha256. `vars` and `group_vars` go into the inventory as they are. `wide` leaves the
scenario to `make test-all`, and `swapped: false` lets its hosts keep their releases there; the lab
itself takes no notice of both.

A host knows no other by name. That harbor.abc.com is the hub is for a role to write into
/etc/hosts. The inventory has the hub's address as a variable of its own, lab_address; lab_debian is
the release.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from .errors import LabError

RELEASES = (12, 13)
NAME = re.compile(r"[a-z][a-z0-9_-]{0,30}")
KEYS = {
    "debian": int,
    "engine": bool,
    "groups": list,
    "volumes": list,
    "installers": list,
    "vars": dict,
}
# Of the scenario, not of its hosts: true or false, read by tests/run.py.
_FOR_THE_RUNNER = ("wide", "swapped")
WORDS = {int: "a number", bool: "true or false", list: "a list", dict: "a mapping"}


@dataclass(frozen=True)
class Host:
    name: str
    debian: int
    engine: bool = False
    groups: tuple[str, ...] = ()
    volumes: tuple[str, ...] = ()
    installers: tuple[str, ...] = ()
    vars: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Definition:
    hosts: tuple[Host, ...]
    group_vars: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


def parse(data: Any) -> Definition:
    """Check what YAML gave. Raises LabError with every fault, one a line."""
    if not isinstance(data, dict) or not isinstance(data.get("hosts"), dict) or not data["hosts"]:
        raise LabError("hosts is missing, but a lab has at least one host. Add one.")
    faults = [
        f"{key} is unknown. Use hosts, group_vars, {' or '.join(_FOR_THE_RUNNER)}."
        for key in data
        if key not in ("hosts", "group_vars", *_FOR_THE_RUNNER)
    ]
    faults += [
        f"{key} is {data[key]!r}, but it takes true or false."
        for key in _FOR_THE_RUNNER
        if not isinstance(data.get(key, False), bool)
    ]
    group_vars = data.get("group_vars") or {}
    if not isinstance(group_vars, dict) or not all(
        isinstance(variables, dict) for variables in group_vars.values()
    ):
        faults.append("group_vars has no variables by group. Write `group: {variable: value}`.")
    for name, given in data["hosts"].items():
        faults += _wrong(name, given)
    if faults:
        raise LabError("\n".join(faults))
    return Definition(tuple(_host(*item) for item in data["hosts"].items()), group_vars)


def swapped(definition: Definition) -> Definition:
    """The same lab with Debian 12 where it says 13, and 13 where it says 12."""
    hosts = tuple(replace(host, debian={12: 13, 13: 12}[host.debian]) for host in definition.hosts)
    return replace(definition, hosts=hosts)


def without(definition: Definition, names: Collection[str]) -> Definition:
    """The same lab without some hosts. Raises LabError for a name that none has."""
    unknown = sorted(set(names) - {host.name for host in definition.hosts})
    if unknown:
        raise LabError(f"the lab has no host {', '.join(unknown)} to leave out. Correct the name.")
    kept = tuple(host for host in definition.hosts if host.name not in names)
    return replace(definition, hosts=kept)


def wrong_name(what: str, name: str) -> list[str]:
    """The names of labs and hosts become parts of names of containers and folders."""
    if NAME.fullmatch(name):
        return []
    return [
        f"{what} is '{name}', but a name has up to 31 small letters, digits, - and _,"
        " and starts with a letter. Choose another."
    ]


def _wrong(name: Any, given: Any) -> list[str]:
    here = f"hosts.{name}"
    faults = wrong_name("a host's name", str(name))
    if not isinstance(given, dict):
        return [*faults, f"{here} has no settings. Write for instance `{{debian: 12}}`."]
    for key, value in given.items():
        if key not in KEYS:
            faults.append(f"{here}.{key} is unknown. Use one of {', '.join(KEYS)}.")
        elif not isinstance(value, KEYS[key]):
            faults.append(f"{here}.{key} is {value!r}, but it takes {WORDS[KEYS[key]]}.")
    if given.get("debian") not in RELEASES:
        faults.append(
            f"{here}.debian is {given.get('debian')!r}, but the lab has Debian 12 and 13."
            " Use one of these."
        )
    return faults


def _host(name: str, given: Mapping[str, Any]) -> Host:
    return Host(
        name=name,
        debian=given["debian"],
        engine=given.get("engine", False),
        groups=tuple(given.get("groups", ())),
        volumes=tuple(given.get("volumes", ())),
        installers=tuple(given.get("installers", ())),
        vars=given.get("vars", {}),
    )
