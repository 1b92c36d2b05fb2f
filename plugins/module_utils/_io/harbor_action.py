# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The modules that tell Harbor to do something, and wait for its end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .._core.errors import Refused
from .._core.harbor_action import Action, Call, Progress
from .._core.harbor_option import HARBOR_CONNECTION
from .._core.option import Option
from .._core.plan import Plan
from .harbor_client import HarborClient
from .harbor_estate import Estate, NotThere
from .harbor_job import HarborJob
from .harbor_wait import wait_until

# Harbor's own sweep settles an execution up to 30 s after its last task ended.
_PAUSE = 2.0


@dataclass(frozen=True)
class ActionJob(HarborJob):
    """One action. Check mode looks, and says what would be sent."""

    action: Action

    @property
    def kind(self) -> str:
        return self.action.kind

    @property
    def rules(self) -> Mapping[str, Any]:
        return self.action.rules

    @property
    def options(self) -> tuple[Option, ...]:
        return (*HARBOR_CONNECTION, *self.action.options)

    def wrong(self, params: Mapping[str, Any]) -> list[str]:
        return [*super().wrong(params), *self.action.faults(params)]

    def plan(self, params: Mapping[str, Any]) -> Plan:
        client = HarborClient(params)
        estate = Estate(client)
        call = Call(params, client.version, client.caller, client.system)
        try:
            todo = estate.run(self.action.prepare(call), self.action.refers())
        except NotThere as absent:
            raise absent.problem() from None
        return Plan(
            result=todo.result,
            why=tuple(request.why for request in todo.requests),
            header=client.url,
            warnings=(*todo.warnings, *([todo.blocked] if todo.blocked else ())),
            work=(estate, call, todo),
        )

    def apply(self, plan: Plan, params: Mapping[str, Any]) -> Mapping[str, Any]:
        estate, call, todo = plan.work
        if todo.blocked:
            raise Refused(todo.blocked)
        replies = [estate.answer(request, self.action.refers()) for request in todo.requests]
        if self.action.watch is None:
            return self.action.gain(call, todo, replies)
        watch = self.action.watch

        def look() -> Progress:
            progress: Progress = estate.run(watch(call, todo, replies), self.action.refers())
            return progress

        if not params.get("wait", True):
            return look().result
        end = wait_until(
            look, lambda seen: seen.done, params["wait_timeout"], _PAUSE, why=plan.why[-1]
        )
        if end.failed:
            raise Refused(end.failed)
        return end.result
