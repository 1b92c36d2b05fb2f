# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the role registry makes of its variables, held to the real programs.

The task of config.yml is taken out of the role, worked out as Ansible would, and given to the
module that it calls; that proves the outcome with distribution itself. The certificate's script is
run.
"""

from __future__ import annotations

import pathlib
import shutil
import subprocess
from typing import Any

import pytest
import yaml

from tests.module.contract import Answer, run_module
from tests.module.registry import certificates, program
from tests.unit.roles.role import ROOT, Role
from tests.unit.roles.test_registry import HOST, PEM, registry

TASKS = ROOT / "roles" / "registry" / "tasks"
LEFT_OUT = "<left out>"


def written(role: Role, folder: pathlib.Path, *, proved: bool = True) -> Answer:
    """config.yml as the role's own task has it written, into the folder."""
    tasks = role.loader.load_from_file(str(TASKS / "configure.yml"), trusted_as_template=True)
    task = next(task for task in tasks if task["name"] == "Config.yml")
    role.variables["omit"] = LEFT_OUT
    worked_out = role.templar().template(task["twinstar.registry.registry_config"])
    params = {name: value for name, value in worked_out.items() if value != LEFT_OUT}
    assert params.pop("path") == f"{role['registry_conf_directory']}/config.yml"
    for name in ("owner", "group", "image", "volumes", "binary"):
        params.pop(name, None)
    if proved:
        params["binary"] = program()
    return run_module("registry_config", {**params, "path": str(folder / "config.yml")})


def config(role: Role, folder: pathlib.Path, *, proved: bool = True) -> Any:
    answer = written(role, folder, proved=proved)
    assert not answer.failed, answer.json
    assert answer.json["registry_config"]["proved_by"] == (program() if proved else None)
    return yaml.safe_load((folder / "config.yml").read_text())


def test_the_defaults_start(tmp_path: pathlib.Path) -> None:
    assert config(registry(), tmp_path) == {
        "version": 0.1,
        "log": {"level": "info", "fields": {"service": "registry"}},
        "storage": {
            "filesystem": {"rootdirectory": "/var/lib/registry"},
            "cache": {"blobdescriptor": "inmemory"},
        },
        "auth": {"htpasswd": {"realm": "Registry Realm", "path": "/auth/htpasswd"}},
        "http": {
            "addr": ":5000",
            "secret": "planted-once",
            "headers": {"X-Content-Type-Options": ["nosniff"], "X-Registry-Instance": ["0123"]},
        },
    }


@pytest.mark.parametrize(
    "storage",
    [
        {"inmemory": {}},
        {"s3": {"region": "r1", "bucket": "b", "regionendpoint": "https://s3.abc.com"}},
        {"gcs": {"bucket": "b", "keyfile": "/etc/key.json"}},
        {"azure": {"accountname": "a", "accountkey": "a2V5", "container": "c"}},
        {
            "swift": {
                "authurl": "https://swift.abc.com/v3",
                "username": "u",
                "password": "p",
                "container": "c",
            }
        },
        {
            "oss": {
                "accesskeyid": "a",
                "accesskeysecret": "s",
                "region": "oss-cn-hangzhou",
                "bucket": "b",
            }
        },
    ],
    ids=lambda storage: next(iter(storage)),
)
def test_every_driver_takes_the_place_of_the_folder(
    storage: dict[str, Any], tmp_path: pathlib.Path
) -> None:
    # Debian builds its program without the others.
    proved = next(iter(storage)) in ("inmemory", "s3", "swift")
    made = config(registry(registry_storage=storage), tmp_path, proved=proved)
    assert made["storage"] == storage


def test_sections_that_no_host_of_the_lab_can_have_together_start(tmp_path: pathlib.Path) -> None:
    _unused, bundle, _unused = certificates(tmp_path)
    token = {
        "realm": "https://harbor.abc.com/service/token",
        "service": "edge",
        "issuer": "harbor",
        "rootcertbundle": str(bundle),
    }
    sections: dict[str, Any] = {
        "registry_auth": {"token": token},
        "registry_middleware": {
            "storage": [{"name": "redirect", "options": {"baseurl": "https://images.abc.com/"}}]
        },
        "registry_reporting": {"newrelic": {"licensekey": "planted", "name": "edge"}},
    }
    made = config(registry(registry_users=[], **sections), tmp_path)
    for name, section in sections.items():
        assert made[name.removeprefix("registry_")] == section


