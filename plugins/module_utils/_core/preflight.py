# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Is a host fit for what it shall run? What the system's files say, and the verdict on it.

The facts of a host, as ``_io`` gathers them and ``judge`` reads them:

system        {id, version, name, architecture, python}
memory_mib    of the machine
disks         [{path, free_gib}]; path as asked for, free space where it lies or would lie
selinux       disabled, permissive or enforcing
firewall      firewalld, ufw, nftables (a rule set loaded by its unit) or none
engine        {installed, running, version}; version is "" when nothing answers
compose       {kind, version}; kind is plugin, standalone or none
ports         [{port, protocol, process, pid, container}] of the asked ports that are held
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from .option import Option

# From harmless to fatal. A note is worth knowing, a warning worth a look, a failure must be mended.
LEVELS = ("ok", "note", "warning", "failure")

Finding = Mapping[str, str]
Look = Mapping[str, Any]  # facts of a host, with the findings and the verdict


def not_a_port(value: int) -> str | None:
    if 0 < value < 65536:
        return None
    return "but a port is a number from 1 to 65535. Correct it."


def not_a_version(value: str) -> str | None:
    if re.match(r"\d", value):
        return None
    return "but a version begins with a digit, such as 20.10. Correct it."


def not_an_absolute_path(value: str) -> str | None:
    return None if value.startswith("/") else "but a path here begins with a slash. Correct it."


def not_negative(value: float) -> str | None:
    return "but a minimum is 0 or more. Correct it." if value < 0 else None


OPTIONS = (
    Option(
        "systems",
        (
            "Systems that the host may run, as the C(ID) of os-release, or with the version too: "
            "V(debian), V(debian 12).",
            "Another one gives a warning. If left out, every system is fine.",
        ),
        type="list",
        elements="str",
    ),
    Option(
        "memory_mib",
        "Memory in MiB that the host must have. If left out, any is enough.",
        type="int",
        wrong=not_negative,
    ),
    Option(
        "disks",
        "Space that must be free, a path each. A path need not be there yet.",
        type="list",
        elements="dict",
        suboptions=(
            Option(
                "path",
                "A folder that will hold data.",
                type="path",
                required=True,
                wrong=not_an_absolute_path,
            ),
            Option(
                "free_gib",
                "GiB that must be free there. The default only reports what is free.",
                type="float",
                default=0,
                wrong=not_negative,
            ),
        ),
    ),
    Option(
        "ports",
        "Ports that must be free, or held by what may hold them.",
        type="list",
        elements="dict",
        suboptions=(
            Option("port", "The port.", type="int", required=True, wrong=not_a_port),
            Option("protocol", "Its protocol.", default="tcp", choices=("tcp", "udp")),
            Option(
                "purpose",
                "Who is going to use it; it stands in the sentence about a busy port.",
                default="this host's new service",
            ),
            Option(
                "owners",
                "Names of processes or containers that may hold the port: usually the service "
                "itself, once it is there.",
                type="list",
                elements="str",
                default=[],
            ),
        ),
    ),
    Option(
        "engine",
        (
            "Whether a Docker engine must be on the host. V(installed) asks for one, and with "
            "V(wanted) it is enough "
            "to know that one will be installed.",
            "If left out, a missing engine is fine, and no word about it.",
        ),
        choices=("installed", "wanted"),
    ),
    Option(
        "engine_version",
        "The oldest engine to be content with.",
        wrong=not_a_version,
    ),
    Option(
        "compose_version",
        "The oldest Compose to be content with, where one is installed.",
        wrong=not_a_version,
    ),
    Option(
        "docker_socket",
        "The engine's socket, which is asked for its version and for the containers that hold "
        "ports.",
        type="path",
        default="/var/run/docker.sock",
    ),
)


def parse_os_release(text: str) -> dict[str, str]:
    """The fields of os-release that matter; one that is missing is empty."""
    fields = {}
    for line in text.splitlines():
        name, separator, value = line.strip().partition("=")
        if separator and not name.startswith("#"):
            try:
                words = shlex.split(value)
            except ValueError:
                words = [value]
            fields[name] = words[0] if words else ""
    name = fields.get("PRETTY_NAME") or fields.get("NAME", "")
    return {"id": fields.get("ID", ""), "version": fields.get("VERSION_ID", ""), "name": name}


