# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Replication: what a full replacement would lose, two sides, and runs that end before Harbor
says so."""

from __future__ import annotations

import dataclasses
import pathlib
from collections.abc import Iterator
from typing import Any

import pytest

from ..double.resources import executions
from .cases.harbor_replication_policy import with_registry
from .contract import Answer, run_module
from .harbor import VERSIONS, Harbor, a_harbor, can_replicate
from .registry import Pusher, Registry

# What matches nothing, so that a genuine Harbor copies nothing of anybody's.
NOTHING = [{"type": "name", "value": "test/none"}]


@pytest.fixture(params=VERSIONS)
def harbor(request: pytest.FixtureRequest) -> Iterator[Harbor]:
    with a_harbor(version=request.param) as harbor:
        with_registry(harbor)
        yield harbor


@pytest.fixture
def newest() -> Iterator[Harbor]:
    with a_harbor() as harbor:
        with_registry(harbor)
        yield harbor


def policy(harbor: Harbor, check: bool = False, **params: Any) -> Answer:
    base = {**harbor.connection, "name": "releases", "dest_registry": "hub-2"}
    return run_module("harbor_replication_policy", {**base, **params}, check=check)


def run(harbor: Harbor, check: bool = False, **params: Any) -> Answer:
    base = {**harbor.connection, "policy": "releases", "wait_timeout": 60}
    return run_module("harbor_replication_run", {**base, **params}, check=check)


def stored(harbor: Harbor, name: str = "releases") -> Any:
    (row,) = [row for row in harbor.ask("GET", "/replication/policies") if row["name"] == name]
    return row


def test_what_a_task_leaves_out_stays_though_a_put_replaces_everything(harbor: Harbor) -> None:
    everything: dict[str, Any] = {
        "description": "x",
        "dest_namespace": "mirror",
        "filters": [{"type": "name", "value": "a/**"}],
        "trigger": "scheduled",
        "cron": "0 0 3 * * *",
        "deletion": True,
        "override": True,
        "speed": 100,
    }
    assert policy(harbor, **everything).changed
    before = stored(harbor)
    assert policy(harbor, speed=200).changed
    after = stored(harbor)
    for row in (before, after):
        del row["update_time"], row["speed"]
    assert before == after


def test_the_other_side_is_this_harbor(harbor: Harbor) -> None:
    assert policy(harbor).changed
    assert stored(harbor)["src_registry"]["id"] == 0
    answer = policy(harbor, dest_registry=None, src_registry="hub-3")
    assert answer.json["replication_policy"]["dest_registry"] == ""
    row = stored(harbor)
    assert (row["src_registry"]["name"], row["dest_registry"]["id"]) == ("hub-3", 0)
    assert not policy(harbor, dest_registry=None, src_registry="hub-3").changed
    # A task that names no side leaves both as they are.
    assert policy(harbor, dest_registry=None, speed=5).changed
    assert stored(harbor)["src_registry"]["name"] == "hub-3"


def test_deletion_is_switched_off_again(harbor: Harbor) -> None:
    assert policy(harbor, deletion=True).changed
    assert policy(harbor, deletion=False).changed
    assert "deletion" not in stored(harbor)
    assert all(
        "replicate_deletion" not in each for each in harbor.bodies("PUT", "/replication/policies")
    )


def test_what_somebody_else_changed_is_seen(harbor: Harbor) -> None:
    filters = [{"type": "tag", "value": "v*"}]
    assert policy(harbor, filters=filters, speed=5).changed
    row = stored(harbor)
    harbor.ask("PUT", f"/replication/policies/{row['id']}", {**row, "filters": [], "speed": 0})
    answer = policy(harbor, filters=filters, speed=5)
    assert answer.json["plan"] == ["set filters, speed of replication policy releases"]
    assert stored(harbor)["filters"] == row["filters"]


def test_a_registry_that_is_not_there_is_named_and_check_mode_warns(harbor: Harbor) -> None:
    before = harbor.writes()
    words = "registry none does not exist in this Harbor. Create it first"
    assert words in policy(harbor, check=True, dest_registry="none").output
    answer = policy(harbor, dest_registry="none")
    assert answer.failed
    assert words in answer.json["msg"]
    assert harbor.writes() == before


def test_single_active_replication_needs_a_newer_harbor_and_no_events() -> None:
    with a_harbor(version="2.13.5") as harbor:
        with_registry(harbor)
        before = harbor.writes()
        answer = policy(harbor, single_active_replication=True)
        assert "single_active_replication needs Harbor 2.14 or newer" in answer.json["msg"]
        assert not policy(harbor, check=True, single_active_replication=False).failed
        assert harbor.writes() == before
    with a_harbor(version="2.15.2") as harbor:
        with_registry(harbor)
        assert policy(harbor, single_active_replication=True).changed
        before = harbor.writes()
        answer = policy(harbor, trigger="event_based")
        assert (
            "single_active_replication is True, but trigger is 'event_based'"
            in (answer.json["msg"])
        )
        assert harbor.writes() == before


@pytest.mark.parametrize("name", ["007", "a b", "ä+ö%20", "a,b", "{a b}", "~x", "Releases"])
def test_awkward_names(harbor: Harbor, name: str) -> None:
    assert policy(harbor).changed
    assert policy(harbor, name=name, speed=5).changed
    assert not policy(harbor, name=name, speed=5).changed
    assert policy(harbor, name=name, state="absent").changed
    assert stored(harbor)["name"] == "releases"


def test_a_removal_stops_what_runs_and_waits_for_what_is_not_settled(harbor: Harbor) -> None:
    assert policy(harbor).changed
    number = stored(harbor)["id"]
    harbor.hub.delays = dataclasses.replace(harbor.hub.delays, sweep=1.0, task=1000.0)
    with harbor.hub.store.transaction():
        running = execution(harbor, number)
    answer = policy(harbor, state="absent")
    assert not answer.failed, answer.json
    assert answer.json["plan"] == [
        f"stop execution {running} of replication policy releases",
        "remove replication policy releases",
    ]
    assert harbor.ask("GET", "/replication/policies") == []


def execution(harbor: Harbor, policy_id: int) -> int:
    """One with a task that takes its time."""
    hub = harbor.hub
    found = executions.create(hub, executions.REPLICATION, policy_id, executions.MANUAL, {})
    attributes = {"operation": "copy", "resource_type": "artifact"}
    places = {"source_resource": "a/b", "destination_resource": "c/b"}
    executions.add_task(hub, found, {**attributes, **places})
    return int(found["id"])


def test_a_run_with_nothing_to_copy_ends_well(harbor: Harbor) -> None:
    can_replicate(harbor)
    assert policy(harbor, filters=NOTHING).changed
    answer = run(harbor)
    assert answer.changed
    ended = answer.json["replication_execution"]
    assert (ended["status"], ended["total"]) == ("Succeed", 0)
    listed = {**harbor.connection, "policy": "releases", "tasks": True}
    (found,) = run_module("harbor_replication_execution_info", listed).json[
        "replication_executions"
    ]
    assert found == {**ended, "tasks": []}


def test_a_run_is_over_with_its_tasks_before_harbor_says_so(
    harbor: Harbor, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert policy(harbor).changed
    # No sweep comes while this test runs.
    harbor.hub.delays = dataclasses.replace(harbor.hub.delays, sweep=1000.0)
    launched(harbor, monkeypatch, executions.Outcome())
    ended = run(harbor).json["replication_execution"]
    assert (ended["status"], ended["total"], ended["succeed"]) == ("Succeed", 1, 1)
    (row,) = harbor.ask("GET", "/replication/executions")
    assert row["status"] == "InProgress"


def test_a_run_that_fails_says_why(harbor: Harbor, monkeypatch: pytest.MonkeyPatch) -> None:
    assert policy(harbor).changed
    log = "2027-01-31T12:00:00Z [ERROR] dial tcp: connection refused\n"
    launched(harbor, monkeypatch, executions.Outcome(executions.ERROR, log))
    answer = run(harbor)
    assert answer.failed
    assert (
        "with 1 of 1 tasks failed: a/b to c/b: 2027-01-31T12:00:00Z [ERROR] dial tcp"
        in (answer.json["msg"])
    )


def launched(harbor: Harbor, monkeypatch: pytest.MonkeyPatch, outcome: executions.Outcome) -> None:
    """Let a run have one task that ends so."""
    assert harbor.hub
    from ..double.resources import replication

    def launch(hub: Any, number: int, _policy: Any) -> None:
        found = executions.find(hub, number)
        assert found is not None
        attributes = {"operation": "copy", "resource_type": "artifact"}
        places = {"source_resource": "a/b", "destination_resource": "c/b"}
        executions.add_task(hub, found, {**attributes, **places})

    monkeypatch.setattr(replication, "launch", launch)
    monkeypatch.setitem(executions.WORKS, executions.REPLICATION, lambda hub, task: outcome)


def test_a_run_is_not_waited_for_when_it_is_not_to_be(harbor: Harbor) -> None:
    assert policy(harbor, filters=NOTHING).changed
    answer = run(harbor, wait=False)
    assert answer.changed
    assert answer.json["replication_execution"]["id"]


def test_what_cannot_run_is_refused_before_anything_is_sent(harbor: Harbor) -> None:
    assert policy(harbor, enabled=False).changed
    before = harbor.writes()
    for name, words in (
        ("releases", "replication policy releases is disabled, and Harbor would not run it"),
        ("none", "replication policy none does not exist in this Harbor"),
    ):
        assert words in run(harbor, policy=name).json["msg"]
        # A task before this one may put that right, so check mode only warns.
        predicted = run(harbor, check=True, policy=name)
        assert not predicted.failed
        assert words in predicted.output
    assert harbor.writes() == before


def test_executions_of_one_policy_with_one_status_and_the_newest(newest: Harbor) -> None:
    can_replicate(newest)
    assert policy(newest, filters=NOTHING).changed
    assert policy(newest, name="other", filters=NOTHING).changed
    for name in ("releases", "other", "releases"):
        assert run(newest, policy=name).changed

    def listed(**params: Any) -> list[Any]:
        answer = run_module("harbor_replication_execution_info", {**newest.connection, **params})
        found = answer.json["replication_executions"]
        return [each for each in found if each["policy"] in ("releases", "other")]

    numbers = [each["id"] for each in listed()]
    assert numbers == sorted(numbers, reverse=True)
    assert [each["policy"] for each in listed()] == ["releases", "other", "releases"]
    assert [each["policy"] for each in listed(policy="other")] == ["other"]
    assert [each["id"] for each in listed(limit=1)] == numbers[:1]
    assert listed(status="Failed") == []
    assert len(listed(status="Succeed")) == 3


@pytest.mark.parametrize("version", VERSIONS)
def test_images_are_copied_and_counted_by_repository(version: str) -> None:
    with a_harbor(version=version, registry=True) as harbor:
        harbor.ask("POST", "/projects", {"project_name": "test"})
        login = {"type": "basic", "access_key": "admin", "access_secret": harbor.password}
        harbor.ask(
            "POST",
            "/registries",
            {"name": "hub-2", "type": "harbor", "url": harbor.url, "credential": login},
        )
        can_replicate(harbor)
        with Pusher(Registry(harbor.url, "", pathlib.Path()), "admin", harbor.password) as pusher:
            pusher.image("test/app", "v1")
            pusher.image("test/app", "w1", layers=[b"w"])
            pusher.image("test/tools/x", "v1")
        filters = [{"type": "name", "value": "test/**"}, {"type": "tag", "value": "v*"}]
        assert policy(harbor, filters=filters, dest_namespace="mirror").changed
        ended = run(harbor).json["replication_execution"]
        assert (ended["status"], ended["total"], ended["succeed"]) == ("Succeed", 2, 2)
        names = {each["name"] for each in harbor.ask("GET", "/projects/mirror/repositories")}
        assert names == {"mirror/app", "mirror/x"}
        (artifact,) = harbor.ask("GET", "/projects/mirror/repositories/app/artifacts")
        assert [tag["name"] for tag in artifact["tags"]] == ["v1"]
