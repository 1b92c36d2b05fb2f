# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The role has taken itself away."""

import json

import pytest

testinfra_hosts = ["ansible://client_trust"]


@pytest.fixture
def edge(host):
    return host.file("/srv/edge").content_string.strip()


@pytest.fixture
def name(host):
    return host.ansible.get_variables()["inventory_hostname"]


def test_the_hosts_file_is_as_it_was(host):
    assert host.file("/etc/hosts").content == host.file("/srv/before/hosts").content


def test_the_engines_file_is_as_it_was_but_for_what_was_to_go(host, name):
    if name == "plain":
        assert not host.file("/etc/docker/daemon.json").exists
    else:
        assert json.loads(host.file("/etc/docker/engine.json").content_string) == {
            "labels": ["zone=lab"],
        }


def test_no_ca_is_left(host):
    assert host.file("/etc/docker/certs.d").listdir() == []
    assert host.file("/usr/local/share/ca-certificates").listdir() == []


def test_no_login_is_left_but_foreign_ones(host, name):
    auths = json.loads(host.file("/root/.docker/config.json").content_string)["auths"]
    assert sorted(auths) == ([] if name == "plain" else ["other.abc.com"])


def test_the_engine_trusts_as_before(host, edge, name):
    info = json.loads(host.check_output("docker info --format '{{json .RegistryConfig}}'"))
    assert info["InsecureRegistryCIDRs"] in (["127.0.0.0/8"], ["::1/128", "127.0.0.0/8"])
    assert not info["Mirrors"]
    push = host.run(f"docker push {edge}:5000/demo-app:{name}")
    assert "server gave HTTP response to HTTPS client" in push.stdout + push.stderr
    push = host.run(f"docker push {edge}:5443/demo-app:{name}")
    assert "x509: certificate signed by unknown authority" in push.stdout + push.stderr


def test_the_container_went_on_working(host):
    state = host.check_output(
        "docker inspect -f '{{.State.StartedAt}} {{.State.Pid}}' busy",
    )
    assert state == host.file("/srv/busy").content_string.strip()