def test_sections_of_release_3_are_written_for_it_only(tmp_path: pathlib.Path) -> None:
    given: dict[str, Any] = {
        "registry_image": "registry:3",
        "registry_tags": {"maxtags": 100},
        "registry_redis": {"addrs": ["s1:26379", "s2:26379"], "mastername": "mymaster"},
    }
    made = config(registry(registry_version="3", **given), tmp_path, proved=False)
    assert made["tags"] == {"maxtags": 100}
    assert made["redis"]["addrs"] == ["s1:26379", "s2:26379"]
    old = written(registry(**given), tmp_path, proved=False)
    assert old.failed
    assert any("tags" in error for error in old.json["errors"])


def test_a_misspelt_key_of_a_section_is_named(tmp_path: pathlib.Path) -> None:
    answer = written(registry(registry_storage={"delete": {"enable": True}}), tmp_path)
    assert answer.failed
    assert "enable" in answer.json["msg"]
    assert not (tmp_path / "config.yml").exists()


# ---- the certificate


class Certificate:
    """The role's script in a folder of the test, with real openssl."""

    def __init__(self, folder: pathlib.Path, group: str) -> None:
        self.certs, self.own, self.group = folder / "certs", folder / "ca", group
        self.certs.mkdir()

    def run(self, doing: str = "make", ca: tuple[str, str] = ("", ""), **given: Any) -> str:
        role = registry(
            registry_certs_directory=str(self.certs),
            __registry_ca_directory=str(self.own),
            __registry_group=self.group,
            registry_tls="generated",
            registry_tls_ca_certificate=ca[0],
            registry_tls_ca_key=ca[1],
            ansible_check_mode=doing == "check",
            **given,
        )
        tasks = role.loader.load_from_file(str(TASKS / "certificate.yml"), trusted_as_template=True)
        task = next(task for task in tasks if task["name"] == "Certificate of a private CA")
        command = role.templar().template(task["ansible.builtin.command"])
        argv = [str(word) for word in command["argv"]]
        text = str(command["stdin"])
        done = subprocess.run(argv, input=text, capture_output=True, text=True, check=True)
        self.warned = done.stderr
        return done.stdout

    def show(self, *words: str) -> str:
        argv = ["openssl", "x509", "-in", str(self.certs / "registry.crt"), "-noout", *words]
        return subprocess.run(argv, capture_output=True, text=True, check=False).stdout

    def is_vouched_for(self) -> bool:
        argv = ["openssl", "verify", "-CAfile", str(self.certs / "ca.crt")]
        argv.append(str(self.certs / "registry.crt"))
        return subprocess.run(argv, capture_output=True, check=False).returncode == 0


@pytest.fixture
def certificate(tmp_path: pathlib.Path) -> Certificate:
    return Certificate(tmp_path, tmp_path.group())


def test_a_prediction_makes_nothing_and_says_what_would_be(certificate: Certificate) -> None:
    predicted = certificate.run("check")
    assert predicted == "make a private CA\nmake a certificate: there is a new CA\n"
    assert not certificate.own.exists()
    assert list(certificate.certs.iterdir()) == []
    assert certificate.run() == predicted


def test_a_second_run_makes_nothing(certificate: Certificate) -> None:
    certificate.run()
    before = (certificate.certs / "registry.crt").read_bytes()
    assert certificate.run() == ""
    assert (certificate.certs / "registry.crt").read_bytes() == before


def test_the_ca_vouches_for_all_names_and_its_key_is_for_its_owner(
    certificate: Certificate,
) -> None:
    certificate.run(registry_tls_names=["edge.abc.com", "2001:db8::50"])
    assert certificate.is_vouched_for()
    names = certificate.show("-ext", "subjectAltName")
    for name in ("192.168.126.50", "localhost", "127.0.0.1", "edge.abc.com", "2001:DB8:"):
        assert name in names
    modes = {path.name: path.stat().st_mode & 0o777 for path in certificate.certs.iterdir()}
    assert modes == {
        "ca.crt": 0o644,
        "registry.crt": 0o644,
        "registry.key": 0o640,
        "request": 0o600,
    }
    assert (certificate.own / "ca.key").stat().st_mode & 0o777 == 0o600
    assert certificate.own.stat().st_mode & 0o777 == 0o700


