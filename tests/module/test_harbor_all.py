# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What holds of every module that writes to a Harbor: refusals, secrets, pages, names, drift."""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import pathlib
import re
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

import pytest
import requests
import yaml

from ansible_collections.twinstar.registry.plugins.module_utils._core.harbor_spec import Spec
from ansible_collections.twinstar.registry.plugins.module_utils._core.option import Option
from ansible_collections.twinstar.registry.plugins.module_utils._harbor.configuration import (
    CONFIGURATION,
)
from ansible_collections.twinstar.registry.plugins.module_utils._io import http_exchange
from ansible_collections.twinstar.registry.plugins.module_utils._io.harbor_job import ObjectJob

from ..double.call import Call
from ..double.hub import PASSWORD
from . import scanner_adapter
from .conftest import TREE
from .contract import PACKAGE, Answer, Case, run_module
from .harbor import Harbor, a_harbor, is_from, too_old
from .registry import certificates
from .test_contract import CASES, named, world_of

READS = ("GET", "HEAD")
REFUSALS = (403, 404, 409, 412, 500)
# Where another answer is right: words of the message; None where it goes on.
OTHERWISE = {
    ("harbor_artifact", 500): None,  # a copy that another one disturbed is asked for once more
    ("harbor_preheat_run", 500): "Harbor answered 500, as it does when the preheat instance is",
    ("harbor_scan", 409): "it was not done within 1 s",  # another scan runs, and is waited for
}


def job_of(case: Case) -> Any:
    return importlib.import_module(f"{PACKAGE}.{case.module}").JOB


OURS = [case for case in CASES if any(one.name == "harbor_url" for one in job_of(case).options)]
WRITES = [case for case in OURS if not case.reads]
SETTLES = [case for case in WRITES if not case.repeats]


def is_write(call: Call) -> bool:
    return call.method not in READS


def changed_of(answer: Answer) -> bool:
    if too_old(answer):
        pytest.skip(answer.json["msg"])
    assert not answer.failed, answer.json
    return answer.changed


@pytest.fixture
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_exchange, "_PAUSE", 0.005)


