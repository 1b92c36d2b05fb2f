# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A field of an object behind Harbor's API, said once.

From its row are made the module's option, how the wire is read and written, how two values are
compared, what is masked, the version sentence and the rule that a value can break.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from .harbor_version import Version
from .option import Option, Wrong

Values = dict[str, Any]
MASK = "********"


def as_is(value: Any) -> Any:
    return value


def _held(wire: Mapping[str, Any]) -> bool:
    return True


def as_set(value: Any) -> Any:
    """For lists whose order Harbor does not keep or does not mind: sorted, each once."""
    return sorted({json.dumps(item, sort_keys=True) for item in value or []})


@dataclass(frozen=True)
class Field:
    """One field.

    api          where it is on the wire, dotted ("metadata.public"); by default its name; "" when
                 it is no part of the object's body, so that the spec's own steps send it
    absent       the option's value when the wire does not have it (Harbor omits false, 0 and "")
    clean        the option's value in the one form that is compared, shown and written
    read, write  wire value to option value, and back
    same         the form in which two values are compared
    fields       of a dict, or of each dict of a list: its own fields, compared with their defaults
    known        the words that Harbor knows, where it takes any and harms itself
    since        the first version of Harbor that has it, as "2.11"; until: the last
    create_only  Harbor ignores it afterwards, so a difference is refused
    to_create    a new object cannot do without it
    create       what is sent for a new object when the task leaves it out
    differs      (wanted, wire): whether to write, where reading back cannot tell (secrets)
    held         of a secret (what the wire has of the object): whether Harbor holds one
    control      it says how to go about it, and is no part of the object
    made         the server makes it: it is read, and is no option
    told         made, but a part of every result (the name that a robot logs in with)
    """

    name: str
    text: str | tuple[str, ...]
    type: str = "str"
    elements: str | None = None
    key: bool = False
    required: bool = False
    secret: bool = False
    not_secret: bool = False
    choices: tuple[Any, ...] = ()
    known: tuple[str, ...] = ()
    fields: tuple[Field, ...] = ()
    default: Any = None
    api: str | None = None
    absent: Any = None
    clean: Callable[[Any], Any] = as_is
    read: Callable[[Any], Any] = as_is
    write: Callable[[Any], Any] = as_is
    same: Callable[[Any], Any] = as_is
    since: str | None = None
    until: str | None = None
    create_only: bool = False
    create: Any = None
    control: bool = False
    to_create: bool = False
    made: bool = False
    told: bool = False
    wrong: Wrong | None = None
    held: Callable[[Mapping[str, Any]], bool] = _held
    differs: Callable[[Any, Mapping[str, Any]], bool] | None = field(default=None, compare=False)

    @property
    def path(self) -> tuple[str, ...]:
        where = self.name if self.api is None else self.api
        return tuple(where.split(".")) if where else ()

    def option(self) -> Option:
        """The option of a module. Its rules are judged later, against what is stored."""
        paragraphs = [self.text] if isinstance(self.text, str) else list(self.text)
        if self.known:
            paragraphs.append(f"Harbor knows {_listed(self.known, 'V({})')}.")
        if self.create_only:
            paragraphs.append("It is set when the object is created, and cannot be changed.")
        if self.since:
            paragraphs.append(f"Needs Harbor {self.since} or newer.")
        if self.until:
            paragraphs.append(f"Harbor {self.until} is the last that has it.")
        return Option(
            self.name,
            tuple(paragraphs),
            type=self.type,
            elements=self.elements,
            required=(self.key or self.required) and self.default is None,
            default=self.default,
            choices=self.choices,
            secret=self.secret,
            not_secret=self.not_secret,
            suboptions=options_of(self.fields),
        )


def options_of(fields: Iterable[Field]) -> tuple[Option, ...]:
    return tuple(each.option() for each in fields if not each.made)


def given(fields: Iterable[Field], params: Mapping[str, Any]) -> Values:
    """What a task says of the fields: those that are not left out, nested ones with defaults."""
    found = {}
    for each in fields:
        value = params.get(each.name)
        if value is None:
            value = each.default
        if value is not None:
            found[each.name] = _whole(each, value)
    return found


def _whole(each: Field, value: Any) -> Any:
    """Within one field nothing is unmanaged: what a nested dict leaves out is its default."""
    if not each.fields:
        return each.clean(value)
    if each.type == "list":
        return each.clean([_whole_dict(each.fields, item) for item in value])
    return each.clean(_whole_dict(each.fields, value))


def _whole_dict(fields: tuple[Field, ...], item: Mapping[str, Any]) -> Values:
    found = {}
    for each in fields:
        value = item.get(each.name)
        found[each.name] = each.absent if value is None else _whole(each, value)
    return found


