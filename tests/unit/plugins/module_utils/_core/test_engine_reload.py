# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.twinstar.registry.plugins.module_utils._core.engine_reload import (
    Change,
    Decision,
    decide,
    digest,
    not_loaded,
    noted,
)

EDGE = Change("insecure-registries", None, ["a.com"])
DNS = Change("dns", None, ["1.1.1.1"])
LIVE = Change("live-restore", None, True)
IDLE: dict[str, Any] = {"ContainersRunning": 0, "LiveRestoreEnabled": False}
BUSY: dict[str, Any] = {"ContainersRunning": 3, "LiveRestoreEnabled": False}
BUSY_AND_LIVE: dict[str, Any] = {"ContainersRunning": 3, "LiveRestoreEnabled": True}


def decided(*changes: Change, **other: Any) -> Decision:
    words: dict[str, Any] = {
        "after": {},
        "info": IDLE,
        "version": (20, 10, 24),
        "restart": "when_needed",
        "service": "docker",
        "live_restore": False,
    }
    return decide(list(changes), **{**words, **other})


def verbs(decision: Decision) -> list[str]:
    return [step.verb for step in decision.steps]


@pytest.mark.parametrize("restart", ["never", "when_needed", "always"])
def test_without_a_change_nothing_happens(restart: str) -> None:
    assert decided(restart=restart) == Decision("nothing")


@pytest.mark.parametrize(
    ("changes", "restart", "applied", "steps", "due"),
    [
        ([EDGE], "never", "reload", ["reload"], False),
        ([EDGE], "when_needed", "reload", ["reload"], False),
        ([EDGE], "always", "restart", ["restart"], False),
        ([DNS], "never", "due", [], True),
        ([DNS], "when_needed", "restart", ["restart"], False),
        ([DNS], "always", "restart", ["restart"], False),
        ([EDGE, DNS], "never", "reload", ["reload"], True),
        ([EDGE, DNS], "when_needed", "restart", ["restart"], False),
    ],
)
def test_what_happens_follows_from_the_changes_and_from_what_is_allowed(
    changes: list[Change], restart: str, applied: str, steps: list[str], due: bool
) -> None:
    decision = decided(*changes, restart=restart)
    assert (decision.applied, verbs(decision), decision.due) == (applied, steps, due)


def test_an_engine_that_reloads_wrongly_is_restarted_or_due() -> None:
    assert decided(EDGE, version=(23, 0, 3)).applied == "restart"
    decision = decided(EDGE, version=(23, 0, 3), restart="never")
    assert decision.applied == "due"
    assert decision.warnings[0] == "docker cannot be reloaded: engine 23.0.3 reloads wrongly."
    assert not decided(DNS, version=(23, 0, 3)).warnings, "it would be restarted anyway"


def test_a_file_that_cannot_be_reloaded_costs_a_restart_and_says_why() -> None:
    decision = decided(EDGE, version=(26, 1, 5), after={"userland-proxy": True})
    assert verbs(decision) == ["restart"]
    assert "true is its default, so it may be left out" in decision.warnings[0]


def test_a_removed_key_needs_a_restart() -> None:
    assert decided(Change("insecure-registries", ["a.com"], None)).applied == "restart"
    assert decided(Change("insecure-registries", ["a.com"], [])).applied == "reload"


def test_a_restart_that_stops_containers_says_so_in_plan_and_warning() -> None:
    decision = decided(DNS, info=BUSY)
    assert decision.steps[0].why == (
        "restart docker, so that it loads dns: this stops 3 containers"
    )
    assert "stops 3 containers, since live-restore is off" in decision.warnings[0]


def test_a_restart_that_is_due_tells_what_it_would_stop() -> None:
    (warning,) = decided(DNS, EDGE, info=BUSY, restart="never").warnings
    assert warning == (
        "dns takes effect with the next restart of docker, which would stop 3 containers. "
        "Restart it when that suits."
    )


def test_containers_survive_where_live_restore_is_and_stays_on() -> None:
    decision = decided(DNS, info=BUSY_AND_LIVE, live_restore=True)
    assert not decision.warnings
    assert "stops" not in decision.steps[0].why


def test_live_restore_that_is_turned_off_does_not_keep_containers() -> None:
    off = Change("live-restore", True, False)
    assert "this stops 3 containers" in decided(DNS, off, info=BUSY_AND_LIVE).steps[0].why


def test_live_restore_is_loaded_before_the_restart_that_needs_it() -> None:
    decision = decided(DNS, LIVE, info=BUSY, live_restore=True)
    assert verbs(decision) == ["reload", "restart"]
    assert decision.steps[0].data["keys"] == ("live-restore",)
    assert not decision.warnings
    assert verbs(decided(DNS, LIVE, info=IDLE, live_restore=True)) == ["restart"]


def test_an_engine_that_reloads_wrongly_does_not_get_live_restore_in_time() -> None:
    decision = decided(DNS, LIVE, info=BUSY, live_restore=True, version=(24, 0, 0))
    assert verbs(decision) == ["restart"]
    assert decision.warnings


def shown(**trusted: bool) -> dict[str, Any]:
    return {
        "RegistryConfig": {
            "IndexConfigs": {name: {"Secure": not insecure} for name, insecure in trusted.items()}
        }
    }


def test_a_file_that_was_never_loaded_is_told_by_the_report() -> None:
    values = {"insecure-registries": ["a"]}
    assert [c.name for c in not_loaded(values, values, ["insecure-registries"], shown(), {})] == [
        "insecure-registries"
    ]
    assert not not_loaded(values, values, ["insecure-registries"], shown(a=True), {})


def test_a_change_that_the_engine_has_already_is_none() -> None:
    after = {"insecure-registries": ["a"]}
    assert not not_loaded({}, after, ["insecure-registries"], shown(a=True), {})


def test_a_key_that_is_not_shown_counts_when_it_changes() -> None:
    after = {"dns": ["1.1.1.1"]}
    assert not_loaded({}, after, ["dns"], {}, {}) == [Change("dns", None, ["1.1.1.1"])]
    assert not not_loaded(after, after, ["dns"], {}, {})


def test_a_key_that_an_earlier_run_did_not_see_loaded_counts_too() -> None:
    values, pending = {"dns": ["1.1.1.1"]}, {"dns": digest(None)}
    assert not_loaded(values, values, ["dns"], {}, pending)
    assert not not_loaded(values, values, [], {}, pending), "another task's is not ours"
    assert not not_loaded(values, {}, ["dns"], {}, pending), "changed back"


def test_keys_of_others_are_left_alone() -> None:
    values = {"insecure-registries": ["a"], "dns": ["1.1.1.1"]}
    assert not not_loaded(values, values, [], shown(), {})


def test_a_note_keeps_what_the_engine_has_until_the_file_says_it_again() -> None:
    first = noted({"dns": ["1"]}, {"dns": ["2"]}, {})
    assert first == {"dns": digest(["1"])}
    assert noted({"dns": ["2"]}, {"dns": ["3"]}, first) == first
    assert noted({"dns": ["3"]}, {"dns": ["1"]}, first) == {}
    assert noted({}, {"mtu": 9}, first) == {"dns": digest(["1"]), "mtu": digest(None)}
