# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""P2P preheating: instances of providers, and policies of projects. Nothing is ever preheated."""

from __future__ import annotations

import datetime
import json
import re
from typing import Any

from ..answers import Answer, Refused, Text, broken, conflict, not_found, precondition
from ..binding import Any_, Bool, Int, Map, Str, Struct
from ..call import Call
from ..hub import Hub, shown_time
from ..listing import Model
from ..peer import Peer, basic
from ..routing import Routes
from . import executions, schedules

Row = dict[str, Any]

routes = Routes()
tables = {
    "preheat_instances": {"unique": [("name",)], "indexes": [("endpoint",)]},
    "preheat_policies": {
        "unique": [("project_id", "name")], "indexes": [("project_id",), ("provider_id",)],
    },
}  # fmt: skip

NAME = re.compile(r"[A-Za-z0-9]+(?:[._-][A-Za-z0-9]+)*")
DRAGONFLY, KRAKEN = "dragonfly", "kraken"
NO_AUTH = "NONE"
AUTH_MODES = (NO_AUTH, "BASIC", "OAUTH", "CUSTOM")
INSTANCES, ONE = "/p2p/preheat/instances", "/p2p/preheat/instances/{preheat_instance_name}"
POLICIES = "/projects/{project_name}/preheat/policies"
POLICY = POLICIES + "/{preheat_policy_name}"
EXECUTION = POLICY + "/executions/{execution_id:int}"

INSTANCE_BODY = Struct(
    "Instance",
    id=Int(),
    name=Str(),
    description=Str(),
    vendor=Str(),
    endpoint=Str(),
    auth_mode=Str(),
    auth_info=Map(Str()),
    status=Str(),
    enabled=Bool(),
    default=Bool(),
    insecure=Bool(),
    setup_timestamp=Int(),
)
POLICY_BODY = Struct(
    "PreheatPolicy",
    id=Int(),
    name=Str(),
    description=Str(),
    project_id=Int(),
    provider_id=Int(),
    provider_name=Str(),
    filters=Str(),
    trigger=Str(),
    enabled=Bool(),
    extra_attrs=Str(),
    creation_time=Str(),
    update_time=Str(),
)
INSTANCE_ROWS = Model(
    id="ID",
    name="Name",
    description="Description",
    vendor="Vendor",
    endpoint="Endpoint",
    auth_mode="AuthMode",
    enabled="Enabled",
    is_default="Default",
    insecure="Insecure",
    setup_timestamp="SetupTimestamp",
)
POLICY_ROWS = Model(
    order="update_time",
    id="ID",
    name="Name",
    description="Description",
    project_id="ProjectID",
    provider_id="ProviderID",
    trigger="TriggerStr",
    enabled="Enabled",
    creation_time="CreatedAt",
    update_time="UpdatedTime",
)


# -- instances


def instance_of(body: Row) -> Row:
    """The instance of a body, as it is stored. Raises a 500 for a bad name."""
    if not NAME.fullmatch(body.get("name", "")):
        raise broken()
    texts = ("name", "description", "vendor", "endpoint", "auth_mode")
    return {
        **{name: body.get(name, "") for name in texts},
        "auth_info": {k: v or "" for k, v in (body.get("auth_info") or {}).items()},
        "enabled": body.get("enabled", False),
        "is_default": body.get("default", False),
        "insecure": body.get("insecure", False),
        "setup_timestamp": body.get("setup_timestamp", 0),
    }


def shown_instance(call: Call, instance: Row) -> Row:
    answer = {
        "id": instance["id"],
        "status": "Unknown",
        "enabled": instance["enabled"],
        "default": instance["is_default"],
        "insecure": instance["insecure"],
    }
    for name in ("name", "description", "vendor", "endpoint", "auth_mode", "setup_timestamp"):
        if instance[name]:
            answer[name] = instance[name]
    if instance["auth_info"] and call.version < "2.15.2":
        answer["auth_info"] = instance["auth_info"]
    return answer


def by_name(call: Call) -> Row:
    """Raises a 404."""
    name = call.params["preheat_instance_name"]
    instance = call.table("preheat_instances").one(name=name)
    if instance is None:
        raise not_found(f"instance {name} not found")
    return instance


def by_id(hub: Hub, instance_id: int) -> Row:
    """Raises a 404."""
    instance = hub.store["preheat_instances"].get(instance_id)
    if instance is None:
        raise not_found(f"instance {instance_id} not found")
    return instance


