# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the installer's double renders of a harbor.yml: services, ports, volumes, refusals."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest

from tests.double.installer.bundling import VERSIONS
from tests.double.installer.prepare import texts
from tests.double.installer.prepare.compose import compose
from tests.double.installer.prepare.settings import Invalid, Settings, read, validate

Row = dict[str, Any]

PLAIN: Row = {
    "hostname": "hub.abc.com",
    "harbor_admin_password": "Harbor12345",
    "data_volume": "/data",
    "database": {"password": "root123"},
    "jobservice": {
        "max_job_workers": 10, "job_loggers": ["STD_OUTPUT", "FILE"], "logger_sweeper_duration": 1,
    },
    "notification": {"webhook_job_max_retry": 3, "webhook_job_http_client_timeout": 3},
    "log": {"level": "info", "local": {"location": "/var/log/harbor"}},
}  # fmt: skip
HTTPS: Row = {"https": {"certificate": "/pki/hub.crt", "private_key": "/pki/hub.key"}}
METRIC: Row = {"metric": {"enabled": True, "port": 9091, "path": "/metrics"}}
DATABASE: Row = {
    "external_database": {
        "harbor": {
            "host": "pg", "port": 5432, "db_name": "r", "username": "u", "password": "p",
            "ssl_mode": "disable",
        }
    }
}  # fmt: skip
REDIS: Row = {"external_redis": {"host": "10.0.0.9:6379", "password": "p#1"}}
TLS: Row = {"internal_tls": {"enabled": True, "dir": "/pki/inner"}}
BASE = [
    "log", "registry", "registryctl", "postgresql", "core", "portal", "jobservice",
    "redis", "proxy",
]  # fmt: skip


def settings(version: str = "2.15.2", with_trivy: bool = False, **changes: Any) -> Settings:
    return read({**copy.deepcopy(PLAIN), **changes}, version, with_trivy)


def services(version: str = "2.15.2", with_trivy: bool = False, **changes: Any) -> Row:
    found: Row = compose(settings(version, with_trivy, **changes))["services"]
    return found


def env(text: str) -> dict[str, str]:
    return dict(line.split("=", 1) for line in text.splitlines())


@pytest.mark.parametrize("version", VERSIONS)
def test_the_plain_stack_has_nine_services_in_order(version: str) -> None:
    assert list(services(version)) == BASE


@pytest.mark.parametrize(
    ("changes", "trivy", "wanted"),
    [
        ({}, True, [*BASE, "trivy-adapter"]),
        (METRIC, False, [*BASE, "exporter"]),
        (DATABASE, False, [name for name in BASE if name != "postgresql"]),
        (REDIS, False, [name for name in BASE if name != "redis"]),
        ({"trivy": {"skip_update": True}}, False, BASE),
    ],
)
def test_a_setting_adds_or_takes_away_a_service(
    changes: Row, trivy: bool, wanted: list[str]
) -> None:
    assert list(services(with_trivy=trivy, **changes)) == wanted


@pytest.mark.parametrize(
    ("changes", "ports"),
    [
        ({}, ["80:8080"]),
        ({"http": {"port": 8081}}, ["8081:8080"]),
        (HTTPS, ["80:8080", "443:8443"]),
        ({**HTTPS, **METRIC}, ["80:8080", "443:8443", "9091:9090"]),
    ],
)
def test_ports_are_published_by_the_proxy_alone(changes: Row, ports: list[str]) -> None:
    found = {name: row["ports"] for name, row in services(**changes).items() if "ports" in row}
    assert found == {"log": ["127.0.0.1:1514:10514"], "proxy": ports}


def test_who_waits_for_an_external_store_does_not_name_it() -> None:
    rows = services(with_trivy=True, **DATABASE, **REDIS, **METRIC)
    assert rows["core"]["depends_on"] == ["log", "registry"]
    assert rows["trivy-adapter"]["depends_on"] == ["log"]
    assert rows["exporter"]["depends_on"] == ["core"]


def test_all_but_the_log_write_to_the_log() -> None:
    for name, row in services(with_trivy=True, **METRIC).items():
        options = row.get("logging", {}).get("options")
        wanted = {"syslog-address": "tcp://localhost:1514", "tag": name}
        assert options == (None if name == "log" else wanted)


