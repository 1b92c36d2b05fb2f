# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import contextlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.twinstar.registry.plugins.module_utils._core.daemon_json import (
    DAEMON_JSON,
    merge,
)
from ansible_collections.twinstar.registry.plugins.module_utils._core.engine_reload import digest
from ansible_collections.twinstar.registry.plugins.module_utils._core.errors import (
    InputError,
    Refused,
)
from ansible_collections.twinstar.registry.plugins.module_utils._core.option import faults
from ansible_collections.twinstar.registry.plugins.module_utils._core.plan import Merged
from ansible_collections.twinstar.registry.plugins.module_utils._core.unit_flags import Flag

EDGE = "192.168.126.50:5000"
PATH = "/etc/docker/daemon.json"
THEIRS = '{\n    "log-opts": {"max-size":"10m"},\n    "dns" : [ "10.0.0.1" ]\n}\n'


def params(**changed: Any) -> dict[str, Any]:
    defaults = {option.name: option.default for option in DAEMON_JSON.options}
    return {**defaults, "service": "docker", **changed}


def seen(**changed: Any) -> dict[str, Any]:
    return {
        "version": "20.10.24+dfsg1",
        "info": None,
        "flags": (),
        "reads": None,
        "pending": {},
        "signal": True,
        "reload_lacks": None,
        "restartable": True,
        "mode": None,
        **changed,
    }


def info(*trusted: str, **more: Any) -> dict[str, Any]:
    return {
        "ServerVersion": "20.10.24",
        "Debug": False,
        "LiveRestoreEnabled": False,
        "Labels": [],
        "RegistryConfig": {
            "IndexConfigs": {name: {"Secure": False} for name in trusted},
            "InsecureRegistryCIDRs": ["127.0.0.0/8"],
            "Mirrors": [],
        },
        **more,
    }


def merged(text: str | None, world: dict[str, Any] | None = None, **changed: Any) -> Merged:
    return merge(text, params(**changed), seen(**(world or {})))


def text_of(text: str | None, **changed: Any) -> str:
    found = merged(text, **changed).text
    assert found is not None
    return found


def refused(text: str | None, world: dict[str, Any] | None = None, **changed: Any) -> list[str]:
    with pytest.raises(InputError) as caught:
        merged(text, world, **changed)
    return list(caught.value.errors)


def wrong(**changed: Any) -> list[str]:
    given = params(**changed)
    return [*faults(DAEMON_JSON.options, given), *DAEMON_JSON.wrong(given)]


# --- what is written


def test_a_missing_file_is_made() -> None:
    assert (
        text_of(None, insecure_registries=[EDGE])
        == f'{{\n  "insecure-registries": ["{EDGE}"]\n}}\n'
    )


def test_keys_of_others_keep_their_bytes_and_order() -> None:
    after = text_of(THEIRS, insecure_registries=[EDGE])
    assert after == THEIRS.replace(" ]\n}", f' ],\n    "insecure-registries": ["{EDGE}"]\n}}')


def test_entries_are_added_behind_those_that_are_there() -> None:
    text = '{"insecure-registries": ["a.com"], "registry-mirrors": ["https://a.com/"]}'
    after = text_of(text, insecure_registries=["b.com"], registry_mirrors=["https://b.com"])
    assert json.loads(after) == {
        "insecure-registries": ["a.com", "b.com"],
        "registry-mirrors": ["https://a.com/", "https://b.com"],
    }


@pytest.mark.parametrize(
    "changed",
    [
        {"insecure_registries": ["10.9.9.9/8", "a.com", "a.com"]},
        {"registry_mirrors": ["https://m.com"]},
        {"insecure_registries": ["a.com", "10.0.0.0/8"], "exclusive": ["insecure_registries"]},
    ],
)
def test_what_the_engine_holds_equal_is_no_change(changed: dict[str, Any]) -> None:
    text = (
        '{"insecure-registries": ["http://a.com", "10.1.1.1/8"], '
        '"registry-mirrors": ["https://m.com/"]}'
    )
    found = merged(text, **changed)
    assert (found.text, found.why) == (text, ())