def providers(call: Call) -> list[Row]:
    """What it knows of the two kinds."""
    place = "https://github.com/dragonflyoss/Dragonfly2"
    dragonfly: Row = {
        "id": DRAGONFLY,
        "name": "Dragonfly",
        "icon": "https://raw.githubusercontent.com/dragonflyoss/Dragonfly2/master/docs/images/logo/"
        "dragonfly-linear.png",
        "source": place,
        "version": "2.1.59",
        "maintainers": ["dragonfly@example.com"],
    }
    if call.version < "2.12":
        dragonfly |= {
            "icon": "https://raw.githubusercontent.com/alibaba/Dragonfly/master/docs/images/"
            "logo.png",
            "source": "https://github.com/alibaba/Dragonfly",
            "version": "0.10.1",
        }
    kraken: Row = {
        "id": KRAKEN,
        "name": "Kraken",
        "icon": "https://github.com/uber/kraken/blob/master/assets/kraken-logo-color.svg",
        "source": "https://github.com/uber/kraken",
        "version": "0.1.3",
        "maintainers": ["kraken@example.com"],
    }
    return [dragonfly, kraken]


@routes("GET", "/p2p/preheat/providers")
def list_providers(call: Call) -> Answer:
    call.require_system("preheat-instance", "list")
    return Answer(body=providers(call))


@routes("GET", "/projects/{project_name}/preheat/providers")
def list_project_providers(call: Call) -> Answer:
    call.require_project(call.params["project_name"], "preheat-policy", "list")
    found = []
    for instance in call.table("preheat_instances"):
        one = {
            "id": instance["id"],
            "provider": f"{instance['vendor']} {instance['name']}-{instance['endpoint']}",
            "enabled": instance["enabled"],
            "default": instance["is_default"],
        }
        found.append({key: value for key, value in one.items() if value})
    return Answer(body=found)


@routes("GET", INSTANCES, listed=True)
def list_instances(call: Call) -> Answer:
    call.require_system("preheat-instance", "list")
    asked = call.listing()
    rows = call.table("preheat_instances")
    return call.list(asked, INSTANCE_ROWS, rows, lambda one: shown_instance(call, one))


@routes("POST", INSTANCES, body=("instance", INSTANCE_BODY))
def create_instance(call: Call) -> Answer:
    call.require_system("preheat-instance", "create")
    instance = instance_of(call.body)
    table = call.table("preheat_instances")
    if table.find(endpoint=instance["endpoint"]):
        raise broken()
    table.insert(**{**instance, "setup_timestamp": int(call.now)})
    return call.created(instance["name"])


def only_default(call: Call, instance: Row) -> None:
    if instance["is_default"]:
        for other in call.table("preheat_instances"):
            if other["is_default"] and other["name"] != instance["name"]:
                call.table("preheat_instances").update(other["id"], is_default=False)


@routes("GET", ONE)
def get_instance(call: Call) -> Answer:
    call.require_system("preheat-instance", "read")
    return Answer(body=shown_instance(call, by_name(call)))


@routes("PUT", ONE, body=("instance", INSTANCE_BODY))
def update_instance(call: Call) -> None:
    """The id of the body says which one, whatever the path says."""
    call.require_system("preheat-instance", "update")
    body = dict(call.body)
    if call.version >= "2.15.2":
        existing = by_name(call)
        mode = body.get("auth_mode") or existing["auth_mode"]
        if not body.get("auth_info") and mode != NO_AUTH:
            body["auth_info"] = existing["auth_info"]
    instance = instance_of(body)
    old = by_id(call.hub, body.get("id", 0))
    used = call.table("preheat_policies").find(provider_id=old["id"])
    if not instance["enabled"] and used:
        raise precondition(
            f"Provider [{old['name']}] cannot be disabled as some preheat policies are using it"
        )
    if instance["vendor"] != old["vendor"]:
        raise broken()
    same = call.table("preheat_instances").find(name=instance["name"])
    if any(other["id"] != old["id"] for other in same):
        raise broken()
    call.table("preheat_instances").update(old["id"], **instance)
    only_default(call, instance)


