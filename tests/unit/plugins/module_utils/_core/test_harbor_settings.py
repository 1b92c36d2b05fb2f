# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.twinstar.registry.plugins.module_utils._core import harbor_settings as h

VARIABLES: dict[str, Any] = {
    **{name: {} for name in h.SECTIONS},
    "state": "present",
    "remove_data": "",
    "version": "2.13.5",
    "hostname": "harbor.abc.com",
    "external_url": "",
    "admin_password": "Harbor12345",
    "install_dir": "/opt/harbor",
    "data_volume": "/data",
    "tls": "none",
    "tls_certificate": "",
    "tls_key": "",
    "tls_ca_certificate": "",
    "tls_ca_key": "",
    "tls_names": [],
    "tls_days": 397,
    "tls_renew_days": 30,
    "tls_ca_days": 3650,
    "database": {"password": "db"},
    "redis": {},
    "storage": {},
    "http_port": 80,
    "trivy_enabled": False,
    "yml_extra": {},
    "installer_signature": "",
    "installer_keyring": "",
}
PEM = "-----BEGIN CERTIFICATE-----"
SEEN = {"inventory_hostname": "hub", "installed": ""}


def yml(**variables: Any) -> dict[str, Any]:
    return h.settings({**VARIABLES, **variables})


def wrong(installed: str = "", **variables: Any) -> list[str]:
    return h.demands({**VARIABLES, **variables}, {**SEEN, "installed": installed})


def test_what_is_empty_is_left_out() -> None:
    assert yml() == {
        "hostname": "harbor.abc.com",
        "http": {"port": 80},
        "harbor_admin_password": "Harbor12345",
        "data_volume": "/data",
        "with_trivy": False,
        "database": {"password": "db"},
    }


def test_a_database_with_a_host_is_an_external_one() -> None:
    database = {"host": "pg", "user": "u", "password": "p", "max_open": 100, "max_idle": 0}
    found = yml(database=database)
    assert "database" not in found
    assert found["external_database"]["harbor"] == {
        "host": "pg",
        "port": 5432,
        "db_name": "registry",
        "username": "u",
        "password": "p",
        "ssl_mode": "verify-full",
        "max_idle_conns": 0,
        "max_open_conns": 100,
    }
    assert yml(database={"password": "p", "max_open": 5})["database"] == {
        "password": "p",
        "max_open_conns": 5,
    }


def test_a_redis_with_addresses_is_an_external_one_and_never_both() -> None:
    found = yml(redis={"addresses": ["s1", "s2:26380"], "sentinel_set": "m", "harbor_db_index": 0})
    assert "redis" not in found
    assert found["external_redis"] == {
        "host": "s1:26379,s2:26380",
        "sentinel_master_set": "m",
        "harbor_db_index": 0,
    }
    plain = yml(redis={"addresses": ["r"], "user": "u", "password": "p", "tls": True})
    assert plain["external_redis"] == {
        "host": "r:6379",
        "username": "u",
        "password": "p",
        "tlsOptions": {"enable": True, "rootCA": None},
    }
    assert yml(redis={"trivy_db_index": 7})["redis"] == {"trivy_db_index": 7}


def test_storage_has_its_driver_and_what_holds_for_each() -> None:
    storage = {"driver": "s3", "bucket": "b", "endpoint": "https://s3", "redirect": True}
    assert yml(storage={**storage, "ca_bundle": "/ca"})["storage_service"] == {
        "s3": {"bucket": "b", "regionendpoint": "https://s3"},
        "redirect": {"disable": False},
        "ca_bundle": "/ca",
    }
    assert yml(storage={"maxthreads": 9})["storage_service"] == {"filesystem": {"maxthreads": 9}}
    assert yml(storage={"driver": "oss", "endpoint": "e"})["storage_service"] == {
        "oss": {"endpoint": "e"}
    }


def names(**variables: Any) -> dict[str, list[str]]:
    found = h.certificates({**VARIABLES, **variables})
    return {each["name"]: each["names"] for each in found}


def test_https_with_a_certificate_of_the_role_s_keeps_port_and_ciphers() -> None:
    for way in ("given", "generated"):
        assert yml(tls=way, https={"port": 8443})["https"] == {
            "port": 8443,
            "certificate": "/opt/harbor/tls/harbor.crt",
            "private_key": "/opt/harbor/tls/harbor.key",
        }
    assert "https" not in yml()
    files = {"certificate": "/a", "private_key": "/b"}
    assert yml(https=files)["https"] == files


