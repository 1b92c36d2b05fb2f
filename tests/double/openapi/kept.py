# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where genuine Harbors themselves break their documents (kept.json), in two lists.

"recorded" is made from recordings of genuine Harbors, each entry with the smallest part of a
recorded answer that breaks the document:

    python -m tests.double.openapi.kept 2.13.5 v2.13.5.jsonl

"told" are facts of genuine Harbors that the recordings do not show; each names the test that holds
the fact, and that test fails when it does not need the entry.

An entry of any operation ("*") is a field that is so wherever its schema is answered, or a status
that Harbor refuses with before an operation is asked.
"""

from __future__ import annotations

import dataclasses
import functools
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from ..routing import BASE
from ..versions import numbers
from .judge import NOTHING, REQUEST, Break, document

KEPT = Path(__file__).with_name("kept.json")
RECORDED, TOLD = "recorded", "told"
ANY = "*"
# Read-only mode and a missing CSRF token; what go-swagger says of a request.
BEFORE_ANY = (403, 422)

Row = dict[str, Any]
Entry = tuple[str, Break]  # a version, and an entry of the lists


def general(one: Break) -> Break:
    """As it stands in the lists."""
    before = one.rule == "status" and one.status in BEFORE_ANY
    named = one.field[:1].isupper()  # in a schema with a name
    return dataclasses.replace(one, at=ANY) if before or named else one


def kept(one: Break, version: str) -> bool:
    return one.status != REQUEST and (version, general(one)) in entries()


@functools.cache
def entries() -> set[Entry]:
    lists = read_lists()
    return {
        (version, break_of(row))
        for row in [*lists[RECORDED], *lists[TOLD]]
        for version in row["versions"].split()
    }


@functools.cache
def read_lists() -> dict[str, list[Row]]:
    return json.loads(KEPT.read_text("utf-8"))  # type: ignore[no-any-return]


def break_of(row: Row) -> Break:
    return Break(row["at"], row["status"], row["field"], row["rule"])


def unproven(row: Row) -> list[str]:
    """The versions whose document the recorded part of this row does not break in just this way."""
    method, _space, path = str(row.get("seen") or row["at"]).partition(" ")
    wrong = []
    for version in row["versions"].split():
        found = document(version).answer(method, path, row["status"], row.get("body", NOTHING))
        if [general(one) for one in found] != [break_of(row)]:
            wrong.append(version)
    return wrong


# -- making it


def recorded(version: str, lines: Iterable[str]) -> list[Row]:
    """A row for each way in which recorded answers break the document, with its proof."""
    found: dict[Break, Row] = {}
    for line in lines:
        exchange = json.loads(line)
        method, path, status = exchange["method"], exchange["path"], exchange["status"]
        if not path.startswith(f"{BASE}/"):
            continue
        target = path[len(BASE) :]
        body = NOTHING if exchange["empty"] else exchange["answer"]
        if isinstance(body, dict) and "_text" in body:
            body = body["_text"]
        for one in document(version).answer(method, target, status, body):
            row = proven(version, one, body)
            found[general(one)] = min(row, found.get(general(one), row), key=size)
    return [{**row, "versions": version} for row in found.values()]


def proven(version: str, one: Break, body: Any) -> Row:
    at = general(one).at
    row: Row = {"at": at, "status": one.status, "field": one.field, "rule": one.rule}
    if at != one.at:
        row["seen"] = one.at
    method, _space, path = one.at.partition(" ")
    if one.rule not in ("status", "no body"):
        row["body"] = smallest(
            body, lambda part: one in document(version).answer(method, path, one.status, part)
        )
    return row


def smallest(value: Any, enough: Callable[[Any], bool]) -> Any:
    """What is left when whatever can go has gone."""
    for less in smaller(value):
        if enough(less):
            return smallest(less, enough)
    return value


def smaller(value: Any) -> Iterator[Any]:
    """The value without one of its entries, at any depth."""
    if isinstance(value, dict):
        for name, inner in value.items():
            rest = {other: one for other, one in value.items() if other != name}
            yield rest
            yield from ({**rest, name: less} for less in smaller(inner))
    if isinstance(value, list):
        for index, inner in enumerate(value):
            before, after = value[:index], value[index + 1 :]
            yield [*before, *after]
            yield from ([*before, less, *after] for less in smaller(inner))


def size(row: Row) -> tuple[int, str]:
    text = json.dumps({**row, "versions": ""}, sort_keys=True)
    return len(text), text


def merged(old: list[Row], version: str, new: list[Row]) -> list[Row]:
    """The old rows without the version, and the new ones; what versions have alike is one row."""
    found: dict[str, list[str]] = {}
    for row in [*({**row, "versions": without(row["versions"], version)} for row in old), *new]:
        alike = json.dumps({**row, "versions": ""})
        found.setdefault(alike, []).extend(row["versions"].split())
    made = [
        {**json.loads(alike), "versions": " ".join(sorted(versions, key=numbers))}
        for alike, versions in found.items()
        if versions
    ]
    return sorted(made, key=lambda row: (break_of(row), row["versions"]))


def without(versions: str, version: str) -> str:
    return " ".join(one for one in versions.split() if one != version)


def main(version: str, recording: str) -> None:
    with Path(recording).open(encoding="utf-8") as lines:
        new = recorded(version, lines)
    lists = read_lists()
    KEPT.write_text(written({**lists, RECORDED: merged(lists[RECORDED], version, new)}), "utf-8")


def written(lists: dict[str, list[Row]]) -> str:
    """JSON with a line for each entry."""
    parts = (
        f'"{name}": [\n' + ",\n".join(json.dumps(row) for row in lists[name]) + "\n]"
        for name in (RECORDED, TOLD)
    )
    return "{\n" + ",\n".join(parts) + "\n}\n"


if __name__ == "__main__":
    main(*sys.argv[1:])
