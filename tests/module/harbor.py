# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A Harbor for a module's case: the double, with something in it."""

from __future__ import annotations

import contextlib
import pathlib
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import requests

from ..double.hub import Hub
from ..double.running import running
from .contract import Case, Params, World

Furnish = Callable[["Harbor"], None]


class Harbor:
    """A Harbor and how to ask it past the modules. ``hub`` is the double."""

    def __init__(self, hub: Hub) -> None:
        self.hub = hub
        self.url = hub.url
        self.password = hub.password

    @property
    def connection(self) -> dict[str, Any]:
        return {
            "harbor_url": self.url,
            "harbor_username": "admin",
            "harbor_password": self.password,
        }

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """Send it as the administrator; the decoded answer. Raises for a status of failure."""
        answer = requests.request(
            method,
            f"{self.url}/api/v2.0{path}",
            json=body,
            auth=("admin", self.password),
            headers={"X-Is-Resource-Name": "true", **headers},
            timeout=30,
        )
        answer.raise_for_status()
        return answer.json() if answer.content else None

    def writes(self) -> int:
        """How many requests so far were meant to change something."""
        return sum(each.method not in ("GET", "HEAD") for each in self.hub.requests)


def harbor_case(
    module: str,
    create: Mapping[str, Any],
    *,
    furnish: Furnish | None = None,
    version: str | None = None,
    registry: bool = False,
    **more: Any,
) -> Case:
    """A case whose world is a fresh Harbor, which ``furnish`` puts things into beforehand."""

    @contextlib.contextmanager
    def world(tmp: pathlib.Path) -> Iterator[World]:
        options: dict[str, Any] = {"registry": True} if registry else {}
        if version:
            options["version"] = version
        with running(**options) as hub:
            harbor = Harbor(hub)
            if furnish:
                furnish(harbor)
            yield {"tmp": tmp, "harbor": harbor}

    def params(world: World) -> Params:
        return {**world["harbor"].connection, **create}

    return Case(
        module,
        create=params,
        world=world,
        watched=lambda world: world["harbor"].writes(),
        **more,
    )


def with_project(name: str = "test") -> Furnish:
    def furnish(harbor: Harbor) -> None:
        harbor.ask("POST", "/projects", {"project_name": name})

    return furnish
