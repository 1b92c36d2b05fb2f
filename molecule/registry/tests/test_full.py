# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Debian's package with all that can be changed together: what was set has its effect."""

import json

import pytest
import yaml

testinfra_hosts = ["ansible://full"]
TLS = "/srv/edge/tls"


@pytest.fixture
def address(host):
    return host.ansible.get_variables()["lab_address"]


@pytest.fixture
def curl(host, address):
    """Ask by a name of the certificate, which the private CA must have signed."""

    def ask(path, *words, name="registry.abc.com"):
        command = "curl -s --cacert %s --resolve %s %s" + " %s" * len(words)
        resolve = f"{name}:5443:{address}"
        url = f"https://{name}:5443{path}"
        return host.check_output(command, f"{TLS}/ca.crt", resolve, url, *words)

    return ask


def test_config_says_what_the_seed_says(host):
    config = yaml.safe_load(host.file("/srv/edge/etc/config.yml").content_string)
    assert config["log"]["level"] == "debug"
    assert config["log"]["fields"] == {"service": "registry", "environment": "production"}
    headers = config["http"]["headers"]
    assert headers["Access-Control-Allow-Origin"] == ["http://node9:8080", "http://172.25.22.9"]
    assert headers["Access-Control-Allow-Methods"] == [
        "HEAD", "GET", "OPTIONS", "DELETE", "POST", "PUT",
    ]  # fmt: skip
    assert config["http"]["http2"] == {"disabled": False}
    assert config["auth"]["htpasswd"] == {
        "realm": "basic-realm",
        "path": "/srv/edge/users/htpasswd",
    }
    assert config["storage"]["filesystem"] == {"rootdirectory": "/srv/images"}


@pytest.mark.parametrize("name", ["registry.abc.com", "edge.abc.com", "localhost"])
def test_the_private_ca_vouches_for_every_name(curl, name):
    assert json.loads(curl("/v2/", "-u", "root:123456", name=name)) == {}


def test_the_certificate_lives_as_long_as_was_said(host):
    text = host.check_output(
        "openssl x509 -in %s/registry.crt -noout -text -checkend %s", TLS, str(89 * 86400)
    )
    assert "Certificate will not expire" in text
    late = host.run("openssl x509 -in %s/registry.crt -noout -checkend %s", TLS, str(91 * 86400))
    assert late.rc == 1
    assert host.run("openssl x509 -in %s/ca.crt -checkend %s", TLS, str(999 * 86400)).rc == 0


def test_keys_are_read_by_those_who_need_them(host):
    for path, owner, group, mode in (
        ("/srv/edge/ca", "root", "root", 0o700),
        ("/srv/edge/ca/ca.key", "root", "root", 0o600),
        (f"{TLS}/registry.key", "root", "docker-registry", 0o640),
        (f"{TLS}/ca.crt", "root", "root", 0o644),
        ("/srv/edge/users/htpasswd", "root", "docker-registry", 0o640),
        ("/srv/edge/etc/config.yml", "root", "docker-registry", 0o640),
        ("/srv/edge/environment", "root", "root", 0o600),
        ("/srv/edge/instance.json", "root", "root", 0o600),
        ("/srv/images", "docker-registry", "docker-registry", 0o750),
    ):
        file = host.file(path)
        assert (file.user, file.group, file.mode) == (owner, group, mode), path


def test_answers_have_the_headers_that_were_set(curl):
    headers = curl("/v2/", "-D", "-", "-o", "/dev/null")
    assert "401 Unauthorized" in headers or "HTTP/2 401" in headers
    lower = headers.lower()
    assert 'www-authenticate: basic realm="basic-realm"' in lower
    assert "access-control-allow-origin: http://node9:8080" in lower
    assert "access-control-allow-headers: cache-control" in lower
    started = curl(
        "/v2/shop/x/blobs/uploads/", "-u", "root:123456", "-X", "POST", "-D", "-", "-d", ""
    )
    assert "location: /v2/shop/x/blobs/uploads/" in started.lower(), "a relative one"


def test_the_unit_runs_within_its_limits_and_the_packages_own_does_not(host):
    unit = host.service("edge")
    assert unit.is_running
    assert unit.is_enabled
    shown = host.check_output("systemctl show edge -p MemoryMax -p CPUQuotaPerSecUSec -p User")
    assert "MemoryMax=268435456" in shown
    assert "CPUQuotaPerSecUSec=1.5" in shown
    assert "User=docker-registry" in shown
    assert host.check_output("systemctl show docker-registry -p LoadState") == "LoadState=masked"


def test_the_environment_arrives_letter_by_letter(host):
    pid = host.check_output("systemctl show edge -p MainPID --value")
    words = host.file(f"/proc/{pid}/environ").content_string.split("\0")
    assert 'QUOTED=a "b" $HOME `c` \\d #e' in words
    assert "planted-key" not in host.check_output("systemctl show edge")


def test_the_debug_service_is_on_loopback_and_counts(host, address):
    metrics = host.check_output("curl -s http://127.0.0.1:5001/metrics")
    assert "registry_" in metrics
    assert f"{address}:5001" not in host.check_output("ss -Hltn")


def test_the_firewall_lets_clients_in_and_still_runs(host):
    said = host.check_output("ufw status")
    assert "Status: active" in said
    assert "5443/tcp" in said


def test_a_push_is_told_to_the_receiver_and_cached_in_redis(host, curl, address):
    certs = f"/etc/docker/certs.d/{address}:5443"
    host.check_output("mkdir -p %s && cp %s/ca.crt %s/", certs, TLS, certs)
    host.check_output("docker load -i /tmp/demo-app.tar")
    image = f"{address}:5443/shop/demo-app:1"
    host.check_output("docker tag demo-app:1 %s", image)
    host.check_output("echo 123456 | docker login -u root --password-stdin %s", f"{address}:5443")
    host.check_output("docker push %s", image)
    assert json.loads(curl("/v2/shop/demo-app/tags/list", "-u", "root:123456"))["tags"] == ["1"]
    host.check_output(
        "for i in $(seq 100); do"
        " grep -q shop/demo-app /var/lib/events && exit; sleep 0.1; done; false"
    )
    size = host.check_output("redis-cli -a planted-redis --no-auth-warning -n 1 dbsize")
    assert int(size.split()[-1]) > 0


def test_garbage_is_collected_by_a_timer(host):
    assert host.service("edge-garbage-collect.timer").is_enabled
    assert host.service("edge-garbage-collect.timer").is_running
    times = host.check_output("systemctl show edge-garbage-collect.timer -p TimersCalendar")
    assert "OnCalendar=Sun" in times


def test_the_log_is_json_with_the_fields(host):
    lines = host.check_output("journalctl -u edge -o cat --no-pager").splitlines()
    logged = [json.loads(line) for line in lines if line.startswith("{")]
    assert logged
    # Where no user is known yet, the program itself leaves the fields out.
    assert {line["environment"] for line in logged if "instance.id" in line} == {"production"}
