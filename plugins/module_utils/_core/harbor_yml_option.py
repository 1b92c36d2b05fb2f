# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every key of harbor.yml as an option, in the order of the file; storage has a file of its own."""

from __future__ import annotations

from .harbor_yml_key import Key, key
from .harbor_yml_storage import STORAGE
from .harbor_yml_value import (
    at_least,
    not_a_certificate_path,
    not_a_duration,
    not_a_hostname,
    not_a_path,
    not_a_peer,
    not_a_peer_url,
    not_a_plain_path,
    not_a_proxy_exception,
    not_a_rate,
    not_a_scan_time,
    not_a_size,
    not_a_word,
    not_addresses,
    not_an_external_url,
    not_attributes,
    not_checks,
    not_for_database,
    not_for_env,
    not_for_redis,
    not_hours,
)
from .preflight import not_a_port

_HTTP = key(
    "http",
    "Plain HTTP. Harbor listens there with HTTPS too, and sends clients to HTTPS.",
    key("port", "Its port on the host. Left out, it is 80.", type="int", wrong=not_a_port),
)

_CIPHERS = "Whether to take strong TLS ciphers only. Left out, it is V(false)."

_HTTPS = key(
    "https",
    "HTTPS. Left out, Harbor speaks plain HTTP.",
    key("port", "Its port on the host. Left out, it is 443.", type="int", wrong=not_a_port),
    key(
        "certificate",
        "File on the host with the certificate and its chain. prepare copies it, so it has to run "
        "again after a renewal.",
        required=True,
        wrong=not_a_certificate_path,
    ),
    key(
        "private_key",
        "File on the host with its key, without a passphrase.",
        required=True,
        not_secret=True,
        wrong=not_a_certificate_path,
    ),
    key("strong_ssl_ciphers", _CIPHERS, type="bool", since=("2.9.3", "2.10.1")),
)


def _family(name: str, text: str) -> Key:
    return key(name, text, key("enabled", "Whether nginx listens there.", type="bool"))


_IP_FAMILY = key(
    "ip_family",
    "Kinds of addresses that nginx listens on. It acts on HTTPS and internal TLS only.",
    _family("ipv6", "IPv6. Left out, it is off."),
    _family("ipv4", "IPv4. Left out, it is on."),
    since=("2.11",),
)

_INTERNAL_TLS = key(
    "internal_tls",
    "TLS between Harbor's own containers. It needs O(data_volume) to be V(/data), since prepare "
    "looks there for the CA that the containers shall trust.",
    key("enabled", "Whether to use it.", type="bool", required=True),
    key(
        "dir",
        "Folder on the host with the certificates and keys, named as C(prepare gencert) names "
        "them. All of it is copied.",
        wrong=not_a_path,
    ),
    key("strong_ssl_ciphers", _CIPHERS, type="bool", since=("2.9.3", "2.10.1")),
)


def _pool() -> tuple[Key, ...]:
    """Sizes and times of the pool of connections; both kinds of database have it."""
    zero = "0 or less is none"
    return (
        key("max_idle_conns", f"Connections that are kept while idle, {zero}.", type="int"),
        key("max_open_conns", "Open connections at most, 0 or less is any number.", type="int"),
        key(
            "conn_max_lifetime",
            "How long a connection may be used. Left out, it is 5m.",
            since=("2.7",),
            wrong=not_a_duration,
        ),
        key(
            "conn_max_idle_time",
            "How long a connection may be idle. Left out, there is no limit.",
            since=("2.7",),
            wrong=not_a_duration,
        ),
    )


_DATABASE = key(
    "database",
    "The PostgreSQL that comes with Harbor. One of O(database) and O(external_database) is needed.",
    key(
        "password",
        "Password of its user. It counts at the first start; later it is changed in PostgreSQL "
        "first.",
        required=True,
        secret=True,
        wrong=not_for_database,
    ),
    *_pool(),
)

