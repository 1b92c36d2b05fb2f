# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Harbor's OpenAPI documents: the table of them, what breaks them, and what is known to."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.double.facts import ask
from tests.double.hub import Hub
from tests.double.openapi.judge import NOTHING, document, read_tables
from tests.double.openapi.kept import (
    RECORDED,
    TOLD,
    break_of,
    merged,
    read_lists,
    recorded,
    unproven,
)
from tests.double.openapi.table import Document, expanded, put, written
from tests.double.openapi.watch import OURS, watching
from tests.double.versions import ASKED

ROOT = Path(__file__).resolve().parents[3]
SMALL = """
basePath: /api/v2.0
paths:
  /things/{thing_id}:
    put:
      description: Says a lot.
      parameters:
        - $ref: '#/parameters/id'
        - {name: mode, in: query, type: string, enum: [a, b], required: true}
        - {name: thing, in: body, required: true, schema: {$ref: '#/definitions/Thing'}}
      responses:
        '200': {description: Done.}
        '400': {$ref: '#/responses/400'}
        '404': {$ref: '#/responses/400'}
parameters:
  id: {name: thing_id, in: path, type: integer, format: int64, required: true}
responses:
  '400': {description: No., schema: {$ref: '#/definitions/Errors'}}
definitions:
  Errors: {type: object, properties: {errors: {type: array, items: {type: object}}}}
  Base: {type: object, required: [name], properties: {name: {type: string, maxLength: 9}}}
  Thing:
    allOf:
      - $ref: '#/definitions/Base'
      - type: object
        properties:
          at: {type: string, format: date-time, x-nullable: true, description: When.}
          sizes: {type: object, additionalProperties: {type: integer}}
"""


@pytest.fixture
def by_the_document() -> None:
    """These tests break the documents on purpose."""


def said(breaks: list[Any]) -> str:
    return "\n".join(map(str, breaks))


# -- the table


def test_a_table_keeps_names_types_and_limits_and_no_sentence() -> None:
    made = Document(SMALL)
    assert made.operations() == {
        "PUT /things/{thing_id}": {
            "path": {"thing_id": "int64"},
            "query": {"mode": {"type": "string", "enum": ["a", "b"]}},
            "body": "Thing",
            "needs": ["mode", "body"],
            "answers": {"200": None, "400 404": "Errors"},
        }
    }
    assert made.schemas()["Errors"] == {"properties": {"errors": "[any]"}}
    thing = made.schemas()["Thing"]
    assert thing == {
        "properties": {
            "name": {"type": "string", "maxLength": 9}, "at": "date-time?", "sizes": "{integer}",
        },
        "required": ["name"],
    }  # fmt: skip
    assert expanded(thing) == {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "name": {"type": "string", "maxLength": 9},
            "at": {"type": ["string", "null"], "format": "date-time"},
            "sizes": {"type": "object", "additionalProperties": {"type": "integer"}},
        },
        "required": ["name"],
    }


def test_versions_share_what_they_have_alike_in_whatever_order_they_come() -> None:
    one: dict[str, Any] = {}
    for version, size in (("2.13.5", "int64"), ("2.5.3", "int32"), ("2.9.5", "int64")):
        put(one, version, {"Thing": {"properties": {"size": size}}})
    other: dict[str, Any] = {}
    for version, size in (("2.9.5", "string"), ("2.5.3", "int32"), ("2.13.5", "int64")):
        put(other, version, {"Thing": {"properties": {"size": size}}, "Gone": "any"})
    for version in ("2.9.5", "2.5.3", "2.13.5"):
        size = "int32" if version == "2.5.3" else "int64"
        put(other, version, {"Thing": {"properties": {"size": size}}})
    assert list(json.loads(written({"schemas": one}))["schemas"]["Thing"]) == [
        "2.5.3",
        "2.9.5 2.13.5",
    ]
    assert written({"schemas": one}) == written({"schemas": other})


def test_the_table_is_written_as_it_is_made() -> None:
    tables = ROOT / "tests" / "double" / "openapi" / "tables.json"
    assert tables.read_text("utf-8") == written(read_tables())


@pytest.mark.parametrize("version", ["2.5.3", *ASKED])
def test_a_version_has_every_schema_that_it_speaks_of(version: str) -> None:
    operations = document(version).operations.values()
    assert len(operations) > 170
    schemas = next(iter(operations)).schemas
    shapes: list[Any] = [schemas, *(one.asked() for one in operations)]
    shapes += [expanded(of) for one in operations for of in one.answers.values() if of is not None]
    spoken_of = set(re.findall(r"#/[$]defs/([^\"]+)", json.dumps(shapes)))
    assert len(spoken_of) > 100
    assert spoken_of <= set(schemas)


