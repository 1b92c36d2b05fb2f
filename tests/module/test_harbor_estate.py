# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the engine does whatever the kind of object: how often it asks, and what it refuses."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml

from . import images, scanner_adapter
from .contract import Answer, run_module
from .harbor import Harbor, a_harbor

USERS = ("alice", "bob", "carol")


def furnish(harbor: Harbor) -> None:
    for name in USERS:
        harbor.ask(
            "POST",
            "/users",
            {
                "username": name,
                "email": f"{name}@example.com",
                "realname": name,
                "password": "Pass-word1",
            },
        )


def projects(count: int, limit: str = "1GiB", members: bool = True) -> dict[str, Any]:
    listed = [{"name": name, "role": "developer"} for name in USERS]
    whose: dict[str, Any] = {"members": listed} if members else {}
    return {
        "projects": [{"name": f"p{n:03}", "storage_limit": limit, **whose} for n in range(count)]
    }


def apply(harbor: Harbor, *, check: bool = False, **tree: Any) -> Answer:
    return run_module("harbor_state", {**harbor.connection, **tree}, check=check)


@pytest.mark.parametrize("count", [10, 120])
def test_how_many_requests_projects_with_members_take(count: int) -> None:
    few = count + count // 50 + 5
    with a_harbor() as harbor:
        furnish(harbor)
        for tree, most in (
            (projects(count), 4 * count + 5),
            (projects(count), few),
            (projects(count, "2GiB", members=False), few),
            (projects(count, "3GiB"), few + count),
        ):
            before = len(harbor.sent)
            answer = apply(harbor, **tree)
            assert not answer.failed, answer.json
            assert len(harbor.sent) - before <= most
        assert not apply(harbor, **projects(count, "3GiB")).changed


def test_more_objects_than_a_page_are_found_again() -> None:
    labels = [{"name": f"label-{number:03}"} for number in range(130)]
    with a_harbor() as harbor:
        assert apply(harbor, labels=labels).json["harbor_state"]["created"] == 130
        assert not apply(harbor, labels=list(reversed(labels))).changed
        kept = apply(harbor, labels=labels[:5], exclusive=["labels"])
        assert kept.json["harbor_state"]["removed"] >= 125
        assert not apply(harbor, labels=labels[:5], exclusive=["labels"]).changed


@pytest.mark.parametrize(
    "name", ["007", "1e3", "a.b_c-d", "x" * 255], ids=["digits", "number", "signs", "long"]
)
def test_awkward_names_of_projects(name: str) -> None:
    tree: dict[str, Any] = {
        "projects": [{"name": name, "public": True, "labels": [{"name": "own"}]}]
    }
    with a_harbor() as harbor:
        assert apply(harbor, **tree).changed
        assert not apply(harbor, **tree).changed
        changed = apply(harbor, projects=[{"name": name, "public": False}])
        assert changed.json["plan"] == [f"set public of project {name}"]
        gone = run_module("harbor_project", {**harbor.connection, "name": name, "state": "absent"})
        assert gone.changed


@pytest.mark.parametrize(
    "name",
    [
        "a+b",
        "100%",
        "50%2B",
        "a b",
        "a,b",
        "ä/ö",
        "~tilde",
        "[x]",
        "{y}",
        "(z)",
        "\\",
        "日本",
        "'\"",
    ],
)
def test_awkward_names_of_labels(name: str) -> None:
    with a_harbor() as harbor:
        params = {**harbor.connection, "name": name}
        assert run_module("harbor_label", params).changed
        assert not run_module("harbor_label", params).changed
        assert run_module("harbor_label", {**params, "description": "d"}).changed
        assert run_module("harbor_label", {**params, "state": "absent"}).changed
        assert not run_module("harbor_label", {**params, "state": "absent"}).changed


