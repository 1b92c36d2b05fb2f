# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One metadata key of a project, by its name in Harbor.

Other than a PUT of the project, this end point removes a key, and refuses one that it does not know
(src/server/v2.0/handler/project_metadata.go).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from .._core.harbor_field import Field
from .._core.harbor_request import Request
from .._core.harbor_spec import PROJECT, Asking, Change, Look, Spec
from .._core.harbor_version import Version
from . import project
from .project import SEVERITIES

RETENTION = "retention_id"
_FLAGS = (
    "public",
    "enable_content_trust",
    "enable_content_trust_cosign",
    "prevent_vul",
    "auto_scan",
    "auto_sbom_generation",
    "reuse_sys_cve_allowlist",
    "proxy_cache_local_on_not_found",
)
_NUMBERS = ("proxy_speed_kb", "max_upstream_conn")
_SINCE = {
    "auto_sbom_generation": "2.11",
    "proxy_speed_kb": "2.12",
    "max_upstream_conn": "2.15",
    "proxy_cache_local_on_not_found": "2.15.2",
}


def as_word(value: Any) -> Any:
    """YAML's true arrives as "True"."""
    text = str(value)
    return text.lower() if text in ("True", "False") else text


def _look(asking: Asking) -> Look:
    scope = asking.scope.name if asking.scope else ""
    reply = yield Request(
        "GET", ("projects", scope), by_name=True, why=f"look up the metadata of project {scope}"
    )
    metadata = (reply.body or {}).get("metadata") or {}
    wires = [{"name": name, "value": value} for name, value in metadata.items()]
    for wire in wires:
        if asking.absent and wire["name"] == RETENTION:
            policy = yield Request(
                "GET",
                ("retentions", wire["value"]),
                why=f"look up the retention policy of project {scope}",
                # Of one that is gone Harbor answers 500.
                allow=frozenset({404, 500}),
            )
            wire["_alive"] = policy.status == 200
    return wires


def _steps(change: Change) -> Iterator[Request]:
    name = change.want["name"]
    place = (*change.place, name)
    if change.verb == "delete":
        yield change.request("DELETE", place, why=f"remove {change.called}")
        return
    value = change.want["value"]
    why = f"set {change.called} to {value}"
    if change.verb == "create":
        # A PUT of a key that is not there yet answers 200, and nothing comes of it.
        yield change.request("POST", change.place, {name: value}, why=why)
    else:
        yield change.request("PUT", place, {name: value}, why=why)


def _judge(change: Change) -> list[str]:
    name, value = change.want["name"], change.want.get("value")
    if name == RETENTION:
        return [
            f"name is {name!r}, but it ties the project to its retention policy. "
            "Use harbor_retention_policy."
        ]
    rule = "" if value is None else _rule(name, value)
    if rule:
        return [f"value is {value!r}, {rule}"]
    since = _SINCE.get(name)
    if since and change.version < Version.of(since):
        return [
            f"{name} needs Harbor {since} or newer, and this is {change.version}. "
            "Leave it out, or upgrade first."
        ]
    return []


def _rule(name: str, value: str) -> str:
    if name in _FLAGS and value not in ("true", "false"):
        return f"but {name} is true or false. Use one of these."
    if name == "severity" and value not in SEVERITIES:
        return f"but Harbor knows {', '.join(SEVERITIES)}. Use one of these."
    if name in _NUMBERS and not re.fullmatch(r"-1|[1-9]\d*", value):
        return f"but {name} is -1 (no limit) or more than 0. Change it."
    return ""


def _unremovable(change: Change) -> list[str]:
    wire = change.wire or {}
    if wire.get("_alive"):
        return [
            f"{change.called} is to be removed, but the policy is there and would be orphaned. "
            "Remove it with harbor_retention_policy."
        ]
    if wire.get("name") == "public":
        return [
            f"{change.called} is to be removed, but a project without it is in no list. "
            "Set it to false instead."
        ]
    return []


PROJECT_METADATA = Spec(
    kind="project_metadata",
    plural="project_metadata",
    title="metadata",
    titles="metadata",
    path=("projects", PROJECT, "metadatas"),
    project="yes",
    look=_look,
    steps=_steps,
    judge=_judge,
    unremovable=_unremovable,
    refers=lambda: (project.PROJECT,),
    fields=(
        Field(
            "name",
            "The key, in Harbor's words, such as V(prevent_vul) or V(severity).",
            key=True,
        ),
        Field(
            "value",
            "Its value: V(true) or V(false), a severity, or a number, as the key has it. "
            "A key that is to be there needs one.",
            clean=as_word,
            to_create=True,
        ),
    ),
)
