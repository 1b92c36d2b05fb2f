# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Webhooks: a header in clear that must not be lost, shown or sent elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from .contract import Answer, run_module
from .harbor import VERSIONS, Harbor, a_harbor

PATH = "/projects/test/webhook/policies"
SECRET = "Bearer planted-token"
TARGET = {"address": "https://build.example.com/hook?x=1#y", "auth_header": SECRET}


@pytest.fixture(params=VERSIONS)
def harbor(request: pytest.FixtureRequest) -> Iterator[Harbor]:
    with a_harbor(version=request.param) as harbor:
        harbor.ask("POST", "/projects", {"project_name": "test"})
        yield harbor


def webhook(harbor: Harbor, check: bool = False, **params: Any) -> Answer:
    base = {
        **harbor.connection,
        "project": "test",
        "name": "build",
        "event_types": ["PUSH_ARTIFACT", "PULL_ARTIFACT"],
        "targets": [TARGET],
    }
    return run_module("harbor_project_webhook", {**base, **params}, check=check)


def stored(harbor: Harbor) -> Any:
    (row,) = [row for row in harbor.ask("GET", PATH) if row["name"] == "build"]
    return row


def test_a_new_one_is_on_and_a_change_replaces_nothing_else(harbor: Harbor) -> None:
    assert webhook(harbor, description="x").changed
    assert stored(harbor)["enabled"] is True
    assert webhook(harbor, targets=None, event_types=None, enabled=False).changed
    row = stored(harbor)
    assert row["description"] == "x"
    assert row["targets"][0]["auth_header"] == SECRET
    assert row["enabled"] is False


def test_a_header_that_a_task_does_not_say_stays(harbor: Harbor) -> None:
    assert webhook(harbor).changed
    plain = {"address": TARGET["address"]}
    assert not webhook(harbor, targets=[plain]).changed
    assert webhook(harbor, targets=[{**plain, "skip_cert_verify": True}]).changed
    assert stored(harbor)["targets"][0]["auth_header"] == SECRET
    assert webhook(harbor, targets=[{**plain, "auth_header": ""}]).changed
    assert "auth_header" not in stored(harbor)["targets"][0]


def test_a_header_that_somebody_changed_is_put_back_and_never_shown(harbor: Harbor) -> None:
    assert webhook(harbor).changed
    row = stored(harbor)
    target = {**row["targets"][0], "auth_header": "planted-other"}
    harbor.ask("PUT", f"{PATH}/{row['id']}", {**row, "targets": [target]})
    answer = webhook(harbor)
    assert answer.changed
    assert stored(harbor)["targets"][0]["auth_header"] == SECRET
    info = run_module("harbor_webhook_info", {**harbor.connection, "project": "test"})
    for output in (answer.output, info.output):
        assert "planted-" not in output


def test_events_in_another_order_are_no_change(harbor: Harbor) -> None:
    assert webhook(harbor).changed
    assert not webhook(harbor, event_types=["PULL_ARTIFACT", "PUSH_ARTIFACT"]).changed


def test_slack_gets_no_format(harbor: Harbor) -> None:
    target = {"type": "slack", "address": "https://hooks.example.com/services/T0"}
    assert webhook(harbor, targets=[target]).changed
    assert not webhook(harbor, targets=[target]).changed
    (sent,) = harbor.bodies("POST", "/webhook/policies")
    assert "payload_format" not in sent["targets"][0]


@pytest.mark.parametrize("name", ["007", "a b", "ä+ö%20", "a,b", "{a b}", "~x", "Build"])
def test_awkward_names(harbor: Harbor, name: str) -> None:
    assert webhook(harbor).changed
    assert webhook(harbor, name=name, description="y").changed
    assert not webhook(harbor, name=name, description="y").changed
    assert webhook(harbor, name=name, state="absent").changed
    assert "description" not in stored(harbor)
