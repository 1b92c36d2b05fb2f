# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One story on three fresh hosts, in this order: what a team meets on its way to a working site.

The hub is installed from the double of Harbor's installer. The secrets are of the
story's own, so that they can be looked for in everything that was printed.
"""

from __future__ import annotations

import base64
import json
import pathlib
import ssl
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from .site_lab import Played, SiteLab, site_lab

PASSWORD = "correct-horse-battery-7"
ADMIN = "Battery-staple-8"
ROBOTS = {"push": "Horse-pushes-9-images", "pull": "Horse-pulls-9-images"}
DATABASE = "Staple-holds-10-tables"
SECRETS = {
    "site_password": PASSWORD,
    "site_harbor_password": ADMIN,
    "site_database_password": DATABASE,
    "site_robots": ROBOTS,
}
SITE = "playbooks/site.yml"
HOSTS = ("hub", "edge", "client")
NGINX = "harbor.abc.com/test/nginx-latest"
ERROR_2 = "server gave HTTP response to HTTPS client"
NO_LOGIN = "no basic auth credentials"


@pytest.fixture(scope="module")
def lab() -> Iterator[SiteLab]:
    with site_lab("e2e-site") as lab:
        yield lab


@pytest.fixture(scope="module")
def registry(lab: SiteLab) -> str:
    return f"{lab.address('edge')}:5000"


def play(lab: SiteLab, *words: str, playbook: str | pathlib.Path = SITE) -> Played:
    """Run it with the story's secrets, none of which must ever be printed."""
    played = lab.play(playbook, "-e", json.dumps(SECRETS), *words)
    for secret in (PASSWORD, ADMIN, DATABASE, *ROBOTS.values()):
        assert secret not in played.text
    return played


def ask_hub(
    lab: SiteLab, method: str, path: str, body: Any = None, scheme: str = "http"
) -> tuple[int, Any]:
    """Status and answer of Harbor's API, to its admin."""
    word = base64.b64encode(f"admin:{ADMIN}".encode()).decode()
    request = urllib.request.Request(
        f"{scheme}://{lab.address('hub')}/api/v2.0{path}",
        method=method,
        data=None if body is None else json.dumps(body).encode(),
        headers={"Authorization": f"Basic {word}", "Content-Type": "application/json"},
    )
    unproved = ssl._create_unverified_context()  # the role proves the certificate, not this
    try:
        with urllib.request.urlopen(request, timeout=30, context=unproved) as answer:
            text, status = answer.read(), answer.status
    except urllib.error.HTTPError as error:
        text, status = error.read(), error.code
    return status, json.loads(text) if text else None


def pulls(lab: SiteLab, at_least: int = 0) -> int:
    """How often nginx-latest was pulled, once that is at least so much; Harbor counts late."""
    until = time.monotonic() + 60
    while True:
        status, found = ask_hub(lab, "GET", "/projects/test/repositories/nginx-latest")
        count = int(found.get("pull_count", 0)) if status == 200 else 0
        if count >= at_least or time.monotonic() > until:
            return count
        time.sleep(0.5)


def unchanged(played: Played) -> bool:
    return played.status == 0 and not any(played.changed.values())


def push(lab: SiteLab, name: str, image: str) -> Any:
    host = lab.host(name)
    host.check_output(f"docker tag demo-app:1 {image}")
    return host.run(f"docker push {image}")


def build(lab: SiteLab, name: str, image: str) -> None:
    """A new image: one that an engine has already it does not get again, and no pull is counted."""
    host = lab.host(name)
    made = host.check_output("docker create demo-app:1")
    host.check_output(f"docker commit {made} {image}")
    host.check_output(f"docker rm {made}")


def digest_of_push(output: str) -> str:
    return output.split("digest: ")[1].split()[0]


def what_is_there(lab: SiteLab, name: str) -> str:
    """What a prediction might have touched."""
    return str(
        lab.host(name).check_output(
            "ls -lAR /etc/docker /docker /root/.docker /usr/local/share/ca-certificates "
            "/etc/systemd/system 2>&1; md5sum /etc/hosts; docker ps -aq; docker network ls -q; "
            "docker images -q; dpkg-query -W | md5sum"
        )
    )


