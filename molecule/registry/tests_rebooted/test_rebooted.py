# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A host that restarts serves again, with what was pushed before."""

import json

import pytest

testinfra_hosts = ["ansible://all"]


@pytest.fixture
def api(host):
    """URL and options of curl, with the image to ask for, by the name of the registry."""
    values = host.ansible.get_variables()
    address = values["lab_address"]
    if values["inventory_hostname"] == "plain":
        return {
            "registry": f"http://{address}:5000/v2/shop/demo-app/tags/list -u root:123456",
            # From what it has stored, or from the hub: that one serves again too.
            "cache": f"http://{address}:5002/v2/shop/cached/tags/list",
        }
    trusted = f"--cacert {values['registry_certs_directory']}/ca.crt"
    return {
        "edge": f"https://{address}:5443/v2/shop/demo-app/tags/list -u root:123456 {trusted}",
        "hub": f"https://{address}:5444/v2/shop/cached/tags/list {trusted}",
    }


def test_every_registry_has_its_image_again(host, api):
    for name, where in api.items():
        url, *options = where.split()
        words = " ".join(["--retry 30 --retry-delay 1 --retry-all-errors", *options])
        said = host.check_output(f"curl -sSf {words} {url}")
        assert json.loads(said)["tags"] == ["1"], name


def test_nothing_but_ours_was_started(host):
    assert host.run("systemctl is-active docker-registry").stdout.strip() != "active"
