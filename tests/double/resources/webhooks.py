# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Webhooks of projects: their policies. The double never calls one, so it has no executions."""

from __future__ import annotations

from typing import Any

from ..answers import Answer, bad_request, broken, conflict, not_found
from ..binding import Bool, Int, List, Str, Struct
from ..call import Call
from ..hub import ZERO_TIME, Hub, shown_time
from ..listing import Model
from ..routing import Routes
from . import executions, registries

Row = dict[str, Any]

routes = Routes()
tables = {"webhooks": {"unique": [("project_id", "name")], "indexes": [("project_id",)]}}

EVENTS = (
    "PUSH_ARTIFACT",
    "PULL_ARTIFACT",
    "DELETE_ARTIFACT",
    "QUOTA_EXCEED",
    "QUOTA_WARNING",
    "SCANNING_FAILED",
    "SCANNING_STOPPED",
    "SCANNING_COMPLETED",
    "REPLICATION",
    "TAG_RETENTION",
)
OLD_EVENTS = ("DELETE_CHART", "DOWNLOAD_CHART", "UPLOAD_CHART")  # before 2.8
HTTP, SLACK = "http", "slack"
FORMATS = ("Default", "CloudEvents")

TARGET = Struct(
    "WebhookTargetObject",
    type=Str(),
    address=Str(),
    auth_header=Str(),
    skip_cert_verify=Bool(),
    payload_format=Str(),
)
POLICY = Struct(
    "WebhookPolicy",
    id=Int(),
    name=Str(),
    description=Str(),
    project_id=Int(),
    targets=List(TARGET),
    event_types=List(Str()),
    creator=Str(),
    creation_time=Str(),
    update_time=Str(),
    enabled=Bool(),
)
POLICIES = Model(
    order="-creation_time",
    id="ID",
    name="Name",
    description="Description",
    creator="Creator",
    creation_time="CreationTime",
    update_time="UpdateTime",
    enabled="Enabled",
)
WEBHOOK = "/projects/{project_name_or_id}/webhook"
ONE = WEBHOOK + "/policies/{webhook_policy_id:int}"


def events(call: Call) -> tuple[str, ...]:
    return EVENTS if call.version >= "2.8" else (*OLD_EVENTS, *EVENTS)


def project_id_of(call: Call) -> int:
    """Raises a 404 for an unknown name; an id is taken as it is."""
    reference = call.project_reference()
    return reference if isinstance(reference, int) else int(call.project(reference)["project_id"])


def required(call: Call, action: str) -> int:
    call.require_project(call.project_reference(), "notification-policy", action)
    return project_id_of(call)


def looked_up(call: Call) -> int:
    """As `required` to read, but an unknown name is a 404 for anybody."""
    project_id = project_id_of(call)
    call.require_project(project_id, "notification-policy", "read")
    return project_id


def wanted(call: Call, project_id: int) -> Row:
    """The policy of the path. Raises a 404."""
    policy_id = call.params["webhook_policy_id"]
    policy = call.table("webhooks").get(policy_id)
    if policy is None:
        raise not_found(f"notificationPolicy {policy_id} not found")
    if policy["project_id"] != project_id:
        raise not_found(
            f"resource not found: project id:{project_id}, webhook policy id: {policy_id} not found"
        )
    return policy


def check_address(text: str) -> None:
    """Raises a 400. Nearly everything passes."""
    text = text.strip(" ").rstrip("/")
    if not text:
        raise bad_request("empty URL")
    scheme, mark, _rest = text.partition("://")
    if not mark:
        text = "http://" + text
    elif scheme not in ("http", "https"):
        raise bad_request(f"invalid scheme: {scheme}")
    try:
        registries.check_url(text)
    except ValueError as error:
        raise bad_request(str(error)) from None


def target(call: Call, said: Row, policy_name: str) -> Row:
    """One of a policy's targets, as it is stored. Raises a 400."""
    found = {
        name: said.get(name, "") for name in ("type", "address", "auth_header", "payload_format")
    }
    found["skip_cert_verify"] = said.get("skip_cert_verify", False)
    check_address(found["address"])
    kind, payload = found["type"], found["payload_format"]
    if kind not in (HTTP, SLACK):
        raise bad_request(f"unsupported target type {kind} with policy {policy_name}")
    if call.version < "2.8":
        found["payload_format"] = ""
    elif payload:
        if kind == SLACK:
            raise bad_request("set payload format is not allowed for slack")
        if payload not in FORMATS:
            raise bad_request(f"unsupported payload format type: {payload}")
    elif kind == HTTP:
        found["payload_format"] = "Default"
    return found


def said(call: Call) -> Row:
    """The policy of a body. Raises a 400: first for events, then for targets."""
    body = call.body
    name, types, targets = body.get("name", ""), body.get("event_types"), body.get("targets")
    if not types:
        raise bad_request("empty event type")
    for one in types:
        if one not in events(call):
            raise bad_request(f"unsupported event type {one or ''}")
    if not targets:
        raise bad_request(f"empty notification target with policy {name}")
    found = [target(call, one or {}, name) for one in targets]
    if len(name) > 256:
        raise broken()
    return {
        "name": name,
        "description": body.get("description", ""),
        "event_types": types,
        "targets": found,
        "enabled": body.get("enabled", False),
        "creator": body.get("creator", ""),
    }


