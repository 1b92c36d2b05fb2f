# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Schedules of whatever kind. They are kept and shown, but the double never fires one."""

from __future__ import annotations

from typing import Any

from .. import cron
from ..answers import Answer, bad_request
from ..binding import Int, Place, Schema, Str, Struct, kind, plain, wrong
from ..call import Call
from ..hub import ZERO_TIME, Hub, shown_time
from ..listing import Model
from ..routing import PAGES, Routes
from . import executions

Row = dict[str, Any]

routes = Routes()
tables = {"schedules": {"indexes": [("vendor_type", "vendor_id"), ("vendor_type",)]}}

NONE, MANUAL = "None", "Manual"
PERIODIC = ("Hourly", "Daily", "Weekly", "Custom")
TYPES = (*PERIODIC, MANUAL, NONE, "Schedule")


class Parameters(Schema):
    """Any keys, and nulls stay."""

    go = "map[string]interface {}"

    def read(self, value: Any, place: Place) -> Any:
        if kind(value) != "object":
            raise wrong(value, place, self.go)
        return plain(value)


SCHEDULE = Struct(
    "Schedule",
    id=Int(),
    status=Str(),
    creation_time=Str(),
    update_time=Str(),
    schedule=Struct("ScheduleObj", type=Str(among=TYPES), cron=Str(), next_scheduled_time=Str()),
    parameters=Parameters(),
)
SCHEDULES = Model(id="ID")


def check_cron(text: str, purpose: str) -> None:
    """Raises a 400."""
    try:
        cron.check(text)
    except cron.BadCron as error:
        raise bad_request(
            f"invalid cron string for scheduled {purpose}: {text}, error: {error}"
        ) from None


def create(
    hub: Hub, vendor_type: str, vendor_id: int, cron_type: str, text: str, attributes: Row | None
) -> Row:
    """Raises a 400 for a bad cron, a 500 without a jobservice."""
    try:
        cron.parse(text)
    except cron.BadCron as error:
        raise bad_request(f"invalid cron {text}: {error}") from None
    executions.require_jobservice(hub)
    now = hub.now()
    schedule = hub.store["schedules"].insert(
        vendor_type=vendor_type, vendor_id=vendor_id, cron_type=cron_type, cron=text,
        extra_attrs=attributes, creation_time=now, update_time=now,
    )  # fmt: skip
    execution = executions.create(hub, executions.SCHEDULER, schedule["id"], executions.MANUAL, {})
    hub.store["tasks"].insert(
        vendor_type=executions.SCHEDULER, execution_id=execution["id"],
        job_id=executions.job_id(hub), status=executions.RUNNING, status_message="", run_count=1,
        extra_attrs={}, log="", creation_time=now, start_time=now, update_time=now, end_time=None,
    )  # fmt: skip
    return schedule


def of_vendor(hub: Hub, vendor_type: str, vendor_id: int = 0) -> list[Row]:
    """All of a kind without `vendor_id`."""
    if vendor_id > 0:
        return hub.store["schedules"].find(vendor_type=vendor_type, vendor_id=vendor_id)
    return hub.store["schedules"].find(vendor_type=vendor_type)


def delete(hub: Hub, schedule: Row) -> None:
    executions.require_jobservice(hub)
    for execution in executions.of_vendor(hub, executions.SCHEDULER, schedule["id"]):
        hub.store["tasks"].delete_all(execution_id=execution["id"])
        hub.store["executions"].delete(execution["id"])
    hub.store["schedules"].delete(schedule["id"])


def delete_of_vendor(hub: Hub, vendor_type: str, vendor_id: int = 0) -> None:
    for schedule in of_vendor(hub, vendor_type, vendor_id):
        delete(hub, schedule)


def status(hub: Hub, schedule: Row) -> str:
    found = executions.of_vendor(hub, executions.SCHEDULER, schedule["id"])
    return str(found[0]["status"]) if found else executions.ERROR


def next_time(hub: Hub, text: str) -> str:
    return shown_time(cron.following(text, hub.now()))


def as_history(hub: Hub, schedule: Row) -> Row:
    """As GC and the purge of audit logs show theirs."""
    return {
        "id": schedule["id"],
        "job_kind": schedule["cron"],
        "job_parameters": executions.go_json(schedule["extra_attrs"]),
        "job_status": status(hub, schedule),
        "schedule": {
            "type": schedule["cron_type"],
            "cron": schedule["cron"],
            "next_scheduled_time": next_time(hub, schedule["cron"]),
        },
        "creation_time": shown_time(schedule["creation_time"]),
        "update_time": shown_time(schedule["update_time"]),
    }


def run_as_history(execution: Row, attributes: Row) -> Row:
    """As GC and the purge of audit logs show a run."""
    return {
        "id": execution["id"],
        "job_name": execution["vendor_type"],
        "job_kind": execution["trigger"],
        "job_parameters": executions.go_json(attributes),
        "job_status": execution["status"],
        "schedule": {
            "type": execution["trigger"].capitalize(),
            "next_scheduled_time": ZERO_TIME,
        },
        "creation_time": shown_time(execution["start_time"]),
        "update_time": shown_time(execution["update_time"]),
    }


def shown(schedule: Row) -> Row:
    answer: Row = {"id": schedule["id"], "vendor_type": schedule["vendor_type"]}
    if schedule["vendor_id"]:
        answer["vendor_id"] = schedule["vendor_id"]
    return {
        **answer,
        "cron": schedule["cron"],
        "update_time": shown_time(schedule["update_time"]),
    }


@routes("GET", "/schedules", query=PAGES, since="2.7")
def list_schedules(call: Call) -> Answer:
    call.require_system("jobservice-monitor", "list")
    return call.list(call.listing(), SCHEDULES, call.table("schedules"), shown, already="id")


@routes("GET", "/schedules/{job_type}/paused", since="2.7")
def get_paused(call: Call) -> Answer:
    call.require_login()
    if call.params["job_type"].lower() != "all":
        raise bad_request("job_type can only be 'all'")
    executions.require_jobservice(call.hub)
    return Answer(body={"paused": executions.paused(call.hub, executions.SCHEDULER)})


def furnish(hub: Hub) -> None:
    create(hub, "SYSTEM_ARTIFACT_CLEANUP", 0, "Custom", "0 0 0 * * *", None)
    if hub.version >= "2.8":
        sweep = "0 0 0 * * *" if hub.version >= "2.12" else "0 0 * * * *"
        create(hub, "EXECUTION_SWEEP", -1, "Custom", sweep, None)
