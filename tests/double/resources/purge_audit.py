# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The purge of audit logs: its schedule and its runs."""

from __future__ import annotations

from typing import Any

from ..answers import BLANK, Answer, Text, bad_request, broken, crashed, not_found
from ..call import Call
from ..hub import Hub
from ..routing import Routes
from . import executions, schedules

Row = dict[str, Any]

routes = Routes()

PATH = "/system/purgeaudit"
MOST_HOURS = 240000
HOURS = "audit_retention_hour"


def filter_key(hub: Hub) -> str:
    return "include_event_types" if hub.version >= "2.13" else "include_operations"


def hours(parameters: Row) -> int:
    """0 if it is no number. Raises a 400."""
    said = parameters.get(HOURS)
    if isinstance(said, float):
        raise bad_request(f"bad request: {HOURS} should be integer format")
    if not isinstance(said, int) or isinstance(said, bool):
        return 0
    if said > MOST_HOURS:
        raise bad_request(f"bad request: {HOURS} should be less than {MOST_HOURS}")
    return said


def kick(call: Call) -> int:
    """Do what the body says. The execution's id if it starts one, else 0. Raises a 400."""
    if "schedule" not in call.body:
        raise bad_request("bad request: schedule cann't be empty")
    parameters = call.body.get("parameters")
    if not parameters:
        raise bad_request("bad request: schedule parameter cann't be empty")
    if HOURS not in parameters:
        raise bad_request(f"bad request: {HOURS} should provide")
    most = hours(parameters)
    key = filter_key(call.hub)
    if key not in parameters:
        raise bad_request(f"bad request: {key} should provide")
    words = parameters[key]
    policy = {
        "dry_run": parameters.get("dry_run") is True,
        HOURS: most,
        key: words if isinstance(words, str) else "",
    }
    wanted = call.body["schedule"]
    kind, text = wanted.get("type", ""), wanted.get("cron", "")
    if kind == schedules.NONE:
        schedules.delete_of_vendor(call.hub, executions.PURGE)
    elif kind == schedules.MANUAL:
        execution = executions.create(call.hub, executions.PURGE, -1, executions.MANUAL, policy)
        executions.add_task(call.hub, execution, policy)
        return int(execution["id"])
    elif kind in schedules.PERIODIC:
        schedules.check_cron(text, "log rotation purge")
        schedules.delete_of_vendor(call.hub, executions.PURGE)
        schedules.create(call.hub, executions.PURGE, -1, kind, text, parameters)
    return 0


def shown(execution: Row) -> Row:
    return schedules.run_as_history(execution, execution["extra_attrs"])


@routes("GET", PATH + "/schedule", since="2.6")
def get_schedule(call: Call) -> Answer:
    call.require_system("purge-audit", "read")
    found = schedules.of_vendor(call.hub, executions.PURGE)
    return Answer(body=schedules.as_history(call.hub, found[0]) if found else BLANK)


@routes("POST", PATH + "/schedule", body=("schedule", schedules.SCHEDULE), since="2.6")
def create_schedule(call: Call) -> Answer:
    call.require_system("purge-audit", "create")
    number = kick(call)
    return Answer(201, headers={"Location": f"{call.path.rpartition('/')[0]}/{number}"})


@routes("PUT", PATH + "/schedule", body=("schedule", schedules.SCHEDULE), since="2.6")
def update_schedule(call: Call) -> None:
    call.require_system("purge-audit", "update")
    kick(call)


@routes("GET", PATH, listed=True, since="2.6")
def list_runs(call: Call) -> Answer:
    call.require_system("purge-audit", "list")
    asked = call.listing()
    rows = executions.of_vendor(call.hub, executions.PURGE)
    return call.list(asked, executions.EXECUTIONS, rows, shown)


@routes("GET", PATH + "/{purge_id:int}", since="2.6")
def get_run(call: Call) -> Answer:
    call.require_system("purge-audit", "read")
    execution = call.table("executions").get(call.params["purge_id"])
    if execution is None:
        raise crashed()
    if execution["vendor_type"] != executions.PURGE:
        raise broken()
    return Answer(body=shown(execution))


@routes("PUT", PATH + "/{purge_id:int}", since="2.6")
def stop_run(call: Call) -> None:
    call.require_system("purge-audit", "stop")
    executions.stop(call.hub, call.params["purge_id"])


@routes("GET", PATH + "/{purge_id:int}/log", since="2.6", produces=("text/plain",))
def get_log(call: Call) -> Answer:
    call.require_system("purge-audit", "read")
    tasks = [
        task
        for task in executions.tasks_of(call.hub, call.params["purge_id"])
        if task["vendor_type"] == executions.PURGE
    ]
    if not tasks:
        raise not_found(
            f"purge job with execution ID: {call.params['purge_id']} taskLog is not found"
        )
    return Answer(body=Text(executions.log_of(call.hub, tasks[0])))


def work(hub: Hub, task: Row) -> executions.Outcome:
    policy = task["extra_attrs"]
    key = filter_key(hub)
    words = {word.strip().lower() for word in policy[key].split(",")}
    before = hub.now() - policy[HOURS] * 3600
    found = [
        row
        for row in hub.store["audit_logs"]
        if row["op_time"] < before and kind_of(row, key) in words
    ]
    if not policy["dry_run"]:
        for row in found:
            hub.store["audit_logs"].delete(row["id"])
    text = f"Purged {len(found)} rows of audit logs"
    return executions.Outcome(log=executions.log_line(hub, text))


def kind_of(row: Row, key: str) -> str:
    """By what the filter knows a row."""
    if key == "include_operations":
        return str(row["operation"]).lower()
    return f"{row['operation']}_{row['resource_type']}".lower()


executions.WORKS[executions.PURGE] = work
