# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sets of variables for harbor.yml that are right, with the versions that know them.

While this was made, Harbor's own prepare (2.5.6, 2.8.6, 2.9.5, 2.13.5 and 2.15.2) took the file of
every one of them, and what it wrote was what is meant.
"""

from __future__ import annotations

from typing import Any

VERSIONS = ("2.5.6", "2.8.6", "2.9.5", "2.13.5", "2.15.2")

# What every set has, unless it says otherwise.
BASE: dict[str, Any] = {
    "hostname": "harbor.abc.com",
    "harbor_admin_password": "Harbor-12345",
    "data_volume": "/data",
    "database": {"password": "root-123"},
}
HTTPS = {"certificate": "/etc/harbor/tls/harbor.crt", "private_key": "/etc/harbor/tls/harbor.key"}
SERVER = {
    "host": "pg.abc.com",
    "port": 5432,
    "db_name": "registry",
    "username": "harbor",
    "password": "p-1#2%3=4;5",
    "ssl_mode": "verify-full",
}
REDIS = {"host": "redis.abc.com:6379", "password": "Pw_1.2~3+4/5="}

# name: (first version, last version, what it says beside BASE)
SETS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "least": ("2.5.6", "2.15.2", {}),
    "address": ("2.5.6", "2.15.2", {"hostname": "192.168.126.40", "http": {"port": 8080}}),
    "passwords": (
        "2.5.6",
        "2.15.2",
        {
            "harbor_admin_password": "pass 'with' \"all#\" but: {what} \\ [is] *forbidden* é🔑 @!",
            "database": {"password": "0123"},
        },
    ),
    "passwords that YAML would take for something else": (
        "2.5.6",
        "2.15.2",
        {"harbor_admin_password": "0x10", "database": {"password": "1e3"}},
    ),
    "https": ("2.5.6", "2.15.2", {"https": {**HTTPS, "port": 8443}, "http": {"port": 8080}}),
    "https, strong": ("2.9.5", "2.15.2", {"https": {**HTTPS, "strong_ssl_ciphers": True}}),
    "ipv6": ("2.13.5", "2.15.2", {"https": HTTPS, "ip_family": {"ipv6": {"enabled": True}}}),
    "ipv6 alone": (
        "2.13.5",
        "2.15.2",
        {
            "https": HTTPS,
            "ip_family": {"ipv6": {"enabled": True}, "ipv4": {"enabled": False}},
        },
    ),
    "behind a proxy": ("2.5.6", "2.15.2", {"external_url": "https://harbor.abc.com:8443"}),
    "internal tls": (
        "2.5.6",
        "2.15.2",
        {"internal_tls": {"enabled": True, "dir": "/etc/harbor/tls/internal"}},
    ),
    "internal tls, strong": (
        "2.9.5",
        "2.15.2",
        {
            "internal_tls": {
                "enabled": True,
                "dir": "/etc/harbor/tls/internal",
                "strong_ssl_ciphers": True,
            }
        },
    ),
    "no internal tls": ("2.5.6", "2.15.2", {"internal_tls": {"enabled": False}}),
    "database": (
        "2.5.6",
        "2.15.2",
        {"database": {"password": "x", "max_idle_conns": 0, "max_open_conns": 0}},
    ),
    "database, times": (
        "2.8.6",
        "2.15.2",
        {
            "database": {
                "password": "x",
                "conn_max_lifetime": "0",
                "conn_max_idle_time": "1h30m",
            }
        },
    ),
    "external database": (
        "2.5.6",
        "2.15.2",
        {
            "database": None,
            "external_database": {"harbor": {**SERVER, "max_idle_conns": 0, "max_open_conns": 5}},
        },
    ),
    "external database, times": (
        "2.8.6",
        "2.15.2",
        {
            "database": None,
            "external_database": {
                "harbor": {**SERVER, "conn_max_lifetime": "10m", "conn_max_idle_time": "0"}
            },
        },
    ),
    "notary": (
        "2.5.6",
        "2.8.6",
        {
            "database": None,
            "external_database": {
                "harbor": SERVER,
                "notary_signer": {**SERVER, "db_name": "notarysigner"},
                "notary_server": {**SERVER, "db_name": "notaryserver"},
            },
        },
    ),
    "another volume": ("2.5.6", "2.15.2", {"data_volume": "/srv/harbor-2/data_volume"}),
    "filesystem": (
        "2.5.6",
        "2.15.2",
        {"storage_service": {"filesystem": {"maxthreads": 1}, "redirect": {"disable": True}}},
    ),
    "filesystem, empty": (
        "2.5.6",
        "2.15.2",
        {"storage_service": {"filesystem": {"rootdirectory": "/storage/a"}}},
    ),
    "s3": (
        "2.5.6",
        "2.15.2",
        {
            "storage_service": {
                "ca_bundle": "/etc/harbor/tls/s3-ca.crt",
                "s3": {
                    "accesskey": "0123",
                    "secretkey": "a: b #c 'd' \"e\" \\f {g} é🔑",
                    "region": "us-east-1",
                    "regionendpoint": "https://s3.abc.com:9000",
                    "bucket": "harbor",
                    "encrypt": True,
                    "keyid": "*x",
                    "secure": False,
                    "skipverify": False,
                    "v4auth": True,
                    "chunksize": 5242880,
                    "multipartcopychunksize": 33554432,
                    "multipartcopymaxconcurrency": 1,
                    "multipartcopythresholdsize": 0,
                    "rootdirectory": "/a b",
                    "storageclass": "STANDARD",
                    "objectacl": "private",
                },
                "redirect": {"disable": False},
            }
        },
    ),
    "gcs": (
        "2.5.6",
        "2.15.2",
        {
            "storage_service": {
                "gcs": {
                    "bucket": "yes",
                    "keyfile": "/etc/harbor/gcs.json",
                    "rootdirectory": "null",
                    "chunksize": 524288,
                    "maxconcurrency": 2,
                }
            }
        },
    ),
    "azure": (
        "2.5.6",
        "2.15.2",
        {
            "storage_service": {
                "azure": {
                    "accountname": "a",
                    "accountkey": "Zm9v+/==",
                    "container": "c",
                    "realm": "core.windows.net",
                }
            }
        },
    ),
    "swift": (
        "2.5.6",
        "2.15.2",
        {
            "storage_service": {
                "swift": {
                    "username": "u",
                    "password": "- p",
                    "authurl": "https://id.abc.com/v3",
                    "tenant": "t",
                    "tenantid": "1",
                    "domain": "d",
                    "domainid": "2",
                    "tenantdomain": "td",
                    "tenantdomainid": "3",
                    "trustid": "4",
                    "region": "r",
                    "authversion": 1,
                    "container": "c",
                    "prefix": "p",
                    "endpointtype": "public",
                    "insecureskipverify": True,
                    "chunksize": 1048576,
                    "secretkey": "s",
                    "accesskey": "a",
                    "tempurlcontainerkey": True,
                    "tempurlmethods": ["GET", "PUT"],
                }
            }
        },
    ),
    "oss": (
        "2.5.6",
        "2.15.2",
        {
            "storage_service": {
                "oss": {
                    "accesskeyid": "a",
                    "accesskeysecret": "b",
                    "region": "oss-cn-hangzhou",
                    "endpoint": "harbor.oss-cn-hangzhou.aliyuncs.com",
                    "internal": False,
                    "bucket": "harbor",
                    "encrypt": False,
                    "secure": True,
                    "chunksize": 5242880,
                    "rootdirectory": "r",
                }
            }
        },
    ),
    "trivy": (
        "2.5.6",
        "2.15.2",
        {
            "with_trivy": True,
            "trivy": {
                "ignore_unfixed": True,
                "skip_update": True,
                "offline_scan": True,
                "insecure": True,
                "timeout": "10m30s",
                "github_token": "ghp_x",
            },
        },
    ),
    "trivy, java": (
        "2.9.5",
        "2.15.2",
        {
            "with_trivy": True,
            "trivy": {"skip_java_db_update": True, "security_check": "vuln,secret"},
        },
    ),
    "trivy, air-gapped": (
        "2.15.2",
        "2.15.2",
        {
            "with_trivy": True,
            "trivy": {
                "db_repository": "harbor.abc.com/mirror/trivy-db:2",
                "java_db_repository": "harbor.abc.com/mirror/trivy-java-db:1",
            },
        },
    ),
    "jobs": (
        "2.5.6",
        "2.15.2",
        {"jobservice": {"max_job_workers": 1}, "notification": {"webhook_job_max_retry": 0}},
    ),
    "jobs, logs": (
        "2.9.5",
        "2.15.2",
        {
            "jobservice": {"job_loggers": ["DB"], "logger_sweeper_duration": 14},
            "notification": {"webhook_job_http_client_timeout": 9},
        },
    ),
    "jobs, long ones": ("2.13.5", "2.15.2", {"jobservice": {"max_job_duration_hours": 48}}),
    "charts": ("2.5.6", "2.5.6", {"chart": {"absolute_url": "enabled"}}),
    "logs": (
        "2.5.6",
        "2.15.2",
        {
            "log": {
                "level": "warning",
                "local": {
                    "rotate_count": 0,
                    "rotate_size": "100k",
                    "location": "/srv/log/harbor",
                },
                "external_endpoint": {"protocol": "udp", "host": "log.abc.com", "port": 514},
            }
        },
    ),
    "redis": (
        "2.8.6",
        "2.15.2",
        {
            "redis": {
                "registry_db_index": 11,
                "jobservice_db_index": 12,
                "trivy_db_index": 15,
                "harbor_db_index": 6,
                "cache_layer_db_index": 7,
            }
        },
    ),
    "external redis": (
        "2.8.6",
        "2.15.2",
        {
            "external_redis": {
                **REDIS,
                "registry_db_index": 11,
                "jobservice_db_index": 12,
                "trivy_db_index": 15,
                "harbor_db_index": 6,
                "cache_layer_db_index": 7,
                "idle_timeout_seconds": 0,
            },
            "cache": {"enabled": True},
        },
    ),
    "external redis, old": (
        "2.5.6",
        "2.5.6",
        {
            "external_redis": {
                "host": "redis.abc.com:6379",
                "password": "Pw_1",
                "chartmuseum_db_index": 4,
            }
        },
    ),
    "sentinel": (
        "2.5.6",
        "2.15.2",
        {
            "external_redis": {
                "host": "s1.abc.com:26379,s2.abc.com:26379",
                "sentinel_master_set": "mymaster",
            }
        },
    ),
    "redis, tls": (
        "2.13.5",
        "2.15.2",
        {"external_redis": {**REDIS, "tlsOptions": {"enable": True}}},
    ),
    "redis, own ca": (
        "2.13.5",
        "2.15.2",
        {
            "external_redis": {
                **REDIS,
                "tlsOptions": {"enable": True, "rootCA": "/etc/harbor/tls/redis-ca.crt"},
            }
        },
    ),
    "redis, user": ("2.15.2", "2.15.2", {"external_redis": {**REDIS, "username": "harbor"}}),
    "uaa": ("2.5.6", "2.15.2", {"uaa": {"ca_file": "/etc/harbor/tls/uaa-ca.crt"}}),
    "proxy": (
        "2.5.6",
        "2.15.2",
        {
            "proxy": {
                "http_proxy": "http://u:p@proxy.abc.com:3128",
                "https_proxy": "http://proxy.abc.com:3128",
                "no_proxy": [".abc.com", "192.168.0.0/16"],
                "components": ["core"],
            }
        },
    ),
    "metric": ("2.5.6", "2.15.2", {"metric": {"enabled": True}}),
    "metric, another port": (
        "2.5.6",
        "2.15.2",
        {"metric": {"enabled": False, "port": 9100, "path": "/metrics"}},
    ),
    "jaeger": (
        "2.5.6",
        "2.15.2",
        {
            "trace": {
                "enabled": True,
                "sample_rate": 0.5,
                "namespace": "hub",
                "attributes": {"application": "harbor", "where": "a b"},
                "jaeger": {
                    "endpoint": "http://jaeger.abc.com:14268/api/traces",
                    "username": "u",
                    "password": "p",
                },
            }
        },
    ),
    "jaeger's agent": (
        "2.5.6",
        "2.15.2",
        {
            "trace": {
                "enabled": True,
                "jaeger": {"agent_host": "jaeger.abc.com", "agent_port": 6831},
            }
        },
    ),
    "otel": (
        "2.5.6",
        "2.15.2",
        {
            "trace": {
                "enabled": True,
                "otel": {
                    "endpoint": "otel.abc.com:4318",
                    "url_path": "/v1/traces",
                    "compression": True,
                    "insecure": True,
                    "timeout": 5,
                },
            }
        },
    ),
    "no purging": ("2.5.6", "2.15.2", {"upload_purging": {"enabled": False}}),
    "purging": (
        "2.5.6",
        "2.15.2",
        {"upload_purging": {"enabled": True, "age": "2h", "interval": "3h", "dryrun": True}},
    ),
    "cache": ("2.8.6", "2.15.2", {"cache": {"enabled": True, "expire_hours": 1}}),
    "quotas": ("2.9.5", "2.15.2", {"core": {"quota_update_provider": "redis"}}),
    "extra": (
        "2.5.6",
        "2.15.2",
        {"extra": {"zebra": {"stripes": [1, "a: b"]}, "trivy": {"newest_thing": True}}},
    ),
}


def number(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))


def params(version: str, said: dict[str, Any]) -> dict[str, Any]:
    whole = {**BASE, **said}
    return {"path": "/opt/harbor/harbor.yml", "version": version, "with_trivy": False, **whole}


# (name, version, options) of every set with every version that knows it.
CASES = [
    (name, version, params(version, said))
    for name, (first, last, said) in SETS.items()
    for version in VERSIONS
    if number(first) <= number(version) <= number(last)
]
