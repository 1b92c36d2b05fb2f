# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Scans of one artifact, as far as they go without a scanner."""

from __future__ import annotations

from typing import Any

from .. import content
from ..answers import Answer, bad_request, crashed, not_found, precondition
from ..binding import Str, Struct
from ..call import Call
from ..hub import Hub
from ..routing import Routes
from .repositories import PATH, name_of

Row = dict[str, Any]

routes = Routes()

ONE = PATH + "/{repository_name}/artifacts/{reference}"
KINDS = ("vulnerability", "sbom")
SCAN_TYPE = Struct("ScanType", scan_type=Str(among=KINDS))
WITH_SBOM = "2.11"


def scanner_of(hub: Hub, project_id: int) -> Row | None:
    """The scanner that a project uses, if there is one."""
    find = hub.summaries.get("scanner of project")
    project = hub.store["projects"].get(project_id)
    return (find(hub, project) or None) if find and project else None


def overviews(call: Call, artifact: Row) -> Row:
    """scan_overview and sbom_overview of an artifact, if they are asked for."""
    return {}


def additions(call: Call, artifact: Row) -> list[str]:
    return []


def vulnerabilities(call: Call, artifact: Row) -> Row:
    """Reports by their media type. Raises a 404 without a scanner."""
    if scanner_of(call.hub, artifact["project_id"]) is None:
        number = artifact["project_id"]
        raise not_found(f"no scanner registration configured for project: {number}")
    return {}


def artifact_of(call: Call, action: str, kind: str) -> Row:
    resource = "sbom" if kind == "sbom" else "scan"
    call.require_project(call.params["project_name"], resource, action)
    return content.find(call.hub, name_of(call), call.params["reference"])


def scan(call: Call, kind: str) -> Answer:
    artifact = artifact_of(call, "create", kind)
    scanner = scanner_of(call.hub, artifact["project_id"])
    if scanner is None:
        raise precondition(f"no available scanner for project: {artifact['project_id']}")
    if scanner["disabled"]:
        raise precondition(f"scanner {scanner['name']} is deactivated")
    return Answer(202)


@routes("POST", ONE + "/scan", until=WITH_SBOM)
def scan_artifact(call: Call) -> Answer:
    return scan(call, "")


@routes("POST", ONE + "/scan", body=("scanType", SCAN_TYPE), body_needed=False, since=WITH_SBOM)
def scan_artifact_for(call: Call) -> Answer:
    return scan(call, (call.body or {}).get("scan_type", ""))


def stop(call: Call, kind: str | None) -> Answer:
    """`kind` None: the version knows one kind only."""
    artifact = artifact_of(call, "stop", kind or "")
    if kind == "":
        raise crashed()
    raise bad_request(f"no scan job for artifact digest={artifact['digest']}")


@routes("POST", ONE + "/scan/stop", until=WITH_SBOM)
def stop_scan(call: Call) -> Answer:
    return stop(call, None)


@routes("POST", ONE + "/scan/stop", body=("scanType", SCAN_TYPE), since=WITH_SBOM)
def stop_scan_for(call: Call) -> Answer:
    return stop(call, call.body.get("scan_type", ""))


@routes("GET", ONE + "/scan/{report_id}/log", produces=("text/plain",))
def get_report_log(call: Call) -> Answer:
    artifact_of(call, "read", "")
    raise crashed()  # of every report that is not there
