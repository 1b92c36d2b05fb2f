# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A Harbor for a module's case: the double, or the genuine one that HARBOR_URL names."""

from __future__ import annotations

import contextlib
import json
import os
import pathlib
import re
import time
import unittest.mock
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
import requests

from ansible_collections.twinstar.registry.plugins.module_utils._core.harbor_version import Version
from ansible_collections.twinstar.registry.plugins.module_utils._io.http_exchange import (
    HttpExchange,
)

from ..double.hub import Hub
from ..double.running import running
from .contract import Answer, Case, Params, World
from .genuine import Kept
from .registry import Pusher, Registry

Furnish = Callable[["Harbor"], None]

GENUINE = os.environ.get("HARBOR_URL", "")
PASSWORD = os.environ.get("HARBOR_PASSWORD", "")


class Harbor:
    """A Harbor and how to ask it past the modules."""

    def __init__(self, url: str, password: str, double: Hub | None = None) -> None:
        self.url = url.rstrip("/")
        self.password = password
        self.double = double
        self.kept: Kept | None = None
        # Method and path of every request that a module sent, in order; and the same with bodies.
        self.sent: list[tuple[str, str]] = []
        self._bodies: list[tuple[str, str, Any]] = []

    @property
    def hub(self) -> Hub:
        """The double; a test that wants to fail requests or to see inside has no other Harbor."""
        if self.double is None:
            pytest.skip("needs the double, for faults, another's directory or what is inside")
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
        if self.kept:
            self.kept.about_to(method, path, body)
        return self.unkept(method, path, body, **headers)

    def unkept(self, method: str, path: str, body: Any = None, **headers: str) -> requests.Response:
        """The same, of which nothing is put back afterwards."""
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

    def theirs(self, path: str) -> set[str]:
        """The names of what was there of this list before the test."""
        return self.kept.names(path) if self.kept else set()

    def bodies(self, method: str, path: str) -> list[Any]:
        """Of the requests that modules sent with this method, and to where the pattern is found."""
        return [body for sent, to, body in self._bodies if sent == method and re.search(path, to)]

    @contextlib.contextmanager
    def listening(self) -> Iterator[None]:
        """Keep count of what modules send."""
        ask = HttpExchange.ask

        def counted(exchange: HttpExchange, method: str, url: str, *more: Any, **named: Any) -> Any:
            if url.startswith(self.url):
                path = url[len(self.url) :]
                body = json.loads(named.get("body") or "null")
                if self.kept:
                    self.kept.about_to(method, path, body)
                self.sent.append((method, path))
                self._bodies.append((method, path, body))
            return ask(exchange, method, url, *more, **named)

        with unittest.mock.patch.object(HttpExchange, "ask", counted):
            yield


def _versions() -> list[str]:
    """What a test of every version runs on: all that the double knows, or that of the genuine one.

    Only one who is logged in is told it, and a wrong password locks the name for 1.5 s.
    """
    if not GENUINE:
        return ["2.9.5", "2.13.5", "2.15.2"]
    for _attempt in range(5):
        told = Harbor(GENUINE, PASSWORD).ask("GET", "/systeminfo")
        if "external_url" in told:
            return [told["harbor_version"].removeprefix("v").partition("-")[0]]
        time.sleep(2)
    raise AssertionError(f"{GENUINE} does not take the password of admin")


VERSIONS = _versions()


@contextlib.contextmanager
def a_harbor(**options: Any) -> Iterator[Harbor]:
    """A fresh double, or the genuine Harbor that was given."""
    if not GENUINE:
        with running(**options) as hub:
            harbor = Harbor(hub.url, hub.password, hub)
            with harbor.listening():
                yield harbor
        return
    about = options.get("version") or VERSIONS[0]
    if about.split(".")[:2] != VERSIONS[0].split(".")[:2]:
        pytest.skip(f"is about {about}, and this is {VERSIONS[0]}")
    harbor = Harbor(GENUINE, PASSWORD)
    harbor.kept = Kept(harbor)
    try:
        # What a task leaves out comes from the environment, and is left out there, too.
        with harbor.listening(), unittest.mock.patch.dict(os.environ):
            for name in ("HARBOR_URL", "HARBOR_PASSWORD"):
                os.environ.pop(name, None)
            yield harbor
    finally:
        try:
            harbor.kept.put_back()
        except KeyboardInterrupt:
            harbor.kept.put_back()
            raise


