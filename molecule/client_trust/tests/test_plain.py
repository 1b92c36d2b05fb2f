# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The client that has nothing but its registries: insecure by HTTP, and a private CA."""

import json

import pytest

testinfra_hosts = ["ansible://plain"]


@pytest.fixture
def edge(host):
    return host.file("/srv/edge").content_string.strip()


def engine(host):
    return json.loads(host.check_output("docker info --format '{{json .RegistryConfig}}'"))


@pytest.mark.parametrize("port", [5000, 5443])
def test_an_image_is_pushed_and_pulled_with_one_digest(host, edge, port):
    image = f"{edge}:{port}/demo-app:plain"
    pushed = host.check_output(f"docker push {image}")
    digest = pushed.split("digest: ")[1].split()[0]
    host.check_output(f"docker rmi {image}")
    pulled = host.check_output(f"docker pull {image}")
    assert f"Digest: {digest}" in pulled


def test_the_engine_trusts_the_one_without_tls_and_no_other(host, edge):
    assert sorted(engine(host)["InsecureRegistryCIDRs"]) == ["127.0.0.0/8"]
    indexes = engine(host)["IndexConfigs"]
    assert [name for name, index in indexes.items() if not index["Secure"]] == [f"{edge}:5000"]


def test_the_ca_is_where_the_engine_looks(host, edge):
    ca = host.file(f"/etc/docker/certs.d/{edge}:5443/ca.crt")
    assert ca.mode == 0o644
    assert ca.contains("BEGIN CERTIFICATE")


def test_other_programs_of_the_host_trust_the_ca_too(host, edge):
    assert host.run(f"curl -fs -u root:123456 https://{edge}:5443/v2/").rc == 0


def test_the_login_is_for_nobody_else_to_read(host, edge):
    config = host.file("/root/.docker/config.json")
    assert (config.user, config.mode) == ("root", 0o600)
    assert sorted(json.loads(config.content_string)["auths"]) == [f"{edge}:5000", f"{edge}:5443"]


def test_the_container_went_on_working(host):
    state = host.check_output(
        "docker inspect -f '{{.State.StartedAt}} {{.State.Pid}}' busy",
    )
    assert state == host.file("/srv/busy").content_string.strip()


def test_nothing_else_was_done(host):
    before = host.file("/srv/before/hosts").content_string
    assert host.file("/etc/hosts").content_string == before
    assert json.loads(host.file("/etc/docker/daemon.json").content_string).keys() == {
        "insecure-registries"
    }
