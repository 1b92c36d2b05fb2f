# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The installer's double on an engine: bundles are installed on a host of the lab, as a person
would do it, and what runs then is a hub. From a backup it comes back with all that it knew."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.double.installer import bundling
from tests.lab import definition, hosts, place
from tests.lab.hosts import Running

IMAGE = "library/tiny:1"
LOGIN = "admin:Harbor12345"
UPGRADE = ("2.13.5", "2.15.2")
TREE = Path(__file__).resolve().parents[3] / "build" / "link"
# A registry whose secret only the hub's own key opens.
ITSELF = {
    "name": "itself", "type": "harbor", "url": "http://core:8080",
    "credential": {"type": "basic", "access_key": "admin", "access_secret": "Harbor12345"},
}  # fmt: skip
PATIENCE = 300  # seconds; ten are usual


class Host:
    def __init__(self, running: Running) -> None:
        self.container, self.address = running.container, running.address
        self.old_compose = running.debian == 12
        self.folder = ""

    def run(self, script: str, code: int = 0) -> str:
        done = subprocess.run(
            ["docker", "exec", self.container, "bash", "-euc", script],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            check=False,
        )  # fmt: skip
        assert done.returncode == code, done.stdout
        return done.stdout

    def unpack(self, version: str) -> None:
        with place.lock():
            bundle = bundling.ensure(version)
        self.folder = f"/opt/harbor/{version}/harbor"
        subprocess.run(
            ["docker", "cp", "-q", str(bundle), f"{self.container}:/root/bundle.tgz"], check=True
        )
        self.run(
            f"mkdir -p /opt/harbor/{version}; tar xzf /root/bundle.tgz -C /opt/harbor/{version};"
            f" rm /root/bundle.tgz; cd {self.folder}; sed '/^https:/,/^$/d' harbor.yml.tmpl"
            f" | sed 's/^hostname:.*/hostname: {self.address}/' >harbor.yml"
        )

    def install(self, *words: str) -> None:
        self.run(f"cd {self.folder}; ./install.sh {' '.join(words)}")

    def compose(self, words: str) -> None:
        program = "docker-compose" if self.old_compose else "docker compose"
        self.run(f"cd {self.folder}; {program} {words}")

    def ask(self, path: str, *words: str) -> Any:
        url = f"http://{self.address}/api/v2.0{path}"
        said = self.run(f"curl -s -u {LOGIN} {' '.join(words)} '{url}'")
        if said.strip()[:1] not in ("", "{", "["):
            pytest.fail(f"{said}\n{self.logs()}")
        return json.loads(said or "{}")

    def logs(self) -> str:
        """What a person would look at now."""
        return self.run(
            "docker ps -a; docker network inspect harbor_harbor | grep -E 'Name|IPv4';"
            " for name in nginx harbor-core harbor-db; do"
            ' echo "- $name"; docker logs --tail 20 $name 2>&1; done'
        )

    def health(self) -> dict[str, str]:
        """What is wrong with whom; `nobody` while there is no answer."""
        said = self.run(f"curl -s http://{self.address}/api/v2.0/health || true")
        try:
            components = json.loads(said)["components"]
        except ValueError:
            return {"nobody": said or "no answer"}
        return {one["name"]: one.get("error", "") for one in components}

    def wait(self, name: str = "", wrong: str = "") -> None:
        """Until all are well, or this one is ill for that reason."""
        until = time.monotonic() + PATIENCE
        while True:
            found = self.health()
            if name and re.search(wrong, found.get(name, "")) and found.get(name):
                return
            if not name and not any(found.values()):
                return
            if time.monotonic() > until:
                pytest.fail(f"{found}\n{self.logs()}")
            time.sleep(1)

    def task(self, module: str, **options: Any) -> dict[str, Any]:
        """What a module of ours answers on it."""
        done = subprocess.run(
            [
                str(Path(sys.executable).with_name("ansible")), "all",
                "-i", f"{self.container},", "-c", "community.docker.docker",
                "-e", "ansible_python_interpreter=/usr/bin/python3",
                "-m", f"twinstar.registry.{module}", "-a", json.dumps(options),
            ],
            env={
                **os.environ, "ANSIBLE_COLLECTIONS_PATH": str(TREE), "ANSIBLE_NOCOLOR": "1",
                "ANSIBLE_CALLBACK_RESULT_FORMAT": "json",
            },
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            check=False,
        )  # fmt: skip
        assert done.returncode == 0, f"{done.stdout}\n{self.logs()}"
        answer: dict[str, Any] = json.loads(done.stdout[done.stdout.index("=> {") + 3 :])
        return answer

    def digest(self, image: str) -> str:
        """Pulled again, whatever the host has of it."""
        self.run(f"docker rmi {image} >/dev/null 2>&1 || true; docker pull -q {image}")
        return self.run("docker inspect --format '{{index .RepoDigests 0}}' " + image).strip()

    def registries(self) -> list[str]:
        return [one["name"] for one in self.ask("/registries")]

    def sql(self, query: str) -> str:
        return self.run(f'docker exec harbor-db psql -U postgres -d registry -Atc "{query}"')


