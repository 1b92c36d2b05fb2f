# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Types of a request's body and parameters, judged as Harbor's swagger layer does.

A schema turns JSON into values: unknown keys, nulls and bytes after the value are dropped, names
are matched without regard to case, a wrong type is a 422 in the words of Go's encoding/json.

    LABEL = Struct("Label", name=Str(), project_id=Int())
    Struct("ProjectReq", project_name=Str(most=255), metadata=Struct("ProjectMetadata", …))
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from .answers import unprocessable
from .versions import Version

FAULTS = "validation failure list:"
INTEGER = re.compile(r"[+-]?[0-9]+", re.ASCII)
TRUE = frozenset(("true", "1", "yes", "ok", "y", "on", "selected", "checked", "t", "enabled"))


class Number(str):
    """A number that is no integer literal, as it was written."""

    __slots__ = ()


class Wrong(Exception):
    """A value of a wrong type, in Go's words."""


@dataclass(frozen=True)
class Place:
    """Where a value stands: the innermost struct and the path from the outermost one."""

    struct: str = ""
    path: tuple[str, ...] = ()

    def at(self, struct: str, name: str) -> Place:
        return Place(struct, (*self.path, name))


def kind(value: Any) -> str:
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, (int, Number)):
        return "number"
    if isinstance(value, str):
        return "string"
    return "array" if isinstance(value, list) else "object"


def wrong(value: Any, place: Place, go: str, literal: bool = False) -> Wrong:
    said = f"number {value}" if literal and kind(value) == "number" else kind(value)
    field = f"Go struct field {place.struct}.{'.'.join(place.path)}"
    where = field if place.path else "Go value"
    return Wrong(f"json: cannot unmarshal {said} into {where} of type {go}")


class Schema:
    """`read` gives the value or raises Wrong; `faults` says what is too long or not allowed."""

    go = "interface {}"

    def read(self, value: Any, place: Place) -> Any:
        return plain(value)

    def faults(self, value: Any, name: str) -> Iterator[str]:
        return iter(())


class Any_(Schema):
    """Whatever was sent."""


@dataclass(frozen=True)
class Str(Schema):
    most: int | None = None
    least: int | None = None
    among: tuple[str, ...] = ()
    pattern: str = ""
    needed: bool = False

    go = "string"

    def read(self, value: Any, place: Place) -> Any:
        if kind(value) != "string":
            raise wrong(value, place, self.go)
        return value

    def faults(self, value: Any, name: str) -> Iterator[str]:
        if self.least is not None and len(value) < self.least:
            yield f"{name} should be at least {self.least} chars long"
        if self.most is not None and len(value) > self.most:
            yield f"{name} should be at most {self.most} chars long"
        if self.pattern and not re.search(self.pattern, value):
            yield f"{name} should match '{self.pattern}'"
        if self.among and value not in self.among:
            yield f"{name} should be one of [{' '.join(self.among)}]"


@dataclass(frozen=True)
class Int(Schema):
    least: int | None = None
    most: int | None = None
    needed: bool = False
    bits: int = 64

    @property
    def go(self) -> str:  # type: ignore[override]
        return f"int{self.bits}"

    def read(self, value: Any, place: Place) -> Any:
        if kind(value) != "number":
            raise wrong(value, place, self.go)
        if isinstance(value, Number) or not -(1 << self.bits - 1) <= value < 1 << self.bits - 1:
            raise wrong(value, place, self.go, literal=True)
        return value

    def faults(self, value: Any, name: str) -> Iterator[str]:
        if self.least is not None and value < self.least:
            yield f"{name} should be greater than or equal to {self.least}"
        if self.most is not None and value > self.most:
            yield f"{name} should be less than or equal to {self.most}"


@dataclass(frozen=True)
class Float(Schema):
    needed: bool = False

    go = "float64"

    def read(self, value: Any, place: Place) -> Any:
        if kind(value) != "number":
            raise wrong(value, place, self.go)
        return float(value)


@dataclass(frozen=True)
class Bool(Schema):
    needed: bool = False

    go = "bool"

    def read(self, value: Any, place: Place) -> Any:
        if not isinstance(value, bool):
            raise wrong(value, place, self.go)
        return value


@dataclass(frozen=True)
class List(Schema):
    of: Schema
    name: str = ""
    needed: bool = False

    @property
    def go(self) -> str:  # type: ignore[override]
        return "[]" + ("*models." if isinstance(self.of, Struct) else "") + self.of.go

    def read(self, value: Any, place: Place) -> Any:
        if kind(value) != "array":
            raise wrong(value, place, self.go)
        return [None if item is None else self.of.read(item, place) for item in value]

    def faults(self, value: Any, name: str) -> Iterator[str]:
        for place, item in enumerate(value):
            if item is not None:
                yield from self.of.faults(item, f"{name}.{place}")


@dataclass(frozen=True)
class Map(Schema):
    """Any keys, values of one type. `go` is the name of its Go type."""

    of: Schema
    go: str = ""
    needed: bool = False

    def read(self, value: Any, place: Place) -> Any:
        if kind(value) != "object":
            raise wrong(value, place, self.go or f"map[string]{self.of.go}")
        return {
            key: None if item is None else self.of.read(item, place) for key, item in value.items()
        }

    def faults(self, value: Any, name: str) -> Iterator[str]:
        for key, item in value.items():
            if item is not None:
                yield from self.of.faults(item, f"{name}.{key}")


