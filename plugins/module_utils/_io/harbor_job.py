# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The modules of Harbor's objects: one object, a list of them, or what there is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .._core.harbor_field import given, options_of
from .._core.harbor_option import HARBOR_CONNECTION, harbor_connection_faults
from .._core.harbor_plan import Part
from .._core.harbor_request import Ref
from .._core.harbor_spec import Spec
from .._core.option import Option
from .._core.plan import Plan
from .harbor_client import HarborClient
from .harbor_estate import Estate, NotThere
from .job import Job


def project_option(spec: Spec) -> tuple[Option, ...]:
    if spec.project == "no":
        return ()
    text = f"Name of the project that the {spec.title} is in."
    if spec.project == "either":
        text += f" If left out, it is a {spec.title} of the whole Harbor."
    return (Option("project", text, required=spec.project == "yes"),)


def state_option(text: str) -> Option:
    return Option("state", text, choices=("present", "absent"), default="present")


def scope_of(params: Mapping[str, Any]) -> Ref | None:
    project = params.get("project")
    return Ref("project", project) if project else None


class HarborJob(Job):
    """What the jobs of Harbor share."""

    def wrong(self, params: Mapping[str, Any]) -> list[str]:
        return harbor_connection_faults(params)

    def apply(self, plan: Plan, params: Mapping[str, Any]) -> Any:
        return {}


@dataclass(frozen=True)
class ObjectJob(HarborJob):
    """One object: a list of one, whose result is the object itself."""

    spec: Spec

    @property
    def kind(self) -> str:
        return self.spec.kind

    @property
    def options(self) -> tuple[Option, ...]:
        state = (
            () if self.spec.single else (state_option(f"Whether the {self.spec.title} exists."),)
        )
        own = options_of(self.spec.fields)
        return (*HARBOR_CONNECTION, *project_option(self.spec), *own, *state)

    def plan(self, params: Mapping[str, Any]) -> Plan:
        want = given(self.spec.fields, params)
        absent = params.get("state") == "absent"
        part = Part(self.spec, scope_of(params), (want,), ("",), absent=absent)
        estate = Estate(HarborClient(params))
        plan, (found,) = estate.plan([part])
        return plan.with_result(found.after[0], (estate, plan.work))

    def apply(self, plan: Plan, params: Mapping[str, Any]) -> Mapping[str, Any]:
        estate, work = plan.work
        gained = estate.apply(plan.with_result(plan.result, work))
        return {name: value for each in gained.values() for name, value in each.items()}


@dataclass(frozen=True)
class ListJob(HarborJob):
    """Several objects of a kind in one scope; alone there, if the task says so."""

    spec: Spec

    @property
    def kind(self) -> str:
        return self.spec.plural

    @property
    def options(self) -> tuple[Option, ...]:
        spec = self.spec
        listed = Option(
            spec.plural,
            f"The {spec.titles}. What an entry leaves out stays as it is.",
            type="list",
            elements="dict",
            required=True,
            suboptions=options_of(spec.fields),
        )
        if spec.lasting:
            return (*HARBOR_CONNECTION, *project_option(spec), listed)
        exclusive = Option(
            "exclusive",
            f"Whether {spec.titles} that are not listed are removed.",
            type="bool",
            default=False,
        )
        state = state_option(f"Whether the listed {spec.titles} exist.")
        return (*HARBOR_CONNECTION, *project_option(spec), listed, exclusive, state)

    def wrong(self, params: Mapping[str, Any]) -> list[str]:
        found = super().wrong(params)
        if params.get("exclusive") and params["state"] == "absent":
            found.append(
                "exclusive is true, but state is 'absent', and what is not listed would go as "
                "well as what is. Leave out one of the two."
            )
        return found

    def plan(self, params: Mapping[str, Any]) -> Plan:
        entries = params[self.spec.plural]
        part = Part(
            self.spec,
            scope_of(params),
            tuple(given(self.spec.fields, entry) for entry in entries),
            tuple(f"{self.spec.plural}[{number}]." for number in range(len(entries))),
            absent=params.get("state") == "absent",
            exclusive=bool(params.get("exclusive")),
        )
        estate = Estate(HarborClient(params))
        plan, (found,) = estate.plan([part])
        return plan.with_result(list(found.after), (estate, plan.work, part))

    def apply(self, plan: Plan, params: Mapping[str, Any]) -> list[Any]:
        estate, work, part = plan.work
        gained = estate.apply(plan.with_result(plan.result, work))
        return [
            {**after, **gained.get(self.spec.ref(part.scope, want), {})}
            for after, want in zip(plan.result, part.wanted)
        ]


@dataclass(frozen=True)
class InfoJob(HarborJob):
    """What there is: all objects of a kind, or one by its name."""

    spec: Spec

    @property
    def kind(self) -> str:
        return self.spec.kind if self.spec.single else self.spec.plural

    @property
    def by_name(self) -> bool:
        """Whether one of them can be asked for."""
        keys = self.spec.keys
        return len(keys) == 1 and keys[0].type == "str"

    @property
    def options(self) -> tuple[Option, ...]:
        keys = self.spec.keys
        names: tuple[Option, ...] = ()
        if self.by_name:
            names = (
                Option(
                    keys[0].name,
                    f"Only the {self.spec.title} of this name; none is an empty list. "
                    f"If left out, all {self.spec.titles} are listed.",
                ),
            )
        return (*HARBOR_CONNECTION, *project_option(self.spec), *names)

    def plan(self, params: Mapping[str, Any]) -> Plan:
        spec = self.spec
        scope = scope_of(params)
        want = given(spec.keys, params) if self.by_name else {}
        part = Part(spec, scope, (want,) if want else ())
        estate = Estate(HarborClient(params))
        warnings: list[str] = []
        try:
            wires = estate.look(part, everything=not want, warnings=warnings)
        except NotThere as absent:
            raise absent.problem() from None
        found = [spec.read(wire) for wire in wires]
        if want:
            found = [each for each in found if spec.identity(each) == spec.identity(want)]
        found = sorted(found, key=spec.identity) if spec.keys else found
        return Plan(result=found[0] if spec.single else found, warnings=tuple(warnings))
