# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What Harbor says of itself: version, settings that everybody sees, health and statistics."""

from __future__ import annotations

from .._core.harbor_action import Action, Call, Prepare, Todo
from .._core.harbor_health import components, healthy
from .._core.harbor_request import Request

_TOLD = (
    "auth_mode",
    "primary_auth_mode",
    "external_url",
    "registry_url",
    "project_creation_restriction",
    "self_registration",
    "has_ca_root",
    "notification_enable",
    "registry_storage_provider_name",
    "oidc_provider_name",
    "banner_message",
)


def _prepare(call: Call) -> Prepare:
    health, statistics = yield [
        Request("GET", ("health",), anonymous=True, why="ask Harbor for its health"),
        # Robot accounts have none.
        Request(
            "GET",
            ("statistics",),
            allow=frozenset({401, 403, 412, 500}),
            why="ask Harbor for its statistics",
        ),
    ]
    system = call.system
    return Todo(
        result={
            "version": str(call.version),
            "build": system.get("harbor_version"),
            "read_only": bool(system.get("read_only")),
            **{name: system.get(name) for name in _TOLD},
            "healthy": healthy(health.body),
            "components": components(health.body),
            "statistics": statistics.body if statistics.status == 200 else None,
        }
    )


INFORMATION = Action(kind="harbor", options=(), prepare=_prepare)
