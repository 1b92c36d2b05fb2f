# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The scan of everything: its schedule, its runs and their figures."""

from __future__ import annotations

from typing import Any

from ..answers import BLANK, Answer, bad_request, conflict, crashed, precondition
from ..call import Call
from ..hub import ZERO_TIME, Hub, shown_time
from ..routing import Routes
from . import executions, scans, schedules

Row = dict[str, Any]

routes = Routes()

PATH = "/system/scanAll"
NO_SCANNER = "no scanner is configured, it's not possible to scan"
ALREADY = (
    "fail to set schedule for scan all as always had one, please delete it firstly then to"
    " re-schedule"
)


def require(call: Call, action: str) -> None:
    call.require_system("scan-all", action)
    if not any(scanner["is_default"] for scanner in call.table("scanners")):
        raise precondition(NO_SCANNER)


def wanted(call: Call) -> Row:
    """The schedule of the body. Raises a 500 if it has none."""
    if "schedule" not in call.body:
        raise crashed()
    found: Row = call.body["schedule"]
    return found


def put(call: Call, said: Row, previous: Row | None) -> None:
    kind, text = said.get("type", ""), said.get("cron", "")
    schedules.check_cron(text, "scan all")
    if previous is not None:
        if (kind, text) == (previous["cron_type"], previous["cron"]):
            return
        schedules.delete(call.hub, previous)
    schedules.create(call.hub, executions.SCAN_ALL, 0, kind, text, None)


def current(hub: Hub) -> Row | None:
    found = schedules.of_vendor(hub, executions.SCAN_ALL)
    return found[0] if found else None


def latest(hub: Hub, trigger: str = "") -> Row | None:
    for execution in executions.of_vendor(hub, executions.SCAN_ALL):
        if not trigger or execution["trigger"] == trigger:
            return execution
    return None


@routes("GET", PATH + "/schedule")
def get_schedule(call: Call) -> Answer:
    require(call, "read")
    schedule = current(call.hub)
    if schedule is None:
        return Answer(body=BLANK)
    return Answer(
        body={
            "id": schedule["id"],
            "status": schedules.status(call.hub, schedule),
            "schedule": {
                "type": schedule["cron_type"],
                "cron": schedule["cron"],
                "next_scheduled_time": ZERO_TIME,
            },
            "creation_time": shown_time(schedule["creation_time"]),
            "update_time": shown_time(schedule["update_time"]),
        }
    )


@routes("POST", PATH + "/schedule", body=("schedule", schedules.SCHEDULE))
def create_schedule(call: Call) -> Answer:
    require(call, "create")
    said = wanted(call)
    kind = said.get("type", "")
    if kind == schedules.MANUAL:
        execution = latest(call.hub, executions.MANUAL)
        if execution is not None and ongoing(call.hub, execution):
            raise conflict(
                f"a previous scan all job aleady exits, its status is {execution['status']}"
            )
        start(call.hub)
    elif kind != schedules.NONE:
        if current(call.hub) is not None:
            raise precondition(ALREADY)
        put(call, said, None)
    return Answer(201)


@routes("PUT", PATH + "/schedule", body=("schedule", schedules.SCHEDULE))
def update_schedule(call: Call) -> None:
    require(call, "update")
    said = wanted(call)
    kind = said.get("type", "")
    if kind == schedules.MANUAL:
        raise bad_request(f"fail to update scan all schedule as wrong schedule type: {kind}")
    previous = current(call.hub)
    if kind != schedules.NONE:
        put(call, said, previous)
    elif previous is not None:
        schedules.delete(call.hub, previous)


def ongoing(hub: Hub, execution: Row) -> bool:
    return execution["status"] not in executions.FINAL


def start(hub: Hub) -> None:
    executions.require_jobservice(hub)
    execution = executions.create(hub, executions.SCAN_ALL, 0, executions.MANUAL, {})
    hub.jobs.after(0, scans.scan_everything, hub, execution)


@routes("POST", PATH + "/stop")
def stop(call: Call) -> Answer:
    require(call, "stop")
    execution = latest(call.hub)
    if execution is None:
        raise bad_request("no scan all job is found currently")
    executions.stop(call.hub, execution["id"])
    return Answer(202)


def figures(hub: Hub, execution: Row | None) -> Row:
    if execution is None:
        return {"total": 0, "completed": 0, "ongoing": False}
    counts = executions.metrics(hub, execution["id"])
    total = counts.pop("")
    completed = sum(counts[status] for status in executions.FINAL)
    return {
        "total": total,
        "completed": completed,
        "metrics": counts,
        "ongoing": ongoing(hub, execution) or total != completed,
        "trigger": execution["trigger"].capitalize(),
    }


@routes("GET", "/scans/all/metrics")
def get_metrics(call: Call) -> Answer:
    require(call, "read")
    return Answer(body=figures(call.hub, latest(call.hub)))


@routes("GET", "/scans/schedule/metrics")
def get_scheduled_metrics(call: Call) -> Answer:
    require(call, "read")
    return Answer(body=figures(call.hub, latest(call.hub, executions.SCHEDULED)))
