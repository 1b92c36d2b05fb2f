# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A JSON text is changed member by member: what is not named keeps its bytes, order and blanks."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from .errors import InputError

_DECODER = json.JSONDecoder()
_BLANK = " \t\r\n"
# How the engine's client and most people indent; used where the text does not show its own way.
_INDENT = "\t"


def parse_object(text: str, path: str) -> dict[str, Any]:
    """The object that the file holds; an empty file is an empty object.

    Raises InputError with line, column and what stands there.
    """
    if not text.strip():
        return {}
    try:
        parsed = json.loads(text, parse_constant=_no_constant)
    except RecursionError:
        raise InputError(
            f"{path} is nested too deeply to be read. Correct it; the file was left as it was."
        ) from None
    except json.JSONDecodeError as error:
        line = text.splitlines()[error.lineno - 1 : error.lineno] or [""]
        rest = line[0][error.colno - 1 :].strip()[:40]
        raise InputError(
            f"{path}, line {error.lineno}, column {error.colno}: {error.msg[:1].lower()}"
            f"{error.msg[1:]}, so it is not JSON{f' (there stands {rest!r})' if rest else ''}. "
            "Correct it; the file was left as it was."
        ) from None
    except ValueError:
        raise InputError(
            f"{path} has a number that JSON does not have, or one of thousands of digits. "
            "Correct it; the file was left as it was."
        ) from None
    if not isinstance(parsed, dict):
        raise InputError(
            f"{path} holds no JSON object ({{…}}) but something else. "
            "Correct it; the file was left as it was."
        )
    return parsed


def _no_constant(name: str) -> Any:
    """Python reads NaN and Infinity, and nobody else does."""
    raise ValueError(name)


def set_member(text: str, path: Sequence[str], value: Any) -> str:
    """The text with the value at the path; objects on the way are made where they are missing."""
    text = text if text.strip() else "{}"
    start = _skip(text, 0)
    for depth, name in enumerate(path):
        inner = value
        for missing in reversed(path[depth + 1 :]):
            inner = {missing: inner}
        members = _members(text, start)
        member = _last(members, name)
        if member is None:
            return _insert(text, start, members, name, inner, depth)
        if depth + 1 == len(path) or text[member.start] != "{":
            rendered = _rendered(text, inner, depth + 1)
            return text[: member.start] + rendered + text[member.end :]
        start = member.start
    raise ValueError("a path has at least one name")


def remove_member(text: str, path: Sequence[str]) -> str:
    """The text without the member, every one of that name; unchanged where there is none."""
    if not text.strip():
        return text
    start = _skip(text, 0)
    for name in path[:-1]:
        member = _last(_members(text, start), name)
        if member is None or text[member.start] != "{":
            return text
        start = member.start
    while True:
        members = _members(text, start)
        member = _last(members, path[-1])
        if member is None:
            return text
        at = members.index(member)
        if len(members) == 1:
            text = text[: start + 1] + text[_object_end(text, start) - 1 :]
        elif at + 1 < len(members):
            text = text[: member.key] + text[members[at + 1].key :]
        else:
            text = text[: members[at - 1].end] + text[member.end :]


@dataclass(frozen=True)
class _Member:
    """Where it stands: its key begins at ``key``, its value goes from ``start`` to ``end``."""

    name: str
    key: int
    start: int
    end: int


def _members(text: str, start: int) -> list[_Member]:
    """The members of the object that begins at ``start``; the text is known to be JSON."""
    found = []
    at = _skip(text, start + 1)
    while text[at] != "}":
        name, end = _DECODER.raw_decode(text, at)
        value = _skip(text, _skip(text, end) + 1)
        _value, after = _DECODER.raw_decode(text, value)
        found.append(_Member(name, at, value, after))
        at = _skip(text, after)
        if text[at] == ",":
            at = _skip(text, at + 1)
    return found


def _last(members: Sequence[_Member], name: str) -> _Member | None:
    """Of several members of one name, readers take the last."""
    return next((member for member in reversed(members) if member.name == name), None)


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] in _BLANK:
        at += 1
    return at


def _object_end(text: str, start: int) -> int:
    return int(_DECODER.raw_decode(text, start)[1])


def _indent(text: str) -> str:
    """One level of indentation, as the first indented line shows it."""
    found = re.search(r"\n([ \t]+)\S", text)
    return found.group(1) if found else _INDENT


def _one_line(text: str) -> bool:
    return "\n" not in text.strip() and text.strip() != "{}"


def _rendered(text: str, value: Any, depth: int) -> str:
    """The value as it stands ``depth`` levels deep, in one line in a text of one line."""
    if _one_line(text):
        return json.dumps(value, ensure_ascii=False)
    unit = _indent(text)
    lines = json.dumps(value, ensure_ascii=False, indent=unit).split("\n")
    return f"\n{unit * depth}".join(lines)


def _insert(
    text: str, start: int, members: Sequence[_Member], name: str, value: Any, depth: int
) -> str:
    new = f"{json.dumps(name, ensure_ascii=False)}: {_rendered(text, value, depth + 1)}"
    if members:
        last = members[-1]
        head = text[: last.key]
        gap = head[len(head.rstrip(_BLANK)) :]
        return f"{text[: last.end]},{gap or ' '}{new}{text[last.end :]}"
    end = _object_end(text, start)
    if not _one_line(text):
        unit = _indent(text)
        new = f"\n{unit * (depth + 1)}{new}\n{unit * depth}"
    return f"{text[: start + 1]}{new}{text[end - 1 :]}"
