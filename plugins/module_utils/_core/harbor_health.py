# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What Harbor says of its components. It always answers 200: how it is stands in the body."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def components(health: Any) -> dict[str, str]:
    """Each component's status, by its name, with what is wrong with it."""
    listed = health.get("components") if isinstance(health, Mapping) else None
    found = {}
    for each in listed or []:
        status, error = str(each.get("status") or "unknown"), str(each.get("error") or "")
        found[str(each.get("name"))] = f"{status} ({error})" if error else status
    return dict(sorted(found.items()))


def healthy(health: Any) -> bool:
    return isinstance(health, Mapping) and health.get("status") == "healthy"


def ailments(health: Any) -> str:
    """What is not well, in words; empty when all is."""
    ill = [f"{name} is {told}" for name, told in components(health).items() if told != "healthy"]
    if healthy(health) and not ill:
        return ""
    return ", ".join(ill) or "it does not say that it is healthy"