_TRIVY = key(
    "trivy",
    "The scanner, which runs where prepare is called with C(--with-trivy).",
    key("ignore_unfixed", "Whether to show fixed vulnerabilities only.", type="bool"),
    key(
        "skip_update", "Whether not to load the database, for hosts without a way out.", type="bool"
    ),
    key(
        "skip_java_db_update",
        "Whether not to load the database for Java.",
        type="bool",
        since=("2.9.3", "2.10.1"),
    ),
    key(
        "db_repository",
        "Where the database comes from, as the name of an image.",
        since=("2.15",),
        wrong=not_for_env,
    ),
    key(
        "java_db_repository",
        "Where the database for Java comes from, as the name of an image.",
        since=("2.15",),
        wrong=not_for_env,
    ),
    key("offline_scan", "Whether a scan asks nobody about dependencies.", type="bool"),
    key(
        "security_check",
        "What to look for: V(vuln), V(config) and V(secret), with commas. Left out, it is V(vuln).",
        since=("2.6.2",),
        wrong=not_checks,
    ),
    key("insecure", "Whether to take any certificate of the registry.", type="bool"),
    key(
        "timeout",
        "How long a scan may take, up to 30m. Left out, it is 5m0s.",
        wrong=not_a_scan_time,
    ),
    key("github_token", "Token that GitHub knows.", secret=True, wrong=not_for_env),
)

_JOBSERVICE = key(
    "jobservice",
    "The service that runs jobs.",
    key(
        "max_job_workers",
        "Jobs at a time. Left out, it is 10.",
        type="int",
        wrong=at_least(1),
    ),
    key(
        "max_job_duration_hours",
        "Hours after which a job counts as failed, 24 at least. Left out, it is 24.",
        type="int",
        since=("2.13",),
        wrong=at_least(24),
    ),
    key(
        "job_loggers",
        "Where the logs of jobs go. Left out, it is V(STD_OUTPUT) and V(FILE).",
        type="list",
        elements="str",
        choices=("STD_OUTPUT", "FILE", "DB"),
        since=("2.9",),
    ),
    key(
        "logger_sweeper_duration",
        "Days that such logs are kept. Left out, it is 1.",
        type="int",
        since=("2.8",),
        wrong=at_least(1),
    ),
)

_NOTIFICATION = key(
    "notification",
    "Webhooks.",
    key(
        "webhook_job_max_retry",
        "How often one is tried again. Left out, it is 3, and 10 before Harbor 2.8.",
        type="int",
        wrong=at_least(0),
    ),
    key(
        "webhook_job_http_client_timeout",
        "Seconds that an answer may take. Left out, it is 3.",
        type="int",
        since=("2.8",),
        wrong=at_least(1),
    ),
)

_CHART = key(
    "chart",
    "The chart repository.",
    key(
        "absolute_url",
        "Whether its index has whole URLs. Left out, it is V(disabled).",
        choices=("enabled", "disabled"),
    ),
    until="2.7",
)

_LOG = key(
    "log",
    "Logs of all containers.",
    key(
        "level",
        "From which level on. Left out, it is V(info).",
        choices=("debug", "info", "warning", "error", "fatal"),
    ),
    key(
        "local",
        "Files on the host.",
        key(
            "rotate_count",
            "How many old ones are kept. Left out, it is 50.",
            type="int",
            wrong=at_least(0),
        ),
        key(
            "rotate_size",
            "Size from which on one is rotated. Left out, it is 200M.",
            wrong=not_a_size,
        ),
        key(
            "location",
            "Their folder. Left out, it is C(/var/log/harbor).",
            wrong=not_a_plain_path,
        ),
    ),
    key(
        "external_endpoint",
        "A syslog server that gets the logs; the files get nothing then.",
        key("protocol", "How it is reached.", required=True, choices=("tcp", "udp")),
        key("host", "Its name or address.", required=True, wrong=not_a_peer),
        key("port", "Its port.", type="int", required=True, wrong=not_a_port),
    ),
)


def _server(name: str, text: str, *more: Key, until: str = "") -> Key:
    return key(
        name,
        text,
        key("host", "Host of the PostgreSQL.", required=True, wrong=not_a_peer),
        key("port", "Its port.", type="int", required=True, wrong=not_a_port),
        key("db_name", "Name of the database.", required=True, wrong=not_for_database),
        key("username", "Name of the user.", required=True, wrong=not_for_database),
        key(
            "password", "Password of the user.", required=True, secret=True, wrong=not_for_database
        ),
        key(
            "ssl_mode",
            "How much of TLS is asked for.",
            required=True,
            choices=("disable", "require", "verify-ca", "verify-full"),
        ),
        *more,
        until=until,
    )


