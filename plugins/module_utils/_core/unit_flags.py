# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""With which flags a service starts a program, and which file says so.

Read from the unit and its drop-ins as systemd reads them: an empty ``ExecStart=`` forgets the ones
before, ``$NAME`` and ``${NAME}`` come from ``Environment=`` and then from ``EnvironmentFile=``.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

_PREFIXES = "@-:+!|"
_VARIABLE = re.compile(r"\$(?:\{(?P<braced>[A-Za-z_][A-Za-z0-9_]*)\}|(?P<bare>[A-Za-z_]\w*))")


@dataclass(frozen=True)
class Flag:
    """``name`` with its hyphens as written, ``value`` or None, ``where`` the file that has it."""

    name: str
    value: str | None
    where: str

    def __str__(self) -> str:
        mark = "=" if self.name.startswith("--") else " "
        return self.name if self.value is None else f"{self.name}{mark}{self.value}"


@dataclass(frozen=True)
class _Setting:
    name: str
    value: str
    where: str


def _settings(files: Sequence[tuple[str, str]]) -> Iterator[_Setting]:
    """Every ``Name=value`` of the [Service] sections, in the order in which systemd reads them."""
    for where, text in files:
        section = ""
        for line in _logical_lines(text):
            stripped = line.strip()
            if stripped.startswith("[") and stripped.endswith("]"):
                section = stripped
            elif section == "[Service]" and "=" in stripped:
                name, _equals, value = stripped.partition("=")
                yield _Setting(name.strip(), value.strip(), where)


def _logical_lines(text: str) -> Iterator[str]:
    """Lines joined at a trailing backslash; comments are left out, within a joined line too."""
    held = ""
    for line in text.splitlines():
        if line.lstrip().startswith(("#", ";")):
            continue
        if line.endswith("\\"):
            held += f"{line[:-1]} "
            continue
        yield held + line
        held = ""
    if held:
        yield held


def environment_files(files: Sequence[tuple[str, str]]) -> list[str]:
    """The paths (or patterns) that EnvironmentFile names, without the mark for "may be missing"."""
    paths: list[str] = []
    for setting in _settings(files):
        if setting.name == "EnvironmentFile":
            path = setting.value.lstrip("-")
            paths = [*paths, path] if path else []
    return paths


def flags(
    files: Sequence[tuple[str, str]], environment: Sequence[tuple[str, str]] = ()
) -> list[Flag]:
    """The flags of the last ExecStart. Both arguments are (path, text) in the order of reading."""
    variables: dict[str, tuple[str, str]] = {}
    command = _Setting("ExecStart", "", "")
    for setting in _settings(files):
        if setting.name == "ExecStart":
            command = setting
        elif setting.name == "Environment":
            if not setting.value:
                variables = {}
            for word in _words(setting.value):
                name, equals, value = word.partition("=")
                if equals:
                    variables[name] = (value, setting.where)
    for where, text in environment:
        for name, value in _assignments(text):
            variables[name] = (value, where)
    words = list(_expanded(command, variables))
    return list(_flags(words[1:]))


def command_flags(words: Sequence[str], where: str) -> list[Flag]:
    """The flags of a running program's command line."""
    return list(_flags([(word, where) for word in words[1:]]))


def _assignments(text: str) -> Iterator[tuple[str, str]]:
    for line in _logical_lines(text):
        name, equals, value = line.strip().partition("=")
        name = name.replace("export ", "", 1).strip()
        if equals and re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name):
            quoted = value.strip()
            if len(quoted) > 1 and quoted[0] == quoted[-1] and quoted[0] in "'\"":
                quoted = quoted[1:-1]
            yield name, quoted


def _expanded(
    command: _Setting, variables: Mapping[str, tuple[str, str]]
) -> Iterator[tuple[str, str]]:
    """(word, file that it comes from): a word that is a bare $NAME falls apart at its blanks."""
    for word in _words(command.value.lstrip(_PREFIXES)):
        alone = _VARIABLE.fullmatch(word)
        if alone and alone.group("bare"):
            value, where = variables.get(alone.group("bare"), ("", command.where))
            for part in _words(value):
                yield part, where
            continue
        where = command.where
        for found in _VARIABLE.finditer(word):
            where = variables.get(found.group("braced") or found.group("bare"), ("", where))[1]
        yield (
            _VARIABLE.sub(
                lambda found: variables.get(found.group("braced") or found.group("bare"), ("", ""))[
                    0
                ],
                word,
            ),
            where,
        )


def _words(text: str) -> list[str]:
    try:
        return shlex.split(text)
    except ValueError:
        return text.split()


def _flags(words: Sequence[tuple[str, str]]) -> Iterator[Flag]:
    at = 0
    while at < len(words):
        word, where = words[at]
        at += 1
        if not word.startswith("-") or word in ("-", "--"):
            continue
        name, equals, value = word.partition("=")
        if equals:
            yield Flag(name, value, where)
        elif not word.startswith("--") and len(word) > 2:
            yield Flag(word[:2], word[2:], where)
        elif at < len(words) and not words[at][0].startswith("-"):
            yield Flag(name, words[at][0], where)
            at += 1
        else:
            yield Flag(name, None, where)
