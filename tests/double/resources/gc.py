# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Garbage collection: its schedule and its runs."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from .. import content
from ..answers import BLANK, Answer, Text, bad_request, crashed, not_found
from ..call import Call
from ..hub import Hub
from ..routing import Routes
from . import executions, inside, schedules

Row = dict[str, Any]

routes = Routes()

TIME_WINDOW = 2  # hours; younger blobs stay
REDIS = "redis://127.0.0.1:6379/1?idle_timeout_seconds=30"


def most_workers(call: Call) -> int:
    return 10 if call.version >= "2.10" else 5


def policy_of(call: Call, parameters: Row) -> Row:
    """What is wanted; values of a wrong type count as absent. Raises a 400."""

    def flag(name: str) -> bool:
        return parameters.get(name) is True

    workers = parameters.get("workers")
    if isinstance(workers, float):
        raise bad_request("bad request: workers should be integer format")
    if not isinstance(workers, int) or isinstance(workers, bool):
        workers = 0
    elif not 0 < workers <= most_workers(call):
        raise bad_request(
            f"Error: Invalid number of workers:{workers}. Workers must be greater than 0 and less"
            f" than or equal to {most_workers(call)}."
        )
    policy: Row = {"delete_untagged": flag("delete_untagged"), "dry_run": flag("dry_run")}
    if call.version >= "2.9":
        policy["workers"] = workers
    if call.version >= "2.14":
        policy["delete_tag"] = flag("delete_tag")
    return policy


def kick(call: Call) -> int:
    """Do what the body says. The execution's id if it starts one, else 0."""
    if "schedule" not in call.body:
        raise crashed()
    wanted = call.body["schedule"]
    kind = wanted.get("type", "")
    parameters = call.body.get("parameters") or {}
    if kind == schedules.NONE:
        schedules.delete_of_vendor(call.hub, executions.GC)
    elif kind == schedules.MANUAL:
        return start(call.hub, policy_of(call, parameters), executions.MANUAL)
    elif kind in schedules.PERIODIC:
        policy = policy_of(call, parameters)
        text = wanted.get("cron", "")
        schedules.check_cron(text, "gc")
        schedules.delete_of_vendor(call.hub, executions.GC)
        policy.pop("dry_run")
        schedules.create(call.hub, executions.GC, -1, kind, text, policy)
    return 0


def start(hub: Hub, policy: Row, trigger: str) -> int:
    attributes = {**policy, "redis_url_reg": REDIS, "time_window": TIME_WINDOW}
    execution = executions.create(hub, executions.GC, -1, trigger, attributes)
    executions.add_task(hub, execution, attributes)
    return int(execution["id"])


def shown(hub: Hub, execution: Row) -> Row:
    attributes = dict(execution["extra_attrs"])
    if hub.version >= "2.14":
        attributes.pop("redis_url_reg", None)
    return schedules.run_as_history(execution, attributes)


@routes("GET", "/system/gc/schedule")
def get_schedule(call: Call) -> Answer:
    call.require_system("garbage-collection", "read")
    found = schedules.of_vendor(call.hub, executions.GC)
    return Answer(body=schedules.as_history(call.hub, found[0]) if found else BLANK)


@routes("POST", "/system/gc/schedule", body=("schedule", schedules.SCHEDULE))
def create_schedule(call: Call) -> Answer:
    call.require_system("garbage-collection", "create")
    number = kick(call)
    return Answer(201, headers={"Location": f"{call.path.rpartition('/')[0]}/{number}"})


@routes("PUT", "/system/gc/schedule", body=("schedule", schedules.SCHEDULE))
def update_schedule(call: Call) -> None:
    call.require_system("garbage-collection", "update")
    kick(call)


@routes("GET", "/system/gc", listed=True)
def list_runs(call: Call) -> Answer:
    call.require_system("garbage-collection", "list")
    asked = call.listing()
    rows = executions.of_vendor(call.hub, executions.GC)
    return call.list(asked, executions.EXECUTIONS, rows, lambda one: shown(call.hub, one))


@routes("GET", "/system/gc/{gc_id:int}")
def get_run(call: Call) -> Answer:
    call.require_system("garbage-collection", "read")
    execution = executions.find(call.hub, call.params["gc_id"], executions.GC)
    if execution is None:
        raise not_found(f"garbage collection execution {call.params['gc_id']} not found")
    return Answer(body=shown(call.hub, execution))


@routes("PUT", "/system/gc/{gc_id:int}", since="2.6")
def stop_run(call: Call) -> None:
    call.require_system("garbage-collection", "stop")
    executions.stop(call.hub, call.params["gc_id"])


@routes("GET", "/system/gc/{gc_id:int}/log", produces=("text/plain",))
def get_log(call: Call) -> Answer:
    call.require_system("garbage-collection", "read")
    tasks = [
        task
        for task in executions.tasks_of(call.hub, call.params["gc_id"])
        if task["vendor_type"] == executions.GC
    ]
    if not tasks:
        raise not_found(f"garbage collection {call.params['gc_id']} log is not found")
    return Answer(body=Text(executions.log_of(call.hub, tasks[0])))


def untagged_artifacts(hub: Hub) -> Iterator[Row]:
    for artifact in content.listed(hub, hub.store["artifacts"]):
        if not hub.store["tags"].find(artifact_id=artifact["id"]):
            yield artifact


def simulated(hub: Hub, untagged: list[Row]) -> dict[str, int]:
    """What would go with these artifacts: blobs that nothing else stands on."""
    gone = {artifact["id"] for artifact in untagged}
    kinds = {artifact["digest"] for artifact in untagged}
    links = hub.store["artifact_blobs"]
    digests = {link["digest"] for number in gone for link in links.find(artifact_id=number)}
    kept = {link["digest"] for link in links if link["artifact_id"] not in gone}
    counts = {"freed_space": 0, "purged_blobs": 0, "purged_manifests": 0}
    for digest in digests - kept:
        blob = hub.store["blobs"].one(digest=digest)
        counts["freed_space"] += content.counted(blob) if blob else 0
        counts["purged_manifests" if digest in kinds else "purged_blobs"] += 1
    return counts


def work(hub: Hub, task: Row) -> executions.Outcome:
    policy = task["extra_attrs"]
    counts = {"freed_space": 0, "purged_blobs": 0, "purged_manifests": 0}
    if policy["delete_untagged"]:
        untagged = list(untagged_artifacts(hub))
        if policy["dry_run"]:
            counts = simulated(hub, untagged)
        else:
            # Their rows go at once, but their blobs are younger than the time window.
            for artifact in untagged:
                if artifact["id"] in hub.store["artifacts"]:
                    content.delete_artifact(hub, artifact, inside.JOBSERVICE)
    execution = executions.get(hub, task["execution_id"])
    hub.store["executions"].update(
        execution["id"], extra_attrs={**execution["extra_attrs"], **counts}
    )
    lines = [
        f"garbage collection, {key}: {str(value).lower() if isinstance(value, bool) else value}"
        for key, value in sorted(policy.items())
        if key != "redis_url_reg"
    ]
    megabytes = math.floor(counts["freed_space"] / 1024 / 1024)
    lines.append(
        f"{counts['purged_blobs']} blobs and {counts['purged_manifests']} manifests"
        f" {'would be' if policy['dry_run'] else 'were'} removed, {megabytes} MB"
    )
    return executions.Outcome(log="".join(executions.log_line(hub, line) for line in lines))


executions.WORKS[executions.GC] = work