def test_the_store_of_sessions_has_another_image_from_2_15_2_on() -> None:
    images = [services(version)["redis"]["image"] for version in VERSIONS]
    assert images == [
        "goharbor/redis-photon:v2.9.5", "goharbor/redis-photon:v2.13.5",
        "goharbor/valkey-photon:v2.15.2",
    ]  # fmt: skip


def test_only_the_oldest_file_names_its_own_version() -> None:
    found = [compose(settings(version)).get("version") for version in VERSIONS]
    assert found == ["2.3", None, None]


def test_internal_tls_mounts_pairs() -> None:
    rows = services(with_trivy=True, **TLS)
    counts = {
        name: sum("/secret/tls/" in str(v) for v in row["volumes"]) for name, row in rows.items()
    }
    assert counts == {
        "log": 0, "registry": 3, "registryctl": 2, "postgresql": 0, "core": 2, "portal": 2,
        "jobservice": 2, "redis": 0, "proxy": 2, "trivy-adapter": 2,
    }  # fmt: skip


def test_a_driver_that_is_unknown_or_empty_is_the_local_disk() -> None:
    given: list[Row] = [{"ceph": {"pool": "x"}}, {"s3": {}}]
    for storage in given:
        found = settings(storage_service=storage)
        assert (found.driver, found.storage) == ("filesystem", {})


def test_the_first_of_two_drivers_counts() -> None:
    storage = {"s3": {"bucket": "b"}, "gcs": {"bucket": "g", "keyfile": "/k.json"}}
    found = settings(storage_service=storage)
    assert found.driver == "gcs"
    assert "/etc/registry/gcs.key" in texts.registry_config(found)
    assert "/k.json" in str(compose(found)["services"]["registryctl"]["volumes"])


def test_redis_and_external_redis_together_point_to_no_container() -> None:
    found = settings(redis={"registry_db_index": 3}, **REDIS)
    assert "redis" not in compose(found)["services"]
    assert found.redis_url(2) == "redis://redis:6379/2?idle_timeout_seconds=30"


@pytest.mark.parametrize(
    ("version", "changes", "url"),
    [
        ("2.15.2", {}, "redis://redis:6379?idle_timeout_seconds=30"),
        ("2.15.2", REDIS, "redis://:p%231@10.0.0.9:6379?idle_timeout_seconds=30"),
        (
            "2.13.5",
            {"external_redis": {"host": "s1:26379,s2:26379", "sentinel_master_set": "m"}},
            "redis+sentinel://s1:26379,s2:26379/m?idle_timeout_seconds=30",
        ),
        (
            "2.13.5",
            {"external_redis": {"host": "r:1", "tlsOptions": {"enable": True, "rootCA": None}}},
            "rediss://r:1?idle_timeout_seconds=30",
        ),
        (
            "2.9.5",
            {"external_redis": {"host": "r:1", "tlsOptions": {"enable": True, "rootCA": None}}},
            "redis://r:1?idle_timeout_seconds=30",
        ),
    ],
)
def test_the_address_of_redis(version: str, changes: Row, url: str) -> None:
    assert (
        env(texts.core_env(settings(version, **changes), texts.Secrets()))["_REDIS_URL_CORE"] == url
    )


@pytest.mark.parametrize(
    ("changes", "url"),
    [
        ({}, "http://hub.abc.com"),
        ({"http": {"port": 8081}}, "http://hub.abc.com:8081"),
        (HTTPS, "https://hub.abc.com"),
        ({"https": {**HTTPS["https"], "port": 8443}}, "https://hub.abc.com:8443"),
        ({"external_url": "https://lb.abc.com"}, "https://lb.abc.com"),
        ({"hostname": None}, "http://None"),
    ],
)
def test_where_clients_are_sent(changes: Row, url: str) -> None:
    assert env(texts.core_env(settings(**changes), texts.Secrets()))["EXT_ENDPOINT"] == url


