# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The work of a module that only asks: one question, one answer, no change."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from .._core.option import Option
from .._core.plan import Plan


def _no_faults(params: Mapping[str, Any]) -> list[str]:
    return []


@dataclass(frozen=True)
class Query:
    """A question with its options; ``ask(params)`` returns the result, or raises a Problem."""

    kind: str
    options: tuple[Option, ...]
    ask: Callable[[Mapping[str, Any]], Mapping[str, Any]]
    faults: Callable[[Mapping[str, Any]], list[str]] = _no_faults
    rules: Mapping[str, Any] = field(default_factory=dict)

    file_arguments = False

    def wrong(self, params: Mapping[str, Any]) -> list[str]:
        return self.faults(params)

    def held(self, params: Mapping[str, Any]) -> contextlib.AbstractContextManager[None]:
        return contextlib.nullcontext()

    def plan(self, params: Mapping[str, Any]) -> Plan:
        return Plan(result=self.ask(params))

    def apply(self, plan: Plan, params: Mapping[str, Any]) -> Mapping[str, Any]:
        return {}

    def path_of(self, params: Mapping[str, Any]) -> str | None:
        return None