def parse_memory(text: str) -> int:
    """MiB of memory by /proc/meminfo; 0 when it does not say."""
    found = re.search(r"^MemTotal:\s+(\d+) kB$", text, re.MULTILINE)
    return int(found.group(1)) // 1024 if found else 0


def parse_sockets(text: str, protocol: str) -> dict[int, str]:
    """Port to inode of what listens, by /proc/net/tcp, tcp6, udp or udp6.

    A UDP socket has no listening state: an unconnected one (07) receives.
    """
    listening = "0A" if protocol == "tcp" else "07"
    found = {}
    for line in text.splitlines()[1:]:
        words = line.split()
        if len(words) > 9 and words[3] == listening:
            found[int(words[1].rsplit(":", 1)[1], 16)] = words[9]
    return found


def published(containers: Iterable[Mapping[str, Any]]) -> dict[tuple[int, str], str]:
    """(port, protocol) to name of the container that publishes it, by the engine's list."""
    found = {}
    for container in containers:
        name = (container.get("Names") or ["/?"])[0].lstrip("/")
        for port in container.get("Ports") or ():
            if port.get("PublicPort"):
                found[(int(port["PublicPort"]), str(port.get("Type", "tcp")))] = name
    return found


def parse_version(text: str) -> str:
    """The first version in a program's words: "docker-compose version 1.29.2" gives 1.29.2."""
    found = re.search(r"\d+(\.\d+)+", text)
    return found.group() if found else ""


def older(version: str, minimum: str) -> bool:
    return _numbers(version) < _numbers(minimum)


def _numbers(version: str) -> list[int]:
    """1.18.0 and 1.18 are equal; what follows the numbers (-rc1, +dfsg) does not count."""
    numbers = [int(number) for number in re.findall(r"\d+", re.split(r"[^0-9.]", version)[0])]
    while numbers and not numbers[-1]:
        numbers.pop()
    return numbers


def judge(facts: Mapping[str, Any], params: Mapping[str, Any]) -> dict[str, Any]:
    """The findings, the worst first, and the verdict: the level of the worst."""
    found = [
        {"subject": subject, "level": level, "text": text}
        for subject, level, text in _findings(facts, params)
    ]
    found.sort(key=lambda finding: -LEVELS.index(finding["level"]))
    return {"findings": found, "verdict": found[0]["level"] if found else "ok"}


def _findings(
    facts: Mapping[str, Any], params: Mapping[str, Any]
) -> Iterator[tuple[str, str, str]]:
    yield from _system(facts["system"], params.get("systems"))
    memory, minimum = facts["memory_mib"], params.get("memory_mib")
    if minimum and memory < minimum:
        yield (
            "memory",
            "failure",
            f"memory is {memory} MiB, but {minimum} MiB are needed. Add memory, or choose another "
            "host.",
        )
    for disk, asked in zip(facts["disks"], params.get("disks") or ()):
        if disk["free_gib"] < asked["free_gib"]:
            yield (
                "disk",
                "failure",
                f"{disk['path']} has {disk['free_gib']} GiB free, but {asked['free_gib']:g} GiB "
                "are needed. "
                "Free some space, or choose another folder.",
            )
    yield from _ports(facts["ports"], params.get("ports") or ())
    yield from _engine(facts["engine"], params)
    compose, minimum = facts["compose"], params.get("compose_version")
    if minimum and compose["version"] and older(compose["version"], minimum):
        yield (
            "compose",
            "failure",
            f"Compose is {compose['version']}, but {minimum} or newer is needed. Upgrade it.",
        )
    if facts["selinux"] == "enforcing":
        yield "selinux", "note", "SELinux is enforcing, and it stays so: data folders get labels."
    if facts["firewall"] != "none":
        yield (
            "firewall",
            "note",
            f"{facts['firewall']} is active, and it stays so: what is needed is opened.",
        )


def _system(
    system: Mapping[str, str], wanted: Sequence[str] | None
) -> Iterator[tuple[str, str, str]]:
    names = {system["id"], f"{system['id']} {system['version']}"}
    if wanted is not None and not names & {name.lower() for name in wanted}:
        yield (
            "system",
            "warning",
            f"the system is {system['name'] or 'unknown'}, but this was tried on "
            f"{', '.join(wanted)} only. "
            "Try it on one host first.",
        )


