# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Webhooks of a project: whom Harbor tells what happens in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from .._core.harbor_field import Field, Values, as_set, to_wire
from .._core.harbor_request import Request
from .._core.harbor_spec import PROJECT, REPLACE, Change, Spec
from . import project

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


def not_a_webhook_name(value: str) -> str | None:
    # Harbor takes an empty name, and answers 500 to a longer one.
    if 0 < len(value) <= 255:
        return None
    return "but the name of a webhook has 1 to 255 characters. Change it."


def not_an_address(value: str) -> str | None:
    # Harbor takes any text without a scheme, and never reaches it.
    if re.fullmatch(r"https?://[^/\s?#]+\S*", value):
        return None
    return "but an address starts with https:// or http:// and names a host. Correct it."


def _same_place(target: Mapping[str, Any]) -> tuple[Any, Any]:
    return target.get("type"), target.get("address")


def with_headers(wanted: Iterable[Mapping[str, Any]], wire: Mapping[str, Any]) -> list[Values]:
    """The wanted targets; one that does not say its auth_header keeps the one that is stored."""
    stored = {_same_place(each): each.get("auth_header") for each in wire.get("targets") or []}
    found = []
    for target in wanted:
        header = target.get("auth_header")
        if header is None:
            header = stored.get(_same_place(target))
        found.append({**target, "auth_header": header or ""})
    return found


def _differ(wanted: Any, wire: Mapping[str, Any]) -> bool:
    # Harbor shows the header in clear, so that it can be compared here; it is never handed on.
    seen = [
        {**each, "auth_header": found.get("auth_header") or ""}
        for found, each in zip(wire.get("targets") or [], WEBHOOK.read(wire)["targets"])
    ]
    return bool(as_set(with_headers(wanted, wire)) != as_set(seen))


def _steps(change: Change) -> Iterator[Request]:
    for request in change.usual():
        if request.body and "targets" in change.differ:
            targets = with_headers(change.want["targets"], change.wire or {})
            request = replace(request, body={**request.body, "targets": _targets(targets)})
        yield request


def _targets(targets: Iterable[Values]) -> list[Values]:
    found = [to_wire(TARGET, target) for target in targets]
    for target in found:
        if target["type"] == "slack":
            # "set payload format is not allowed for slack"
            target.pop("payload_format", None)
        if not target["auth_header"]:
            del target["auth_header"]
    return found


def _judge(change: Change) -> list[str]:
    found = []
    targets = change.want.get("targets", []) if "targets" in change.differ else []
    if "targets" in change.differ and not targets:
        found.append("targets is empty, but Harbor wants whom to tell. Name one.")
    for number, target in enumerate(targets):
        if target["type"] == "slack" and target["payload_format"] != "Default":
            found.append(
                f"targets[{number}].payload_format is {target['payload_format']!r}, but Slack "
                "has a format of its own. Leave it out."
            )
    if "event_types" in change.differ and not change.want["event_types"]:
        found.append("event_types is empty, but Harbor wants at least one. Name it.")
    return found


TARGET = (
    Field(
        "type",
        "How it is told: V(http), or V(slack).",
        default="http",
        absent="http",
        known=("http", "slack"),
    ),
    Field("address", "Where it is told.", required=True, wrong=not_an_address),
    Field(
        "auth_header",
        "The header C(Authorization) to send along. If left out, the stored one is kept; empty "
        "takes it away.",
        secret=True,
        held=lambda wire: bool(wire.get("auth_header")),
    ),
    Field(
        "skip_cert_verify",
        "Whether the certificate there is not verified.",
        type="bool",
        default=False,
        absent=False,
    ),
    Field(
        "payload_format",
        "How what happened is written, with type V(http).",
        default="Default",
        absent="Default",
        known=("Default", "CloudEvents"),
        since="2.8",
    ),
)

WEBHOOK = Spec(
    kind="webhook",
    plural="webhooks",
    path=("projects", PROJECT, "webhook", "policies"),
    project="yes",
    put=REPLACE,
    exact="name",
    steps=_steps,
    judge=_judge,
    refers=lambda: (project.PROJECT,),
    order=40,
    fields=(
        Field("name", "Name of the webhook.", key=True, wrong=not_a_webhook_name),
        Field("description", "What the webhook is for.", absent=""),
        Field(
            "event_types",
            "What is told. These and no others.",
            type="list",
            elements="str",
            absent=[],
            known=EVENTS,
            same=as_set,
            to_create=True,
        ),
        Field(
            "targets",
            "Whom it is told to. These and no others.",
            type="list",
            elements="dict",
            absent=[],
            fields=TARGET,
            differs=_differ,
            to_create=True,
        ),
        Field(
            "enabled",
            "Whether it tells anything. A new webhook does if this is left out.",
            type="bool",
            absent=False,
            create=True,
        ),
        Field("id", "Number of the webhook.", type="int", made=True),
        Field("creation_time", "When it was created, as far as Harbor knows.", made=True),
        Field("update_time", "When it was changed last.", made=True),
    ),
)