def busy(lab: SiteLab) -> str:
    """Start and process of the container that works on the client."""
    return str(
        lab.host("client").check_output(
            "docker inspect --format '{{.State.StartedAt}} {{.State.Pid}}' busy"
        )
    )


def test_a_prediction_on_fresh_hosts_succeeds_and_touches_nothing(lab: SiteLab) -> None:
    before = {name: what_is_there(lab, name) for name in HOSTS}
    played = play(lab, "--check", "--diff")
    assert played.status == 0, played.text
    assert all(played.changed.values()), "it says what it would do"
    assert "twinstar.registry.harbor : Installer and images" in played.tasks
    assert {name: what_is_there(lab, name) for name in before} == before


def test_a_busy_port_ends_the_run_before_anything_is_changed(lab: SiteLab) -> None:
    lab.load("edge", "demo-app.tar")
    lab.host("edge").check_output("docker run -d --name squatter -p 5000:8080 demo-app:1")
    before = {name: what_is_there(lab, name) for name in HOSTS}
    played = play(lab)
    assert played.status != 0
    assert "failure on edge: port 5000/tcp is held by container squatter" in played.text
    assert "'docker rm -f squatter'" in played.text
    assert played.tasks == ["Look at the host", "Look at what Harbor needs", "Verdict"]
    assert {name: what_is_there(lab, name) for name in before} == before
    lab.host("edge").check_output("docker rm -f squatter")


def test_a_host_that_does_not_answer_has_its_row_and_stops_nobody(
    lab: SiteLab, tmp_path: pathlib.Path
) -> None:
    lost = {"ansible_connection": "community.docker.docker", "ansible_host": "no-such-container"}
    extra = tmp_path / "lost.yml"
    extra.write_text(yaml.safe_dump({"client_trust": {"hosts": {"lost": lost}}}), "utf-8")
    played = play(lab, "-i", str(extra), "--tags", "preflight")
    (row,) = [line for line in played.text.splitlines() if line.strip().startswith("| lost")]
    assert row.strip().endswith("| no answer |")
    assert played.tasks == ["Look at the host", "Look at what Harbor needs", "Verdict"]
    assert "failure on" not in played.text


def test_without_trust_a_push_gets_error_2(lab: SiteLab, registry: str) -> None:
    lab.load("client", "demo-app.tar")
    lab.host("client").check_output("docker run -d --name busy --restart always demo-app:1")
    played = play(lab, "--tags", "docker_engine,harbor,registry")
    assert played.status == 0, played.text
    pushed = push(lab, "client", f"{registry}/demo-app:client")
    assert pushed.rc != 0
    assert ERROR_2 in pushed.stdout + pushed.stderr


def test_without_trust_no_login_at_the_hub(lab: SiteLab) -> None:
    """The engine wants HTTPS, and nothing of the kind is there."""
    login = f"echo {ADMIN} | docker login --username admin --password-stdin {lab.address('hub')}"
    refused = lab.host("client").run(login)
    assert refused.rc != 0
    assert ":443: connect: connection refused" in refused.stderr


def test_trusted_but_not_logged_in_a_push_lacks_credentials(lab: SiteLab, registry: str) -> None:
    before = busy(lab)
    entry = {"address": registry, "insecure": True}
    played = play(
        lab, "--tags", "client_trust", "-e", json.dumps({"client_trust_registries": [entry]})
    )
    assert played.status == 0, played.text
    pushed = push(lab, "client", f"{registry}/demo-app:client")
    assert pushed.rc != 0
    assert NO_LOGIN in pushed.stdout + pushed.stderr
    assert busy(lab) == before


def test_the_whole_site_says_what_runs_where_and_a_second_run_changes_nothing(
    lab: SiteLab, registry: str
) -> None:
    before = busy(lab)
    played = play(lab)
    assert played.status == 0, played.text
    for words in (
        f"http://{registry}",
        f"docker login {registry} -u root",
        "logged in as root",
        "http://harbor.abc.com",
        "logged in as robot$test+pull",
        "Harbor here is a double",
    ):
        assert words in played.text
    again = play(lab)
    assert unchanged(again), again.text
    assert busy(lab) == before


