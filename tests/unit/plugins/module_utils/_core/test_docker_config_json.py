# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.twinstar.registry.plugins.module_utils._core.docker_config_json import (
    LOGIN,
    Login,
    api_of,
    helper_of,
    key_of,
    merge,
    parse,
    shown,
    stored,
)
from ansible_collections.twinstar.registry.plugins.module_utils._core.errors import InputError
from ansible_collections.twinstar.registry.plugins.module_utils._core.plan import Merged, Step

EDGE = "192.168.126.50:5000"
HUB = "https://index.docker.io/v1/"
SEEN: dict[str, Any] = {"kept": None, "auth": "basic", "proved": True}


def params(**changed: Any) -> dict[str, Any]:
    return {
        "registry": EDGE,
        "username": "root",
        "password": "123456",
        "path": "config.json",
        "state": "present",
        **changed,
    }


def auth(word: str) -> str:
    return base64.b64encode(word.encode()).decode()


def merged(text: str | None, seen: dict[str, Any] | None = None, **changed: Any) -> Merged:
    known = SEEN if seen is None else seen
    return merge(text, params(**changed), {"logins": [known], "warnings": known.get("warnings")})


def content(result: Merged) -> Any:
    assert result.text is not None
    return json.loads(result.text)


def test_a_first_login_makes_the_file_as_the_client_does() -> None:
    result = merged(None)
    assert result.text == (
        '{\n\t"auths": {\n\t\t"192.168.126.50:5000": {\n'
        '\t\t\t"auth": "cm9vdDoxMjM0NTY="\n\t\t}\n\t}\n}'
    )
    assert result.why == ("store the credential of root for 192.168.126.50:5000 in config.json",)
    login = {
        "registry": EDGE,
        "username": "root",
        "stored_in": "auths",
        "proved": True,
        "auth": "basic",
    }
    assert result.result == {**login, "registries": [login]}


@pytest.mark.parametrize(
    "text",
    [
        '{"auths": {"a": {"email": "x" "auth": "c2VjcmV0"}}}',
        '{"auths": {"a": {"auth": c2VjcmV0}}}',
        '{"auths": {"a": {"auth": "c2VjcmV0',
        '{"auths": {"a": {"auth": "c2VjcmV0", "auth": "c2VjcmV0"}}}',
        '{"auths": {"a": {}} // {"auth": "c2VjcmV0"}\n}',
        '{"auths": {"a": {"identitytoken": c2VjcmV0}}}',
    ],
)
def test_what_is_no_json_is_named_without_a_credential(text: str) -> None:
    with pytest.raises(InputError, match="line 1, column") as refused:
        parse(text, "config.json")
    assert not any("c2VjcmV0" in fault for fault in refused.value.errors)


def several(*entries: dict[str, Any], **changed: Any) -> dict[str, Any]:
    left_out = dict.fromkeys(("username", "password", "insecure", "ca_path", "state"))
    return params(registry=None, registries=[{**left_out, **entry} for entry in entries], **changed)


def test_several_registries_are_one_change_of_the_file() -> None:
    before = merged(None, registry="old.abc.com").text
    task = several(
        {"registry": EDGE},
        {"registry": "docker.io", "username": "ci", "password": "planted"},
        {"registry": "old.abc.com", "state": "absent"},
    )
    seen = {"logins": [SEEN, {}, {}]}
    result = merge(before, task, seen)
    assert content(result) == {
        "auths": {EDGE: {"auth": auth("root:123456")}, HUB: {"auth": auth("ci:planted")}}
    }
    assert len(result.why) == 3
    assert [
        (login["registry"], login["username"], login["proved"])
        for login in result.result["registries"]
    ] == [(EDGE, "root", True), (HUB, "ci", False), ("old.abc.com", None, False)]
    assert set(result.result) == {"registries"}
    assert merge(result.text, task, seen).why == ()


def test_a_task_for_no_registry_changes_nothing() -> None:
    result = merge('{"a": 1}', several(), {"logins": []})
    assert (result.text, result.why, result.result) == ('{"a": 1}', (), {"registries": []})


