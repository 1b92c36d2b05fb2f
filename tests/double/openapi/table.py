# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes tables.json, one version after another, from Harbor's OpenAPI document of that version:

    python -m tests.double.openapi.table 2.13.5 swagger.yaml

The table keeps names, types and limits, and none of the document's sentences; what several versions
have alike is there once. A schema is a word (see `WORDS`), the name of another schema, either with
? for "or null", [one] for a list, {one} for an object of any keys, and otherwise JSON Schema.

- An object has the fields that the document lists and no others.
- An object of which nothing is listed is any value: so is the code that Harbor generates from it,
  and the document of 2.15 no longer calls such a one, a replication filter's value, an object.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from ..versions import numbers

ROOT = "urn:harbor"  # what schemas refer to each other by
TABLES = Path(__file__).with_name("tables.json")
LIMITS = ("enum", "maxLength", "maximum", "minLength", "minimum", "pattern", "readOnly")
WORDS: dict[str, dict[str, Any]] = {
    "any": {},
    "text": {"minLength": 1, "type": "string"},
    **{kind: {"type": kind} for kind in ("string", "integer", "number", "boolean")},
    **{
        name: {"type": kind, "format": name}
        for kind, names in {
            "string": ("date-time", "uri", "url"),
            "integer": ("int", "int8", "int32", "int64", "uint64"),
            "number": ("float", "float64"),
        }.items()
        for name in names
    },
}
ANY = "any"
INNER = {"[": "items", "{": "additionalProperties"}

Table = dict[str, Any]
Short = Any  # a word, or a table


class Document:
    def __init__(self, text: str) -> None:
        self.all = yaml.safe_load(text)

    def meant(self, said: Mapping[str, Any]) -> Mapping[str, Any]:
        """What a reference to a parameter, a response or a schema stands for."""
        if "$ref" not in said:
            return said
        found = self.all
        for part in said["$ref"].split("/")[1:]:
            found = found[part]
        return found  # type: ignore[no-any-return]

    def operations(self) -> Table:
        return {
            f"{method.upper()} {path}": self.operation(said)
            for path, methods in self.all["paths"].items()
            for method, said in methods.items()
        }

    def operation(self, said: Mapping[str, Any]) -> Table:
        made: Table = {}
        needs = []
        for parameter in map(self.meant, said.get("parameters", ())):
            name, place = parameter["name"], parameter["in"]
            if place == "body":
                name, made["body"] = "body", self.schema(parameter["schema"])
            else:
                made.setdefault(place, {})[name] = self.schema(parameter)
            if place != "path" and parameter.get("required"):
                needs.append(name)
        if needs:
            made["needs"] = needs
        answers: dict[str, list[str]] = {}
        for status, answer in said["responses"].items():
            schema = self.meant(answer).get("schema")
            shape = json.dumps(None if schema is None else self.schema(schema))
            answers.setdefault(shape, []).append(str(status))
        made["answers"] = {" ".join(found): json.loads(shape) for shape, found in answers.items()}
        return made

    def schemas(self) -> Table:
        return {name: self.schema(said) for name, said in self.all["definitions"].items()}

    def schema(self, said: Mapping[str, Any]) -> Short:
        made = self.never_null(said)
        if made == ANY or not (said.get("x-nullable") or said.get("x-isnullable")):
            return made
        if isinstance(made, str):
            return f"{made}?"
        raise ValueError(f"{dict(said)} may be null, and there is no notation for that yet")

    def never_null(self, said: Mapping[str, Any]) -> Short:
        if "$ref" in said:
            return str(said["$ref"]).rpartition("/")[2]
        if "allOf" in said:
            said = self.united(said)
        fields, more = said.get("properties"), said.get("additionalProperties")
        if fields:
            made = {"properties": {name: self.schema(one) for name, one in fields.items()}}
            if said.get("required"):
                made["required"] = said["required"]
            return {**made, "additionalProperties": True} if more is True else made
        if isinstance(more, dict):
            return wrapped("{}", self.schema(more))
        if said.get("type") == "array":
            return wrapped("[]", self.schema(said["items"]))
        if said.get("type", "object") in ("object", "file"):
            return ANY
        word = str(said.get("format", said["type"]))
        limits = {name: said[name] for name in LIMITS if name in said}
        if not limits:
            return word
        made = {**WORDS[word], **limits}
        return next((short for short, of in WORDS.items() if of == made), made)

    def united(self, said: Mapping[str, Any]) -> Table:
        """One object instead of the several that allOf puts together."""
        whole: Table = {"properties": {}, "required": []}
        for part in map(self.meant, said["allOf"]):
            whole["properties"].update(part["properties"])
            whole["required"] += part.get("required", [])
        return whole


def wrapped(pair: str, inner: Short) -> Short:
    if isinstance(inner, str):
        return f"{pair[0]}{inner}{pair[1]}"
    return {INNER[pair[0]]: inner}


def expanded(short: Short) -> Table:
    """The JSON Schema of a notation."""
    if isinstance(short, dict):
        made = dict(short)
        if "properties" in short:
            fields = {name: expanded(one) for name, one in short["properties"].items()}
            made = {"additionalProperties": False, **made, "type": "object", "properties": fields}
        elif "items" in short:
            made = {"type": "array", "items": expanded(short["items"])}
        elif "additionalProperties" in short:
            more = expanded(short["additionalProperties"])
            made = {"type": "object", "additionalProperties": more}
        return made
    if short.endswith("?"):
        made = expanded(short[:-1])
        if "type" in made:
            return {**made, "type": [made["type"], "null"]}
        return {"if": {"not": {"type": "null"}}, "then": made}
    if short[0] in "[{":
        return expanded({INNER[short[0]]: short[1:-1]})
    if short in WORDS:
        return WORDS[short]
    return {"$ref": f"{ROOT}#/$defs/{short}"}


def put(table: Table, version: str, new: Table) -> None:
    """Replace the version's entries by the new ones, and share what others have alike."""
    for name in {*table, *new}:
        found = {}
        for versions, is_so in table.get(name, {}).items():
            others = [other for other in versions.split() if other != version]
            if others:
                found[json.dumps(is_so, sort_keys=True)] = others
        if name in new:
            found.setdefault(json.dumps(new[name], sort_keys=True), []).append(version)
        table[name] = {
            " ".join(sorted(versions, key=numbers)): json.loads(is_so)
            for is_so, versions in found.items()
        }
        if not found:
            del table[name]


def written(tables: Table) -> str:
    """JSON with a line for each variant."""
    parts = ",\n".join(f'"{part}": {{\n{entries(tables[part])}\n}}' for part in sorted(tables))
    return f"{{\n{parts}\n}}\n"


def entries(table: Table) -> str:
    return ",\n".join(f" {json.dumps(name)}: {{\n{lines(table[name])}}}" for name in sorted(table))


def lines(variants: Table) -> str:
    return ",\n".join(
        f"  {json.dumps(versions)}: {json.dumps(is_so, sort_keys=True)}"
        for versions, is_so in sorted(variants.items(), key=lambda one: numbers(one[0].split()[0]))
    )


def main(version: str, document: str) -> None:
    said = Document(Path(document).read_text("utf-8"))
    tables: Table = json.loads(TABLES.read_text("utf-8")) if TABLES.exists() else {}
    put(tables.setdefault("operations", {}), version, said.operations())
    put(tables.setdefault("schemas", {}), version, said.schemas())
    TABLES.write_text(written(tables), "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
