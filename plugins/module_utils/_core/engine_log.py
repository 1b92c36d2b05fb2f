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
# What it says before it ends because of its configuration, which has no level.
_PLAIN = ("unable to configure", "failed to start daemon", "configuration validation", "Status: ")


def complaint(lines: Iterable[str]) -> str | None:
    """The last error of a log in the engine's own form (level=… msg="…" error="…"), or None."""
    found = None
    for line in lines:
        if re.search(r"\blevel=(error|fatal)\b", line):
            parts = [_unquoted(match.group(2)) for match in _MESSAGE.finditer(line)]
            found = ": ".join(parts) or line
        elif any(words in line for words in _PLAIN):
            found = line.strip()
    return without_secrets(found) if found else None


def _unquoted(text: str) -> str:
    try:
        return str(json.loads(text)) if text.startswith('"') else text
    except ValueError:
        return text.strip('"')
