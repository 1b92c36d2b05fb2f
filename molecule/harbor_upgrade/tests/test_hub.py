# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever has been done to the hub: it is 2.15.2, and has all that it was filled with."""

import json


def ask(host, path):
    return json.loads(
        host.check_output("curl -s -u admin:Planted-Admin-1 http://127.0.0.1/api/v2.0%s", path)
    )


def test_it_is_well_and_of_the_new_version(host):
    assert ask(host, "/health")["status"] == "healthy"
    assert "2.15.2" in ask(host, "/systeminfo")["harbor_version"]
    assert host.file("/opt/harbor/current").linked_to == "/opt/harbor/2.15.2/harbor"
    assert not host.file("/opt/harbor/upgrading").exists
    assert host.service("harbor").is_running


def test_redis_became_valkey(host):
    image = host.check_output("docker inspect --format '{{.Config.Image}}' redis")
    assert image == "goharbor/valkey-photon:v2.15.2"


def test_the_image_has_the_digest_that_it_was_pushed_with(host):
    digest = host.check_output("cat /root/digest")
    host.check_output("docker pull --quiet %s", digest)
    host.check_output("docker image rm %s", digest)


def test_a_robot_account_pulls_with_its_old_secret(host):
    host.check_output(
        "printf Planted-robot-1 | docker --config /root/robot login --username 'robot$test+pull'"
        ' --password-stdin "$(cut -d/ -f1 /root/digest)"'
    )


def test_the_key_opens_the_passwords_that_are_stored(host):
    assert [each["name"] for each in ask(host, "/registries")] == ["itself"]
