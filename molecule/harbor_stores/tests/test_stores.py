# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever has been done to the hub: its database and its Redis are those of the host stores."""

import json

import pytest

testinfra_hosts = ["ansible://hub"]


@pytest.fixture(name="stores")
def _stores(host):
    return host.get_host("ansible://stores", ansible_inventory=host.backend.ansible_inventory)


def ask(host, path):
    return json.loads(
        host.check_output("curl -s -u admin:Planted-Admin-1 http://127.0.0.1/api/v2.0%s", path)
    )


def test_the_hub_is_well_without_a_database_or_redis_of_its_own(host):
    assert ask(host, "/health")["status"] == "healthy"
    names = host.check_output("docker ps --format '{{.Names}}'").split()
    assert "harbor-core" in names
    assert not {"harbor-db", "redis"} & set(names)


def test_its_database_is_the_one_elsewhere_and_is_reached_over_tls(host, stores):
    connections = stores.check_output(
        "su postgres -c \"psql --tuples-only --no-align registry --command 'SELECT ssl FROM"
        " pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE usename = $$harbor$$'\""
    ).split()
    assert connections
    assert set(connections) == {"t"}


def connections_of_redis(stores):
    told = stores.check_output("redis-cli -a Planted-redis-1 INFO stats 2>/dev/null")
    return int(told.split("total_connections_received:")[1].split()[0])


def test_its_components_ask_the_redis_elsewhere(host, stores):
    before = connections_of_redis(stores)
    ask(host, "/health")
    # One more is that which counts.
    assert connections_of_redis(stores) > before + 1


def test_what_it_was_filled_with_is_there(host):
    assert [each["name"] for each in ask(host, "/registries")] == ["itself"]
    assert {"library", "test"} == {each["name"] for each in ask(host, "/projects")}
    digest = host.check_output("cat /root/digest")
    host.check_output("docker pull --quiet %s", digest)
    host.check_output("docker image rm %s", digest)


def test_no_password_of_a_store_is_readable_by_everybody(host):
    found = host.check_output(
        "grep --recursive --files-with-matches -e Planted-db-1 -e Planted-redis-1 /opt/harbor"
        " /data /etc 2>/dev/null | xargs --no-run-if-empty find | xargs --no-run-if-empty stat"
        " --format '%a %n'"
    ).split("\n")
    assert [line for line in found if line.split()[0][-1] != "0"] == []
