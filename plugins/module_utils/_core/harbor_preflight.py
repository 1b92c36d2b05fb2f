# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Is a host fit for a Harbor of a certain version? What is looked at, and the verdict on it.

The facts are those of ``preflight``, and besides:

cpus          of the machine
installed     version of the Harbor that is there, empty where none is
containers    [{name, project, folder, state}] of all containers with a name that Harbor uses
live_restore  whether the engine keeps containers while it is down
snap          whether the engine comes from a snap
podman        whether the command docker is Podman's
addresses     what the hostname resolves to
chown         what the data volume's file system says to a change of the owner; empty when it obeys
environment   names of environment variables that Harbor's scripts obey

A failure is what Harbor's installer refuses, or what ends in an outage. Below what Harbor's
documents ask for, it is a warning.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from . import preflight
from .harbor_version import Version
from .harbor_yml_key import minor, not_a_release
from .harbor_yml_rules import LOG_PORT
from .harbor_yml_value import not_a_hostname, not_a_plain_path
from .option import Option
from .preflight import LEVELS, not_a_port, not_negative, older

Facts = Mapping[str, Any]
Found = Iterator[tuple[str, str, str]]

PROJECT = "harbor"
NAMES = (
    *("harbor-log", "registry", "registryctl", "harbor-db", "harbor-core", "harbor-portal"),
    *("harbor-jobservice", "redis", "nginx", "trivy-adapter", "harbor-exporter"),
)
# Harbor's prepare obeys the second one, install.sh the first.
ENVIRONMENT = ("host", "HARBOR_BUNDLE_DIR")
_HALF_BUILT = ("created", "dead", "restarting", "removing")
_OLDEST_ENGINE, _OLDEST_COMPOSE = "17.6.0", "1.18.0"  # what install.sh takes
_CPUS = 2
_CURE_SPACE = "Free some space, or choose another folder."

OPTIONS = (
    Option(
        "version",
        "Version of Harbor that is going to be on the host, such as V(2.13.5).",
        required=True,
        wrong=not_a_release,
    ),
    Option(
        "hostname",
        "Name or IPv4 address under which clients reach Harbor. If left out, names are not looked "
        "up.",
        wrong=not_a_hostname,
    ),
    Option(
        "install_dir",
        "Folder in which the installers are, a folder for each version.",
        type="path",
        default="/opt/harbor",
    ),
    Option("data_volume", "Folder with Harbor's data.", type="path", default="/data"),
    Option("http_port", "Port for HTTP.", type="int", default=80, wrong=not_a_port),
    Option(
        "https_port",
        "Port for HTTPS. If left out, there is none.",
        type="int",
        wrong=not_a_port,
    ),
    Option(
        "metric_port",
        "Port for metrics. If left out, there is none.",
        type="int",
        wrong=not_a_port,
    ),
    Option(
        "memory_mib",
        "Memory in MiB below which there is a warning. The default is the 4 GB of Harbor's "
        "documents, less what firmware and kernel keep.",
        type="int",
        default=3700,
        wrong=not_negative,
    ),
    Option(
        "free_gib",
        "GiB that must be free for the data, or there is a warning. The default is that of "
        "Harbor's documents.",
        type="float",
        default=40,
        wrong=not_negative,
    ),
    Option(
        "engine",
        "Whether engine and Compose must be on the host already, or will be installed.",
        default="installed",
        choices=("installed", "wanted"),
    ),
    Option(
        "docker_socket",
        "The engine's socket.",
        type="path",
        default="/var/run/docker.sock",
    ),
    Option(
        "fail",
        "Whether a host that is not fit fails the task, with every failure at once. Otherwise the "
        "verdict says V(failure).",
        type="bool",
        default=False,
    ),
)