class LostAnswers:
    """The first write that is sent is done, and its answer does not come in time."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.lost = False
        exchange = http_exchange.HttpExchange._exchange

        def late(own: Any, method: str, *more: Any, **named: Any) -> Any:
            answer = exchange(own, method, *more, **named)
            if method in READS or self.lost:
                return answer
            self.lost = True
            raise requests.exceptions.ReadTimeout

        monkeypatch.setattr(http_exchange.HttpExchange, "_exchange", late)


@named(WRITES)
def test_what_harbor_answers_to_the_first_write_is_told_with_what_it_was_for(
    case: Case, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch, no_pauses: None
) -> None:
    with world_of(case, tmp_path) as world:
        harbor: Harbor = world["harbor"]
        params = case.create(world)
        if "wait_timeout" in params:
            params = {**params, "wait_timeout": 1}
        plan = run_module(case.module, params, check=True).json["plan"]
        # What the server says is quoted, whatever it quotes.
        secrets = [secret for secret in case.secrets if secret in json.dumps(params)]
        said = f"just so {' '.join(secrets)}"
        for status in REFUSALS:
            harbor.hub.fail(when=is_write, status=status, message=said)
            answer = run_module(case.module, params)
            assert not harbor.hub.faults, "no request was refused"
            words = OTHERWISE.get((case.module, status), f" answered {status} UNKNOWN: just so")
            if words is None:
                assert changed_of(answer)
                return
            assert answer.failed, status
            told = answer.json["msg"]
            assert any(told.startswith(f"{why}: ") for why in plan), told
            assert words in told
            assert "\n" not in told
            assert answer.json["errors"]
            assert "Traceback" not in answer.output
            for secret in case.secrets:
                assert secret not in answer.output, status
        # What is too often is done later; a lost answer is looked for, or said to be lost.
        lost = LostAnswers(monkeypatch)
        answer = run_module(case.module, params)
        assert lost.lost
        monkeypatch.undo()
        if answer.failed:
            assert any(answer.json["msg"].startswith(f"{why}: ") for why in plan), answer.json
            assert "had no whole answer within" in answer.json["msg"]
        for secret in case.secrets:
            assert secret not in answer.output
        if case in SETTLES:
            again = run_module(case.module, params)
            assert not again.failed, again.json
            assert not run_module(case.module, params).changed


@named(WRITES)
def test_a_harbor_that_is_asked_too_often_is_asked_again(
    case: Case, tmp_path: pathlib.Path, no_pauses: None
) -> None:
    with world_of(case, tmp_path) as world:
        fault = {"status": 429, "headers": {"Retry-After": "0"}}
        world["harbor"].hub.fail(when=is_write, **fault)
        assert changed_of(run_module(case.module, case.create(world)))
        assert not world["harbor"].hub.faults


# -- secrets


def hidden_in(value: Any, names: Mapping[str, str]) -> Any:
    """The same with each secret as a variable, as a playbook has it."""
    if isinstance(value, dict):
        return {key: hidden_in(inner, names) for key, inner in value.items()}
    if isinstance(value, list):
        return [hidden_in(inner, names) for inner in value]
    if isinstance(value, str):
        for secret, name in names.items():
            value = value.replace(secret, f"{{{{ {name} }}}}")
    return value


# Secrets of every shape: an option, within a list, within a list within it, a whole dict. What is
# told of a success is one thing for all, and a task costs a process.
SHAPES = (
    "harbor_configuration",
    "harbor_preheat_instance",
    "harbor_project_webhook",
    "harbor_registry",
    "harbor_robot_accounts",
    "harbor_user",
)
TOLD = ("harbor_project_webhook", "harbor_robot_accounts")


def test_a_playbook_that_tells_all_it_does_tells_no_secret(tmp_path: pathlib.Path) -> None:
    """Modules that are given a secret, refused by a Harbor that quotes it, and then not."""
    cases = [case for case in WRITES if case.module in SHAPES]
    secrets = sorted({secret for case in cases for secret in case.secrets} | {PASSWORD})
    names = {secret: f"hidden_{number}" for number, secret in enumerate(secrets)}
    tasks = []
    with contextlib.ExitStack() as stack:
        for case in cases:
            folder = tmp_path / case.module
            folder.mkdir()
            world = stack.enter_context(world_of(case, folder))
            params = dict(case.create(world))
            given_here = [secret for secret in secrets if secret in json.dumps(params)]
            fault = {"status": 500, "message": " ".join(given_here)}
            world["harbor"].hub.fail(when=is_write, **fault)
            options = hidden_in(params, names)
            for ignored in (True, False) if case.module in TOLD else (True,):
                task = {f"twinstar.registry.{case.module}": options, "ignore_errors": ignored}
                tasks.append({"name": case.module, **task})
        play = {"hosts": "localhost", "gather_facts": False, "tasks": tasks}
        (tmp_path / "play.yml").write_text(json.dumps([play]), "utf-8")
        given: dict[str, str] = {name: secret for secret, name in names.items()}
        given["ansible_python_interpreter"] = sys.executable
        (tmp_path / "given.json").write_text(json.dumps(given), "utf-8")
        command = [str(pathlib.Path(sys.executable).with_name("ansible-playbook")), "-vvvv"]
        command += ["--diff", "-i", "localhost,", "-c", "local", str(tmp_path / "play.yml")]
        done = subprocess.run(
            [*command, "-e", f"@{tmp_path / 'given.json'}"],
            capture_output=True,
            text=True,
            env={
                **os.environ,
                "ANSIBLE_COLLECTIONS_PATH": str(TREE),
                "ANSIBLE_NOCOLOR": "1",
                # Newer cores show a task's options only when they are told to.
                "ANSIBLE_INJECT_INVOCATION": "1",
            },
            timeout=1200,
            check=False,
        )
    told = done.stdout + done.stderr
    assert done.returncode == 0, told[-3000:]
    assert told.count("fatal: [localhost]: FAILED!") == len(cases)
    assert told.count("changed: [localhost]") == len(TOLD)
    assert "VALUE_SPECIFIED_IN_NO_LOG_PARAMETER" in told
    assert [secret for secret in secrets if secret in told] == []


# -- names


FREE = ("42", "a+b", "100%", "50%2B", " a b", "a,b", "ä/ö", "日本", "~t", "[x]", "'\"")
STRICT = ("42", "1e3", "a.b_c-d")
GROUPS = ("56", "50%2B", "cn=a b,dc=c+d")


def names_of() -> list[tuple[str, dict[str, Any], tuple[str, ...]]]:
    """Module, what a new object needs, and names that Harbor takes for it; of the kinds whose own
    files have no such test."""
    shop = {"vendor": "dragonfly", "endpoint": "https://shop.example.com"}
    return [
        ("harbor_label", {"project": "7"}, FREE),
        ("harbor_user_group", {"type": "oidc"}, FREE),
        ("harbor_scanner", {"url": scanner_adapter.url("/one")}, FREE),
        ("harbor_preheat_instance", shop, STRICT),
        ("harbor_preheat_policy", {"project": "7", "instance": "9"}, STRICT),
        ("harbor_project_member", {"project": "7", "role": "guest", "type": "group"}, GROUPS),
    ]


def test_an_awkward_name_is_the_same_object_every_time() -> None:
    with a_harbor() as harbor:
        harbor.ask("POST", "/projects", {"project_name": "7"})
        instance = {"name": "9", "vendor": "dragonfly", "endpoint": "https://nine.example.com"}
        harbor.ask("POST", "/p2p/preheat/instances", {**instance, "auth_mode": "NONE"})
        for module, options, names in names_of():
            for name in names:
                if module == "harbor_project_member":
                    harbor.ask("POST", "/usergroups", {"group_name": name, "group_type": 3})
                params = {**harbor.connection, **options, "name": name}
                assert changed_of(run_module(module, params)), (module, name)
                again = run_module(module, params)
                assert not changed_of(again), (module, name)
                shown = [each for each in again.json.values() if isinstance(each, dict)]
                assert name in [each.get("name") for each in shown]
                gone = {**params, "state": "absent"}
                assert changed_of(run_module(module, gone)), (module, name)
                assert not changed_of(run_module(module, gone)), (module, name)


# -- more than a page


MANY = 101


def many(harbor: Harbor) -> dict[str, Any]:
    """More of each kind than Harbor lists on a page."""
    numbers = [f"{number:03}" for number in range(MANY)]
    whose = {"realname": "u", "password": "Pass-word1", "update_password": "on_create"}
    place = {"type": "harbor", "url": harbor.url}
    shop = {"vendor": "dragonfly"}
    pushes = {"event_types": ["PUSH_ARTIFACT"]}
    target = [{"address": "https://build.example.com"}]
    own = {
        "members": [{"name": f"u{n}", "role": "guest"} for n in numbers],
        "labels": [{"name": f"l{n}"} for n in numbers],
        "webhooks": [{"name": f"w{n}", **pushes, "targets": target} for n in numbers],
        "immutable_tag_rules": [{"tags": f"v{n}"} for n in numbers],
        "preheat_policies": [{"name": f"p{n}", "instance": "s000"} for n in numbers],
    }
    return {
        "registries": [{"name": f"r{n}", **place} for n in numbers],
        "users": [{"name": f"u{n}", "email": f"u{n}@example.com", **whose} for n in numbers],
        "user_groups": [{"name": f"g{n}", "type": "oidc"} for n in numbers],
        "labels": [{"name": f"l{n}"} for n in numbers],
        "scanners": [{"name": f"s{n}", "url": scanner_adapter.url(f"/{n}")} for n in numbers],
        "preheat_instances": [
            {"name": f"s{n}", "endpoint": f"https://s{n}.example.com", **shop} for n in numbers
        ],
        "projects": [{"name": "test", **own}, *({"name": f"p{n}"} for n in numbers)],
        "robot_accounts": [
            {"name": f"r{n}", "duration": "never", "permissions": [{"access": ["project:list"]}]}
            for n in numbers
        ],
        "replication_policies": [{"name": f"p{n}", "dest_registry": "r000"} for n in numbers],
    }


def test_more_than_a_page_of_each_kind_is_made_found_and_alone_when_the_task_says_so() -> None:
    with a_harbor() as harbor:
        tree = many(harbor)
        made = run_module("harbor_state", {**harbor.connection, **tree})
        assert not made.failed, made.json
        assert made.json["harbor_state"]["created"] == MANY * 14 + 1
        turned = {name: list(reversed(entries)) for name, entries in tree.items()}
        assert not changed_of(run_module("harbor_state", {**harbor.connection, **turned}))
        # The first one of each stays, and what these need.
        few: dict[str, Any] = {name: entries[:1] for name, entries in tree.items()}
        own = tree["projects"][0]
        few["projects"] = [
            {key: each[:1] if isinstance(each, list) else each for key, each in own.items()}
        ]
        exclusive = [*few, "members", "project_labels", "webhooks"]
        exclusive += ["immutable_tag_rules", "preheat_policies"]
        alone = {**harbor.connection, **few, "exclusive": exclusive}
        kept = run_module("harbor_state", alone)
        assert not kept.failed, kept.json
        # The project that a new Harbor has goes as well, and it has no other of anything.
        assert kept.json["harbor_state"]["removed"] >= (MANY - 1) * 14 + 1
        assert not changed_of(run_module("harbor_state", alone))


# -- drift


# What the cases of the modules leave out: what a task says besides its case, an option of it, and
# what somebody else's task says instead.
OTHER = {"name": "other", "url": scanner_adapter.url("/other"), "default": None}
PROXY = {"name": "cache", "registry": "hub-2", "severity": None, "prevent_vul": None}
MORE: dict[str, tuple[tuple[dict[str, Any], str, Any, dict[str, Any]], ...]] = {
    "harbor_project": (
        ({}, "auto_sbom_generation", True, {"auto_sbom_generation": False}),
        ({}, "cve_allowlist_expires_at", "2030-01-31", {"cve_allowlist_expires_at": "never"}),
        ({}, "enable_content_trust", True, {"enable_content_trust": False}),
        ({}, "enable_content_trust_cosign", True, {"enable_content_trust_cosign": False}),
        ({}, "reuse_sys_cve_allowlist", True, {"reuse_sys_cve_allowlist": False}),
        ({}, "scanner", "grype", {"scanner": "other"}),
        (PROXY, "proxy_speed_kb", 100, {"proxy_speed_kb": -1}),
        (PROXY, "max_upstream_conn", 5, {"max_upstream_conn": 6}),
        (PROXY, "proxy_cache_local_on_not_found", True, {"proxy_cache_local_on_not_found": False}),
    ),
    "harbor_registry": (
        ({}, "url", "{url}", {"url": "{localhost}"}),
        ({"type": "docker-registry"}, "credential_type", "basic", {"credential_type": "oauth"}),
        ({}, "ca_certificate", "{pem}", {"ca_certificate": ""}),
    ),
    "harbor_robot_account": (({}, "disabled", False, {"disabled": True}),),
    "harbor_scanner": (
        ({}, "skip_certificate_verification", False, {"skip_certificate_verification": True}),
        ({}, "use_internal_address", False, {"use_internal_address": True}),
        ({}, "default", True, {**OTHER, "default": True}),
        (OTHER, "disabled", False, {"disabled": True}),
    ),
    "harbor_user": (({}, "sysadmin", False, {"sysadmin": True}),),
    "harbor_garbage_collection": (({}, "delete_tag", True, {"delete_tag": False}),),
    "harbor_replication_policy": (
        ({}, "single_active_replication", True, {"single_active_replication": False}),
    ),
}
# Why a change of these by somebody else is not seen, or not tried here.
UNSEEN = {
    ("registry", "access_secret"): "Harbor shows it nowhere, and nothing can try it",
    ("purge_audit_log", "include_operations"): "Harbor 2.12 is the last that has it",
}


def managed(spec: Spec) -> set[str]:
    return {
        each.name
        for each in spec.fields
        if not (each.key or each.made or each.control or each.create_only)
    }


def drifting(case: Case) -> set[str]:
    """The options whose change by somebody else is seen here or by the contract."""
    told = [change for index, change in enumerate(case.change) if index not in case.one_way]
    more = {option for _besides, option, _ours, _theirs in MORE.get(case.module, ())}
    return more | {name for change in told for name in change}


@named([case for case in SETTLES if isinstance(job_of(case), ObjectJob)])
def test_a_change_of_every_managed_field_is_tried(case: Case) -> None:
    spec = job_of(case).spec
    unseen = {name for kind, name in UNSEEN if kind == spec.kind}
    if spec is not CONFIGURATION:  # whose fields are all tried at once, below
        assert managed(spec) == (managed(spec) & drifting(case)) | unseen


@pytest.mark.parametrize(
    ("module", "number"), [(name, n) for name, tasks in MORE.items() for n in range(len(tasks))]
)
def test_what_somebody_else_changed_is_seen_by_its_field(
    module: str, number: int, tmp_path: pathlib.Path
) -> None:
    besides, option, ours, theirs = MORE[module][number]
    (case,) = [one for one in OURS if one.module == module]
    pem = certificates(tmp_path)[0].read_text("utf-8")
    with a_harbor() as harbor:
        place = {"type": "harbor", "url": harbor.url}
        for name in ("hub-2", "hub-3"):
            if module != "harbor_registry":
                harbor.ask("POST", "/registries", {"name": name, **place})
        harbor.ask("POST", "/projects", {"project_name": "test"})
        for name in ("grype", "other"):
            body = {"name": name, "url": scanner_adapter.url(f"/{name}")}
            harbor.ask("POST", "/scanners", body)

        def filled(value: Any) -> Any:
            words = {"{url}": harbor.url, "{pem}": pem}
            words["{localhost}"] = harbor.url.replace("127.0.0.1", "localhost")
            return words.get(value, value) if isinstance(value, str) else value

        params = {**case.create({"harbor": harbor, "tmp": tmp_path}), **besides}
        params[option] = filled(ours)
        other = {**params, **{name: filled(value) for name, value in theirs.items()}}
        changed_of(run_module(module, params))
        assert changed_of(run_module(module, other))
        back = run_module(module, params)
        assert changed_of(back)
        assert f"{option}:" in back.json["diff"]["after"]
        assert not changed_of(run_module(module, params))


# By their names, ours and theirs; those of the types below say it for all others.
SETTINGS: dict[str, tuple[Any, Any]] = {
    "auth_mode": ("db_auth", "ldap_auth"),
    "project_creation_restriction": ("everyone", "adminonly"),
    "storage_per_project": (1024**3, -1),
    "banner_message": ('{"message": "a"}', '{"message": "b"}'),
    "disabled_audit_log_event_types": ("pull_artifact", "create_artifact"),
    "ldap_scope": (2, 1),
    "ldap_group_search_scope": (2, 1),
    "ldap_url": ("ldap://a", "ldap://b"),
    "oidc_scope": ("openid,a", "openid,b"),
    "oidc_extra_redirect_parms": ('{"a": "b"}', '{"a": "c"}'),
    "oidc_endpoint": ("https://a.example.com", "https://b.example.com"),
    "http_authproxy_endpoint": ("https://a.example.com", "https://b.example.com"),
    "http_authproxy_tokenreview_endpoint": ("https://a.example.com", "https://b.example.com"),
    "uaa_endpoint": ("https://a.example.com", "https://b.example.com"),
    "robot_name_prefix": ("bot$", "rob$"),
}
BY_TYPE: dict[str, tuple[Any, Any]] = {"bool": (False, True), "int": (7, 8), "str": ("a", "b")}


def test_every_setting_that_somebody_else_changed_is_seen_and_put_back() -> None:
    """Past the modules, and all in one request: they are one object."""
    with a_harbor() as harbor:
        own = harbor.url.rpartition("/")[2]
        pairs = {**SETTINGS, ENDPOINT: (own, own.replace("127.0.0.1", "localhost"))}
        fields = [each for each in CONFIGURATION.fields if not (each.made or each.control)]
        known = [each for each in fields if not each.since or is_from(each.since)]
        tried = [each for each in known if not each.secret and not each.until]
        bodies: list[dict[str, Any]] = [
            {each.name: pairs.get(each.name, BY_TYPE.get(each.type, ()))[side] for each in tried}
            for side in (0, 1)
        ]
        assert {each.name for each in tried} <= set(harbor.ask("GET", "/configurations"))
        harbor.ask("PUT", "/configurations", bodies[0])
        told = run_module("harbor_configuration_info", harbor.connection).json["configuration"]
        ours = {**harbor.connection, **{each.name: told[each.name] for each in tried}}
        assert not changed_of(run_module("harbor_configuration", ours))
        harbor.ask("PUT", "/configurations", bodies[1])
        back = run_module("harbor_configuration", ours)
        assert changed_of(back)
        after = yaml.safe_load(back.json["diff"]["after"])
        ((_called, seen),) = after.items()
        assert set(seen) == {each.name for each in tried}
        assert not changed_of(run_module("harbor_configuration", ours))


ENDPOINT = "audit_log_forward_endpoint"


# -- examples


def as_a_task_has_it(value: Any, harbor: Harbor, option: Option | None) -> Any:
    """The value of an example when its variables are filled in, and hosts are this Harbor."""
    inner = {one.name: one for one in option.suboptions} if option else {}
    if isinstance(value, dict):
        return {key: as_a_task_has_it(each, harbor, inner.get(key)) for key, each in value.items()}
    if isinstance(value, list):
        same = option if option and option.suboptions else None
        return [as_a_task_has_it(each, harbor, same) for each in value]
    if not isinstance(value, str):
        return value
    if value.startswith("{{") and option is not None and option.type in ("list", "dict"):
        return [] if option.type == "list" else {}
    filled = re.sub(r"\{\{.*?\}\}", harbor.password, value)
    for host in ("https://harbor.abc.com", "https://hub-2.example.com"):
        filled = filled.replace(host, harbor.url)
    return filled


def examples_of(case: Case) -> list[dict[str, Any]]:
    tasks = yaml.safe_load(importlib.import_module(f"{PACKAGE}.{case.module}").EXAMPLES)
    name = f"twinstar.registry.{case.module}"
    return [task[name] or {} for task in tasks if name in task]


def test_the_examples_of_harbor_state_are_brought_about_and_stay() -> None:
    (case,) = [one for one in OURS if one.module == "harbor_state"]
    options = {one.name: one for one in job_of(case).options}
    with a_harbor() as harbor:
        for task in examples_of(case)[:-1]:  # the last one has its projects from a file
            filled = {
                key: as_a_task_has_it(value, harbor, options.get(key))
                for key, value in task.items()
            }
            params = {**harbor.connection, **filled}
            assert changed_of(run_module(case.module, params))
            assert not changed_of(run_module(case.module, params))
