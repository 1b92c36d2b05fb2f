# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A lab as an Ansible inventory: inventories/lab/<lab>/hosts.yml."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from . import place
from .definition import Definition

HEAD = (
    "# Written by `python -m tests.lab up`, and gone with the lab."
    " Edit molecule/<scenario>/lab.yml instead.\n"
)


@dataclass(frozen=True)
class Place:
    """Where a host is: the name of its container, and its address."""

    container: str
    address: str


def folder(lab: str, project: Path = place.PROJECT) -> Path:
    return project / "inventories" / "lab" / lab


def build(
    lab: str,
    definition: Definition,
    places: Mapping[str, Place],
    images: str,
    installers: Mapping[str, Mapping[str, str]],
) -> dict[str, Any]:
    """The inventory as data. `places` by host's name; `images` is the folder of the archives;
    `installers` are Harbor's, by version."""
    groups: dict[str, Any] = {
        group: {"vars": dict(variables)} if variables else {}
        for group, variables in definition.group_vars.items()
    }
    hosts = {}
    for host in definition.hosts:
        hosts[host.name] = {
            "ansible_host": places[host.name].container,
            "ansible_connection": "community.docker.docker",
            # Said, so that a play with `become` knows that it is root: the hosts have no sudo.
            "ansible_user": "root",
            "ansible_python_interpreter": "/usr/bin/python3",
            "lab_address": places[host.name].address,
            "lab_debian": host.debian,
            **host.vars,
        }
        for group in host.groups:
            groups.setdefault(group, {}).setdefault("hosts", {})[host.name] = {}
    variables = {
        "lab_name": lab,
        "lab_images": images,
        **({"lab_installers": dict(installers)} if installers else {}),
        **groups.pop("all", {}).get("vars", {}),
    }
    return {"all": {"hosts": hosts, "vars": variables, "children": groups}}


def render(data: Mapping[str, Any]) -> str:
    return HEAD + yaml.safe_dump(dict(data), sort_keys=False, default_flow_style=False, width=100)


def write(lab: str, text: str) -> Path:
    """Replace the lab's inventory in one step: who reads it sees the old one or the new one."""
    folder(lab).mkdir(parents=True, exist_ok=True)
    target = folder(lab) / "hosts.yml"
    beside = target.with_name(
        f".hosts.yml.{os.getpid()}"
    )  # Ansible skips names with a dot in front
    beside.write_text(text)
    beside.replace(target)
    return target
