# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Members: groups by their name, the account of the task, and those that Harbor has lost."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from .contract import Answer, run_module
from .harbor import Harbor, a_harbor

PASSWORD = "Hush12345"


@pytest.fixture
def harbor() -> Iterator[Harbor]:
    with a_harbor() as found:
        found.ask("POST", "/projects", {"project_name": "test"})
        for name in ("alice", "bob", "Älice Ö", "a+b", "1234"):
            found.user(name)
        yield found


def member(harbor: Harbor, name: str = "alice", *, check: bool = False, **options: Any) -> Answer:
    params = {**harbor.connection, "project": "test", "name": name, **options}
    return run_module("harbor_project_member", params, check=check)


def members(harbor: Harbor, *listed: dict[str, Any], **options: Any) -> Answer:
    params = {**harbor.connection, "project": "test", "members": list(listed), **options}
    return run_module("harbor_project_members", params)


def seen(harbor: Harbor, project: str = "test") -> dict[str, str]:
    answer = run_module("harbor_project_member_info", {**harbor.connection, "project": project})
    assert not answer.failed, answer.json
    return {f"{each['type']} {each['name']}": each["role"] for each in answer.json["members"]}


def writes(harbor: Harbor, since: int) -> list[str]:
    return [method for method, _path in harbor.sent[since:] if method != "GET"]


@pytest.mark.parametrize("name", ["alice", "Älice Ö", "a+b", "1234"])
def test_whoever_it_is_becomes_a_member_changes_role_and_goes(harbor: Harbor, name: str) -> None:
    for role in ("developer", "limited_guest", "project_admin", "maintainer", "guest"):
        assert member(harbor, name, role=role).changed
        assert not member(harbor, name, role=role).changed
        assert seen(harbor)[f"user {name}"] == role
    assert member(harbor, name, state="absent").changed
    assert not member(harbor, name, state="absent").changed


def test_a_user_and_a_group_may_have_one_name(harbor: Harbor) -> None:
    harbor.ask("POST", "/usergroups", {"group_name": "alice", "group_type": 3})
    assert member(harbor, role="developer").changed
    assert member(harbor, role="guest", type="group").changed
    assert seen(harbor) == {
        "user admin": "project_admin",
        "user alice": "developer",
        "group alice": "guest",
    }
    assert member(harbor, type="group", state="absent").changed
    assert seen(harbor)["user alice"] == "developer"


def test_a_group_that_harbor_does_not_know_is_named(harbor: Harbor) -> None:
    since = len(harbor.sent)
    answer = member(harbor, "nobody", type="group", role="guest")
    assert "user group nobody does not exist in this Harbor. Create it first" in answer.json["msg"]
    assert writes(harbor, since) == []
    predicted = member(harbor, "nobody", type="group", role="guest", check=True)
    assert "user group nobody does not exist" in str(predicted.json["warnings"])


def test_a_group_of_ldap_is_named_by_what_is_unmistakable(harbor: Harbor) -> None:
    dn = "cn=a b,ou=gr+oups,dc=x"
    member(harbor, "a b", type="group", role="guest", ldap_group_dn=dn)
    (sent,) = harbor.bodies("POST", "/projects/test/members")
    assert sent["member_group"] == {"ldap_group_dn": dn, "group_type": 1}


def test_an_administrator_of_a_project_finds_groups_too(harbor: Harbor) -> None:
    harbor.ask("POST", "/usergroups", {"group_name": "ops", "group_type": 3})
    harbor.ask("POST", "/usergroups", {"group_name": "ops-more", "group_type": 3})
    member(harbor, role="project_admin")
    own: dict[str, Any] = {"harbor_username": "alice", "harbor_password": PASSWORD}
    answer = member(harbor, "ops", type="group", role="guest", **own)
    assert not answer.failed, answer.json
    assert seen(harbor)["group ops"] == "guest"


def test_an_exclusive_list_leaves_the_account_of_the_task(harbor: Harbor) -> None:
    member(harbor, "bob", role="guest")
    answer = members(harbor, {"name": "alice", "role": "developer"}, exclusive=True)
    assert "member admin of project test is not in the list, but is" in str(answer.json["warnings"])
    assert seen(harbor) == {"user admin": "project_admin", "user alice": "developer"}
    again = members(harbor, {"name": "alice", "role": "developer"}, exclusive=True)
    assert not again.changed
    # By name it goes, and a list that has it may change its role.
    assert member(harbor, "admin", state="absent").changed


def test_an_exclusive_empty_list_takes_all_others(harbor: Harbor) -> None:
    for name in ("alice", "bob"):
        member(harbor, name, role="guest")
    assert members(harbor, exclusive=True).changed
    assert seen(harbor) == {"user admin": "project_admin"}


def test_a_member_that_harbor_lost_is_told_of_and_mended(harbor: Harbor) -> None:
    member(harbor, role="guest")
    rows = harbor.ask("GET", "/projects/test/members?entityname=alice")
    harbor.ask("PUT", f"/projects/test/members/{rows[0]['id']}", {"role_id": 9})
    info = run_module("harbor_project_member_info", {**harbor.connection, "project": "test"})
    words = "Harbor counts 2 members of project test and lists 1: the others have a role"
    assert words in str(info.json["warnings"])
    answer = member(harbor, role="guest")
    assert answer.changed
    assert words in str(answer.json["warnings"])
    assert seen(harbor)["user alice"] == "guest"
    assert "warnings" not in member(harbor, role="guest").json


@pytest.mark.parametrize("role", ["owner", "0", "9", "Developer", ""])
def test_a_role_that_harbor_would_lose_a_member_by_is_refused(harbor: Harbor, role: str) -> None:
    member(harbor, role="guest")
    since = len(harbor.sent)
    for check in (True, False):
        answer = member(harbor, role=role, check=check)
        assert f"role is {role!r}, but Harbor knows project_admin, maintainer" in answer.json["msg"]
    assert writes(harbor, since) == []


def test_more_members_than_a_page_are_known(harbor: Harbor) -> None:
    def group(number: int) -> None:
        named = {"group_name": f"g{number:03}", "group_type": 3}
        harbor.ask("POST", "/usergroups", named)
        harbor.ask("POST", "/projects/test/members", {"role_id": 3, "member_group": named})

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(group, range(120)))
    assert len(seen(harbor)) == 121
    listed = [{"name": f"g{number:03}", "type": "group", "role": "guest"} for number in range(120)]
    assert not members(harbor, *listed).changed
    assert members(harbor, *listed[:2], exclusive=True).changed
    assert len(seen(harbor)) == 3


def test_a_project_whose_name_is_a_number_is_that_one(harbor: Harbor) -> None:
    harbor.ask("POST", "/projects", {"project_name": "1"})
    assert member(harbor, project="1", role="guest").changed
    assert not member(harbor, project="1", role="guest").changed
    assert seen(harbor, "1")["user alice"] == "guest"
    assert "user alice" not in seen(harbor)


def test_an_unknown_user_is_refused_in_harbors_words(harbor: Harbor) -> None:
    answer = member(harbor, "nobody", role="guest")
    assert "add member nobody of project test: POST" in answer.json["msg"]
    assert "user nobody is not found" in answer.json["msg"]
