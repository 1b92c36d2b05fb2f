# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A restarted host is the one that it was."""


def test_systemd_has_booted_again_without_a_failed_unit(host):
    assert host.run("systemctl is-system-running").stdout.strip() == "running"
    started = int(host.check_output("stat --format %Y /proc/1"))
    assert started > host.file("/etc/hosts").mtime.timestamp()


def test_what_was_written_is_still_there(host):
    assert host.file("/etc/hosts").content_string.count("edge.example.com") == 1
    assert host.exists("tree")
