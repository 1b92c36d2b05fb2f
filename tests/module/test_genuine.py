# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The tests leave a genuine Harbor as they found it. Here the double is taken for one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from ..double.running import running
from . import genuine
from .contract import run_module
from .harbor import Harbor
from .scanner_adapter import url, with_scanner


@pytest.fixture
def harbor() -> Iterator[Harbor]:
    """With something of each kind that is somebody's."""
    with running() as hub:
        harbor = Harbor(hub.url, hub.password)
        for path, body in theirs(harbor).items():
            harbor.ask("PUT" if path.startswith(("/system", "/conf")) else "POST", path, body)
        harbor.ask("PUT", "/jobservice/queues/SLACK", {"action": "pause"})
        yield harbor


def theirs(harbor: Harbor) -> dict[str, Any]:
    access = [{"resource": "project", "action": "list"}]
    rights = [{"kind": "system", "namespace": "/", "access": access}]
    return {
        "/projects": {"project_name": "theirs"},
        "/users": {"username": "zoe", "email": "z@x.org", "realname": "z", "password": "Hush12345"},
        "/usergroups": {"group_name": "them", "group_type": 3},
        "/labels": {"name": "own", "scope": "g"},
        "/robots": {"name": "bot", "level": "system", "duration": -1, "permissions": rights},
        "/registries": {"name": "hub", "type": "harbor", "url": harbor.url},
        "/scanners": {"name": "own", "url": url("/own")},
        "/p2p/preheat/instances": {
            "name": "own",
            "vendor": "kraken",
            "endpoint": "http://127.0.0.1:9/own",
            "auth_mode": "NONE",
            "enabled": True,
            "default": True,
        },
        "/configurations": {"token_expiration": 45},
        "/system/CVEAllowlist": {"items": [{"cve_id": "CVE-1"}]},
        "/system/gc/schedule": {"schedule": {"type": "Daily", "cron": "0 0 0 * * *"}},
        "/system/scanAll/schedule": {"schedule": {"type": "Daily", "cron": "0 0 0 * * *"}},
    }


def whole(harbor: Harbor) -> Any:
    exported = run_module("harbor_export", harbor.connection)
    assert not exported.failed, exported.json
    queues = genuine.read_single(harbor, genuine.QUEUES)
    return exported.json["harbor_export"]["yaml"], queues


def busy(harbor: Harbor) -> None:
    """What tests do: another thing of each kind, and whatever there is only one of."""
    named = theirs(harbor)
    named["/projects"]["project_name"] = named["/users"]["username"] = "test"
    named["/users"]["email"] = "test@x.org"
    named["/usergroups"]["group_name"] = "test"
    named["/p2p/preheat/instances"]["endpoint"] = "http://127.0.0.1:9/test"
    named["/configurations"] = {"token_expiration": 46, "ldap_search_password": "Hush"}
    named["/system/CVEAllowlist"] = {}
    for path, body in named.items():
        if path.startswith(("/system", "/conf")):
            schedule = {"schedule": {"type": "None"}} if "schedule" in path else body
            harbor.ask("PUT", path, schedule)
        elif path != "/scanners":
            harbor.ask("POST", path, {**body, **({"name": "test"} if "name" in body else {})})
    with_scanner(harbor)
    harbor.ask("PUT", "/jobservice/queues/SLACK", {"action": "resume"})
    harbor.ask("PUT", "/jobservice/queues/WEBHOOK", {"action": "pause"})
    # In this mode nothing could be removed.
    harbor.ask("PUT", "/configurations", {"read_only": True})


def test_what_was_there_stays_and_what_was_made_goes(harbor: Harbor) -> None:
    before = whole(harbor)
    harbor.kept = genuine.Kept(harbor)
    busy(harbor)
    assert whole(harbor) != before
    harbor.kept.put_back()
    assert whole(harbor) == before


def test_what_a_killed_run_left_is_put_back_by_the_next(harbor: Harbor) -> None:
    before = whole(harbor)
    harbor.kept = genuine.Kept(harbor)
    busy(harbor)
    # Somebody else goes on meanwhile.
    harbor.unkept("PUT", "/configurations", {"read_only": False})
    harbor.unkept("POST", "/labels", {"name": "later", "scope": "g"})
    genuine.Kept(harbor)
    labels = [row["name"] for row in harbor.ask("GET", "/labels?scope=g")]
    assert labels == ["own", "later"]
    harbor.unkept("DELETE", f"/labels/{harbor.ask('GET', '/labels?scope=g&q=name=later')[0]['id']}")
    assert whole(harbor) == before


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PUT", "/projects/theirs", {"metadata": {"public": "true"}}),
        ("POST", "/projects/theirs/members", {"role_id": 1}),
        ("POST", "/projects", {"project_name": "theirs"}),
        ("GET", "/projects/theirs", None),
        ("GET", "/labels?scope=g&q=name%3Down", None),
        ("PUT", "/quotas/1", {"hard": {"storage": 5}}),
        ("PUT", "/users/1/password", {"new_password": "Hush12345"}),
        ("POST", "/usergroups", {"group_name": "them"}),
        ("DELETE", "/registries/1", None),
        ("PUT", "/configurations", {"ldap_url": "ldap://x"}),
    ],
)
def test_what_is_somebodys_is_not_touched(
    harbor: Harbor, method: str, path: str, body: Any
) -> None:
    before = whole(harbor)
    harbor.kept = genuine.Kept(harbor)
    with pytest.raises(pytest.skip.Exception):
        harbor.ask(method, path, body)
    harbor.kept.put_back()
    assert whole(harbor) == before


def test_a_password_that_nobody_sees_is_not_overwritten_where_it_is_used(harbor: Harbor) -> None:
    used = {"ldap_search_dn": "cn=x", "ldap_search_password": "Hush"}
    harbor.ask("PUT", "/configurations", used)
    harbor.kept = genuine.Kept(harbor)
    with pytest.raises(pytest.skip.Exception):
        harbor.ask("PUT", "/configurations", {"ldap_search_password": "other"})
    harbor.kept.put_back()