def wishes(params: Facts, containers: Iterable[Facts]) -> dict[str, Any]:
    """What the preflight of any host is asked for; Harbor's own containers may hold its ports."""
    own = [each["name"] for each in containers if each["project"] == PROJECT]
    ports = {
        params["http_port"]: "Harbor's HTTP",
        params.get("https_port"): "Harbor's HTTPS",
        params.get("metric_port"): "Harbor's metrics",
        LOG_PORT: "Harbor's log",
    }
    return {
        "disks": [{"path": params[name], "free_gib": 0} for name in ("data_volume", "install_dir")],
        "ports": [
            {"port": port, "protocol": "tcp", "purpose": purpose, "owners": own}
            for port, purpose in ports.items()
            if port
        ],
        "engine": params["engine"],
        "engine_version": _OLDEST_ENGINE,
        "compose_version": _OLDEST_COMPOSE,
        "docker_socket": params["docker_socket"],
    }


def judge(facts: Facts, params: Facts) -> dict[str, Any]:
    """All findings, the worst first, and the verdict: the level of the worst."""
    general = preflight.judge(facts, wishes(params, facts["containers"]))["findings"]
    own = [
        {"subject": subject, "level": level, "text": text}
        for subject, level, text in _findings(facts, params)
    ]
    found = sorted([*general, *own], key=lambda finding: -LEVELS.index(finding["level"]))
    return {"findings": found, "verdict": found[0]["level"] if found else "ok"}


def _findings(facts: Facts, params: Facts) -> Found:
    yield from _size(facts, params)
    yield from _paths(facts, params)
    yield from _engine(facts, params)
    yield from _compose(facts, params)
    yield from _containers(facts["containers"], params["install_dir"])
    yield from _name(facts, params.get("hostname"))
    rule = not_an_upgrade(facts["installed"], params["version"])
    if rule:
        yield "upgrade", "failure", rule
    for name in facts["environment"]:
        yield (
            "environment",
            "warning",
            f"the environment variable {name} is set, but Harbor's own scripts obey it: it changes "
            "the hostname or the folder when somebody calls them. Take it out of the environment.",
        )


def _size(facts: Facts, params: Facts) -> Found:
    if facts["memory_mib"] < params["memory_mib"]:
        yield (
            "memory",
            "warning",
            f"memory is {facts['memory_mib']} MiB, but {params['memory_mib']} MiB are the least "
            "that Harbor's documents ask for. Add memory.",
        )
    if facts["cpus"] < _CPUS:
        yield (
            "cpu",
            "warning",
            f"the host has {facts['cpus']} CPU, but {_CPUS} are the least that Harbor's documents "
            "ask for. Add one.",
        )
    data = facts["disks"][0]
    if data["free_gib"] < params["free_gib"]:
        yield (
            "disk",
            "warning",
            f"{data['path']} has {data['free_gib']} GiB free, but {params['free_gib']:g} GiB are "
            f"the least that Harbor's documents ask for. {_CURE_SPACE}",
        )


def _paths(facts: Facts, params: Facts) -> Found:
    for name in ("install_dir", "data_volume"):
        rule = not_a_plain_path(params[name])
        if rule:
            yield "path", "failure", f"{name} is {params[name]!r}, {rule}"
    if facts["chown"]:
        yield (
            "chown",
            "failure",
            f"the file system of {params['data_volume']} does not let root change an owner "
            f"({facts['chown']}), but Harbor's containers have users of their own. Use a local "
            "file system, or export the folder without squashing root.",
        )


def _engine(facts: Facts, params: Facts) -> Found:
    if facts["snap"]:
        yield (
            "engine",
            "failure",
            "the Docker engine comes from a snap, but that one does not see the host's folders as "
            "Harbor needs it. Remove it, and install the distribution's or Docker's packages.",
        )
    if facts["podman"]:
        yield (
            "engine",
            "failure",
            "the command docker is Podman's, but Harbor's installer takes Docker only. Install a "
            "Docker engine.",
        )
    version, asked = facts["engine"]["version"], "20.10.10"
    late = minor(Version.of(params["version"])) >= Version((2, 11))
    if late and version and older(version, asked) and not older(version, _OLDEST_ENGINE):
        yield (
            "engine",
            "warning",
            f"the Docker engine is {version}, but Harbor's documents ask for {asked} or newer. "
            "Upgrade it.",
        )
    if facts["live_restore"]:
        yield (
            "engine",
            "warning",
            "the engine has live-restore, but Harbor's API breaks when the engine is restarted "
            "then. Set live-restore to false in daemon.json.",
        )


