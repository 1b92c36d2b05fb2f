# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an engine says before the role has been there."""

testinfra_hosts = ["ansible://client_trust"]


def test_a_registry_without_tls_gets_error_2(host):
    edge = host.file("/srv/edge").content_string.strip()
    name = host.ansible.get_variables()["inventory_hostname"]
    push = host.run(f"docker push {edge}:5000/demo-app:{name}")
    assert push.rc != 0
    assert "server gave HTTP response to HTTPS client" in push.stdout + push.stderr


def test_a_private_ca_is_unknown(host):
    edge = host.file("/srv/edge").content_string.strip()
    name = host.ansible.get_variables()["inventory_hostname"]
    push = host.run(f"docker push {edge}:5443/demo-app:{name}")
    assert push.rc != 0
    assert "x509: certificate signed by unknown authority" in push.stdout + push.stderr
