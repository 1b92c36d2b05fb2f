# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A Harbor that the role has installed, as an administrator finds it."""

import json

import pytest

PLACES = {"plain": ("/opt/harbor", "/data", 80), "full": ("/srv/harbor", "/srv/data", 8080)}


@pytest.fixture(name="place")
def _place(host):
    name = host.backend.get_hostname()
    return PLACES["full" if name.startswith("full") or name.endswith("full") else "plain"]


def test_all_of_it_is_well_and_the_password_is_the_one_of_the_variables(host, place):
    url = f"http://127.0.0.1:{place[2]}/api/v2.0"
    health = json.loads(host.check_output("curl -s %s/health", url))
    assert health["status"] == "healthy", health
    user = json.loads(host.check_output("curl -s -u admin:Planted-Admin-1 %s/users/current", url))
    assert user["username"] == "admin"


def test_what_holds_secrets_is_for_root_alone(host, place):
    folder = f"{place[0]}/2.13.5/harbor"
    assert host.file(f"{place[0]}/current").linked_to == folder
    for path in (f"{folder}/harbor.yml", f"{folder}/.prepared.json", f"{place[0]}/secrets.json"):
        assert host.file(path).mode == 0o600, path
        assert host.file(path).user == "root"
    assert host.file(f"{folder}/common/config/core/env").mode == 0o640
    assert not host.file(f"{folder}/input").exists
    assert not host.file(f"{place[0]}/harbor-installer-v2.13.5.tgz").exists
    key = host.file(f"{place[1]}/secret/keys/secretkey")
    assert (key.mode, key.uid) == (0o600, 10000)


def test_secrets_that_were_given_are_in_use(host, place):
    if place[0] != "/srv/harbor":
        pytest.skip("plain has its own")
    folder = f"{place[0]}/2.13.5/harbor"
    assert (
        "CORE_SECRET=PlantedCore\n" in host.file(f"{folder}/common/config/core/env").content_string
    )
    assert host.file("/srv/data/secret/keys/secretkey").content_string == "Planted-16-bytes"


def test_its_unit_is_enabled(host):
    unit = host.service("harbor")
    assert unit.is_enabled
    assert unit.is_running
