# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Replication: policies and their executions. An execution really copies, over HTTP."""

from __future__ import annotations

import re
from typing import Any

from .. import cron
from ..answers import Answer, Text, bad_request, broken, conflict, crashed, not_found, precondition
from ..binding import Any_, Bool, Int, List, Str, Struct
from ..call import Call
from ..copying import Problem, Resource, copy, destinations, prepare, resources_of
from ..hub import Hub, shown_time
from ..listing import AnyOf, Fuzzy, Model
from ..peer import Peer
from ..routing import PAGES, Routes
from . import adapters, executions, inside, registries, schedules

Row = dict[str, Any]

routes = Routes()
tables = {"replication_policies": {"unique": [("name",)]}}

TRIGGER = Struct(
    "ReplicationTrigger",
    type=Str(),
    trigger_settings=Struct("ReplicationTriggerSettings", cron=Str()),
)
FILTER = Struct("ReplicationFilter", type=Str(), value=Any_(), decoration=Str())
POLICY = Struct(
    "ReplicationPolicy",
    id=Int(),
    name=Str(),
    description=Str(),
    src_registry=registries.REGISTRY,
    dest_registry=registries.REGISTRY,
    dest_namespace=Str(),
    dest_namespace_replace_count=Int(bits=8),
    trigger=TRIGGER,
    filters=List(FILTER),
    replicate_deletion=Bool(),
    deletion=Bool(),
    override=Bool(),
    enabled=Bool(),
    creation_time=Str(),
    update_time=Str(),
    speed=Int(bits=32),
    copy_by_chunk=Bool(),
    single_active_replication=Bool(),
)
POLICIES = Model(
    order="-creation_time",
    id="ID",
    name="Name",
    description="Description",
    creator="Creator",
    src_registry_id="SrcRegistryID",
    dest_registry_id="DestRegistryID",
    dest_namespace="DestNamespace",
    dest_namespace_replace_count="DestNamespaceReplaceCount",
    override="Override",
    enabled="Enabled",
    replicate_deletion="ReplicateDeletion",
    speed_kb="Speed",
    copy_by_chunk="CopyByChunk",
    creation_time="CreationTime",
    update_time="UpdateTime",
)
REPOSITORY = re.compile(
    r"[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*"
)
DECORATIONS = ("", "matches", "excludes")
TRIGGERS = {
    executions.MANUAL: "manual",
    executions.SCHEDULED: "scheduled",
    executions.EVENT: "event_based",
}
EXECUTION_STATUS = {
    executions.RUNNING: "InProgress",
    executions.SUCCESS: "Succeed",
    executions.STOPPED: "Stopped",
    executions.ERROR: "Failed",
}
TASK_STATUS = {**EXECUTION_STATUS, executions.PENDING: "Pending"}
SKIPPED = "Execution skipped: active replication still in progress."
NOTHING_TO_DO = "no resources need to be replicated"


# -- policies


def said(call: Call) -> Row:
    """The policy of a body, complete and valid. Raises a 400, a 404 or a 500."""
    body = call.body
    if None in (body.get("filters") or ()):
        raise crashed()
    single = False
    if call.version >= "2.14":
        single = body.get("single_active_replication", False)
        if single and (body.get("trigger") or {}).get("type") == "event_based":
            raise broken()
    policy = {
        "name": body.get("name", ""),
        "description": body.get("description", ""),
        "src_registry_id": (body.get("src_registry") or {}).get("id", 0),
        "dest_registry_id": (body.get("dest_registry") or {}).get("id", 0),
        "dest_namespace": body.get("dest_namespace", ""),
        "dest_namespace_replace_count": body.get("dest_namespace_replace_count", -1),
        "filters": body.get("filters") or [],
        "trigger": body.get("trigger"),
        "replicate_deletion": body.get("deletion", False),
        "override": body.get("override", False),
        "enabled": body.get("enabled", False),
        "speed_kb": max(body.get("speed", 0), 0),
        "copy_by_chunk": call.version >= "2.7" and body.get("copy_by_chunk", False),
        "single_active_replication": single,
    }
    check(policy)
    for key in ("src_registry", "dest_registry"):
        if key in body:
            registries.get(call.hub, policy[f"{key}_id"])
    if len(policy["name"]) > 256:
        raise broken()
    return policy


def check(policy: Row) -> None:
    """Raises a 400."""
    if not policy["name"]:
        raise bad_request("empty name")
    if bool(policy["src_registry_id"]) == bool(policy["dest_registry_id"]):
        raise bad_request(
            "either src_registry or dest_registry should be empty and the other one shouldn't be"
            " empty"
        )
    for one in policy["filters"]:
        check_filter(one)
    namespace = policy["dest_namespace"]
    if namespace and not REPOSITORY.fullmatch(namespace):
        raise bad_request(f"invalid destination namespace: {namespace}")
    if policy["trigger"] is not None:
        check_trigger(policy["trigger"])


