# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The host with all defaults; run before and after a reboot."""

testinfra_hosts = ["ansible://plain"]


def test_the_minimal_host_has_got_a_kill(host):
    assert host.file("/bin/kill").exists


def test_the_engine_is_the_distribution_s(host):
    assert host.package("docker.io").is_installed
    assert host.package("docker-compose").is_installed


def test_nothing_is_held_or_pinned(host):
    assert host.check_output("apt-mark showhold") == ""
    assert not host.file("/etc/apt/preferences.d/docker-engine").exists


def test_there_is_no_drop_in(host):
    assert not host.file("/etc/systemd/system/docker.service.d").exists
