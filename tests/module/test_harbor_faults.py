# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A Harbor that fails in the middle: the next run finishes, nothing is doubled, nothing is lost."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from ansible_collections.twinstar.registry.plugins.module_utils._io import http_exchange

from ..double.call import Call
from ..double.hub import Hub
from ..double.running import running
from .contract import Answer, run_module

READS = ("GET", "HEAD")


def connection(hub: Hub) -> dict[str, Any]:
    return {"harbor_url": hub.url, "harbor_username": "admin", "harbor_password": hub.password}


def estate(size: int = 2) -> dict[str, Any]:
    return {
        "labels": [{"name": f"label-{n}", "description": "ours"} for n in range(size)],
        "user_groups": [{"name": "ops", "type": "oidc"}],
        "projects": [
            {
                "name": f"project-{n}",
                "storage_limit": "1GiB",
                "cve_allowlist": ["CVE-2026-1"],
                "labels": [{"name": "own", "color": "#111111"}],
                "members": [{"name": "ops", "type": "group", "role": "developer"}],
            }
            for n in range(size)
        ],
    }


def apply(hub: Hub, tree: Mapping[str, Any]) -> Answer:
    return run_module("harbor_state", {**connection(hub), **tree})


def whole(hub: Hub) -> str:
    lists = ["labels", "user_groups", "projects"]
    answer = run_module("harbor_export", {**connection(hub), "include": lists})
    assert not answer.failed, answer.json
    return str(answer.json["harbor_export"]["yaml"])


def nth_write(number: int, onwards: bool) -> Callable[[Call], bool]:
    """Whether it is the so-and-so-many-th write, or also one after that."""
    lock, seen = threading.Lock(), [0]

    def fits(call: Call) -> bool:
        if call.method in READS:
            return onwards and seen[0] >= number
        with lock:
            seen[0] += 1
            return seen[0] >= number if onwards else seen[0] == number

    return fits


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_exchange, "_PAUSE", 0.005)


@pytest.fixture(scope="module")
def clean() -> tuple[str, int]:
    """What a run without a fault leaves behind, and how many writes it takes."""
    with running() as hub:
        assert not apply(hub, estate()).failed
        writes = sum(seen.method not in READS for seen in hub.requests)
        return whole(hub), writes


def test_the_estate_takes_enough_writes_to_break_between(clean: tuple[str, int]) -> None:
    assert clean[1] == 2 + 1 + 2 * (1 + 1 + 1 + 1)


FAULTS: dict[str, dict[str, Any]] = {
    "it answers 500": {"status": 500},
    "the connection breaks before": {"drop": True},
    "the connection breaks after": {"drop": True, "after": True},
    "the proxy answers 502 after": {"status": 502, "after": True},
    "it is busy": {"status": 429, "headers": {"Retry-After": "0"}},
}


@pytest.mark.parametrize("kind", FAULTS)
@pytest.mark.parametrize("onwards", [False, True], ids=["once", "from then on"])
def test_the_next_run_finishes_what_a_fault_stopped(
    kind: str, onwards: bool, clean: tuple[str, int]
) -> None:
    state, writes = clean
    with running() as hub:
        for number in range(1, writes + 1):
            hub.reset()
            times = 10**6 if onwards else 1
            hub.fail(when=nth_write(number, onwards), times=times, **FAULTS[kind])
            stopped = apply(hub, estate())
            assert "Traceback" not in stopped.output
            if onwards:
                assert stopped.failed
            hub.faults.clear()
            if stopped.failed:
                told = stopped.json
                assert "Stopped there" in told["msg"] or onwards
                assert set(told.get("done", [])) <= set(told.get("plan", []))
                finished = apply(hub, estate())
                assert not finished.failed, finished.json
            assert whole(hub) == state, f"{kind}, write {number}"
            assert not apply(hub, estate()).changed


def test_a_lost_answer_makes_no_second_object_and_no_failure() -> None:
    with running() as hub:
        hub.fail("POST", "/labels$", drop=True, after=True)
        answer = run_module("harbor_label", {**connection(hub), "name": "hardened"})
        assert not answer.failed, answer.json
        assert answer.changed
        assert hub.count("POST", "/labels") == 1


def test_two_controllers_at_once_come_to_the_same_estate(clean: tuple[str, int]) -> None:
    """In processes of their own, as two machines are."""
    from . import two_controllers

    with running() as hub:
        for outcome in two_controllers.run("harbor_state", {**connection(hub), **estate()}):
            assert not outcome.get("failed"), outcome
        assert whole(hub) == clean[0]
        assert not apply(hub, estate()).changed
