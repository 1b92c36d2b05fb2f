# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A Harbor that fails amid registries, replication, webhooks, rules and retention."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from ansible_collections.twinstar.registry.plugins.module_utils._io import http_exchange

from ..double.hub import Hub
from ..double.running import running
from . import two_controllers
from .contract import Answer, run_module
from .test_harbor_faults import FAULTS, READS, connection, nth_write

VERSIONS = ["2.9.5", "2.13.5", "2.15.2"]

# Each fault in the newest; in the others those after which a write was not done, and was. What
# versions differ in is the requests, and not what becomes of one that failed.
PAIRS = [(kind, VERSIONS[-1]) for kind in FAULTS] + [
    (kind, version)
    for kind in ("it answers 500", "the connection breaks after")
    for version in VERSIONS[:-1]
]


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_exchange, "_PAUSE", 0.005)


def estate(hub: Hub) -> dict[str, Any]:
    target = {"address": "https://build.example.com", "auth_header": "Bearer planted"}
    return {
        "registries": [{"name": "hub-2", "type": "harbor", "url": hub.url}],
        "replication_policies": [
            {
                "name": "releases",
                "dest_registry": "hub-2",
                "filters": [{"type": "tag", "value": "v"}],
            }
        ],
        "projects": [
            {
                "name": "test",
                "webhooks": [
                    {"name": "build", "event_types": ["PUSH_ARTIFACT"], "targets": [target]}
                ],
                "immutable_tag_rules": [{"tags": "v*", "disabled": True}, {"tags": "r*"}],
                "retention_policy": {"rules": [{"keep": "always"}], "cron": "0 0 3 * * *"},
            }
        ],
    }


def apply(hub: Hub, tree: Mapping[str, Any]) -> Answer:
    return run_module("harbor_state", {**connection(hub), **tree})


def whole(hub: Hub) -> str:
    lists = ["registries", "replication_policies", "projects"]
    answer = run_module("harbor_export", {**connection(hub), "include": lists})
    assert not answer.failed, answer.json
    return str(answer.json["harbor_export"]["yaml"])


def broken_at_each_write(
    hub: Hub, act: Callable[[], Answer], prepare: Callable[[], None], kind: str, writes: int
) -> None:
    """Act with a fault at each write, then again without one, which finishes it."""
    for number in range(1, writes + 1):
        hub.reset()
        prepare()
        hub.fail(when=nth_write(number, onwards=True), times=10**6, **FAULTS[kind])
        stopped = act()
        assert stopped.failed
        assert "Traceback" not in stopped.output
        assert "planted" not in stopped.output
        hub.faults.clear()
        finished = act()
        assert not finished.failed, finished.json
        assert not act().changed


@pytest.mark.parametrize(("kind", "version"), PAIRS)
def test_the_next_run_finishes_what_a_fault_stopped(kind: str, version: str) -> None:
    with running(version) as hub:
        assert not apply(hub, estate(hub)).failed
        state, writes = whole(hub), sum(seen.method not in READS for seen in hub.requests)
        assert writes == 8
        broken_at_each_write(hub, lambda: apply(hub, estate(hub)), lambda: None, kind, writes)
        assert whole(hub) == state


def without_cron(hub: Hub) -> None:
    """A policy that Harbor cannot bear."""
    login = connection(hub)
    assert not run_module("harbor_project", {**login, "name": "test"}).failed
    assert not run_module("harbor_retention_policy", {**login, "project": "test"}).failed
    with hub.store.transaction():
        (row,) = hub.store["retentions"]
        trigger = {"kind": "Schedule", "settings": {}}
        hub.store["retentions"].update(row["id"], data={**row["data"], "trigger": trigger})


@pytest.mark.parametrize(("kind", "version"), PAIRS)
@pytest.mark.parametrize("state", ["present", "absent"])
def test_healing_a_policy_may_be_stopped_anywhere(kind: str, version: str, state: str) -> None:
    with running(version) as hub:
        params = {**connection(hub), "project": "test", "cron": "0 0 3 * * *", "state": state}
        without_cron(hub)
        plan = run_module("harbor_retention_policy", params, check=True).json["plan"]
        broken_at_each_write(
            hub,
            lambda: run_module("harbor_retention_policy", params),
            lambda: without_cron(hub),
            kind,
            len(plan),
        )


@pytest.mark.parametrize("version", VERSIONS)
def test_two_controllers_at_once_come_to_the_same_estate(version: str) -> None:
    with running(version) as hub:
        assert not apply(hub, estate(hub)).failed
        state = whole(hub)
        hub.reset()
        for outcome in two_controllers.run("harbor_state", {**connection(hub), **estate(hub)}):
            assert not outcome.get("failed"), outcome
        assert whole(hub) == state
        assert not apply(hub, estate(hub)).changed
