# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""plain is a unit now, full a container; what was pushed and what clients trust is still there."""

import json

import pytest

PLAIN, FULL = "ansible://plain", "ansible://full"
testinfra_hosts = [PLAIN, FULL]


@pytest.fixture
def name(host):
    return host.ansible.get_variables()["inventory_hostname"]


@pytest.fixture
def directory(name):
    return {"plain": "/docker/volume/registry", "full": "/srv/edge"}[name]


@pytest.fixture
def ask(host, name):
    """curl's output for a path below /v2/, asked with the CA that clients have had before."""
    address = host.ansible.get_variables()["lab_address"]
    url = {"plain": f"http://{address}:5000", "full": f"https://{address}:5443"}[name]
    trusted = {"plain": "", "full": "--cacert /srv/edge/tls/ca.crt"}[name]

    def curl(path, words="-u root:changed"):
        return host.check_output(f"curl -s {trusted} {words} {url}/v2/{path}")

    return curl


def test_the_image_that_was_pushed_before_is_there(ask):
    accept = "-H Accept:application/vnd.docker.distribution.manifest.v2+json"
    manifest = json.loads(ask("shop/demo-app/manifests/1", f"-u root:changed {accept}"))
    layer = manifest["layers"][0]
    size = ask(
        f"shop/demo-app/blobs/{layer['digest']}",
        "-u root:changed -o /dev/null -w %{size_download}",
    )
    assert int(size) == layer["size"]


def test_the_instance_is_the_same(host, ask, directory):
    kept = json.loads(host.file(f"{directory}/instance.json").content_string)
    assert kept["id"] in ask("", "-D - -o /dev/null")


def test_the_changed_password_counts_and_the_old_one_does_not(ask):
    status = "-o /dev/null -w %{http_code}"
    assert ask("_catalog", f"-u root:changed {status}") == "200"
    assert ask("_catalog", f"-u root:123456 {status}") == "401"


def test_only_the_new_method_runs(host, name):
    names = host.check_output("docker ps --all --format '{{.Names}}'").split()
    if name == "plain":
        assert names == ["cache"]
        assert host.service("registry").is_running
        assert host.service("registry").is_enabled
        networks = host.check_output("docker network ls --format '{{.Name}}'").split()
        assert "registry-net" not in networks
    else:
        assert names == ["edge"]
        assert not host.file("/etc/systemd/system/edge.service").exists
        assert host.run("systemctl is-active edge").stdout.strip() == "inactive"


def test_another_registry_of_the_host_keeps_its_program(host, name):
    if name == "full":
        assert host.service("hub").is_running
        assert host.package("docker-registry").is_installed
        shown = host.check_output("systemctl show docker-registry -p LoadState")
        assert shown == "LoadState=masked"


def test_who_runs_it_owns_the_data(host, name):
    top, user = {
        "plain": ("/docker/volume/registry/data", "docker-registry"),
        "full": ("/srv/images", "root"),
    }[name]
    assert host.file(top).user == user
    if name == "plain":
        assert host.check_output("find %s ! -user docker-registry", top) == ""


def test_a_user_that_is_not_named_any_more_goes_where_the_list_is_exclusive(host, name, directory):
    file = {"plain": "auth/htpasswd", "full": "users/htpasswd"}[name]
    text = host.file(f"{directory}/{file}").content_string
    assert ("ci:" in text) == (name == "plain")


def test_limits_and_certificate_went_along(host, name):
    if name == "full":
        container = json.loads(host.check_output("docker container inspect edge"))[0]
        assert container["HostConfig"]["Memory"] == 256 * 1024 * 1024
        assert container["HostConfig"]["NanoCpus"] == 1_500_000_000
        assert 'QUOTED=a "b" $HOME `c` \\d #e' in container["Config"]["Env"]
        assert list(container["NetworkSettings"]["Networks"]) == ["edge-net"]


def test_a_registry_that_is_read_only_refuses_a_push(host, name, ask):
    if name == "plain":
        words = "-u root:changed -X POST -o /dev/null -w %{http_code}"
        assert ask("shop/new/blobs/uploads/", words) == "405"


@pytest.fixture
def waste(host, name):
    """A blob that nobody needs, as a push that was broken off leaves it."""
    top = {"plain": "/docker/volume/registry/data", "full": "/srv/images"}[name]
    blob = f"{top}/docker/registry/v2/blobs/sha256/aa/{'a' * 64}"
    host.check_output("mkdir -p %s && echo waste >%s/data", blob, blob)
    return f"{blob}/data"


def test_the_timers_job_collects_from_one_that_is_read_only_meanwhile(host, name, ask, waste):
    now = host.check_output("date +%s.%N")
    unit = {"plain": "registry", "full": "edge"}[name]
    host.check_output("systemctl start %s-garbage-collect.service", unit)
    assert not host.file(waste).exists
    if name == "full":
        events = host.check_output(
            "docker events --since=%s --until=$(($(date +%%s) + 1)) --filter=event=start"
            " --format='{{.Actor.Attributes.name}}'",
            now,
        )
        # The second of the same name: first it looks, then it collects.
        assert events.split() == [
            "edge-garbage-collect", "edge-read-only", "edge-garbage-collect", "edge",
        ]  # fmt: skip
        assert host.check_output("docker ps --all --format '{{.Names}}'") == "edge"
    else:
        starts = host.check_output(
            "journalctl --unit registry --since=@%s --output=cat | grep --count ^Started", now
        )
        assert int(starts) == 2, "once read-only, once as before"
        assert "REGISTRY_STORAGE" not in host.check_output("systemctl show registry")
    assert ask("", "-u root:changed --retry 30 --retry-delay 1 --retry-all-errors") == "{}"
