# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a harbor.yml says. A key that must be there and is not is a KeyError, as in the genuine
program, whose traceback users meet; what that validates raises Invalid.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

Row = dict[str, Any]

DRIVERS = ("filesystem", "azure", "gcs", "s3", "swift", "oss")
LEVELS = ("debug", "info", "warning", "error", "fatal")
PLACEHOLDER = "/your/certificate/path"
INSECURE = (
    "WARNING: HTTP protocol is insecure. Harbor will deprecate http protocol in the future."
    " Please make sure to upgrade to https"
)
# Never sent to a proxy: the components by their names on the stack's network, and what is local.
INSIDE = (
    "127.0.0.1", "localhost", ".local", ".internal", "log", "db", "redis", "nginx", "core",
    "portal", "postgresql", "jobservice", "registry", "registryctl", "trivy-adapter", "exporter",
)  # fmt: skip
REDIS = {
    "host": "redis:6379", "password": "", "registry_db_index": 1, "jobservice_db_index": 2,
    "trivy_db_index": 5, "idle_timeout_seconds": 30,
}  # fmt: skip
COMPONENTS = ("core", "jobservice", "trivy", "registry")
CERTIFICATES = ("proxy", "core", "job_service", "registryctl", "registry", "portal")


class Invalid(Exception):
    """Refused by validation: exit code 255."""


def number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


@dataclass
class Database:
    host: Any
    port: Any
    name: Any
    user: Any
    password: Any
    ssl_mode: Any
    max_idle: Any
    max_open: Any
    lifetime: Any
    idle_time: Any


@dataclass
class Proxy:
    http: str = ""
    https: str = ""
    without: str = ""


@dataclass
class Settings:
    version: str
    trivy: bool
    raw: Row
    hostname: Any
    data_volume: Any
    password: Any  # admin's, for the first start
    http_port: Any
    https: Row | None  # port, certificate, private_key
    url: str  # under which clients reach it
    strong_ciphers: Any
    ip_family: Row
    database: Database | None
    external_database: bool
    redis: Row
    external_redis: bool
    redis_ca: Any
    driver: str
    storage: Row
    ca_bundle: str
    redirect: Any  # whether clients are not sent to the storage
    proxies: dict[str, Proxy]
    tls: Row | None  # internal TLS
    metric: Row | None
    log: Row | None
    log_level: str
    log_endpoint: Row | None
    jobservice: Row
    notification: Row
    trivy_settings: Row
    purge: Row
    cache: Row
    trace: Row
    quota_provider: Any
    uaa_ca: Any
    certificates: list[str] = field(default_factory=list)  # of internal TLS, by file name

    def since(self, text: str) -> bool:
        return number(self.version) >= number(text)

    def redis_url(self, index: Any) -> str:
        one = self.redis
        tls = self.since("2.13") and (one.get("tlsOptions") or {}).get("enable")
        master = one.get("sentinel_master_set")
        scheme = ("rediss" if tls else "redis") + ("+sentinel" if master else "")
        password = quote(str(one["password"]), safe="")
        who = f"{one.get('username') or ''}{':' + password + '@' if password else ''}"
        path = (f"/{master}" if master else "") + (f"/{index}" if index else "")
        query = urlencode({"idle_timeout_seconds": one["idle_timeout_seconds"]})
        return f"{scheme}://{who}{one['host']}{path}?{query}"

    def address(self, component: str, plain: int = 8080) -> str:
        """How components reach each other."""
        if self.tls:
            return f"https://{component}:{5443 if plain == 5000 else 8443}"
        return f"http://{component}:{plain}"


