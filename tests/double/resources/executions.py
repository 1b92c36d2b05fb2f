# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Executions and their tasks, of whatever kind: what a job is to the rest of the world.

A task waits, runs and ends, and its counters are right at once. The status of its execution lags:
only a sweep, each half minute, takes over what the tasks say.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from ..answers import broken, not_found, precondition
from ..hub import Hub
from ..listing import Model

Row = dict[str, Any]

tables: dict[str, dict[str, Any]] = {
    "executions": {"indexes": [("vendor_type", "vendor_id"), ("vendor_type",)]},
    "tasks": {"indexes": [("execution_id",), ("job_id",)]},
    "job_queues": {"unique": [("name",)]},  # those that are paused
}

GC = "GARBAGE_COLLECTION"
PREHEAT = "P2P_PREHEAT"
PURGE = "PURGE_AUDIT_LOG"
REPLICATION = "REPLICATION"
RETENTION = "RETENTION"
SCAN = "IMAGE_SCAN"
SCAN_ALL = "SCAN_ALL"
SCHEDULER = "SCHEDULER"
SLACK = "SLACK"
WEBHOOK = "WEBHOOK"

PENDING, RUNNING = "Pending", "Running"
SUCCESS, ERROR, STOPPED = "Success", "Error", "Stopped"
FINAL = (SUCCESS, ERROR, STOPPED)
MANUAL, SCHEDULED, EVENT = "MANUAL", "SCHEDULE", "EVENT"

EXECUTIONS = Model(
    order="-start_time",
    hidden=(),
    id="ID",
    vendor_type="VendorType",
    vendor_id="VendorID",
    status="Status",
    status_message="StatusMessage",
    trigger="Trigger",
    start_time="StartTime",
    update_time="UpdateTime",
    end_time="EndTime",
)
TASKS = Model(
    id="ID",
    vendor_type="VendorType",
    execution_id="ExecutionID",
    job_id="JobID",
    status="Status",
    status_message="StatusMessage",
    run_count="RunCount",
    creation_time="CreationTime",
    start_time="StartTime",
    update_time="UpdateTime",
    end_time="EndTime",
)


@dataclass
class Outcome:
    """How a task ended, its log, and what it adds to its own attributes."""

    status: str = SUCCESS
    log: str = ""
    attributes: Row = field(default_factory=dict)


Work = Callable[[Hub, Row], Outcome]
WORKS: dict[str, Work] = {}  # vendor type -> what its tasks do


