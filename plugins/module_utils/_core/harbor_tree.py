# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A whole estate: kinds of objects as branches, and what a task says of them as parts of a plan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .harbor_field import Field, Values, at, given, options_of
from .harbor_plan import Part
from .harbor_request import Ref
from .harbor_spec import Spec, Wire
from .option import Option
from .yaml_lines import Comment

# Also where Harbor shows it: what is written down is read by more people than Harbor's answers.
_SECRET = Comment("is a secret, which is not written here; take it from a vault")


@dataclass(frozen=True)
class Branch:
    """One kind in the tree.

    ``name`` is its option, ``scope`` what ``exclusive`` calls it. ``alone``: there is one at most
    in its place (a setting, a project's retention), so its option is a dict and not a list.
    """

    name: str
    spec: Spec
    scope: str = ""
    alone: bool = False
    below: tuple[Branch, ...] = ()

    @property
    def called(self) -> str:
        return self.scope or self.name


def branch_options(branches: Iterable[Branch]) -> tuple[Option, ...]:
    return tuple(_option(branch) for branch in branches)


def _option(branch: Branch) -> Option:
    spec = branch.spec
    options = (*options_of(spec.fields), *branch_options(branch.below))
    if branch.alone:
        text = f"The {spec.title}. What is left out stays as it is."
        return Option(branch.name, text, type="dict", suboptions=options)
    text = f"The {spec.titles}. Without this list they stay as they are."
    return Option(branch.name, text, type="list", elements="dict", suboptions=options)


def scopes(branches: Iterable[Branch]) -> tuple[str, ...]:
    """What ``exclusive`` can name: every list."""
    found: list[str] = []
    for branch in branches:
        if not branch.alone:
            found.append(branch.called)
        found += scopes(branch.below)
    return tuple(found)


def parts(
    branches: Iterable[Branch],
    estate: Mapping[str, Any],
    exclusive: Iterable[str] = (),
    scope: Ref | None = None,
    where: str = "",
) -> Iterator[Part]:
    """The parts of a task. A branch that is left out is no part: it stays as it is."""
    alone_there = set(exclusive)
    for branch in branches:
        entries = _entries(branch, estate.get(branch.name))
        if entries is None:
            continue
        places = _places(branch, len(entries), where)
        yield Part(
            branch.spec,
            scope,
            tuple(given(branch.spec.fields, entry) for entry in entries),
            places,
            exclusive=branch.called in alone_there,
        )
        for entry, place in zip(entries, places):
            below = Ref(branch.spec.kind, str(entry.get("name")))
            yield from parts(branch.below, entry, alone_there, below, place)


def _entries(branch: Branch, value: Any) -> Sequence[Mapping[str, Any]] | None:
    if value is None:
        return None
    return [value] if branch.alone else list(value)


def _places(branch: Branch, count: int, where: str) -> tuple[str, ...]:
    if branch.alone:
        return (f"{where}{branch.name}.",)
    return tuple(f"{where}{branch.name}[{number}]." for number in range(count))


def unlisted(
    branches: Iterable[Branch], estate: Mapping[str, Any], named: Iterable[str]
) -> list[str]:
    """Lists of the whole Harbor that ``exclusive`` names and the task does not give."""
    top = {branch.called: branch for branch in branches}
    return [
        f"exclusive names {name!r}, but {top[name].name} is not given. Give the list; an empty one "
        "removes all of them."
        for name in named
        if name in top and estate.get(top[name].name) is None
    ]


def exported(spec: Spec, wire: Wire) -> Values:
    """An object as an entry of a task: what can be written, without what nothing is known of."""
    seen = spec.read(wire)
    entry: Values = {}
    for each in spec.fields:
        if each.made or each.control:
            continue
        if each.secret:
            if each.held(wire):
                entry[each.name] = _SECRET
        elif _odd(each.type, seen.get(each.name)):
            entry[each.name] = Comment(f"is {seen[each.name]!r} in Harbor, which is none; set it")
        elif seen.get(each.name) is not None:
            entry[each.name] = _inner(each, at(wire, each.path), seen[each.name])
    return entry


def _inner(each: Field, wire: Any, seen: Any) -> Any:
    """A value with the secrets that are held within it."""
    if not each.fields or wire is None:
        return seen
    stored = each.read(wire)
    if each.type == "list":
        return [_inner_dict(each.fields, *pair) for pair in zip(stored, seen)]
    return _inner_dict(each.fields, stored, seen)


def _inner_dict(fields: Iterable[Field], wire: Wire, seen: Values) -> Values:
    found: Values = {}
    for each in fields:
        if each.secret and each.held(wire):
            found[each.name] = _SECRET
        elif each.name in seen:
            found[each.name] = _inner(each, at(wire, each.path), seen[each.name])
    return found


def _odd(kind: str, value: Any) -> bool:
    """Whether a stored word cannot be the value of an option: Harbor keeps any text as a flag."""
    return (kind == "bool" and not isinstance(value, (bool, type(None)))) or (
        kind == "int" and isinstance(value, str)
    )
