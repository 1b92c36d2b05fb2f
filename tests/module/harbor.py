# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A Harbor for a module's case: the double, or the genuine one that HARBOR_URL names.

Of a genuine Harbor everything that a case added is removed afterwards, and its settings are put
back, so that it is left as it was found.
"""

from __future__ import annotations

import contextlib
import os
import pathlib
import time
import unittest.mock
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
import requests

from ansible_collections.twinstar.registry.plugins.module_utils._io.http_exchange import (
    HttpExchange,
)

from ..double.hub import Hub
from ..double.running import running
from .contract import Case, Params, World

Furnish = Callable[["Harbor"], None]

GENUINE = os.environ.get("HARBOR_URL", "")

# What a case may have added to a genuine Harbor: where it is listed, what an entry goes by, in the
# order of removal. What is in a project goes with it.
ADDED = (
    ("/replication/policies", "id"),
    ("/projects", "name"),
    ("/registries", "id"),
    ("/robots", "id"),
    ("/users", "user_id"),
    ("/usergroups", "id"),
    ("/labels?scope=g", "id"),
    ("/scanners", "uuid"),
    ("/p2p/preheat/instances", "name"),
)


class Harbor:
    """A Harbor and how to ask it past the modules."""

    def __init__(self, url: str, password: str, double: Hub | None = None) -> None:
        self.url = url.rstrip("/")
        self.password = password
        self.double = double
        # Method and path of every request that a module sent, in order.
        self.sent: list[tuple[str, str]] = []

    @property
    def hub(self) -> Hub:
        """The double; a test that wants to fail requests or to see inside has no other Harbor."""
        if self.double is None:
            pytest.skip("needs the double")
        return self.double

    @property
    def connection(self) -> dict[str, Any]:
        return {
            "harbor_url": self.url,
            "harbor_username": "admin",
            "harbor_password": self.password,
        }

    def request(
        self, method: str, path: str, body: Any = None, **headers: str
    ) -> requests.Response:
        """Send it as the administrator, past the modules."""
        return requests.request(
            method,
            f"{self.url}/api/v2.0{path}",
            json=body,
            auth=("admin", self.password),
            headers={"X-Is-Resource-Name": "true", **headers},
            timeout=60,
        )

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """The same, for the decoded answer. Raises for a status of failure."""
        answer = self.request(method, path, body, **headers)
        answer.raise_for_status()
        return answer.json() if answer.content else None

    def user(self, name: str, password: str = "Hush12345") -> None:
        """Create a user of that name."""
        box = "".join(letter for letter in name if letter.isascii() and letter.isalnum())
        profile = {"username": name, "email": f"{box}@example.com", "realname": name}
        self.ask("POST", "/users", {**profile, "password": password})

    def writes(self) -> int:
        """How many requests of modules so far were meant to change something."""
        return sum(method not in ("GET", "HEAD") for method, _path in self.sent)

    @contextlib.contextmanager
    def listening(self) -> Iterator[None]:
        """Keep count of what modules send."""
        ask = HttpExchange.ask

        def counted(exchange: HttpExchange, method: str, url: str, *more: Any, **named: Any) -> Any:
            if url.startswith(self.url):
                self.sent.append((method, url[len(self.url) :]))
            return ask(exchange, method, url, *more, **named)

        with unittest.mock.patch.object(HttpExchange, "ask", counted):
            yield


@contextlib.contextmanager
def a_harbor(**options: Any) -> Iterator[Harbor]:
    """A fresh double, or the genuine Harbor that was given."""
    if not GENUINE:
        with running(**options) as hub:
            harbor = Harbor(hub.url, hub.password, hub)
            with harbor.listening():
                yield harbor
        return
    harbor = Harbor(GENUINE, os.environ["HARBOR_PASSWORD"])
    version = harbor.ask("GET", "/systeminfo")["harbor_version"]
    if options.get("version") and not version.startswith(f"v{options['version']}"):
        pytest.skip(f"is about {options['version']}, and this is {version}")
    before = {path: _entries(harbor, path, key) for path, key in ADDED}
    settings = harbor.ask("GET", "/configurations")
    try:
        with harbor.listening():
            yield harbor
    finally:
        _put_back(harbor, before, settings)


def _entries(harbor: Harbor, path: str, key: str) -> set[Any]:
    found: set[Any] = set()
    for page in range(1, 1000):
        rows = harbor.ask("GET", f"{path}{'&' if '?' in path else '?'}page={page}&page_size=100")
        found |= {row[key] for row in rows or ()}
        if len(rows or ()) < 100:
            break
    return found


def _put_back(harbor: Harbor, before: Mapping[str, set[Any]], settings: Mapping[str, Any]) -> None:
    now = harbor.ask("GET", "/configurations")
    other = {
        name: entry["value"]
        for name, entry in settings.items()
        if "value" in entry and entry["value"] != now.get(name, {}).get("value")
    }
    if other:
        harbor.ask("PUT", "/configurations", other)
    for path, key in ADDED:
        for entry in _entries(harbor, path, key) - before[path]:
            _remove(harbor, path.partition("?")[0], entry)


def _remove(harbor: Harbor, path: str, entry: Any) -> None:
    if path == "/projects":
        for row in harbor.ask("GET", f"/projects/{entry}/repositories?page_size=100"):
            name = row["name"].split("/", 1)[1].replace("/", "%252F")
            harbor.ask("DELETE", f"/projects/{entry}/repositories/{name}")
    for _attempt in range(30):
        answer = harbor.request("DELETE", f"{path}/{entry}")
        # An execution that has ended is settled up to 30 s later, and holds its policy until then.
        if answer.status_code != 412:
            break
        time.sleep(2)
    answer.raise_for_status()


def harbor_case(
    module: str,
    create: Mapping[str, Any] | Callable[[Harbor], Mapping[str, Any]],
    *,
    furnish: Furnish | None = None,
    **more: Any,
) -> Case:
    """A case whose world is a Harbor that ``furnish`` puts things into beforehand. Where ``create``
    depends on that Harbor, it is asked for.

    ``version``, ``registry`` and ``ldap`` are those of the double.
    """
    options = {name: more.pop(name) for name in ("version", "registry", "ldap") if name in more}

    @contextlib.contextmanager
    def world(tmp: pathlib.Path) -> Iterator[World]:
        with a_harbor(**options) as harbor:
            if furnish:
                furnish(harbor)
            yield {"tmp": tmp, "harbor": harbor}

    def params(world: World) -> Params:
        harbor = world["harbor"]
        own = create(harbor) if callable(create) else create
        return {**harbor.connection, **own}

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
