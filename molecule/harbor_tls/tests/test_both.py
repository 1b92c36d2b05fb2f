# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""HTTPS as a client meets it, on both hosts: before and after the certificates are renewed."""

import json

TLS = "/opt/harbor/tls"
API = "https://harbor.abc.com/api/v2.0"
LOGIN = "echo Planted-Admin-1 | docker login --username admin --password-stdin harbor.abc.com"


def test_all_of_it_is_well_for_who_trusts_the_ca(host):
    health = json.loads(host.check_output("curl -sS --cacert %s/ca.crt %s/health", TLS, API))
    assert health["status"] == "healthy", health


def test_the_ca_that_clients_need_is_handed_out(host):
    handed = host.check_output("curl -sS --cacert %s/ca.crt %s/systeminfo/getcert", TLS, API)
    assert handed == host.file(f"{TLS}/ca.crt").content_string.strip()


def test_http_leads_to_https(host):
    words = host.check_output(
        "curl -sS -o /dev/null -w '%{http_code} %{redirect_url}' http://harbor.abc.com/"
    )
    assert words.startswith("308 https://harbor.abc.com"), words


def test_an_image_is_pushed_and_pulled_once_the_ca_is_trusted_and_not_before(host):
    trusted = "/etc/docker/certs.d/harbor.abc.com"
    host.check_output("rm -rf %s", trusted)
    refused = host.run(LOGIN)
    assert refused.failed
    assert "certificate" in refused.stderr
    host.check_output("mkdir -p %s && cp %s/ca.crt %s", trusted, TLS, trusted)
    host.check_output(LOGIN)
    image = "harbor.abc.com/library/tiny:1"
    host.check_output("tar --create /etc/hostname | docker import - %s", image)
    digest = host.check_output(
        "docker push --quiet %s && docker inspect --format '{{.Id}}' %s", image, image
    )
    host.check_output("docker rmi %s", image)
    host.check_output("docker pull --quiet %s", image)
    assert host.check_output("docker inspect --format '{{.Id}}' %s", image) in digest
    host.check_output("docker rmi %s", image)


def test_keys_are_for_root_and_for_the_containers_alone(host):
    assert host.file(f"{TLS}/harbor.key").mode in (0o600, 0o640)
    assert host.file(f"{TLS}/harbor.key").user == host.file(f"{TLS}/harbor.key").group == "root"
    served = host.file("/data/secret/cert/server.key")
    assert (served.mode, served.uid) == (0o600, 10000)
