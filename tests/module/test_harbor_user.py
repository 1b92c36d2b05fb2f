# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Users and groups: the one that no list has, passwords that cannot be read, who may not go."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import requests

from .contract import Answer, run_module
from .harbor import VERSIONS, Harbor, a_harbor

PASSWORD = "Chosen-Word-1"
OTHER = "Other-Word-2"
SECRET = "Third-Word-3"


@pytest.fixture
def harbor() -> Iterator[Harbor]:
    with a_harbor() as found:
        yield found


def user(harbor: Harbor, name: str = "alice", *, check: bool = False, **options: Any) -> Answer:
    return run_module("harbor_user", {**harbor.connection, "name": name, **options}, check=check)


def new(harbor: Harbor, name: str = "alice", *, check: bool = False, **options: Any) -> Answer:
    profile = {
        "email": f"u{len(harbor.sent)}@example.com",
        "realname": "Somebody",
        "password": PASSWORD,
    }
    answer = user(harbor, name, check=check, **{**profile, **options})
    assert not answer.failed, answer.json
    return answer


def login(harbor: Harbor, name: str, password: str) -> int:
    return requests.get(
        f"{harbor.url}/api/v2.0/users/current", auth=(name, password), timeout=30
    ).status_code


def written(harbor: Harbor, since: int) -> list[tuple[str, str]]:
    """Method and last part of the path of what was sent to change something."""
    return [
        (method, path.rpartition("/")[2]) for method, path in harbor.sent[since:] if method != "GET"
    ]


def as_user(harbor: Harbor, name: str, password: str = PASSWORD) -> dict[str, Any]:
    return {**harbor.connection, "harbor_username": name, "harbor_password": password}


def set_mode(harbor: Harbor, mode: str) -> None:
    store = harbor.hub.store
    with store.transaction():
        store["settings"].insert(name="auth_mode", value=mode)


def test_a_system_administrator_is_made_in_the_two_requests_that_it_takes(harbor: Harbor) -> None:
    since = len(harbor.sent)
    new(harbor, sysadmin=True)
    assert written(harbor, since) == [("POST", "users"), ("PUT", "sysadmin")]
    seen = run_module("harbor_user_info", {**harbor.connection, "name": "alice"}).json["users"]
    assert [each["sysadmin"] for each in seen] == [True]


def test_a_password_is_tried_and_written_only_where_it_differs(harbor: Harbor) -> None:
    new(harbor)
    since = len(harbor.sent)
    assert not user(harbor, password=PASSWORD).changed
    # Who am I, what is it, look, and one login to try the password.
    assert len(harbor.sent) - since == 4
    since = len(harbor.sent)
    assert user(harbor, password=OTHER).json["plan"] == ["set the password of user alice"]
    assert written(harbor, since) == [("PUT", "password")]
    assert login(harbor, "alice", OTHER) == 200


def test_how_a_password_is_updated(harbor: Harbor) -> None:
    new(harbor)
    since = len(harbor.sent)
    assert not user(harbor, password=OTHER, update_password="on_create").changed
    assert len(harbor.sent) - since == 3, "nobody tried it"
    # Harbor refuses the password that it has already, which is no failure here.
    for word in (PASSWORD, PASSWORD, OTHER):
        answer = user(harbor, password=word, update_password="always")
        assert answer.changed, answer.json
    assert login(harbor, "alice", OTHER) == 200


def test_a_profile_is_changed_as_a_whole_and_what_is_left_out_stays(harbor: Harbor) -> None:
    new(harbor, email="alice@example.com", comment="releases")
    since = len(harbor.sent)
    assert user(harbor, realname="Alice").json["plan"] == ["set realname of user alice"]
    assert len(written(harbor, since)) == 1
    seen = run_module("harbor_user_info", {**harbor.connection, "name": "alice"}).json["users"][0]
    told = [seen[name] for name in ("email", "realname", "comment")]
    assert told == ["alice@example.com", "Alice", "releases"]


def test_the_address_of_another_is_refused_before_anything_is_sent(harbor: Harbor) -> None:
    new(harbor, "bob", email="bob+x@example.com")
    new(harbor)
    since = len(harbor.sent)
    answer = user(harbor, email="bob+x@example.com")
    assert "email is 'bob+x@example.com', but it is that of user bob already" in answer.json["msg"]
    assert written(harbor, since) == []


def test_the_first_administrator_is_found_though_no_list_has_it(harbor: Harbor) -> None:
    info = run_module("harbor_user_info", {**harbor.connection, "name": "admin"})
    assert [each["id"] for each in info.json["users"]] == [1]
    everybody = run_module("harbor_user_info", harbor.connection).json["users"]
    assert "admin" in [each["name"] for each in everybody]
    assert not user(harbor, "admin", sysadmin=True, realname="system admin").changed


