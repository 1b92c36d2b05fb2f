# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Versions of Harbor, as /systeminfo gives them ("v2.13.5-1a2b3c4d") and as fields name them."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Version:
    """Compares as its numbers do; a build of the main branch ("dev") is newer than all."""

    numbers: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> Version:
        """Of "2.11" or "v2.13.5-1a2b3c4d"; of anything without a number, the newest."""
        found = re.match(r"v?(\d+(?:\.\d+)*)", text)
        return cls(tuple(int(part) for part in found[1].split(".")) if found else (9999,))

    def next_minor(self) -> Version:
        return Version((self.numbers[0], self.numbers[1] + 1))

    def __str__(self) -> str:
        return (
            ".".join(map(str, self.numbers)) if self.numbers != (9999,) else "a development build"
        )
