# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What every source gives; run before and after a new release and a reboot."""

testinfra_hosts = ["ansible://docker_engine"]


def test_a_container_runs_and_is_reached(host):
    assert host.check_output("docker inspect app --format '{{.State.Running}}'") == "true"
    page = host.check_output("curl --silent --fail --max-time 10 http://127.0.0.1:8080/")
    assert "demo-app" in page


def test_the_engine_starts_at_boot_where_it_should(host):
    """On deb12 it starts when its socket is used first, which the test before does."""
    name = host.ansible.get_variables()["inventory_hostname"]
    assert host.service("docker").is_enabled == (name != "deb12")


def test_the_engine_can_be_reloaded(host):
    host.check_output("systemctl reload docker")
    assert host.service("docker").is_running


def test_nothing_of_the_installation_lies_about(host):
    assert not host.file("/var/cache/docker-engine").exists
