# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.twinstar.registry.plugins.module_utils._core import preflight

BUSY = {
    "port": 5000,
    "protocol": "tcp",
    "process": "docker-proxy",
    "pid": 812,
    "container": "old",
}


def facts(**changed: Any) -> dict[str, Any]:
    return {
        "system": {"id": "debian", "version": "12", "name": "Debian GNU/Linux 12 (bookworm)"},
        "memory_mib": 2048,
        "disks": [],
        "selinux": "disabled",
        "firewall": "none",
        "engine": {"installed": True, "running": True, "version": "20.10.24"},
        "compose": {"kind": "standalone", "version": "1.29.2"},
        "ports": [],
        **changed,
    }


def wish(**changed: Any) -> dict[str, Any]:
    return {
        "port": 5000,
        "protocol": "tcp",
        "purpose": "the Registry",
        "owners": ["registry"],
        **changed,
    }


def texts(seen: dict[str, Any], **params: Any) -> list[str]:
    params = {"docker_socket": "/var/run/docker.sock", **params}
    return [finding["text"] for finding in preflight.judge(seen, params)["findings"]]


def verdict(seen: dict[str, Any], **params: Any) -> str:
    params = {"docker_socket": "/var/run/docker.sock", **params}
    return str(preflight.judge(seen, params)["verdict"])


def test_a_host_that_is_asked_for_nothing_is_fit() -> None:
    assert preflight.judge(facts(), {}) == {"findings": [], "verdict": "ok"}


def test_too_little_memory_names_both_figures() -> None:
    assert texts(facts(), memory_mib=4096) == [
        "memory is 2048 MiB, but 4096 MiB are needed. Add memory, or choose another host."
    ]
    assert verdict(facts(), memory_mib=2048) == "ok"


def test_too_little_space_names_the_folder() -> None:
    seen = facts(disks=[{"path": "/docker", "free_gib": 1.5}])
    assert texts(seen, disks=[{"path": "/docker", "free_gib": 20}]) == [
        "/docker has 1.5 GiB free, but 20 GiB are needed. Free some space, or choose another "
        "folder."
    ]
    assert verdict(seen, disks=[{"path": "/docker", "free_gib": 1.5}]) == "ok"


def test_a_busy_port_names_container_process_and_pid() -> None:
    assert texts(facts(ports=[BUSY]), ports=[wish()]) == [
        "port 5000/tcp is held by container old, by docker-proxy (pid 812), but the Registry "
        "needs it. "
        "Remove the container ('docker rm -f old'), or choose another port."
    ]


def test_a_port_that_is_published_without_a_process_names_the_container() -> None:
    seen = facts(ports=[{**BUSY, "process": "", "pid": 0}])
    assert "held by container old, but" in texts(seen, ports=[wish()])[0]


def test_a_port_of_another_users_process_says_that_it_is_not_visible() -> None:
    seen = facts(ports=[{**BUSY, "process": "", "pid": 0, "container": ""}])
    assert "held by a process that is not visible here, but" in texts(seen, ports=[wish()])[0]


@pytest.mark.parametrize("owner", ["old", "docker-proxy"])
def test_a_port_may_be_held_by_its_owner(owner: str) -> None:
    assert verdict(facts(ports=[BUSY]), ports=[wish(owners=[owner])]) == "ok"


def test_an_unknown_holder_is_no_owner() -> None:
    seen = facts(ports=[{**BUSY, "process": "", "container": ""}])
    assert verdict(seen, ports=[wish(owners=[])]) == "failure"


@pytest.mark.parametrize("names", [["debian"], ["Debian 12"], ["rocky 9", "debian 12"]])
def test_a_system_is_known_with_or_without_its_version(names: list[str]) -> None:
    assert verdict(facts(), systems=names) == "ok"


def test_an_unknown_system_is_a_warning() -> None:
    assert verdict(facts(), systems=["debian 13"]) == "warning"
    assert "is Debian GNU/Linux 12 (bookworm), but" in texts(facts(), systems=["debian 13"])[0]


NO_ENGINE = {"installed": False, "running": False, "version": ""}
STOPPED = {"installed": True, "running": False, "version": ""}


@pytest.mark.parametrize(
    ("engine", "wanted", "level"),
    [
        (NO_ENGINE, None, "ok"),
        (NO_ENGINE, "wanted", "note"),
        (NO_ENGINE, "installed", "failure"),
        (STOPPED, None, "ok"),
        (STOPPED, "wanted", "warning"),
        (STOPPED, "installed", "failure"),
    ],
)
def test_a_missing_engine_matters_as_far_as_one_is_asked_for(
    engine: dict[str, Any], wanted: str | None, level: str
) -> None:
    assert verdict(facts(engine=engine), engine=wanted, engine_version="1.10") == level


def test_an_old_engine_and_an_old_compose_are_failures() -> None:
    seen = facts(
        engine={"installed": True, "running": True, "version": "1.9.1"},
        compose={"kind": "standalone", "version": "1.5.2"},
    )
    assert texts(seen, engine_version="1.10", compose_version="1.6") == [
        "the Docker engine is 1.9.1, but 1.10 or newer is needed. Upgrade it.",
        "Compose is 1.5.2, but 1.6 or newer is needed. Upgrade it.",
    ]


def test_no_compose_is_fine() -> None:
    assert verdict(facts(compose={"kind": "none", "version": ""}), compose_version="1.6") == "ok"


def test_what_is_never_turned_off_is_noted() -> None:
    seen = facts(selinux="enforcing", firewall="firewalld")
    assert verdict(seen) == "note"
    assert len(texts(seen)) == 2