@routes("DELETE", ONE)
def delete_instance(call: Call) -> None:
    call.require_system("preheat-instance", "delete")
    instance = by_name(call)
    if call.table("preheat_policies").find(provider_id=instance["id"]):
        raise precondition(
            f"Provider [{instance['name']}] cannot be deleted as some preheat policies are using it"
        )
    call.table("preheat_instances").delete(instance["id"])


@routes("POST", INSTANCES + "/ping", body=("instance", INSTANCE_BODY))
def ping_instance(call: Call) -> None:
    call.require_system("preheat-instance", "read")
    instance_id = call.body.get("id", 0)
    if instance_id > 0:
        found = call.table("preheat_instances").get(instance_id)
        if found is None:
            raise Refused(404)
        instance = found
    elif not call.body.get("endpoint"):
        raise Refused(400)
    else:
        instance = instance_of(call.body)
    with call.outside():
        healthy = ask_health(call, instance)
    if not healthy:
        raise broken()


def ask_health(call: Call, instance: Row) -> bool:
    """Ask it. Call it outside of the lock."""
    dragonfly = "/healthy" if call.version >= "2.12" else "/_ping"
    paths = {DRAGONFLY: dragonfly, KRAKEN: "/health"}
    if instance["vendor"] not in paths or instance["auth_mode"] not in AUTH_MODES:
        return False
    info, headers = instance["auth_info"], {}
    if instance["auth_mode"] == "BASIC":
        for user, password in info.items():
            headers["Authorization"] = basic(user, password)
    elif instance["auth_mode"] == "OAUTH":
        headers["Authorization"] = f"Bearer {info.get('token', '')}"
    elif instance["auth_mode"] == "CUSTOM":
        headers.update(info)
    peer = Peer(instance["endpoint"].rstrip("/"), insecure=instance["insecure"])
    try:
        return peer.ask("GET", paths[instance["vendor"]], headers=headers).status < 300
    except OSError:
        return False


# -- policies


def required(call: Call, action: str) -> None:
    call.require_project(call.params["project_name"], "preheat-policy", action)


def project_of(call: Call) -> Row:
    return call.project(call.params["project_name"])


def policy_of(call: Call) -> Row:
    """The policy of a body, as it is stored. Raises a 500 for a bad name."""
    body = call.body
    if not NAME.fullmatch(body.get("name", "")):
        raise broken()
    extra = body.get("extra_attrs", "") if call.version >= "2.13" else ""
    return {
        "name": body["name"],
        "description": body.get("description", ""),
        "provider_id": body.get("provider_id", 0),
        "filters": body.get("filters", ""),
        "trigger": body.get("trigger", ""),
        "enabled": body.get("enabled", False),
        "extra_attrs": extra,
    }


def check(policy: Row) -> str:
    """The cron of its trigger, if it has one. Raises a 500, or a 400 for a bad cron."""
    try:
        filters = json.loads(policy["filters"])
        trigger = json.loads(policy["trigger"])
        extra = json.loads(policy["extra_attrs"] or "null")
        if not isinstance(filters, (list, type(None))) or not isinstance(trigger, dict):
            raise ValueError(policy["filters"])
        if not isinstance(extra, (dict, type(None))):
            raise ValueError(policy["extra_attrs"])
        for one in filters or ():
            if one.get("type") == "vulnerability" and isinstance(one.get("value"), str):
                int(one["value"])
    except (ValueError, AttributeError):
        raise broken() from None
    text = (trigger.get("trigger_setting") or {}).get("cron") or ""
    if trigger.get("type") != "scheduled":
        return ""
    if text:
        schedules.check_cron(text, "preheat")
    return str(text)


def cron_of(policy: Row) -> str:
    try:
        return check(policy)
    except Refused:
        return ""


def shown_policy(call: Call, policy: Row) -> Row:
    """Raises a 404 if its instance is gone."""
    answer = {
        "id": policy["id"],
        "project_id": policy["project_id"],
        "provider_id": policy["provider_id"],
        "provider_name": by_id(call.hub, policy["provider_id"])["name"],
        "enabled": policy["enabled"],
        "creation_time": shown_time(policy["creation_time"]),
        "update_time": shown_time(policy["update_time"]),
    }
    for name in ("name", "description", "filters", "trigger", "extra_attrs"):
        if policy[name]:
            answer[name] = policy[name]
    return answer


