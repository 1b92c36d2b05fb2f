# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the lab promises of hosts without an engine."""

testinfra_hosts = ["ansible://servers"]


def test_a_bare_server_has_no_engine(host):
    assert not host.exists("dockerd")
    assert not host.exists("docker")
