# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""When all artifacts are scanned. Without a default scanner every request for it is a 412.

A POST is refused where there is a schedule, and one of None does nothing; a PUT does both
(src/server/v2.0/handler/scan_all.go).
"""

from __future__ import annotations

from collections.abc import Iterator

from .._core.harbor_request import Request
from .._core.harbor_spec import Asking, Change, Look, Spec
from . import schedule

PLACE = ("system", "scanAll", "schedule")


def _look(asking: Asking) -> Look:
    reply = yield Request(
        "GET", PLACE, allow=frozenset({412}), why="look up the schedule of scanning all"
    )
    if reply.status == 412:
        want = (asking.wanted or ({},))[0]
        if want.get("schedule", schedule.NONE) != schedule.NONE:
            asking.warnings.append(
                "this Harbor has no default scanner, and refuses a schedule for scanning all "
                "without one. Add one with harbor_scanner first."
            )
        return [schedule.wire_of(None)]
    return [schedule.wire_of(reply.body)]


def _steps(change: Change) -> Iterator[Request]:
    values = {**(change.seen or {}), **change.want}
    why = (
        "schedule scanning all no more"
        if values["schedule"] == schedule.NONE
        else f"schedule scanning all {values['schedule']}: {values['cron']}"
    )
    yield change.request("PUT", PLACE, schedule.body(values), why=why)


SCAN_ALL_SCHEDULE = Spec(
    kind="scan_all_schedule",
    plural="scan_all_schedule",
    title="schedule of scanning all",
    path=PLACE,
    single=True,
    look=_look,
    steps=_steps,
    judge=schedule.faults,
    implied=schedule.implied({}),
    order=90,
    fields=schedule.fields("all artifacts are scanned"),
)
