# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Options that every module which writes a file has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .option import Option

BACKUP = Option(
    "backup",
    "Whether to keep a copy of the file, with a time stamp in its name, before it is changed.",
    type="bool",
    default=False,
)


def state(text: str) -> Option:
    return Option("state", text, default="present", choices=("present", "absent"))


def open_to_all(params: Mapping[str, Any], mode: int | None, holds: str) -> tuple[str, ...]:
    """A warning about a file with secrets whose mode was somebody else's choice, and stays.

    ``mode`` is that of the file as it is, None where there is none. Taking a right away unasked
    could stop the program that reads the file by it.
    """
    if mode is None or not mode & 0o004 or params.get("mode") is not None:
        return ()
    return (
        f"{params['path']} holds {holds}, and its mode {mode:04o} lets every user of the host read "
        "it. Set mode to '0640', and group to that of the program that reads it.",
    )
