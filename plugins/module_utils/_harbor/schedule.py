# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""When Harbor does what it does regularly, said in one way for all of its jobs.

Harbor wants a cron also where a word says it all, and takes one that belies the word. What it does
then follows the cron, so a word whose cron is another is read as custom.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Generator, Mapping
from typing import Any

from .._core.harbor_field import Field, Values, at
from .._core.harbor_request import Request
from .._core.harbor_spec import Change
from .cron import TEXT, as_cron, not_a_cron

NONE = "none"
CUSTOM = "custom"
# As the portal fills them in.
CRONS = {"hourly": "0 0 * * * *", "daily": "0 0 0 * * *", "weekly": "0 0 0 * * 0"}
WORDS = (NONE, *CRONS, CUSTOM)


def looked_up(place: tuple[str, ...], what: str) -> Generator[Request, Any, Values]:
    """The schedule at that end point; none is an answer without a body."""
    reply = yield Request("GET", place, why=f"look up {what}")
    return wire_of(reply.body)


def wire_of(body: Any) -> Values:
    """What Harbor says of a schedule, and in ``_`` keys what it comes to."""
    wire: Values = dict(body or {})
    kind = str(at(wire, ("schedule", "type")) or "None").lower()
    cron = as_cron(at(wire, ("schedule", "cron")) or "")
    if kind in CRONS and cron != CRONS[kind]:
        kind = CUSTOM
    wire["_schedule"] = kind if kind in WORDS else NONE
    wire["_cron"] = cron if wire["_schedule"] != NONE else ""
    wire["_parameters"] = _parameters(wire.get("job_parameters"))
    return wire


def _parameters(text: Any) -> Values:
    try:
        found = json.loads(text or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def implied(others: Mapping[str, Any]) -> Callable[[Values], Values]:
    """What a task means: a word has its cron, a cron alone is custom, and of what is never done
    nothing is left. ``others``: the job's other fields, with what they are then."""

    def told(want: Values) -> Values:
        kind = want.get("schedule")
        if kind is None and want.get("cron"):
            return {**want, "schedule": CUSTOM}
        if kind == NONE:
            return {"schedule": NONE, "cron": "", **others}
        if kind in CRONS and not want.get("cron"):
            return {**want, "cron": CRONS[kind]}
        return want

    return told


def faults(change: Change, others: tuple[str, ...] = ()) -> list[str]:
    """What is wrong between the word, the cron, and the options of the job."""
    want = change.want
    after = {**(change.seen or {}), **want}
    kind, cron = after.get("schedule"), after.get("cron")
    if kind in CRONS and cron != CRONS[kind]:
        return [
            f"cron is {cron!r}, but schedule is {kind!r}, which is {CRONS[kind]}. Leave cron out, "
            "or make schedule custom."
        ]
    if kind == CUSTOM and not cron:
        return ["cron is missing, but schedule is 'custom'. Give it."]
    given = [name for name in others if name in want]
    if kind == NONE and given and "schedule" not in want:
        return [
            f"{given[0]} is {want[given[0]]!r}, but there is no schedule to set it of. Give "
            "schedule too."
        ]
    return []


def body(values: Mapping[str, Any], parameters: Mapping[str, Any] | None = None) -> Values:
    """The body of a request that sets the schedule."""
    kind = values["schedule"]
    found: Values = {"schedule": {"type": kind.capitalize(), "cron": values.get("cron") or ""}}
    if parameters is not None:
        found["parameters"] = dict(parameters)
    return found


def fields(what: str) -> tuple[Field, ...]:
    return (
        Field(
            "schedule",
            (
                f"How often {what}: V(hourly), V(daily) (at midnight), V(weekly) (at midnight "
                "before Sunday), V(custom) as O(cron) says, or V(none), never.",
                "Times are those of Harbor's host, usually UTC.",
            ),
            api="_schedule",
            known=WORDS,
            absent=NONE,
        ),
        Field(
            "cron",
            f"When O(schedule=custom) is: {TEXT}. Alone, it makes O(schedule) V(custom).",
            api="_cron",
            absent="",
            clean=as_cron,
            wrong=not_a_cron,
        ),
    )


NEXT = Field("next_time", "When it is due next.", api="schedule.next_scheduled_time", made=True)
