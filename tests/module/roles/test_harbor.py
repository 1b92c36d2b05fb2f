# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The certificates that the role harbor makes, by real openssl, as harbor_yml and prepare want
them. What the script does for one certificate is tested with the role registry, whose it is."""

from __future__ import annotations

import pathlib
import shutil
import subprocess
from typing import Any

import pytest

from tests.module.contract import run_module
from tests.unit.roles.role import Role
from tests.unit.roles.test_harbor import harbor

INTERNAL = {"enabled": True}


class Certificates:
    """What the role keeps in a folder of the test."""

    def __init__(self, folder: pathlib.Path, **given: Any) -> None:
        self.folder, self.given = folder, given

    def role(self, *, check: bool = False, **given: Any) -> Role:
        role = harbor(
            **{
                "harbor_install_dir": str(self.folder),
                "harbor_admin_password": "Planted-Admin-1",
                "ansible_check_mode": check,
                **self.given,
                **given,
            }
        )
        role.variables["role_path"] = str(role.folder)
        return role

    def make(self, *, check: bool = False, **given: Any) -> list[str]:
        """What was made and why, after the other task of the role has made the folders."""
        role = self.role(check=check, **given)
        if not check:
            for folder in role["__harbor_tls_folders"]:
                if folder.startswith(str(self.folder)):
                    pathlib.Path(folder).mkdir(exist_ok=True)
        done = subprocess.run(
            ["sh", "-s"],
            input=role.render("certificates.sh.j2"),
            capture_output=True,
            text=True,
            check=True,
        )
        self.warned = done.stderr
        return done.stdout.splitlines()

    def tree(self) -> dict[str, bytes]:
        return {
            str(path.relative_to(self.folder)): path.read_bytes()
            for path in self.folder.rglob("*")
            if path.is_file()
        }


@pytest.fixture(name="both")
def _both(tmp_path: pathlib.Path) -> Certificates:
    return Certificates(tmp_path, harbor_tls="generated", harbor_internal_tls=INTERNAL)


def test_a_prediction_makes_nothing_and_a_second_run_neither(both: Certificates) -> None:
    assert both.make(check=True).count("make a private CA") == 8, "of eight certificates"
    assert both.tree() == {}
    made = both.make()
    assert made.count("make a private CA") == 2
    assert len(made) == 2 + 8
    before = both.tree()
    assert both.make() == []
    assert both.tree() == before


def test_harbor_yml_takes_them_and_no_ca_s_key_lies_beside_them(both: Certificates) -> None:
    both.make(harbor_trivy_enabled=True)
    wanted = both.role(harbor_trivy_enabled=True)["__harbor_yml"]
    path = both.folder / "harbor.yml"
    answer = run_module("harbor_yml", {**wanted, "path": str(path), "version": "2.13.5"})
    assert not answer.failed, answer.json
    assert "warnings" not in answer.json
    for folder in ("tls", "internal-tls"):
        assert not list((both.folder / folder).glob("*ca*.key"))
    modes = {path.name: path.stat().st_mode & 0o777 for path in both.folder.rglob("*.key")}
    assert modes.pop("ca.key") == 0o600
    assert set(modes.values()) == {0o640}
    assert len(modes) == 1 + 8


def test_a_component_that_comes_later_gets_its_own_and_the_others_keep_theirs(
    both: Certificates,
) -> None:
    both.make()
    before = both.tree()
    assert both.make(harbor_trivy_enabled=True) == ["make a certificate: there is none"]
    after = both.tree()
    assert {name: after[name] for name in before} == before
    assert "internal-tls/trivy_adapter.crt" in after


def test_a_certificate_is_renewed_before_its_end_by_the_same_ca(both: Certificates) -> None:
    both.make()
    before = both.tree()
    assert both.make(harbor_tls_renew_days=396) == []
    soon: dict[str, Any] = {"harbor_tls_renew_days": 398, "harbor_internal_tls": {}}
    assert both.make(**soon) == ["make a certificate: it ends soon"]
    after = both.tree()
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"tls/harbor.crt", "tls/harbor.key"}


def test_a_ca_that_no_client_knows_is_renewed_and_the_other_one_is_told(
    both: Certificates,
) -> None:
    both.make(harbor_tls_ca_days=20)
    before = both.tree()
    made = both.make()
    assert made[:2] == ["make a private CA", "make a certificate: there is a new CA"]
    assert made[2:] == 6 * ["make a certificate: the CA did not sign it"]
    assert both.warned.count("the private CA ends soon") == 1
    after = both.tree()
    assert before["ca/ca.crt"] == after["ca/ca.crt"]
    assert before["internal-ca/ca.crt"] != after["internal-ca/ca.crt"]
    assert both.make() == []


def test_a_given_ca_signs_for_clients_only(both: Certificates, tmp_path: pathlib.Path) -> None:
    (tmp_path / "other").mkdir()
    other = Certificates(tmp_path / "other", harbor_tls="generated")
    other.make()
    texts = [(other.folder / "ca" / f"ca.{kind}").read_text() for kind in ("crt", "key")]
    shutil.rmtree(other.folder)
    given: dict[str, Any] = {"harbor_tls_ca_certificate": texts[0], "harbor_tls_ca_key": texts[1]}
    both.make(**given)
    found = both.tree()
    assert found["tls/ca.crt"].decode().strip() == texts[0].strip()
    assert found["internal-tls/harbor_internal_ca.crt"].decode().strip() != texts[0].strip()
    secret = texts[1].splitlines()[1].encode()
    assert not [name for name, content in found.items() if secret in content]
    assert both.make(**given) == []
