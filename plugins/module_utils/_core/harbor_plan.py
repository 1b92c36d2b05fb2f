# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From what a task wants and what Harbor has to the changes between them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from .harbor_field import Values, differing, faults, gates, masked
from .harbor_request import Caller, Ref
from .harbor_spec import MISSING, Change, Spec, Wire
from .harbor_version import Version
from .yaml_lines import yaml_lines


@dataclass(frozen=True)
class Part:
    """What a task says of one kind in one scope.

    ``where`` has the place of each wanted object in the task ("projects[3]."). ``absent``: they are
    to be removed. ``exclusive``: whatever else there is goes.
    """

    spec: Spec
    scope: Ref | None = None
    wanted: tuple[Values, ...] = ()
    where: tuple[str, ...] = ()
    absent: bool = False
    exclusive: bool = False


@dataclass(frozen=True)
class Found:
    """What a part comes to. ``after`` has the wanted objects as they will be, in the task's order;
    in an exclusive part the others are gone."""

    changes: tuple[Change, ...] = ()
    after: tuple[Values, ...] = ()
    faults: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def doubles(part: Part) -> Iterator[str]:
    """Objects that a task names twice."""
    first: dict[str, str] = {}
    for want, where in zip(part.wanted, part.where):
        identity = part.spec.identity(want)
        if identity in first:
            yield (
                f"{where.rstrip('.')} is {part.spec.called(want, part.scope)} again, which "
                f"{first[identity].rstrip('.')} is already. Remove one of them."
            )
        first.setdefault(identity, where)


def compared(part: Part, wires: Iterable[Wire], version: Version, caller: Caller) -> Found:
    """The changes that the part takes, in view of what there is."""
    spec = part.spec
    there: dict[str, Wire] = {}
    for each in wires:
        there.setdefault(spec.identity_of(each), each)
    changes: list[Change] = []
    after: list[Values] = []
    wrong: list[str] = []
    for told, where in zip(part.wanted, part.where):
        want = spec.implied(told)
        identity = spec.identity(want)
        wire = there.pop(identity) if identity in there else None
        want = spec.in_view(want, wire)
        change = _change(part, want, wire, where, version, caller)
        if change is not None:
            wrong += _judged(change)
            changes.append(change)
        after.append(_afterwards(part, want, wire))
    warnings = []
    for other in there.values() if part.exclusive else ():
        reason = spec.protected(other, caller)
        seen = spec.read(other)
        if reason:
            warnings.append(f"{spec.called(seen, part.scope)} is not in the list, {reason}")
            continue
        change = Change(spec, "delete", part.scope, {}, seen, other, (), version, caller)
        wrong += _judged(change)
        changes.append(change)
    if not wrong:
        changes = [replace(each, requests=tuple(spec.steps(each))) for each in changes]
        changes = [each for each in changes if each.requests]
    return Found(tuple(changes), tuple(after), tuple(wrong), tuple(warnings))


def _change(
    part: Part, want: Values, wire: Wire | None, where: str, version: Version, caller: Caller
) -> Change | None:
    spec = part.spec
    seen = None if wire is None or MISSING in wire else spec.read(wire)
    verb = "delete"
    differ: tuple[str, ...] = ()
    if part.absent:
        if seen is None:
            return None
    elif seen is None:
        verb, differ = "create", tuple(want)
    else:
        verb, differ = "update", differing(spec.fields, want, seen, wire)
        if not differ and not spec.ailing(wire or {}):
            return None
    return Change(spec, verb, part.scope, want, seen, wire, differ, version, caller, where)


def _judged(change: Change) -> list[str]:
    """What is wrong with the values that would be written; what is stored so already is not."""
    spec, want = change.spec, change.want
    if change.verb == "delete":
        return spec.unremovable(change)
    written = {name: want[name] for name in change.differ}
    found = list(faults(spec.fields, written, written, change.where))
    found += gates(spec.fields, written, change.version, change.where)
    if change.verb == "update":
        for each in spec.fields:
            if each.create_only and each.name in change.differ:
                found.append(
                    f"{change.where}{each.name} is {want[each.name]!r}, but {change.called} was "
                    f"created with {(change.seen or {}).get(each.name)!r}, and Harbor cannot "
                    "change that. Leave it out, or remove the object first."
                )
    elif change.verb == "create":
        for each in spec.fields:
            if each.to_create and each.name not in want:
                found.append(
                    f"{change.where}{each.name} is missing, but {change.called} is not there yet "
                    "and cannot be created without it. Give it."
                )
    found += [change.where + each for each in spec.judge(change)]
    return found


