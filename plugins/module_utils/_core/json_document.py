# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A JSON text as people keep it: where each key stands, what is wrong with it, and small edits.

An edit touches one member; every other keeps its bytes, its place and its blanks.
Offsets count characters from 0, lines and columns from 1.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from .errors import InputError

_ESCAPE = re.compile(r'\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})')
_STRING = re.compile(rf'"(?:[^"\\\x00-\x1f]|{_ESCAPE.pattern})*"')
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_WORD = re.compile(r"[^\s,:\[\]{}\"/#]+")
_LITERALS = {"true": True, "false": False, "null": None}
_BYTE_ORDER_MARK = "\ufeff"
# Beyond any file that a person keeps, and far below what Python's stack allows.
_DEEPEST = 100
_LONGEST_NUMBER = 300
_WIDEST = 100

LEFT = "the file was left as it was"


@dataclass(frozen=True)
class Node:
    """A value and where it stands: ``text[start:end]``."""

    value: Any
    start: int
    end: int
    members: tuple[Member, ...] = ()
    items: tuple[Node, ...] = ()


@dataclass(frozen=True)
class Member:
    """One ``"name": value`` of an object; its key begins at ``start``."""

    name: str
    start: int
    node: Node


@dataclass(frozen=True)
class Document:
    """A text that holds one JSON object, comments aside. ``comments`` are (start, end)."""

    text: str
    root: Node
    comments: tuple[tuple[int, int], ...] = ()

    @property
    def values(self) -> dict[str, Any]:
        found: dict[str, Any] = self.root.value
        return found

    def node(self, path: Sequence[str]) -> Node | None:
        """The node at the path of names, or None where it is not there."""
        node = self.root
        for name in path:
            member = _member(node, name)
            if member is None:
                return None
            node = member.node
        return node

    def place(self, path: Sequence[str]) -> str:
        """Where the key stands, as "line 2, column 3"."""
        node, offset = self.root, self.root.start
        for name in path:
            member = _member(node, name)
            if member is None:
                break
            node, offset = member.node, member.start
        return place(self.text, offset)


def _member(node: Node, name: str) -> Member | None:
    return next((member for member in node.members if member.name == name), None)


def place(text: str, offset: int) -> str:
    line = text.count("\n", 0, offset) + 1
    column = offset - (text.rfind("\n", 0, offset) + 1) + 1
    return f"line {line}, column {column}"


class _Fault(Exception):
    def __init__(self, offset: int, rule: str, cure: str = "Correct it") -> None:
        super().__init__(rule)
        self.offset = offset
        self.rule = rule
        self.cure = cure


def parse(text: str, where: str, *, comments: str | None = None) -> Document:
    """The document of an object's text; an empty text is an empty object.

    ``where`` names the file in messages. Comments are no JSON: ``comments`` is the cure that a
    message offers for them, None lets them pass. Raises InputError with every fault: the comments,
    names that stand twice in one object, and the first thing that is no JSON.
    """
    scanner = _Scanner(text)
    faults: list[_Fault] = []
    root = Node({}, 0, len(text))
    try:
        root = scanner.document()
    except _Fault as fault:
        faults.append(fault)
    if comments is not None:
        for start, end in scanner.comments:
            shown = _snippet(text[:end], start)
            faults.append(_Fault(start, f"a comment ({shown}), which is not JSON", comments))
    for first, second, name in scanner.twice:
        rule = f"{name!r} stands here again after {place(text, first)}, and only the last is read"
        faults.append(_Fault(second, rule, "Remove one of them"))
    if faults:
        raise InputError(
            [
                f"{where}, {place(text, fault.offset)}: {fault.rule}. {fault.cure}; {LEFT}."
                for fault in sorted(faults, key=lambda fault: fault.offset)
            ]
        )
    return Document(text, root, tuple(scanner.comments))