def check_filter(one: Row) -> None:
    kind, value, decoration = one.get("type"), one.get("value"), one.get("decoration", "")
    if kind in ("resource", "name", "tag"):
        if not isinstance(value, str):
            raise bad_request("the type of filter value isn't string")
        if kind == "resource" and value not in ("artifact", "image"):
            raise bad_request(f"invalid resource filter: {value}")
        if kind != "tag" and decoration:
            raise bad_request("only tag and label filter support decoration")
    elif kind == "label":
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise bad_request("the type of label filter value isn't string slice")
    else:
        raise bad_request("invalid filter type")
    if decoration not in DECORATIONS:
        raise bad_request(f"invalid filter decoration, :{decoration}")


def check_trigger(trigger: Row) -> None:
    kind = trigger.get("type", "")
    if kind in ("manual", "event_based"):
        return
    if kind != "scheduled":
        raise bad_request("invalid trigger type")
    text = cron_of(trigger)
    if not text:
        raise bad_request("the cron string cannot be empty when the trigger type is scheduled")
    try:
        cron.parse(text)
    except cron.BadCron:
        raise bad_request(f"invalid cron string for scheduled trigger: {text}") from None
    parts = text.split(" ")
    if parts[0] != "0":
        raise bad_request(cron.SECONDS_MUST_BE_0)
    if parts[1] == "*":
        raise bad_request(
            "* is not allowed for the Minutes field of the cron setting of replication policy"
        )


def cron_of(trigger: Row) -> str:
    return str((trigger.get("trigger_settings") or {}).get("cron", ""))


def schedule(hub: Hub, policy: Row) -> None:
    trigger = policy["trigger"] or {}
    if policy["enabled"] and trigger.get("type") == "scheduled":
        schedules.create(hub, executions.REPLICATION, policy["id"], "", cron_of(trigger), {})


def shown(hub: Hub, policy: Row) -> Row:
    answer: Row = {
        "id": policy["id"],
        "name": policy["name"],
        "src_registry": registries.shown(registries.get(hub, policy["src_registry_id"])),
        "dest_registry": registries.shown(registries.get(hub, policy["dest_registry_id"])),
        "dest_namespace_replace_count": policy["dest_namespace_replace_count"],
        "filters": [shown_filter(one) for one in policy["filters"]] or None,
        "speed": policy["speed_kb"],
        "creation_time": shown_time(policy["creation_time"]),
        "update_time": shown_time(policy["update_time"]),
    }
    for name in ("description", "dest_namespace", "enabled", "override"):
        if policy[name]:
            answer[name] = policy[name]
    if policy["replicate_deletion"]:
        answer["deletion"] = answer["replicate_deletion"] = True
    if policy["trigger"] is not None:
        answer["trigger"] = {
            key: {k: v for k, v in value.items() if v} if isinstance(value, dict) else value
            for key, value in policy["trigger"].items()
        }
    if hub.version >= "2.7":
        answer["copy_by_chunk"] = policy["copy_by_chunk"]
    if hub.version >= "2.14":
        answer["single_active_replication"] = policy["single_active_replication"]
    return answer


def shown_filter(one: Row) -> Row:
    return {key: value for key, value in one.items() if value or key == "value"}


def get(hub: Hub, policy_id: int) -> Row:
    """Raises a 404."""
    policy = hub.store["replication_policies"].get(policy_id)
    if policy is None:
        raise not_found(f"replication policy {policy_id} not found")
    return policy


@routes("POST", "/replication/policies", body=("policy", POLICY))
def create_policy(call: Call) -> Answer:
    call.require_system("replication-policy", "create")
    policy = call.table("replication_policies").insert(
        **said(call), creator=call.caller.name, creation_time=call.now, update_time=call.now
    )
    schedule(call.hub, policy)
    return call.created(policy["id"])


@routes("GET", "/replication/policies", listed=True, query={"name": Str()})
def list_policies(call: Call) -> Answer:
    call.require_system("replication-policy", "list")
    asked = call.listing()
    if call.query["name"] is not None:
        asked.keywords["Name"] = Fuzzy(call.query["name"])
    return call.list(
        asked, POLICIES, call.table("replication_policies"), lambda one: shown(call.hub, one)
    )


@routes("GET", "/replication/policies/{id:int}")
def get_policy(call: Call) -> Answer:
    call.require_system("replication-policy", "read")
    return Answer(body=shown(call.hub, get(call.hub, call.params["id"])))


