# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Audit logs. From 2.13 on they are found only under another name, the old lists stay empty."""

from __future__ import annotations

from typing import Any

from .. import context
from ..answers import Answer, unauthorized
from ..call import Call
from ..hub import shown_time
from ..listing import AnyOf, Model, Query
from ..routing import Routes

Row = dict[str, Any]

routes = Routes()
tables = {"audit_logs": {"indexes": [("project_id",)]}}

NEWER = "2.13"
LOGS = Model(
    order="-op_time",
    id="ID",
    project_id="ProjectID",
    operation="Operation",
    resource_type="ResourceType",
    resource="Resource",
    username="Username",
    op_time="OpTime",
)
EVENTS = (
    *("create_artifact", "delete_artifact", "pull_artifact", "create_project", "delete_project"),
    *("delete_repository", "login_user", "logout_user", "create_user", "delete_user"),
    *("update_user", "create_robot", "delete_robot", "update_configuration"),
)


def shown(log: Row) -> Row:
    names = ("id", "resource", "resource_type", "username", "operation")
    answer = {name: log[name] for name in names if log[name]}
    answer["op_time"] = shown_time(log["op_time"])
    return answer


def shown_newer(log: Row) -> Row:
    description = log["description"]
    return {**shown(log), "operation_description": description, "operation_result": True}


def asked_logs(call: Call) -> Query:
    """Every log for those who may list them, else those of one's own projects."""
    if not call.caller.authenticated:
        raise unauthorized("")
    asked = call.listing()
    if not call.may_system("audit-log", "list"):
        members = call.table("members").find(entity_type="u", entity_id=call.caller.user_id)
        ids = [
            member["project_id"]
            for member in members
            if context.may_project(
                call.hub, call.caller, call.find_project(member["project_id"]), "log", "list"
            )
        ]
        asked.keywords["ProjectID"] = AnyOf(tuple(ids) if call.caller.user and ids else (-1,))
    return asked


def older(call: Call, rows: Any) -> Any:
    return rows if call.version < NEWER else []


@routes("GET", "/audit-logs", listed=True)
def list_logs(call: Call) -> Answer:
    return call.list(asked_logs(call), LOGS, older(call, call.table("audit_logs")), shown)


@routes("GET", "/auditlog-exts", listed=True, since=NEWER)
def list_newer_logs(call: Call) -> Answer:
    return call.list(asked_logs(call), LOGS, call.table("audit_logs"), shown_newer)


@routes("GET", "/auditlog-exts/events", since=NEWER)
def list_events(call: Call) -> Answer:
    call.require_system("audit-log", "list")
    return Answer(body=[{"event_type": one} for one in EVENTS])


def of_project(call: Call) -> list[Row]:
    name = call.params["project_name"]
    call.require_project(name, "log", "list")
    return call.table("audit_logs").find(project_id=call.project(name)["project_id"])


@routes("GET", "/projects/{project_name}/logs", listed=True)
def list_project_logs(call: Call) -> Answer:
    rows = older(call, of_project(call))
    return call.list(call.listing(), LOGS, rows, shown)


@routes("GET", "/projects/{project_name}/auditlog-exts", listed=True, since=NEWER)
def list_newer_project_logs(call: Call) -> Answer:
    rows = of_project(call)
    return call.list(call.listing(), LOGS, rows, shown_newer)
