# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""After HTTP, and with a CA of its own instead of the one that was given."""

import json

testinfra_hosts = ["ansible://old"]


def test_it_is_well_on_the_other_port_by_its_own_ca(host):
    health = json.loads(
        host.check_output(
            "curl -sS --cacert /opt/harbor/tls/ca.crt https://harbor.abc.com:8443/api/v2.0/health"
        )
    )
    assert health["status"] == "healthy", health
    assert host.run("cmp /opt/harbor/tls/ca.crt /opt/harbor/ca/ca.crt").rc == 0
    assert host.run("cmp /opt/harbor/tls/ca.crt /data/ca_download/ca.crt").rc == 0


def test_clients_are_told_the_port(host):
    env = host.file("/opt/harbor/current/common/config/core/env").content_string
    assert "EXT_ENDPOINT=https://harbor.abc.com:8443\n" in env
