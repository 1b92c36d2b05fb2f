# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Values as YAML that a person reads, without a library: managed hosts need not have one."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

# A text that YAML reads as itself: it begins with a letter and holds nothing that YAML minds.
_PLAIN = re.compile(r"[A-Za-z_/][A-Za-z0-9_./@+-]*(?: [A-Za-z0-9_./@+-]+)*")
_WORDS = {"true", "false", "yes", "no", "on", "off", "null", "y", "n"}


class Comment(str):
    """As a value of a dict: the key is shown as a comment with this text, and has no value."""

    __slots__ = ()


def yaml_lines(value: Any, indent: str = "") -> Iterator[str]:
    """The lines of a dict or list in block style; an empty one, or a scalar, is one line."""
    if isinstance(value, Mapping) and value:
        for key, inner in value.items():
            if isinstance(inner, Comment):
                yield f"{indent}# {scalar(key)}: {inner}"
            elif _is_block(inner):
                yield f"{indent}{scalar(key)}:"
                yield from yaml_lines(inner, indent + "  ")
            else:
                yield f"{indent}{scalar(key)}: {scalar(inner)}"
    elif isinstance(value, (list, tuple)) and value:
        for inner in value:
            if not _is_block(inner):
                yield f"{indent}- {scalar(inner)}"
                continue
            lines = list(yaml_lines(inner, indent + "  "))
            plain = [line for line in lines if "# " not in line[: len(indent) + 4]]
            lines.remove(plain[0])
            lines.insert(0, plain[0])
            yield f"{indent}- {lines[0].lstrip()}"
            yield from lines[1:]
    else:
        yield f"{indent}{scalar(value)}"


def without_comments(value: Any) -> Any:
    """The value as data: what is only a comment is not there."""
    if isinstance(value, Mapping):
        kept = {key: inner for key, inner in value.items() if not isinstance(inner, Comment)}
        return {key: without_comments(inner) for key, inner in kept.items()}
    if isinstance(value, (list, tuple)):
        return [without_comments(inner) for inner in value]
    return value


def _is_block(value: Any) -> bool:
    return isinstance(value, (Mapping, list, tuple)) and bool(value)


def scalar(value: Any) -> str:
    """A number, text, boolean or None on one line; also an empty list or dict."""
    if isinstance(value, str):
        if _PLAIN.fullmatch(value) and value.lower() not in _WORDS:
            return str(value)
        return "".join(map(_escaped, json.dumps(value, ensure_ascii=False)))
    return json.dumps(value)


def _escaped(character: str) -> str:
    """A character within quotes. YAML minds more of them than JSON does."""
    if character.isprintable():
        return character
    code = ord(character)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
