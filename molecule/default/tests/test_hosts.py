# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the lab promises of every host."""


def test_systemd_has_booted_without_a_failed_unit(host):
    assert host.run("systemctl is-system-running").stdout.strip() == "running"
    assert host.run("systemctl --failed --no-legend").stdout.strip() == ""


def test_a_host_has_its_own_name_and_identity(host):
    name = host.ansible.get_variables()["inventory_hostname"]
    assert host.run("hostname").stdout.strip() == name
    assert host.file("/etc/hostname").content_string.strip() == name
    assert len(host.file("/etc/machine-id").content_string.strip()) == 32


def test_the_files_of_etc_are_no_mounts(host):
    assert " /etc" not in host.run("cut -d' ' -f5 /proc/self/mountinfo").stdout
    assert host.file("/etc/hosts").contains("edge.example.com")


def test_hosts_reach_each_other(host):
    assert host.run("ping -c 1 -W 5 edge.example.com").rc == 0