def test_the_worst_finding_comes_first_and_gives_the_verdict() -> None:
    seen = facts(selinux="enforcing", ports=[BUSY])
    result = preflight.judge(seen, {"systems": ["x"], "ports": [wish()]})
    assert [finding["level"] for finding in result["findings"]] == ["failure", "warning", "note"]
    assert result["verdict"] == "failure"


@pytest.mark.parametrize(
    ("version", "minimum", "expected"),
    [
        ("20.10.24", "20.10.0", False),
        ("20.10", "20.10.0", False),
        ("1.9.1", "1.10", True),
        ("26.1.5+dfsg1", "26.1.5", False),
        ("27.0.0-rc.1", "27.0.0", False),
        ("2.26.1-4", "2.27", True),
    ],
)
def test_versions_compare_by_their_numbers(version: str, minimum: str, expected: bool) -> None:
    assert preflight.older(version, minimum) is expected


@given(st.lists(st.integers(0, 99), min_size=1, max_size=4))
def test_no_version_is_older_than_itself(numbers: list[int]) -> None:
    version = ".".join(map(str, numbers))
    assert not preflight.older(version, version)
    assert preflight.older(version, f"{numbers[0] + 1}")


@pytest.mark.parametrize(
    ("words", "version"),
    [
        ("docker-compose version 1.29.2, build unknown", "1.29.2"),
        ("v2.26.1", "2.26.1"),
        ("2.26.1-4\n", "2.26.1"),
        ("no version", ""),
    ],
)
def test_a_version_is_found_in_a_programs_words(words: str, version: str) -> None:
    assert preflight.parse_version(words) == version


def test_os_release_is_read_with_and_without_quotes() -> None:
    text = '# a comment\nPRETTY_NAME="Rocky Linux 9.4 (Blue Onyx)"\nID="rocky"\nVERSION_ID=9.4\nX="'
    assert preflight.parse_os_release(text) == {
        "id": "rocky",
        "version": "9.4",
        "name": "Rocky Linux 9.4 (Blue Onyx)",
    }


@given(st.text())
def test_no_text_gives_a_traceback(text: str) -> None:
    preflight.parse_os_release(text)
    preflight.parse_memory(text)
    preflight.parse_version(text)


def test_memory_is_read_in_mib() -> None:
    assert preflight.parse_memory("MemTotal:        8156432 kB\nMemFree:  100 kB\n") == 7965
    assert preflight.parse_memory("") == 0


TCP = """\
  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt uid timeout inode
   0: 00000000:1388 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4711 1
   1: 0100007F:1389 0100007F:1F90 01 00000000:00000000 00:00000000 00000000     0        0 4712 1
"""


def test_only_a_listening_socket_holds_its_port() -> None:
    assert preflight.parse_sockets(TCP, "tcp") == {5000: "4711"}
    assert preflight.parse_sockets("", "tcp") == {}


def test_a_udp_socket_holds_its_port_while_unconnected() -> None:
    text = TCP.replace(" 0A ", " 07 ")
    assert preflight.parse_sockets(text, "udp") == {5000: "4711"}


def test_published_ports_lead_to_their_container() -> None:
    containers: list[dict[str, Any]] = [
        {
            "Names": ["/registry"],
            "Ports": [
                {"PrivatePort": 5000, "PublicPort": 5000, "Type": "tcp", "IP": "0.0.0.0"},
                {"PrivatePort": 5001, "Type": "tcp"},
            ],
        },
        {"Names": None, "Ports": None},
    ]
    assert preflight.published(containers) == {(5000, "tcp"): "registry"}


def test_the_table_has_a_row_a_host_and_the_findings_beneath() -> None:
    seen = facts(
        ports=[BUSY], disks=[{"path": "/docker", "free_gib": 41.3}, {"path": "/", "free_gib": 50}]
    )
    edge = {**seen, **preflight.judge(seen, {"ports": [wish()]})}
    bare = facts(engine=NO_ENGINE, compose={"kind": "none", "version": ""})
    client = {**bare, **preflight.judge(bare, {"engine": "wanted"})}
    lines = preflight.table({"client": client, "edge": edge}, ["lost"])
    assert [line.split(" | ")[0].strip("| ") for line in lines[:5]] == [
        "host",
        lines[1].split(" | ")[0].strip("| "),
        "client",
        "edge",
        "lost",
    ]
    assert len({len(line) for line in lines[:5]}) == 1, "the columns are in line"
    assert [cell.strip() for cell in lines[3].strip("|").split("|")] == [
        "edge",
        "debian 12",
        "2048 MiB",
        "41.3 GiB",
        "disabled",
        "none",
        "5000 old",
        "20.10.24",
        "1.29.2",
        "failure",
    ]
    assert "no answer" in lines[4]
    assert lines[5].startswith("failure on edge: port 5000/tcp is held by container old")
    assert lines[6].startswith("note on client: there is no Docker engine yet")


def test_a_host_that_was_looked_at_twice_is_one_row_and_each_finding_is_told_once() -> None:
    seen = facts(firewall="ufw", disks=[{"path": "/docker", "free_gib": 41.3}])
    first = {**seen, **preflight.judge(seen, {})}
    again = facts(firewall="ufw", ports=[BUSY], disks=[{"path": "/data", "free_gib": 2.5}])
    second = {**again, **preflight.judge(again, {"ports": [wish()]})}
    lines = preflight.table({"hub": [first, second]})
    assert len(lines) == 5
    cells = [cell.strip() for cell in lines[2].strip("|").split("|")]
    assert (cells[3], cells[6], cells[9]) == ("2.5 GiB", "5000 old", "failure")
    assert lines[3].startswith("failure on hub: port 5000/tcp is held by container old")
    assert lines[4].startswith("note on hub: ufw is active")
