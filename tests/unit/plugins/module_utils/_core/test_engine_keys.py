# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.twinstar.registry.plugins.module_utils._core import engine_keys
from ansible_collections.twinstar.registry.plugins.module_utils._core.engine_keys import (
    KEYS,
    UNREAD,
    broken,
    disagreements,
    no_reload,
    reload_loads,
    unknown,
    version_of,
)


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("20.10.24+dfsg1", (20, 10, 24)),
        ("26.1.5", (26, 1, 5)),
        ("v29.0.0-rc.1", (29, 0, 0)),
        ("27.0", (27, 0)),
        ("dev", None),
        ("", None),
    ],
)
def test_a_version_is_read_from_what_engines_call_themselves(text: str, version: Any) -> None:
    assert version_of(text) == version


@pytest.mark.parametrize(
    ("name", "value", "below", "words"),
    [
        ("debug", "true", "", "only true or false"),
        ("debug", 1, "", "only true or false"),
        ("mtu", "1400", "", "only a whole number here. Write it without quotes"),
        ("mtu", 1400.0, "", "only a whole number"),
        ("mtu", True, "", "only a whole number"),
        ("mtu", -1, "", "of at least 0"),
        ("max-download-attempts", 0, "", "of at least 1"),
        ("oom-score-adjust", 1001, "", "from -1000 to 1000"),
        ("data-root", 5, "", "only text here. Put it in quotes"),
        ("log-opts", {"max-file": 3}, ".max-file", "only text here. Put it in quotes"),
        ("log-opts", ["max-file=3"], "", "only names with values"),
        ("labels", "zone=edge", "", "only a list"),
        ("labels", ["zone"], "[0]", "a label is NAME=VALUE"),
        ("labels", ["a=1", "a=2"], "[1]", "a is '1' in the same list"),
        ("labels", ["com.docker.x=1"], "[0]", "the engine's own"),
        ("dns", ["8.8.8.8", "ns.example.com"], "[1]", "only an IP address"),
        ("dns-search", ["."], None, ""),
        ("dns-search", ["a b"], "[0]", "a search domain"),
        ("bip", "10.0.0.1", "", "with the length of its network"),
        ("bip", "10.20.0.1/16", None, ""),
        ("default-shm-size", 64, "", "only text"),
        ("default-shm-size", "64 megs", "", "a size is a number"),
        ("default-shm-size", "64MiB", None, ""),
        ("log-level", "verbose", "", "the engine knows debug, info"),
        ("log-level", "WARN", None, ""),
        ("default-ipc-mode", "host", "", "private and shareable"),
        ("default-address-pools", [{"base": "10.0.0.0/8", "size": 24}], None, ""),
        ("default-address-pools", [{"base": "x", "size": "24"}], "[0].base", "length of its"),
        ("default-ulimits", {"nofile": {"Hard": "1"}}, ".nofile.Hard", "only a whole number"),
        ("runtimes", {"crun": {"path": "/usr/bin/crun"}}, None, ""),
        ("runtimes", {"runc": {"path": "x"}}, ".runc", "keeps the name runc for itself"),
        ("runtimes", {"crun": {"path": 1}}, ".crun.path", "only text"),
        ("features", {"buildkit": "yes"}, ".buildkit", "only true or false"),
        ("proxies", {"http_proxy": "x"}, ".http_proxy", "knows only http-proxy"),
        ("proxies", {"http-proxy": "http://p"}, None, ""),
        ("builder", {"GC": {"Enabled": "yes"}}, ".GC.Enabled", "only true or false"),
        ("exec-opts", ["native.cgroupdriver"], "[0]", "NAME=VALUE"),
        ("node-generic-resources", ["a=b=c"], "[0]", "NAME=VALUE"),
        ("bridge-accept-fwmark", "0x1/0x3", None, ""),
        ("bridge-accept-fwmark", "one", "", "a firewall mark"),
        ("hosts", "fd://", "", "only a list"),
        ("debug", None, None, ""),
        ("runtimes", None, "", "only names with values"),
        ("default-shm-size", None, "", "only text"),
        ("proxies", None, "", "only names with values"),
        ("a-key-of-tomorrow", object(), None, ""),
    ],
)
def test_a_value_is_of_the_type_that_the_engine_reads(
    name: str, value: Any, below: str | None, words: str
) -> None:
    found = list(broken(name, value))
    assert [where for where, _value, _rule in found][:1] == ([] if below is None else [below])
    assert all(words in rule for _where, _value, rule in found[:1])


def test_every_fault_of_a_value_is_named() -> None:
    assert len(list(broken("dns", ["a", "1.1.1.1", "b"]))) == 2


