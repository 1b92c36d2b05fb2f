# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the role makes of its variables before any task runs."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from .role import Role

EDGE = "192.168.126.50:5000"
WORLD: dict[str, Any] = {
    "inventory_hostname": "client",
    "groups": {"all": ["client", "edge", "hub"], "registry": ["edge"], "harbor": ["hub", "edge"]},
    "hostvars": {
        "client": {"inventory_hostname": "client"},
        "edge": {
            "inventory_hostname": "edge",
            "ansible_host": "192.168.126.50",
            "client_trust_server_names": ["registry.abc.com"],
        },
        "hub": {
            "inventory_hostname": "hub",
            "client_trust_server_names": ["harbor.abc.com"],
            "client_trust_server_addresses": ["192.168.126.40", "2001:db8::40"],
        },
    },
    "ansible_play_hosts": ["client"],
}


def role(*registries: dict[str, Any], **given: Any) -> Role:
    given = {f"client_trust_{name}": value for name, value in given.items()}
    return Role("client_trust", **WORLD, **given, client_trust_registries=list(registries))


def faults(*registries: dict[str, Any], **given: Any) -> list[str]:
    return list(role(*registries, **given)["__client_trust_faults"])


def test_defaults_do_nothing_and_are_no_fault() -> None:
    nothing = role()
    assert nothing["__client_trust_faults"] == []
    for name in (
        "certificates",
        "insecure",
        "mirror_urls",
        "lost_insecure",
        "login_users",
        "checks",
    ):
        assert nothing[f"__client_trust_{name}"] == []


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ({"address": f"https://{EDGE}"}, "[0].address is 'https://192.168.126.50:5000', but"),
        ({"address": f"{EDGE}/prod"}, "a registry is named as in an image"),
        ({"address": "10.0.0.0/8"}, "a registry is named as in an image"),
        ({"address": EDGE, "insecure": True, "ca": "x"}, "[0] has insecure and ca, but the engine"),
        ({"address": EDGE, "ca": "x", "ca_path": "/x"}, "a CA comes from one place"),
        ({"address": EDGE, "ca_host": "edge"}, "[0].ca_host is 'edge', but"),
        ({"address": EDGE, "ca_host": "nobody", "ca_path": "/x"}, "[0].ca_host is 'nobody', but"),
        ({"address": EDGE, "username": "root"}, "[0].username is 'root', but there is no password"),
    ],
)
def test_a_fault_names_its_entry(entry: dict[str, Any], words: str) -> None:
    (found,) = faults(entry)
    assert found.startswith("client_trust_registries[0]")
    assert words in found


def test_all_faults_come_at_once_and_no_password_is_in_them() -> None:
    entry = {"address": EDGE, "insecure": True, "ca": "x", "username": "u", "password": "secret-7"}
    found = faults(entry, entry)
    assert len(found) == 4
    assert sum("another entry has it too" in fault for fault in found) == 2
    assert "secret-7" not in "".join(found)


def test_a_network_may_be_insecure_and_nothing_else() -> None:
    found = role({"address": "10.0.0.0/8", "insecure": True})
    assert found["__client_trust_faults"] == []
    assert found["__client_trust_insecure"] == ["10.0.0.0/8"]
    assert found["__client_trust_certificates"] == []
    assert found["__client_trust_checks"] == []


def test_an_entry_that_goes_needs_no_password() -> None:
    assert faults({"address": EDGE, "username": "root", "state": "absent"}) == []


def test_servers_of_groups_stand_in_the_hosts_file_by_each_address() -> None:
    found = role(
        hosts=[{"address": "10.0.0.1", "names": ["own"]}], hosts_groups=["registry", "harbor", "no"]
    )
    assert found["__client_trust_host_entries"] == [
        {"address": "10.0.0.1", "names": ["own"]},
        {"address": "192.168.126.50", "names": ["registry.abc.com"]},
        {"address": "192.168.126.40", "names": ["harbor.abc.com"]},
        {"address": "2001:db8::40", "names": ["harbor.abc.com"]},
    ]


def test_a_server_that_is_reached_by_name_needs_its_addresses_said() -> None:
    world = {**WORLD["hostvars"], "edge": {**WORLD["hostvars"]["edge"], "ansible_host": "edge.lan"}}
    found = Role(
        "client_trust", **{**WORLD, "hostvars": world}, client_trust_hosts_groups=["registry"]
    )
    (fault,) = list(found["__client_trust_faults"])
    assert fault.startswith("the hosts file would get 'edge.lan' for registry.abc.com, but")


def test_an_entry_says_everything_about_its_registry() -> None:
    found = role({"address": EDGE}, {"address": "b:1", "insecure": True, "mirror": True})
    assert found["__client_trust_insecure"] == ["b:1"]
    assert found["__client_trust_lost_insecure"] == [EDGE]
    assert found["__client_trust_mirror_urls"] == ["http://b:1"]
    assert set(found["__client_trust_lost_mirrors"]) == {
        f"http://{EDGE}",
        f"https://{EDGE}",
        "https://b:1",
    }


