# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""After docker_engine_state: absent."""

import os
import pathlib
import subprocess

import pytest

OURS = (
    "/etc/apt/preferences.d/docker-engine",
    "/etc/docker/daemon.json.before-twinstar",
    "/etc/systemd/system/docker.service.d/twinstar-proxy.conf",
    "/etc/systemd/system/docker.service.d/twinstar-proxy.env",
)
both = pytest.mark.parametrize("name", ["plain", "full"])


@pytest.fixture
def on(request):
    """The host of a name; each test says which it means."""
    import testinfra

    inventory = request.config.getoption("--ansible-inventory")
    return lambda name: testinfra.get_host(f"ansible://{name}", ansible_inventory=inventory)


@both
def test_no_engine_is_left(on, name):
    host = on(name)
    assert not host.exists("dockerd")
    assert not host.exists("docker")
    assert not host.exists("containerd")
    assert "docker.service" not in host.check_output("systemctl list-unit-files --no-legend")
    assert "app" not in host.run("pgrep --list-full httpd").stdout


@both
def test_no_file_of_the_role_is_left(on, name):
    host = on(name)
    assert [path for path in OURS if host.file(path).exists] == []


@both
def test_systemd_has_nothing_to_complain_of(on, name):
    assert on(name).check_output("systemctl list-units --failed --no-legend") == ""


def test_the_daemon_json_of_others_is_as_it_was(on):
    file = on("full").file("/etc/docker/daemon.json")
    assert file.content_string == '{ "labels" : [ "rack=7"]}'
    assert file.mode == 0o640


def test_where_there_was_no_daemon_json_there_is_none(on):
    assert not on("plain").file("/etc/docker/daemon.json").exists


def test_the_data_stays_unless_the_host_was_named(on):
    assert on("plain").check_output("ls /var/lib/docker/image") != ""
    assert on("full").check_output("ls -A /srv/docker") == ""


def test_the_ports_are_closed_and_the_firewall_is_on(on):
    rules = on("full").check_output("ufw status")
    assert "Status: active" in rules
    assert "2376" not in rules


def test_a_second_removal_changes_nothing():
    project = pathlib.Path(os.environ["MOLECULE_PROJECT_DIRECTORY"])
    inventory = project / "inventories" / "lab" / os.environ["MOLECULE_SCENARIO_NAME"]
    playbook = pathlib.Path(__file__).parents[1] / "remove.yml"
    done = subprocess.run(
        ["ansible-playbook", "--inventory", str(inventory), str(playbook)],
        cwd=project, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    assert done.stdout.count("changed=0 ") == 2, done.stdout
