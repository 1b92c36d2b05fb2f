# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the lab promises of hosts with an engine."""

import pytest

testinfra_hosts = ["ansible://engines"]

VERSIONS = {
    "12": {"engine": "20.10", "compose": "1.29"},
    "13": {"engine": "26.1", "compose": "2.26"},
}


@pytest.fixture
def versions(host):
    return VERSIONS[host.system_info.release.partition(".")[0]]


def test_engine_and_compose_are_those_of_the_release(host, versions):
    said = host.check_output("docker version --format '{{.Server.Version}}'")
    assert said.startswith(versions["engine"])
    compose = "docker-compose" if versions["compose"].startswith("1") else "docker compose"
    assert host.check_output(f"{compose} version --short").startswith(versions["compose"])
    assert host.check_output("docker info --format '{{.Driver}}'") == "overlay2"


def test_the_libraries_that_modules_use_are_those_of_the_release(host):
    host.check_output("python3 -c 'import bcrypt, docker, passlib.hash, requests, yaml'")


def test_a_registry_out_of_the_archive_serves_an_image_out_of_the_other(host):
    host.run("docker rm --force registry app")  # of an earlier verify
    host.check_output("docker load -i /root/images/registry.tar")
    host.check_output("docker load -i /root/images/demo-app.tar")
    host.check_output(
        "docker run -d --name registry --restart always -p 5000:5000 -m 200m registry:2"
    )
    host.check_output("docker run -d --name app --restart always -p 8080:8080 demo-app:1")
    host.check_output("curl -fsS --retry 20 --retry-delay 1 --retry-all-errors localhost:5000/v2/")
    assert "demo-app 1 is running" in host.check_output("curl -fsS localhost:8080")
    host.check_output("docker tag demo-app:1 localhost:5000/demo-app:1")
    host.check_output("docker push localhost:5000/demo-app:1")
    host.check_output(
        "docker rmi localhost:5000/demo-app:1 && docker pull localhost:5000/demo-app:1"
    )
    assert "2.8" in host.check_output("docker exec registry registry --version")
    host.check_output(
        "docker exec registry registry garbage-collect /etc/docker/registry/config.yml"
    )


def test_an_engine_builds(host):
    host.check_output(
        "printf 'FROM demo-app:1\\nRUN echo hello >/hello\\n' | docker build -t built -"
    )
    assert (
        host.check_output("docker run --rm built sh -c 'read word </hello; echo $word'") == "hello"
    )


def test_a_volume_of_the_lab_is_no_overlay(host):
    assert host.check_output("findmnt --noheadings --output FSTYPE /srv/docker") != "overlay"
