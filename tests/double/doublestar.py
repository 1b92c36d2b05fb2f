# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Patterns of repositories and tags: `*`, `**`, `?`, `[a-c]`, `[^a]`, `{a,b}`, `\\`.

`**` as a whole part between slashes stands for any number of parts, `*` never for a slash.
"""

from __future__ import annotations

import functools
import re


class BadPattern(ValueError):
    """Such as a bracket that is not closed."""


def matches(pattern: str, text: str) -> bool:
    """Raises BadPattern. An empty pattern fits everything."""
    return not pattern or bool(compiled(pattern).fullmatch(text))


@functools.lru_cache(maxsize=1024)
def compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(translated(pattern), re.DOTALL)


def translated(pattern: str) -> str:
    parts: list[str] = []
    at = 0
    while at < len(pattern):
        char = pattern[at]
        if pattern.startswith("**", at) and whole(pattern, at):
            at += 2
            if at == len(pattern):
                parts.append(".*")
                # "a/**" fits "a", too
                if len(parts) > 1 and parts[-2] == "/":
                    parts[-2:] = ["(?:/.*)?"]
            else:
                at += 1
                parts.append("(?:[^/]*/)*")
            continue
        at += 1
        if char == "*":
            parts.append("[^/]*")
        elif char == "?":
            parts.append("[^/]")
        elif char == "\\":
            if at == len(pattern):
                raise BadPattern("syntax error in pattern")
            parts.append(re.escape(pattern[at]))
            at += 1
        elif char == "[":
            text, at = bracket(pattern, at)
            parts.append(text)
        elif char == "{":
            end = closing(pattern, at)
            choices = split(pattern[at:end])
            parts.append(f"(?:{'|'.join(translated(one) for one in choices)})")
            at = end + 1
        else:
            parts.append(re.escape(char))
    return "".join(parts)


def whole(pattern: str, at: int) -> bool:
    """Whether the two stars there are a whole part of the path."""
    return (not at or pattern[at - 1] == "/") and pattern[at + 2 : at + 3] in ("", "/")


def bracket(pattern: str, at: int) -> tuple[str, int]:
    negated = pattern[at : at + 1] in ("^", "!")
    start = at + negated
    end = pattern.find("]", start + 1)
    if end < 0:
        raise BadPattern("syntax error in pattern")
    inside = pattern[start:end].replace("\\", "\\\\").replace("[", "\\[").replace("^", "\\^")
    return f"[{'^/' if negated else ''}{inside}]", end + 1


def closing(pattern: str, at: int) -> int:
    depth = 0
    while at < len(pattern):
        char = pattern[at]
        if char == "\\":
            at += 1
        elif char == "{":
            depth += 1
        elif char == "}":
            if not depth:
                return at
            depth -= 1
        at += 1
    raise BadPattern("syntax error in pattern")


def split(text: str) -> list[str]:
    """At the commas that are in no inner braces."""
    parts, depth, start = [], 0, 0
    for at, char in enumerate(text):
        if char == "{":
            depth += 1
        elif char == "}":
            depth -= 1
        elif char == "," and not depth:
            parts.append(text[start:at])
            start = at + 1
    return [*parts, text[start:]]