def test_other_names_make_a_certificate_of_the_same_ca(certificate: Certificate) -> None:
    certificate.run()
    ca = (certificate.certs / "ca.crt").read_bytes()
    said = certificate.run(registry_tls_names=["new.abc.com"])
    assert said == "make a certificate: its names or days changed\n"
    assert (certificate.certs / "ca.crt").read_bytes() == ca
    assert certificate.is_vouched_for()


def test_a_certificate_that_ends_soon_is_made_anew(certificate: Certificate) -> None:
    certificate.run(registry_tls_days=40)
    assert certificate.run(registry_tls_days=40) == ""
    said = certificate.run(registry_tls_days=40, registry_tls_renew_days=41)
    assert said == "make a certificate: it ends soon\n"


def test_a_ca_that_ends_soon_is_told_and_kept(certificate: Certificate) -> None:
    certificate.run(registry_tls_ca_days=20)
    ca = (certificate.own / "ca.crt").read_bytes()
    certificate.run(registry_tls_ca_days=20)
    assert "the private CA ends soon" in certificate.warned
    assert (certificate.own / "ca.crt").read_bytes() == ca


@pytest.mark.parametrize("broken", ["registry.crt", "registry.key", "request"])
def test_what_breaks_off_before_its_end_is_made_again(
    certificate: Certificate, broken: str
) -> None:
    certificate.run()
    (certificate.certs / broken).unlink()
    assert certificate.run() != ""
    assert certificate.run() == ""
    assert certificate.is_vouched_for()


def test_a_key_of_another_certificate_is_noticed(certificate: Certificate) -> None:
    certificate.run()
    other = ["ecparam", "-genkey", "-name", "prime256v1", "-noout"]
    subprocess.run(
        ["openssl", *other, "-out", certificate.certs / "registry.key"],
        capture_output=True,
        check=True,
    )
    assert certificate.run() == "make a certificate: its key is another one\n"


def test_a_certificate_that_was_given_meanwhile_is_not_taken_for_our_own(
    certificate: Certificate, tmp_path: pathlib.Path
) -> None:
    certificate.run()
    (tmp_path / "other").mkdir()
    other = Certificate(tmp_path / "other", certificate.group)
    other.run()
    for file in ("registry.crt", "registry.key", "ca.crt"):
        shutil.copy(other.certs / file, certificate.certs / file)
    assert certificate.run() == "make a certificate: the CA is another one\n"
    assert (certificate.certs / "ca.crt").read_bytes() == (certificate.own / "ca.crt").read_bytes()
    assert certificate.is_vouched_for()


def test_a_given_ca_signs_and_its_key_is_nowhere_on_the_host(
    certificate: Certificate, tmp_path: pathlib.Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    first = Certificate(other, certificate.group)
    first.run()
    ca = (first.own / "ca.crt").read_text(), (first.own / "ca.key").read_text()
    assert certificate.run(ca=ca)
    assert (certificate.certs / "ca.crt").read_text() == ca[0]
    assert certificate.is_vouched_for()
    assert not certificate.own.exists()
    shutil.rmtree(other)
    secret = ca[1].splitlines()[1]
    assert not [
        path for path in tmp_path.rglob("*") if path.is_file() and secret in path.read_text()
    ]
    assert certificate.run(ca=ca) == ""


def test_a_ca_that_cannot_sign_is_an_error_and_leaves_nothing_half_made(
    certificate: Certificate,
) -> None:
    with pytest.raises(subprocess.CalledProcessError):
        certificate.run(ca=(PEM, PEM))
    assert list(certificate.certs.iterdir()) == []


def test_the_host_of_the_tests_is_the_one_of_the_unit_tests() -> None:
    """So that a new line of the look is added in one place."""
    look = (ROOT / "roles" / "registry" / "files" / "look.sh").read_text()
    for name in HOST:
        assert f"{name}:" in look
