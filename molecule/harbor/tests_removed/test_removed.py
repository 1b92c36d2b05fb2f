# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Containers and unit are gone; data only where the host was named."""


def test_no_container_and_no_unit_is_left(host):
    assert host.check_output("docker ps -aq --filter label=com.docker.compose.project=harbor") == ""
    assert not host.file("/etc/systemd/system/harbor.service").exists
    assert "harbor_harbor" not in host.check_output("docker network ls")


def test_data_stay_or_go_as_it_was_said(host):
    assert not host.file("/srv/data").exists
    assert not host.file("/srv/harbor").exists
    if host.file("/opt/harbor").exists:
        assert host.file("/data/secret/keys/secretkey").exists
        assert host.file("/opt/harbor/secrets.json").exists
    else:
        assert host.check_output("docker images -q") == ""
