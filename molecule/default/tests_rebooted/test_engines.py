# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A restarted engine has its containers again."""

testinfra_hosts = ["ansible://engines"]


def test_the_containers_are_back(host):
    assert host.check_output("docker ps --format '{{.Names}}'").split() == ["app", "registry"]
    host.check_output("curl -fsS --retry 20 --retry-delay 1 --retry-all-errors localhost:5000/v2/")
    assert '"demo-app"' in host.check_output("curl -fsS localhost:5000/v2/_catalog")