def test_exclusive_lists_hold_exactly_what_is_given() -> None:
    text = '{"insecure-registries": ["a.com"], "registry-mirrors": ["https://a", "https://b"]}'
    after = text_of(
        text,
        insecure_registries=[],
        registry_mirrors=["https://b", "https://a"],
        exclusive=["insecure_registries", "registry_mirrors"],
    )
    assert json.loads(after) == {
        "insecure-registries": [],
        "registry-mirrors": ["https://b", "https://a"],
    }


def test_entries_are_added_and_taken_away_at_once() -> None:
    text = '{"insecure-registries": ["a.com", "b.com"]}'
    found = merged(text, insecure_registries=["c.com"], absent_insecure_registries=["a.com"])
    assert found.text == '{"insecure-registries": ["b.com", "c.com"]}'
    assert found.why == (
        f"add c.com to insecure-registries in {PATH}; "
        f"remove a.com from insecure-registries in {PATH}",
    )


def test_options_are_merged_at_every_level_and_lists_set_as_given() -> None:
    after = text_of(THEIRS, options={"log-opts": {"max-file": "3"}, "dns": ["1.1.1.1"]})
    assert json.loads(after) == {
        "log-opts": {"max-size": "10m", "max-file": "3"},
        "dns": ["1.1.1.1"],
    }
    assert '"max-size":"10m"' in after


def test_additive_lists_keep_what_they_have() -> None:
    found = merged(THEIRS, options={"dns": ["1.1.1.1", "10.0.0.1"]}, additive=["dns"])
    assert json.loads(found.text or "")["dns"] == ["10.0.0.1", "1.1.1.1"]


def test_true_is_not_one() -> None:
    assert text_of('{"builder": {"x": 1}}', options={"builder": {"x": True}}) == (
        '{"builder": {"x": true}}'
    )
    assert text_of('{"debug": false}', options={"debug": True}) == '{"debug": true}'
    with pytest.raises(InputError):
        merged('{"debug": 1}', options={"dns": []})


def test_absent_takes_away_what_is_named_and_leaves_an_empty_list() -> None:
    text = '{"insecure-registries": ["a.com", "10.0.0.0/8"], "x": 1, "labels": ["a=1", "b=2"]}'
    text = text.replace('"x": 1, ', "")
    after = text_of(
        text,
        state="absent",
        insecure_registries=["10.1.1.1/8", "a.com", "not.there"],
        options={"labels": ["a=1"]},
    )
    assert after == '{"insecure-registries": [], "labels": ["b=2"]}'


@pytest.mark.parametrize(
    ("text", "options", "after"),
    [
        ('{"dns": ["1.1.1.1"]}', {"dns": ["1.1.1.1"]}, "{}"),
        ('{"dns": ["1.1.1.1", "2.2.2.2"]}', {"dns": ["1.1.1.1"]}, '{"dns": ["2.2.2.2"]}'),
        ('{"labels": ["a=1"]}', {"labels": ["a=1"]}, '{"labels": []}'),
        ('{"labels": ["a=1"]}', {"labels": None}, "{}"),
        ('{"debug": true}', {"debug": True}, '{"debug": false}'),
        ('{"debug": true}', {"debug": None}, "{}"),
        ('{"mtu": 1400}', {"mtu": 1500}, "{}"),
        (
            '{"log-opts": {"a": "1", "b": "2"}}',
            {"log-opts": {"a": "x"}},
            '{"log-opts": {"b": "2"}}',
        ),
        ('{"log-opts": {"a": "1"}}', {"log-opts": {"a": None}}, "{}"),
        ('{"runtimes": {"crun": {}}}', {"runtimes": {"crun": {}}}, '{"runtimes": {"crun": {}}}'),
        ('{"runtimes": {"crun": {}}}', {"runtimes": {"crun": None}}, '{"runtimes": {}}'),
        ('{"insecure-registries": []}', {"insecure-registries": None}, "{}"),
        ('{"dns": []}', {"mtu": None}, '{"dns": []}'),
    ],
)
def test_absent_takes_away_items_members_or_the_key(
    text: str, options: dict[str, Any], after: str
) -> None:
    assert text_of(text, state="absent", options=options) == after