@pytest.mark.parametrize(
    ("name", "version", "words"),
    [
        ("debug", (20, 10, 24), None),
        ("debgu", (20, 10, 24), "engine 20.10.24 knows no such key"),
        ("debgu", (29, 7, 2), "knows no such key"),
        ("debgu", (30, 0, 0), None),
        ("debgu", None, None),
        ("log-format", (24, 0, 9), "it needs engine 25.0 or newer, and this is 24.0.9"),
        ("log-format", (25, 0, 0), None),
        ("graph", (23, 0, 6), None),
        ("graph", (24, 0, 0), "use data-root"),
        ("allow-direct-routing", (28, 1, 1), "it needs engine 28.2"),
        ("insecure-registry", (20, 10, 24), None),
    ],
)
def test_a_key_is_refused_by_engines_that_do_not_know_it(
    name: str, version: Any, words: str | None
) -> None:
    found = unknown(name, version)
    assert found is None if words is None else words in str(found)


def test_a_flags_name_is_no_key_and_tells_its_key() -> None:
    assert UNREAD["insecure-registry"] == "insecure-registries"
    assert UNREAD["log-opt"] == "log-opts"
    assert UNREAD["http-proxy"] == "proxies"
    assert not set(UNREAD) & set(KEYS)


@pytest.mark.parametrize(
    ("name", "before", "after", "loads"),
    [
        ("insecure-registries", None, ["a"], True),
        ("insecure-registries", ["a"], [], True),
        ("insecure-registries", ["a"], None, False),
        ("registry-mirrors", ["https://a"], None, False),
        ("max-concurrent-downloads", 5, None, True),
        ("live-restore", False, True, True),
        ("debug", True, None, False),
        ("log-level", "info", "debug", False),
        ("data-root", "/a", "/b", False),
        ("log-driver", None, "local", False),
        ("features", None, {"buildkit": True}, True),
        ("features", {"buildkit": True}, {"buildkit": True, "containerd-snapshotter": True}, False),
        ("features", {"containerd-snapshotter": True}, None, False),
        ("a-key-of-tomorrow", None, 1, False),
    ],
)
def test_a_reload_loads_some_keys_and_not_their_absence(
    name: str, before: Any, after: Any, loads: bool
) -> None:
    assert reload_loads(name, before, after) is loads


@pytest.mark.parametrize(
    ("version", "works"),
    [
        ((20, 10, 24), True),
        ((22, 6, 0), True),
        ((23, 0, 0), False),
        ((23, 0, 6), False),
        ((23, 0, 7), True),
        ((24, 0, 0), False),
        ((24, 0, 1), True),
        ((26, 1, 5), True),
        (None, True),
    ],
)
def test_some_engines_reload_wrongly_and_are_restarted(version: Any, works: bool) -> None:
    assert (no_reload(version, {}) is None) is works


def test_a_key_can_keep_an_engine_from_reloading_its_file() -> None:
    assert no_reload((24, 0, 9), {"userland-proxy": True}) is None
    assert "may be left out" in str(no_reload((25, 0, 0), {"userland-proxy": True}))
    assert no_reload((25, 0, 0), {"userland-proxy": False}) is None
    path = {"userland-proxy": True, "userland-proxy-path": "/usr/bin/docker-proxy"}
    assert no_reload((26, 1, 5), path) is None


def test_only_a_live_key_that_does_not_reset_has_an_empty_value() -> None:
    for key in KEYS.values():
        if key.empty is not None:
            assert key.live
            assert not key.resets
            assert not list(key.shape(key.empty))


def test_keys_that_exclude_each_other_are_named() -> None:
    assert [name for name, _rule in disagreements({"graph": "/a", "data-root": "/b"})] == ["graph"]
    assert [name for name, _why in disagreements({"default-runtime": "crun"})] == [
        "default-runtime"
    ]
    assert not list(disagreements({"default-runtime": "crun", "runtimes": {"crun": {}}}))
    assert not list(disagreements({"default-runtime": "runc"}))
    both = {"host-gateway-ip": "1.1.1.1", "host-gateway-ips": ["1.1.1.1"]}
    assert [name for name, _rule in disagreements(both)] == ["host-gateway-ip"]


json_values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=6)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=6), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(st.sampled_from(sorted(KEYS)), json_values)
def test_any_value_of_any_key_is_judged(name: str, value: Any) -> None:
    for where, _part, rule in engine_keys.broken(name, value):
        assert not where or where[0] in ".["
        assert rule.startswith("but ")
        assert rule.endswith(".")


@given(st.dictionaries(st.sampled_from(sorted(KEYS)), json_values, max_size=4))
def test_any_file_is_looked_at_for_disagreements(values: dict[str, Any]) -> None:
    list(disagreements(values))
