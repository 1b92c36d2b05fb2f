# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A pull-through cache in a container, with all that only a container has."""

import json
import ssl

import pytest

from tests.e2e.test_oci_distribution import (
    DOCKER_MANIFEST,
    Registry,
    digest_of,
    image,
    put_manifest,
)

testinfra_hosts = ["ansible://plain"]


@pytest.fixture
def api(host):
    return f"http://{host.ansible.get_variables()['lab_address']}:5002/v2"


@pytest.fixture
def hub(host, request):
    """What the cache stands before: everybody may push, by a certificate that was given."""
    inventory = request.config.getoption("ansible_inventory")
    full = host.get_host("ansible://full", ansible_inventory=inventory)
    address = full.ansible.get_variables()["lab_address"]
    ca = full.file("/srv/hub/certs/ca.crt").content_string
    return Registry(f"https://{address}:5444", tls=ssl.create_default_context(cadata=ca))


def test_an_image_is_pulled_through_the_private_ca(host, api, hub):
    # Asked by a digest, release 2.8 as a cache does not offer to take the manifests of OCI.
    kind = DOCKER_MANIFEST
    manifest = image(hub, "shop/cached", "cached", kind)
    assert put_manifest(hub, "shop/cached", "1", manifest, kind).status == 201
    layer = json.loads(manifest)["layers"][0]
    accept, digest = f"Accept: {kind}", digest_of(manifest)
    got = host.check_output("curl -sf -H %s %s/shop/cached/manifests/%s", accept, api, digest)
    assert got == manifest.decode()
    host.check_output("curl -sf -o /tmp/layer %s/shop/cached/blobs/%s", api, layer["digest"])
    assert digest_of(host.file("/tmp/layer").content) == layer["digest"]


def test_nothing_can_be_pushed(host, api):
    status = host.check_output(
        "curl -s -o /dev/null -w '%%{http_code}' -X POST %s/shop/x/blobs/uploads/", api
    )
    assert status == "405"


def test_the_container_has_what_was_set(host):
    container = json.loads(host.check_output("docker container inspect cache"))[0]
    address = host.ansible.get_variables()["lab_address"]
    assert list(container["NetworkSettings"]["Networks"]) == ["cache-net"]
    config = container["HostConfig"]
    assert config["Memory"] == 128 * 1024 * 1024
    assert config["NanoCpus"] == 500_000_000
    assert config["LogConfig"] == {"Type": "local", "Config": {"max-size": "1m", "max-file": "2"}}
    assert config["PortBindings"] == {
        "5000/tcp": [{"HostIp": address, "HostPort": "5002"}],
        "5001/tcp": [{"HostIp": "127.0.0.1", "HostPort": "5003"}],
    }
    assert "/etc/hostname:/srv/host-name:ro" in config["Binds"]
    assert 'CACHE_OF=full "of" $images' in container["Config"]["Env"]
    assert "SSL_CERT_FILE=/certs/trusted.crt" in container["Config"]["Env"]
    assert [host_.split(":")[0] for host_ in config["ExtraHosts"]] == ["registry.abc.com"]


def test_its_metrics_are_on_loopback(host):
    assert "registry_" in host.check_output("curl -s http://127.0.0.1:5003/metrics")