def not_before(version: str) -> None:
    """Skip the test of a genuine Harbor that is older."""
    if GENUINE and Version.of(VERSIONS[0]) < Version.of(version):
        pytest.skip(f"is about {version} and newer, and this is {VERSIONS[0]}")


_unable: dict[str, str] = {}


def can_replicate(harbor: Harbor) -> None:
    """A core asks itself at 127.0.0.1:8080 for what it copies, wherever it listens. A test of a
    genuine Harbor whose core does not answer there is skipped. There is a registry hub-2."""
    if not GENUINE:
        return
    if GENUINE not in _unable:
        (registry,) = harbor.ask("GET", "/registries?q=name=hub-2")
        none = [{"type": "name", "value": "test/none"}]
        policy = {"name": "reaches-itself", "dest_registry": {"id": registry["id"]}}
        harbor.ask("POST", "/replication/policies", {**policy, "enabled": True, "filters": none})
        (made,) = harbor.ask("GET", "/replication/policies?q=name=reaches-itself")
        harbor.ask("POST", "/replication/executions", {"policy_id": made["id"]})
        for _attempt in range(60):
            (run,) = harbor.ask("GET", f"/replication/executions?policy_id={made['id']}")
            if run["status"] != "InProgress":
                break
            time.sleep(1)
        failed = "failed to create adapter for source registry" in run["status_text"]
        _unable[GENUINE] = run["status_text"] if failed else ""
    if _unable[GENUINE]:
        pytest.skip(f"this Harbor replicates nothing: {_unable[GENUINE]}")


NEEDS = re.compile(r" needs Harbor ([\d.]+) or newer")


def too_old(answer: Answer) -> bool:
    """A genuine Harbor may be older than a case; the double is as old as the case says."""
    return bool(GENUINE and answer.failed and NEEDS.search(answer.json["msg"]))


def is_from(version: str) -> bool:
    """Whether the Harbor of a test that names none is that one, or a newer."""
    return Version.of(VERSIONS[0]) >= Version.of(version)


def _older(world: World) -> bool:
    return bool(GENUINE and Version.of(VERSIONS[0]) < Version.of("2.15"))


def _refuses(world: World, words: str) -> bool:
    needs = NEEDS.search(words)
    return not (GENUINE and needs and Version.of(VERSIONS[0]) >= Version.of(needs[1]))


def harbor_case(
    module: str,
    create: Mapping[str, Any] | Callable[[Harbor], Mapping[str, Any]],
    *,
    furnish: Furnish | None = None,
    **more: Any,
) -> Case:
    """A case whose world is a Harbor that ``furnish`` puts things into beforehand. Where ``create``
    depends on that Harbor, it is asked for.

    ``version``, ``registry`` and ``ldap`` are those of the double; a genuine one has its own, and
    the case is not for one older than ``since``.
    """
    since = more.pop("since", "2.0")
    options = {name: more.pop(name) for name in ("version", "registry", "ldap") if name in more}

    @contextlib.contextmanager
    def world(tmp: pathlib.Path) -> Iterator[World]:
        not_before(since)
        with a_harbor(**({} if GENUINE else options)) as harbor:
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
        on_harbor=True,
        refuses=_refuses,
        lacks=lambda world, answer: too_old(answer),
        older=_older,
        **more,
    )


def with_project(name: str = "test") -> Furnish:
    def furnish(harbor: Harbor) -> None:
        harbor.ask("POST", "/projects", {"project_name": name})

    return furnish
