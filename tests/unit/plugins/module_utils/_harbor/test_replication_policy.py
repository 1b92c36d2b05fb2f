# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sides, filters and ends of replications."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.twinstar.registry.plugins.module_utils._core.harbor_field import (
    comparable,
    given,
    to_wire,
)
from ansible_collections.twinstar.registry.plugins.module_utils._harbor.replication_policy import (
    REPLICATION_POLICY,
    ended,
    not_a_filter,
)

FILTERS = next(each for each in REPLICATION_POLICY.fields if each.name == "filters")


@pytest.mark.parametrize(
    ("run", "over"),
    [
        ({"status": "InProgress", "total": 0}, False),
        ({"status": "InProgress", "total": 2, "in_progress": 1, "succeed": 1}, False),
        ({"status": "InProgress", "total": 2, "in_progress": 0, "succeed": 1}, False),
        ({"status": "InProgress", "total": 2, "in_progress": 0, "succeed": 2}, True),
        ({"status": "InProgress", "total": 3, "succeed": 1, "failed": 1, "stopped": 1}, True),
        ({"status": "Succeed", "total": 0}, True),
        ({"status": "Failed", "total": 0}, True),
    ],
)
def test_a_run_ends_with_its_tasks_and_one_without_has_not_ended(
    run: dict[str, Any], over: bool
) -> None:
    assert ended(run) is over


def test_who_names_one_side_means_this_harbor_by_the_other() -> None:
    implied = REPLICATION_POLICY.implied
    assert implied({"dest_registry": "a"}) == {"src_registry": "", "dest_registry": "a"}
    assert implied({"speed": 1}) == {"speed": 1}
    assert implied({"src_registry": "a", "dest_registry": "b"}) == {
        "src_registry": "a",
        "dest_registry": "b",
    }


@pytest.mark.parametrize(
    ("item", "words"),
    [
        ({"type": "name", "value": "a/**"}, ""),
        ({"type": "tag", "value": "", "decoration": "excludes"}, ""),
        ({"type": "label", "labels": ["a"]}, ""),
        ({"type": "resource", "value": "image"}, ""),
        ({"type": "resource", "value": "chart"}, "image or artifact"),
        ({"type": "name", "value": "a", "decoration": "matches"}, "only tags and labels"),
        ({"type": "name"}, "has a value"),
        ({"type": "tag", "labels": ["a"], "value": "b"}, "no labels"),
        ({"type": "label", "labels": []}, "has their names in labels"),
    ],
)
def test_a_filter_that_harbor_would_refuse(item: dict[str, Any], words: str) -> None:
    found = not_a_filter(item) or ""
    assert bool(found) is bool(words)
    assert words in found


def test_labels_of_a_filter_are_a_list_on_the_wire() -> None:
    want = given([FILTERS], {"filters": [{"type": "label", "labels": ["b", "a"]}]})
    assert to_wire([FILTERS], want) == {"filters": [{"type": "label", "value": ["b", "a"]}]}


def test_the_order_of_filters_and_labels_and_a_decoration_that_goes_without_saying() -> None:
    one = [{"type": "label", "labels": ["b", "a"]}, {"type": "tag", "value": "v*"}]
    other = [
        {"type": "tag", "value": "v*", "decoration": "matches"},
        {"type": "label", "labels": ["a", "b"]},
    ]
    assert comparable(FILTERS, one) == comparable(FILTERS, other)
