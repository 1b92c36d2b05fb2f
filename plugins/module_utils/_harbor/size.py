# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Amounts of storage, as people write them and as Harbor counts them."""

from __future__ import annotations

import re
from typing import Any

UNLIMITED = -1
# src/controller/quota: 1024 TiB.
LARGEST = 1024**5
_UNITS = {"": 0, "K": 1, "M": 2, "G": 3, "T": 4, "P": 5}


def as_bytes(value: Any) -> Any:
    """Bytes of "10GiB", "10 G", "500" or "unlimited"; what is no amount is handed back."""
    text = str(value).strip()
    if text.lower() == "unlimited":
        return UNLIMITED
    found = re.fullmatch(r"(-?\d+)\s*([KMGTP]?)(?:i?B)?", text, re.IGNORECASE)
    return int(found[1]) * 1024 ** _UNITS[found[2].upper()] if found else value


def not_a_limit(value: Any) -> str | None:
    if not isinstance(value, int):
        return (
            "but a limit is a number of bytes, an amount such as 10GiB, or unlimited. Correct it."
        )
    if value == UNLIMITED or 0 < value <= LARGEST:
        return None
    return f"but a limit is unlimited (-1), or 1 to {LARGEST} bytes (1 PiB). Change it."