def shown(policy: Row) -> Row:
    answer = {
        "id": policy["id"],
        "project_id": policy["project_id"],
        "enabled": policy["enabled"],
        "event_types": policy["event_types"],
        "targets": [
            {name: value for name, value in one.items() if value} for one in policy["targets"]
        ],
        "creation_time": shown_time(policy["creation_time"]),
        "update_time": shown_time(policy["update_time"]),
    }
    for name in ("name", "description", "creator"):
        if policy[name]:
            answer[name] = policy[name]
    return answer


@routes("GET", WEBHOOK + "/policies", listed=True)
def list_policies(call: Call) -> Answer:
    project_id = required(call, "list")
    asked = call.listing()
    return call.list(asked, POLICIES, call.table("webhooks").find(project_id=project_id), shown)


@routes("POST", WEBHOOK + "/policies", body=("policy", POLICY))
def create_policy(call: Call) -> Answer:
    call.require_project(call.project_reference(), "notification-policy", "create")
    policy = said(call)
    stored = call.table("webhooks").insert(
        **policy, project_id=project_id_of(call), creation_time=call.now, update_time=call.now
    )
    return call.created(stored["id"])


@routes("GET", ONE)
def get_policy(call: Call) -> Answer:
    return Answer(body=shown(wanted(call, looked_up(call))))


@routes("PUT", ONE, body=("policy", POLICY))
def update_policy(call: Call) -> None:
    policy = wanted(call, required(call, "update"))
    # The creation time is lost, and the update time stays.
    call.table("webhooks").update(policy["id"], **said(call), creation_time=None)


@routes("DELETE", ONE)
def delete_policy(call: Call) -> None:
    policy = wanted(call, required(call, "delete"))
    for kind in (executions.WEBHOOK, executions.SLACK):
        executions.delete_of_vendor(call.hub, kind, policy["id"])
    call.table("webhooks").delete(policy["id"])


@routes("GET", ONE + "/executions", listed=True, since="2.8")
def list_executions(call: Call) -> Answer:
    wanted(call, looked_up(call))
    return call.list(call.listing(), executions.EXECUTIONS, [])


@routes("GET", ONE + "/executions/{execution_id:int}/tasks", listed=True, since="2.8")
def list_tasks(call: Call) -> Answer:
    policy = wanted(call, looked_up(call))
    raise no_execution(call, policy)


@routes(
    "GET", ONE + "/executions/{execution_id:int}/tasks/{task_id:int}/log",
    since="2.8", produces=("text/plain",),
)  # fmt: skip
def get_log(call: Call) -> Answer:
    policy = wanted(call, looked_up(call))
    raise no_execution(call, policy)


def no_execution(call: Call, policy: Row) -> Exception:
    execution = executions.get(call.hub, call.params["execution_id"])
    return not_found(
        f"resource not found: execution {execution['id']} not found in policy {policy['id']}"
    )


@routes(
    "GET", WEBHOOK + "/jobs", listed=True,
    query={"policy_id": Int(), "status": List(Str())}, needed=("policy_id",),
)  # fmt: skip
def list_jobs(call: Call) -> Answer:
    call.require_project(call.project_reference(), "notification-policy", "list")
    policy = call.table("webhooks").get(call.query["policy_id"])
    if policy is None:
        raise not_found(f"notificationPolicy {call.query['policy_id']} not found")
    project = call.project(call.project_reference())
    if policy["project_id"] != project["project_id"]:
        raise not_found(f"resource not found: project id {project['project_id']} does not match")
    return call.list(call.listing(), executions.EXECUTIONS, [])


@routes("GET", WEBHOOK + "/lasttrigger")
def last_trigger(call: Call) -> Answer:
    project_id = required(call, "read")
    found = []
    rows = call.table("webhooks").find(project_id=project_id)
    for policy in sorted(rows, key=lambda row: row["creation_time"] or 0, reverse=True):
        for event in policy["event_types"]:
            one = {"event_type": event, "creation_time": shown_time(policy["creation_time"])}
            if policy["name"]:
                one["policy_name"] = policy["name"]
            if policy["enabled"]:
                one["enabled"] = True
            found.append({**one, "last_trigger_time": ZERO_TIME})
    return Answer(body=found)


@routes("GET", WEBHOOK + "/events")
def list_events(call: Call) -> Answer:
    call.require_project(call.project_reference(), "notification-policy", "read")
    answer: Row = {"event_type": list(events(call)), "notify_type": [HTTP, SLACK]}
    if call.version >= "2.8":
        answer["payload_formats"] = [{"notify_type": HTTP, "formats": list(FORMATS)}]
    return Answer(body=answer)


def taken(policy: Row) -> Exception:
    return conflict(f"notification policy named {policy['name']} already exists")


def install(hub: Hub) -> None:
    hub.store["webhooks"].refuse = taken