@routes("PUT", "/replication/policies/{id:int}", body=("policy", POLICY))
def update_policy(call: Call) -> None:
    call.require_system("replication-policy", "update")
    policy = said(call)
    policy_id = call.params["id"]
    if policy_id > 0:
        schedules.delete_of_vendor(call.hub, executions.REPLICATION, policy_id)
    get(call.hub, policy_id)
    stored = call.table("replication_policies").update(
        policy_id, **policy, creator="", update_time=call.now
    )
    schedule(call.hub, stored)


@routes("DELETE", "/replication/policies/{id:int}")
def delete_policy(call: Call) -> None:
    call.require_system("replication-policy", "delete")
    policy_id = call.params["id"]
    executions.delete_of_vendor(call.hub, executions.REPLICATION, policy_id)
    if policy_id > 0:
        schedules.delete_of_vendor(call.hub, executions.REPLICATION, policy_id)
    get(call.hub, policy_id)
    call.table("replication_policies").delete(policy_id)


def taken(policy: Row) -> Exception:
    return conflict(f"replication policy {policy['name']} already exists")


# -- executions


def shown_execution(hub: Hub, execution: Row) -> Row:
    counts = executions.metrics(hub, execution["id"])
    return {
        "id": execution["id"],
        "policy_id": execution["vendor_id"],
        "status": EXECUTION_STATUS[execution["status"]],
        "status_text": execution["status_message"],
        "trigger": TRIGGERS.get(execution["trigger"], ""),
        "start_time": shown_time(execution["start_time"]),
        "end_time": shown_time(execution["end_time"]),
        "total": counts[""],
        "succeed": counts[executions.SUCCESS],
        "failed": counts[executions.ERROR],
        "in_progress": counts[executions.PENDING] + counts[executions.RUNNING],
        "stopped": counts[executions.STOPPED],
    }


def shown_task(task: Row) -> Row:
    attributes = task["extra_attrs"]
    return {
        "id": task["id"],
        "execution_id": task["execution_id"],
        "job_id": task["job_id"],
        "status": TASK_STATUS[task["status"]],
        "operation": attributes["operation"],
        "resource_type": attributes["resource_type"],
        "src_resource": attributes["source_resource"],
        "dst_resource": attributes["destination_resource"],
        "start_time": shown_time(task["start_time"]),
        "end_time": shown_time(task["end_time"]),
    }


def get_execution(hub: Hub, execution_id: int) -> Row:
    """Raises a 404."""
    execution = executions.find(hub, execution_id, executions.REPLICATION)
    if execution is None:
        raise not_found(f"replication execution {execution_id} not found")
    return execution


@routes(
    "POST", "/replication/executions",
    body=("execution", Struct("StartReplicationExecution", policy_id=Int())),
)  # fmt: skip
def start_replication(call: Call) -> Answer:
    call.require_system("replication", "create")
    policy = get(call.hub, call.body.get("policy_id", 0))
    scheduled = call.given.get("trigger", [""])[0] == "scheduled"
    trigger = executions.SCHEDULED if scheduled else executions.MANUAL
    execution = start(call.hub, policy, trigger)
    return call.created(execution["id"])


def start(hub: Hub, policy: Row, trigger: str) -> Row:
    """Raises a 412."""
    if not policy["enabled"]:
        raise precondition(f"the policy {policy['id']} is disabled")
    others = executions.of_vendor(hub, executions.REPLICATION, policy["id"])
    execution = executions.create(hub, executions.REPLICATION, policy["id"], trigger, {})
    busy = any(one["status"] == executions.RUNNING for one in others)
    if policy["single_active_replication"] and busy:
        executions.mark(hub, execution["id"], executions.ERROR, SKIPPED)
    else:
        hub.jobs.after(0, launch, hub, execution["id"], policy)
    return execution


@routes("PUT", "/replication/executions/{id:int}")
def stop_replication(call: Call) -> Answer:
    call.require_system("replication", "create")
    executions.stop(call.hub, get_execution(call.hub, call.params["id"])["id"])
    return Answer(body=None)


@routes(
    "GET", "/replication/executions",
    query={**PAGES, "sort": (Str(), ""), "policy_id": Int(), "status": Str(), "trigger": Str()},
)  # fmt: skip
def list_executions(call: Call) -> Answer:
    call.require_system("replication", "list")
    asked, query = call.listing(), call.query
    if query["policy_id"] is not None:
        asked.keywords["VendorID"] = query["policy_id"]
    if query["status"] is not None:
        back = {shown: stored for stored, shown in EXECUTION_STATUS.items()}
        asked.keywords["Status"] = back.get(query["status"], query["status"])
    if query["trigger"] is not None:
        back = {shown: stored for stored, shown in TRIGGERS.items()}
        asked.keywords["Trigger"] = back.get(query["trigger"], query["trigger"])
    rows = executions.of_vendor(call.hub, executions.REPLICATION)
    return call.list(asked, executions.EXECUTIONS, rows, lambda one: shown_execution(call.hub, one))


