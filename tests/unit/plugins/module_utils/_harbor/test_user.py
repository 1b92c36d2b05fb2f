# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Users without a Harbor: what it would refuse is refused before."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.twinstar.registry.plugins.module_utils._core.errors import Refused
from ansible_collections.twinstar.registry.plugins.module_utils._core.harbor_plan import (
    Found,
    Part,
    compared,
)
from ansible_collections.twinstar.registry.plugins.module_utils._core.harbor_request import Caller
from ansible_collections.twinstar.registry.plugins.module_utils._core.harbor_version import Version
from ansible_collections.twinstar.registry.plugins.module_utils._harbor.secret import not_a_secret
from ansible_collections.twinstar.registry.plugins.module_utils._harbor.user import (
    USER,
    not_a_comment,
    not_a_real_name,
    not_a_user_name,
    not_an_email,
)

ADMIN = Caller("user", "admin", 1, sysadmin=True)
ALICE = {
    "user_id": 3,
    "username": "alice",
    "email": "a@example.com",
    "realname": "A",
    "sysadmin_flag": True,
    "_auth_mode": "db_auth",
}


def found(want: dict[str, Any], stored: dict[str, Any], caller: Caller = ADMIN) -> Found:
    part = Part(USER, None, ({"name": stored["username"], **want},), ("",))
    return compared(part, [stored], Version.of("2.13.5"), caller)


@pytest.mark.parametrize("value", ["Aa345678", "Mit Leerzeichen 1", "A1" + "b" * 126])
def test_passwords_that_harbor_takes(value: str) -> None:
    assert not_a_secret(value) is None


@pytest.mark.parametrize(
    "value",
    ["", "Aa34567", "aa345678", "AA345678", "Aabcdefg", "Äa345678", "A1" + "b" * 127, "*****"],
)
def test_passwords_that_harbor_refuses(value: str) -> None:
    assert not_a_secret(value)


@pytest.mark.parametrize("value", ["a@b.de", "a.b@c-d.example", "a+b@example.com"])
def test_addresses_that_harbor_takes(value: str) -> None:
    assert not_an_email(value) is None


@pytest.mark.parametrize("value", ["", "a@b", "a", "a b@c.de", "a@b.c", "a,b@c.de", "a@b_c.de"])
def test_addresses_that_harbor_refuses(value: str) -> None:
    assert not_an_email(value)


def test_lengths_are_counted_in_bytes_as_harbor_does() -> None:
    assert not_a_comment("ä" * 15) is None
    assert not_a_comment("ä" * 16)
    assert not_a_real_name("ä" * 127) is None
    assert not_a_real_name("ä" * 128)
    assert not_a_user_name("")


@pytest.mark.parametrize("letter", list(',"~#%$'))
def test_names_have_none_of_what_harbor_refuses(letter: str) -> None:
    assert not_a_user_name(f"a{letter}b")
    assert not_a_real_name(f"a{letter}b")


@pytest.mark.parametrize("name", ["Älice", " lead", "a/b", "a+b@c", "VA"])
def test_names_that_harbor_takes(name: str) -> None:
    assert not_a_user_name(name) is None


def test_a_changed_profile_is_sent_whole() -> None:
    (change,) = found({"realname": "B"}, ALICE).changes
    (request,) = change.requests
    assert (request.method, request.path) == ("PUT", ("users", 3))
    assert request.body == {"email": "a@example.com", "realname": "B", "comment": ""}


def test_profile_flag_and_password_are_three_requests_and_the_password_the_last() -> None:
    want = {"comment": "c", "sysadmin": False, "password": "Aa345678"}
    (change,) = found(want, {**ALICE, "_secret_is_due": True}).changes
    assert [request.path for request in change.requests] == [
        ("users", 3),
        ("users", 3, "sysadmin"),
        ("users", 3, "password"),
    ]


def test_a_stored_address_that_we_would_refuse_is_left_alone() -> None:
    odd = {**ALICE, "email": "odd", "realname": "a,b"}
    assert found({"email": "odd", "realname": "a,b"}, odd) == found({}, odd)


@pytest.mark.parametrize("words", ["the password must be longer", ""])
def test_only_the_present_password_is_no_refusal(words: str) -> None:
    want = {"password": "Aa345678", "update_password": "always"}
    (change,) = found(want, {**ALICE, "_secret_is_due": True}).changes
    same = {"errors": [{"message": "New password is identical to old password"}]}
    assert USER.gain(change, [same]) == {}
    assert USER.gain(change, [None]) == {}
    with pytest.raises(Refused, match="set the password of user alice"):
        USER.gain(change, [{"errors": [{"message": words}]}])