_EXTERNAL_DATABASE = key(
    "external_database",
    "A PostgreSQL of yours, instead of the one that comes with Harbor.",
    _server("harbor", "Harbor's own database.", *_pool()),
    _server("notary_signer", "The database of Notary's signer.", until="2.8"),
    _server("notary_server", "The database of Notary's server.", until="2.8"),
)


def _indexes() -> tuple[Key, ...]:
    """Redis' databases; Harbor's own Redis and one of yours have them."""

    def index(name: str, text: str, least: int = 1, **more: object) -> Key:
        return key(name, text, type="int", wrong=at_least(least), **more)

    late = {"since": ("2.7.3", "2.8.4")}
    return (
        index("registry_db_index", "Database of the registry. Left out, it is 1."),
        index("jobservice_db_index", "Database of the job service. Left out, it is 2."),
        index("trivy_db_index", "Database of the scanner. Left out, it is 5."),
        index("harbor_db_index", "Database of what else core keeps. Left out, it is 0.", 0, **late),
        index("cache_layer_db_index", "Database of the cache. Left out, it is 0.", 0, **late),
    )


_REDIS = key(
    "redis",
    "Databases of the Redis that comes with Harbor.",
    *_indexes(),
    since=("2.7.3", "2.8.4"),
)

_EXTERNAL_REDIS = key(
    "external_redis",
    "A Redis of yours, instead of the one that comes with Harbor.",
    key(
        "host",
        "Its HOST:PORT; with Sentinel HOST:PORT of every one of them, with commas.",
        required=True,
        wrong=not_addresses,
    ),
    key(
        "username",
        "Name of the user. Harbor before 2.15 does not tell it to the registry, which would log in "
        "as another one: it is refused there.",
        since=("2.15",),
        wrong=not_a_word,
    ),
    key("password", "Password of the user.", secret=True, wrong=not_for_redis),
    key(
        "sentinel_master_set",
        "Name of the set that Sentinel watches. Needed with Sentinel.",
        wrong=not_a_word,
    ),
    key(
        "tlsOptions",
        "TLS to Redis.",
        key("enable", "Whether to use it.", type="bool", required=True),
        key(
            "rootCA",
            "File on the host with the CA. Left out, the system's CAs count.",
            wrong=not_a_path,
        ),
        since=("2.13",),
    ),
    key(
        "chartmuseum_db_index",
        "Database of the chart repository. Left out, it is 3.",
        type="int",
        until="2.7",
        wrong=at_least(1),
    ),
    *_indexes(),
    key(
        "idle_timeout_seconds",
        "Seconds after which an idle connection ends. Left out, it is 30.",
        type="int",
        wrong=at_least(0),
    ),
)

_UAA = key(
    "uaa",
    "Login by UAA.",
    key(
        "ca_file",
        "File on the host with the CA of its certificate.",
        required=True,
        wrong=not_a_plain_path,
    ),
)

_PROXY = key(
    "proxy",
    "Proxy that Harbor's components use to reach others.",
    key("http_proxy", "URL of the proxy for HTTP.", wrong=not_a_peer_url),
    key("https_proxy", "URL of the proxy for HTTPS.", wrong=not_a_peer_url),
    key(
        "no_proxy",
        "What is reached without it. Harbor's own containers always are.",
        type="list",
        elements="str",
        wrong=not_a_proxy_exception,
    ),
    key(
        "components",
        "Components that use it. Left out, it is V(core), V(jobservice) and V(trivy).",
        type="list",
        elements="str",
        choices=("core", "jobservice", "trivy"),
    ),
)

_METRIC = key(
    "metric",
    "Metrics for Prometheus.",
    key("enabled", "Whether there are some.", type="bool", required=True),
    key("port", "Their port on the host. Left out, it is 9090.", type="int", wrong=not_a_port),
    key(
        "path",
        "Their path. Left out, it is C(/metrics), and the exporter answers at no other.",
        choices=("/metrics",),
    ),
)

