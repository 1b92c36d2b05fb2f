# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""TLS between the containers, with certificates of the role's."""

testinfra_hosts = ["ansible://hub"]


def test_containers_speak_tls_to_each_other(host):
    env = host.file("/opt/harbor/current/common/config/core/env").content_string
    assert "https://registry:5443" in env
    network = "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}"
    core = host.check_output("docker inspect --format %s harbor-core", network)
    served = host.check_output(
        "openssl s_client -connect %s:8443 -verify_hostname core -verify_return_error "
        "-CAfile /opt/harbor/internal-tls/harbor_internal_ca.crt </dev/null",
        core,
    )
    assert "Verification: OK" in served


def test_the_key_of_no_ca_is_where_a_container_sees_it(host):
    assert host.file("/data/secret/tls/core.key").exists
    secrets = {
        line
        for path in ("/opt/harbor/ca/ca.key", "/opt/harbor/internal-ca/ca.key")
        for line in host.file(path).content_string.splitlines()[1:2]
    }
    assert len(secrets) == 2
    for secret in secrets:
        assert host.run("grep --recursive --files-with-matches %s /data/secret", secret).rc == 1
