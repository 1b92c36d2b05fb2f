# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Audit logs: who did what. Harbor 2.13 keeps them in another table, with end points of its own."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from typing import Any

from .._core.harbor_action import Action, Call, Prepare, Todo
from .._core.harbor_field import Values
from .._core.harbor_request import Request, q_exact
from .._core.harbor_version import Version
from .._core.option import Option
from .instant import as_epoch

_NEWER = Version.of("2.13")
_PAGE = 100
_EXACT = ("username", "operation", "resource_type", "resource")


def _place(call: Call) -> tuple[str, ...]:
    newer = call.version >= _NEWER
    project = call.params.get("project")
    if project:
        return ("projects", project, "auditlog-exts" if newer else "logs")
    return ("auditlog-exts",) if newer else ("audit-logs",)


def _time(value: Any) -> str:
    if value is None:
        return ""
    moment = datetime.datetime.fromtimestamp(as_epoch(value), datetime.timezone.utc)
    return moment.strftime("%Y-%m-%dT%H:%M:%S")


def _asked(params: Mapping[str, Any]) -> Iterator[str]:
    for name in _EXACT:
        if params.get(name):
            yield q_exact(name, params[name])
    since, until = _time(params.get("since")), _time(params.get("until"))
    if since or until:
        # Both ends: a range that is open at one of them is not taken by all versions.
        yield f"op_time=[{since or '1970-01-01T00:00:00'}~{until or '9999-12-31T23:59:59'}]"


def _prepare(call: Call) -> Prepare:
    limit = call.params["limit"]
    query = (("q", ",".join(_asked(call.params)) or None), ("sort", "-id"))
    pages = -(-limit // _PAGE)
    replies = yield [
        Request(
            "GET",
            _place(call),
            query=(*query, ("page", page), ("page_size", _PAGE)),
            by_name=True,
            why="look up audit logs",
        )
        for page in range(1, pages + 1)
    ]
    rows: dict[Any, Any] = {}
    for reply in replies:
        rows.update({row["id"]: row for row in reply.body or ()})
    found = [_shown(row) for row in rows.values() if _meant(row, call.params)]
    return Todo(result=sorted(found, key=lambda each: -each["id"])[:limit])


def _meant(row: Mapping[str, Any], params: Mapping[str, Any]) -> bool:
    """Harbor takes a key that it does not know for none."""
    return all(params.get(name) in (None, "", row.get(name) or "") for name in _EXACT)


def _shown(row: Mapping[str, Any]) -> Values:
    return {
        "id": row["id"],
        "time": row.get("op_time"),
        "username": row.get("username") or "",
        "operation": row.get("operation") or "",
        "resource_type": row.get("resource_type") or "",
        "resource": row.get("resource") or "",
        "description": row.get("operation_description") or "",
        "succeeded": row.get("operation_result"),
    }


def _not_a_time(value: Any) -> str | None:
    if isinstance(as_epoch(value), int) and as_epoch(value) >= 0:
        return None
    return "but a time is written as 2027-01-31 or 2027-01-31T12:00:00Z. Correct it."


AUDIT_LOGS = Action(
    kind="audit_logs",
    options=(
        Option("project", "Only what was done in this project. If left out, in all of Harbor."),
        Option("username", "Only what this user or robot account did, by its full name."),
        Option("operation", "Only this operation, such as V(create), V(delete) or V(pull)."),
        Option("resource_type", "Only what was done to this kind of thing, such as V(artifact)."),
        Option("resource", "Only what was done to this, such as V(test/nginx:1.27)."),
        Option(
            "since",
            "Only what was done at this time or later: C(2027-01-31) or C(2027-01-31T12:00:00Z).",
            wrong=_not_a_time,
        ),
        Option("until", "Only what was done at this time or earlier.", wrong=_not_a_time),
        Option(
            "limit",
            "At most so many, the newest ones.",
            type="int",
            default=100,
            wrong=lambda value: None if value > 0 else "but it is at least 1. Raise it.",
        ),
    ),
    prepare=_prepare,
)
