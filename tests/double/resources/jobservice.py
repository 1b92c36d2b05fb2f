# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The jobservice: its workers, queues and single jobs."""

from __future__ import annotations

import os
from typing import Any

from ..answers import Answer, Text, bad_request, broken
from ..binding import Str, Struct
from ..call import Call
from ..hub import Hub, shown_time
from ..routing import Routes
from . import executions

Row = dict[str, Any]

routes = Routes()

WORKERS = 10
HEARTBEAT = 5  # seconds
# Queue -> the first version that has it.
QUEUES = {
    "AUDIT_LOGS_GDPR_COMPLIANT": "2.10",
    "EXECUTION_SWEEP": "2.8",
    executions.GC: "2.7",
    executions.SCAN: "2.7",
    executions.PREHEAT: "2.7",
    executions.PURGE: "2.7",
    executions.REPLICATION: "2.7",
    executions.RETENTION: "2.7",
    "SCAN_DATA_EXPORT": "2.7",
    executions.SCHEDULER: "2.7",
    executions.SLACK: "2.7",
    "SYSTEM_ARTIFACT_CLEANUP": "2.7",
    executions.WEBHOOK: "2.7",
}
ACTION = Struct("ActionRequest", action=Str(among=("stop", "pause", "resume")))


def pool_id(hub: Hub) -> str:
    return f"{id(hub):024x}"[-24:]


def running(hub: Hub) -> list[Row]:
    return [
        task
        for task in hub.store["tasks"]
        if task["status"] == executions.RUNNING and task["vendor_type"] != executions.SCHEDULER
    ]


@routes("GET", "/jobservice/pools", since="2.7")
def list_pools(call: Call) -> Answer:
    call.require_system("jobservice-monitor", "list")
    executions.require_jobservice(call.hub)
    now = call.now
    started = min((row["creation_time"] for row in call.table("schedules")), default=now)
    pool = {
        "pid": os.getpid(),
        "worker_pool_id": pool_id(call.hub),
        "concurrency": WORKERS,
        "start_at": shown_time(float(int(started))),
        "heartbeat_at": shown_time(now // HEARTBEAT * HEARTBEAT),
    }
    return Answer(body=[pool])


@routes("GET", "/jobservice/pools/{pool_id}/workers", since="2.7")
def list_workers(call: Call) -> Answer:
    call.require_system("jobservice-monitor", "list")
    executions.require_jobservice(call.hub)
    mine = pool_id(call.hub)
    if call.params["pool_id"] not in (mine, "all"):
        return Answer(body=[])
    busy = running(call.hub)[:WORKERS]
    workers: list[Row] = []
    for number in range(WORKERS):
        worker: Row = {"id": f"{mine[:-4]}{number:04x}", "pool_id": mine}
        if number < len(busy):
            task = busy[number]
            worker["job_id"], worker["job_name"] = task["job_id"], task["vendor_type"]
            worker["start_at"] = shown_time(task["start_time"])
        workers.append(worker)
    return Answer(body=workers)


@routes("PUT", "/jobservice/jobs/{job_id}", since="2.7")
def stop_job(call: Call) -> None:
    call.require_system("jobservice-monitor", "stop")
    executions.require_jobservice(call.hub)
    job = call.params["job_id"]
    every = job.lower() == "all"
    for task in running(call.hub) if every else call.table("tasks").find(job_id=job):
        executions.stop_task(call.hub, task)
        executions.settle(call.hub, task["execution_id"])


@routes("GET", "/jobservice/jobs/{job_id}/log", since="2.7", produces=("text/plain",))
def get_job_log(call: Call) -> Answer:
    call.require_system("jobservice-monitor", "list")
    executions.require_jobservice(call.hub)
    task = call.table("tasks").one(job_id=call.params["job_id"])
    if task is None:
        raise broken()
    return Answer(body=Text(executions.log_of(call.hub, task)))


@routes("GET", "/jobservice/queues", since="2.7")
def list_queues(call: Call) -> Answer:
    call.require_system("jobservice-monitor", "list")
    executions.require_jobservice(call.hub)
    found = []
    for name, since in QUEUES.items():
        if call.version >= since:
            queue: Row = {"job_type": name, "paused": executions.paused(call.hub, name)}
            waiting = executions.pending(call.hub, name)
            if waiting:
                queue["count"] = len(waiting)
                oldest = min(task["creation_time"] for task in waiting)
                queue["latency"] = int(call.now - oldest)
                if not queue["latency"]:
                    del queue["latency"]
            found.append(queue)
    return Answer(body=found)


@routes(
    "PUT", "/jobservice/queues/{job_type}", body=("actionRequest", ACTION), since="2.7"
)  # fmt: skip
def act_on_queue(call: Call) -> None:
    call.require_system("jobservice-monitor", "stop")
    executions.require_jobservice(call.hub)
    action = call.body.get("action", "")
    if not action:
        raise bad_request("bad request: the action is not supported")
    name = call.params["job_type"].upper()
    known = [one for one, since in QUEUES.items() if call.version >= since]
    for queue in known if name == "ALL" else [name]:
        if action == "pause":
            executions.pause(call.hub, queue)
        elif action == "resume":
            executions.resume(call.hub, queue)
        else:
            for task in executions.pending(call.hub, queue):
                executions.stop_task(call.hub, task)
                executions.settle(call.hub, task["execution_id"])
