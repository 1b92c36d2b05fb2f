# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What harbor_yml sees on a host: certificates, keys and links, made by the real OpenSSL."""

from __future__ import annotations

import pathlib
import stat
import subprocess
from typing import Any

import pytest
import yaml

from .cases.trusted_certificates import a_certificate
from .contract import Answer, run_module

NAME = "harbor.abc.com"


def made(folder: pathlib.Path, name: str, *more: str, names: str = NAME) -> None:
    """NAME.crt and NAME.key in the folder."""
    folder.mkdir(exist_ok=True)
    argv = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
    argv += ["-subj", "/CN=x", "-keyout", f"{folder}/{name}.key", "-out", f"{folder}/{name}.crt"]
    argv += ["-addext", f"subjectAltName=DNS:{names}"]
    argv += more or ("-noenc", "-days", "90")
    subprocess.run(argv, check=True, capture_output=True)


@pytest.fixture
def tls(tmp_path: pathlib.Path) -> pathlib.Path:
    folder = tmp_path / "tls"
    made(folder, "harbor")
    made(folder, "other")
    return folder


def run(
    tls: pathlib.Path,
    certificate: str = "harbor.crt",
    key: str = "harbor.key",
    *,
    check: bool = False,
    **more: Any,
) -> Answer:
    options = {
        "path": str(tls.parent / "harbor.yml"),
        "version": "2.15.2",
        "hostname": NAME,
        "harbor_admin_password": "Harbor12345",
        "database": {"password": "root123"},
        "https": {"certificate": str(tls / certificate), "private_key": str(tls / key)},
        **more,
    }
    return run_module("harbor_yml", options, check=check)


def refused(tls: pathlib.Path, certificate: str, key: str = "harbor.key") -> str:
    for check in (True, False):
        answer = run(tls, certificate, key, check=check)
        assert answer.failed, answer.json
        assert not (tls.parent / "harbor.yml").exists()
    return str(answer.json["msg"])


def test_a_pair_that_belongs_together_is_taken(tls: pathlib.Path) -> None:
    answer = run(tls)
    assert not answer.failed, answer.json
    assert not answer.json.get("warnings")
    path = tls.parent / "harbor.yml"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert yaml.safe_load(path.read_text())["https"]["port"] == 443
    assert not run(tls).changed


def test_a_key_of_another_certificate_is_refused(tls: pathlib.Path) -> None:
    words = refused(tls, "harbor.crt", "other.key")
    assert f"its key is '{tls}/other.key', but the key belongs to another certificate." in words


def test_an_expired_certificate_is_refused(tls: pathlib.Path) -> None:
    (tls / "old.crt").write_text(a_certificate("old", days=-1))
    assert "but it has expired on " in refused(tls, "old.crt")


def test_a_key_with_a_passphrase_is_refused(tls: pathlib.Path) -> None:
    made(tls, "locked", "-passout", "pass:secret", "-days", "90")
    assert "the key has a passphrase" in refused(tls, "locked.crt", "locked.key")


def test_a_file_that_is_no_certificate_is_refused(tls: pathlib.Path) -> None:
    (tls / "none.crt").write_text("no certificate\n")
    assert "but there is no certificate in it" in refused(tls, "none.crt")


def test_a_link_with_an_absolute_target_leads_elsewhere_for_prepare(tls: pathlib.Path) -> None:
    (tls / "link.crt").symlink_to(tls / "harbor.crt")
    assert f"Write '{tls}/harbor.crt'." in refused(tls, "link.crt")
    (tls / "near.crt").symlink_to("harbor.crt")
    assert not run(tls, "near.crt").failed
    (tls / "far.crt").symlink_to("link.crt")
    assert f"Write '{tls}/harbor.crt'." in refused_again(tls, "far.crt")


def refused_again(tls: pathlib.Path, certificate: str) -> str:
    answer = run(tls, certificate)
    assert answer.failed
    return str(answer.json["msg"])


def test_a_certificate_that_is_not_there_yet_is_no_error_in_check_mode(tls: pathlib.Path) -> None:
    predicted = run(tls, "later.crt", "later.key", check=True)
    assert predicted.changed, predicted.json
    answer = run(tls, "later.crt", "later.key")
    assert answer.failed
    assert len(answer.json["errors"]) == 2
    assert "but there is no such file. Put it there first" in answer.json["msg"]
    made(tls, "later")
    assert run(tls, "later.crt", "later.key").changed


def test_a_pair_that_went_wrong_later_is_found_although_the_file_stays(tls: pathlib.Path) -> None:
    assert run(tls).changed
    (tls / "harbor.key").write_bytes((tls / "other.key").read_bytes())
    assert "the key belongs to another certificate" in run(tls).json["msg"]
    (tls / "harbor.key").unlink()
    assert "but there is no such file" in run(tls).json["msg"]


def test_a_certificate_for_another_name_is_a_warning(tls: pathlib.Path) -> None:
    made(tls, "edge", names="edge.abc.com")
    answer = run(tls, "edge.crt", "edge.key")
    assert not answer.failed
    assert "https.certificate is for edge.abc.com" in str(answer.json["warnings"])


def test_internal_tls_needs_every_pair(tls: pathlib.Path) -> None:
    inner = tls / "internal"
    names = ("proxy", "core", "job_service", "registryctl", "registry", "portal", "harbor_db")
    for name in (*names, "harbor_internal_ca"):
        made(inner, name)
    said: dict[str, Any] = {"internal_tls": {"enabled": True, "dir": str(inner)}}
    assert "internal_tls.dir needs" in run(tls, with_trivy=True, **said).json["msg"]
    assert not run(tls, **said).failed
    (inner / "core.key").write_bytes((inner / "proxy.key").read_bytes())
    assert "the key belongs to another certificate" in run(tls, **said).json["msg"]
