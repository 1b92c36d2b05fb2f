# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The security hub and the export of vulnerabilities. Nothing is ever found: no scanner is real."""

from __future__ import annotations

from typing import Any

from ..answers import Answer, Refused, bad_request, crashed, forbidden, not_found, unprocessable
from ..binding import Bool, Int, List, Str, Struct
from ..call import Call
from ..hub import Hub, shown_time
from ..routing import PAGES, Routes
from . import executions

Row = dict[str, Any]

routes = Routes()

KIND = "SCAN_DATA_EXPORT"
REPORT = "application/vnd.security.vulnerability.report; version=1.1"
REQUEST = Struct(
    "ScanDataExportRequest",
    job_name=Str(),
    projects=List(Int()),
    labels=List(Int()),
    repositories=Str(),
    cveIds=Str(),
    tags=Str(),
)
SINCE, EXPORT_SINCE = "2.9", "2.6"


# -- the security hub


def scanner(call: Call) -> Row | None:
    """The default one; without it the first version of the hub breaks."""
    found = call.table("scanners").find(is_default=True)
    if not found and call.version < "2.10":
        raise crashed()
    return found[0] if found else None


@routes(
    "GET", "/security/summary", since=SINCE,
    query={"with_dangerous_cve": Bool(), "with_dangerous_artifact": Bool()},
)  # fmt: skip
def get_summary(call: Call) -> Answer:
    call.require_system("security-hub", "read")
    names = ("critical", "low", "medium", "fixable", "scanned")
    answer = {f"{name}_cnt": 0 for name in names}
    answer["total_vuls"] = 0
    answer["total_artifact"] = len(call.table("artifacts")) if scanner(call) else 0
    return Answer(body=answer)


@routes(
    "GET", "/security/vul", since=SINCE,
    query={**PAGES, "q": Str(), "tune_count": Bool(), "with_tag": Bool()},
)  # fmt: skip
def list_vulnerabilities(call: Call) -> Answer:
    call.require_system("security-hub", "list")
    asked = call.listing()
    scanner(call)
    return call.page(asked, [], 0)


# -- the export


@routes("POST", "/export/cve", body=("criteria", REQUEST), since=EXPORT_SINCE)
def export(call: Call) -> Answer:
    kind = call.header("X-Scan-Data-Type")
    if not kind:
        raise unprocessable("X-Scan-Data-Type in header is required")
    if kind != REPORT:
        raise bad_request(f"bad request: Unsupported MIME type : {kind}")
    projects = [one or 0 for one in call.body.get("projects") or []]
    if len(projects) != 1:
        listed = " ".join(map(str, projects))
        raise bad_request(
            f"bad request: only support export single project, invalid value: [{listed}]"
        )
    if call.find_project(projects[0]) is None:
        raise not_found(f"resource not found: project {projects[0]} not found")
    for name in ("repositories", "tags", "cveIds"):
        text = call.body.get(name, "")
        if " " in text:
            raise bad_request(
                "bad request: invalid criteria value, please remove additional spaces for input:"
                f" {text}"
            )
    call.require_project(projects[0], "export-cve", "create")
    if call.caller.user is None:
        raise not_found(f"user {call.caller.name} not found")
    attributes = {"project_ids": projects, "user_name": call.caller.name}
    execution = executions.create(
        call.hub, KIND, call.caller.user_id, executions.MANUAL, attributes
    )
    executions.add_task(call.hub, execution, {})
    return Answer(body={"id": execution["id"]})


def work(_hub: Hub, _task: Row) -> executions.Outcome:
    return executions.Outcome(log="No vulnerabilities found or matched\n")


executions.WORKS[KIND] = work


def shown(execution: Row) -> Row:
    done = execution["status"] == executions.SUCCESS
    return {
        "id": execution["id"],
        "user_id": execution["vendor_id"],
        "status": execution["status"],
        "status_text": "No vulnerabilities found or matched" if done else "",
        "trigger": execution["trigger"],
        "start_time": shown_time(execution["start_time"]),
        "end_time": shown_time(execution["end_time"]),
        "user_name": execution["extra_attrs"]["user_name"],
        "file_present": False,
    }


def require_projects(call: Call, execution: Row) -> None:
    for project_id in execution["extra_attrs"]["project_ids"]:
        call.require_project(project_id, "export-cve", "read")


def wanted(call: Call) -> Row:
    call.require_login()
    execution = executions.find(call.hub, call.params["execution_id"], KIND)
    if execution is None:
        raise not_found(f"execution {call.params['execution_id']} not found")
    require_projects(call, execution)
    return execution


def mine(call: Call, execution: Row) -> bool:
    return bool(execution["extra_attrs"]["user_name"] == call.caller.name)


@routes("GET", "/export/cve/execution/{execution_id:int}", since=EXPORT_SINCE)
def get_execution(call: Call) -> Answer:
    execution = wanted(call)
    if not mine(call, execution):
        raise forbidden("")
    return Answer(body=shown(execution))


@routes("GET", "/export/cve/executions", since=EXPORT_SINCE)
def list_executions(call: Call) -> Answer:
    call.require_login()
    found = [one for one in executions.of_vendor(call.hub, KIND) if mine(call, one)]
    for execution in found:
        require_projects(call, execution)
    return Answer(body={"items": [shown(one) for one in found]} if found else {})


@routes(
    "GET", "/export/cve/download/{execution_id:int}", since=EXPORT_SINCE,
    query={"format": Str()}, produces=("text/csv",),
)  # fmt: skip
def download(call: Call) -> Answer:
    raise Refused(404 if mine(call, wanted(call)) else 403)


# -- beside it


@routes("GET", "/icons/{digest}")
def get_icon(call: Call) -> Answer:
    raise not_found(f"the icon for artifact {call.params['digest']} not found")


@routes("GET", "/internalconfig")
def get_internal_configuration(call: Call) -> Answer:
    """Only for the other parts of a Harbor."""
    raise Refused(401, "UNAUTHORIZED", "only internal service is allowed to call this API")
