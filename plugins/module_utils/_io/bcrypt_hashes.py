# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""bcrypt by passlib or libpass, on all cores: a check is meant to be slow."""

from __future__ import annotations

from collections.abc import Sequence


def verified(checks: Sequence[tuple[str, str, str]]) -> set[str]:
    """Names among (name, password, hash) whose password is right."""
    raise NotImplementedError


def hashed(users: Sequence[tuple[str, str]], cost: int) -> dict[str, str]:
    """A fresh hash for each (name, password)."""
    raise NotImplementedError
