# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rules of retention as a task says them and as Harbor has them, and policies it cannot bear."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.twinstar.registry.plugins.module_utils._core.harbor_field import (
    from_wire,
    to_wire,
)
from ansible_collections.twinstar.registry.plugins.module_utils._core.harbor_field import (
    given as as_given,
)
from ansible_collections.twinstar.registry.plugins.module_utils._harbor.retention_policy import (
    FIELDS,
    TEMPLATES,
    illness,
    rules_of,
    wire_rules,
)

RULES = st.lists(
    st.fixed_dictionaries(
        {
            "keep": st.sampled_from([each for each in TEMPLATES if each != "always"]),
            "number": st.integers(1, 99),
            "repositories": st.sampled_from(["**", "app/**", "{a,b}"]),
            "repositories_excluded": st.booleans(),
            "tags": st.sampled_from(["**", "v*"]),
            "tags_excluded": st.booleans(),
            "untagged": st.booleans(),
            "disabled": st.booleans(),
        }
    )
)


@given(RULES)
def test_rules_that_are_written_are_read_again(rules: list[dict[str, Any]]) -> None:
    want = as_given(FIELDS[:1], {"rules": rules})
    assert from_wire(FIELDS[:1], to_wire(FIELDS[:1], want)) == want


def test_always_has_no_number() -> None:
    (wire,) = wire_rules(as_given(FIELDS[:1], {"rules": [{"keep": "always"}]})["rules"])
    assert wire["params"] == {}
    assert rules_of([wire])[0]["number"] is None


@pytest.mark.parametrize("excluded", [False, True])
def test_without_a_word_artifacts_without_a_tag_may_be_kept(excluded: bool) -> None:
    rule = {"keep": "always", "tags_excluded": excluded}
    (wire,) = wire_rules(as_given(FIELDS[:1], {"rules": [rule]})["rules"])
    # What matches is excluded here, so that they must not.
    assert wire["tag_selectors"][0]["extras"] == f'{{"untagged": {str(not excluded).lower()}}}'
    silent = {**wire, "tag_selectors": [{**wire["tag_selectors"][0]}]}
    del silent["tag_selectors"][0]["extras"]
    assert rules_of([wire]) == rules_of([silent])
    assert rules_of([wire])[0]["untagged"] is True


@pytest.mark.parametrize(
    "other",
    [
        {"template": "nothing"},
        {"action": "delete"},
        {"params": {}},
        {"params": {"latestPushedK": "5"}},
        {"params": {"latestPushedK": 5, "other": 1}},
        {"tag_selectors": None},
        {"extras": "bogus"},
        {"extras": "[]"},
        {"extras": '{"untagged": "yes"}'},
    ],
)
def test_a_rule_that_cannot_be_said_is_shown_raw_and_like_no_other(other: dict[str, Any]) -> None:
    (wire,) = wire_rules(
        as_given(FIELDS[:1], {"rules": [{"keep": "latest_pushed", "number": 5}]})["rules"]
    )
    if "extras" in other:
        wire["tag_selectors"][0]["extras"] = other["extras"]
    else:
        wire.update(other)
    (shown,) = rules_of([wire])
    assert shown["keep"].startswith("{")
    # An export of it, given back as a task, is the same.
    assert as_given(FIELDS[:1], {"rules": [shown]})["rules"] == [shown]
    assert rules_of([{**wire, "id": 7, "priority": 1}]) == [shown]


def policy(kind: Any = "Schedule", **settings: Any) -> dict[str, Any]:
    return {"id": 1, "trigger": {"kind": kind, "settings": settings}}


def test_policies_that_harbor_cannot_bear() -> None:
    assert illness(policy(cron="")) == ""
    assert illness(policy(cron="0 0 0 * * *", next_scheduled_time="x")) == ""
    assert "would crash" in illness(policy())
    assert "would crash" in illness(policy(cron=None))
    assert "would crash" in illness({"id": 1, "trigger": {"kind": "Schedule"}})
    assert "another kind" in illness(policy("", cron=""))
    assert "another kind" in illness({"id": 1, "trigger": {}})
    assert "only the number is left" in illness({"id": "1", "_dangling": True})
