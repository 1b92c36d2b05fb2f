# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Scans of artifacts. The scanner's adapter is really asked, and its report is kept."""

from __future__ import annotations

import base64
import json
import time
import uuid
from typing import Any

from .. import content
from ..answers import (
    Answer,
    Refused,
    Text,
    bad_request,
    broken,
    conflict,
    crashed,
    not_found,
    precondition,
)
from ..binding import Str, Struct
from ..call import Call
from ..hub import Hub, shown_time
from ..peer import Reply
from ..routing import Routes
from . import executions, scanners
from .repositories import PATH, name_of

Row = dict[str, Any]

routes = Routes()
tables = {"scan_reports": {"indexes": [("digest",)]}}

ONE = PATH + "/{repository_name}/artifacts/{reference}"
VULNERABILITY, SBOM = "vulnerability", "sbom"
KINDS = (VULNERABILITY, SBOM)
JOBS = {VULNERABILITY: executions.SCAN, SBOM: "SBOM"}
SCAN_TYPE = Struct("ScanType", scan_type=Str(among=KINDS))
WITH_SBOM = "2.11"
NATIVE = "application/vnd.scanner.adapter.vuln.report.harbor+json; version=1.0"
GENERIC = "application/vnd.security.vulnerability.report; version=1.1"
REQUEST = "application/vnd.scanner.adapter.scan.request+json; version=1.0"
SEVERITIES = ("Unknown", "None", "Negligible", "Low", "Medium", "High", "Critical")
TRIES = 60  # to fetch a report


def scanner_of(hub: Hub, project_id: int) -> Row | None:
    """The scanner that a project uses, if there is one."""
    project = hub.store["projects"].get(project_id)
    return (scanners.of_project(hub, project) or None) if project else None


# -- reports


def reports_of(hub: Hub, artifact: Row, kind: str) -> list[Row]:
    """Those of the scanner that its project uses now."""
    scanner = scanner_of(hub, artifact["project_id"])
    return [
        row
        for row in hub.store["scan_reports"].find(digest=artifact["digest"])
        if scanner and row["scanner"] == scanner["uuid"] and row["kind"] == kind
    ]


def task_of(hub: Hub, report: Row) -> Row | None:
    return hub.store["tasks"].get(report["task_id"])


def status_of(hub: Hub, report: Row) -> str:
    task = task_of(hub, report)
    return str(task["status"]) if task else executions.ERROR


def accepted(call: Call, reports: list[Row]) -> Row | None:
    """The report of the first kind that the caller takes."""
    header = call.header("X-Accept-Vulnerabilities") or f"{GENERIC}, {NATIVE}"
    given = [part.strip() for part in header.split(",")]
    for wanted in [one for one in given if one in (NATIVE, GENERIC)] or [NATIVE]:
        for report in reports:
            if report["mime_type"] == wanted:
                return report
    return None


def overviews(call: Call, artifact: Row) -> Row:
    """scan_overview and sbom_overview of an artifact, if they are asked for."""
    answer: Row = {}
    if call.query.get("with_scan_overview"):
        report = accepted(call, reports_of(call.hub, artifact, VULNERABILITY))
        if report is not None:
            answer["scan_overview"] = {report["mime_type"]: overview(call.hub, report)}
    if call.query.get("with_sbom_overview"):
        for report in reports_of(call.hub, artifact, SBOM):
            answer["sbom_overview"] = timing(call.hub, report)
    return answer


def timing(hub: Hub, report: Row) -> Row:
    """What is known of a scan whatever it found."""
    task = task_of(hub, report)
    start = task["start_time"] if task else None
    end = task["end_time"] if task else None
    answer: Row = {
        "report_id": report["uuid"],
        "scan_status": status_of(hub, report),
        "start_time": shown_time(start),
        "end_time": shown_time(end),
    }
    if start is not None and end is not None and end > start:
        answer["duration"] = int(end - start)
    return answer


