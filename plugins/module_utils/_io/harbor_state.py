# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole estate at once: brought about from one tree, or written down as one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from .._core.harbor_field import Values
from .._core.harbor_option import HARBOR_CONNECTION
from .._core.harbor_plan import Part, tree
from .._core.harbor_request import Ref
from .._core.harbor_tree import Branch, branch_options, exported, parts, scopes, unlisted
from .._core.harbor_version import Version
from .._core.option import Option
from .._core.plan import Plan
from .._core.yaml_lines import without_comments, yaml_lines
from .harbor_client import HarborClient
from .harbor_estate import Estate, gained_by
from .harbor_job import HarborJob
from .side_by_side import side_by_side


@dataclass(frozen=True)
class TreeJob(HarborJob):
    """Everything that a task lists, in one plan."""

    branches: tuple[Branch, ...]

    kind = "harbor_state"

    @property
    def options(self) -> tuple[Option, ...]:
        exclusive = Option(
            "exclusive",
            (
                "The lists in which what is not listed is removed. Lists that it does not name are "
                "only added to.",
                "A list within projects (V(members), V(project_labels) and so on) is exclusive in "
                "each project that gives it. The account of the task, and a project that holds "
                "repositories, stay in any case.",
            ),
            type="list",
            elements="str",
            default=[],
            choices=scopes(self.branches),
        )
        return (*HARBOR_CONNECTION, *branch_options(self.branches), exclusive)

    def wrong(self, params: Mapping[str, Any]) -> list[str]:
        return [*super().wrong(params), *unlisted(self.branches, params, params["exclusive"])]

    def plan(self, params: Mapping[str, Any]) -> Plan:
        estate = Estate(HarborClient(params))
        listed = list(parts(self.branches, params, params["exclusive"]))
        plan, _found = estate.plan(listed)
        changes = plan.work[0]
        counted = {
            name: sum(change.verb == verb for change in changes)
            for name, verb in (("created", "create"), ("changed", "update"), ("removed", "delete"))
        }
        return plan.with_result({**counted, "tree": tree(changes), "made": []}, (estate, plan.work))

    def apply(self, plan: Plan, params: Mapping[str, Any]) -> Mapping[str, Any]:
        estate, work = plan.work
        gained = estate.apply(plan.with_result(plan.result, work))
        return {"made": [gained_by(ref, values) for ref, values in gained.items()]}


@dataclass(frozen=True)
class ExportJob(HarborJob):
    """What there is, as the tree that TreeJob takes."""

    branches: tuple[Branch, ...]

    kind = "harbor_export"

    @property
    def options(self) -> tuple[Option, ...]:
        names = tuple(branch.name for branch in self.branches)
        include = Option(
            "include",
            "The lists to write. If left out, all of them are.",
            type="list",
            elements="str",
            choices=names,
        )
        projects = Option(
            "projects",
            "Only the projects of these names. If left out, all of them are written.",
            type="list",
            elements="str",
        )
        return (*HARBOR_CONNECTION, include, projects)

    def plan(self, params: Mapping[str, Any]) -> Plan:
        estate = Estate(HarborClient(params))
        wanted = params.get("include")
        branches = [each for each in self.branches if wanted is None or each.name in wanted]
        found = _written(estate, branches, None, params.get("projects"))
        text = "".join(f"{line}\n" for line in yaml_lines(found))
        return Plan(result={"estate": without_comments(found), "yaml": text})


def _written(
    estate: Estate, branches: Iterable[Branch], scope: Ref | None, only: Iterable[str] | None
) -> Values:
    found = {}
    for branch in branches:
        if not branch.spec.since or estate.client.version >= Version.of(branch.spec.since):
            value = _entries(estate, branch, scope, only)
            if value is not None:
                found[branch.name] = value
    return found


def _entries(estate: Estate, branch: Branch, scope: Ref | None, only: Iterable[str] | None) -> Any:
    spec = branch.spec
    wires = estate.look(Part(spec, scope), everything=True)
    if only is not None and spec.kind == "project":
        names = set(only)
        wires = [wire for wire in wires if spec.read(wire)["name"] in names]
    entries = sorted((exported(spec, wire) for wire in wires), key=spec.identity)
    if branch.alone:
        return entries[0] if entries and entries[0] else None

    def with_below(entry: Values) -> Values:
        if not branch.below:
            return entry
        return {**entry, **_written(estate, branch.below, Ref(spec.kind, entry["name"]), None)}

    return side_by_side(with_below, entries)