def test_a_generated_certificate_has_every_name_once() -> None:
    assert names() == names(tls="given") == {}
    assert names(tls="generated", tls_names=["hub", "2001:db8::40", "harbor.abc.com"]) == {
        "harbor": [
            "DNS:harbor.abc.com",
            "DNS:localhost",
            "IP:127.0.0.1",
            "DNS:hub",
            "IP:2001:db8::40",
        ]
    }


def test_internal_tls_without_a_folder_has_certificates_of_the_role_s() -> None:
    section = {"enabled": True}
    assert yml(internal_tls=section)["internal_tls"] == {
        "enabled": True,
        "dir": "/opt/harbor/internal-tls",
    }
    always = {"proxy", "core", "job_service", "registryctl", "registry", "portal"}
    assert set(names(internal_tls=section)) == always | {"harbor_db"}
    external = {"host": "pg", "user": "u", "password": "p"}
    found = names(internal_tls=section, database=external, trivy_enabled=True)
    assert set(found) == always | {"trivy_adapter"}
    assert found["job_service"] == ["DNS:jobservice"]
    assert found["trivy_adapter"] == ["DNS:trivy-adapter"]


@pytest.mark.parametrize("section", [{}, {"enabled": False}, {"enabled": True, "dir": "/tls"}])
def test_internal_tls_that_is_off_or_somebody_else_s_is_left_alone(section: dict[str, Any]) -> None:
    assert names(internal_tls=section) == {}
    assert yml(internal_tls=section).get("internal_tls", {}) == section


def test_the_key_of_no_ca_lies_where_prepare_copies_it() -> None:
    found = h.certificates({**VARIABLES, "tls": "generated", "internal_tls": {"enabled": True}})
    for each in found:
        assert each["ca_folder"] not in {other["folder"] for other in found}


def test_what_fits_is_not_refused() -> None:
    assert wrong() == []
    assert wrong("2.13.5") == []
    assert wrong(state="absent", hostname="", admin_password="", database={}) == []
    assert wrong(remove_data="hub", state="absent") == []
    assert wrong(tls="generated", https={"port": 8443, "strong_ssl_ciphers": True}) == []
    assert wrong(tls="given", tls_certificate=PEM, tls_key=PEM) == []
    assert wrong(tls_renew_days=900) == []


def test_each_fault_is_one_sentence_and_all_come_at_once() -> None:
    for variables, words in (
        ({"hostname": ""}, "harbor_hostname is empty"),
        ({"admin_password": ""}, "harbor_admin_password is empty"),
        ({"database": {}}, "harbor_database.password is empty"),
        ({"database": {"host": "pg", "password": "p"}}, "harbor_database.user is empty"),
        ({"storage": {"driver": "disk"}}, "harbor_storage.driver is 'disk'"),
        ({"installer_signature": "/a"}, "harbor_installer_signature is set, but"),
        ({"installer_keyring": "/a"}, "harbor_installer_keyring is set, but"),
        (
            {"tls": "generated", "https": {"certificate": "/a", "private_key": "/b"}},
            "harbor_tls is 'generated', but harbor_https.certificate and harbor_https.private_key",
        ),
        ({"tls": "given", "tls_key": PEM}, "harbor_tls is 'given', but harbor_tls_certificate or"),
        ({"tls": "generated", "tls_ca_key": PEM}, "harbor_tls_ca_certificate is empty, but"),
        ({"tls": "generated", "tls_ca_certificate": PEM}, "harbor_tls_ca_key is empty, but"),
        ({"tls_certificate": "/etc/a.crt"}, "harbor_tls_certificate is set, but not to PEM"),
        ({"tls": "generated", "tls_days": 30}, "harbor_tls_renew_days is 30, but a certificate"),
        (
            {"internal_tls": {"enabled": True}, "tls_ca_days": 29},
            "harbor_tls_renew_days is 30, but a CA lives 29 days",
        ),
        ({"remove_data": "other"}, "harbor_remove_data is 'other', but this host is hub"),
    ):
        (found,) = wrong(**variables)
        assert found.startswith(words)
    assert len(wrong(hostname="", admin_password="", database={})) == 3


@pytest.mark.parametrize(
    ("installed", "words"),
    [
        ("2.9.5", "Harbor 2.9.5 is there, but 2.13.5 is 4 minors newer"),
        ("2.15.2", "Harbor 2.15.2 is there, but 2.13.5 is older"),
        ("by-hand", "harbor_install_dir is '/opt/harbor', but the link current in it points to by"),
    ],
)
def test_a_version_that_there_is_no_way_to_is_refused(installed: str, words: str) -> None:
    (found,) = wrong(installed)
    assert found.startswith(words)


@pytest.mark.parametrize("installed", ["2.11.2", "2.12.0", "2.13.4", "2.13.5"])
def test_two_minors_are_upgraded(installed: str) -> None:
    assert wrong(installed) == []