def overview(hub: Hub, report: Row) -> Row:
    answer = timing(hub, report)
    if answer["scan_status"] != executions.SUCCESS:
        return answer
    found = report["report"] or {}
    items = found.get("vulnerabilities") or []
    counts: dict[str, int] = {}
    for item in items:
        severity = item.get("severity") or SEVERITIES[0]
        counts[severity] = counts.get(severity, 0) + 1
    severity = max(counts, key=SEVERITIES.index, default="None")
    return {
        **answer,
        "severity": severity,
        "complete_percent": 100,
        "scanner": found.get("scanner") or {},
        "summary": {
            "total": len(items),
            "fixable": sum(1 for item in items if item.get("fix_version")),
            "summary": counts,
        },
    }


def links(call: Call, artifact: Row, base: str) -> dict[str, str]:
    """Those that an artifact has if it can be scanned; `base` ends without a digest."""
    scanner = scanner_of(call.hub, artifact["project_id"])
    metadata = scanners.known(call.hub, scanner) if scanner else None
    if metadata is None or not scannable(metadata, artifact["manifest_media_type"]):
        return {}
    found = {"vulnerabilities": f"{base}/{artifact['digest']}/additions/vulnerabilities"}
    if call.version >= WITH_SBOM:  # whether or not the scanner makes any
        found["sboms"] = f"{base}//additions/sbom"
    return found


def vulnerabilities(call: Call, artifact: Row) -> Row:
    """Reports by their media type. Raises a 404 without a scanner."""
    if scanner_of(call.hub, artifact["project_id"]) is None:
        number = artifact["project_id"]
        raise not_found(f"no scanner registration configured for project: {number}")
    report = accepted(call, reports_of(call.hub, artifact, VULNERABILITY))
    if report is None or report["report"] is None:
        return {}
    return {report["mime_type"]: report["report"]}


def artifact_of(call: Call, action: str, kind: str) -> Row:
    resource = "sbom" if kind == SBOM else "scan"
    call.require_project(call.params["project_name"], resource, action)
    return content.find(call.hub, name_of(call), call.params["reference"])


# -- scanning


def produced(metadata: Row, media_type: str, kind: str) -> list[str]:
    """The reports that a scanner makes of such an artifact."""
    for one in metadata["capabilities"]:
        if (one.get("type") or VULNERABILITY) == kind and media_type in (
            one.get("consumes_mime_types") or ()
        ):
            return [str(mime) for mime in one.get("produces_mime_types") or ()]
    return []


def scannable(metadata: Row, media_type: str) -> bool:
    return any(
        media_type in (one.get("consumes_mime_types") or ()) for one in metadata["capabilities"]
    )


def scan(call: Call, kind: str) -> Answer:
    artifact = artifact_of(call, "create", kind)
    scanner = scanner_of(call.hub, artifact["project_id"])
    if scanner is None:
        raise precondition(f"no available scanner for project: {artifact['project_id']}")
    if scanner["disabled"]:
        raise precondition(f"scanner {scanner['name']} is deactivated")
    metadata = scanners.known(call.hub, scanner)
    media_type = artifact["manifest_media_type"]
    if metadata is None or not scannable(metadata, media_type):
        raise bad_request(
            f"the configured scanner {scanner['name']} does not support scanning artifact with"
            f" mime type {media_type}"
        )
    made = produced(metadata, media_type, kind)
    if not made:
        raise broken()
    attributes = {
        "artifact": {
            "id": artifact["id"],
            "project_id": artifact["project_id"],
            "repository_name": artifact["repository_name"],
            "digest": artifact["digest"],
        },
        "registration": {"id": scanner["id"], "name": scanner["name"]},
        "enabled_capabilities": {"type": kind},
        "operator": call.caller.name,
    }
    start(call.hub, artifact, scanner, kind, made, attributes, None)
    return Answer(202)


