# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A registry in a container with all defaults, used as people use it."""

import json

testinfra_hosts = ["ansible://plain"]
DIRECTORY = "/docker/volume/registry"
API = "http://127.0.0.1:5000/v2"


def inspected(host, name="registry"):
    return json.loads(host.check_output("docker container inspect %s", name))[0]


def status(host, *words):
    command = "curl -s -o /dev/null -w '%%{http_code}'" + " %s" * len(words)
    return host.check_output(command, *words)


def test_only_who_knows_a_password_gets_in(host):
    assert status(host, f"{API}/_catalog") == "401"
    assert status(host, "-u", "root:111111", f"{API}/_catalog") == "401"
    assert status(host, "-u", "root:123456", f"{API}/_catalog") == "200"
    assert status(host, "-u", "ci:planted-password", f"{API}/_catalog") == "200"
    # What the program invents where it finds no file of users.
    assert "docker:" not in host.file(f"{DIRECTORY}/auth/htpasswd").content_string


def test_a_push_needs_a_login_and_a_pull_gives_the_same_image_back(host):
    host.check_output("docker load -i /tmp/demo-app.tar")
    host.check_output("docker tag demo-app:1 127.0.0.1:5000/shop/demo-app:1")
    host.run("docker logout 127.0.0.1:5000")
    refused = host.run("docker push 127.0.0.1:5000/shop/demo-app:1")
    assert refused.rc != 0
    assert "no basic auth credentials" in refused.stdout + refused.stderr
    wrong = host.run("echo 111111 | docker login -u root --password-stdin 127.0.0.1:5000")
    assert wrong.rc != 0
    assert "unauthorized" in wrong.stderr.lower()
    host.check_output("echo 123456 | docker login -u root --password-stdin 127.0.0.1:5000")
    pushed = host.check_output("docker push 127.0.0.1:5000/shop/demo-app:1")
    digest = pushed.partition("digest: ")[2].split()[0]
    before = host.check_output("docker image inspect -f '{{.Id}}' demo-app:1")
    host.check_output("docker rmi 127.0.0.1:5000/shop/demo-app:1 demo-app:1")
    pulled = host.check_output("docker pull 127.0.0.1:5000/shop/demo-app@%s", digest)
    assert digest in pulled
    name = f"127.0.0.1:5000/shop/demo-app@{digest}"
    assert host.check_output("docker image inspect -f '{{.Id}}' %s", name) == before
    catalog = host.check_output("curl -s -u root:123456 %s/_catalog", API)
    assert "shop/demo-app" in json.loads(catalog)["repositories"]


def test_it_is_this_instance(host):
    kept = json.loads(host.file(f"{DIRECTORY}/instance.json").content_string)
    headers = host.check_output("curl -sI %s/", API)
    assert f"X-Registry-Instance: {kept['id']}" in headers
    assert kept["http_secret"] in host.file(f"{DIRECTORY}/conf/config.yml").content_string


def test_secrets_are_for_root_alone(host):
    for path, mode in {
        "instance.json": 0o600,
        "environment": 0o600,
        "auth": 0o750,
        "auth/htpasswd": 0o640,
        "conf": 0o750,
        "conf/config.yml": 0o640,
        "data": 0o750,
    }.items():
        file = host.file(f"{DIRECTORY}/{path}")
        assert (file.user, file.group, file.mode) == ("root", "root", mode), path


def test_the_container_is_as_the_seed_has_it(host):
    container = inspected(host)
    assert container["Config"]["Image"] == "registry:2"
    assert list(container["NetworkSettings"]["Networks"]) == ["registry-net"]
    assert container["HostConfig"]["PortBindings"]["5000/tcp"][0]["HostPort"] == "5000"
    mounts = {mount["Destination"]: (mount["Source"], mount["RW"]) for mount in container["Mounts"]}
    assert mounts == {
        "/auth": (f"{DIRECTORY}/auth", False),
        "/var/lib/registry": (f"{DIRECTORY}/data", True),
        "/etc/docker/registry/config.yml": (f"{DIRECTORY}/conf/config.yml", False),
    }
    assert container["HostConfig"]["RestartPolicy"]["Name"] == "always"
    log = container["HostConfig"]["LogConfig"]
    assert log == {"Type": "json-file", "Config": {"max-size": "10m", "max-file": "3"}}
    assert container["HostConfig"]["Memory"] == container["HostConfig"]["NanoCpus"] == 0


def test_there_is_no_debug_service_and_no_timer(host):
    listening = host.check_output("ss -Hltn")
    assert ":5001 " not in listening
    assert "registry-garbage-collect" not in host.check_output("systemctl list-timers --all")