def test_absent_without_a_file_makes_none() -> None:
    found = merged(None, state="absent", insecure_registries=[EDGE], options={"dns": None})
    assert (found.text, found.why) == (None, ())


def test_what_only_the_engine_still_has_is_cleared_with_an_empty_list() -> None:
    """A reload does not clear what the file does not say."""
    world = {"info": info(EDGE, Labels=["a=1"])}
    found = merged(None, world, state="absent", insecure_registries=[EDGE])
    assert json.loads(found.text or "") == {"insecure-registries": []}
    assert found.result["applied"] == "reload"
    assert found.result["insecure_registries"] == []
    found = merged("{}", world, state="absent", options={"labels": ["a=1"]})
    assert json.loads(found.text or "") == {"labels": []}


def test_comments_are_refused_with_the_way_out() -> None:
    (fault,) = refused('{\n  "dns": []  // seed\n}\n', insecure_registries=[EDGE])
    assert fault.startswith(f"{PATH}, line 2, column 14: a comment ('// seed'), which is not JSON.")
    assert "set strip_comments to true, which keeps a copy of the file" in fault


def test_stripped_comments_keep_a_copy_and_are_a_change_by_themselves() -> None:
    found = merged('{\n  "dns": [] // x\n}\n', strip_comments=True)
    assert found.text == '{\n  "dns": []\n}\n'
    assert found.keep_copy
    assert found.why == (f"remove 1 comment from {PATH}",)
    assert not merged('{"dns": []}', strip_comments=True).keep_copy


def test_a_file_with_comments_was_never_loaded() -> None:
    world = {"info": info()}
    found = merged('{"dns": [], "debug": true} # x', world, strip_comments=True)
    assert found.result["applied"] == "restart"
    assert found.steps[0].data["keys"] == ("dns", "debug")


# --- what is refused


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({}, "no option says what the file shall hold"),
        ({"insecure_registries": ["a/b"]}, "insecure_registries[0] is 'a/b', but only a network"),
        ({"absent_registry_mirrors": ["a"]}, "absent_registry_mirrors[0] is 'a', but a mirror"),
        ({"registry_mirrors": [], "exclusive": ["insecure_registries"]}, "is left out"),
        (
            {"state": "absent", "registry_mirrors": [], "exclusive": ["registry_mirrors"]},
            "exclusive[0] is 'registry_mirrors', but state=absent",
        ),
        ({"options": {"labels": "a=1"}, "additive": ["labels"]}, "there is no such list"),
        ({"options": {"registry-mirrors": []}}, "Use registry_mirrors."),
        ({"options": {"insecure-registry": "a"}}, "it is a flag"),
        ({"options": {"restart": True}}, "Leave it out."),
        ({"options": {"dns": None}}, "options.dns is null, but null says nothing"),
        ({"options": {"mtu": "1"}}, "options.mtu is '1', but the engine reads only a whole"),
        ({"options": {"log-opts": {"my-token": 5}}}, "options.log-opts.my-token is set, but"),
        ({"options": {"x": {1, 2}}}, "cannot be written as JSON"),
        ({"options": {"x": float("nan")}}, "cannot be written as JSON"),
        ({"options": {"x": "\udcff"}}, "cannot be written as JSON"),
        ({"insecure_registries": ["a"], "service": "a b"}, "service is 'a b'"),
        ({"insecure_registries": ["a"], "docker_host": "localhost"}, "unix:///PATH"),
        ({"insecure_registries": ["a"], "timeout": -1}, "timeout is -1"),
    ],
)
def test_a_task_that_cannot_be_meant_is_refused_whatever_the_engine(
    changed: dict[str, Any], words: str
) -> None:
    found = wrong(**changed)
    assert any(words in fault for fault in found), found


