# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Retention: policies that Harbor takes and cannot bear are healed and never made; runs say what
they did."""

from __future__ import annotations

import copy
import dataclasses
import pathlib
from collections.abc import Iterator
from typing import Any

import pytest

from ansible_collections.twinstar.registry.plugins.modules import harbor_retention_policy

from ..double.resources import executions, retentions
from .contract import Answer, run_module
from .harbor import VERSIONS, Harbor, a_harbor
from .registry import Pusher, Registry

RULES: list[dict[str, Any]] = [
    {"keep": "latest_pushed", "number": 10, "untagged": False},
    {"keep": "always", "tags": "v*"},
]
NIGHTLY = "0 0 3 * * *"


@pytest.fixture(params=VERSIONS)
def harbor(request: pytest.FixtureRequest) -> Iterator[Harbor]:
    with a_harbor(version=request.param) as harbor:
        harbor.ask("POST", "/projects", {"project_name": "test"})
        yield harbor


def policy(harbor: Harbor, check: bool = False, **params: Any) -> Answer:
    base = {**harbor.connection, "project": "test"}
    return run_module("harbor_retention_policy", {**base, **params}, check=check)


def run(harbor: Harbor, check: bool = False, **params: Any) -> Answer:
    base = {**harbor.connection, "project": "test", "wait_timeout": 60}
    return run_module("harbor_retention_run", {**base, **params}, check=check)


def number(harbor: Harbor) -> Any:
    return harbor.ask("GET", "/projects/test")["metadata"].get("retention_id")


def stored(harbor: Harbor) -> Any:
    return harbor.ask("GET", f"/retentions/{number(harbor)}")


def body(harbor: Harbor, **trigger: Any) -> dict[str, Any]:
    project = harbor.ask("GET", "/projects/test")
    return {
        "algorithm": "or",
        "rules": [],
        "trigger": trigger,
        "scope": {"level": "project", "ref": project["project_id"]},
    }


# The ways in which a policy can be one that Harbor cannot bear.
WITHOUT_CRON = {"kind": "Schedule", "settings": {}}
WITHOUT_SETTINGS = {"kind": "Schedule"}
ANOTHER_KIND = {"kind": "", "settings": {"cron": ""}}
HARMFUL = [WITHOUT_CRON, WITHOUT_SETTINGS, ANOTHER_KIND]
NAMES = ["without cron", "without settings", "another kind"]


def fine(seen: Any) -> None:
    """It may be changed, removed, and its project may go."""
    assert seen["trigger"]["kind"] == "Schedule"
    assert isinstance(seen["trigger"]["settings"]["cron"], str)
    assert seen["scope"]["level"] == "project"


@pytest.mark.parametrize("trigger", HARMFUL, ids=NAMES)
def test_a_policy_that_harbor_cannot_bear_is_healed_and_what_is_left_out_stays(
    harbor: Harbor, trigger: dict[str, Any]
) -> None:
    assert policy(harbor, rules=RULES).changed
    rules = stored(harbor)["rules"]
    assert policy(harbor, state="absent").changed
    harbor.ask("POST", "/retentions", {**body(harbor, **trigger), "rules": rules})
    predicted = policy(harbor, check=True, cron="")
    answer = policy(harbor, cron="")
    assert not answer.failed, answer.json
    assert answer.json["plan"] == predicted.json["plan"]
    why = "its trigger is of another kind" if trigger is ANOTHER_KIND else "which has no cron"
    assert why in answer.json["plan"][0]
    fine(stored(harbor))
    assert stored(harbor)["rules"] == rules
    assert policy(harbor, cron=NIGHTLY).changed
    assert not policy(harbor, cron=NIGHTLY, rules=RULES).changed


@pytest.mark.parametrize("trigger", HARMFUL, ids=NAMES)
def test_a_policy_that_harbor_cannot_bear_is_removed(
    harbor: Harbor, trigger: dict[str, Any]
) -> None:
    harbor.ask("POST", "/retentions", body(harbor, **trigger))
    answer = policy(harbor, state="absent")
    assert not answer.failed, answer.json
    assert number(harbor) is None
    assert not policy(harbor, state="absent").changed
    # And now the project can go, without ending the core.
    harbor.ask("DELETE", "/projects/test")


def test_a_project_whose_removal_would_end_the_core_is_told_what_helps(harbor: Harbor) -> None:
    harbor.ask("POST", "/retentions", body(harbor, **WITHOUT_CRON))
    params = {**harbor.connection, "name": "test", "state": "absent"}
    before = harbor.writes()
    answer = run_module("harbor_project", params)
    assert "its retention policy has no cron, and Harbor's core would crash" in answer.json["msg"]
    assert "harbor_retention_policy" in answer.json["msg"]
    assert harbor.writes() == before
    assert policy(harbor, state="absent").changed
    assert run_module("harbor_project", params).changed


def test_a_policy_goes_with_its_project(harbor: Harbor) -> None:
    assert policy(harbor, rules=RULES, cron=NIGHTLY).changed
    params = {**harbor.connection, "name": "test", "state": "absent"}
    predicted = run_module("harbor_project", params, check=True)
    done = run_module("harbor_project", params)
    assert not done.failed, done.json
    assert done.json["plan"] == predicted.json["plan"]
    harbor.hub.jobs.wait()
    with harbor.hub.store.transaction():
        assert list(harbor.hub.store["retentions"]) == []
        vendors = {each["vendor_type"] for each in harbor.hub.store["schedules"]}
        assert executions.RETENTION not in vendors


@pytest.mark.parametrize("state", ["present", "absent"])
def test_a_number_without_a_policy_is_healed(state: str) -> None:
    with a_harbor(version="2.13.5") as harbor:
        harbor.ask("POST", "/projects", {"project_name": "test"})
        assert policy(harbor, rules=RULES).changed
        old = number(harbor)
        harbor.ask("DELETE", f"/retentions/{old}")
        assert number(harbor) == old
        answer = policy(harbor, rules=RULES, state=state)
        assert not answer.failed, answer.json
        assert "of which only the number is left" in answer.json["plan"][0]
        assert not policy(harbor, rules=RULES, state=state).changed
        assert (number(harbor) is None) == (state == "absent")


def test_a_removal_leaves_no_number_behind(harbor: Harbor) -> None:
    assert policy(harbor, rules=RULES, cron=NIGHTLY).changed
    assert policy(harbor, state="absent").changed
    assert number(harbor) is None
    assert policy(harbor, rules=RULES).changed


def test_the_number_is_not_taken_from_a_policy_that_only_cannot_be_read(harbor: Harbor) -> None:
    assert policy(harbor, rules=RULES).changed
    before = harbor.writes()
    harbor.hub.fail("GET", r"/retentions/\d+$", status=500, times=10)
    answer = policy(harbor, state="absent")
    assert answer.failed
    assert "does not say that there is none" in answer.json["msg"]
    assert harbor.writes() == before


def test_no_request_of_ours_makes_a_policy_that_harbor_cannot_bear(harbor: Harbor) -> None:
    tasks: list[dict[str, Any]] = [
        {"rules": RULES},
        {"cron": NIGHTLY},
        {"cron": ""},
        {"rules": []},
        {"state": "absent"},
        {"cron": NIGHTLY, "rules": RULES},
        {"state": "absent"},
        {},
    ]
    for params in tasks:
        answer = policy(harbor, **params)
        assert not answer.failed, answer.json
    sent = {method: harbor.bodies(method, r"/retentions(/\d+)?$") for method in ("POST", "PUT")}
    assert all(sent.values())
    for each in (*sent["POST"], *sent["PUT"]):
        fine(each)
        assert each["algorithm"] == "or"
        assert each["scope"]["ref"]


def test_a_policy_that_a_proxy_cache_came_with_is_read_and_changed(harbor: Harbor) -> None:
    harbor.ask("POST", "/registries", {"name": "hub", "type": "harbor", "url": harbor.url})
    (registry,) = harbor.ask("GET", "/registries?q=name=hub")
    harbor.ask("POST", "/projects", {"project_name": "proxy", "registry_id": registry["id"]})
    answer = policy(harbor, project="proxy", cron="0 0 4 * * *")
    assert answer.changed
    (rule,) = answer.json["retention_policy"]["rules"]
    assert (rule["keep"], rule["number"]) == ("pulled_within_days", 7)
    assert not policy(harbor, project="proxy", rules=[rule]).changed


def test_a_rule_that_cannot_be_said_is_shown_and_left_alone(harbor: Harbor) -> None:
    assert policy(harbor, rules=RULES).changed
    row = stored(harbor)
    odd = copy.deepcopy(row["rules"][0])
    odd["template"] = "someThing"
    harbor.ask("PUT", f"/retentions/{row['id']}", {**row, "rules": [odd]})
    answer = policy(harbor, cron=NIGHTLY)
    (shown,) = answer.json["retention_policy"]["rules"]
    assert "someThing" in shown["keep"]
    assert stored(harbor)["rules"] == [odd]
    # Given back as it was exported it is no change; among others it cannot be written.
    assert not policy(harbor, rules=[shown]).changed
    before = harbor.writes()
    assert policy(harbor, rules=[shown, *RULES]).failed
    assert harbor.writes() == before
    assert policy(harbor, rules=RULES).changed


def test_the_order_of_rules_and_what_harbor_adds_are_no_change(harbor: Harbor) -> None:
    assert policy(harbor, rules=RULES, cron=NIGHTLY).changed
    assert not policy(harbor, rules=RULES[::-1], cron=NIGHTLY).changed
    row = stored(harbor)
    numbered = [{**rule, "id": 9 - n, "priority": n + 1} for n, rule in enumerate(row["rules"])]
    harbor.ask("PUT", f"/retentions/{row['id']}", {**row, "rules": numbered})
    assert not policy(harbor, rules=RULES, cron=NIGHTLY).changed


def test_sixteen_rules_are_too_many(harbor: Harbor) -> None:
    rules = [{"keep": "latest_pushed", "number": n} for n in range(1, 17)]
    before = harbor.writes()
    assert "rules has 16 entries, but Harbor takes 15" in policy(harbor, rules=rules).json["msg"]
    assert harbor.writes() == before
    assert policy(harbor, rules=rules[:15]).changed


@pytest.mark.parametrize("name", ["007", "1e3", "a.b_c-d"])
def test_awkward_names_of_projects(harbor: Harbor, name: str) -> None:
    harbor.ask("POST", "/projects", {"project_name": name})
    assert policy(harbor, project=name, rules=RULES).changed
    assert not policy(harbor, project=name, rules=RULES).changed
    assert run(harbor, project=name, dry_run=True).changed
    assert policy(harbor, project=name, state="absent").changed


def test_a_project_that_is_not_there_is_named_and_check_mode_warns(harbor: Harbor) -> None:
    before = harbor.writes()
    words = "project none does not exist in this Harbor. Create it first"
    for act in (policy, run):
        assert words in act(harbor, project="none").json["msg"]
        predicted = act(harbor, check=True, project="none")
        assert not predicted.failed
        assert words in predicted.output
    assert "project library has no retention policy" in run(harbor, project="library").json["msg"]
    assert harbor.writes() == before


def test_what_another_controller_made_in_between_is_taken_over(harbor: Harbor) -> None:
    job = harbor_retention_policy.JOB
    params = {each.name: each.default for each in job.options}
    params.update(harbor.connection, project="test", rules=RULES, cron=NIGHTLY)
    plan = job.plan(params)
    # To the second one Harbor answers 400, not 409.
    assert policy(harbor, rules=RULES).changed
    job.apply(plan, params)
    assert not policy(harbor, rules=RULES, cron=NIGHTLY).changed


# -- runs


def with_images(harbor: Harbor) -> None:
    """A repository with three images."""
    place = Registry(harbor.url, "", pathlib.Path())
    with Pusher(place, "admin", harbor.password) as pusher:
        for tag in ("t1", "t2", "t3"):
            pusher.image("test/app", tag, layers=[tag.encode()])


@pytest.mark.parametrize("version", VERSIONS)
def test_a_run_says_what_it_kept_and_deleted(version: str) -> None:
    with a_harbor(version=version, registry=True) as harbor:
        harbor.ask("POST", "/projects", {"project_name": "test"})
        with_images(harbor)
        assert policy(harbor, rules=[{"keep": "latest_pushed", "number": 1}]).changed
        expected = {"name": "app", "status": "Success", "total": 3, "retained": 1, "deleted": 2}
        trial = run(harbor, dry_run=True).json["retention_execution"]
        assert trial["repositories"] == [expected]
        assert trial["dry_run"] is True
        assert len(harbor.ask("GET", "/projects/test/repositories/app/artifacts")) == 3
        done = run(harbor).json["retention_execution"]
        assert (done["status"], done["deleted"], done["dry_run"]) == ("Success", 2, False)
        (left,) = harbor.ask("GET", "/projects/test/repositories/app/artifacts")
        assert left["tags"][0]["name"] == "t3"
        assert harbor.bodies("POST", "/executions") == [
            {"dry_run": True},
            {"dry_run": False},
        ]


def with_artifacts(harbor: Harbor, monkeypatch: pytest.MonkeyPatch) -> None:
    """A repository with artifacts, of which there is nothing but what a run sees."""
    assert harbor.hub
    found = [retentions.Candidate(n, f"sha256:{n}", (f"t{n}",), n, 0) for n in (1, 2, 3)]
    monkeypatch.setattr(retentions, "repositories", lambda hub, project_id: ["app"])
    monkeypatch.setattr(retentions, "candidates", lambda hub, project_id, name: found)


def test_a_run_is_over_with_its_tasks_before_harbor_says_so(
    harbor: Harbor, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_artifacts(harbor, monkeypatch)
    assert policy(harbor, rules=RULES[:1]).changed
    harbor.hub.delays = dataclasses.replace(harbor.hub.delays, sweep=1000.0)
    assert run(harbor).json["retention_execution"]["status"] == "Success"
    (row,) = harbor.ask("GET", f"/retentions/{number(harbor)}/executions")
    assert row["status"] == "Running"


def test_a_run_that_fails_says_why(harbor: Harbor, monkeypatch: pytest.MonkeyPatch) -> None:
    with_artifacts(harbor, monkeypatch)
    log = "2027-01-31T12:00:00Z [ERROR] registry is away\n"
    outcome = executions.Outcome(executions.ERROR, log)
    monkeypatch.setitem(executions.WORKS, executions.RETENTION, lambda hub, task: outcome)
    assert policy(harbor, rules=RULES[:1]).changed
    answer = run(harbor)
    assert answer.failed
    assert (
        "ended as Failed: repository app: 2027-01-31T12:00:00Z [ERROR] registry is away"
        in (answer.json["msg"])
    )


def test_check_mode_runs_nothing(harbor: Harbor) -> None:
    assert policy(harbor, rules=RULES).changed
    assert run(harbor, check=True).changed
    assert harbor.ask("GET", f"/retentions/{number(harbor)}/executions") in ([], None)


def test_a_policy_that_has_just_run_is_removed_when_harbor_has_settled_that(
    harbor: Harbor, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_artifacts(harbor, monkeypatch)
    assert policy(harbor, rules=RULES[:1]).changed
    harbor.hub.delays = dataclasses.replace(harbor.hub.delays, sweep=1.0)
    assert run(harbor).changed
    assert policy(harbor, state="absent").changed
    assert number(harbor) is None