def read(raw: Row, version: str, trivy: bool) -> Settings:
    """Raises KeyError and others for what is missing. Nothing is validated."""
    hostname = raw["hostname"]
    http_port = (raw.get("http") or {}).get("port", 80)
    https: Row | None = None
    given = raw.get("https")
    if given:
        https = {
            "port": given.get("port", 443),
            "certificate": given["certificate"],
            "private_key": given["private_key"],
        }
    scheme, port, usual = ("https", https["port"], 443) if https else ("http", http_port, 80)
    own = f"{scheme}://{hostname}" + ("" if port == usual else f":{port}")
    data_volume, password = raw["data_volume"], raw["harbor_admin_password"]
    storage = raw.get("storage_service") or {}
    driver = next((name for name in DRIVERS if storage.get(name)), "filesystem")
    redirect = storage["redirect"]["disable"] if storage.get("redirect") else None
    job = raw.get("jobservice") or {}
    hours = job.get("max_job_duration_hours")
    jobservice = {
        "workers": job["max_job_workers"],
        "loggers": job["job_loggers"],
        "sweeper": job["logger_sweeper_duration"],
        "hours": hours if isinstance(hours, int) and hours >= 24 else 24,
    }
    notification = raw.get("notification") or {}
    log = raw.get("log") or {}
    if log["level"] not in LEVELS:
        raise Exception("log level must be one of debug, info, warning, error, fatal")
    local = log.get("local")
    endpoint = log.get("external_endpoint")
    database, external = databases(raw)
    redis = {**REDIS, **said(raw.get("redis") or raw.get("external_redis") or {})}
    redis_tls = number(version) >= (2, 13) and (redis.get("tlsOptions") or {}).get("enable")
    tls = raw.get("internal_tls") or {}
    metric = raw.get("metric")
    settings = Settings(
        version=version,
        trivy=trivy,
        raw=raw,
        hostname=hostname,
        data_volume=data_volume,
        password=password,
        http_port=http_port,
        https=https,
        url=str(raw.get("external_url") or own),
        strong_ciphers=(given or {}).get("strong_ssl_ciphers") or tls.get("strong_ssl_ciphers"),
        ip_family=raw.get("ip_family") or {"ipv4": {"enabled": True}, "ipv6": {"enabled": False}},
        database=database,
        external_database=external,
        redis=redis,
        external_redis=bool(raw.get("external_redis")),
        redis_ca=redis["tlsOptions"]["rootCA"] if redis_tls else None,
        driver=driver,
        storage=dict(storage.get(driver) or {}),
        ca_bundle=storage.get("ca_bundle") or "",
        redirect=redirect,
        proxies=proxies(raw.get("proxy") or {}),
        tls={"dir": tls["dir"]} if tls.get("enabled") else None,
        metric={name: metric[name] for name in ("enabled", "port", "path")} if metric else None,
        log={
            "location": local.get("location") or "/var/log/harbor",
            "count": local.get("rotate_count") or 50,
            "size": local.get("rotate_size") or "200M",
        }
        if local
        else None,
        log_level=log["level"],
        log_endpoint={name: endpoint[name] for name in ("protocol", "host", "port")}
        if endpoint
        else None,
        jobservice=jobservice,
        notification={
            "retry": notification["webhook_job_max_retry"],
            "timeout": notification["webhook_job_http_client_timeout"],
        },
        trivy_settings=raw.get("trivy") or {},
        purge=raw.get("upload_purging") or {},
        cache=raw.get("cache") or {},
        trace=raw.get("trace") or {},
        quota_provider=(raw.get("core") or {}).get("quota_update_provider") or "db",
        uaa_ca=(raw.get("uaa") or {}).get("ca_file"),
    )
    if not (settings.metric or {}).get("enabled"):
        settings.metric = None
    if settings.tls:
        names = [
            *CERTIFICATES,
            *(["trivy_adapter"] if trivy else []),
            *([] if external else ["harbor_db"]),
        ]
        pairs = [f"{name}.{kind}" for name in names for kind in ("crt", "key")]
        settings.certificates = ["harbor_internal_ca.crt", *pairs]
    return settings


def said(given: Row) -> Row:
    """Without what is empty or 0: defaults hold there."""
    return {name: value for name, value in given.items() if value}


def databases(raw: Row) -> tuple[Database | None, bool]:
    external = raw.get("external_database") or {}
    given = external["harbor"] if external else raw.get("database")
    if not given:
        return None, False
    rest = (
        given.get("max_idle_conns") or 2,
        given.get("max_open_conns") or 0,
        given.get("conn_max_lifetime") or "5m",
        given.get("conn_max_idle_time") or "0",
    )
    if not external:
        own = ("postgresql", 5432, "registry", "postgres", given.get("password") or "", "disable")
        return Database(*own, *rest), False
    keys = ("host", "port", "db_name", "username", "password", "ssl_mode")
    host, port, name, user, password, mode = (given[key] for key in keys)
    return Database(host, port, name, user, password, mode, *rest), True