def test_a_task_that_can_be_meant_is_not() -> None:
    assert not wrong(insecure_registries=[EDGE])
    assert not wrong(strip_comments=True)
    assert not wrong(state="absent", options={"dns": None, "insecure-registries": None})


def test_every_fault_of_the_file_is_named_at_once_with_its_place() -> None:
    text = '{\n "debgu": true,\n "mtu": "9",\n "log-opts": {"a": 1},\n "dns": ["x"]\n}'
    found = refused(text, insecure_registries=[EDGE])
    assert [fault.split(" is ")[0] for fault in found] == [
        f"{PATH}, line 2, column 2: debgu",
        f"{PATH}, line 3, column 2: mtu",
        f"{PATH}, line 4, column 2: log-opts.a",
        f"{PATH}, line 5, column 2: dns[0]",
    ]
    assert all(fault.endswith("; the file was left as it was.") for fault in found)


def test_a_key_of_the_task_that_the_engine_does_not_know_is_an_option() -> None:
    (fault,) = refused(None, options={"log-format": "json"})
    assert fault.startswith("options.log-format is set, but it needs engine 25.0 or newer")


def test_without_an_engine_an_unknown_key_is_a_warning() -> None:
    found = merged('{"debgu": true}', {"version": None}, insecure_registries=[EDGE])
    assert "line 1, column 2: debgu is not known here" in found.warnings[0]


def test_a_flags_name_in_the_file_is_a_warning() -> None:
    found = merged('{"insecure-registry": ["a"]}', insecure_registries=[EDGE])
    assert "Its key is called insecure-registries." in found.warnings[0]


def test_a_list_that_is_none_cannot_be_merged_into() -> None:
    (fault,) = refused('{"insecure-registries": "a.com"}', insecure_registries=[EDGE])
    assert "insecure-registries is 'a.com', but the engine reads only a list of texts" in fault


def test_entries_that_the_engine_would_refuse_are_named_where_they_stand() -> None:
    text = '{"insecure-registries": ["a/b", "http://c", "docker.io"], "registry-mirrors": ["x"]}'
    found = refused(text, options={"debug": True})
    assert len(found) == 2
    assert "insecure-registries[0] is 'a/b', but only a network has a slash" in found[0]
    assert "registry-mirrors[0] is 'x', but a mirror starts with" in found[1]


def test_a_mirror_with_a_path_is_for_new_engines() -> None:
    (fault,) = refused(None, registry_mirrors=["https://a/x"])
    assert fault.startswith("registry_mirrors[0] is 'https://a/x', but engines before 25.0")
    assert merged(None, {"version": "25.0.0"}, registry_mirrors=["https://a/x"]).why


def test_a_byte_order_mark_is_for_new_engines() -> None:
    (fault,) = refused('\ufeff{"dns": []}', insecure_registries=[EDGE])
    assert "line 1, column 1: a byte order mark" in fault
    found = merged('\ufeff{"dns": []}', {"version": "26.1.5"}, insecure_registries=[EDGE])
    assert (found.text or "").startswith('\ufeff{"dns": [], ')


@pytest.mark.parametrize(
    ("flag", "text", "changed"),
    [
        (Flag("--insecure-registry", "a", "/u.conf"), None, {"insecure_registries": [EDGE]}),
        (Flag("-H", "fd://", "/u.conf"), None, {"options": {"hosts": ["tcp://127.0.0.1:1"]}}),
        (Flag("-D", None, "/u.conf"), '{"debug": true}', {"insecure_registries": [EDGE]}),
        (Flag("--label", "a=1", "/u.conf"), None, {"options": {"labels": []}}),
        (
            Flag("--http-proxy", "http://u:s3cret@p", "/u.conf"),
            None,
            {"options": {"proxies": {"http-proxy": "http://p"}}},
        ),
    ],
)
def test_a_flag_and_a_key_of_one_name_are_refused_naming_the_unit(
    flag: Flag, text: str | None, changed: dict[str, Any]
) -> None:
    world = {"flags": (flag,), "version": "26.1.5"}
    (fault,) = refused(text, world, **changed)
    assert f"since /u.conf starts the engine with {flag.name}" in fault
    assert "s3cret" not in fault