def test_one_registry_under_two_names_is_named_once() -> None:
    assert LOGIN.wrong(several({"registry": "docker.io"}, {"registry": "index.docker.io"})) == [
        "registries[1].registry is 'index.docker.io', but registries[0] is the same one."
        " Remove one of them."
    ]


def test_a_new_password_is_a_change_and_the_same_one_is_none() -> None:
    first = merged(None).text
    assert merged(first).why == ()
    assert merged(first).text == first
    changed = merged(first, password="other")
    assert changed.why == ("change the password of root for 192.168.126.50:5000 in config.json",)
    assert content(changed)["auths"][EDGE] == {"auth": auth("root:other")}


def test_another_user_replaces_the_first() -> None:
    changed = merged(merged(None).text, username="ci")
    assert changed.why == (
        "replace root's credential for 192.168.126.50:5000 by ci's in config.json",
    )


def test_the_rest_of_the_file_is_kept_in_place() -> None:
    before = (
        '{\n  "HttpHeaders": {"X-A": "b"},\n  "auths": {\n    "other": {\n'
        '      "auth": "eA=="\n    }\n  },\n  "detachKeys": "ctrl-e,e"\n}\n'
    )
    after = merged(before).text
    assert after is not None
    assert after.startswith(before[: before.index('"other"')])
    assert after.endswith('  },\n  "detachKeys": "ctrl-e,e"\n}\n')
    assert merged(after, {}, state="absent").text == before


@pytest.mark.parametrize(
    "entry",
    [
        {"auth": auth("root:123456")},
        {"auth": auth("root:123456\0\0")},
        {"username": "root", "password": "123456"},
        {"auth": auth("root:123456"), "email": "root@example.com"},
    ],
)
def test_a_credential_is_recognised_in_every_form(entry: dict[str, str]) -> None:
    text = json.dumps({"auths": {EDGE: entry}})
    assert stored(json.loads(text), EDGE) == Login("root", "123456")
    assert merged(text).why == ()


def test_an_identity_token_is_replaced_by_the_password() -> None:
    text = json.dumps({"auths": {EDGE: {"auth": auth("root:123456"), "identitytoken": "t"}}})
    assert content(merged(text))["auths"][EDGE] == {"auth": auth("root:123456")}


@pytest.mark.parametrize("entry", [{"auth": "not base64!"}, {"auth": "/w=="}, {"auth": 7}, {}])
def test_a_broken_credential_is_none(entry: dict[str, Any]) -> None:
    assert stored({"auths": {EDGE: entry}}, EDGE) is None


def test_docker_hub_has_a_name_of_its_own() -> None:
    assert key_of("docker.io") == key_of("index.docker.io") == HUB
    assert api_of("docker.io") == "registry-1.docker.io"
    assert key_of(EDGE) == api_of(EDGE) == EDGE
    assert list(content(merged(None, registry="docker.io"))["auths"]) == [HUB]


def test_a_helper_for_the_registry_goes_before_the_one_for_all() -> None:
    config = {"credHelpers": {EDGE: "own", "plain.example.com": ""}, "credsStore": "all"}
    assert helper_of(config, EDGE, "config.json") == "own"
    assert helper_of(config, "harbor.abc.com", "config.json") == "all"
    assert helper_of(config, "plain.example.com", "config.json") is None
    assert helper_of({}, EDGE, "config.json") is None


def test_a_helper_keeps_the_credential_and_the_file_only_lists_the_registry() -> None:
    text = json.dumps({"auths": {EDGE: {"auth": auth("root:old")}}, "credsStore": "pass"})
    result = merged(text)
    assert content(result)["auths"] == {EDGE: {}}
    assert result.result["stored_in"] == "pass"
    assert result.steps == (
        Step(
            "store",
            "store the credential of root for 192.168.126.50:5000 in docker-credential-pass",
            {"helper": "pass", "server": EDGE},
        ),
    )
    again = merged(result.text, {**SEEN, "kept": Login("root", "123456")})
    assert (again.text, again.why, again.steps) == (result.text, (), ())


