# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The hosts with an engine from an archive."""

import pytest

testinfra_hosts = ["ansible://air12", "ansible://air13"]


@pytest.fixture
def name(host):
    return host.ansible.get_variables()["inventory_hostname"]


def test_no_package_of_an_engine_is_there(host):
    installed = host.check_output("dpkg-query --show --showformat '${Package} '").split()
    assert not {"docker.io", "docker-ce", "docker-cli", "containerd", "runc"} & set(installed)


def test_engine_and_containerd_run_from_the_release_in_use(host):
    for unit in ("docker", "containerd"):
        program = host.check_output(
            f"readlink /proc/$(systemctl show {unit} --property MainPID --value)/exe"
        )
        release = host.check_output("readlink /usr/local/lib/docker-engine/current")
        assert program.startswith(release + "/")


def test_only_the_release_in_use_is_kept(host):
    assert len(host.file("/usr/local/lib/docker-engine").listdir()) == 2


def test_compose_is_of_the_wanted_kind(host, name):
    if name == "air12":
        assert host.check_output("docker compose version --short").startswith("2.26")
        assert not host.exists("docker-compose")
    else:
        assert host.check_output("docker-compose version --short").startswith("2.26")


def test_the_socket_is_the_group_s(host):
    socket = host.file("/run/docker.sock")
    assert (socket.group, socket.mode) == ("docker", 0o660)


def test_the_python_libraries_are_there_where_they_were_wanted(host, name):
    assert host.package("python3-docker").is_installed == (name == "air13")


def test_the_firewall_is_on_and_has_the_port(host, name):
    if name == "air13":
        assert host.check_output("firewall-cmd --list-ports") == "2376/tcp"
        assert host.check_output("firewall-cmd --permanent --list-ports") == "2376/tcp"
