# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever has been done to the hub: its database and its Redis are those of the host stores."""

import json
import time

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
    query = (
        "SELECT ssl FROM pg_stat_ssl JOIN pg_stat_activity USING (pid)"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    connections = stores.check_output(
        f"su postgres -c \"psql --tuples-only --no-align registry --command '{query}'\""
    ).split()
    assert connections
    assert set(connections) == {"t"}


def becomes(host, status):
    """Whether Redis's part of Harbor's health does, within a minute."""
    for _attempt in range(30):
        parts = {each["name"]: each["status"] for each in ask(host, "/health")["components"]}
        if parts["redis"] == status:
            return True
        time.sleep(2)
    return False


def test_it_is_not_well_without_the_redis_elsewhere(host, stores):
    stores.check_output("systemctl stop redis-sentinel redis-server")
    try:
        assert becomes(host, "unhealthy")
    finally:
        stores.check_output("systemctl start redis-server redis-sentinel")
    assert becomes(host, "healthy")


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