def test_the_first_administrator_has_no_address_and_harbor_wants_one(harbor: Harbor) -> None:
    if harbor.ask("GET", "/users/1").get("email"):
        pytest.skip("user 1 of this Harbor has an address")
    refused = user(harbor, "admin", comment="the first")
    assert "email is missing, but user admin has none" in refused.json["msg"]
    assert user(harbor, "admin", comment="the first", email="admin@example.com").changed


def test_the_password_of_the_own_account_needs_the_present_one(harbor: Harbor) -> None:
    new(harbor, "root", sysadmin=True)
    own = {**as_user(harbor, "root"), "name": "root", "password": OTHER}
    since = len(harbor.sent)
    refused = run_module("harbor_user", own)
    assert "old_password is missing, but user root is the account of this" in refused.json["msg"]
    assert written(harbor, since) == []
    assert run_module("harbor_user", {**own, "old_password": PASSWORD}).changed
    again = run_module("harbor_user", {**own, "harbor_password": OTHER, "old_password": SECRET})
    assert not again.changed
    assert not again.failed, again.json


def own_password(harbor: Harbor, password: str = PASSWORD, **tree: Any) -> Answer:
    """An estate with another password for the account that brings it about."""
    root = {"name": "root", "password": OTHER, "old_password": PASSWORD}
    others = [{"name": f"p{number}"} for number in range(8)]
    tree = {"users": [root], "projects": others, **tree}
    return run_module("harbor_state", {**as_user(harbor, "root", password), **tree})


def test_what_follows_another_password_of_the_own_account_goes_with_it(harbor: Harbor) -> None:
    """In read-only mode no password can be changed, so that setting comes after it."""
    new(harbor, "root", sysadmin=True)
    answer = own_password(harbor, configuration={"read_only": True})
    assert not answer.failed, answer.json
    assert answer.json["plan"][-2:] == [
        "set the password of user root",
        "set read only of Harbor's configuration",
    ]
    assert OTHER not in answer.output
    assert login(harbor, "root", OTHER) == 200
    again = own_password(harbor, OTHER, configuration={"read_only": True})
    assert not again.failed, again.json
    assert not again.changed


def test_a_new_own_password_whose_answer_was_lost_is_known_to_be_set(harbor: Harbor) -> None:
    new(harbor, "root", sysadmin=True)
    harbor.hub.fail("PUT", "/password$", drop=True, after=True)
    answer = own_password(harbor, configuration={"read_only": True})
    assert not answer.failed, answer.json
    assert login(harbor, "root", OTHER) == 200


@pytest.mark.parametrize("name", ["admin", "root"])
def test_nobody_is_demoted_or_removed_who_must_stay(harbor: Harbor, name: str) -> None:
    """The first administrator by another one, and another one by himself."""
    new(harbor, "root", sysadmin=True)
    since = len(harbor.sent)
    for options in ({"sysadmin": False}, {"state": "absent"}):
        for check in (True, False):
            params = {**as_user(harbor, "root"), "name": name, **options}
            answer = run_module("harbor_user", params, check=check)
            assert answer.failed, options
            assert f"user {name} is " in answer.json["msg"]
    assert written(harbor, since) == []


def test_who_is_no_administrator_manages_himself_only(harbor: Harbor) -> None:
    new(harbor, email="alice@example.com")
    own = as_user(harbor, "alice")
    seen = run_module("harbor_user_info", own).json["users"]
    assert [each["name"] for each in seen] == ["alice"]
    change = {**own, "name": "alice", "realname": "Alice", "password": OTHER}
    assert run_module("harbor_user", {**change, "old_password": PASSWORD}).changed
    assert login(harbor, "alice", OTHER) == 200
    seen = run_module("harbor_user_info", {**harbor.connection, "name": "alice"}).json["users"]
    assert [each["realname"] for each in seen] == ["Alice"]


@pytest.mark.parametrize("version", VERSIONS)
def test_awkward_names_are_found_again(version: str) -> None:
    with a_harbor(version=version) as harbor:
        for name in ("1234", "a+b", "Älice Ö", "a/b", " lead", "VA", "va", "me@example.com", "x=y"):
            assert new(harbor, name).changed, name
            assert not user(harbor, name, password=PASSWORD).changed, name
            assert user(harbor, name, comment="seen").changed, name
            assert user(harbor, name, state="absent").changed, name
            assert not user(harbor, name, state="absent").changed, name


def test_a_user_who_was_removed_can_come_back(harbor: Harbor) -> None:
    new(harbor, email="alice@example.com")
    user(harbor, state="absent")
    assert new(harbor, email="alice@example.com").changed