def test_absent_forgets_old_spellings_too_and_nobody_else() -> None:
    text = json.dumps(
        {"auths": {EDGE: {"auth": "eA=="}, f"https://{EDGE}": {"auth": "eA=="}, "other": {}}}
    )
    result = merged(text, {}, state="absent")
    assert content(result) == {"auths": {"other": {}}}
    assert len(result.why) == 2
    assert result.result["username"] is None
    again = merged(result.text, {}, state="absent")
    assert (again.text, again.why) == (result.text, ())


def test_absent_makes_no_file() -> None:
    assert merged(None, {}, state="absent").text is None


def test_absent_takes_it_from_the_helper_when_that_has_it() -> None:
    text = json.dumps({"auths": {EDGE: {}}, "credsStore": "pass"})
    result = merged(text, {"kept": Login("root", "x")}, state="absent")
    assert [step.verb for step in result.steps] == ["erase"]
    assert content(result)["auths"] == {}
    assert merged(result.text, {"kept": None}, state="absent").steps == ()


@pytest.mark.parametrize(
    ("config", "words"),
    [
        ({"auths": []}, "auths is not an object of objects"),
        ({"auths": {"a": "x"}}, "auths is not an object of objects"),
        ({"credHelpers": {"a": 1}}, "credHelpers is not an object of names"),
        ({"credsStore": {}}, "credsStore is not a name"),
    ],
)
def test_a_file_that_the_client_cannot_read_is_refused(config: Any, words: str) -> None:
    with pytest.raises(InputError, match=words):
        parse(json.dumps(config), "config.json")


def test_a_helper_name_cannot_lead_to_another_folder() -> None:
    with pytest.raises(InputError, match="cannot be a part of a program's name"):
        helper_of({"credsStore": "../../tmp/x"}, EDGE, "config.json")


def test_null_is_as_good_as_left_out() -> None:
    assert content(merged('{"auths": null, "credHelpers": null}'))["auths"][EDGE]
    text = json.dumps({"auths": {EDGE: None, "other": None}, "credHelpers": {EDGE: None}})
    assert content(merged(text))["auths"] == {EDGE: {"auth": auth("root:123456")}, "other": None}
    assert shown(text) == f"{EDGE}: no credential\nother: no credential\n"


def test_a_diff_tells_who_is_logged_in_and_no_secret() -> None:
    text = json.dumps(
        {
            "auths": {
                "a": {"auth": auth("root:hush")},
                "b": {},
                "c": {"auth": "eA==", "identitytoken": "hush"},
                "d": {"email": "x"},
            },
            "HttpHeaders": {"Authorization": "hush"},
            "proxies": {"default": {"httpProxy": "http://u:hush@proxy.example.com"}},
        }
    )
    assert shown(text) == (
        "a: user root, password hidden\nb: kept by a credential helper\n"
        "c: user x, identity token hidden\nd: no credential\n"
    )
    assert shown("") == ""


@given(
    st.dictionaries(
        st.text(max_size=5),
        st.dictionaries(st.sampled_from(["auth", "email", "identitytoken"]), st.text(max_size=8)),
        max_size=3,
    ),
    st.sampled_from([None, 2, "\t"]),
)
def test_merging_twice_is_merging_once(auths: dict[str, Any], indent: Any) -> None:
    text = json.dumps({"x": 1, "auths": auths, "y": [2]}, indent=indent)
    once = merged(text)
    again = merged(once.text)
    assert (again.text, again.why) == (once.text, ())
    assert content(once) == {
        "x": 1,
        "auths": {**auths, EDGE: content(once)["auths"][EDGE]},
        "y": [2],
    }
    shown(text)


def test_a_new_file_is_for_its_owner_only() -> None:
    assert (LOGIN.mode, LOGIN.directory_mode) == (0o600, 0o700)
