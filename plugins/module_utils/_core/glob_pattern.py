# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Patterns as Harbor's rules have them: ``*`` for anything but a slash, ``**`` as a whole part for
any number of parts, ``?``, ``[a-c]``, ``[!a]``, ``{a,b}``, and a backslash before a sign that is
meant itself.
"""

from __future__ import annotations

import re

_ANY_PART = "[^/]*"


def matches(pattern: str, text: str) -> bool | None:
    """Whether the text fits; None if the pattern is broken."""
    try:
        return re.fullmatch(_choices(pattern), text, re.DOTALL) is not None
    except (IndexError, ValueError, re.error):
        return None


def _choices(pattern: str) -> str:
    """The pattern as a regular expression. Raises IndexError where a bracket is not closed."""
    made, at = "", 0
    while at < len(pattern):
        sign = pattern[at]
        if sign == "*":
            piece, at = _stars(pattern, at)
            if piece == "(?:/.*)?":
                # "app/**" fits app itself, too: the slash goes with the stars.
                made = made[:-1]
        elif sign == "?":
            piece, at = "[^/]", at + 1
        elif sign == "[":
            piece, at = _one_of(pattern, at)
        elif sign == "{":
            piece, at = _alternatives(pattern, at)
        else:
            at += sign == "\\"
            piece, at = re.escape(pattern[at]), at + 1
        made += piece
    return made


def _stars(pattern: str, at: int) -> tuple[str, int]:
    end = at + 2
    begins = at == 0 or pattern[at - 1] == "/"
    if not (pattern.startswith("**", at) and begins and pattern[end : end + 1] in ("", "/")):
        return _ANY_PART, at + 1
    if end < len(pattern):
        return "(?:[^/]*/)*", end + 1
    return ("(?:/.*)?" if at else ".*"), end


def _one_of(pattern: str, at: int) -> tuple[str, int]:
    start = at + 1
    not_these = pattern[start] in "^!"
    start += not_these
    end = pattern.index("]", start + 1)
    inside = re.sub(r"([\\\[^&~|])", r"\\\1", pattern[start:end])
    return f"[{'^/' if not_these else ''}{inside}]", end + 1


def _alternatives(pattern: str, at: int) -> tuple[str, int]:
    parts, depth = [""], 1
    at += 1
    while True:
        sign = pattern[at]
        at += 1
        if sign == "\\":
            sign += pattern[at]
            at += 1
        depth += (sign == "{") - (sign == "}")
        if not depth:
            return f"(?:{'|'.join(map(_choices, parts))})", at
        if sign == "," and depth == 1:
            parts.append("")
        else:
            parts[-1] += sign
