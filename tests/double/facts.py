# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Facts of genuine Harbors as rows, and how a double is held to them.

A story is a list of facts that are asked one after another of a fresh double:

    Fact("POST", "/labels", {"name": "a", "scope": "g"}, 201, keep="label"),
    Fact("GET", "/labels/{label}", fields={"name": "a", "project_id": ABSENT}),
    Fact("GET", "/labels", status=400, code="BAD_REQUEST", message="invalid scope: "),

What `keep` names is the last part of the Location; {name} stands for it in later paths and, as a
number, in bodies.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .call import Call
from .hub import Hub
from .server import rendered
from .versions import Version


class Absent:
    def __repr__(self) -> str:
        return "ABSENT"


class Unsaid:
    """No body at all."""


ABSENT, UNSAID = Absent(), Unsaid()
ANONYMOUS = ""
PASSWORD = "Fact-Pass1"


@dataclass(frozen=True)
class Answered:
    status: int
    headers: Mapping[str, str]
    content_type: str
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def error(self) -> tuple[str, str]:
        """(code, message), empty if there is none."""
        if self.status < 400 or not self.body:
            return "", ""
        first = self.json["errors"][0]
        return first["code"], first["message"]


def ask(
    hub: Hub,
    method: str,
    path: str,
    body: Any = UNSAID,
    *,
    who: str = "admin",
    password: str | None = None,
    headers: Mapping[str, str] | None = None,
    raw: bytes | None = None,
) -> Answered:
    """One request without the HTTP front; `path` is below /api/v2.0 unless it starts with //."""
    sent = {"accept": "application/json"}
    data = raw if raw is not None else b""
    if body is not UNSAID:
        data = json.dumps(body).encode()
    if data:
        sent["content-type"] = "application/json"
    if who:
        secret = password or (hub.password if who == "admin" else PASSWORD)
        sent["authorization"] = "Basic " + base64.b64encode(f"{who}:{secret}".encode()).decode()
    sent.update({name.lower(): value for name, value in (headers or {}).items()})
    target = path[1:] if path.startswith("//") else f"/api/v2.0{path}"
    call = Call(hub, method, target, sent, data)
    answer = hub.answer(call)
    kind, out = rendered(call, answer)
    if not isinstance(out, bytes):
        out = b"".join(out.chunks)
    return Answered(answer.status, answer.headers, kind, b"" if method == "HEAD" else out)


@dataclass(frozen=True)
class Fact:
    """`fields`: dotted path into the answer -> value; "" is the whole, "#" its length. `since` and
    `until` (exclusive) say for which versions it holds."""

    method: str
    path: str
    body: Any = UNSAID
    status: int = 200
    code: str = ""
    message: str | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)
    who: str = "admin"
    password: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    raw: bytes | None = None
    answer_headers: Mapping[str, Any] = field(default_factory=dict)
    keep: str = ""
    since: str = "0"
    until: str = "999"


def unasked(stories: Mapping[str, Sequence[Fact]], versions: Sequence[str]) -> list[str]:
    """Facts that hold for none of the versions, so that nothing would hold them."""
    return [
        f"{name}: {fact.method} {fact.path}"
        for name, story in stories.items()
        for fact in story
        if not any(fact.since <= Version(version) < fact.until for version in versions)
    ]


def filled(value: Any, kept: Mapping[str, str]) -> Any:
    """The value with {name} replaced; one that is nothing else becomes a number."""
    if isinstance(value, str):
        whole = kept.get(value[1:-1], "") if value.startswith("{") else ""
        if whole.isdecimal():
            return int(whole)
        for name, text in kept.items():
            value = value.replace("{" + name + "}", text)
        return value
    if isinstance(value, Mapping):
        return {filled(name, kept): filled(one, kept) for name, one in value.items()}
    return [filled(one, kept) for one in value] if isinstance(value, list) else value


def found(value: Any, path: str) -> Any:
    for part in path.split(".") if path else []:
        if part == "#":
            value = len(value)
        elif isinstance(value, list):
            value = value[int(part)] if int(part) < len(value) else ABSENT
        elif isinstance(value, dict) and part in value:
            value = value[part]
        else:
            return ABSENT
    return value


def tell(hub: Hub, story: Sequence[Fact]) -> list[str]:
    """What the double tells otherwise, a sentence each."""
    kept: dict[str, str] = {}
    wrong = []
    for fact in story:
        if not fact.since <= hub.version < fact.until:
            continue
        path = fact.path
        for name, text in kept.items():
            path = path.replace("{" + name + "}", text)
        answered = ask(
            hub, fact.method, path, filled(fact.body, kept), who=filled(fact.who, kept),
            password=filled(fact.password, kept), headers=fact.headers, raw=fact.raw,
        )  # fmt: skip
        said = f"{fact.method} {path}"
        if answered.status != fact.status:
            wrong.append(f"{said}: {answered.status} {answered.body!r}, but {fact.status}")
            continue
        code, message = answered.error
        if code != fact.code:
            wrong.append(f"{said}: {code} {message!r}, but {fact.code}")
        if fact.message is not None and message != filled(fact.message, kept):
            wrong.append(f"{said}: says {message!r}, but {filled(fact.message, kept)!r}")
        value = answered.json if answered.body and (fact.fields or fact.keep) else None
        for place, expected in filled(dict(fact.fields), kept).items():
            seen = found(value, place)
            if seen != expected and not (expected is ... and seen is not ABSENT):
                wrong.append(f"{said}: {place or 'the answer'} is {seen!r}, but {expected!r}")
        for name, expected in fact.answer_headers.items():
            seen = answered.headers.get(name, ABSENT)
            if seen != filled(expected, kept):
                wrong.append(f"{said}: {name} is {seen!r}, but {expected!r}")
        if fact.keep:
            location = answered.headers.get("Location", "")
            kept[fact.keep] = location.rpartition("/")[2]
            if isinstance(value, dict) and "secret" in value:  # a robot may log in now
                kept[f"{fact.keep}.name"], kept[f"{fact.keep}.secret"] = (
                    value["name"],
                    value["secret"],
                )
    return wrong