# -- what breaks a document


@pytest.mark.parametrize(
    ("method", "target", "body", "sentence"),
    [
        ("POST", "/labels", {"name": "a", "scope": "g"}, ""),
        ("POST", "/labels", NOTHING, "POST /labels, the request: body is missing."),
        ("POST", "/labels", {"nam": "a"}, "the document has no body.nam."),
        ("POST", "/labels", {"name": 1}, 'body.name is 1, but the document says string.'),
        ("POST", "/labels", {"name": None}, "body.name is null, but the document says string."),
        ("POST", "/projects", {"project_name": "a" * 256}, "is too long (maxLength)."),
        ("POST", "/projects", {"storage_limit": None}, ""),
        ("POST", "/projects", {"storage_limit": 2**63}, "is not a 'int64' (format)."),
        ("GET", "/labels/a", NOTHING, 'path.label_id is "a", but the document says integer.'),
        ("GET", "/labels/1", NOTHING, ""),
        ("GET", "/labels?page=1&page_size=100", NOTHING, ""),
        ("GET", "/labels?page_size=101", NOTHING, "101 is greater than the maximum of 100"),
        ("GET", "/labels?colour=red", NOTHING, "the document has no query.colour."),
        ("GET", "/search", NOTHING, "query.q is missing."),
        ("GET", "/labels", {}, "the document has no body."),
        ("GET", "/label", NOTHING, "GET /label, the request: the document has none."),
        ("GET", "/projects/a/repositories/b%252Fc/artifacts/v1", NOTHING, ""),
        ("PUT", "/system/gc/schedule", {"schedule": {"type": "Never"}}, "is not one of"),
        ("PUT", "/system/gc/schedule", {"id": 1}, "but Harbor only answers it (readOnly)."),
    ],
)  # fmt: skip
def test_what_a_request_breaks(method: str, target: str, body: Any, sentence: str) -> None:
    found = said(document("2.13.5").request(method, target, {}, body))
    assert sentence in found
    assert bool(found) is bool(sentence)


def test_a_header_is_judged_by_its_type() -> None:
    held = document("2.13.5")
    assert held.request("GET", "/projects/1", {"x-is-resource-name": "true", "accept": "x"}) == []
    found = said(held.request("GET", "/projects/1", {"x-is-resource-name": "perhaps"}))
    assert "header.X-Is-Resource-Name" in found


@pytest.mark.parametrize(
    ("method", "target", "status", "body", "sentence"),
    [
        ("GET", "/labels/1", 200, {"id": 1, "creation_time": "2026-01-02T03:04:05.678Z"}, ""),
        ("GET", "/labels/1", 200, {"creation_time": "now"}, "creation_time: 'now' is not a"),
        ("GET", "/labels", 200, [{"colour": 1}], "the document has no [].colour."),
        ("GET", "/labels", 200, {}, "the body is {}, but the document says array."),
        ("GET", "/labels", 200, NOTHING, "GET /labels, the answer 200: has no body."),
        ("GET", "/labels", 418, NOTHING, "the document knows only 200 400 401 500."),
        ("POST", "/labels", 201, NOTHING, ""),
        ("POST", "/labels", 201, {}, "has a body, and by the document none."),
        ("POST", "/labels", 409, {"errors": [{"code": "A", "message": "b"}]}, ""),
        ("POST", "/labels", 409, {"errors": [{"code": 1}]}, "errors[].code is 1"),
        ("HEAD", "/projects", 200, NOTHING, ""),
        ("GET", "/label", 200, NOTHING, "the document has none."),
        ("GET", "/label", 404, {"errors": []}, ""),
    ],
)  # fmt: skip
def test_what_an_answer_breaks(
    method: str, target: str, status: int, body: Any, sentence: str
) -> None:
    found = said(document("2.13.5").answer(method, target, status, body))
    assert sentence in found
    assert bool(found) is bool(sentence)


# -- what is known to


def test_each_recorded_entry_is_needed_by_its_recorded_answer() -> None:
    assert {str(row): wrong for row in read_lists()[RECORDED] if (wrong := unproven(row))} == {}


