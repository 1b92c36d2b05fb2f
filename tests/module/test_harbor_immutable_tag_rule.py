# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rules for immutable tags: two requests where one drops half, and doubles that Harbor allows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from ansible_collections.twinstar.registry.plugins.module_utils._harbor.selector import selectors

from .contract import Answer, run_module
from .harbor import VERSIONS, Harbor, a_harbor

PATH = "/projects/test/immutabletagrules"


@pytest.fixture(params=VERSIONS)
def harbor(request: pytest.FixtureRequest) -> Iterator[Harbor]:
    with a_harbor(version=request.param) as harbor:
        harbor.ask("POST", "/projects", {"project_name": "test"})
        yield harbor


def rule(harbor: Harbor, check: bool = False, **params: Any) -> Answer:
    base = {**harbor.connection, "project": "test"}
    return run_module("harbor_immutable_tag_rule", {**base, **params}, check=check)


def stored(harbor: Harbor) -> list[Any]:
    return list(harbor.ask("GET", PATH))


def test_one_that_begins_disabled_takes_a_second_request(harbor: Harbor) -> None:
    answer = rule(harbor, tags="v*", disabled=True)
    assert len(answer.json["plan"]) == 2
    (row,) = stored(harbor)
    assert row["disabled"] is True
    assert not rule(harbor, tags="v*", disabled=True).changed


def test_switching_one_off_changes_nothing_else_of_it(harbor: Harbor) -> None:
    assert rule(harbor, repositories="app/**", tags="{v*,r*}", tags_excluded=True).changed
    (before,) = stored(harbor)
    assert rule(
        harbor, repositories="app/**", tags="{v*,r*}", tags_excluded=True, disabled=True
    ).changed
    assert stored(harbor) == [{**before, "disabled": True}]
    (sent,) = harbor.bodies("PUT", "/immutabletagrules")
    assert sent["id"] == before["id"]


def test_another_pattern_is_another_rule(harbor: Harbor) -> None:
    assert rule(harbor, tags="v*").changed
    assert rule(harbor, tags="r*").changed
    assert rule(harbor, tags="r*", repositories="a").changed
    assert rule(harbor, tags="r*", repositories="a", repositories_excluded=True).changed
    assert len(stored(harbor)) == 4
    assert rule(harbor, tags="v*", state="absent").changed
    assert not rule(harbor, tags="v*", state="absent").changed
    assert len(stored(harbor)) == 3


def doubled(harbor: Harbor) -> None:
    """Two rules that say the same, the first of which is disabled. Harbor takes the second since
    what it stores of the first, which was changed, holds its number."""
    assert rule(harbor, tags="v*").changed
    (first,) = stored(harbor)
    harbor.ask("PUT", f"{PATH}/{first['id']}", first)
    harbor.ask("PUT", f"{PATH}/{first['id']}", {**first, "disabled": True})
    harbor.ask("POST", PATH, {name: value for name, value in first.items() if name != "id"})
    assert len(stored(harbor)) == 2


def test_of_rules_that_say_the_same_the_one_that_counts_is_left(harbor: Harbor) -> None:
    doubled(harbor)
    answer = rule(harbor, tags="v*")
    assert answer.json["plan"] == [
        "remove another immutable tag rule for tags v* in repositories ** of project test, which "
        "says the same"
    ]
    (left,) = stored(harbor)
    assert not left.get("disabled")
    assert not rule(harbor, tags="v*").changed


def test_all_that_say_the_same_go_at_once(harbor: Harbor) -> None:
    doubled(harbor)
    assert rule(harbor, tags="v*", state="absent").changed
    assert stored(harbor) == []


def test_one_of_another_form_is_nothing_to_ours(harbor: Harbor) -> None:
    harbor.ask("POST", PATH, {})
    assert rule(harbor).changed
    assert not rule(harbor).changed
    assert rule(harbor, state="absent").changed
    assert len(stored(harbor)) == 1


def test_more_than_a_page(harbor: Harbor) -> None:
    for number in range(105):
        other = selectors({"repositories": f"r{number}", "tags": "v*"})
        harbor.ask("POST", PATH, {"action": "immutable", **other})
    assert not rule(harbor, repositories="r104", tags="v*").changed
    assert rule(harbor, repositories="r104", tags="v*", state="absent").changed
    assert not rule(harbor, repositories="r104", tags="v*", state="absent").changed