def test_flags_of_other_keys_and_runtimes_of_both_sides_are_no_conflict() -> None:
    world = {"flags": (Flag("--add-runtime", "crun=/x", "/u"), Flag("--tls", None, "/u"))}
    options = {"runtimes": {"kata": {"path": "/k"}}, "default-runtime": "crun"}
    assert merged(None, world, options=options).why


def test_live_restore_is_refused_within_a_swarm() -> None:
    world = {"info": info(Swarm={"LocalNodeState": "active"})}
    (fault,) = refused(None, world, options={"live-restore": True})
    assert "part of a swarm" in fault


# --- what follows


def test_without_an_engine_the_file_waits_for_one() -> None:
    found = merged(None, insecure_registries=[EDGE])
    assert found.result == {
        "insecure_registries": [EDGE],
        "registry_mirrors": [],
        "options": {},
        "applied": "no_engine",
        "restart_due": False,
        "engine_version": "20.10.24+dfsg1",
    }
    assert not found.steps


def test_a_change_is_reloaded_and_the_result_is_what_the_engine_will_report() -> None:
    found = merged(
        '{"insecure-registries": ["a.com"]}',
        {"info": info("a.com", "stale.com")},
        insecure_registries=[EDGE],
    )
    assert [step.verb for step in found.steps] == ["reload"]
    assert found.result["insecure_registries"] == ["a.com", EDGE]


def test_a_file_that_was_edited_and_never_loaded_is_loaded() -> None:
    text = f'{{"insecure-registries": ["{EDGE}"]}}'
    found = merged(text, {"info": info()}, insecure_registries=[EDGE])
    assert (found.text, found.why) == (text, ())
    assert [step.why for step in found.steps] == [
        "reload docker, so that it loads insecure-registries"
    ]


def test_what_is_loaded_is_left_alone() -> None:
    text = f'{{"insecure-registries": ["{EDGE}"]}}'
    found = merged(text, {"info": info(EDGE)}, insecure_registries=[EDGE])
    assert not found.steps
    assert found.result["applied"] == "nothing"


def test_a_list_that_a_flag_gives_the_engine_is_not_the_tasks() -> None:
    world = {"info": info("flag.com"), "flags": (Flag("--insecure-registry", "flag.com", "/u"),)}
    found = merged("{}", world, insecure_registries=[])
    assert not found.steps
    assert found.result["insecure_registries"] == ["flag.com"]


def test_a_key_that_a_flag_gives_the_engine_is_not_cleared() -> None:
    world = {"info": info(Debug=True), "flags": (Flag("-D", None, "/u"),)}
    found = merged("{}", world, options={"debug": None}, state="absent")
    assert (found.steps, found.result["restart_due"]) == ((), False)
    assert merged("{}", {"info": info(Debug=True)}, options={"debug": None}, state="absent").steps


def test_nothing_given_is_nothing_to_do_whatever_the_engine_has() -> None:
    found = merged("{}", {"info": info("stale.com")}, insecure_registries=[])
    assert (found.text, found.steps) == ("{}", ())


def test_exclusively_nothing_clears_what_the_engine_has() -> None:
    world = {"info": info("stale.com")}
    found = merged("{}", world, insecure_registries=[], exclusive=["insecure_registries"])
    assert found.text == '{\n  "insecure-registries": []\n}'
    assert found.result["applied"] == "reload"
    none = merged("{}", {"info": info()}, insecure_registries=[], exclusive=["insecure_registries"])
    assert none.text == "{}"


def test_a_live_key_that_no_report_shows_is_not_cleared_for_nothing() -> None:
    options = {"allow-nondistributable-artifacts": ["a.com"]}
    found = merged("{}", {"info": info()}, options=options, state="absent")
    assert (found.text, found.steps) == ("{}", ())