@dataclass
class _Scanner:
    """Reads the text once; comments are blanks to it, but it remembers them."""

    text: str
    comments: list[tuple[int, int]] = field(default_factory=list)
    twice: list[tuple[int, int, str]] = field(default_factory=list)

    def document(self) -> Node:
        at = self.blanks(1 if self.text.startswith(_BYTE_ORDER_MARK) else 0)
        if at == len(self.text):
            return Node({}, at, at)
        if self.text[at] != "{":
            raise self.fault(at, "the file holds no object, which begins with {")
        node = self.value(at, 0)
        rest = self.blanks(node.end)
        if rest != len(self.text):
            raise self.fault(rest, "the object has ended, and here is more")
        return node

    def blanks(self, at: int) -> int:
        while at < len(self.text):
            if self.text[at] in " \t\r\n":
                at += 1
            elif self.text.startswith(("//", "#"), at):
                end = self.text.find("\n", at)
                end = len(self.text) if end < 0 else end
                end -= self.text[at:end].endswith("\r")
                self.comments.append((at, end))
                at = end
            elif self.text.startswith("/*", at):
                end = self.text.find("*/", at + 2)
                if end < 0:
                    raise _Fault(at, "a comment (/*) that never ends", "Remove it")
                self.comments.append((at, end + 2))
                at = end + 2
            else:
                break
        return at

    def value(self, at: int, depth: int) -> Node:
        if depth > _DEEPEST:
            raise _Fault(at, f"values stand in each other more than {_DEEPEST} levels deep")
        if at >= len(self.text):
            raise _Fault(at, "the text ends where a value is expected")
        first = self.text[at]
        if first == "{":
            return self.object(at, depth)
        if first == "[":
            return self.array(at, depth)
        if first == '"':
            value, end = self.string(at)
            return Node(value, at, end)
        word = _WORD.match(self.text, at)
        if word is None or first == "'":
            raise self.fault(at, "a value is expected here", quotes=True)
        if word.group() in _LITERALS:
            return Node(_LITERALS[word.group()], at, word.end())
        number = _NUMBER.fullmatch(word.group())
        if number is None:
            raise self.fault(at, "this is no JSON value", quotes=True)
        if len(number.group()) > _LONGEST_NUMBER:
            raise _Fault(at, f"a number of more than {_LONGEST_NUMBER} digits")
        whole = not set(number.group()) & set(".eE")
        amount = int(number.group()) if whole else float(number.group())
        if isinstance(amount, float) and not math.isfinite(amount):
            raise _Fault(at, "a number that is too large")
        return Node(amount, at, word.end())

    def object(self, at: int, depth: int) -> Node:
        members: dict[str, Member] = {}
        start, at = at, self.blanks(at + 1)
        while self.text[at : at + 1] != "}":
            if at >= len(self.text):
                raise _Fault(start, "this { is never closed", "Add the missing }")
            key = at
            if self.text[key] != '"':
                raise self.fault(key, "a name in double quotes is expected here", quotes=True)
            name, at = self.string(key)
            at = self.blanks(at)
            if self.text[at : at + 1] != ":":
                raise self.fault(at, "a colon is expected here")
            node = self.value(self.blanks(at + 1), depth + 1)
            if name in members:
                self.twice.append((members.pop(name).start, key, name))
            members[name] = Member(name, key, node)
            at = self.separator(node.end, "}")
        values = {name: member.node.value for name, member in members.items()}
        return Node(values, start, at + 1, members=tuple(members.values()))

    def array(self, at: int, depth: int) -> Node:
        items: list[Node] = []
        start, at = at, self.blanks(at + 1)
        while self.text[at : at + 1] != "]":
            if at >= len(self.text):
                raise _Fault(start, "this [ is never closed", "Add the missing ]")
            items.append(self.value(at, depth + 1))
            at = self.separator(items[-1].end, "]")
        return Node([item.value for item in items], start, at + 1, items=tuple(items))

    def separator(self, end: int, closing: str) -> int:
        """The offset of the next element or of the closing bracket."""
        at = self.blanks(end)
        if self.text[at : at + 1] == ",":
            after = self.blanks(at + 1)
            if self.text[after : after + 1] == closing:
                raise _Fault(at, f"a comma stands before {closing}", "Remove the comma")
            return after
        if at < len(self.text) and self.text[at] != closing:
            raise self.fault(at, "a comma is missing before this")
        return at

    def string(self, at: int) -> tuple[str, int]:
        found = _STRING.match(self.text, at)
        if found:
            value: str = json.loads(found.group())
            return value, found.end()
        end = at + 1
        while end < len(self.text):
            if self.text[end] == "\n":
                raise self.fault(at, "the line ends before the closing quote")
            if self.text[end] < " ":
                raise _Fault(end, "a control character stands in a string")
            escape = _ESCAPE.match(self.text, end)
            if self.text[end] == "\\" and escape is None:
                raise self.fault(end, "JSON does not know this escape")
            end = escape.end() if escape else end + 1
        raise self.fault(at, "the text ends before the closing quote")

    def fault(self, at: int, rule: str, *, quotes: bool = False) -> _Fault:
        """The fault with what stands there, and the cure for what people mix up most."""
        if at >= len(self.text):
            return _Fault(at, f"{rule}, but the text ends")
        there = _snippet(self.text, at)
        cure = "Correct it"
        if quotes and self.text[at] in "'\u2018\u2019\u201c\u201d":
            cure = 'Use straight double quotes (")'
        elif quotes and self.text[at : at + 4] in ("True", "Fals", "None"):
            cure = "Write true, false or null"
        return _Fault(at, f"{rule} (there stands {there})", cure)