def policy_by_name(call: Call, project: Row) -> Row:
    """Raises a 404."""
    name = call.params["preheat_policy_name"]
    policy = call.table("preheat_policies").one(project_id=project["project_id"], name=name)
    if policy is None:
        raise not_found(f"policy {name} not found")
    return policy


@routes("GET", POLICIES, listed=True)
def list_policies(call: Call) -> Answer:
    required(call, "list")
    project = project_of(call)
    asked = call.listing()
    rows = call.table("preheat_policies").find(project_id=project["project_id"])[::-1]
    return call.list(asked, POLICY_ROWS, rows, lambda one: shown_policy(call, one))


@routes("POST", POLICIES, body=("policy", POLICY_BODY))
def create_policy(call: Call) -> Answer:
    required(call, "create")
    policy = policy_of(call)
    project = project_of(call)
    by_id(call.hub, policy["provider_id"])
    text = check(policy)
    stored = call.table("preheat_policies").insert(
        **policy, project_id=project["project_id"], creation_time=call.now, update_time=call.now
    )
    if text:
        schedules.create(call.hub, executions.PREHEAT, stored["id"], "", text, {})
    return call.created(policy["name"])


@routes("GET", POLICY)
def get_policy(call: Call) -> Answer:
    required(call, "read")
    return Answer(body=shown_policy(call, policy_by_name(call, project_of(call))))


@routes("PUT", POLICY, body=("policy", POLICY_BODY))
def update_policy(call: Call) -> None:
    """The id of the body says which one, whatever the path says."""
    required(call, "update")
    policy = policy_of(call)
    project = project_of(call)
    policy_id = call.body.get("id", 0)
    old = call.table("preheat_policies").get(policy_id)
    if old is None:
        raise not_found(f"policy {policy_id} not found")
    if old["project_id"] != project["project_id"]:
        raise not_found(f"resource not found: project id {project['project_id']} does not match")
    by_id(call.hub, policy["provider_id"])
    text = check(policy)
    before = cron_of(old)
    if before and before != text:
        schedules.delete_of_vendor(call.hub, executions.PREHEAT, policy_id)
    if text and before != text:
        schedules.create(call.hub, executions.PREHEAT, policy_id, "", text, {})
    same = call.table("preheat_policies").find(project_id=old["project_id"], name=policy["name"])
    if any(other["id"] != policy_id for other in same):
        raise broken()
    call.table("preheat_policies").update(
        policy_id, **policy, creation_time=moment(call.body.get("creation_time")),
        update_time=call.now,
    )  # fmt: skip


def moment(text: str | None) -> float | None:
    """The time that a body says, which is taken as it is."""
    try:
        return datetime.datetime.fromisoformat((text or "").replace("Z", "+00:00")).timestamp()
    except (ValueError, OverflowError):
        return None


@routes("DELETE", POLICY)
def delete_policy(call: Call) -> None:
    required(call, "delete")
    policy = policy_by_name(call, project_of(call))
    for execution in executions.of_vendor(call.hub, executions.PREHEAT, policy["id"]):
        if execution["status"] == executions.RUNNING:
            raise precondition(
                f"execution {execution['id']} under the policy {policy['name']} is running,"
                " stop it and retry"
            )
    remove(call.hub, policy)


def remove(hub: Hub, policy: Row) -> None:
    if cron_of(policy):
        schedules.delete_of_vendor(hub, executions.PREHEAT, policy["id"])
    for execution in executions.of_vendor(hub, executions.PREHEAT, policy["id"]):
        executions.stop(hub, execution["id"])
        executions.delete(hub, execution["id"])
    hub.store["preheat_policies"].delete(policy["id"])


# -- executions


def shown_execution(hub: Hub, execution: Row) -> Row:
    counts = executions.metrics(hub, execution["id"])
    metrics = {
        f"{status.lower()}_task_count" if status else "task_count": count
        for status, count in counts.items()
        if count
    }
    answer = {
        "id": execution["id"],
        "vendor_type": execution["vendor_type"],
        "vendor_id": execution["vendor_id"],
        "status": execution["status"],
        "trigger": execution["trigger"],
        "metrics": metrics,
        "extra_attrs": execution["extra_attrs"],
        "start_time": executions.go_time(execution["start_time"], 0),
        "end_time": executions.go_time(execution["end_time"], 0),
    }
    if execution["status_message"]:
        answer["status_message"] = execution["status_message"]
    return answer