def go_json(value: Any) -> str:
    """As Go's encoding/json writes a map: keys sorted, no blanks, HTML's signs escaped."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def go_time(seconds: float | None, digits: int = 6) -> str:
    """A time as Go's encoding/json writes it, with up to six digits of a second's fraction."""
    if seconds is None:
        return "0001-01-01T00:00:00Z"
    moment = datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc)
    part = f"{moment:%f}"[:digits].rstrip("0")
    return f"{moment:%Y-%m-%dT%H:%M:%S}{'.' if part else ''}{part}Z"


def log_line(hub: Hub, text: str, level: str = "INFO") -> str:
    return f"{go_time(int(hub.now()))} [{level}] {text}\n"


# -- executions


def create(hub: Hub, vendor_type: str, vendor_id: int, trigger: str, attributes: Row) -> Row:
    now = hub.now()
    return hub.store["executions"].insert(
        vendor_type=vendor_type, vendor_id=vendor_id, status=RUNNING, status_message="",
        trigger=trigger, extra_attrs=attributes, start_time=now, update_time=now, end_time=None,
    )  # fmt: skip


def of_vendor(hub: Hub, vendor_type: str, vendor_id: int | None = None) -> list[Row]:
    """Newest first."""
    wanted = {"vendor_type": vendor_type}
    found = hub.store["executions"].find(
        **wanted if vendor_id is None else {**wanted, "vendor_id": vendor_id}
    )
    return found[::-1]


def find(hub: Hub, execution_id: int, vendor_type: str = "") -> Row | None:
    execution = hub.store["executions"].get(execution_id)
    if execution is None or (vendor_type and execution["vendor_type"] != vendor_type):
        return None
    return execution


def get(hub: Hub, execution_id: int) -> Row:
    """Raises a 404."""
    execution = hub.store["executions"].get(execution_id)
    if execution is None:
        raise not_found(f"execution {execution_id} not found")
    return execution


def tasks_of(hub: Hub, execution_id: int) -> list[Row]:
    """Newest first."""
    found = hub.store["tasks"].find(execution_id=execution_id)
    return sorted(found, key=lambda task: (task["start_time"] or 0, task["id"]), reverse=True)


def metrics(hub: Hub, execution_id: int) -> dict[str, int]:
    """Status -> number of tasks; "" -> of all."""
    counts = {"": 0, PENDING: 0, RUNNING: 0, SUCCESS: 0, ERROR: 0, STOPPED: 0}
    for task in hub.store["tasks"].find(execution_id=execution_id):
        counts[task["status"]] += 1
        counts[""] += 1
    return counts


def mark(hub: Hub, execution_id: int, status: str, message: str = "") -> None:
    """Set the final status of an execution that has no tasks to say it."""
    execution = hub.store["executions"].get(execution_id)
    if execution is not None and execution["status"] not in FINAL:
        now = hub.now()
        hub.store["executions"].update(
            execution_id, status=status, status_message=message, update_time=now, end_time=now
        )


def settle(hub: Hub, execution_id: int) -> None:
    """What a sweep does: take over the tasks' status, if they have all ended."""
    execution = hub.store["executions"].get(execution_id)
    tasks = hub.store["tasks"].find(execution_id=execution_id)
    statuses = {task["status"] for task in tasks}
    if execution is None or not tasks or not statuses <= set(FINAL):
        return
    status = next(one for one in (ERROR, STOPPED, SUCCESS) if one in statuses)
    if execution["status"] == status:
        return
    hub.store["executions"].update(
        execution_id, status=status, update_time=float(int(hub.now())),
        end_time=max(task["end_time"] for task in tasks),
    )  # fmt: skip
    hub.fire("execution ended", hub.store["executions"].get(execution_id))


def stop(hub: Hub, execution_id: int) -> None:
    """Raises a 404. What has ended stays as it is."""
    execution = get(hub, execution_id)
    tasks = hub.store["tasks"].find(execution_id=execution_id)
    if not tasks:
        mark(hub, execution["id"], STOPPED)
        return
    running = [task for task in tasks if task["status"] not in FINAL]
    for task in running:
        stop_task(hub, task)
    if running:
        settle(hub, execution_id)


def stop_task(hub: Hub, task: Row) -> None:
    if task["status"] not in FINAL:
        now = float(int(hub.now()))
        hub.store["tasks"].update(task["id"], status=STOPPED, update_time=now, end_time=now)


def delete(hub: Hub, execution_id: int) -> None:
    """Raises a 412 if it has tasks that have not ended."""
    for task in hub.store["tasks"].find(execution_id=execution_id):
        if task["status"] not in FINAL:
            raise precondition(
                f"the execution {execution_id} has tasks that aren't in final status,"
                " stop the tasks first"
            )
        hub.store["tasks"].delete(task["id"])
    hub.store["executions"].delete(execution_id)


def delete_of_vendor(hub: Hub, vendor_type: str, vendor_id: int) -> None:
    """Raises a 412 while the status of one is not final, though its tasks may have ended."""
    found = of_vendor(hub, vendor_type, vendor_id)
    if any(execution["status"] not in FINAL for execution in found):
        raise precondition(
            "contains executions that aren't in final status, stop the execution first"
        )
    for execution in found:
        delete(hub, execution["id"])


# -- tasks


def job_id(hub: Hub) -> str:
    return f"{hub.random.getrandbits(96):024x}"


