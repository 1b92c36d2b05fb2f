# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What every host with the role has; run before and after a reboot."""

testinfra_hosts = ["ansible://docker_engine"]


def test_the_engine_runs_and_starts_at_boot(host):
    assert host.service("docker").is_running
    assert host.service("docker").is_enabled


def test_a_container_runs_and_is_reached(host):
    assert host.check_output("docker inspect app --format '{{.State.Running}}'") == "true"
    assert "demo-app" in host.check_output(
        "curl --silent --fail --max-time 10 http://127.0.0.1:8080/"
    )


def test_compose_has_started_a_project(host):
    names = host.check_output("docker ps --all --format '{{.Names}}'").split()
    assert any(name.startswith("project") for name in names)


def test_the_engine_can_be_reloaded(host):
    host.check_output("systemctl reload docker")


def test_the_python_libraries_of_the_modules_are_there(host):
    host.check_output("/usr/bin/python3 -c 'import docker, requests'")