@pytest.mark.parametrize("mode", ["ldap_auth", "oidc_auth", "http_auth"])
def test_with_users_from_elsewhere_only_the_flag_can_be_changed(harbor: Harbor, mode: str) -> None:
    new(harbor, email="alice@example.com")
    set_mode(harbor, mode)
    since = len(harbor.sent)
    answer = user(harbor, "bob", email="b@example.com", realname="Bob", password=PASSWORD)
    assert f"the users of this Harbor are those of {mode}, and no others can" in answer.json["msg"]
    answer = user(harbor, realname="New", password=OTHER)
    assert f"but the users of this Harbor are those of {mode}, where that" in answer.json["msg"]
    assert len(answer.json["errors"]) == 2
    assert OTHER not in answer.output
    assert written(harbor, since) == []
    assert user(harbor, sysadmin=True).changed
    assert not user(harbor, sysadmin=True).changed
    assert not user(harbor, "admin", password=harbor.password, realname="system admin").changed


def test_more_users_than_a_page_are_listed(harbor: Harbor) -> None:
    before = run_module("harbor_user_info", harbor.connection).json["users"]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(harbor.user, [f"u{number:03}" for number in range(130)]))
    seen = run_module("harbor_user_info", harbor.connection).json["users"]
    assert len({each["name"] for each in seen}) == len(before) + 130


def test_a_secret_for_the_command_line_is_for_users_of_oidc(harbor: Harbor) -> None:
    answer = run_module(
        "harbor_user_cli_secret", {**harbor.connection, "name": "admin", "secret": PASSWORD}
    )
    assert "secret is set, but the users of this Harbor are those of db_auth" in answer.json["msg"]
    assert harbor.writes() == 0


def test_users_are_imported_from_ldap_only_where_there_is_one(harbor: Harbor) -> None:
    answer = run_module("harbor_ldap_import", {**harbor.connection, "users": ["alice"]})
    assert "users is given, but the users of this Harbor are those of" in answer.json["msg"]
    assert harbor.writes() == 0


def test_who_cannot_be_imported_is_named_and_the_others_are_there() -> None:
    with a_harbor(ldap=("alice", "bob")) as harbor:
        set_mode(harbor, "ldap_auth")
        params = {**harbor.connection, "users": ["alice", "mallory", "Bob"]}
        answer = run_module("harbor_ldap_import", {**params, "users": ["alice", "mallory"]})
        assert answer.json["errors"] == [answer.json["msg"]]
        assert "import mallory from LDAP: Harbor says unknown_user" in answer.json["msg"]
        done = run_module("harbor_ldap_import", {**params, "users": ["ALICE", "bob"]})
        assert done.json["ldap_import"]["imported"] == ["bob"]


def test_a_directory_that_does_not_answer_is_a_failure(harbor: Harbor) -> None:
    set_mode(harbor, "ldap_auth")
    answer = run_module("harbor_ldap_import", {**harbor.connection, "users": ["alice"]})
    assert "import alice from LDAP: POST /ldap/users/import answered 500" in answer.json["msg"]


def test_groups_of_one_name_and_another_type_are_told_apart_from_the_start(harbor: Harbor) -> None:
    params = {**harbor.connection, "name": "ops & co"}
    assert run_module("harbor_user_group", {**params, "type": "oidc"}).changed
    since = len(harbor.sent)
    answer = run_module("harbor_user_group", {**params, "type": "http"})
    assert "type is 'http', but user group ops & co was created with 'oidc'" in answer.json["msg"]
    assert written(harbor, since) == []


def test_a_distinguished_name_is_the_same_however_it_is_written(harbor: Harbor) -> None:
    store = harbor.hub.store
    with store.transaction():
        store["usergroups"].insert(
            group_name="devs", group_type=1, ldap_group_dn="cn=the devs,ou=groups,dc=example"
        )
    params = {**harbor.connection, "name": "devs", "type": "ldap"}
    for name in ("CN=The Devs,OU=groups,DC=example", " cn=the devs,ou=groups,dc=example "):
        answer = run_module("harbor_user_group", {**params, "ldap_group_dn": name})
        assert not answer.failed, answer.json
        assert not answer.changed
    other = run_module("harbor_user_group", {**params, "ldap_group_dn": "cn=other,dc=example"})
    assert "and Harbor cannot change that" in other.json["msg"]


def test_an_unknown_ldap_group_is_refused_in_harbors_words(harbor: Harbor) -> None:
    dn = "cn=a b,ou=gr+oups,dc=x"
    params = {**harbor.connection, "name": "devs", "type": "ldap", "ldap_group_dn": dn}
    answer = run_module("harbor_user_group", params)
    assert f"LDAP Group DN is not found: DN:{dn}" in answer.json["msg"]
