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
    "data_volume": "/data",
    "database": {"password": "db"},
    "redis": {},
    "storage": {},
    "http_port": 80,
    "trivy_enabled": False,
    "yml_extra": {},
    "installer_signature": "",
    "installer_keyring": "",
}
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


def test_what_fits_is_not_refused() -> None:
    assert wrong() == []
    assert wrong("2.13.5") == []
    assert wrong(state="absent", hostname="", admin_password="", database={}) == []
    assert wrong(remove_data="hub", state="absent") == []


def test_each_fault_is_one_sentence_and_all_come_at_once() -> None:
    for variables, words in (
        ({"hostname": ""}, "harbor_hostname is empty"),
        ({"admin_password": ""}, "harbor_admin_password is empty"),
        ({"database": {}}, "harbor_database.password is empty"),
        ({"database": {"host": "pg", "password": "p"}}, "harbor_database.user is empty"),
        ({"storage": {"driver": "disk"}}, "harbor_storage.driver is 'disk'"),
        ({"installer_signature": "/a"}, "harbor_installer_signature is set, but"),
        ({"installer_keyring": "/a"}, "harbor_installer_keyring is set, but"),
        ({"remove_data": "other"}, "harbor_remove_data is 'other', but this host is hub"),
    ):
        (found,) = wrong(**variables)
        assert found.startswith(words)
    assert len(wrong(hostname="", admin_password="", database={})) == 3


@pytest.mark.parametrize(
    ("installed", "words"),
    [
        ("2.12.0", "harbor_version is '2.13.5', but 2.12.0 is installed"),
        ("2.9.5", "Harbor 2.9.5 is there, but 2.13.5 is 4 minors newer"),
        ("2.15.2", "Harbor 2.15.2 is there, but 2.13.5 is older"),
        ("by-hand", "harbor_version is '2.13.5', but by-hand is installed"),
    ],
)
def test_another_version_than_the_one_that_is_there_is_refused(installed: str, words: str) -> None:
    (found,) = wrong(installed)
    assert found.startswith(words)
