# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Robot accounts without a Harbor: names, days, rights, and what a change sends."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.twinstar.registry.plugins.module_utils._core.harbor_plan import (
    Found,
    Part,
    compared,
)
from ansible_collections.twinstar.registry.plugins.module_utils._core.harbor_request import (
    Caller,
    Ref,
)
from ansible_collections.twinstar.registry.plugins.module_utils._core.harbor_version import Version
from ansible_collections.twinstar.registry.plugins.module_utils._harbor.robot_account import (
    ROBOT_ACCOUNT,
    as_days,
    not_a_robot_name,
    not_an_access,
    not_days,
    permissions_of,
    rights,
)

ADMIN = Caller("user", "admin", 1, sysadmin=True)
TEST = Ref("project", "test")
PULL = [{"project": None, "access": ["repository:pull"]}]
STORED = {
    "id": 7,
    "name": "robot$test+ci",
    "level": "project",
    "duration": 30,
    "description": "d",
    "disable": True,
    "editable": True,
    "expires_at": 100,
    "creation_time": "2026-01-01T00:00:00.000Z",
    "permissions": [
        {
            "kind": "project",
            "namespace": "test",
            "access": [{"resource": "repository", "action": "pull"}],
        }
    ],
    "_name": "ci",
    "_rights": PULL,
    "_expired": False,
}


def found(want: dict[str, Any], *stored: dict[str, Any], **more: Any) -> Found:
    part = Part(ROBOT_ACCOUNT, more.pop("scope", TEST), ({"name": "ci", **want},), ("",), **more)
    return compared(part, stored, Version.of("2.13.5"), ADMIN)


@pytest.mark.parametrize(
    ("given_value", "days"), [("never", -1), ("Never ", -1), ("90", 90), (90, 90), ("-1", -1)]
)
def test_days_are_numbers_or_never(given_value: Any, days: int) -> None:
    assert as_days(given_value) == days
    assert not_days(as_days(given_value)) is None


@pytest.mark.parametrize("value", ["0", "-2", "soon", "1.5", "", str(2**31)])
def test_what_is_no_number_of_days_is_refused(value: str) -> None:
    assert not_days(as_days(value))


@pytest.mark.parametrize("name", ["ci", "007", "a.b_c-d", "a" * 255])
def test_names_that_harbor_takes(name: str) -> None:
    assert not_a_robot_name(name) is None


@pytest.mark.parametrize("name", ["", "CI", "robot$ci", "test+ci", "a--b", "-a", "a b", "a" * 256])
def test_names_that_harbor_refuses(name: str) -> None:
    assert not_a_robot_name(name)


@pytest.mark.parametrize("word", ["repository:pull", "export-cve:create", "*:*", "tag:create:deny"])
def test_rights_are_a_resource_and_an_action(word: str) -> None:
    assert not_an_access(word) is None


@pytest.mark.parametrize("word", ["", "pull", "repository:", ":pull", "a:b:c", "a:b:allow", "A:b"])
def test_what_is_no_right_is_refused(word: str) -> None:
    assert not_an_access(word)


ACCESS = st.sampled_from(
    ["repository:pull", "repository:push", "tag:list", "artifact:read", "tag:create:deny"]
)
ENTRY = st.fixed_dictionaries(
    {
        "project": st.sampled_from([None, "*", "prod", "test2"]),
        "access": st.lists(ACCESS, min_size=1, max_size=4),
    }
)


@given(st.lists(ENTRY, min_size=1, max_size=5), st.randoms())
def test_what_is_written_reads_back_as_the_same_rights(
    wanted: list[dict[str, Any]], chance: Any
) -> None:
    sent = permissions_of(wanted, None)
    chance.shuffle(sent)
    for each in sent:
        chance.shuffle(each["access"])
    same = next(each.same for each in ROBOT_ACCOUNT.fields if each.name == "permissions")
    assert same(rights(sent, None)) == same(wanted)


def test_rights_that_harbor_gives_in_two_entries_are_one() -> None:
    access = [{"resource": "repository", "action": "pull", "effect": "allow"}]
    twice = [{"kind": "project", "namespace": "test", "access": access}] * 2
    assert rights(twice, "test") == PULL
    assert rights(twice, None) == [{"project": "test", "access": ["repository:pull"]}]


def test_a_new_robot_takes_a_request_for_each_thing_that_a_creation_passes_over() -> None:
    want = {"permissions": PULL, "duration": 30, "secret": "Chosen-1", "disabled": True}
    (change,) = found(want).changes
    create, secret, disable = change.requests
    assert create.body == {
        "name": "ci",
        "level": "project",
        "duration": 30,
        "description": "",
        "permissions": STORED["permissions"],
    }
    assert (secret.method, secret.body) == ("PATCH", {"secret": "Chosen-1"})
    full = Ref("robot_account.name", "ci", TEST)
    assert (disable.method, disable.body) == ("PUT", {**create.body, "name": full, "disable": True})


@pytest.mark.parametrize(
    ("want", "sent"),
    [
        ({"description": "x"}, {"description": "x"}),
        ({"duration": 60}, {"duration": 60}),
        ({"disabled": False}, {"disable": False}),
    ],
)
def test_a_change_repeats_all_that_harbor_would_clear(
    want: dict[str, Any], sent: dict[str, Any]
) -> None:
    (change,) = found(want, STORED).changes
    (request,) = change.requests
    whole = {
        name: STORED[name]
        for name in ("name", "level", "duration", "description", "disable", "permissions")
    }
    assert (request.method, request.path) == ("PUT", ("robots", 7))
    assert request.body == {**whole, **sent}


def test_what_is_as_wanted_sends_nothing() -> None:
    want = {"permissions": PULL, "duration": 30, "disabled": True, "secret": "Chosen-1"}
    assert found(want, STORED).changes == ()


def test_a_secret_that_is_due_is_all_that_is_sent() -> None:
    (change,) = found({"secret": "Chosen-1"}, {**STORED, "_secret_is_due": True}).changes
    assert [each.method for each in change.requests] == ["PATCH"]


def test_a_legacy_robot_is_not_changed() -> None:
    legacy = {**STORED, "editable": False}
    assert "is of a Harbor before 2.0" in found({"description": "x"}, legacy).faults[0]
    assert found({"description": "d"}, legacy).changes == ()
    assert found({}, legacy, absent=True).changes[0].requests[0].method == "DELETE"


def test_a_stored_name_that_is_too_long_is_refused() -> None:
    want = {"permissions": PULL, "duration": 30, "name": "a" * 251}
    assert found(want, scope=None).faults == ()
    assert "with its project it has more than 255 characters" in found(want).faults[0]
