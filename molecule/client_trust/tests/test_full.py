# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The client with every variable changed."""

import json

import pytest

testinfra_hosts = ["ansible://full"]


@pytest.fixture
def edge(host):
    return host.file("/srv/edge").content_string.strip()


def engine(host):
    return json.loads(host.check_output("docker info --format '{{json .RegistryConfig}}'"))


def config(host):
    return json.loads(host.file("/etc/docker/engine.json").content_string)


def test_images_of_the_public_hub_come_from_the_mirror(host, edge):
    host.run("docker rmi demo-app:1")
    host.check_output("docker pull demo-app:1")
    assert engine(host)["Mirrors"] == [f"http://{edge}:5001/", "https://mirror.example.com/"]


def test_a_whole_network_may_be_insecure(host):
    assert "192.168.126.0/24" in engine(host)["InsecureRegistryCIDRs"]


def test_what_was_trusted_before_is_not_any_more(host, edge):
    assert "old.abc.com:5000" not in engine(host)["IndexConfigs"]
    assert config(host)["insecure-registries"] == [f"{edge}:5001", "192.168.126.0/24"]


def test_foreign_keys_stay_and_a_copy_keeps_the_comment(host):
    assert config(host)["labels"] == ["zone=lab"]
    copies = host.check_output("cat /etc/docker/engine.json.*~")
    assert "// the old registry" in copies


@pytest.mark.parametrize("registry", ["edge.abc.com:5443", "{edge}:5443"])
def test_a_private_ca_by_path_and_by_url(host, edge, registry):
    registry = registry.format(edge=edge)
    ca = host.file(f"/etc/docker/certs.d/{registry}/ca.crt").content_string
    assert host.file("/srv/ca.crt").content_string.strip() in ca


def test_the_store_of_the_system_is_left_alone(host):
    assert host.file("/usr/local/share/ca-certificates").listdir() == []


def test_a_name_leads_to_the_edge_and_a_pull_goes_there(host, edge):
    assert host.check_output("getent ahostsv4 edge.abc.com").split()[0] == edge
    host.check_output("docker tag demo-app:1 edge.abc.com:5443/demo-app:full")
    host.check_output("docker push edge.abc.com:5443/demo-app:full")


def test_names_have_both_families_of_addresses(host):
    assert host.file("/etc/hosts").contains("^192.168.126.40 harbor.abc.com$")
    assert host.file("/etc/hosts").contains("^2001:db8::40 harbor.abc.com hub$")


def test_the_hosts_file_behind_the_link_was_written(host):
    assert host.file("/srv/hosts").is_symlink
    assert host.file("/etc/hosts").contains("# BEGIN twinstar.registry")
    assert host.file("/etc/hosts").contains("192.168.126.99 harbor.abc.com")


def test_each_local_user_has_his_own_logins(host, edge):
    for user, home, registries in (
        ("root", "/root", ["edge.abc.com:5443", "other.abc.com"]),
        ("deploy", "/home/deploy", [f"{edge}:5443", "edge.abc.com:5443"]),
    ):
        file = host.file(f"{home}/.docker/config.json")
        assert (file.user, file.mode) == (user, 0o600)
        assert host.file(f"{home}/.docker").user == user
        assert sorted(json.loads(file.content_string)["auths"]) == registries


def test_a_user_reads_his_own_login(host, edge):
    config = host.check_output("su deploy -c 'cat ~/.docker/config.json'")
    assert f"{edge}:5443" in config


def test_the_container_went_on_working(host):
    state = host.check_output(
        "docker inspect -f '{{.State.StartedAt}} {{.State.Pid}}' busy",
    )
    assert state == host.file("/srv/busy").content_string.strip()