def from_wire(fields: Iterable[Field], wire: Mapping[str, Any]) -> Values:
    """The object as options: every field that can be read."""
    found = {}
    for each in fields:
        if each.secret or each.control or not each.path:
            continue
        value = at(wire, each.path)
        if value is None:
            found[each.name] = each.absent
        elif each.fields and each.type == "list":
            items = each.read(value)
            found[each.name] = [from_wire(each.fields, item) for item in items]
        elif each.fields:
            found[each.name] = from_wire(each.fields, each.read(value))
        else:
            found[each.name] = each.read(value)
    return found


def to_wire(fields: Iterable[Field], values: Mapping[str, Any]) -> Values:
    """The options as a body."""
    body: Values = {}
    for each in fields:
        value = values.get(each.name)
        if value is None or not each.path or each.control or each.made:
            continue
        if each.fields and each.type == "list":
            value = [to_wire(each.fields, item) for item in value]
        elif each.fields:
            value = to_wire(each.fields, value)
        put(body, each.path, each.write(value))
    return body


def differing(
    fields: Iterable[Field], want: Mapping[str, Any], seen: Mapping[str, Any], wire: Any
) -> tuple[str, ...]:
    """Names of the wanted fields that are not as wanted."""
    found = []
    for each in fields:
        if each.name not in want or each.key or each.control:
            continue
        wanted = want[each.name]
        if each.differs:
            if each.differs(wanted, wire):
                found.append(each.name)
        elif each.secret or comparable(each, wanted) != comparable(each, seen.get(each.name)):
            found.append(each.name)
    return tuple(found)


def comparable(each: Field, value: Any) -> Any:
    if value is None or not each.fields:
        return each.same(value)
    if each.type == "list":
        return each.same([_comparable_dict(each.fields, item) for item in value])
    return each.same(_comparable_dict(each.fields, value))


def _comparable_dict(fields: tuple[Field, ...], item: Mapping[str, Any]) -> Values:
    return {each.name: comparable(each, item.get(each.name)) for each in fields}


def masked(fields: Iterable[Field], values: Mapping[str, Any]) -> Values:
    """The values as an output may show them."""
    found = {}
    by_name = {each.name: each for each in fields}
    for name, value in values.items():
        each = by_name.get(name)
        if each is None or value is None:
            found[name] = value
        elif each.secret:
            found[name] = MASK
        elif each.fields and each.type == "list":
            found[name] = [masked(each.fields, item) for item in value]
        elif each.fields:
            found[name] = masked(each.fields, value)
        else:
            found[name] = value
    return found


def faults(
    fields: Iterable[Field], values: Mapping[str, Any], names: Iterable[str], path: str = ""
) -> Iterator[str]:
    """Each of the named fields whose value breaks its rule, as a sentence with the full path."""
    wanted = set(names)
    for each in fields:
        if each.name not in wanted or values.get(each.name) is None:
            continue
        value = values[each.name]
        many = each.type == "list"
        for index, item in enumerate(value if many else [value]):
            here = f"{path}{each.name}[{index}]" if many else f"{path}{each.name}"
            rule = _rule(each, item)
            if rule:
                shown = "is set" if each.secret else f"is {item!r}"
                yield f"{here} {shown}, {rule}"
            if each.fields and isinstance(item, Mapping):
                yield from faults(each.fields, item, item, f"{here}.")


def _rule(each: Field, item: Any) -> str | None:
    if each.known and item not in each.known:
        return f"but Harbor knows {_listed(each.known)}. Use one of these."
    return each.wrong(item) if each.wrong else None


def gates(
    fields: Iterable[Field], values: Mapping[str, Any], version: Version, path: str = ""
) -> Iterator[str]:
    """Each given field that this Harbor does not have."""
    for each in fields:
        value = values.get(each.name)
        # A nested default says nothing that an older Harbor could not do.
        if value is None or value == each.absent:
            continue
        if each.since and version < Version.of(each.since):
            yield (
                f"{path}{each.name} needs Harbor {each.since} or newer, and this is {version}. "
                "Leave it out, or upgrade first."
            )
        if each.until and version >= Version.of(each.until).next_minor():
            yield (
                f"{path}{each.name} needs Harbor {each.until} or older, and this is {version}. "
                "Leave it out."
            )
        if each.fields and each.type == "list":
            for index, item in enumerate(value):
                yield from gates(each.fields, item, version, f"{path}{each.name}[{index}].")
        elif each.fields and isinstance(value, Mapping):
            yield from gates(each.fields, value, version, f"{path}{each.name}.")


def at(wire: Any, path: Iterable[str]) -> Any:
    """What is at the path, or None."""
    for part in path:
        if not isinstance(wire, Mapping):
            return None
        wire = wire.get(part)
    return wire


def put(body: Values, path: tuple[str, ...], value: Any) -> None:
    for part in path[:-1]:
        inner = body.get(part)
        if not isinstance(inner, dict):
            inner = body[part] = {}
        body = inner
    body[path[-1]] = value


def _listed(words: tuple[str, ...], form: str = "{}") -> str:
    shown = [form.format(word) for word in words]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"
