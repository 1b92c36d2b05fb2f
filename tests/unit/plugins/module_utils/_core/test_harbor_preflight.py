# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.twinstar.registry.plugins.module_utils._core import preflight
from ansible_collections.twinstar.registry.plugins.module_utils._core.harbor_preflight import (
    OPTIONS,
    judge,
    not_an_upgrade,
    wishes,
)

NGINX = {
    "name": "nginx",
    "project": "harbor",
    "folder": "/opt/harbor/2.11.2/harbor",
    "state": "running",
}
PORT = {"port": 80, "protocol": "tcp", "process": "docker-proxy", "pid": 812, "container": "nginx"}


def facts(**changed: Any) -> dict[str, Any]:
    return {
        "system": {"id": "debian", "version": "12", "name": "Debian GNU/Linux 12 (bookworm)"},
        "memory_mib": 3900,
        "cpus": 2,
        "disks": [
            {"path": "/data", "free_gib": 141.3},
            {"path": "/opt/harbor", "free_gib": 141.3},
        ],
        "selinux": "disabled",
        "firewall": "none",
        "engine": {"installed": True, "running": True, "version": "20.10.24"},
        "compose": {"kind": "standalone", "version": "1.29.2"},
        "ports": [],
        "installed": "",
        "containers": [],
        "live_restore": False,
        "snap": False,
        "podman": False,
        "addresses": ["192.168.126.40"],
        "chown": "",
        "environment": [],
        **changed,
    }


def params(**said: Any) -> dict[str, Any]:
    defaults = {option.name: option.default for option in OPTIONS}
    return {**defaults, "version": "2.13.5", "hostname": "harbor.abc.com", **said}


def test_a_host_that_is_fit_has_no_findings() -> None:
    assert judge(facts(), params()) == {"findings": [], "verdict": "ok"}


BAD: list[tuple[dict[str, Any], dict[str, Any], str, str]] = [
    ({"memory_mib": 1983}, {}, "warning", "memory is 1983 MiB, but 3700 MiB are the least"),
    ({"cpus": 1}, {}, "warning", "the host has 1 CPU, but 2 are the least"),
    (
        {"disks": [{"path": "/data", "free_gib": 3.5}, {"path": "/opt", "free_gib": 9}]},
        {},
        "warning",
        "/data has 3.5 GiB free, but 40 GiB are the least",
    ),
    ({}, {"install_dir": "/my harbor"}, "failure", "install_dir is '/my harbor', but a path here"),
    ({}, {"data_volume": "data"}, "failure", "data_volume is 'data', but a path here"),
    (
        {"chown": "Operation not permitted"},
        {},
        "failure",
        "the file system of /data does not let root change an owner (Operation not permitted)",
    ),
    ({"snap": True}, {}, "failure", "comes from a snap"),
    ({"podman": True}, {}, "failure", "the command docker is Podman's"),
    ({"live_restore": True}, {}, "warning", "Set live-restore to false"),
    (
        {"engine": {"installed": True, "running": True, "version": "17.05.0-ce"}},
        {},
        "failure",
        "the Docker engine is 17.05.0-ce, but 17.6.0 or newer is needed",
    ),
    (
        {"engine": {"installed": True, "running": True, "version": "19.03.15"}},
        {},
        "warning",
        "the Docker engine is 19.03.15, but Harbor's documents ask for 20.10.10",
    ),
    (
        {"engine": {"installed": False, "running": False, "version": ""}},
        {},
        "failure",
        "there is no Docker engine, but one is needed",
    ),
    (
        {"compose": {"kind": "none", "version": ""}},
        {},
        "failure",
        "there is no Compose, but Harbor needs one",
    ),
    (
        {"compose": {"kind": "none", "version": ""}},
        {"engine": "wanted"},
        "note",
        "there is no Compose yet",
    ),
    (
        {"compose": {"kind": "standalone", "version": "1.17.1"}},
        {},
        "failure",
        "Compose is 1.17.1, but 1.18.0 or newer is needed",
    ),
    (
        {"compose": {"kind": "standalone", "version": "1.26.2"}},
        {"version": "2.12.0"},
        "failure",
        "one before 1.27 cannot read the files of Harbor 2.12.0",
    ),
    (
        {"ports": [PORT], "containers": [{**NGINX, "project": "web"}]},
        {},
        "failure",
        "there is a container nginx of the project web, but Harbor's own one needs that name",
    ),
    (
        {"containers": [{**NGINX, "name": "registry", "project": "", "folder": ""}]},
        {},
        "failure",
        "there is a container registry of nobody's project",
    ),
    (
        {"containers": [{**NGINX, "name": "harbor-portal", "state": "created"}]},
        {},
        "warning",
        "container harbor-portal is left from a start that did not finish (it is 'created')",
    ),
    (
        {"containers": [{**NGINX, "folder": "/root/harbor"}]},
        {},
        "warning",
        "there is a Harbor that was started in /root/harbor, but install_dir is /opt/harbor",
    ),
    ({"addresses": []}, {}, "warning", "this host does not find an address for it"),
    ({"addresses": ["127.0.1.1"]}, {}, "warning", "here it is 127.0.1.1, which every host is"),
    ({"environment": ["host"]}, {}, "warning", "the environment variable host is set"),
    ({"installed": "2.9.5"}, {}, "failure", "Go to 2.11 first"),
    ({"installed": "2.15.2"}, {}, "failure", "a database is never migrated back"),
]