def test_a_mirror_is_asked_by_https_unless_it_is_insecure_or_said() -> None:
    found = role(
        {"address": "a", "mirror": True},
        {"address": "b", "mirror": True, "scheme": "http"},
        mirrors=["https://m"],
    )
    assert found["__client_trust_mirror_urls"] == ["https://a", "http://b", "https://m"]


def test_a_removal_takes_everything_from_the_lists() -> None:
    found = role({"address": EDGE, "insecure": True}, state="absent", mirrors=["https://m"])
    assert found["__client_trust_insecure"] == []
    assert found["__client_trust_lost_insecure"] == [EDGE]
    assert found["__client_trust_mirror_urls"] == []
    assert "https://m" in found["__client_trust_lost_mirrors"]
    assert found["__client_trust_checks"] == []
    assert found["__client_trust_login_users"] == ["root"]
    assert logins(found, "root") == [{"registry": EDGE, "insecure": True, "state": "absent"}]


def test_a_ca_goes_to_the_module_as_it_was_given() -> None:
    found = role(
        {"address": "a", "ca": "text"},
        {"address": "b", "ca_path": "/b"},
        {"address": "c", "ca_url": "https://c", "ca_checksum": "sha256:1"},
        {"address": "d"},
        {"address": "e", "ca": "text", "state": "absent"},
    )
    assert found["__client_trust_certificates"] == [
        {"address": "a", "ca": "text"},
        {"address": "b", "ca_path": "/b"},
        {"address": "c", "ca_url": "https://c", "ca_checksum": "sha256:1"},
        {"address": "d", "state": "absent"},
        {"address": "e", "state": "absent"},
    ]


def test_a_ca_of_another_host_is_read_there() -> None:
    entry = {"address": EDGE, "ca_host": "edge", "ca_path": "/ca.crt"}
    found = role(entry)
    assert found["__client_trust_own_ca_files"] == [{"host": "edge", "path": "/ca.crt"}]
    assert found["__client_trust_certificates"] == [], "not known until it is read"
    text = base64.b64encode(b"text").decode()
    answer = {"item": {"host": "edge", "path": "/ca.crt"}, "content": text}
    found.variables["__client_trust_ca"] = {"results": [answer]}
    assert found["__client_trust_certificates"] == [{"address": EDGE, "ca": "text"}]


def test_one_host_reads_the_cas_of_the_whole_play_once() -> None:
    named = {"client_trust_ca_files": [{"host": "edge", "path": "/ca.crt"}]}
    world = {**WORLD, "ansible_play_hosts": ["a", "b", "c"]}
    found = Role("client_trust", **{**world, "hostvars": {"a": named, "b": named, "c": {}}})
    assert found["__client_trust_ca_files"] == named["client_trust_ca_files"]


def logins(found: Role, user: str) -> Any:
    found.variables["item"] = user
    return found["__client_trust_logins"]


def test_all_logins_of_a_local_user_are_one_call() -> None:
    entry = {"address": EDGE, "username": "root", "password": "secret-7"}
    both = {**entry, "address": "b", "insecure": True, "users": ["ci", "deploy"]}
    gone = {"address": "c", "state": "absent"}
    found = role(entry, both, {"address": "public"}, gone, users=["root", "ci"])
    assert found["__client_trust_login_users"] == ["root", "ci", "deploy"]
    at_edge = {"username": "root", "password": "secret-7", "registry": EDGE, "insecure": False}
    at_b = {**at_edge, "registry": "b", "insecure": True}
    leaves = {"registry": "c", "insecure": False, "state": "absent"}
    assert logins(found, "root") == [at_edge, leaves]
    assert logins(found, "ci") == [at_edge, at_b, leaves]
    assert logins(found, "deploy") == [at_b]


def test_the_engine_tries_each_registry_with_its_login() -> None:
    found = role({"address": EDGE, "username": "root", "password": "secret-7"}, {"address": "b"})
    assert found["__client_trust_checks"] == [
        {"registry": EDGE, "username": "root", "password": "secret-7"},
        {"registry": "b"},
    ]


@pytest.mark.parametrize(
    ("insecure", "mirrors", "expected"),
    [
        ([], [], ["insecure-registries", "registry-mirrors"]),
        (["x"], [], ["registry-mirrors"]),
        (["x"], ["https://m"], []),
    ],
)
def test_only_a_list_that_is_empty_goes(
    insecure: list[str], mirrors: list[str], expected: list[str]
) -> None:
    found = role(state="absent")
    engine = {"insecure_registries": insecure, "registry_mirrors": mirrors}
    found.variables["__client_trust_engine"] = {"docker_daemon_config": engine}
    assert found["__client_trust_empty_lists"] == expected