def _compose(facts: Facts, params: Facts) -> Found:
    compose = facts["compose"]
    if compose["kind"] == "none":
        wanted = params["engine"] == "wanted"
        yield (
            "compose",
            "note" if wanted else "failure",
            "there is no Compose yet: one will be installed."
            if wanted
            else "there is no Compose, but Harbor needs one. Install the plugin or docker-compose.",
        )
        return
    # Its files have no line with a version since then.
    strict = minor(Version.of(params["version"])) >= Version((2, 12))
    version = compose["version"]
    old = compose["kind"] == "standalone" and older(version, "1.27.0")
    if strict and old and not older(version, _OLDEST_COMPOSE):
        yield (
            "compose",
            "failure",
            f"Compose is {version}, but one before 1.27 cannot read the files of Harbor "
            f"{params['version']}. Upgrade it.",
        )


def _containers(containers: Iterable[Facts], install_dir: str) -> Found:
    folders = set()
    for each in containers:
        name, project = each["name"], each["project"]
        if project != PROJECT:
            whose = f"of the project {project}" if project else "of nobody's project"
            yield (
                "container",
                "failure",
                f"there is a container {name} {whose}, but Harbor's own one needs that name. "
                f"Remove it ('docker rm -f {name}'), or give it another name.",
            )
            continue
        if each["state"] in _HALF_BUILT:
            yield (
                "container",
                "warning",
                f"container {name} is left from a start that did not finish (it is "
                f"{each['state']!r}). Free what it needs, and start Harbor again; if that does not "
                "help, take Harbor down and start it anew: its data stay.",
            )
        folders.add(each["folder"])
    for folder in sorted(folders):
        if folder and not f"{folder}/".startswith(f"{install_dir}/"):
            yield (
                "container",
                "warning",
                f"there is a Harbor that was started in {folder}, but install_dir is "
                f"{install_dir}: its containers will be replaced by those from there. Back it up "
                "first, and see that data_volume is the one it has.",
            )


def _name(facts: Facts, hostname: str | None) -> Found:
    if not hostname:
        return
    addresses = facts["addresses"]
    if not addresses:
        yield (
            "name",
            "warning",
            f"hostname is {hostname!r}, but this host does not find an address for it. Add it to "
            "DNS, or to the hosts file of every client.",
        )
    elif all(ipaddress.ip_address(address).is_loopback for address in addresses):
        yield (
            "name",
            "warning",
            f"hostname is {hostname!r}, but here it is {addresses[0]}, which every host is for "
            "itself. Give it the address that clients use.",
        )


def not_an_upgrade(installed: str, wanted: str) -> str | None:
    """Harbor migrates its database from the two minors before, and never back."""
    if not installed or installed == wanted:
        return None
    here, there = Version.of(installed), Version.of(wanted)
    if min(len(here.numbers), len(there.numbers)) < 2:
        return None  # no release, which other rules say
    if there < here:
        return (
            f"Harbor {installed} is there, but {wanted} is older, and a database is never migrated "
            "back. Restore a backup of that time, or keep the newer version."
        )
    steps = there.numbers[1] - here.numbers[1]
    if here.numbers[0] == there.numbers[0] and steps > 2:
        between = f"{here.numbers[0]}.{here.numbers[1] + 2}"
        return (
            f"Harbor {installed} is there, but {wanted} is {steps} minors newer, and Harbor "
            f"migrates over two at most. Go to {between} first."
        )
    return None