def shown_task(task: Row) -> Row:
    return {
        "id": task["id"],
        "execution_id": task["execution_id"],
        "status": task["status"],
        "run_count": task["run_count"],
        "extra_attrs": task["extra_attrs"],
        **{
            name: executions.go_time(task[name], 0)
            for name in ("creation_time", "update_time", "start_time", "end_time")
        },
    }


@routes("POST", POLICY, body=("policy", POLICY_BODY))
def preheat(call: Call) -> Answer:
    required(call, "read")
    policy = policy_by_name(call, project_of(call))
    instance = by_id(call.hub, policy["provider_id"])
    if not policy["enabled"] or not instance["enabled"]:
        raise broken()
    with call.outside():
        healthy = ask_health(call, instance)
    if not healthy or not json.loads(policy["filters"]):
        # "no underlying filters"
        raise broken()
    execution = executions.create(
        call.hub, executions.PREHEAT, policy["id"], "manual",
        {"totalCount": 0, "trigger": "manual", "triggerSetting": "-"},
    )  # fmt: skip
    executions.mark(call.hub, execution["id"], executions.SUCCESS, "no artifacts to preheat")
    name, number = call.params["project_name"], execution["id"]
    place = f"/projects/{name}/preheat/policies/{policy['name']}/executions/{number}"
    return Answer(201, headers={"Location": place})


def execution_of(call: Call) -> Row:
    """The execution of the path. Raises a 404."""
    project = project_of(call)
    policy = policy_by_name(call, project)
    number = call.params["execution_id"]
    execution = executions.get(call.hub, number)
    mine = execution["vendor_id"] == policy["id"]
    if execution["vendor_type"] != executions.PREHEAT or not mine:
        raise not_found(
            f"resource not found: project id {project['project_id']}, execution id {number}"
            " not found"
        )
    return execution


@routes("GET", POLICY + "/executions", listed=True)
def list_executions(call: Call) -> Answer:
    required(call, "list")
    policy = policy_by_name(call, project_of(call))
    asked = call.listing()
    rows = executions.of_vendor(call.hub, executions.PREHEAT, policy["id"])
    return call.list(asked, executions.EXECUTIONS, rows, lambda one: shown_execution(call.hub, one))


@routes("GET", EXECUTION)
def get_execution(call: Call) -> Answer:
    required(call, "read")
    return Answer(body=shown_execution(call.hub, execution_of(call)))


EXECUTION_BODY = Struct(
    "Execution",
    id=Int(),
    vendor_type=Str(),
    vendor_id=Int(),
    status=Str(),
    status_message=Str(),
    trigger=Str(),
    extra_attrs=Any_(),
    start_time=Str(),
    end_time=Str(),
)


@routes("PATCH", EXECUTION, body=("execution", EXECUTION_BODY))
def stop_execution(call: Call) -> None:
    required(call, "update")
    execution = execution_of(call)
    if call.body.get("status") != executions.STOPPED:
        raise broken()
    executions.stop(call.hub, execution["id"])


@routes("GET", EXECUTION + "/tasks", listed=True)
def list_tasks(call: Call) -> Answer:
    required(call, "list")
    execution = execution_of(call)
    rows = executions.tasks_of(call.hub, execution["id"])
    return call.list(call.listing(), executions.TASKS, rows, shown_task)


@routes("GET", EXECUTION + "/tasks/{task_id:int}/logs", produces=("text/plain",))
def get_log(call: Call) -> Answer:
    required(call, "read")
    execution = execution_of(call)
    task = call.table("tasks").get(call.params["task_id"])
    if task is None or task["execution_id"] != execution["id"]:
        raise not_found(f"task {call.params['task_id']} not found")
    return Answer(body=Text(executions.log_of(call.hub, task)))


def taken_instance(instance: Row) -> Exception:
    return conflict(f"instance {instance['name']} already exists")


def taken_policy(policy: Row) -> Exception:
    return conflict(f"policy {policy['name']} already exists")


def forget(hub: Hub, project: Row) -> None:
    for policy in hub.store["preheat_policies"].find(project_id=project["project_id"]):
        remove(hub, policy)


def install(hub: Hub) -> None:
    hub.store["preheat_instances"].refuse = taken_instance
    hub.store["preheat_policies"].refuse = taken_policy
    hub.on("project deleted", lambda project: forget(hub, project))
