# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where a request or an answer breaks Harbor's OpenAPI document of a version (tables.json).

An answer breaks it, too, where its status is none that the document gives for the operation, and
where it has a body and should have none, or the other way round. Headers of answers are not judged.
"""

from __future__ import annotations

import dataclasses
import datetime
import functools
import json
import urllib.parse
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import jsonschema
import referencing
import referencing.jsonschema
from jsonschema.exceptions import ValidationError

from ..routing import Route, Router
from .table import ROOT, TABLES, expanded

REQUEST = 0  # instead of a status
BOOLEANS = {"true": True, "false": False}
MARKS = {"items": "[]", "additionalProperties": "{}"}
FORMATS = jsonschema.FormatChecker(formats=())


class Nothing:
    """No body."""


NOTHING = Nothing()


@dataclass(frozen=True, order=True)
class Break:
    """`at`: method and template of the path. `field`: the place, from the schema on that has it,
    such as "Label.name", [] for any entry of a list and {} for any key of an object. `rule`: what
    it breaks, such as "unknown", or what is there instead of the right type, such as "null"."""

    at: str
    status: int
    field: str
    rule: str
    said: str = dataclasses.field(default="", compare=False)

    def __str__(self) -> str:
        what = f"the answer {self.status}" if self.status else "the request"
        return f"{self.at}, {what}: {self.said}."


def is_time(value: Any) -> bool:
    if isinstance(value, str):
        datetime.datetime.fromisoformat(value.replace("Z", "+00:00"))
        return "T" in value
    return True


def is_within(least: int, most: int, value: Any) -> bool:
    return not isinstance(value, int) or least <= value <= most


FORMATS.checks("date-time", raises=ValueError)(is_time)
for bits in (8, 32, 64):
    FORMATS.checks(f"int{bits}")(
        functools.partial(is_within, -(2 ** (bits - 1)), 2 ** (bits - 1) - 1)
    )
FORMATS.checks("int")(functools.partial(is_within, -(2**63), 2**63 - 1))
FORMATS.checks("uint64")(functools.partial(is_within, 0, 2**64 - 1))


def only_read(_validator: Any, said: bool, value: Any, _schema: Any) -> Iterator[ValidationError]:
    if said:
        yield ValidationError(f"{value!r} is sent, but Harbor only answers it")


extend: Any = jsonschema.validators.extend
Answers: Any = jsonschema.Draft202012Validator
Requests: Any = extend(Answers, {"readOnly": only_read})


class Operation:
    """`judges` are made when they are needed: most operations are never asked."""

    def __init__(self, at: str, said: Mapping[str, Any], schemas: Mapping[str, Any]) -> None:
        self.at, self.said, self.schemas = at, said, schemas
        root = referencing.jsonschema.DRAFT202012.create_resource({"$defs": schemas})
        self.registry: Any = referencing.Registry().with_resource(ROOT, root)
        self.template = at.partition(" ")[2].strip("/").split("/")
        self.answers = {
            int(status): of
            for statuses, of in said["answers"].items()
            for status in statuses.split()
        }
        self.judges: dict[int, Any] = {}

    def judge(self, status: int, schema: Mapping[str, Any], kind: Any) -> Any:
        if status not in self.judges:
            self.judges[status] = kind(schema, registry=self.registry, format_checker=FORMATS)
        return self.judges[status]

    def asked(self) -> dict[str, Any]:
        """The JSON Schema of a request: an object of the parameters by place, and the body."""
        short = {
            place: {"properties": self.said.get(place, {})} for place in ("path", "query", "header")
        }
        short["header"]["additionalProperties"] = True  # headers are not for the API alone
        needs = self.said.get("needs", [])
        for of in short.values():
            of["required"] = [name for name in needs if name in of["properties"]]
        made = expanded({"properties": short})
        if "body" in self.said:
            made["properties"]["body"] = expanded(self.said["body"])
        made["required"] = ["body"] if "body" in needs else []
        return made

    def parameters(self, path: str, query: str, headers: Mapping[str, str]) -> dict[str, Any]:
        """What a request gives, by place, each as the type that it should be where it can be."""
        segments = zip(self.template, urllib.parse.unquote(path).strip("/").split("/"))
        given = {
            "path": {name[1:-1]: text for name, text in segments if name[0] == "{"},
            "query": dict(urllib.parse.parse_qsl(query, keep_blank_values=True)),
            "header": {
                name: headers[name.lower()]
                for name in self.said.get("header", ())
                if name.lower() in headers
            },
        }
        return {
            place: {
                name: typed(text, self.said.get(place, {}).get(name)) for name, text in of.items()
            }
            for place, of in given.items()
        }

    def breaks(self, status: int, judge: Any, value: Any) -> list[Break]:
        found = [
            Break(self.at, status, *place, said)
            for error in judge.iter_errors(value)
            for place, said in told(error, *places(error, judge.schema, self.schemas))
        ]
        return list(dict.fromkeys(found))

    def request(self, given: Mapping[str, Any]) -> list[Break]:
        """`given`: what `parameters` has made of it, and "body"."""
        return self.breaks(REQUEST, self.judge(REQUEST, self.asked(), Requests), given)

    def answer(self, status: int, body: Any) -> list[Break]:
        if status not in self.answers:
            statuses = " ".join(map(str, sorted(self.answers)))
            said = f"the document knows only {statuses}"
            return [Break(self.at, status, "", "status", said)]
        schema = self.answers[status]
        if body is NOTHING or schema is None:
            if body is NOTHING and schema is None:
                return []
            rule = "no body" if body is NOTHING else "body"
            said = "has a body, and by the document none" if schema is None else "has no body"
            return [Break(self.at, status, "", rule, said)]
        return self.breaks(status, self.judge(status, expanded(schema), Answers), body)


def typed(text: str, short: Any) -> Any:
    schema = {} if short is None else expanded(short)
    kind = schema.get("type")
    if kind == "boolean":
        return BOOLEANS.get(text.lower(), text)
    if kind == "integer":
        try:
            return int(text)
        except ValueError:
            return text
    return text.split(",") if kind == "array" else text


def told(error: ValidationError, place: str, of: str) -> Iterator[tuple[tuple[str, str], str]]:
    """((field, rule), a sentence) for each fault of an error."""
    value: Any = error.instance
    schema: Any = error.schema
    if error.validator == "additionalProperties":
        for name in value:
            if name not in schema["properties"]:
                yield (joined(of, name), "unknown"), f"the document has no {joined(place, name)}"
    elif error.validator == "required":
        for name in schema["required"]:
            if name not in value:
                yield (joined(of, name), "missing"), f"{joined(place, name)} is missing"
    elif error.validator == "type":
        said = f"{place or 'the body'} is {shown(value)}, but the document says {schema['type']}"
        yield (of, kind_of(value)), said
    else:
        said = f"{place or 'the body'}: {error.message} ({error.validator})"
        yield (of, str(error.validator)), said


def places(error: ValidationError, root: Any, schemas: Mapping[str, Any]) -> tuple[str, str]:
    """Where it is in the whole, and from the innermost schema with a name on."""
    place = of = ""
    at = root
    words = iter(list(error.absolute_schema_path)[:-1])  # without what references were followed
    while True:
        while "$ref" in at:
            of = str(at["$ref"]).rpartition("/")[2]
            at = schemas[of]
        word = next(words, None)
        if word is None:
            return place, of
        at = at[word]
        if word == "properties":
            name = str(next(words))
            at = at[name]
            place, of = joined(place, name), joined(of, name)
        elif word in MARKS:
            place, of = place + MARKS[str(word)], of + MARKS[str(word)]


def joined(place: str, name: str) -> str:
    return f"{place}.{name}" if place else name


def kind_of(value: Any) -> str:
    kinds = {dict: "object", list: "array", str: "string", bool: "boolean", type(None): "null"}
    return kinds.get(type(value), "number")


def shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) < 60 else f"{text[:57]}..."


@functools.cache
def document(version: str) -> Document:
    return Document(version)


class Document:
    def __init__(self, version: str) -> None:
        tables = {
            part: {
                name: is_so
                for name, variants in table.items()
                for versions, is_so in variants.items()
                if version in versions.split()
            }
            for part, table in read_tables().items()
        }
        schemas = {name: expanded(short) for name, short in tables["schemas"].items()}
        self.version = version
        self.operations = {
            at: Operation(at, said, schemas) for at, said in tables["operations"].items()
        }
        split = [at.partition(" ") for at in self.operations]
        self.router = Router([Route(method, path, unused) for method, _space, path in split])

    def operation(self, method: str, path: str) -> Operation | None:
        """The one that a request asks for; `path` is that of the request, below /api/v2.0."""
        node = self.router.find(urllib.parse.unquote(path))
        route = None if node is None else node.routes.get(method)
        return None if route is None else self.operations[f"{method} {route.template}"]

    def request(
        self, method: str, target: str, headers: Mapping[str, str], body: Any = NOTHING
    ) -> list[Break]:
        """`target`: path, below /api/v2.0, and query. `headers`: names in lower case."""
        path, _mark, query = target.partition("?")
        operation = self.operation(method, path)
        if operation is None:
            return [Break(f"{method} {path}", REQUEST, "", "unknown", "the document has none")]
        given = operation.parameters(path, query, headers)
        return operation.request(given if body is NOTHING else {**given, "body": body})

    def answer(self, method: str, target: str, status: int, body: Any) -> list[Break]:
        path = target.partition("?")[0]
        operation = self.operation(method, path)
        if operation is not None:
            found = operation.answer(status, body)
            # The answer to a HEAD never has its body.
            return [one for one in found if method != "HEAD" or one.rule == "status"]
        if status < 400:
            return [Break(f"{method} {path}", status, "", "unknown", "the document has none")]
        return []  # there is nothing to be asked, so nothing is said of the answer


def unused(_call: Any) -> None:
    """In place of a handler."""


@functools.cache
def read_tables() -> dict[str, dict[str, dict[str, Any]]]:
    return json.loads(TABLES.read_text("utf-8"))  # type: ignore[no-any-return]