class Struct(Schema):
    """Named fields. A key that was not sent, or as null, is absent from what `read` gives."""

    def __init__(self, go: str, **fields: Schema) -> None:
        self.go = go
        self.fields = fields
        self.folded = {name.lower(): name for name in fields}
        self.needed = [name for name, of in fields.items() if getattr(of, "needed", False)]

    def read(self, value: Any, place: Place) -> Any:
        if kind(value) != "object":
            raise wrong(value, place, f"models.{self.go}")
        found = {}
        for key, item in value.items():
            name = key if key in self.fields else self.folded.get(key.lower())
            if name is not None and item is not None:
                found[name] = self.fields[name].read(item, place.at(self.go, name))
        return found

    def faults(self, value: Any, name: str) -> Iterator[str]:
        dotted = "" if name == "body" else f"{name}."
        for key in self.needed:
            if key not in value:
                yield f"{dotted}{key} in body is required"
        for key, item in value.items():
            of = self.fields[key]
            if item or getattr(of, "needed", False):  # what may be absent is not judged if zero
                yield from map(in_body, of.faults(item, f"{dotted}{key}"))


def in_body(fault: str) -> str:
    return fault if " in body " in fault else fault.replace(" ", " in body ", 1)


def older_faults(schema: Struct, value: Any, name: str, version: Version) -> Iterator[str]:
    """As before 2.14: a struct within another has a list of its own, and before 2.10 names in it
    that do not say where it is."""
    dotted = f"{name}." if name and version >= "2.10" else ""
    for key in schema.needed:
        if key not in value:
            yield f"{dotted}{key} in body is required"
    for key, item in value.items():
        of, path = schema.fields.get(key), f"{dotted}{key}"
        if of is None or not (item or getattr(of, "needed", False)):
            continue  # of a struct that takes any key; or zero
        inner: list[tuple[Schema, Any, str]] = [(of, item, path)]
        if isinstance(of, List) and isinstance(of.of, Struct):
            inner = [(of.of, one, f"{path}.{at}") for at, one in enumerate(item) if one is not None]
        for one, found, place in inner:
            if not isinstance(one, Struct):
                yield from map(in_body, one.faults(found, place))
                continue
            nested = list(older_faults(one, found, place, version))
            if nested:
                yield "\n".join((FAULTS, *nested))


def plain(value: Any) -> Any:
    """The value with its odd numbers as floats."""
    if isinstance(value, Number):
        return float(value)
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return value


def constant(text: str) -> Any:
    raise json.JSONDecodeError("Expecting value", text, 0)


DECODER = json.JSONDecoder(parse_float=Number, parse_constant=constant)
NO_KEY = "looking for beginning of object key string"
COMPLAINTS = {
    "Expecting value": "looking for beginning of value",
    "Expecting property name enclosed in double quotes": NO_KEY,
    "Expecting ':' delimiter": "after object key",
    "Expecting ',' delimiter": "after object key:value pair",
    "Illegal trailing comma before end of object": NO_KEY,
    "Illegal trailing comma before end of array": "looking for beginning of value",
    "Invalid control character at": "in string literal",
    "Invalid \\escape": "in string escape code",
}


def parse(raw: bytes) -> Any:
    """The first JSON value of a body; what follows it is not looked at. Raises Wrong."""
    text = raw.decode("utf-8", "replace").lstrip(" \t\r\n")
    try:
        return DECODER.raw_decode(text)[0]
    except json.JSONDecodeError as error:
        complaint = COMPLAINTS.get(error.msg.split(": ")[0])
        if complaint is None or error.pos >= len(text.rstrip()):
            raise Wrong("unexpected EOF") from None
        raise Wrong(f"invalid character {text[error.pos]!r} {complaint}") from None
    except RecursionError:
        raise Wrong("json: exceeded max depth") from None


def body(
    raw: bytes, schema: Schema, name: str, needed: bool = True, version: Version | None = None
) -> Any:
    """The value of a body, None if there is none and it need not be there. Raises a 422."""
    if not raw.strip(b" \t\r\n"):
        if needed:
            raise unprocessable(f"{name} in body is required")
        return None
    try:
        parsed = parse(raw)
        # null leaves a struct as it is: all of its fields are zero.
        value = schema.read({}, Place()) if parsed is None else schema.read(parsed, Place())
    except Wrong as error:
        raise unprocessable(f'parsing {name} body from "" failed, because {error}') from None
    if version is not None and version < "2.14" and isinstance(schema, Struct):
        faults = list(older_faults(schema, value, "", version))
    else:
        faults = list(schema.faults(value, "body"))
    if faults:
        raise unprocessable("\n".join((FAULTS, *faults)))
    return value


def whole_number(text: str) -> int | None:
    """The integer that Go's ParseInt reads from the text, if it does."""
    if INTEGER.fullmatch(text) and -(2**63) <= int(text) < 2**63:
        return int(text)
    return None


def parameter(text: str, schema: Schema, name: str, place: str) -> Any:
    """The value of a parameter in a path, a query or a header. Raises a 422."""
    if isinstance(schema, Bool):
        return text.lower() in TRUE
    value: Any = text
    if isinstance(schema, Int):
        value = whole_number(text)
        if value is None:
            raise unprocessable(f'{name} in {place} must be of type int64: "{text}"')
    if isinstance(schema, List):
        value = [part for part in text.split(",") if part]
    faults = [fault.replace(name, f"{name} in {place}", 1) for fault in schema.faults(value, name)]
    if faults:
        raise unprocessable(*faults)
    return value
