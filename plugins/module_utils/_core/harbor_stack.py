# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What must be done to the containers of a Harbor, by its docker-compose.yml and what there is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from .engine_option import docker_host
from .harbor_compose import Service
from .harbor_prepared import BUNDLE_PATH, not_seconds
from .option import Option

PROJECT = "com.docker.compose.project"
SERVICE = "com.docker.compose.service"
# Every other one sends its log there, and does not even start where nobody listens.
LOG = "log"
LOG_PORT = 10514
# It asks for the addresses of the others once, when it reads its configuration.
PROXY = "proxy"

OPTIONS = (
    BUNDLE_PATH,
    Option(
        "state",
        "V(started) brings up what does not run, and makes anew what is not as docker-compose.yml "
        "says. V(stopped) stops all containers. V(absent) removes them and their network, also "
        "where the folder is gone; data are kept.",
        choices=("started", "stopped", "absent"),
        default="started",
    ),
    docker_host("Where the Docker engine answers."),
    Option(
        "timeout",
        "Seconds that one run of Compose may take, with the images that it pulls, and that another "
        "task of this collection is waited for that is at work on the same Harbor.",
        type="int",
        default=900,
        wrong=not_seconds,
    ),
)


@dataclass(frozen=True)
class Container:
    """``labels`` are all of them, ``status`` is the engine's word: created, running, exited, …"""

    id: str
    name: str
    status: str
    labels: Mapping[str, str]

    @property
    def service(self) -> str:
        return self.labels.get(SERVICE, "")


@dataclass(frozen=True)
class Change:
    """``verb`` is create, recreate, start, stop or remove."""

    verb: str
    service: str
    container: Container | None = None
    why: str = ""

    def __str__(self) -> str:
        name = self.container.name if self.container else self.service
        why = f", {self.why}" if self.why else ""
        return f"{self.verb} {name if self.verb == 'remove' else self.service}{why}"


def changes_to_start(
    services: Sequence[Service], containers: Iterable[Container], label: str
) -> list[Change]:
    """``label`` is the one with the digest of what a service reads."""
    there = list(containers)
    found, known = [], set()
    for service in services:
        own = [each for each in there if each.service == service.name]
        right = [each for each in own if each.name == service.container]
        known |= {each.id for each in right[:1]}
        if not right:
            found.append(Change("create", service.name))
        elif right[0].labels.get(label, "") != service.label:
            why = "since its settings or what it reads have changed"
            found.append(Change("recreate", service.name, right[0], why))
        elif right[0].status != "running":
            found.append(Change("start", service.name, right[0], f"which is {right[0].status}"))
    for each in there:
        if each.id not in known:
            found.append(Change("remove", each.service, each, "which is left over"))
    return found


def changes_to_stop(containers: Iterable[Container]) -> list[Change]:
    return [
        Change("stop", each.service, each)
        for each in _log_last(containers)
        if each.status in ("running", "restarting", "paused")
    ]


def changes_to_remove(containers: Iterable[Container]) -> list[Change]:
    return [Change("remove", each.service, each) for each in _log_last(containers)]


def _log_last(containers: Iterable[Container]) -> list[Container]:
    return sorted(containers, key=lambda each: (each.service == LOG, each.name))


def moved_behind_the_proxy(changes: Iterable[Change]) -> bool:
    """Whether somebody that the proxy leads to may have another address, and the proxy has not
    been started since."""
    begun = {each.service for each in changes if each.verb in ("create", "recreate", "start")}
    return bool(begun - {PROXY, LOG}) and PROXY not in begun


def refusal(said: str, folder: str) -> str:
    """What Compose said, with the cure for what people meet."""
    words = _what_stopped_it(said)
    cure = "Correct what it names, then run again."
    if "address already in use" in words or "port is already allocated" in words:
        cure = "Stop what holds the port, or choose another one, then run again."
    elif "is already in use by container" in words:
        cure = "Remove or rename that container, then run again."
    elif "env file" in words or "no such file" in words.lower():
        cure = "Let prepare run again, with harbor_prepare."
    return f"start the containers of {folder}: {words.rstrip('.')}. {cure}"


def _what_stopped_it(said: str) -> str:
    """Compose lists each container that it tried, and 1.29 closes with words that say nothing."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    told = [line for line in lines if re.match(r"error\b", line, re.IGNORECASE)]
    last = (told or lines or ["it did not say why"])[-1]
    return re.sub(r"^ERROR: (for \S+\s+)?|^Error response from daemon: ", "", last)
