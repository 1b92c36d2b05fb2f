# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""After docker_engine_state: absent, whatever the source was."""

testinfra_hosts = ["ansible://docker_engine"]

OURS = (
    "/etc/apt/keyrings/docker-engine.asc",
    "/etc/apt/preferences.d/docker-engine",
    "/etc/apt/sources.list.d/docker-engine.sources",
    "/etc/docker/daemon.json",
    "/etc/docker/daemon.json.before-twinstar",
    "/etc/systemd/system/containerd.service",
    "/etc/systemd/system/docker.service",
    "/etc/systemd/system/docker.socket",
    "/usr/local/bin/docker",
    "/usr/local/bin/docker-compose",
    "/usr/local/lib/docker-engine",
    "/usr/local/lib/docker/cli-plugins/docker-compose",
)


def test_no_engine_is_left(host):
    for program in ("dockerd", "docker", "containerd", "docker-compose"):
        assert not host.exists(program)
    assert "docker" not in host.check_output("systemctl list-unit-files --no-legend")
    assert host.check_output("systemctl list-units --failed --no-legend") == ""


def test_no_file_of_the_role_is_left(host):
    assert [path for path in OURS if host.file(path).exists] == []


def test_the_data_stays(host):
    assert host.check_output("ls /var/lib/docker/image") != ""


def test_a_firewall_that_was_on_is_on(host):
    if host.ansible.get_variables()["inventory_hostname"] == "air13":
        assert host.check_output("firewall-cmd --state") == "running"
        assert host.check_output("firewall-cmd --list-ports") == ""
