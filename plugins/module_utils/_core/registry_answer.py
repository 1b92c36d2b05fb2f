# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a registry's answer says, in words for a person."""

from __future__ import annotations

import json
import re
from typing import Any

_LONGEST = 300


def words(body: bytes, content_type: str = "") -> str:
    """The reason that an error's body gives, on one line; empty when it gives none.

    The OCI form (``{"errors": [{"code": …, "message": …}]}``) gives "CODE: message", of all errors.
    """
    text = body.decode("utf-8", "replace").strip()
    parsed = parse_json(body)
    errors = parsed.get("errors") if isinstance(parsed, dict) else None
    if isinstance(errors, list):
        said = [_error(error) for error in errors]
        return _line("; ".join(part for part in said if part))
    if isinstance(parsed, dict):
        for key in ("details", "message", "error_description", "error"):
            if isinstance(parsed.get(key), str):
                return _line(parsed[key])
    if "html" in content_type.lower() or text[:1] == "<":
        title = re.search(r"<title[^>]*>(.*?)</title>", text, re.IGNORECASE | re.DOTALL)
        return _line(f"a web page, {title.group(1)!r}" if title else "a web page")
    return _line(text)


def parse_json(body: bytes) -> Any:
    """The JSON value, or None for what is none."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def _error(error: Any) -> str:
    if not isinstance(error, dict):
        return ""
    code, message = error.get("code"), error.get("message")
    return ": ".join(str(part) for part in (code, message) if part)


def _line(text: str) -> str:
    """One line without control characters, cut where it grows long."""
    line = " ".join(re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]", " ", text).split()).rstrip(". ")
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"


def named_list(body: bytes, key: str) -> list[str] | None:
    """The list of names under the key; an absent or null one is empty. None: no such answer."""
    parsed = parse_json(body)
    if not isinstance(parsed, dict):
        return None
    names = parsed.get(key)
    if names is None:
        names = []
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        return None
    return names