def test_a_child_of_a_project_that_is_not_there_is_predicted_and_refused() -> None:
    with a_harbor() as harbor:
        params = {**harbor.connection, "name": "own", "project": "nowhere"}
        predicted = run_module("harbor_label", params, check=True)
        assert predicted.changed
        assert predicted.json["plan"] == ["create label own of project nowhere"]
        assert "project nowhere does not exist in this Harbor" in predicted.output
        refused = run_module("harbor_label", params)
        assert refused.json["msg"] == (
            "project nowhere does not exist in this Harbor. Create it first, or correct the name."
        )
        assert not run_module("harbor_label", {**params, "state": "absent"}).changed
        assert harbor.writes() == 0


def test_a_project_and_what_is_in_it_are_predicted_together() -> None:
    with a_harbor() as harbor:
        tree: dict[str, Any] = {"projects": [{"name": "test", "labels": [{"name": "own"}]}]}
        predicted = apply(harbor, check=True, **tree)
        assert predicted.json["harbor_state"]["tree"] == ["+ project test", "    + label own"]
        assert harbor.writes() == 0
        assert apply(harbor, **tree).json["plan"] == predicted.json["plan"]


def test_the_account_of_the_task_stays_a_member() -> None:
    with a_harbor() as harbor:
        tree: dict[str, Any] = {
            "projects": [{"name": "test", "members": []}],
            "exclusive": ["members"],
        }
        assert apply(harbor, **tree).changed
        again = apply(harbor, **tree)
        assert not again.changed
        assert "member admin of project test is not in the list, but is the account" in (
            again.output
        )


def test_an_exclusive_list_leaves_a_project_that_holds_images() -> None:
    with a_harbor(registry=True) as harbor:
        apply(harbor, projects=[{"name": "full"}, {"name": "empty"}])
        images.push(harbor, "full/nginx", "1.0", "layer two")
        answer = apply(harbor, projects=[{"name": "library"}], exclusive=["projects"])
        assert answer.json["plan"] == ["remove project empty"]
        assert "project full is not in the list, but has 1 repositories and stays" in answer.output


def test_an_export_is_taken_back_unchanged() -> None:
    with a_harbor() as harbor:
        furnish(harbor)
        apply(harbor, **projects(3), labels=[{"name": "ä, 'ö' #1", "color": "#000000"}])
        exported = run_module("harbor_export", harbor.connection)
        assert not exported.failed, exported.json
        tree = yaml.safe_load(exported.json["harbor_export"]["yaml"])
        assert tree == exported.json["harbor_export"]["estate"]
        back = apply(harbor, **tree)
        assert not back.failed, back.json
        assert not back.changed, back.json["plan"]


def secrets_of(harbor: Harbor) -> list[Any]:
    """What the double has stored of them."""
    store = harbor.hub.store
    with store.transaction():
        targets = [target for hook in store["webhooks"] for target in hook["targets"]]
        return [
            [row["access_secret"] for row in store["registries"]],
            [row["access_credential"] for row in store["scanners"]],
            [row["auth_info"] for row in store["preheat_instances"]],
            [target.get("auth_header") for target in targets],
        ]