def test_what_is_not_loaded_yet_is_not_reported_as_trusted() -> None:
    world = {"info": info("old.com"), "version": "23.0.1"}
    found = merged(None, world, insecure_registries=[EDGE], restart="never")
    assert found.result["applied"] == "due"
    assert found.result["restart_due"]
    assert found.result["insecure_registries"] == ["old.com"]


def test_where_nobody_can_restart_the_engine_it_is_due_and_said() -> None:
    world = {"info": info(), "restartable": False}
    found = merged(None, world, options={"dns": ["1.1.1.1"]})
    assert found.result["applied"] == "due"
    assert found.warnings[-1] == "no service manager here knows docker, so it was not restarted."


def test_where_nobody_can_reload_the_engine_nothing_is_written() -> None:
    world = {"info": info(), "signal": False, "restartable": False}
    with pytest.raises(Refused, match="reload docker: no unit of that name runs here"):
        merged(None, world, insecure_registries=[EDGE])


def test_a_unit_that_cannot_reload_is_told() -> None:
    world = {"info": info(), "reload_lacks": "there is no /bin/kill"}
    found = merged(None, world, insecure_registries=[EDGE])
    assert "since there is no /bin/kill; the engine is sent SIGHUP" in found.warnings[0]


def test_an_engine_that_reads_another_file_is_left_alone() -> None:
    world = {"info": info(), "reads": "/srv/other.json"}
    found = merged(None, world, insecure_registries=[EDGE])
    assert found.result["applied"] == "no_engine"
    assert "reads /srv/other.json" in found.warnings[0]


def test_what_another_task_left_due_is_told_and_not_acted_on() -> None:
    text = '{"dns": ["1.1.1.1"]}'
    world = {"info": info(EDGE), "pending": {"dns": digest(None)}}
    found = merged(text, world, options={"debug": True})
    assert [step.verb for step in found.steps] == ["reload"]
    assert found.result["restart_due"]
    own = merged(text, world, options={"dns": ["1.1.1.1"]})
    assert [step.verb for step in own.steps] == ["restart"]
    assert not own.result["restart_due"]


# --- secrets


def test_secrets_of_options_are_hidden_and_masked() -> None:
    options = {
        "proxies": {"http-proxy": "http://user:s3cret@proxy:1"},
        "log-opts": {"splunk-token": "t0ken", "tag": "x"},
    }
    assert DAEMON_JSON.hidden(params(options=options)) == ["s3cret", "t0ken"]
    found = merged(None, {"version": "26.1.5"}, options=options)
    assert found.result["options"] == {
        "proxies": {"http-proxy": "http://xxxxx@proxy:1"},
        "log-opts": {"splunk-token": "xxxxx", "tag": "x"},
    }
    shown = DAEMON_JSON.shown(found.text or "")
    assert "s3cret" not in shown
    assert "t0ken" not in shown


def test_a_new_file_with_a_secret_is_for_root_alone_and_an_open_one_is_told() -> None:
    options = {"log-opts": {"splunk-token": "t0ken"}}
    assert merged(None, options=options).mode == 0o600
    assert merged(None, options={"log-opts": {"tag": "x"}}).mode is None
    found = merged("{}", {"mode": 0o644}, options=options)
    assert "holds secrets, and its mode 0644 lets every user" in found.warnings[0]
    assert not merged("{}", {"mode": 0o600}, options=options).warnings


# --- laws

