# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""After a reboot, and after a restart of the engine, all containers are up and Harbor is well."""

import json
import time

import pytest


@pytest.fixture(name="port")
def _port(host):
    return 8080 if host.file("/srv/harbor").exists else 80


def wait_until_well(host, port):
    deadline = time.monotonic() + 300
    while True:
        said = host.run("curl -s -m 5 http://127.0.0.1:%s/api/v2.0/health", str(port)).stdout
        if _well(said):
            return
        assert time.monotonic() < deadline, said
        time.sleep(3)


def _well(said):
    try:
        return json.loads(said)["status"] == "healthy"
    except (ValueError, KeyError):
        return False


def not_running(host):
    told = host.check_output("docker ps -a --format '{{.Names}} {{.State}}'").splitlines()
    assert told
    return [line for line in told if not line.endswith(" running")]


def test_all_is_up_after_a_reboot(host, port):
    wait_until_well(host, port)
    assert not_running(host) == []


def test_all_is_up_after_a_restart_of_the_engine(host, port):
    host.check_output("systemctl restart docker")
    wait_until_well(host, port)
    assert not_running(host) == []


def test_all_is_up_after_the_engine_was_killed(host, port):
    host.check_output("systemctl kill -s KILL docker")
    time.sleep(5)
    wait_until_well(host, port)
    assert not_running(host) == []