def _snippet(text: str, offset: int) -> str:
    """What stands there, to the line's end and shortened, without passwords."""
    start, end = text.rfind("\n", 0, offset) + 1, text.find("\n", offset)
    there = text[offset : len(text) if end < 0 else end].strip()
    if _SECRET_BEFORE.search(text[start:offset]):
        return "a secret"
    line = without_secrets(there)
    return repr(line if len(line) <= 40 else f"{line[:39]}…")


MASK = "xxxxx"
# The client's config.json calls a user and his password "auth".
_SECRET_NAME = r"(?:[\w.-]*(?:passw|secret|token|credential)[\w.-]*|auth)"
_SECRET = re.compile(
    rf"""(["']?{_SECRET_NAME}["']?\s*:\s*)(?:"(?:[^"\\\n]|\\.)*"?|'[^'\n]*'?|[^\s,"'{{}}\[\]]+)""",
    re.IGNORECASE,
)
_SECRET_BEFORE = re.compile(rf"{_SECRET_NAME}[\"']?\s*:?\s*[\"']?[^\"',:]*$", re.IGNORECASE)
_CREDENTIALS = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*://)[^\s/\"']*@")


def named_like_a_secret(name: str) -> bool:
    return re.fullmatch(_SECRET_NAME, name, re.IGNORECASE) is not None


def without_secrets(text: str) -> str:
    """JSON with user and password masked in every URL, and the values named like a secret."""
    return _CREDENTIALS.sub(rf"\1{MASK}@", _SECRET.sub(rf'\1"{MASK}"', text))


def without_comments(document: Document) -> str:
    """The text without its comments; a line that held nothing else goes with its comment."""
    text = document.text
    for start, end in reversed(document.comments):
        line_start = text.rfind("\n", 0, start) + 1
        line_end = text.find("\n", end)
        line_end = len(text) if line_end < 0 else line_end + 1
        head, tail = text[line_start:start], text[end:line_end]
        if not head.strip() and not tail.strip():
            text = text[:line_start] + text[line_end:]
        elif not tail.strip():
            text = text[:line_start] + head.rstrip(" \t") + text[end:]
        else:
            text = text[:start] + text[end:]
    return text


def set_value(text: str, path: Sequence[str], value: Any, unit: str = "  ") -> str:
    """The JSON text with the value at the path of names, objects on the way made where missing.

    ``unit`` indents one level where the text does not show its own way.
    """
    document = parse(text, "the text")
    if document.root.start == document.root.end:
        text = "{}" + ("\n" if not text.strip("\ufeff") else text.lstrip("\ufeff"))
        document = parse(text, "the text")
    style = _Style.of(document, unit)
    node, depth = document.root, 0
    while depth < len(path):
        member = _member(node, path[depth])
        rest = path[depth + 1 :]
        if member is None:
            return _inserted(text, node, path[depth], _nested(rest, value), style)
        if not rest or not isinstance(member.node.value, dict):
            old = member.node
            many = "\n" in text[old.start : old.end]
            new = style.rendered(_nested(rest, value), _indentation(text, member.start), many=many)
            return text[: old.start] + new + text[old.end :]
        node, depth = member.node, depth + 1
    raise ValueError("a path has at least one name")