def _ports(
    held: Iterable[Mapping[str, Any]], asked: Iterable[Mapping[str, Any]]
) -> Iterator[tuple[str, str, str]]:
    wishes = {(wish["port"], wish["protocol"]): wish for wish in asked}
    for port in held:
        wish = wishes[(port["port"], port["protocol"])]
        if {port["process"], port["container"]} & set(wish["owners"]):
            continue
        holder = describe_holder(port)
        cure = "Stop it"
        if port["container"]:
            cure = f"Remove the container ('docker rm -f {port['container']}')"
        yield (
            "port",
            "failure",
            f"port {port['port']}/{port['protocol']} is held by {holder}, but {wish['purpose']} "
            "needs it. "
            f"{cure}, or choose another port.",
        )


def describe_holder(port: Mapping[str, Any]) -> str:
    """Who holds a port, in words."""
    process = port["process"] or "a process that is not visible here"
    if port["pid"]:
        process += f" (pid {port['pid']})"
    if port["container"]:
        return f"container {port['container']}" + (f", by {process}" if port["process"] else "")
    return process


def _engine(engine: Mapping[str, Any], params: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    wish, minimum = params.get("engine"), params.get("engine_version")
    if not engine["installed"]:
        if wish == "wanted":
            yield "engine", "note", "there is no Docker engine yet: one will be installed."
        elif wish == "installed":
            yield (
                "engine",
                "failure",
                "there is no Docker engine, but one is needed. Install it, with the role "
                "docker_engine for instance.",
            )
    elif not engine["running"]:
        if wish:
            yield (
                "engine",
                "warning" if wish == "wanted" else "failure",
                "the Docker engine is installed, but does not answer at "
                f"{params['docker_socket']}. "
                "Look at 'systemctl status docker'.",
            )
    elif minimum and older(engine["version"], minimum):
        yield (
            "engine",
            "failure",
            f"the Docker engine is {engine['version']}, but {minimum} or newer is needed. Upgrade "
            "it.",
        )


_COLUMNS = (
    "host",
    "system",
    "memory",
    "free disk",
    "SELinux",
    "firewall",
    "ports",
    "engine",
    "Compose",
    "verdict",
)


def table(looks: Mapping[str, Look | Sequence[Look]], silent: Iterable[str] = ()) -> list[str]:
    """The lines of one verdict table on many hosts, with the findings beneath, the worst first.

    A host may have been looked at more than once. ``silent`` are those that gave no result.
    """
    results = {host: _as_one(found) for host, found in looks.items()}
    rows: list[Sequence[str]] = [_COLUMNS]
    rows += [_row(host, result) for host, result in results.items()]
    rows += [(host, *["-"] * (len(_COLUMNS) - 2), "no answer") for host in silent]
    widths = [max(len(row[i]) for row in rows) for i in range(len(_COLUMNS))]
    rows.insert(1, ["-" * width for width in widths])
    lines = [
        f"| {' | '.join(cell.ljust(width) for cell, width in zip(row, widths))} |" for row in rows
    ]
    found = [
        (finding["level"], f"{finding['level']} on {host}: {finding['text']}")
        for host, result in results.items()
        for finding in result["findings"]
    ]
    found.sort(key=lambda pair: -LEVELS.index(pair[0]))
    return lines + [text for _level, text in found]


def _as_one(looks: Look | Sequence[Look]) -> Look:
    """What is the same in all looks is that of the first; findings are told once."""
    if isinstance(looks, Mapping):
        return looks
    found = {each["text"]: each for look in looks for each in look["findings"]}
    ports = {(each["port"], each["protocol"]): each for look in looks for each in look["ports"]}
    return {
        **looks[0],
        "disks": [disk for look in looks for disk in look["disks"]],
        "ports": list(ports.values()),
        "findings": list(found.values()),
        "verdict": max((look["verdict"] for look in looks), key=LEVELS.index),
    }


def _row(host: str, result: Mapping[str, Any]) -> tuple[str, ...]:
    engine, compose = result["engine"], result["compose"]
    running = engine["version"] or "not running"
    free = [disk["free_gib"] for disk in result["disks"]]
    busy = [
        f"{port['port']} {port['container'] or port['process'] or '?'}" for port in result["ports"]
    ]
    return (
        host,
        f"{result['system']['id']} {result['system']['version']}".strip() or "?",
        f"{result['memory_mib']} MiB",
        f"{min(free)} GiB" if free else "-",
        result["selinux"],
        result["firewall"],
        ", ".join(busy) or "free",
        running if engine["installed"] else "none",
        compose["version"] or "none",
        result["verdict"],
    )