def test_an_entry_that_its_answer_does_not_need_is_named() -> None:
    row = {
        "at": "GET /labels", "status": 200, "field": "", "rule": "no body",
        "versions": "2.9.5 2.13.5", "body": [],
    }  # fmt: skip
    assert unproven(row) == ["2.9.5", "2.13.5"]


def test_a_test_is_named_by_each_entry_that_no_recording_shows() -> None:
    for row in read_lists()[TOLD]:
        path, _colons, test = row["test"].partition("::")
        name, _bracket, parameter = test.rstrip("]").partition("[")
        file = ROOT / path
        assert f"def {name}(" in file.read_text("utf-8"), row
        beside = [file, *(file.parent / "cases").glob("*.py")]
        story = parameter.rpartition(": ")[2]
        assert any(story in one.read_text("utf-8") for one in beside), row


def test_no_entry_is_there_twice() -> None:
    rows = [*read_lists()[RECORDED], *read_lists()[TOLD]]
    entries = [(one, break_of(row)) for row in rows for one in row["versions"].split()]
    assert len(entries) == len(set(entries))


def test_the_list_is_made_from_recordings() -> None:
    exchange = {
        "method": "GET", "path": "/api/v2.0/labels?scope=g", "status": 200, "empty": False,
        "answer": [{"id": 1, "name": "a"}, {"id": 2, "name": None, "color": "#fff"}],
    }  # fmt: skip
    refused = {**exchange, "status": 422, "answer": {"errors": []}}
    older = {**exchange, "path": "/api/v1.0/labels"}
    rows = recorded("2.9.5", map(json.dumps, (exchange, refused, older)))
    assert [(row["at"], row["status"], row["field"], row["rule"]) for row in rows] == [
        ("*", 200, "Label.name", "null"),
        ("*", 422, "", "status"),
    ]
    assert rows[0]["body"] == [{"name": None}]
    newer = recorded("2.13.5", [json.dumps(exchange)])
    both = merged(merged([], "2.9.5", rows), "2.13.5", newer)
    assert [row["versions"] for row in both] == ["2.9.5 2.13.5", "2.9.5"]
    assert merged(both, "2.9.5", []) == newer


# -- the watch over tests


def test_a_wrong_answer_of_a_double_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    hub = Hub("2.13.5")
    hub.router.route("GET", "/api/v2.0/labels")
    with watching() as watch:
        ask(hub, "GET", "/labels?scope=g")
        assert watch.broken == {}
        hub.fail("GET", "/labels", status=418)
        ask(hub, "GET", "/labels?scope=g")
        assert watch.broken == {}, "a fault that a test injects is none of the double"
        node = hub.router.find("/api/v2.0/labels")
        assert node is not None
        monkeypatch.setitem(node.routes, "GET", hub.router.route("GET", "/api/v2.0/health"))
        ask(hub, "GET", "/labels?scope=g")
    sentence = "Harbor 2.13.5, GET /labels, the answer 200: the body is {"
    assert [one[: len(sentence)] for one in watch.broken] == [sentence]


def test_a_wrong_request_is_noticed_if_a_module_sent_it() -> None:
    hub = Hub("2.13.5")
    with watching() as watch:
        ask(hub, "GET", "/labels?scope=g&colour=red")
        assert watch.broken == {}
        hub.fail("GET", "/labels", status=503)
        ask(hub, "GET", "/labels?scope=g&colour=red", headers={"User-Agent": OURS})
    assert list(watch.broken) == [
        "Harbor 2.13.5, GET /labels, the request: the document has no query.colour."
    ]


def test_an_entry_that_its_test_does_not_need_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    row = {
        "at": "GET /labels", "status": 418, "field": "", "rule": "status",
        "versions": "2.9.5 2.13.5", "test": "tests/unit/a.py::test_a[tea]",
    }  # fmt: skip
    monkeypatch.setattr("tests.double.openapi.watch.read_lists", lambda: {TOLD: [row]})
    with watching() as watch:
        assert watch.unneeded("tests/unit/a.py::test_a[tea-2.9.5]") == [], "nothing was asked yet"
        ask(Hub("2.9.5"), "GET", "/labels?scope=g")
    assert len(watch.unneeded("tests/unit/a.py::test_a[tea-2.9.5]")) == 1
    assert watch.unneeded("tests/unit/a.py::test_a[tea-2.15.2]") == []
    assert len(watch.unneeded("tests/unit/a.py::test_a[tea]")) == 1
    watch.needed.add(("2.9.5", break_of(row)))
    assert watch.unneeded("tests/unit/a.py::test_a[tea-2.9.5]") == []