hosts = st.from_regex(r"[a-z][a-z0-9]{0,5}(\.com)?(:[1-9][0-9]{0,3})?", fullmatch=True)
mirrors = hosts.map(lambda host: f"https://{host}")
option_values = st.fixed_dictionaries(
    {},
    optional={
        "debug": st.booleans(),
        "labels": st.lists(
            st.from_regex(r"[a-z]{1,3}=[0-9]", fullmatch=True), min_size=1, max_size=1
        ),
        "dns": st.lists(st.ip_addresses().map(str), min_size=1, max_size=2),
        "log-opts": st.dictionaries(st.text("abc", min_size=1, max_size=3), st.text(max_size=4)),
        "mtu": st.integers(0, 9000),
    },
)
tasks = st.fixed_dictionaries(
    {
        "insecure_registries": st.none() | st.lists(hosts, max_size=3),
        "registry_mirrors": st.none() | st.lists(mirrors, max_size=2),
        "options": option_values,
        "state": st.sampled_from(["present", "absent"]),
    }
)
files = st.one_of(
    st.none(),
    st.builds(
        lambda values, indent: json.dumps(values, indent=indent),
        st.fixed_dictionaries(
            {},
            optional={
                "insecure-registries": st.lists(hosts, max_size=3),
                "registry-mirrors": st.lists(mirrors, max_size=2),
                "data-root": st.just("/srv/docker"),
                "debug": st.booleans(),
                "log-opts": st.dictionaries(st.text("abcd", min_size=1, max_size=3), st.text()),
            },
        ),
        st.sampled_from([None, 2, "\t"]),
    ),
)


@given(files, tasks)
def test_merging_twice_is_merging_once(text: str | None, task: dict[str, Any]) -> None:
    once = merged(text, **task)
    again = merged(once.text, **task)
    assert (again.text, again.why) == (once.text, ())
    assert again.result == once.result


@given(files, tasks)
def test_a_change_has_a_reason_and_a_reason_a_change(
    text: str | None, task: dict[str, Any]
) -> None:
    found = merged(text, **task)
    assert bool(found.why) is (found.text != text)


@given(files, tasks)
def test_what_is_given_is_there_and_what_is_taken_away_is_not(
    text: str | None, task: dict[str, Any]
) -> None:
    after = json.loads(merged(text, **task).text or "{}")
    given = set(task["insecure_registries"] or ())
    trusted = set(after.get("insecure-registries") or ())
    if task["state"] == "present":
        assert given <= trusted
        for name, value in task["options"].items():
            have = after[name]
            assert have == value or (name == "log-opts" and {**have, **value} == have)
    else:
        assert not given & trusted


@given(files, tasks)
def test_keys_that_the_task_does_not_name_keep_their_values_and_order(
    text: str | None, task: dict[str, Any]
) -> None:
    before, after = json.loads(text or "{}"), json.loads(merged(text, **task).text or "{}")
    named = {"insecure-registries", "registry-mirrors", *task["options"]}
    assert [(name, before[name]) for name in before if name not in named] == [
        (name, after[name]) for name in after if name not in named
    ]


@given(files, tasks)
def test_what_was_added_to_a_file_can_be_taken_away_again(
    text: str | None, task: dict[str, Any]
) -> None:
    """But for what was there before, which is not told apart."""
    added = merged(text, **{**task, "state": "present"}).text
    after = json.loads(merged(added, **{**task, "state": "absent"}).text or "{}")
    assert set(after.get("insecure-registries") or ()) <= set(
        json.loads(text or "{}").get("insecure-registries") or ()
    )
    assert set(task["options"]) & set(after) <= {"debug", "labels", "log-opts"}


@given(st.text(max_size=200), tasks)
def test_no_text_gives_a_traceback(text: str, task: dict[str, Any]) -> None:
    with contextlib.suppress(InputError):
        merged(text, **task)


anything = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=5)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=2), st.dictionaries(st.text(max_size=5), inner, max_size=2)
    ),
    max_leaves=5,
)
any_key = st.sampled_from(
    ["insecure-registries", "registry-mirrors", "labels", "debug", "runtimes", "proxies", "x"]
)


@given(
    st.dictionaries(any_key, anything, max_size=4),
    st.dictionaries(any_key, anything, max_size=3),
    st.sampled_from(["present", "absent"]),
    st.booleans(),
)
def test_no_value_gives_a_traceback(
    values: dict[str, Any], options: dict[str, Any], state: str, running: bool
) -> None:
    changed: dict[str, Any] = {"options": options, "state": state, "insecure_registries": ["a"]}
    if not wrong(**changed):
        with contextlib.suppress(InputError):
            merged(json.dumps(values), {"info": info() if running else None}, **changed)
