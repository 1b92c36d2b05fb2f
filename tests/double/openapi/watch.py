# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds every double of a test to Harbor's OpenAPI document of its version: what it answers, and
what our modules ask of it. What a test itself asks may be wrong on purpose, and is not judged.

with watching() as watch:
    …
assert not watch.broken
"""

from __future__ import annotations

import contextlib
import functools
import json
import unittest.mock
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ..answers import Answer
from ..call import Call
from ..hub import Hub
from ..routing import BASE, JSON
from ..server import rendered
from ..versions import ASKED
from .judge import NOTHING, Break, Document, document, read_tables
from .kept import TOLD, Entry, break_of, general, kept, read_lists

OURS = "twinstar.registry"  # as requests of our modules call themselves


@functools.cache
def document_of(version: str) -> Document | None:
    """That of the same minor version, if there is one."""
    minor = version.split(".")[:2]
    known = {
        one
        for variants in read_tables()["schemas"].values()
        for versions in variants
        for one in versions.split()
    }
    return next((document(one) for one in known if one.split(".")[:2] == minor), None)


def target(call: Call) -> str:
    return f"{call.raw_path[len(BASE) :]}?{call.raw_query}"


def asked(held: Document, call: Call) -> list[Break]:
    body = json.loads(call.raw_body) if call.raw_body else NOTHING
    return held.request(call.method, target(call), call.headers, body)


def answered(held: Document, call: Call, answer: Answer) -> list[Break]:
    kind, data = rendered(call, answer)
    assert isinstance(data, bytes)
    body: Any = NOTHING
    if data:
        body = json.loads(data) if kind.startswith(JSON) else data.decode("utf-8", "replace")
    return held.answer(call.method, target(call), answer.status, body)


@dataclass
class Watch:
    """`judged`: answers; `broken`: a sentence for each place; `needed`: entries of kept.json."""

    judged: int = 0
    broken: dict[str, None] = field(default_factory=dict)
    needed: set[Entry] = field(default_factory=set)

    def note(self, held: Document, breaks: list[Break]) -> None:
        for one in breaks:
            if kept(one, held.version):
                self.needed.add((held.version, general(one)))
            else:
                self.broken[f"Harbor {held.version}, {one}"] = None

    def unneeded(self, test: str) -> list[str]:
        """Entries that name the test, which has just run, and it did not need them. The last
        parameter of a test may be a version."""
        wrong = []
        for row in read_lists()[TOLD]:
            versions = row["versions"].split()
            ran = [one for one in versions if test == with_version(row["test"], one)]
            if test == row["test"]:
                ran = versions
            if ran and self.judged and not any((one, break_of(row)) in self.needed for one in ran):
                wrong.append(f"{test} does not need the entry {row} of kept.json. Remove it.")
        return wrong


def with_version(test: str, version: str) -> str:
    return f"{test[:-1]}-{version}]" if test.endswith("]") else f"{test}[{version}]"


@contextlib.contextmanager
def watching() -> Iterator[Watch]:
    watch = Watch()
    plain_answer, plain_worked = Hub.answer, Hub.worked

    def answer(hub: Hub, call: Call) -> Answer:
        held = document_for(hub, call)
        if held and call.header("User-Agent") == OURS:
            watch.note(held, asked(held, call))
        return plain_answer(hub, call)

    def worked(hub: Hub, call: Call) -> Answer:
        """Beneath the faults that a test injects."""
        made = plain_worked(hub, call)
        held = document_for(hub, call)
        if held and str(hub.version) in ASKED:
            watch.judged += 1
            watch.note(held, answered(held, call, made))
        return made

    with (
        unittest.mock.patch.object(Hub, "answer", answer),
        unittest.mock.patch.object(Hub, "worked", worked),
    ):
        yield watch


def document_for(hub: Hub, call: Call) -> Document | None:
    return document_of(str(hub.version)) if call.raw_path.startswith(f"{BASE}/") else None
