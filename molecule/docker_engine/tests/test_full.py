# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The host with every variable changed; run before and after a reboot."""

import json

testinfra_hosts = ["ansible://full"]

VERSION = {"12": "20.10", "13": "26.1"}
ENVIRONMENT = "/etc/systemd/system/docker.service.d/twinstar-proxy.env"


def info(host):
    return json.loads(host.check_output("docker info --format '{{json .}}'"))


def test_the_engine_is_of_the_wanted_version_and_held_there(host):
    assert info(host)["ServerVersion"].startswith(VERSION[host.system_info.release.split(".")[0]])
    held = host.check_output("apt-mark showhold").split()
    assert {"docker.io", "docker-compose"} <= set(held)
    for package in ("docker.io", "docker-compose"):
        assert " 1001\n" in host.check_output(f"apt-cache policy {package}")


def test_the_extra_package_is_there(host):
    assert host.package("pigz").is_installed


def test_the_data_lies_where_it_should(host):
    assert info(host)["DockerRootDir"] == "/srv/docker"
    assert not host.file("/var/lib/docker/image").exists


def test_the_logs_of_a_container_are_rotated(host):
    config = json.loads(
        host.check_output("docker inspect app --format '{{json .HostConfig.LogConfig}}'")
    )
    assert config["Type"] == "local"
    assert config["Config"] == {"compress": "false", "max-file": "2", "max-size": "5m"}


def test_options_and_what_others_wrote_stand_side_by_side(host):
    seen = info(host)
    assert seen["LiveRestoreEnabled"] is True
    assert seen["Debug"] is True
    assert seen["Labels"] == ["rack=7"]


def test_a_user_of_the_group_needs_no_sudo(host):
    assert "docker" in host.user("games").groups
    host.check_output("setpriv --reuid=games --regid=games --init-groups docker ps")


def test_the_engine_has_the_proxies(host):
    seen = info(host)
    assert seen["HttpProxy"].endswith("@proxy.example.com:3128")
    assert seen["HttpsProxy"].endswith("@proxy.example.com:3128")
    assert ".abc.com" in seen["NoProxy"].split(",")


def test_nobody_but_root_can_read_the_password_of_the_proxy(host):
    assert host.file(ENVIRONMENT).mode == 0o600
    assert host.file(ENVIRONMENT).user == "root"
    as_anybody = "setpriv --reuid=nobody --regid=nogroup --clear-groups "
    unit = (
        host.run(as_anybody + "systemctl show docker").stdout
        + host.run(as_anybody + "systemctl cat docker").stdout
    )
    assert "twinstar-proxy.env" in unit
    assert "planted-password" not in unit


def test_the_firewall_is_on_and_has_the_ports(host):
    rules = host.check_output("ufw status")
    assert "Status: active" in rules
    assert "2376/tcp" in rules
    assert "7000:7010/udp" in rules