def require_jobservice(hub: Hub) -> None:
    """Raises a 500 if nobody would take the job."""
    if hub.jobs.down:
        raise broken()


def add_task(hub: Hub, execution: Row, attributes: Row, kind: str = "") -> Row:
    """A task that runs by itself; what it does is in WORKS, by its kind or its execution's."""
    require_jobservice(hub)
    now = hub.now()
    task = hub.store["tasks"].insert(
        vendor_type=kind or execution["vendor_type"], execution_id=execution["id"],
        job_id=job_id(hub), status=PENDING, status_message="", run_count=1,
        extra_attrs=attributes, log="",
        creation_time=now, start_time=None, update_time=now, end_time=None,
    )  # fmt: skip
    hub.jobs.after(hub.delays.task / 2, start_task, hub, task["id"])
    return task


def start_task(hub: Hub, task_id: int) -> None:
    task = hub.store["tasks"].get(task_id)
    if task is None or task["status"] != PENDING or paused(hub, task["vendor_type"]):
        return
    now = float(int(hub.now()))
    hub.store["tasks"].update(task_id, status=RUNNING, start_time=now, update_time=now)
    hub.jobs.after(hub.delays.task, end_task, hub, task_id)


def end_task(hub: Hub, task_id: int) -> None:
    task = hub.store["tasks"].get(task_id)
    if task is None or task["status"] != RUNNING:
        return
    work = WORKS.get(task["vendor_type"])
    outcome = work(hub, task) if work else Outcome()
    task = hub.store["tasks"].get(task_id)
    if task is None or task["status"] != RUNNING:  # it was stopped while it asked others
        return
    now = float(int(hub.now()))
    hub.store["tasks"].update(
        task_id, status=outcome.status, log=outcome.log, update_time=now, end_time=now,
        extra_attrs={**task["extra_attrs"], **outcome.attributes},
    )  # fmt: skip
    hub.jobs.after(hub.jobs.until_sweep(), settle, hub, task["execution_id"])


def log_of(hub: Hub, task: Row) -> str:
    """Raises a 404 with JSON in its message: what the jobservice says of a task that never ran."""
    if task["start_time"] is None:
        inner = {"code": 10010, "message": "object is not found", "details": f"{task['job_id']}"}
        raise not_found(json.dumps(inner, separators=(",", ":")))
    return str(task["log"])


# -- queues


def paused(hub: Hub, queue: str) -> bool:
    return hub.store["job_queues"].one(name=queue) is not None


def pause(hub: Hub, queue: str) -> None:
    if not paused(hub, queue):
        hub.store["job_queues"].insert(name=queue)


def resume(hub: Hub, queue: str) -> None:
    hub.store["job_queues"].delete_all(name=queue)
    for task in hub.store["tasks"]:
        if task["vendor_type"] == queue and task["status"] == PENDING:
            hub.jobs.after(0, start_task, hub, task["id"])


def pending(hub: Hub, queue: str) -> list[Row]:
    return [
        task
        for task in hub.store["tasks"]
        if task["vendor_type"] == queue and task["status"] == PENDING
    ]


def install(hub: Hub) -> None:
    hub.on("started", lambda: go_on(hub))


def go_on(hub: Hub) -> None:
    """Take up what was under way when an earlier process with the same state ended."""
    with hub.store.transaction():
        for execution in hub.store["executions"]:
            if execution["vendor_type"] == SCHEDULER or execution["status"] in FINAL:
                continue
            tasks = hub.store["tasks"].find(execution_id=execution["id"])
            for task in tasks:
                if task["status"] not in FINAL:
                    hub.store["tasks"].update(task["id"], status=PENDING)
                    hub.jobs.after(0, start_task, hub, task["id"])
            if tasks:
                hub.jobs.after(hub.jobs.until_sweep(), settle, hub, execution["id"])
            else:
                mark(hub, execution["id"], STOPPED)
