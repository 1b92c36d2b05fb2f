# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Options that every module which writes a file has."""

from __future__ import annotations

from .option import Option

BACKUP = Option(
    "backup",
    "Whether to keep a copy of the file, with a time stamp in its name, before it is changed.",
    type="bool",
    default=False,
)


def state(text: str) -> Option:
    return Option("state", text, default="present", choices=("present", "absent"))