def _afterwards(part: Part, want: Values, wire: Wire | None) -> Values:
    spec = part.spec
    if part.absent:
        return {each.name: want.get(each.name) for each in spec.keys if each.name in want}
    shown = [each for each in spec.fields if not each.control and (each.told or not each.made)]
    # Of a new object: what is sent, or what Harbor makes of that which is left out.
    there = {each.name: each.absent if each.create is None else each.create for each in shown}
    values = {**(there if wire is None else spec.read(wire)), **want}
    return masked(spec.fields, {each.name: values.get(each.name) for each in shown})


def phases(changes: Iterable[Change]) -> list[list[Change]]:
    """Groups that may run side by side within, one group after the other.

    What names others comes after them, what is named goes after what names it.
    """

    def turn(change: Change) -> tuple[int, int]:
        order = change.spec.order
        if change.spec.last(change):
            # What comes first of all (the settings, among them read-only) then comes last of all.
            return (3, -order)
        if change.verb != "delete":
            return (1, order)
        return (0, -order) if change.spec.removed_first else (2, -order)

    groups: dict[tuple[int, int], list[Change]] = {}
    for change in changes:
        groups.setdefault(turn(change), []).append(change)
    return [groups[key] for key in sorted(groups)]


def sentences(changes: Iterable[Change]) -> tuple[str, ...]:
    """What will be sent, in order, a sentence for each request."""
    return tuple(
        request.why for group in phases(changes) for each in group for request in each.requests
    )


def tree(changes: Iterable[Change]) -> list[str]:
    """The changes as a tree to read: what is in a project stands below it."""
    signs = {"create": "+", "update": "~", "delete": "-"}
    lines: dict[str, list[str]] = {}
    heads: dict[str, str] = {}
    for change in changes:
        own = f"{signs[change.verb]} {change.spec.called(change.seen or change.want)}"
        if change.differ and change.verb == "update":
            own += f": {', '.join(change.differ)}"
        if change.scope is None:
            heads[f"{change.spec.kind} {change.ref.name}"] = own
            lines.setdefault(f"{change.spec.kind} {change.ref.name}", [])
        else:
            parent = f"{change.scope.kind} {change.scope.name}"
            lines.setdefault(parent, []).append(f"    {own}")
    found = []
    for name, below in lines.items():
        found.append(heads.get(name, f"  {name}"))
        found += below
    return found


def diff(changes: Iterable[Change]) -> tuple[str, str]:
    """(before, after) of the changed objects, secrets masked."""
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for change in changes:
        fields = change.spec.fields
        made = {each.name for each in fields if each.made}
        shown = change.differ if change.verb == "update" else None
        if change.seen is not None:
            stored = {k: v for k, v in _stored(change).items() if k not in made}
            before[change.called] = _of(masked(fields, stored), shown)
        if change.verb != "delete":
            told = {
                each.name: MASK_NEW for each in fields if each.secret and each.name in change.differ
            }
            values = change.after if shown is None else change.want
            after[change.called] = _of({**masked(fields, values), **told}, shown)
    return _text(before), _text(after)


MASK_NEW = "******** (new)"


def _stored(change: Change) -> Values:
    """What was seen; of a secret only that there is another."""
    secrets = {each.name: "stored" for each in change.spec.fields if each.secret}
    return {**(change.seen or {}), **{k: v for k, v in secrets.items() if k in change.differ}}


def _of(values: Mapping[str, Any], names: Iterable[str] | None) -> Values:
    if names is None:
        return {name: value for name, value in values.items() if value is not None}
    return {name: values.get(name) for name in names}


def _text(objects: Mapping[str, Any]) -> str:
    return "".join(f"{line}\n" for line in yaml_lines(objects)) if objects else ""
