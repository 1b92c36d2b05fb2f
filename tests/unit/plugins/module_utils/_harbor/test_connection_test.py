# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is tested, from what the task and Harbor say."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from ansible_collections.twinstar.registry.plugins.module_utils._core.errors import Refused
from ansible_collections.twinstar.registry.plugins.module_utils._core.harbor_action import Call
from ansible_collections.twinstar.registry.plugins.module_utils._core.harbor_request import (
    Caller,
    Ref,
)
from ansible_collections.twinstar.registry.plugins.module_utils._core.harbor_version import (
    Version,
)
from ansible_collections.twinstar.registry.plugins.module_utils._harbor.connection_test import (
    CONNECTION_TEST,
)

STORED = {
    "ldap_url": {"value": "ldaps://one.example.com", "editable": True},
    "ldap_base_dn": {"value": "dc=example,dc=com", "editable": True},
    "ldap_scope": {"value": 2, "editable": True},
    "scan_all_policy": {},
}


def asked(params: dict[str, Any], *answers: Any) -> tuple[Any, list[Any]]:
    """The result, and the requests."""
    call = Call(params, Version.of("2.15.2"), Caller("user", "admin", 1, True))
    asking = CONNECTION_TEST.prepare(call)
    requests = [next(asking)]
    for answer in answers:
        try:
            requests.append(asking.send(answer))
        except StopIteration as end:
            return end.value.result, requests
    raise RuntimeError("it wants to know more")


def reply(body: Any) -> Any:
    return SimpleNamespace(status=200, body=body)


def test_what_is_left_out_of_ldap_is_as_configured_but_for_the_password() -> None:
    ldap = {"url": "ldap://two.example.com", "search_password": "hush", "base_dn": None}
    result, requests = asked({"ldap": ldap}, reply(STORED), reply({"success": True}))
    assert requests[1].body == {
        "ldap_url": "ldap://two.example.com",
        "ldap_base_dn": "dc=example,dc=com",
        "ldap_scope": 2,
        "ldap_search_password": "hush",
    }
    assert result == {"kind": "ldap", "name": "ldap://two.example.com", "reachable": True}


def test_a_directory_that_harbor_does_not_reach_fails_though_it_answers_200() -> None:
    words = {"message": "error: ldap server network timeout"}
    with pytest.raises(Refused, match="could not log in there: ldap server network timeout"):
        asked({"ldap": {}}, reply(STORED), reply(words))


def test_a_stored_registry_is_tested_by_its_name_alone() -> None:
    result, requests = asked({"registry": {"name": "hub-2"}}, reply(None))
    assert requests[0].body == {"id": Ref("registry", "hub-2")}
    assert result["name"] == "hub-2"


def test_another_registry_is_tested_with_what_is_given() -> None:
    registry = {"type": "harbor", "url": "hub-3.example.com/", "verify_certs": False}
    _result, requests = asked({"registry": {**registry, "access_key": None}}, reply(None))
    assert requests[0].body == {
        "type": "harbor",
        "url": "http://hub-3.example.com",
        "insecure": True,
    }


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({}, "nothing is given"),
        ({"ldap": {}, "oidc": {"url": "https://x"}}, "ldap and oidc are given"),
        ({"registry": {"name": "a", "type": "harbor"}}, "registry.name is 'a', but type is given"),
        ({"registry": {"url": "https://a"}}, "registry.type is missing"),
        ({"registry": {"type": "harbor", "url": "ftp://a"}}, "registry.url is 'ftp://a'"),
    ],
)
def test_what_cannot_be_meant(params: dict[str, Any], words: str) -> None:
    assert any(words in each for each in CONNECTION_TEST.faults(params))