@routes("GET", "/replication/executions/{id:int}")
def get_replication_execution(call: Call) -> Answer:
    call.require_system("replication", "read")
    return Answer(body=shown_execution(call.hub, get_execution(call.hub, call.params["id"])))


@routes(
    "GET", "/replication/executions/{id:int}/tasks",
    query={**PAGES, "sort": (Str(), ""), "status": Str(), "resource_type": Str()},
)  # fmt: skip
def list_tasks(call: Call) -> Answer:
    call.require_system("replication", "list")
    execution = get_execution(call.hub, call.params["id"])
    asked, query = call.listing(), call.query
    rows = executions.tasks_of(call.hub, execution["id"])
    if query["status"] is not None:
        back = {shown: stored for stored, shown in TASK_STATUS.items()}
        wanted: Any = back.get(query["status"], query["status"])
        if query["status"] == "InProgress":
            wanted = AnyOf((executions.RUNNING, "Scheduled"))
        asked.keywords["Status"] = wanted
    if query["resource_type"] is not None:
        rows = [
            one for one in rows if one["extra_attrs"]["resource_type"] == query["resource_type"]
        ]
    return call.list(asked, executions.TASKS, rows, shown_task)


@routes("GET", "/replication/executions/{id:int}/tasks/{task_id:int}/log", produces=("text/plain",))
def get_log(call: Call) -> Answer:
    call.require_system("replication", "read")
    execution = get_execution(call.hub, call.params["id"])
    task_id = call.params["task_id"]
    task = call.table("tasks").get(task_id)
    if task is None or task["vendor_type"] != executions.REPLICATION:
        raise not_found(f"replication task {task_id} not found")
    if task["execution_id"] != execution["id"]:
        raise not_found(f"execution {execution['id']} contains no task with ID {task_id}")
    return Answer(body=Text(executions.log_of(call.hub, task)))


# -- what it does


def peer(hub: Hub, registry_id: int) -> tuple[str, Peer]:
    """Kind and peer; this Harbor itself is asked with the jobservice's rights."""
    if not registry_id:
        return adapters.HARBOR, inside.peer(hub)
    registry = registries.get(hub, registry_id)
    return registry["type"], registries.peer_of(registry)


def launch(hub: Hub, execution_id: int, policy: Row) -> None:
    """Find out what there is to copy, and make a task of each repository."""
    if executions.find(hub, execution_id) is None:
        return
    try:
        source_kind, source = peer(hub, policy["src_registry_id"])
        target_kind, target = peer(hub, policy["dest_registry_id"])
        with hub.store.outside():
            found = resources_of(source_kind, source, policy["filters"])
            if found:
                found = destinations(
                    found, policy["dest_namespace"], policy["dest_namespace_replace_count"],
                    two_parts=target_kind == adapters.HARBOR,
                )  # fmt: skip
                if target_kind == adapters.HARBOR:
                    found = prepare(target, found)
    except Problem as problem:
        executions.mark(hub, execution_id, executions.ERROR, str(problem))
        return
    execution = executions.find(hub, execution_id)
    if execution is None or execution["status"] in executions.FINAL:
        return
    if not found:
        executions.mark(hub, execution_id, executions.SUCCESS, NOTHING_TO_DO)
    for resource in found:
        executions.add_task(
            hub,
            execution,
            {
                "operation": "copy",
                "resource_type": "artifact" if source_kind == adapters.HARBOR else "image",
                "source_resource": resource.title(resource.name),
                "destination_resource": resource.title(resource.destination),
                "resource": resource.as_json(),
            },
        )


def work(hub: Hub, task: Row) -> executions.Outcome:
    execution = executions.get(hub, task["execution_id"])
    policy = get(hub, execution["vendor_id"])
    resource = Resource.from_json(task["extra_attrs"]["resource"])
    _kind, source = peer(hub, policy["src_registry_id"])
    _kind, target = peer(hub, policy["dest_registry_id"])
    lines: list[str] = []

    def note(text: str, level: str = "INFO") -> None:
        lines.append(executions.log_line(hub, text, level))

    status = executions.SUCCESS
    with hub.store.outside():
        try:
            copy(source, target, resource, policy["override"], note)
        except Problem as problem:
            note(str(problem), "ERROR")
            status = executions.ERROR
    return executions.Outcome(status, "".join(lines))


executions.WORKS[executions.REPLICATION] = work


def install(hub: Hub) -> None:
    hub.store["replication_policies"].refuse = taken
