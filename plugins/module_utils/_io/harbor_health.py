# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Wait until Harbor is ready: it answers, all of it is well, and it takes the credentials."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .._core.errors import Unreachable
from .._core.harbor_health import ailments, components
from .._core.harbor_option import HARBOR_CONNECTION
from .._core.harbor_request import Request
from .._core.option import Option
from .._core.plan import Plan
from .harbor_client import HarborClient, HarborRefused
from .harbor_job import HarborJob
from .harbor_wait import NotYet, wait_until

# Harbor looks at its components every 10 s, and takes them for unhealthy before.
_PAUSE = 2.0


@dataclass(frozen=True)
class Seen:
    """What one look found; ``why`` is empty when Harbor is ready."""

    result: Mapping[str, Any]
    why: str = ""

    @classmethod
    def not_yet(cls, found: Mapping[str, Any], why: str) -> Seen:
        return cls({**found, "reason": why}, why)


@dataclass(frozen=True)
class HealthJob(HarborJob):
    """Check mode looks once, since what is waited for may come of a task before this one."""

    kind = "harbor"

    @property
    def options(self) -> tuple[Option, ...]:
        return (
            *HARBOR_CONNECTION,
            Option(
                "wait_timeout",
                "Seconds to wait at most; with V(0) Harbor is asked once. After a first start it "
                "takes a minute or two.",
                type="int",
                default=300,
                wrong=lambda value: None if value >= 0 else "but it is 0 or more. Raise it.",
            ),
        )

    def plan(self, params: Mapping[str, Any]) -> Plan:
        seen = look(params)
        if not seen.why:
            return Plan(result=seen.result)
        return Plan(result=seen.result, waits=True)

    def apply(self, plan: Plan, params: Mapping[str, Any]) -> Mapping[str, Any]:
        timeout = params["wait_timeout"]
        try:
            seen = wait_until(
                lambda: look(params), lambda each: not each.why, timeout, _PAUSE, why="wait"
            )
        except NotYet as late:
            raise Unreachable(
                f"Harbor was not ready within {timeout} s: {late.last.why} Look at its "
                "containers, or raise wait_timeout."
            ) from None
        return seen.result


def look(params: Mapping[str, Any]) -> Seen:
    """Raises what time does not mend: refused credentials, an untrusted certificate, another
    server than Harbor."""
    client = HarborClient(params)
    found: dict[str, Any] = {"ready": False, "version": None, "components": {}}
    try:
        health = client.send(
            Request("GET", ("health",), anonymous=True, why="ask Harbor for its health")
        ).body
        found["components"] = components(health)
        ill = ailments(health)
        if ill:
            return Seen.not_yet(found, f"{ill}.")
        version = None if client.caller.kind == "anonymous" else str(client.version)
    except HarborRefused as refused:
        if refused.status < 500:
            raise
        return Seen.not_yet(found, str(refused))
    except Unreachable as away:
        return Seen.not_yet(found, str(away))
    return Seen({**found, "ready": True, "version": version, "reason": ""})
