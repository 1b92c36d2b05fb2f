# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A project's metadata, one key at a time. PUT /projects merges several and judges nothing."""

from __future__ import annotations

from typing import Any

from ..answers import Answer, bad_request, conflict
from ..binding import Map, Str, whole_number
from ..call import Call
from ..routing import Routes
from ..versions import Version

Row = dict[str, Any]

routes = Routes()

# Key -> the first version that knows it.
KEYS = {
    "public": "2.0",
    "enable_content_trust": "2.0",
    "enable_content_trust_cosign": "2.5",
    "prevent_vul": "2.0",
    "severity": "2.0",
    "auto_scan": "2.0",
    "auto_sbom_generation": "2.11",
    "reuse_sys_cve_allowlist": "2.0",
    "retention_id": "2.0",
    "proxy_speed_kb": "2.12",
    "max_upstream_conn": "2.15",
    "proxy_cache_local_on_not_found": "2.15.2",
}
NUMBERS = ("proxy_speed_kb", "max_upstream_conn")
FOR_PROXIES = NUMBERS  # dropped silently by POST and PUT /projects of other projects
SEVERITIES = ("none", "low", "medium", "high", "critical")
GO_BOOLS = {
    **dict.fromkeys(("1", "t", "T", "TRUE", "true", "True"), "true"),
    **dict.fromkeys(("0", "f", "F", "FALSE", "false", "False"), "false"),
}

METADATA = ("metadata", Map(Str()))
PATH = "/projects/{project_name_or_id}/metadatas"


def known(key: str, version: Version) -> bool:
    return key in KEYS and version >= KEYS[key]


def shown(stored: Row, version: Version) -> Row:
    """Metadata as the answers about a project have it."""
    found = {key: value for key, value in sorted(stored.items()) if known(key, version)}
    if not found.get("public"):
        found.pop("public", None)
    if "severity" in found:
        found["severity"] = severity(found["severity"])
    return found


def severity(text: str) -> str:
    text = text.lower()
    if text == "negligible":
        return "none"
    return text if text in SEVERITIES else "unknown"


def is_int32(text: str) -> bool:
    number = whole_number(text)
    return number is not None and -(2**31) <= number < 2**31


def normal(call: Call, metadata: Row) -> Row:
    """One key and its value, as they are stored. Raises a 400."""
    if len(metadata) != 1:
        raise bad_request("only allow one key/value pair")
    ((key, value),) = metadata.items()
    value = value or ""
    if key == "retention_id" or not known(key, call.version):
        raise bad_request(f"invalid key: {key}")
    if key == "severity":
        stored = severity(value)
        right = stored != "unknown"
    elif key in NUMBERS:
        right = is_int32(value)
        stored = str(int(value)) if right else ""
    else:
        stored = GO_BOOLS.get(value, "")
        right = bool(stored)
    if not right:
        raise bad_request(f"invalid value: {value}")
    return {key: stored}


def store(call: Call, project: Row, metadata: Row) -> None:
    call.table("projects").update(project["project_id"], metadata=metadata)


@routes("GET", PATH)
def list_metadatas(call: Call) -> Answer:
    return Answer(body=dict(call.allowed_project("metadata", "list")["metadata"]))


@routes("POST", PATH, body=METADATA, body_needed=False)
def add_metadata(call: Call) -> None:
    reference = call.project_reference()
    call.require_project(reference, "metadata", "create")
    metadata = normal(call, call.body or {})
    project = call.project(reference)
    for key in metadata:
        if key in project["metadata"]:
            raise conflict(f"metadata {key} already exists for project {project['project_id']}")
    store(call, project, {**project["metadata"], **metadata})


@routes("GET", PATH + "/{meta_name}")
def get_metadata(call: Call) -> Answer:
    metadata = call.allowed_project("metadata", "read")["metadata"]
    key = call.params["meta_name"]
    return Answer(body={key: metadata[key]} if key in metadata else {})


@routes("PUT", PATH + "/{meta_name}", body=METADATA, body_needed=False)
def update_metadata(call: Call) -> None:
    reference = call.project_reference()
    call.require_project(reference, "metadata", "update")
    key = call.params["meta_name"]
    metadata = normal(call, {key: (call.body or {}).get(key, "")})
    project = call.project(reference)
    if key in project["metadata"]:  # one that is not there stays so, and that is no error
        store(call, project, {**project["metadata"], **metadata})


@routes("DELETE", PATH + "/{meta_name}")
def delete_metadata(call: Call) -> None:
    project = call.allowed_project("metadata", "delete")
    left = {k: v for k, v in project["metadata"].items() if k != call.params["meta_name"]}
    store(call, project, left)