def proxies(given: Row) -> dict[str, Proxy]:
    without = set(INSIDE) | set(filter(None, (given.get("no_proxy") or "").split(",")))
    found = {name: Proxy() for name in COMPONENTS}
    for name in given.get("components") or []:
        # A set's order is another one in each run: so is that of the genuine program.
        found[name] = Proxy(
            given.get("http_proxy") or "", given.get("https_proxy") or "", ",".join(without)
        )
    return found


def validate(settings: Settings, real: Callable[[str], Path], warn: Callable[[str], None]) -> None:
    """Raises Invalid in the genuine program's words. `real`: where the container's paths are."""
    if settings.hostname == "127.0.0.1":
        raise Invalid("127.0.0.1 can not be the hostname")
    if settings.hostname == "reg.mydomain.com":
        raise Invalid("Please specify hostname")
    if settings.https:
        for name, key in (("ssl_cert", "certificate"), ("ssl_cert_key", "private_key")):
            if not settings.https[key] or settings.https[key] == PLACEHOLDER:
                raise Invalid(f"Error: The protocol is https but attribute {name} is not set")
    else:
        warn(INSECURE)
    endpoint = settings.log_endpoint
    if endpoint:
        for name in ("host", "port"):
            if not endpoint[name]:
                raise Invalid(f"Error: must set log endpoint {name} to enable external host")
        if endpoint["protocol"] not in ("udp", "tcp"):
            raise Invalid("Protocol in external log endpoint must be one of 'udp' or 'tcp' ")
    if settings.ca_bundle:
        check_bundle(settings.ca_bundle, real)
    check_trace(settings.trace)
    check_purge(settings.purge)
    hours: Any = settings.cache.get("expire_hours")
    if settings.cache.get("enabled"):
        try:
            wrong = not hours or hours <= 0
        except TypeError as error:
            raise Invalid(str(error)) from None
        if wrong:
            raise Invalid("cache expire hours should be positive number")
    if settings.quota_provider not in ("db", "redis"):
        raise Invalid(f"invalid quota update provider: {settings.quota_provider}")


def check_bundle(path: str, real: Callable[[str], Path]) -> None:
    try:
        found = real(path if path.startswith("/data/") else f"/hostfs/{path.lstrip('/')}").stat()
    except OSError:
        raise Invalid("Can not get file info") from None
    if not found.st_mode & (0o400 if found.st_uid == 10000 else 0o004):
        raise Invalid(
            f"Cert File {path} should be owned by user with uid 10000 or readable by others"
        )


def check_trace(trace: Row) -> None:
    if not trace.get("enabled"):
        return
    jaeger, otel = trace.get("jaeger"), trace.get("otel")
    if not jaeger and not otel:
        raise Invalid("Trace enabled but no trace exporter set")
    if jaeger and otel:
        raise Invalid("Only can have one trace exporter at a time")
    if jaeger:
        ends = [bool(jaeger.get(name)) for name in ("endpoint", "agent_host")]
        if not any(ends):
            raise Invalid("Jaeger Colector Endpoint or Agent host not set, must set one")
        if all(ends):
            raise Invalid("Jaeger Colector Endpoint and Agent host both set, only can set one")
    if otel and not otel.get("endpoint"):
        raise Invalid("Trace endpoint not set")
    if otel and not otel.get("url_path"):
        raise Invalid("Trace url path not set")


def check_purge(purge: Row) -> None:
    if not purge.get("enabled"):
        return
    for name, usual in (("age", "168h"), ("interval", "24h")):
        value = purge.get(name) or usual
        rule = f"purge upload {name} should set with with nh, n is the number of hour"
        if not isinstance(value, str) or not value.endswith("h"):
            raise Invalid(rule)
        if not value[:-1].isnumeric() or int(value[:-1]) < 2:
            # Users meet the slip in the second of these.
            words = "be less than" if name == "age" else "beless than"
            raise Invalid(f"{rule} and n should not {words} 2")
