# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""After a run of site.yml, and again after a reboot of every host."""

import json
import time

import pytest

testinfra_hosts = ["ansible://client_trust"]


@pytest.fixture(autouse=True)
def _hub_is_well(host):
    """After a reboot its containers need a while."""
    until = time.monotonic() + 300
    while True:
        told = host.run("curl -s -m 5 http://harbor.abc.com/api/v2.0/health").stdout
        if '"status":"healthy"' in told.replace(" ", "") and '"unhealthy"' not in told:
            return
        assert time.monotonic() < until, told
        time.sleep(2)


@pytest.fixture
def registry(host):
    """The Registry by the name that the role has put into the hosts file."""
    return host.check_output("getent ahostsv4 registry.abc.com").split()[0] + ":5000"


def test_systemd_has_no_failed_unit(host):
    assert host.check_output("systemctl list-units --failed --plain --no-legend") == ""


def test_the_engine_runs_and_trusts_the_registry(host, registry):
    assert host.service("docker").is_running
    info = json.loads(host.check_output("docker info --format '{{json .RegistryConfig}}'"))
    assert info["IndexConfigs"][registry]["Secure"] is False


def test_the_registry_answers_with_the_stored_login(host, registry):
    auth = json.loads(host.file("/root/.docker/config.json").content_string)["auths"][registry]
    asked = host.run(
        "curl -fsS -H 'Authorization: Basic %s' http://%s/v2/_catalog", auth["auth"], registry
    )
    assert "repositories" in json.loads(asked.stdout)


def test_without_a_login_it_refuses(host, registry):
    assert (
        host.check_output(f"curl -s -o /dev/null -w '%{{http_code}}' http://{registry}/v2/")
        == "401"
    )


def test_the_engine_trusts_the_hub_and_the_stored_robot_logs_in(host):
    info = json.loads(host.check_output("docker info --format '{{json .RegistryConfig}}'"))
    assert info["IndexConfigs"]["harbor.abc.com"]["Secure"] is False
    # Without a name the client takes what is stored; it asks for none, since there is no terminal.
    assert "Login Succeeded" in host.check_output("docker login harbor.abc.com </dev/null")


def test_the_hub_knows_the_robot_and_grants_no_more_than_it_needs(host):
    auth = json.loads(host.file("/root/.docker/config.json").content_string)["auths"]
    asked = "curl -s -o /dev/null -w '%{http_code}' http://harbor.abc.com/api/v2.0/projects/test"
    login = f"-H 'Authorization: Basic {auth['harbor.abc.com']['auth']}'"
    assert host.check_output(f"{asked}/members {login}") == "403", "known, but not for this"
    assert host.check_output(f"{asked}/members") == "401"


def test_what_runs_where_comes_back_by_itself(host):
    running = host.check_output("docker ps --format '{{.Names}} {{.Image}}'").splitlines()
    name = host.check_output("hostname")
    if name == "hub":
        harbor = [each.split("/")[0] for each in running]
        assert len(harbor) == 9
        assert {each.split()[1] for each in harbor} == {"goharbor"}
    else:
        assert running == (["registry registry:2"] if name == "edge" else [])