@pytest.fixture
def host(name: str, request: pytest.FixtureRequest) -> Host:
    """With the Debian that the test asks for."""
    wanted = definition.Host("only", request.param, engine=True)
    (running,) = hosts.up(name, definition.Definition((wanted,)))
    one = Host(running)
    one.run(
        f"""echo '{{"insecure-registries": ["{one.address}"]}}' >/etc/docker/daemon.json
        systemctl reload docker"""
    )
    return one


# Its Compose is a plugin.
@pytest.mark.parametrize("host", [13], indirect=True)
def test_an_installed_stack_takes_images_and_an_upgrade_keeps_them(host: Host) -> None:
    image = f"{host.address}/{IMAGE}"
    old, new = UPGRADE
    host.unpack(old)
    host.install()
    host.wait()
    host.run(
        f"echo Harbor12345 | docker login -u admin --password-stdin {host.address};"
        f" tar c -C /etc hostname | docker import - {image}; docker push -q {image}"
    )
    assert host.sql("SELECT version FROM schema_migrations").strip() == "160"

    host.compose("down -v")
    host.unpack(new)
    host.install("--with-trivy")
    host.wait()
    host.run(f"docker rmi {image}; docker pull -q {image}")
    assert host.sql("SELECT version FROM schema_migrations").strip() == "180"
    assert host.ask("/systeminfo")["harbor_version"] == f"v{new}-double"
    assert "valkey-photon" in host.run("docker inspect --format '{{.Config.Image}}' redis")
    assert "core.log" in host.run("ls /var/log/harbor")

    # The older core refuses the database of the newer.
    host.compose("down -v")
    host.folder = f"/opt/harbor/{old}/harbor"
    host.compose("up -d")
    until = time.monotonic() + PATIENCE
    while "no migration found for version 180" not in host.run("docker logs harbor-core 2>&1"):
        assert time.monotonic() < until
        time.sleep(1)


# Its Compose is the old program.
@pytest.mark.parametrize("host", [12], indirect=True)
def test_a_foreign_secret_is_refused_and_a_foreign_key_opens_nothing(host: Host) -> None:
    host.unpack("2.9.5")
    host.install()
    host.wait()
    host.ask("/registries", "-H 'Content-Type: application/json'", f"-d '{json.dumps(ITSELF)}'")
    assert host.registries() == ["itself"]
    assert "Harbor12345" not in host.sql("SELECT row FROM double_rows WHERE kind = 'registries'")

    key = "/data/secret/keys/secretkey"
    host.run(f"cp -p {key} /root/key; printf 0123456789abcdef >{key}; docker restart harbor-core")
    host.wait()
    assert host.ask("/registries")["errors"][0]["message"] == "internal server error"
    host.run(f"cp -p /root/key {key}; docker restart harbor-core")
    host.wait()
    assert host.registries() == ["itself"]

    env = f"{host.folder}/common/config/jobservice/env"
    host.run(f"sed -i s/^JOBSERVICE_SECRET=.*/JOBSERVICE_SECRET=x/ {env}")
    host.compose("up -d")
    host.wait("jobservice", "failed to check health")
    assert "401" in host.run("docker logs harbor-jobservice 2>&1")

    # What prepare makes anew fits together again.
    host.install()
    host.wait()