@pytest.mark.parametrize(
    ("seen", "said", "level", "words"), BAD, ids=[words[:40] for _s, _p, _l, words in BAD]
)
def test_what_is_not_fit_is_named_with_its_cure(
    seen: dict[str, Any], said: dict[str, Any], level: str, words: str
) -> None:
    found = judge(facts(**seen), params(**said))
    (named,) = (finding for finding in found["findings"] if words in finding["text"])
    assert named["level"] == level
    assert named["text"].endswith(".")
    assert found["verdict"] == found["findings"][0]["level"]


def test_everything_comes_at_once_the_worst_first() -> None:
    seen = facts(memory_mib=10, snap=True, cpus=1, installed="2.5.3", live_restore=True)
    levels = [finding["level"] for finding in judge(seen, params())["findings"]]
    assert levels == ["failure", "failure", "warning", "warning", "warning"]


@pytest.mark.parametrize(
    ("seen", "said"),
    [
        ({"compose": {"kind": "standalone", "version": "1.26.2"}}, {"version": "2.11.2"}),
        ({"compose": {"kind": "plugin", "version": "2.0.1"}}, {}),
        (
            {"engine": {"installed": True, "running": True, "version": "17.06.1-ce"}},
            {"version": "2.10.3"},
        ),
        ({"containers": [{**NGINX, "state": "exited"}]}, {}),
        ({"addresses": []}, {"hostname": None}),
        ({"ports": [PORT], "containers": [NGINX]}, {}),
    ],
)
def test_what_harbor_is_content_with_is_no_finding(
    seen: dict[str, Any], said: dict[str, Any]
) -> None:
    assert judge(facts(**seen), params(**said))["findings"] == []


def test_the_ports_are_harbors_and_only_its_own_containers_may_hold_them() -> None:
    stranger = {**NGINX, "name": "redis", "project": "cache"}
    said = params(http_port=8080, https_port=443, metric_port=9090)
    ports = wishes(said, [NGINX, stranger])["ports"]
    assert [port["port"] for port in ports] == [8080, 443, 9090, 1514]
    assert all(port["owners"] == ["nginx"] for port in ports)
    assert [port["port"] for port in wishes(params(), [])["ports"]] == [80, 1514]


@pytest.mark.parametrize(
    ("installed", "wanted", "words"),
    [
        ("", "2.15.2", None),
        ("2.13.5", "2.13.5", None),
        ("2.13.1", "2.13.5", None),
        ("2.13.5", "2.15.2", None),
        ("2.13.5", "2.14.0", None),
        ("2.9.5", "2.13.5", "4 minors newer, and Harbor migrates over two at most. Go to 2.11"),
        ("2.5.3", "2.8.0", "Go to 2.7 first"),
        ("2.13.5", "2.13.4", "never migrated back"),
        ("2.13.5", "2.12.9", "never migrated back"),
    ],
)
def test_an_upgrade_is_over_two_minors_at_most(
    installed: str, wanted: str, words: str | None
) -> None:
    found = not_an_upgrade(installed, wanted)
    assert (words in found) if words and found else found == words


MINORS = st.integers(5, 20)


@given(MINORS, MINORS, st.integers(0, 9))
def test_going_as_it_says_ends_at_the_wanted_version(here: int, there: int, patch: int) -> None:
    steps = 0
    while there >= here:
        fault = not_an_upgrade(f"2.{here}.0", f"2.{there}.{patch}")
        if fault is None:
            break
        here = int(fault.split("Go to 2.")[1].split(" ")[0])
        steps += 1
    assert steps < 10


def test_the_site_s_table_takes_the_result() -> None:
    seen = facts(snap=True, ports=[PORT], containers=[NGINX])
    lines = preflight.table({"hub": {**seen, **judge(seen, params())}})
    assert "| hub  | debian 12 | 3900 MiB |" in lines[2]
    assert lines[-1].startswith("failure on hub: the Docker engine comes from a snap")
