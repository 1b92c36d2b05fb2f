# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Quotas of projects. Harbor makes one with a project, and a PUT of a project passes over it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .._core.harbor_field import Field
from .._core.harbor_request import Ref, Request
from .._core.harbor_spec import Asking, Change, Look, Spec
from .project import PROJECT
from .size import as_bytes, not_a_limit


def _look(asking: Asking) -> Look:
    query: tuple[tuple[str, Any], ...] = (("reference", "project"),)
    if asking.only is not None:
        query += (("reference_id", Ref("project", asking.only)),)
    rows = yield Request("GET", ("quotas",), query=query, paged=True, why="look up quotas")
    return [row for row in rows if (row.get("ref") or {}).get("name")]


def _steps(change: Change) -> Iterator[Request]:
    yield change.request(
        "PUT",
        change.item,
        {"hard": {"storage": change.want["storage_limit"]}},
        why=f"set the storage limit of project {change.want['project']}",
    )


def _judge(change: Change) -> list[str]:
    if change.verb != "create":
        return []
    return [
        f"project is {change.want['project']!r}, but Harbor has no quota of such a project. Create "
        "it first, or correct the name; one that was created while quota_per_project_enable was "
        "off has none."
    ]


QUOTA = Spec(
    kind="quota",
    plural="quotas",
    path=("quotas",),
    lasting=True,
    look=_look,
    steps=_steps,
    judge=_judge,
    refers=lambda: (PROJECT,),
    order=60,
    fields=(
        Field("project", "Name of the project.", key=True, api="ref.name"),
        Field(
            "storage_limit",
            "How much the project may hold: bytes, an amount such as V(10GiB), or V(unlimited). "
            "Less than it holds already is allowed, and stops every push.",
            api="hard.storage",
            required=True,
            clean=as_bytes,
            wrong=not_a_limit,
        ),
        Field(
            "used",
            "How many bytes it holds.",
            type="int",
            api="used.storage",
            made=True,
            told=True,
        ),
        Field("id", "Number of the quota.", type="int", made=True),
        Field("creation_time", "When it was created.", made=True),
        Field("update_time", "When it was changed last.", made=True),
    ),
)
