# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Garbage collection: its schedule, and a run of it now.

A PUT replaces schedule and parameters, and passes over a parameter of a wrong type
(src/server/v2.0/handler/gc.go).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from .._core.errors import InputError
from .._core.harbor_action import WAIT, Action, Call, Prepare, Progress, Todo, Watch
from .._core.harbor_field import Field, Values, gates
from .._core.harbor_request import Request
from .._core.harbor_spec import Asking, Change, Look, Spec
from .._core.harbor_version import Version
from .._core.option import Option
from . import schedule
from .job import BAD, FINAL

PLACE = ("system", "gc", "schedule")
_OWN = ("delete_untagged", "workers", "delete_tag")
# src/server/v2.0/handler/gc.go: five at most up to 2.12.
_MORE_WORKERS = Version.of("2.13")


def most_workers(version: Version) -> int:
    return 10 if version >= _MORE_WORKERS else 5


def not_workers(value: int) -> str | None:
    return None if 0 < value <= 10 else "but there are 1 to 10 workers. Change it."


def too_many(workers: Any, version: Version) -> list[str]:
    if not isinstance(workers, int) or workers <= most_workers(version):
        return []
    return [
        f"workers is {workers}, but Harbor {version} has {most_workers(version)} at most. Lower it."
    ]


OPTIONS = (
    Field(
        "delete_untagged",
        "Whether artifacts without a tag are deleted, too.",
        type="bool",
        api="_parameters.delete_untagged",
        absent=False,
    ),
    Field(
        "workers",
        "How many deletions run side by side: 1 to 10, up to 5 before Harbor 2.13.",
        type="int",
        api="_parameters.workers",
        since="2.9",
        wrong=not_workers,
        # What was never said is shown as 0, and is 1.
        read=lambda value: value or 1,
    ),
    Field(
        "delete_tag",
        "Whether what the storage keeps of deleted tags is removed, too.",
        type="bool",
        api="_parameters.delete_tag",
        absent=False,
        since="2.15",
    ),
)


def parameters(values: Mapping[str, Any]) -> Values:
    return {name: values[name] for name in _OWN if values.get(name) is not None}


def _look(asking: Asking) -> Look:
    wire = yield from schedule.looked_up(PLACE, "the schedule of garbage collection")
    return [wire]


def _steps(change: Change) -> Iterator[Request]:
    values = {**(change.seen or {}), **change.want}
    never = values["schedule"] == schedule.NONE
    why = (
        "schedule garbage collection no more"
        if never
        else f"schedule garbage collection {values['schedule']}: {values['cron']}"
    )
    sent = {} if never else parameters(values)
    yield change.request("PUT", PLACE, schedule.body(values, sent), why=why)


def _judge(change: Change) -> list[str]:
    workers = change.want.get("workers") if "workers" in change.differ else None
    return schedule.faults(change, _OWN) + too_many(workers, change.version)


GARBAGE_COLLECTION = Spec(
    kind="garbage_collection",
    plural="garbage_collection",
    path=PLACE,
    single=True,
    look=_look,
    steps=_steps,
    judge=_judge,
    implied=schedule.implied({"delete_untagged": False, "workers": None, "delete_tag": False}),
    order=90,
    fields=(*schedule.fields("it is done"), *OPTIONS, schedule.NEXT),
)


# -- a run


def _prepare(call: Call) -> Prepare:
    values = {name: call.params.get(name) for name in _OWN}
    values["workers"] = values["workers"] if call.version >= Version.of("2.9") else None
    wrong = [
        *gates(OPTIONS, {name: call.params.get(name) for name in _OWN}, call.version),
        *too_many(call.params.get("workers"), call.version),
    ]
    if wrong:
        raise InputError(wrong)
    dry_run = call.params["dry_run"]
    what = "count what garbage collection would free" if dry_run else "collect garbage"
    start = Request(
        "POST",
        PLACE,
        {
            "schedule": {"type": "Manual"},
            "parameters": {**parameters(values), "dry_run": dry_run},
        },
        why=what,
    )
    yield from ()
    blank = dict.fromkeys(("id", "status", "freed_space", "purged_blobs", "purged_manifests"))
    return Todo((start,), {**blank, "dry_run": dry_run}, known=what)


def _watch(call: Call, todo: Todo, replies: list[Any]) -> Watch:
    number = replies[0].id
    reply = yield Request("GET", ("system", "gc", number), why=f"look at run {number}")
    status = str(reply.body.get("job_status"))
    counted = json.loads(reply.body.get("job_parameters") or "{}")
    result = {"id": number, "status": status}
    for name in ("freed_space", "purged_blobs", "purged_manifests"):
        result[name] = counted.get(name)
    failed = (
        f"{todo.known}: run {number} ended as {status}. Look at its log in Harbor."
        if status in BAD
        else ""
    )
    return Progress(status in FINAL, result, failed)


GARBAGE_COLLECTION_RUN = Action(
    kind="garbage_collection_run",
    options=(
        Option(
            "dry_run",
            "Whether it is only counted what would be removed.",
            type="bool",
            default=False,
        ),
        *(each.option() for each in OPTIONS),
        *WAIT,
    ),
    prepare=_prepare,
    watch=_watch,
)
