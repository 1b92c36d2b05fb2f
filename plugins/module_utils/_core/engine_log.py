# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Why an engine did not do what it was told, from its log."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from .json_document import without_secrets

_MESSAGE = re.compile(r'\b(msg|error)=("(?:[^"\\]|\\.)*"|\S+)')
# Of a file it cannot use, and of a change it cannot make; the words differ by version.
_REFUSAL = re.compile(
    r"level=error.*(unable to configure|configuration validation failed|conflict labels"
    r"|reconfiguring the daemon|reloading configuration)",
    re.IGNORECASE,
)


def complaint(lines: Iterable[str]) -> str | None:
    """Why the engine ended, or else its last error, or None.

    ``lines`` are its own. What it ends with stands alone; all else has level=… msg="…" error="…".
    """
    last_words = error = None
    for line in lines:
        if re.search(r"\blevel=(error|fatal)\b", line):
            parts = [_unquoted(match.group(2)) for match in _MESSAGE.finditer(line)]
            error = ": ".join(parts) or line
        elif line.strip() and not line.startswith("time="):
            last_words = line.strip()
    found = last_words or error
    return without_secrets(found) if found else None


def refusal(lines: Iterable[str]) -> str | None:
    """What it says of a reload that it does not carry out, or None."""
    told = [line for line in lines if _REFUSAL.search(line)]
    return complaint(told[-1:])


def _unquoted(text: str) -> str:
    try:
        return str(json.loads(text)) if text.startswith('"') else text
    except ValueError:
        return text.strip('"')
