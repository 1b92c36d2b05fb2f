# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What Harbor takes for a password or secret, and when a task writes one that cannot be read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from .._core.harbor_field import Field
from .registry import not_stars

# What a look notes on an object whose secret is to be written.
DUE = "_secret_is_due"


def not_a_secret(value: str) -> str | None:
    """Harbor counts bytes, and only ASCII letters and digits as such."""
    stars = not_stars(value)
    if stars:
        return stars
    kinds = all(re.search(kind, value) for kind in ("[a-z]", "[A-Z]", "[0-9]"))
    if kinds and 8 <= len(value.encode("utf-8", "replace")) <= 128:
        return None
    return (
        "but Harbor wants 8 to 128 characters with a capital letter, a small letter and a digit, "
        "all of them ASCII. Choose another."
    )


def is_due(wanted: Any, wire: Mapping[str, Any]) -> bool:
    return bool(wire.get(DUE))


def update_option(name: str, what: str) -> Field:
    return Field(
        f"update_{name}",
        (
            f"When O({name}) is written to {what} that exists already, since Harbor never shows "
            "the stored one.",
            "With V(verify) it is tried by a login, and written if that is refused. With "
            "V(on_create) it is left as it is. With V(always) it is written at every run, which "
            "is a change then.",
        ),
        choices=("verify", "on_create", "always"),
        default="verify",
        not_secret=True,
        control=True,
    )
