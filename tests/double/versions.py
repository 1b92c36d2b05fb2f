# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which Harbor is imitated. Versions compare: `hub.version >= "2.12"`."""

from __future__ import annotations

import functools
import re

# Genuine Harbors of these were asked; others are imitated from the API documents between them.
ASKED = ("2.9.5", "2.13.5", "2.15.2")
NEWEST = ASKED[-1]


@functools.cache
def numbers(text: str) -> tuple[int, ...]:
    if not re.fullmatch(r"\d+(\.\d+)*", text):
        raise ValueError(f"version is {text!r}, but a version is numbers with dots. Use {NEWEST}.")
    return tuple(int(part) for part in text.split("."))


@functools.total_ordering
class Version:
    """Compares with another or with text; "2.13" stands for its first release, 2.13.0."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.numbers = numbers(text)

    def __str__(self) -> str:
        return self.text

    def __eq__(self, other: object) -> bool:
        return self.numbers == numbers(str(other))

    def __lt__(self, other: object) -> bool:
        return self.numbers < numbers(str(other))

    def __hash__(self) -> int:
        return hash(self.numbers)