def remove_value(text: str, path: Sequence[str]) -> str:
    """The JSON text without the member at the path; unchanged where there is none."""
    document = parse(text, "the text")
    parent = document.node(path[:-1])
    member = _member(parent, path[-1]) if parent else None
    if parent is None or member is None:
        return text
    at = parent.members.index(member)
    if len(parent.members) == 1:
        return text[: parent.start + 1] + text[parent.end - 1 :]
    if at + 1 < len(parent.members):
        return text[: member.start] + text[parent.members[at + 1].start :]
    return text[: parent.members[at - 1].node.end] + text[member.node.end :]


def _nested(path: Sequence[str], value: Any) -> Any:
    for name in reversed(path):
        value = {name: value}
    return value


def _inserted(text: str, parent: Node, name: str, value: Any, style: _Style) -> str:
    if parent.members:
        last = parent.members[-1]
        gap = _gap_before(text, last.start)
        indent = _indentation(text, last.start) if "\n" in gap else ""
        separator = f",{style.newline}{indent}" if "\n" in gap else f",{gap or style.blank}"
        new = f"{_quoted(name)}:{style.blank}{style.rendered(value, indent)}"
        return f"{text[: last.node.end]}{separator}{new}{text[last.node.end :]}"
    outer = _indentation(text, parent.start)
    inner = outer + style.unit
    new = f"{_quoted(name)}:{style.blank}{style.rendered(value, inner)}"
    if style.lines:
        new = f"{style.newline}{inner}{new}{style.newline}{outer}"
    return f"{text[: parent.start + 1]}{new}{text[parent.end - 1 :]}"


def _gap_before(text: str, offset: int) -> str:
    """The blanks before a member, back to the comma or bracket."""
    head = text[:offset]
    return head[len(head.rstrip(" \t\r\n")) :]


def _indentation(text: str, offset: int) -> str:
    """The blanks at the beginning of the line."""
    line = text[text.rfind("\n", 0, offset) + 1 : offset].lstrip(_BYTE_ORDER_MARK)
    return line[: len(line) - len(line.lstrip(" \t"))]


def _quoted(name: str) -> str:
    return json.dumps(name, ensure_ascii=False)


@dataclass(frozen=True)
class _Style:
    """How the text is laid out: one level of indentation, line end, what follows a colon."""

    unit: str
    newline: str
    blank: str
    lines: bool

    @classmethod
    def of(cls, document: Document, unit: str) -> _Style:
        text, members = document.text, document.root.members
        lines = not members or "\n" in _gap_before(text, members[0].start)
        blank = " "
        if members:
            first = members[0]
            indent = _indentation(text, first.start)
            unit = indent if lines and indent else unit
            blank = " " if text[first.node.start - 1] in " \t\r\n" else ""
        return cls(unit, "\r\n" if "\r\n" in text else "\n", blank, lines)

    def rendered(self, value: Any, indent: str, *, many: bool = False) -> str:
        """The value as JSON: a short list of plain values on one line, else one line an item.

        ``many`` asks for one line an item whatever its length.
        """
        plain = json.dumps(
            value, ensure_ascii=False, separators=(f",{self.blank}", f":{self.blank}")
        )
        if not isinstance(value, (dict, list)) or not value or not self.lines:
            return plain
        nested = isinstance(value, dict) or any(isinstance(item, (dict, list)) for item in value)
        if not nested and not many and len(indent) + len(plain) <= _WIDEST:
            return plain
        inner = indent + self.unit
        opening, closing = "{}" if isinstance(value, dict) else "[]"
        body = f",{self.newline}".join(f"{inner}{part}" for part in self.parts(value, inner))
        return f"{opening}{self.newline}{body}{self.newline}{indent}{closing}"

    def parts(self, value: Any, indent: str) -> Iterator[str]:
        if isinstance(value, dict):
            for name, inside in value.items():
                yield f"{_quoted(name)}:{self.blank}{self.rendered(inside, indent)}"
        else:
            for inside in value:
                yield self.rendered(inside, indent)
