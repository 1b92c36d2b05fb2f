# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The switch that stops every write but the one that turns it back."""

from __future__ import annotations

from collections.abc import Iterator

from .._core.harbor_field import Field
from .._core.harbor_request import Request
from .._core.harbor_spec import Asking, Change, Look, Spec
from .configuration import PLACE, all_fixed, settings


def _look(asking: Asking) -> Look:
    wire = yield from settings("look up whether Harbor is read-only")
    return [wire]


def _steps(change: Change) -> Iterator[Request]:
    enabled = change.want["enabled"]
    why = "make Harbor read-only" if enabled else "let Harbor be written again"
    yield change.request("PUT", PLACE, {"read_only": enabled}, why=why)


READ_ONLY = Spec(
    kind="read_only",
    plural="read_only",
    title="read-only mode",
    path=PLACE,
    single=True,
    look=_look,
    steps=_steps,
    judge=all_fixed,
    fields=(
        Field(
            "enabled",
            "Whether Harbor is read-only: V(true) stops it from being written, V(false) lets it.",
            type="bool",
            api="read_only",
            required=True,
        ),
    ),
)