@pytest.mark.parametrize("version", ["2.9.5", "2.15.2"])
def test_a_secret_that_harbor_holds_is_a_comment_in_its_place_and_stays(version: str) -> None:
    """Also where this Harbor shows it; and where it holds none, there is no comment."""
    with a_harbor(version=version) as harbor:
        target = {"type": "http", "address": "https://a.example.com", "auth_header": "planted-1"}
        hook = {"name": "build", "enabled": True, "event_types": ["PUSH_ARTIFACT"]}
        harbor.ask("POST", "/projects", {"project_name": "test"})
        harbor.ask(
            "POST",
            "/projects/test/webhook/policies",
            {**hook, "targets": [target, {"type": "http", "address": "https://b.example.com"}]},
        )
        login_of = {"access_key": "admin", "access_secret": harbor.password, "type": "basic"}
        place = {"type": "harbor", "url": harbor.url}
        harbor.ask("POST", "/registries", {"name": "known", "credential": login_of, **place})
        harbor.ask("POST", "/registries", {"name": "open", **place})
        scanner = {"name": "grype", "url": scanner_adapter.url("/grype")}
        harbor.ask(
            "POST", "/scanners", {**scanner, "auth": "Bearer", "access_credential": "planted-2"}
        )
        harbor.ask(
            "POST", "/scanners", {"name": "open", "url": scanner_adapter.url("/other"), "auth": ""}
        )
        shop = {"vendor": "dragonfly", "enabled": True, "endpoint": "https://shop.example.com"}
        oauth = {"auth_mode": "OAUTH", "auth_info": {"token": "planted-3"}}
        harbor.ask("POST", "/p2p/preheat/instances", {"name": "shop", **shop, **oauth})
        other = {**shop, "endpoint": "https://open.example.com", "auth_mode": "NONE"}
        harbor.ask("POST", "/p2p/preheat/instances", {"name": "open", **other})
        harbor.user("alice", "Planted-Word-4")
        harbor.ask("PUT", "/configurations", {"uaa_client_secret": "planted-5"})
        kept = secrets_of(harbor)

        answer = run_module("harbor_export", harbor.connection)
        assert not answer.failed, answer.json
        assert "planted" not in answer.output.lower()
        text = answer.json["harbor_export"]["yaml"]
        found = re.findall(r"\n( *)# (\w+): is a secret", text)
        assert sorted((name, len(indent)) for indent, name in found) == [
            ("access_credential", 4),
            ("access_secret", 4),
            ("auth_header", 12),
            ("auth_info", 4),
            ("password", 4),
            ("password", 4),
            ("uaa_client_secret", 2),
        ]
        assert text.index("https://a.example.com") < text.index("# auth_header")
        assert text.index("# auth_header") < text.index("https://b.example.com")
        back = apply(harbor, **yaml.safe_load(text))
        assert not back.failed, back.json
        assert not back.changed, back.json["plan"]
        # What changes beside a secret leaves it as it is.
        tree = yaml.safe_load(text)
        tree["registries"][0]["description"] = "known"
        tree["projects"][1]["webhooks"][0]["targets"][0]["skip_cert_verify"] = True
        tree["scanners"][0]["description"] = "looks twice"
        tree["preheat_instances"][1]["description"] = "shop"
        changed = apply(harbor, **tree)
        assert not changed.failed, changed.json
        assert changed.json["harbor_state"]["changed"] == 4
        assert secrets_of(harbor) == kept


def test_what_is_stored_already_is_not_judged() -> None:
    """Harbor keeps words that we would not send; an export of it is taken back all the same."""
    with a_harbor() as harbor:
        harbor.ask("POST", "/projects", {"project_name": "odd"})
        harbor.ask("PUT", "/projects/odd", {"metadata": {"severity": "bogus", "public": "True"}})
        exported = run_module("harbor_export", {**harbor.connection, "include": ["projects"]})
        back = apply(harbor, **exported.json["harbor_export"]["estate"])
        assert not back.failed, back.json
        assert not back.changed, back.json["plan"]
        assert "# public: is 'True' in Harbor" in exported.json["harbor_export"]["yaml"]
        healed = apply(harbor, projects=[{"name": "odd", "public": True}])
        assert healed.json["plan"] == ["set public of project odd"]
        assert harbor.ask("GET", "/projects/odd")["metadata"]["public"] == "true"


def test_every_fault_is_listed_and_nothing_is_sent() -> None:
    with a_harbor() as harbor:
        answer = apply(
            harbor,
            labels=[{"name": "a", "color": "red"}],
            projects=[{"name": "A"}, {"name": "b", "severity": "bad"}],
        )
        assert [fault.split(" is ")[0] for fault in answer.json["errors"]] == [
            "labels[0].color",
            "projects[0].name",
            "projects[1].severity",
        ]
        assert harbor.writes() == 0