def start(
    hub: Hub, artifact: Row, scanner: Row, kind: str, made: list[str], attributes: Row,
    execution: Row | None,
) -> None:  # fmt: skip
    """A task that makes these reports. Raises a 409 if one is being made."""
    table = hub.store["scan_reports"]
    old = [
        row
        for row in table.find(digest=artifact["digest"])
        if row["scanner"] == scanner["uuid"] and row["mime_type"] in made
    ]
    for row in old:
        if status_of(hub, row) not in executions.FINAL:
            raise conflict(f"a previous scan process is {status_of(hub, row)}")
    for row in old:
        table.delete(row["id"])
    if execution is None:
        execution = executions.create(
            hub, JOBS[kind], artifact["id"], executions.MANUAL, attributes
        )
    task = executions.add_task(
        hub, execution,
        {"artifact_id": artifact["id"], "scanner": scanner["uuid"], "kind": kind}, JOBS[kind],
    )  # fmt: skip
    for mime in made:
        number = str(uuid.UUID(int=hub.random.getrandbits(128), version=4))
        table.insert(
            digest=artifact["digest"], scanner=scanner["uuid"], kind=kind, mime_type=mime,
            uuid=number, report=None, task_id=task["id"],
        )  # fmt: skip


def work(hub: Hub, task: Row) -> executions.Outcome:
    attributes = task["extra_attrs"]
    artifact = hub.store["artifacts"].get(attributes["artifact_id"])
    scanner = hub.store["scanners"].one(uuid=attributes["scanner"])
    rows = [row for row in hub.store["scan_reports"] if row["task_id"] == task["id"]]
    if artifact is None or scanner is None or not rows:
        text = "the artifact or its scanner is gone"
        return executions.Outcome(executions.ERROR, executions.log_line(hub, text, "ERROR"))
    tags = [tag["name"] for tag in content.tags_of(hub, artifact)]
    order = order_of(hub, artifact, tags, attributes["kind"], rows)
    lines = [executions.log_line(hub, f"scan {artifact['repository_name']}@{artifact['digest']}")]
    found: dict[int, Any] = {}
    try:
        with hub.store.outside():
            number = requested(scanner, order)
            for row in rows:
                found[row["id"]] = fetched(hub, task, scanner, number, row["mime_type"])
    except (OSError, ValueError) as error:
        lines.append(executions.log_line(hub, f"scan failed: {error}", "ERROR"))
        return executions.Outcome(executions.ERROR, "".join(lines))
    for key, report in found.items():
        if key in hub.store["scan_reports"]:
            normal = normalized(report, artifact["digest"])
            hub.store["scan_reports"].update(key, report=normal)
    lines.append(executions.log_line(hub, "report fetched"))
    return executions.Outcome(log="".join(lines))


def normalized(report: Row, digest: str) -> Row:
    """A report as it comes back from the tables that Harbor takes it apart into."""
    if "vulnerabilities" not in report:
        return report
    found = []
    for item in report["vulnerabilities"] or ():
        texts = {
            name: item.get(name) or ""
            for name in ("id", "package", "version", "fix_version", "severity", "description")
        }
        scores = item.get("preferred_cvss") or {}
        found.append(
            {
                **texts,
                "links": item.get("links") or [""],
                "artifact_digests": [digest],
                "preferred_cvss": {
                    "score_v3": scores.get("score_v3"),
                    "score_v2": scores.get("score_v2"),
                    "vector_v3": scores.get("vector_v3") or "",
                    "vector_v2": scores.get("vector_v2") or "",
                },
                "cwe_ids": item.get("cwe_ids") or [""],
                "vendor_attributes": item.get("vendor_attributes"),
            }
        )
    kept = ("generated_at", "scanner", "severity")
    return {**{name: report.get(name) for name in kept}, "vulnerabilities": found}


def order_of(hub: Hub, artifact: Row, tags: list[str], kind: str, rows: list[Row]) -> Row:
    """What a scanner is asked to do; it pulls with rights that the double does not check."""
    token = base64.b64encode(b"robot$scanner:").decode()
    order: Row = {
        "registry": {"url": hub.url, "authorization": f"Basic {token}"},
        "artifact": {
            "repository": artifact["repository_name"],
            "digest": artifact["digest"],
            "tag": tags[0] if tags else "",
            "mime_type": artifact["manifest_media_type"],
            "size": artifact["size"],
        },
    }
    if hub.version >= WITH_SBOM:
        made = [row["mime_type"] for row in rows]
        order["enabled_capabilities"] = [{"type": kind, "produces_mime_types": made}]
    return order