def test_an_image_goes_from_one_host_to_the_other_with_one_digest(
    lab: SiteLab, registry: str
) -> None:
    image = f"{registry}/demo-app:edge"
    pushed = push(lab, "edge", image)
    assert pushed.rc == 0, pushed.stderr
    pulled = lab.host("client").check_output(f"docker pull {image}")
    assert f"Digest: {digest_of_push(pushed.stdout)}" in pulled


def test_the_catalog_lists_it(lab: SiteLab, registry: str) -> None:
    options = {"url": f"http://{registry}", "username": "root", "password": PASSWORD}
    module = ["-m", "twinstar.registry.registry_catalog_info", "-a", json.dumps(options)]
    listed = lab.ansible(["ansible", "-i", str(lab.inventory), "client", *module])
    assert listed.status == 0, listed.text
    assert "demo-app" in listed.text
    assert PASSWORD not in listed.text


def test_another_password_is_refused_and_the_stored_one_stays(lab: SiteLab, registry: str) -> None:
    played = play(lab, "--tags", "client_trust", "-e", "site_password=111111")
    assert played.status != 0
    assert f"log in to {registry}" in played.text
    assert "111111" not in played.text
    assert lab.host("client").run(f"docker pull {registry}/demo-app:edge").rc == 0


def test_an_image_goes_through_the_hub_and_its_count_rises(lab: SiteLab) -> None:
    lab.load("hub", "demo-app.tar")
    build(lab, "hub", NGINX)
    pushed = lab.host("hub").run(f"docker push {NGINX}")
    assert pushed.rc == 0, pushed.stderr
    before = pulls(lab)
    pulled = lab.host("edge").check_output(f"docker pull {NGINX}")
    assert f"Digest: {digest_of_push(pushed.stdout)}" in pulled
    assert pulls(lab, before + 1) == before + 1


def test_a_robot_that_may_only_pull_pushes_nothing(lab: SiteLab) -> None:
    pushed = push(lab, "client", f"{NGINX}:mine")
    assert pushed.rc != 0
    assert "unauthorized" in pushed.stdout + pushed.stderr
    assert ask_hub(lab, "GET", "/projects/test/repositories/nginx-latest/artifacts/mine")[0] == 404


def test_nobody_without_a_login_pulls_from_the_project(lab: SiteLab) -> None:
    pulled = lab.host("client").run(f"docker --config /tmp/nobody pull {NGINX}")
    assert pulled.rc != 0
    assert "unauthorized" in pulled.stderr


def test_what_somebody_changed_in_the_hub_is_told_and_comes_back(lab: SiteLab) -> None:
    (project,) = [row for row in ask_hub(lab, "GET", "/projects")[1] if row["name"] == "test"]
    place = f"/projects/{project['project_id']}"
    assert ask_hub(lab, "PUT", place, {"metadata": {"public": "true"}})[0] == 200
    told = play(lab, "--tags", "estate", "--check", "--diff")
    assert told.status == 0, told.text
    assert (told.changed["hub"], "~ project test" in told.text) == (1, True), told.text
    assert ask_hub(lab, "GET", place)[1]["metadata"]["public"] == "true"
    assert play(lab, "--tags", "estate").changed["hub"] == 1
    assert ask_hub(lab, "GET", place)[1]["metadata"]["public"] == "false"
    assert unchanged(play(lab, "--tags", "estate"))


def test_a_wrong_password_of_the_admin_is_said_at_once(lab: SiteLab) -> None:
    played = play(lab, "--tags", "estate", "-e", "site_harbor_password=Wrong-pass-1")
    assert played.status != 0
    assert "password" in played.text
    assert "Wrong-pass-1" not in played.text


def test_a_key_that_no_estate_has_is_named(lab: SiteLab) -> None:
    estate = json.dumps({"harbor_estate": {"projekts": []}})
    played = play(lab, "--tags", "estate", "-e", estate)
    assert played.status != 0
    assert "harbor_estate has projekts, but it takes" in played.text