# From a backup that was made while it ran, after containers, data and configuration were lost.
@pytest.mark.parametrize("host", [13], indirect=True)
def test_a_destroyed_hub_comes_back_from_its_backup(host: Host) -> None:
    image = f"{host.address}/{IMAGE}"
    host.unpack("2.13.5")
    host.install()
    host.wait()
    host.ask(
        "/projects", "-H 'Content-Type: application/json'", """-d '{"project_name": "kept"}'"""
    )
    host.ask("/registries", "-H 'Content-Type: application/json'", f"-d '{json.dumps(ITSELF)}'")
    host.run(
        f"echo Harbor12345 | docker login -u admin --password-stdin {host.address};"
        f" tar c -C /etc hostname | docker import - {image}; docker push -q {image}"
    )
    digest = host.digest(image)
    places = "/data/secret /data/registry /data/ca_download /data/database /data/redis"
    modes = f"find {places} {host.folder} -maxdepth 3 -not -path '*/pg15*' -printf '%p %U:%G %m\n'"
    before = host.run(f"{modes} | grep -v -e dump.rdb | sort")
    place = {"path": host.folder, "dest": "/root/backups", "name": "whole"}
    made = host.task("harbor_backup", **place)["harbor_backup"]
    assert made["databases"] == ["registry"]
    assert not host.task("harbor_backup", **place)["changed"]
    assert "Harbor12345" not in host.run("cat /root/backups/whole/backup.json")

    # The same of one that is down: only its database is begun, and is no more afterwards.
    host.compose("down -v")
    down = host.task("harbor_backup", **{**place, "name": "down", "images": False})
    assert down["harbor_backup"]["databases"] == ["registry"]
    assert host.run("docker ps -aq") == ""

    # An empty new hub in its place, with other keys and secrets.
    host.run(
        f"cd {host.folder}; rm -rf /data common docker-compose.yml; ./prepare; docker compose up -d"
    )
    host.wait()
    assert host.registries() == []
    source = "/root/backups/whole"
    told = host.task("harbor_restore", path=host.folder, src=source)["harbor_restore"]
    assert host.run("docker ps -aq") == ""
    assert "secretkey" in host.run(f"ls {told['aside']}/secret/keys")
    host.task("harbor_stack", path=host.folder)
    host.wait()
    assert host.digest(image) == digest
    assert host.registries() == ["itself"]
    assert "kept" in [one["name"] for one in host.ask("/projects")]
    assert host.run(f"{modes} | grep -v -e dump.rdb | sort") == before
    assert host.run("ls -A /data | grep unfinished || true") == ""


@pytest.mark.parametrize("host", [12], indirect=True)
def test_an_external_database_is_restored_from_a_backup_of_the_hub(host: Host) -> None:
    host.unpack("2.9.5")
    # One that is no part of the stack: its image is the only PostgreSQL here.
    host.run(
        f"""docker load -qi {host.folder}/harbor.v2.9.5.tar.gz >/dev/null
        install -d -o 999 -g 999 -m 700 /elsewhere
        docker run -d --name elsewhere -p 5433:5432 -v /elsewhere:/var/lib/postgresql/data \\
            -e POSTGRES_PASSWORD=of-elsewhere goharbor/harbor-db:v2.9.5
        until docker exec elsewhere pg_isready -qh 127.0.0.1; do sleep 1; done
        cd {host.folder}
        printf '\\nexternal_database: {{harbor: {{host: %s, port: 5433, db_name: registry, %s' \\
            {host.address} 'username: postgres, password: of-elsewhere, ssl_mode: disable}}}}' \\
            >>harbor.yml
        ./prepare; docker-compose up -d"""
    )
    host.wait()
    host.ask("/registries", "-H 'Content-Type: application/json'", f"-d '{json.dumps(ITSELF)}'")
    place = {"path": host.folder, "dest": "/root/backups", "name": "whole"}
    made = host.task("harbor_backup", **place)["harbor_backup"]
    assert made["databases"] == ["registry"]
    host.ask("/registries/1", "-X DELETE")
    assert host.registries() == []
    host.task(
        "harbor_restore", path=host.folder, src="/root/backups/whole",
        overwrite_external_database=True,
    )  # fmt: skip
    host.task("harbor_stack", path=host.folder)
    host.wait()
    assert host.registries() == ["itself"]
