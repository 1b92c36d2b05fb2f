# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the system says of itself: ping, health, version, statistics, storage."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from ..answers import Answer, Raw, Text, not_found
from ..call import Call
from ..context import is_true, roles
from ..hub import Hub, shown_time
from ..routing import Routes
from .projects import repo_count

Row = dict[str, Any]

routes = Routes()

COMPONENTS = ("core", "database", "jobservice", "portal", "redis", "registry", "registryctl")


@routes("GET", "/ping", produces=("text/plain",))
def ping(call: Call) -> Answer:
    return Answer(body=Text("Pong"))


@routes("GET", "/api/version", base="")
def get_api_version(call: Call) -> Answer:
    return Answer(body={"version": "v2.0"})


@routes("GET", "/health")
def get_health(call: Call) -> Answer:
    """Always 200: whether it is well stands in the body."""
    components = [component(call.hub, name) for name in sorted(names(call.hub))]
    well = all(one["status"] == "healthy" for one in components)
    return Answer(body={"status": "healthy" if well else "unhealthy", "components": components})


def names(hub: Hub) -> list[str]:
    return [*COMPONENTS, *(["trivy"] if hub.options.get("trivy") else [])]


def component(hub: Hub, name: str) -> Row:
    error = hub.options.get("unhealthy", {}).get(name, "")
    if name == "jobservice" and hub.jobs.down:
        error = "failed to check health: connection refused"
    if name != "core" and time.monotonic() < hub.started + hub.delays.health:
        error = "unknown status"
    if error:
        return {"name": name, "status": "unhealthy", "error": error}
    return {"name": name, "status": "healthy"}


@routes("GET", "/systeminfo")
def get_systeminfo(call: Call) -> Answer:
    """Most is told only to callers with right credentials, whoever they are."""
    version = f"v{call.version}-double"
    answer: Row = {
        name: call.setting(name)
        for name in ("auth_mode", "primary_auth_mode", "self_registration", "banner_message")
    }
    if call.version >= "2.10":
        oidc = call.setting("auth_mode") == "oidc_auth"
        answer["oidc_provider_name"] = call.setting("oidc_name") if oidc else ""
    else:
        answer["harbor_version"] = version
    if call.setting("auth_mode") == "http_auth":
        answer["authproxy_settings"] = proxy_settings(call)
    if call.caller.authenticated:
        answer.update(
            harbor_version=version,
            external_url=call.hub.url,
            registry_url=call.hub.url.rpartition("://")[2],
            has_ca_root=certificate(call.hub) is not None,
            registry_storage_provider_name=call.hub.options.get("storage_provider", "filesystem"),
            current_time=shown_time(call.now),
        )
        for name in ("project_creation_restriction", "read_only", "notification_enable"):
            answer[name] = call.setting(name)
    return Answer(body=answer)


def proxy_settings(call: Call) -> Row:
    found = {
        "endpoint": call.setting("http_authproxy_endpoint"),
        "tokenreivew_endpoint": call.setting("http_authproxy_tokenreview_endpoint"),
        "server_certificate": call.setting("http_authproxy_server_certificate"),
        "verify_cert": call.setting("http_authproxy_verify_cert"),
        "skip_search": call.setting("http_authproxy_skip_search"),
    }
    return {name: value for name, value in found.items() if value}


@routes("GET", "/systeminfo/volumes")
def get_volumes(call: Call) -> Answer:
    call.require_system("system-volumes", "read")
    return Answer(body={"storage": [{}]})


@routes("GET", "/systeminfo/getcert", produces=("application/octet-stream",))
def get_certificate(call: Call) -> Answer:
    found = certificate(call.hub)
    if found is None:
        raise not_found("resource not found: cert not found in path: /etc/core/ca/ca.crt")
    headers = {"Content-Disposition": "attachment; filename=ca.crt"}
    return Answer(200, Raw(found, "application/octet-stream"), headers)


def certificate(hub: Hub) -> bytes | None:
    """The CA that users may download, where somebody laid one down."""
    path: Path | None = hub.options.get("ca")
    return path.read_bytes() if path is not None and path.is_file() else None


@routes("GET", "/statistics")
def get_statistics(call: Call) -> Answer:
    call.require_login()
    projects = list(call.table("projects"))
    public = [one for one in projects if one["metadata"].get("public") == "true"]
    if call.caller.sysadmin:
        private = [one for one in projects if one not in public]
    else:
        private = [one for one in projects if mine(call, one)]
    counts = {
        "public_project_count": len(public),
        "public_repo_count": repositories(call, public),
        "private_project_count": len(private),
        "private_repo_count": repositories(call, private),
        "total_project_count": 0,
        "total_repo_count": 0,
        "total_storage_consumption": 0,
    }
    if call.caller.sysadmin:
        counts["total_project_count"] = len(projects)
        counts["total_repo_count"] = repositories(call, projects)
        counts["total_storage_consumption"] = storage(call.hub)
    return Answer(body=counts)


def mine(call: Call, project: Row) -> bool:
    return (
        call.caller.user is not None
        and not is_true(project["metadata"].get("public"))
        and bool(roles(call.hub, call.caller.user_id, project["project_id"]))
    )


def repositories(call: Call, projects: list[Row]) -> int:
    return sum(repo_count(call.hub, one["project_id"]) for one in projects)


def storage(hub: Hub) -> int:
    """Bytes; the registry's own figure where there is one."""
    figure = hub.figures.get("storage")
    return figure(hub) if figure else sum(quota["used"] for quota in hub.store["quotas"])
