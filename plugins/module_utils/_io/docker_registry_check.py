# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Let the engine try registries, and say what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .._core import engine_answer
from .._core.errors import Refused
from . import engine_socket
from .query import Query
from .side_by_side import side_by_side


def ask(params: Mapping[str, Any]) -> Mapping[str, Any]:
    """Raises Refused with a sentence for each registry that the engine does not get through to."""

    def one(entry: Mapping[str, Any]) -> tuple[int, str]:
        body = {
            "serveraddress": entry["registry"],
            "username": entry.get("username") or "",
            "password": entry.get("password") or "",
        }
        status, answer = engine_socket.ask(
            params["docker_host"], "POST", "/auth", params["timeout"], body
        )
        return status, str((answer or {}).get("message", ""))

    answers = list(zip(params["registries"], side_by_side(one, params["registries"])))
    faults = [
        engine_answer.fault(entry["registry"], entry.get("username"), status, message)
        for entry, (status, message) in answers
    ]
    found = [fault for fault in faults if fault]
    if found:
        raise Refused(found)
    return {
        "registries": [
            {
                "registry": entry["registry"],
                "login": engine_answer.login(entry.get("username"), status),
            }
            for entry, (status, _message) in answers
        ]
    }


DOCKER_REGISTRY_CHECK = Query(
    "docker_registry_check", engine_answer.OPTIONS, ask, engine_answer.wrong
)
