# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Nothing of ours runs or starts again; what was pushed is there, except where it was named."""

import pytest

testinfra_hosts = ["ansible://all"]


@pytest.fixture
def name(host):
    return host.ansible.get_variables()["inventory_hostname"]


def test_nothing_runs_and_nothing_is_left_to_start(host):
    assert host.check_output("docker ps --all --quiet") == ""
    assert host.check_output("docker network ls --quiet --filter type=custom") == ""
    listening = host.check_output("ss -Hltn")
    for port in (5000, 5001, 5002, 5003, 5443, 5444):
        assert f":{port} " not in listening
    units = host.check_output("ls /etc/systemd/system /usr/local/sbin")
    for word in ("registry", "edge", "hub", "cache", "garbage-collect"):
        assert word not in units
    assert not host.package("docker-registry").is_installed


def test_what_was_pushed_and_made_is_kept(host, name):
    kept = {
        "plain": [
            "/docker/volume/registry/data/docker/registry/v2/repositories/shop/demo-app",
            "/docker/volume/registry/auth/htpasswd",
            "/docker/volume/registry/conf/config.yml",
            "/docker/volume/registry/instance.json",
        ],
        "full": [
            "/srv/images/docker/registry/v2/repositories/shop/demo-app",
            "/srv/edge/users/htpasswd",
            "/srv/edge/tls/registry.key",
            "/srv/edge/ca/ca.key",
        ],
    }
    for path in kept[name]:
        assert host.file(path).exists, path


def test_what_was_named_is_gone(host, name):
    if name == "plain":
        left = host.check_output("find /srv/cache -mindepth 1")
        assert left == ""


def test_the_firewall_is_closed_again_and_still_runs(host, name):
    if name == "full":
        said = host.check_output("ufw status")
        assert "Status: active" in said
        assert "22/tcp" in said
        assert "5443/tcp" not in said
