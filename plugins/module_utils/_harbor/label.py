# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Labels for artifacts, of the whole Harbor or of one project."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from .._core.harbor_field import Field, Values
from .._core.harbor_request import Ref
from .._core.harbor_spec import REPLACE, Change, Spec
from .project import PROJECT


def not_a_label_name(value: str) -> str | None:
    # Harbor takes an empty name, and answers 500 to a longer one.
    if 0 < len(value) <= 128:
        return None
    return "but the name of a label has 1 to 128 characters. Change it."


def not_a_colour(value: str) -> str | None:
    if not value or re.fullmatch(r"#[0-9a-fA-F]{6}", value):
        return None
    return "but a colour is written as #rrggbb. Correct it."


def _query(scope: Ref | None) -> Iterator[tuple[str, Any]]:
    yield "scope", "p" if scope else "g"
    if scope:
        yield "project_id", scope


def _addition(change: Change) -> Values:
    # Without a scope, or with one of no project, Harbor makes a label that no list ever shows.
    return dict(_query(change.scope))


LABEL = Spec(
    kind="label",
    plural="labels",
    path=("labels",),
    project="either",
    put=REPLACE,
    exact="name",
    query=_query,
    addition=_addition,
    refers=lambda: (PROJECT,),
    order=40,
    fields=(
        Field("name", "Name of the label.", key=True, wrong=not_a_label_name),
        Field("description", "What the label is for.", absent=""),
        Field("color", "Colour of the label, as C(#rrggbb).", absent="", wrong=not_a_colour),
        Field("id", "Number of the label.", type="int", made=True),
        Field("creation_time", "When it was created.", made=True),
        Field("update_time", "When it was changed last.", made=True),
    ),
)
