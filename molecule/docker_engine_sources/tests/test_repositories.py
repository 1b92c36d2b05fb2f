# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The hosts with an engine from a package repository."""

testinfra_hosts = ["ansible://deb12", "ansible://deb13"]


def test_the_engine_is_the_repository_s_and_of_the_wanted_version(host):
    """In deb13's suite there are newer ones, which its variables rule out."""
    assert host.package("docker-ce").version.startswith("5:26.1.5")
    assert host.package("docker-compose-plugin").version.startswith("2.26.1")
    assert host.check_output("docker version --format '{{.Server.Version}}'").startswith("26.1.5")
    assert host.check_output("docker compose version --short").startswith("2.26")


def test_the_repository_has_only_the_key_that_was_given(host):
    source = host.file("/etc/apt/sources.list.d/docker-engine.sources").content_string
    assert "Signed-By: /etc/apt/keyrings/docker-engine.asc" in source
    host.check_output("apt-get update --error-on=any")


def test_an_upgrade_of_the_host_leaves_the_held_engine(host):
    if host.ansible.get_variables()["inventory_hostname"] == "deb13":
        assert "docker-ce" in host.check_output("apt-mark showhold").split()
        assert "docker-ce" not in host.check_output(
            "apt-get --simulate dist-upgrade | grep ^Inst || true"
        )