def requested(scanner: Row, order: Row) -> str:
    """The scanner's number of the scan. Raises OSError or ValueError."""
    headers = {**scanners.login(scanner), "Content-Type": REQUEST}
    reply = scanners.peer_of(scanner).ask(
        "POST", "/api/v1/scan", json.dumps(order).encode(), headers
    )
    if reply.status != 202:
        raise ValueError(f"the scanner answers {reply.status}")
    return str(reply.json["id"])


def fetched(hub: Hub, task: Row, scanner: Row, number: str, mime: str) -> Any:
    """The report, once it is made. Raises OSError or ValueError."""
    headers = {**scanners.login(scanner), "Accept": mime}
    for _try in range(TRIES):
        reply: Reply = scanners.peer_of(scanner).ask(
            "GET", f"/api/v1/scan/{number}/report", headers=headers
        )
        if reply.status == 200:
            return reply.json
        if reply.status != 302:
            raise ValueError(f"the scanner answers {reply.status}")
        with hub.store.transaction():
            now = hub.store["tasks"].get(task["id"])
            if now is None or now["status"] in executions.FINAL:
                raise ValueError("stopped")
        time.sleep(min(hub.delays.task, 1.0))
    raise ValueError("the scanner makes no report")


executions.WORKS[executions.SCAN] = executions.WORKS[JOBS[SBOM]] = work


@routes("POST", ONE + "/scan", until=WITH_SBOM)
def scan_artifact(call: Call) -> Answer:
    return scan(call, VULNERABILITY)


@routes("POST", ONE + "/scan", body=("scanType", SCAN_TYPE), body_needed=False, since=WITH_SBOM)
def scan_artifact_for(call: Call) -> Answer:
    return scan(call, (call.body or {}).get("scan_type") or VULNERABILITY)


def stop(call: Call, kind: str) -> Answer:
    artifact = artifact_of(call, "stop", kind)
    if not kind:
        raise crashed()
    for execution in executions.of_vendor(call.hub, JOBS[kind]):
        if execution["extra_attrs"]["artifact"]["digest"] == artifact["digest"]:
            executions.stop(call.hub, execution["id"])
            return Answer(202)
    raise bad_request(f"no scan job for artifact digest={artifact['digest']}")


@routes("POST", ONE + "/scan/stop", until=WITH_SBOM)
def stop_scan(call: Call) -> Answer:
    return stop(call, VULNERABILITY)


@routes("POST", ONE + "/scan/stop", body=("scanType", SCAN_TYPE), since=WITH_SBOM)
def stop_scan_for(call: Call) -> Answer:
    return stop(call, call.body.get("scan_type", ""))


@routes("GET", ONE + "/scan/{report_id}/log", produces=("text/plain",))
def get_report_log(call: Call) -> Answer:
    artifact = artifact_of(call, "read", "")
    if scanner_of(call.hub, artifact["project_id"]) is None:
        raise crashed()
    for report in call.table("scan_reports").find(digest=artifact["digest"]):
        task = task_of(call.hub, report)
        if report["uuid"] == call.params["report_id"] and task is not None:
            return Answer(body=Text(executions.log_of(call.hub, task)))
    raise not_found(f"report with uuid {call.params['report_id']} does not exist")


def scan_everything(hub: Hub, execution: Row) -> None:
    """A task for each artifact that its project's scanner can scan."""
    started = 0
    for artifact in list(content.listed(hub, hub.store["artifacts"])):
        scanner = scanner_of(hub, artifact["project_id"])
        if scanner is None or scanner["disabled"]:
            continue
        metadata = scanners.known(hub, scanner)
        made = produced(metadata or {"capabilities": []}, artifact["manifest_media_type"],
                        VULNERABILITY)  # fmt: skip
        if not made or artifact["id"] not in hub.store["artifacts"]:
            continue
        try:
            start(hub, artifact, scanner, VULNERABILITY, made, {}, execution)
        except Refused:  # it is being scanned
            continue
        started += 1
    if not started:
        executions.mark(hub, execution["id"], executions.SUCCESS, "no artifact found")


def install(hub: Hub) -> None:
    def forget(artifact: Row, _tags: list[str]) -> None:
        if not hub.store["artifacts"].find(digest=artifact["digest"]):
            hub.store["scan_reports"].delete_all(digest=artifact["digest"])

    hub.on("artifact deleted", forget)
