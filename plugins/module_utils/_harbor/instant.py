# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Points in time, as people write them and as Harbor counts them: seconds since 1970, UTC."""

from __future__ import annotations

import datetime
from typing import Any

NEVER = -1


def as_epoch(value: Any) -> Any:
    """Seconds of a date, of a time or of a number; -1 of "never"; anything else is handed back."""
    text = str(value).strip()
    if text.lower() == "never":
        return NEVER
    if text.lstrip("-").isdecimal():
        return int(text)
    try:
        moment = datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        return value
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=datetime.timezone.utc)
    return int(moment.timestamp())


def not_an_instant(value: Any) -> str | None:
    if isinstance(value, int) and value >= NEVER and value != 0:
        return None
    return "but a time is written as 2027-01-31, 2027-01-31T12:00:00Z or never. Correct it."