def test_names_that_only_some_versions_write() -> None:
    core = [set(env(texts.core_env(settings(one), texts.Secrets()))) for one in VERSIONS]
    job = [set(env(texts.jobservice_env(settings(one), texts.Secrets()))) for one in VERSIONS]
    assert ["SYNC_QUOTA" in names for names in core] == [True, True, False]
    assert ["REPLICATION_ADAPTER_WHITELIST" in names for names in core] == [False, False, True]
    assert ["LOG_LEVEL" in names for names in job] == [False, True, True]
    assert ["MAX_JOB_DURATION_SECONDS" in names for names in job] == [False, True, False]


def test_secrets_are_new_in_each_run_and_equal_within_one() -> None:
    first, second = texts.Secrets(), texts.Secrets()
    assert first != second
    core = env(texts.core_env(settings(), first))
    for text in (texts.jobservice_env(settings(), first), texts.registryctl_env(settings(), first)):
        found = env(text)
        assert found["CORE_SECRET"] == core["CORE_SECRET"]
        assert found["JOBSERVICE_SECRET"] == core["JOBSERVICE_SECRET"]


def test_an_external_log_is_instead_of_files() -> None:
    log = {
        **PLAIN["log"],
        "external_endpoint": {"protocol": "udp", "host": "10.1.1.1", "port": 514},
    }
    assert "omfile" in texts.rsyslog(settings())
    assert "omfile" not in texts.rsyslog(settings(log=log))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"hostname": "127.0.0.1"}, "127.0.0.1 can not be the hostname"),
        ({"hostname": "reg.mydomain.com"}, "Please specify hostname"),
        (
            {"https": {"certificate": "/your/certificate/path", "private_key": "/k"}},
            "Error: The protocol is https but attribute ssl_cert is not set",
        ),
        (
            {"https": {"certificate": "/c", "private_key": ""}},
            "Error: The protocol is https but attribute ssl_cert_key is not set",
        ),
        (
            {"upload_purging": {"enabled": True, "age": "7d"}},
            "purge upload age should set with with nh, n is the number of hour",
        ),
        (
            {"upload_purging": {"enabled": True, "interval": "1h"}},
            "purge upload interval should set with with nh, n is the number of hour"
            " and n should not be",
        ),
        ({"cache": {"enabled": True}}, "cache expire hours should be positive number"),
        ({"core": {"quota_update_provider": "etcd"}}, "invalid quota update provider: etcd"),
        ({"trace": {"enabled": True}}, "Trace enabled but no trace exporter set"),
        ({"storage_service": {"ca_bundle": "/no/such.pem"}}, "Can not get file info"),
    ],
)
def test_what_is_refused(changes: Row, words: str) -> None:
    with pytest.raises(Invalid) as refused:
        validate(settings(**changes), Path, print)
    assert str(refused.value).startswith(words)


@pytest.mark.parametrize(
    "changes",
    [
        {"hostname": "localhost"},
        {"hostname": ""},
        {"metric": {"enabled": True, "port": 99999, "path": "/m"}},
        {"upload_purging": {"enabled": True, "age": None, "interval": ""}},
        {"data_volume": "relative"},
    ],
)
def test_what_is_not_refused(changes: Row) -> None:
    validate(settings(**changes), Path, print)


@pytest.mark.parametrize(
    ("key", "inner"),
    [
        ("hostname", ""),
        ("harbor_admin_password", ""),
        ("data_volume", ""),
        ("jobservice", "job_loggers"),
        ("notification", "webhook_job_max_retry"),
        ("log", "level"),
    ],
)
def test_a_missing_key_is_an_error_of_the_program(key: str, inner: str) -> None:
    raw = copy.deepcopy(PLAIN)
    if inner:
        del raw[key][inner]
    else:
        del raw[key]
    with pytest.raises(KeyError, match=inner or key):
        read(raw, "2.15.2", False)


def test_half_of_ip_family_is_an_error_where_it_is_known() -> None:
    half = {"ip_family": {"ipv4": {"enabled": True}}, **HTTPS}
    assert "listen 8443 ssl;" in texts.nginx(settings("2.9.5", **half))
    with pytest.raises(texts.UndefinedError, match="ipv6"):
        texts.nginx(settings("2.13.5", **half))


def test_without_a_local_log_the_stack_has_no_file() -> None:
    with pytest.raises(KeyError, match="log_location"):
        services(log={"level": "info"})