_TRACE = key(
    "trace",
    "Traces, sent to Jaeger or by OpenTelemetry.",
    key("enabled", "Whether there are some.", type="bool", required=True),
    key(
        "sample_rate",
        "How many of all requests are traced. Left out, it is 1: all.",
        type="float",
        wrong=not_a_rate,
    ),
    key("namespace", "Tells this Harbor from others.", wrong=not_for_env),
    key(
        "attributes",
        "What every trace has, as names with texts.",
        type="dict",
        free=True,
        wrong=not_attributes,
    ),
    key(
        "jaeger",
        "Jaeger, by a collector or by an agent.",
        key("endpoint", "URL of the collector.", wrong=not_a_peer_url),
        key("username", "Name of the user there.", wrong=not_for_env),
        key("password", "Password of the user there.", secret=True, wrong=not_for_env),
        key("agent_host", "Name or address of the agent.", wrong=not_a_peer),
        key("agent_port", "Port of the agent.", type="int", wrong=not_a_port),
    ),
    key(
        "otel",
        "A collector of OpenTelemetry.",
        key("endpoint", "Its HOST:PORT.", required=True, wrong=not_addresses),
        key(
            "url_path", "Path of its URL, such as C(/v1/traces).", required=True, wrong=not_for_env
        ),
        key("compression", "Whether to compress.", type="bool"),
        key("insecure", "Whether to send without TLS.", type="bool"),
        key(
            "timeout",
            "Seconds that an answer may take. Left out, it is 10.",
            type="int",
            wrong=at_least(1),
        ),
    ),
)

_UPLOAD_PURGING = key(
    "upload_purging",
    "Removal of uploads that were never finished. Left out, it runs daily for those older than a "
    "week.",
    key("enabled", "Whether it runs.", type="bool", required=True),
    key("age", "Age from which on one is removed. Left out, it is 168h.", wrong=not_hours),
    key("interval", "Time between two runs. Left out, it is 24h.", wrong=not_hours),
    key("dryrun", "Whether to log only. Left out, it is V(false).", type="bool"),
)

_CACHE = key(
    "cache",
    "Cache of projects, repositories, artifacts and manifests in Redis.",
    key("enabled", "Whether to use it.", type="bool", required=True),
    key(
        "expire_hours", "Hours that it is kept. Left out, it is 24.", type="int", wrong=at_least(1)
    ),
    since=("2.6",),
)

_CORE = key(
    "core",
    "Harbor's core.",
    key(
        "quota_update_provider",
        "What keeps the usage of quotas while images come in. Left out, it is V(db).",
        choices=("db", "redis"),
    ),
    since=("2.9",),
)

SECTIONS: tuple[Key, ...] = (
    key(
        "hostname",
        "Name or IPv4 address under which clients reach Harbor, without scheme and port.",
        required=True,
        wrong=not_a_hostname,
    ),
    _HTTP,
    _HTTPS,
    _IP_FAMILY,
    _INTERNAL_TLS,
    key(
        "external_url",
        "URL under which clients reach Harbor, where that is not O(hostname) with the port: behind "
        "a proxy or a balancer.",
        wrong=not_an_external_url,
    ),
    key(
        "harbor_admin_password",
        "Password of the administrator. It counts at the first start alone; later it is changed "
        "through the API.",
        required=True,
        secret=True,
        wrong=not_for_env,
    ),
    _DATABASE,
    key(
        "data_volume",
        "Folder on the host with all of Harbor's data. prepare reads it by C(grep) and C(awk), so "
        "it is a plain path.",
        default="/data",
        wrong=not_a_plain_path,
    ),
    STORAGE,
    _TRIVY,
    _JOBSERVICE,
    _NOTIFICATION,
    _CHART,
    _LOG,
    _EXTERNAL_DATABASE,
    _REDIS,
    _EXTERNAL_REDIS,
    _UAA,
    _PROXY,
    _METRIC,
    _TRACE,
    _UPLOAD_PURGING,
    _CACHE,
    _CORE,
)
