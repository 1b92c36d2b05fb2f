# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A Harbor for a module's case: the double, or the genuine one that HARBOR_URL names.

Of a genuine Harbor everything that a case added is removed afterwards, and its settings are put
back, so that it is left as it was found.
"""

from __future__ import annotations

import contextlib
import json
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
from .registry import Pusher, Registry

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


# What there is one of: where it is read and written.
SINGLE = (
    "/system/CVEAllowlist",
    "/system/gc/schedule",
    "/system/purgeaudit/schedule",
    "/system/scanAll/schedule",
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

    def pusher(self) -> Pusher:
        """Pushes images as the administrator, who gets a token for each repository."""

        def token(scope: str) -> str:
            answer = requests.get(
                f"{self.url}/service/token",
                params={"service": "harbor-registry", "scope": scope},
                auth=("admin", self.password),
                timeout=60,
            )
            answer.raise_for_status()
            return str(answer.json()["token"])

        netloc = self.url.partition("//")[2]
        return Pusher(Registry(self.url, netloc, pathlib.Path("/dev/null")), token=token)

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
    version = _version(harbor)
    if options.get("version") and not version.startswith(f"v{options['version']}"):
        pytest.skip(f"is about {options['version']}, and this is {version}")
    before = {path: _entries(harbor, path, key) for path, key in ADDED}
    settings = harbor.ask("GET", "/configurations")
    single, paused = _single(harbor), _paused(harbor)
    try:
        with harbor.listening():
            yield harbor
    finally:
        _put_back_settings(harbor, settings)
        _put_back_single(harbor, single, paused)
        _put_back_added(harbor, before)


def _version(harbor: Harbor) -> str:
    """Only one who is logged in is told it, and a wrong password locks the name for 1.5 s."""
    for _attempt in range(5):
        told = harbor.ask("GET", "/systeminfo")
        if "harbor_version" in told:
            return str(told["harbor_version"])
        time.sleep(2)
    raise AssertionError(f"{harbor.url} does not take the password of admin")


def _entries(harbor: Harbor, path: str, key: str) -> set[Any]:
    found: set[Any] = set()
    for page in range(1, 1000):
        rows = harbor.ask("GET", f"{path}{'&' if '?' in path else '?'}page={page}&page_size=100")
        found |= {row[key] for row in rows or ()}
        if len(rows or ()) < 100:
            break
    return found


def _put_back_settings(harbor: Harbor, settings: Mapping[str, Any]) -> None:
    now = harbor.ask("GET", "/configurations")
    other = {
        name: entry["value"]
        for name, entry in settings.items()
        if "value" in entry and entry["value"] != now.get(name, {}).get("value")
    }
    if other:
        harbor.ask("PUT", "/configurations", other)


def _single(harbor: Harbor) -> dict[str, Any]:
    """The body that each of them is; of a schedule that is refused for want of a scanner, none."""
    found = {}
    for path in SINGLE:
        answer = harbor.request("GET", path)
        body = answer.json() if answer.ok and answer.content else {}
        if path == SINGLE[0]:
            found[path] = {key: body.get(key) for key in ("items", "expires_at")}
        else:
            schedule = body.get("schedule") or {}
            found[path] = {
                "schedule": {
                    "type": schedule.get("type") or "None",
                    "cron": schedule.get("cron") or "",
                },
                "parameters": json.loads(body.get("job_parameters") or "{}"),
            }
    return found


def _paused(harbor: Harbor) -> set[str]:
    rows = harbor.ask("GET", "/jobservice/queues")
    return {row["job_type"] for row in rows if row["paused"]}


def _put_back_single(harbor: Harbor, before: Mapping[str, Any], paused: set[str]) -> None:
    # The purge of audit logs wants these also to be none.
    least = {"audit_retention_hour": 1, "include_event_types": "", "include_operations": ""}
    for path, body in _single(harbor).items():
        was = before[path]
        if body != was and path != SINGLE[0]:
            parameters = {**(least if "purge" in path else {}), **was["parameters"]}
            harbor.ask("PUT", path, {**was, "parameters": parameters})
        elif body != was:
            harbor.ask("PUT", path, was)
    for queue in _paused(harbor) ^ paused:
        action = "pause" if queue in paused else "resume"
        harbor.ask("PUT", f"/jobservice/queues/{queue}", {"action": action})


def _put_back_added(harbor: Harbor, before: Mapping[str, set[Any]]) -> None:
    for path, key in ADDED:
        for entry in _entries(harbor, path, key) - before[path]:
            _remove(harbor, path.partition("?")[0], entry)


def _remove(harbor: Harbor, path: str, entry: Any) -> None:
    if path == "/projects":
        for rule in harbor.ask("GET", f"/projects/{entry}/immutabletagrules?page_size=100"):
            harbor.ask("DELETE", f"/projects/{entry}/immutabletagrules/{rule['id']}")
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