def test_tags_and_limits_run_what_they_name(lab: SiteLab) -> None:
    played = play(lab, "--tags", "client_trust", "--limit", "client")
    assert unchanged(played), played.text
    assert set(played.changed) == {"client"}
    assert played.tasks
    assert all(task.startswith("twinstar.registry.client_trust : ") for task in played.tasks)
    whole = play(lab, "--limit", "client")
    assert unchanged(whole), whole.text
    assert set(whole.changed) == {"client"}


def test_the_way_to_https_is_one_run_and_no_container_stops(lab: SiteLab, registry: str) -> None:
    before = busy(lab)
    played = play(lab, "-e", "site_scheme=https")
    assert played.status == 0, played.text
    again = play(lab, "-e", "site_scheme=https")
    assert unchanged(again), again.text
    info = lab.host("client").check_output("docker info --format '{{json .RegistryConfig}}'")
    configs = json.loads(info)["IndexConfigs"]
    assert not {registry, "harbor.abc.com"} & set(configs), "they are not insecure any more"
    pushed = push(lab, "client", f"{registry}/demo-app:https")
    assert pushed.rc == 0, pushed.stderr
    lab.host("edge").check_output(f"docker pull {registry}/demo-app:https")
    assert lab.host("client").run(f"curl -s https://{registry}/v2/").rc == 0, "the system trusts"
    assert push(lab, "hub", f"{NGINX}:https").rc == 0
    lab.host("client").check_output(f"docker pull {NGINX}:https")
    assert lab.host("client").run("curl -s https://harbor.abc.com/api/v2.0/ping").rc == 0
    assert busy(lab) == before


def test_trust_goes_and_is_gone(lab: SiteLab, registry: str) -> None:
    before = busy(lab)
    words = ("-e", "site_scheme=https", "-e", "client_trust_state=absent", "--tags", "client_trust")
    played = play(lab, *words)
    assert played.status == 0, played.text
    assert "trusts that CA until it is restarted" in played.text
    again = play(lab, *words)
    assert unchanged(again), again.text
    assert busy(lab) == before
    lab.host("client").check_output("systemctl restart docker")
    pulled = lab.host("client").run(f"docker pull {registry}/demo-app:https")
    assert pulled.rc != 0
    assert "x509: certificate signed by unknown authority" in pulled.stderr


ALONE = """\
- hosts: all
  gather_facts: false
  roles: [twinstar.registry.client_trust]
"""


def test_plain_variables_are_enough_for_a_host_of_no_group(
    lab: SiteLab, registry: str, tmp_path: pathlib.Path
) -> None:
    """As with ansible-pull: one host, no group, no other host to look at, the CA by value."""
    ca = lab.host("edge").file("/docker/volume/registry/certs/ca.crt").content_string
    hosts = lab.variables()["hosts"]
    variables = {
        **{name: value for name, value in hosts["client"].items() if name.startswith("ansible_")},
        "client_trust_hosts": [{"address": lab.address("edge"), "names": ["edge.abc.com"]}],
        "client_trust_registries": [
            {"address": registry, "ca": ca, "username": "root", "password": PASSWORD}
        ],
    }
    inventory, playbook = tmp_path / "alone.yml", tmp_path / "play.yml"
    inventory.write_text(yaml.safe_dump({"all": {"hosts": {"alone": variables}}}), "utf-8")
    playbook.write_text(ALONE, "utf-8")
    for expected in (True, False):
        played = lab.ansible(["ansible-playbook", "-i", str(inventory), str(playbook)])
        assert played.status == 0, played.text
        assert bool(played.changed["alone"]) is expected
        assert PASSWORD not in played.text
    assert lab.host("client").run(f"docker pull {registry}/demo-app:https").rc == 0


def test_a_reboot_of_every_host_brings_everything_back(lab: SiteLab, registry: str) -> None:
    assert play(lab, "-e", "site_scheme=https", "--tags", "client_trust").status == 0
    for name in HOSTS:
        lab.reboot(name)
    verified = play(lab, "-e", "site_scheme=https", "--tags", "harbor,client_trust,verify")
    assert unchanged(verified), verified.text
    for name in HOSTS:
        lab.host(name).check_output(f"docker pull {registry}/demo-app:https")
        lab.host(name).check_output(f"docker pull {NGINX}:https")
    assert lab.host("client").check_output("docker ps --format '{{.Names}}'") == "busy"
