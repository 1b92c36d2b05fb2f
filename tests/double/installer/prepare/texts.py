# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The text of each component's configuration.

Values stand in env files and YAML as they are, without quotes, as in the genuine program's: what
that does to a password with a `$` or a `: ` in it is then met in tests, too.
"""

from __future__ import annotations

import json
import secrets
import string
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urlsplit

from .settings import Settings

Pairs = dict[str, Any]

REGISTRY_USER = "harbor_registry_user"
CA = "/harbor_cust_cert/harbor_internal_ca.crt"
PROXIED = (
    "docker-hub", "harbor", "azure-acr", "ali-acr", "aws-ecr", "google-gcr", "quay",
    "docker-registry", "github-ghcr", "jfrog-artifactory",
)  # fmt: skip
ADAPTERS = (
    "ali-acr", "aws-ecr", "azure-acr", "docker-hub", "docker-registry", "github-ghcr",
    "google-gcr", "harbor", "huawei-SWR", "jfrog-artifactory", "tencent-tcr", "volcengine-cr",
)  # fmt: skip


def chance(length: int) -> str:
    letters = string.ascii_letters + string.digits
    return "".join(secrets.choice(letters) for _letter in range(length))


@dataclass
class Secrets:
    """New in each run."""

    core: str = field(default_factory=lambda: chance(16))
    jobservice: str = field(default_factory=lambda: chance(16))
    registry: str = field(default_factory=lambda: chance(32))
    csrf: str = field(default_factory=lambda: chance(32))
    scanner: str = field(default_factory=lambda: chance(8))


def env(pairs: Pairs) -> str:
    return "".join(f"{name}={value}\n" for name, value in pairs.items())


def proxy(settings: Settings, component: str) -> Pairs:
    one = settings.proxies[component]
    return {"HTTP_PROXY": one.http, "HTTPS_PROXY": one.https, "NO_PROXY": one.without}


def inner_tls(settings: Settings, name: str) -> Pairs:
    if not settings.tls:
        return {}
    return {
        "INTERNAL_TLS_ENABLED": "true",
        "INTERNAL_TLS_KEY_PATH": f"/etc/harbor/ssl/{name}.key",
        "INTERNAL_TLS_CERT_PATH": f"/etc/harbor/ssl/{name}.crt",
        "INTERNAL_TLS_TRUST_CA_PATH": CA,
    }


def trace(settings: Settings, name: str) -> Pairs:
    given = settings.trace
    if not given.get("enabled"):
        return {}
    pairs: Pairs = {
        "TRACE_ENABLED": "true",
        "TRACE_SERVICE_NAME": f"harbor-{name}",
        "TRACE_SAMPLE_RATE": given.get("sample_rate", 1),
        "TRACE_NAMESPACE": given.get("namespace") or "",
        "TRACE_ATTRIBUTES": json.dumps(given.get("attributes") or {}),
    }
    jaeger, otel = given.get("jaeger"), given.get("otel")
    if jaeger:
        keys = {"endpoint": "ENDPOINT", "username": "USERNAME", "password": "PASSWORD"}
        keys.update(agent_host="AGENT_HOSTNAME", agent_port="AGENT_PORT")
        pairs |= {f"TRACE_JAEGER_{end}": jaeger.get(key) or "" for key, end in keys.items()}
    if otel:
        usual = {"endpoint": "", "url_path": "", "compression": False, "timeout": "10"}
        usual["insecure"] = False
        pairs |= {f"TRACE_OTEL_{k.upper()}": otel.get(k) or v for k, v in usual.items()}
    return pairs


def cache(settings: Settings) -> Pairs:
    if not settings.cache.get("enabled"):
        return {}
    index = settings.redis.get("cache_layer_db_index")
    return {
        **({"_REDIS_URL_CACHE_LAYER": settings.redis_url(index)} if index else {}),
        "CACHE_ENABLED": "true",
        "CACHE_EXPIRE_HOURS": settings.cache.get("expire_hours"),
    }


def database(settings: Settings, names: dict[str, str]) -> Pairs:
    """A database that nobody gave is only missed where its own files are written."""
    one = settings.database
    return {name: getattr(one, key) if one else "" for name, key in names.items()}


CORE_DATABASE = {
    "POSTGRESQL_HOST": "host", "POSTGRESQL_PORT": "port", "POSTGRESQL_USERNAME": "user",
    "POSTGRESQL_PASSWORD": "password", "POSTGRESQL_DATABASE": "name",
    "POSTGRESQL_SSLMODE": "ssl_mode", "POSTGRESQL_MAX_IDLE_CONNS": "max_idle",
    "POSTGRESQL_MAX_OPEN_CONNS": "max_open", "POSTGRESQL_CONN_MAX_LIFETIME": "lifetime",
    "POSTGRESQL_CONN_MAX_IDLE_TIME": "idle_time",
}  # fmt: skip
EXPORTER_DATABASE = {
    "HARBOR_DATABASE_HOST": "host", "HARBOR_DATABASE_PORT": "port",
    "HARBOR_DATABASE_USERNAME": "user", "HARBOR_DATABASE_PASSWORD": "password",
    "HARBOR_DATABASE_DBNAME": "name", "HARBOR_DATABASE_SSLMODE": "ssl_mode",
    "HARBOR_DATABASE_MAX_IDLE_CONNS": "max_idle", "HARBOR_DATABASE_MAX_OPEN_CONNS": "max_open",
    "HARBOR_DATABASE_CONN_MAX_LIFETIME": "lifetime",
    "HARBOR_DATABASE_CONN_MAX_IDLE_TIME": "idle_time",
}  # fmt: skip


def core_env(settings: Settings, keys: Secrets) -> str:
    proxied = [
        name for name in PROXIED
        if not (name == "ali-acr" and not settings.since("2.12"))
        and not (name == "quay" and settings.since("2.14"))
    ]  # fmt: skip
    harbor_index, metric = settings.redis.get("harbor_db_index"), settings.metric
    pairs: Pairs = {
        "CONFIG_PATH": "/etc/core/app.conf",
        "UAA_CA_ROOT": "/etc/core/certificates/uaa_ca.pem",
        "_REDIS_URL_CORE": settings.redis_url(0),
        **({"_REDIS_URL_HARBOR": settings.redis_url(harbor_index)} if harbor_index else {}),
        "_REDIS_URL_REG": settings.redis_url(settings.redis["registry_db_index"]),
        **({} if settings.since("2.15") else {"SYNC_QUOTA": "true"}),
        "LOG_LEVEL": settings.log_level,
        "EXT_ENDPOINT": settings.url,
        "DATABASE_TYPE": "postgresql",
        **database(settings, CORE_DATABASE),
        "REGISTRY_URL": settings.address("registry", 5000),
        "PORTAL_URL": settings.address("portal"),
        "TOKEN_SERVICE_URL": f"{settings.address('core')}/service/token",
        "HARBOR_ADMIN_PASSWORD": settings.password,
        "MAX_JOB_WORKERS": settings.jobservice["workers"],
        "CORE_SECRET": keys.core,
        "JOBSERVICE_SECRET": keys.jobservice,
        "WITH_TRIVY": settings.trivy,
        "CORE_URL": settings.address("core"),
        "CORE_LOCAL_URL": settings.address("core") if settings.tls else "http://127.0.0.1:8080",
        "JOBSERVICE_URL": settings.address("jobservice"),
        "TRIVY_ADAPTER_URL": settings.address("trivy-adapter"),
        "REGISTRY_STORAGE_PROVIDER_NAME": settings.driver,
        "READ_ONLY": "false",
        "RELOAD_KEY": "",
        "REGISTRY_CONTROLLER_URL": settings.address("registryctl"),
        "REGISTRY_CREDENTIAL_USERNAME": REGISTRY_USER,
        "REGISTRY_CREDENTIAL_PASSWORD": keys.registry,
        "CSRF_KEY": keys.csrf,
        "ROBOT_SCANNER_NAME_PREFIX": keys.scanner,
        "PERMITTED_REGISTRY_TYPES_FOR_PROXY_CACHE": ",".join(proxied),
        **({"REPLICATION_ADAPTER_WHITELIST": ",".join(ADAPTERS)} if settings.since("2.15") else {}),
        **proxy(settings, "core"),
        "PORT": 8443 if settings.tls else 8080,
        **inner_tls(settings, "core"),
    }
    if metric:
        pairs |= {
            "METRIC_ENABLE": "true", "METRIC_PATH": metric["path"], "METRIC_PORT": metric["port"],
            "METRIC_NAMESPACE": "harbor", "METRIC_SUBSYSTEM": "core",
        }  # fmt: skip
    pairs |= {**trace(settings, "core"), **cache(settings)}
    pairs["QUOTA_UPDATE_PROVIDER"] = settings.quota_provider
    return env(pairs)


def app_conf(settings: Settings) -> str:
    port = 8443 if settings.tls else 8080
    return f"appname = Harbor\nrunmode = prod\n\n[prod]\nhttpport = {port}\n"


def jobservice_env(settings: Settings, keys: Secrets) -> str:
    pairs: Pairs = {
        "CORE_SECRET": keys.core,
        "REGISTRY_URL": settings.address("registry", 5000),
        "JOBSERVICE_SECRET": keys.jobservice,
        "CORE_URL": settings.address("core"),
        "REGISTRY_CONTROLLER_URL": settings.address("registryctl"),
        "JOBSERVICE_WEBHOOK_JOB_MAX_RETRY": settings.notification["retry"],
        "JOBSERVICE_WEBHOOK_JOB_HTTP_CLIENT_TIMEOUT": settings.notification["timeout"],
        **({"LOG_LEVEL": settings.log_level} if settings.since("2.13") else {}),
        **inner_tls(settings, "job_service"),
        **proxy(settings, "jobservice"),
        "REGISTRY_CREDENTIAL_USERNAME": REGISTRY_USER,
        "REGISTRY_CREDENTIAL_PASSWORD": keys.registry,
    }
    if settings.since("2.13") and not settings.since("2.15"):
        pairs["MAX_JOB_DURATION_SECONDS"] = settings.jobservice["hours"] * 3600
    if settings.metric:
        pairs |= {"METRIC_NAMESPACE": "harbor", "METRIC_SUBSYSTEM": "jobservice"}
    pairs |= trace(settings, "jobservice")
    if settings.cache.get("enabled"):
        pairs |= {"_REDIS_URL_CORE": settings.redis_url(0), **cache(settings)}
    return env(pairs)


def jobservice_config(settings: Settings) -> str:
    job, level = settings.jobservice, settings.log_level.upper()
    lines = [
        f"protocol: {'https' if settings.tls else 'http'}",
        f"port: {8443 if settings.tls else 8080}",
    ]
    if settings.tls:
        lines += ["https_config:", "  cert: /etc/harbor/ssl/job_service.crt"]
        lines += ["  key: /etc/harbor/ssl/job_service.key"]
    lines += [
        "worker_pool:",
        f"  workers: {job['workers']}",
        "  backend: redis",
        "  redis_pool:",
        f"    redis_url: {settings.redis_url(settings.redis['jobservice_db_index'])}",
        "    namespace: harbor_job_service_namespace",
        "    idle_timeout_second: 3600",
        "job_loggers:",
    ]
    for name in job["loggers"]:
        if name not in ("STD_OUTPUT", "FILE", "DB"):
            continue
        lines += [f"  - name: {name}", f"    level: {level}"]
        if name == "FILE":
            lines += ["    settings:", "      base_dir: /var/log/jobs"]
        if name != "STD_OUTPUT":
            lines += ["    sweeper:", f"      duration: {job['sweeper']}"]
        if name == "FILE":
            lines += ["      settings:", "        work_dir: /var/log/jobs"]
    lines += ["loggers:", "  - name: STD_OUTPUT", f"    level: {level}"]
    if settings.metric:
        lines += ["metric:", "  enabled: true", f"  path: {settings.metric['path']}"]
        lines += [f"  port: {settings.metric['port']}"]
    lines += ["reaper:", f"  max_update_hours: {job['hours'] if settings.since('2.13') else 24}"]
    return joined([*lines, "  max_dangling_hours: 168", "max_retrieve_size_mb: 10"])


def joined(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def registryctl_env(settings: Settings, keys: Secrets) -> str:
    return env(
        {
            "CORE_SECRET": keys.core,
            "JOBSERVICE_SECRET": keys.jobservice,
            **inner_tls(settings, "registryctl"),
            **trace(settings, "registryctl"),
        }
    )


def registryctl_config(settings: Settings) -> str:
    lines = ["protocol: http", "port: 8080"]
    if settings.tls:
        lines = ["protocol: https", "port: 8443", "https_config:"]
        lines += [
            "  cert: /etc/harbor/ssl/registryctl.crt",
            "  key: /etc/harbor/ssl/registryctl.key",
        ]
    return joined(
        [*lines, f"log_level: {level(settings)}", "registry_config: /etc/registry/config.yml"]
    )


def level(settings: Settings) -> str:
    """As the distribution says it."""
    return {"warning": "warn"}.get(settings.log_level, settings.log_level)


def registry_config(settings: Settings) -> str:
    lines = [
        "version: 0.1", "log:", f"  level: {level(settings)}", "  fields:",
        "    service: registry", "storage:", "  cache:", "    layerinfo: redis",
        f"  {settings.driver}:", *(f"    {name}: {value}" for name, value in storage(settings)),
    ]  # fmt: skip
    purge = settings.purge
    enabled = str(bool(purge.get("enabled"))).lower()
    lines += ["  maintenance:", "    uploadpurging:", f"      enabled: {enabled}"]
    if purge.get("enabled"):
        lines += [f"      age: {purge.get('age') or '168h'}"]
        lines += [f"      interval: {purge.get('interval') or '24h'}"]
        lines += [f"      dryrun: {str(bool(purge.get('dryrun'))).lower()}"]
    lines += ["  delete:", "    enabled: true"]
    if settings.redirect:
        lines += ["  redirect:", "    disable: true"]
    url = urlsplit(settings.redis_url(settings.redis["registry_db_index"]))
    parts = url.path.strip("/").split("/")
    lines += ["redis:", f"  addr: {url.netloc.rpartition('@')[2]}"]
    if "sentinel" in url.scheme:
        lines.append(f"  sentinelMasterSet: {parts[0]}")
    for name in ("readtimeout", "writetimeout", "dialtimeout"):
        lines.append(f"  {name}: 10s")
    lines.append(f"  password: {unquote(url.password or '')}")
    if settings.since("2.15"):
        lines.append(f"  username: {unquote(url.username or '')}")
    lines.append(f"  db: {parts[-1]}")
    if settings.since("2.13"):
        lines.append(f"  enableTLS: {str(url.scheme.startswith('rediss')).lower()}")
    lines += ["  pool:", "    maxidle: 100", "    maxactive: 500", "    idletimeout: 60s", "http:"]
    if settings.tls:
        lines += ["  addr: :5443", "  tls:", "    certificate: /etc/harbor/tls/registry.crt"]
        lines += ["    key: /etc/harbor/tls/registry.key", "    minimumtls: tls1.2"]
    else:
        lines += ["  addr: :5000"]
    lines += ["  secret: placeholder", "  debug:"]
    metric = settings.metric
    if metric:
        lines += [f"    addr: :{metric['port']}", "    prometheus:", "      enabled: true"]
        lines += [f"      path: {metric['path']}"]
    else:
        lines += ["    addr: localhost:5001"]
    return joined(
        [
            *lines, "auth:", "  htpasswd:", "    realm: harbor-registry-basic-realm",
            "    path: /etc/registry/passwd", "validation:", "  disabled: true",
            "compatibility:", "  schema1:", "    enabled: true",
        ]
    )  # fmt: skip


def storage(settings: Settings) -> list[tuple[str, Any]]:
    """The driver's own settings. None is empty, true is `true`, all else as Python prints it."""
    given = dict(settings.storage)
    if settings.driver == "filesystem":
        given.setdefault("rootdirectory", "/storage")
    if settings.driver == "gcs" and given.get("keyfile"):
        given["keyfile"] = "/etc/registry/gcs.key"
    shown = {None: "", True: "true"}
    return [
        (name, shown[value] if value is None or value is True else value)
        for name, value in given.items()
    ]


def db_env(settings: Settings) -> str:
    if settings.database is None:
        raise KeyError("harbor_db_password")
    return env({"POSTGRES_PASSWORD": settings.database.password})


def exporter_env(settings: Settings) -> str:
    return env(
        {
            "LOG_LEVEL": settings.log_level,
            "HARBOR_EXPORTER_PORT": 8080,
            "HARBOR_EXPORTER_METRICS_PATH": "/metrics",
            "HARBOR_EXPORTER_METRICS_ENABLED": "true",
            "HARBOR_EXPORTER_MAX_REQUESTS": 30,
            "HARBOR_EXPORTER_CACHE_TIME": 23,
            "HARBOR_EXPORTER_CACHE_CLEAN_INTERVAL": 14400,
            "HARBOR_METRIC_NAMESPACE": "harbor",
            "HARBOR_METRIC_SUBSYSTEM": "exporter",
            "HARBOR_SERVICE_HOST": "core",
            "HARBOR_REDIS_URL": settings.redis_url(settings.redis["jobservice_db_index"]),
            "HARBOR_REDIS_NAMESPACE": "harbor_job_service_namespace",
            "HARBOR_REDIS_TIMEOUT": 3600,
            "HARBOR_SERVICE_PORT": 8443 if settings.tls else 8080,
            "HARBOR_SERVICE_SCHEME": "https" if settings.tls else "http",
            **database(settings, EXPORTER_DATABASE),
        }
    )


def trivy_env(settings: Settings) -> str:
    given = settings.trivy_settings
    url = settings.redis_url(settings.redis["trivy_db_index"])
    pairs: Pairs = {"SCANNER_LOG_LEVEL": settings.log_level}
    for name, space in (("", ""), ("STORE_", "store"), ("JOB_QUEUE_", "job-queue")):
        pairs[f"SCANNER_{name}REDIS_URL"] = url
        if space:
            pairs[f"SCANNER_{name}REDIS_NAMESPACE"] = f"harbor.scanner.trivy:{space}"
    pairs |= {
        "SCANNER_TRIVY_CACHE_DIR": "/home/scanner/.cache/trivy",
        "SCANNER_TRIVY_REPORTS_DIR": "/home/scanner/.cache/reports",
        "SCANNER_TRIVY_VULN_TYPE": "os,library",
        "SCANNER_TRIVY_SEVERITY": "UNKNOWN,LOW,MEDIUM,HIGH,CRITICAL",
        "SCANNER_TRIVY_IGNORE_UNFIXED": given.get("ignore_unfixed") or False,
        "SCANNER_TRIVY_SKIP_UPDATE": given.get("skip_update") or False,
        "SCANNER_TRIVY_SKIP_JAVA_DB_UPDATE": given.get("skip_java_db_update") or False,
    }
    if settings.since("2.15"):
        for name, usual in (("db_repository", "trivy-db"), ("java_db_repository", "trivy-java-db")):
            there = given.get(name) or f"ghcr.io/aquasecurity/{usual}"
            pairs[f"SCANNER_TRIVY_{name.upper()}"] = there
    pairs |= {
        "SCANNER_TRIVY_OFFLINE_SCAN": given.get("offline_scan") or False,
        "SCANNER_TRIVY_SECURITY_CHECKS": given.get("security_check") or "vuln",
        "SCANNER_TRIVY_GITHUB_TOKEN": given.get("github_token") or "",
        "SCANNER_TRIVY_INSECURE": given.get("insecure") or False,
        "SCANNER_TRIVY_TIMEOUT": given.get("timeout") or "5m0s",
        **proxy(settings, "trivy"),
    }
    if settings.tls:
        pairs |= {
            "SCANNER_API_SERVER_ADDR": ":8443",
            "SCANNER_API_SERVER_TLS_KEY": "/etc/harbor/ssl/trivy_adapter.key",
            "SCANNER_API_SERVER_TLS_CERTIFICATE": "/etc/harbor/ssl/trivy_adapter.crt",
        }
    return env(pairs)


def logrotate(settings: Settings) -> str:
    log = settings.log or {"count": "", "size": ""}
    words = ["copytruncate", "compress", "missingok", "nodateext"]
    words = [f"rotate {log['count']}", f"size {log['size']}", *words]
    return joined(["/var/log/docker/*.log {", *(f"    {word}" for word in words), "}"])


def rsyslog(settings: Settings) -> str:
    """To a file for each service, or to another machine and to no file."""
    to = settings.log_endpoint
    action = 'action(type="omfile" dynaFile="PerService")'
    if to:
        action = (
            f'action(type="omfwd" Target="{to["host"]}" Port="{to["port"]}"'
            f' Protocol="{to["protocol"]}" Template="RSYSLOG_SyslogProtocol23Format")'
        )
    return joined(
        [
            'template(name="PerService" type="string" string="/var/log/docker/%programname%.log")',
            'if $programname != "rsyslogd" then {',
            f"    {action}",
            "}",
        ]
    )


# -- nginx

HEAD = """\
worker_processes auto;
pid /tmp/nginx.pid;
events {
  worker_connections 1024;
}
http {
  client_body_temp_path /tmp/client_body_temp;
  proxy_temp_path /tmp/proxy_temp;
  fastcgi_temp_path /tmp/fastcgi_temp;
  uwsgi_temp_path /tmp/uwsgi_temp;
  scgi_temp_path /tmp/scgi_temp;
  access_log /dev/stdout;
"""
FORWARD = """\
  proxy_http_version 1.1;
  proxy_buffering off;
  proxy_request_buffering off;
  map $http_x_forwarded_proto $seen_scheme {
    default $http_x_forwarded_proto;
    "" $scheme;
  }
"""
STRONG = (
    "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:"
    "ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305"
)
WEAKER = "HIGH:!aNULL:!MD5"


class UndefinedError(Exception):
    """Half of a block is given. Its name is the one that users see."""

    __module__ = "jinja2.exceptions"


def listens(settings: Settings, port: int) -> list[str]:
    """`listen` lines of a port with TLS."""
    if not settings.since("2.11"):
        return [f"    listen {port} ssl;"]
    for name in ("ipv4", "ipv6"):
        if name not in settings.ip_family:
            raise UndefinedError(f"'dict object' has no attribute '{name}'")
    lines = []
    if settings.ip_family["ipv4"].get("enabled"):
        lines.append(f"    listen {port} ssl;")
    if settings.ip_family["ipv6"].get("enabled"):
        lines.append(f"    listen [::]:{port} ssl;")
    return lines


def tls_words(settings: Settings, certificate: str) -> list[str]:
    return [
        f"    ssl_certificate {certificate}.crt;",
        f"    ssl_certificate_key {certificate}.key;",
        "    ssl_protocols TLSv1.2 TLSv1.3;",
        f"    ssl_ciphers '{STRONG if settings.strong_ciphers else WEAKER}';",
        "    ssl_prefer_server_ciphers on;",
        "    ssl_session_cache shared:SSL:10m;",
    ]


def location(settings: Settings, path: str, to: str, *more: str) -> list[str]:
    words = [
        f"proxy_pass {'https' if settings.tls else 'http'}://{to}{path};",
        "proxy_set_header X-Real-IP $remote_addr;",
        "proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;",
        "proxy_set_header X-Forwarded-Proto $seen_scheme;",
        *more,
    ]
    if settings.tls:
        words += [
            "proxy_ssl_certificate /etc/harbor/tls/proxy.crt;",
            "proxy_ssl_certificate_key /etc/harbor/tls/proxy.key;",
            f"proxy_ssl_trusted_certificate {CA};",
            "proxy_ssl_verify on;",
            f"proxy_ssl_name {to};",
        ]
    if settings.https:
        words.append('proxy_cookie_path / "/; HttpOnly; Secure";')
    return [f"    location {path} {{", *(f"      {word}" for word in words), "    }"]


def nginx(settings: Settings) -> str:
    port = 8443 if settings.tls else 8080
    lines = [f"  upstream {name} {{ server {name}:{port}; }}" for name in ("core", "portal")]
    kind = "https" if settings.https else "http"
    lines += ["  server {"]
    if settings.https:
        lines += [*listens(settings, 8443), *tls_words(settings, "/etc/cert/server")]
        lines += ["    add_header Strict-Transport-Security 'max-age=31536000' always;"]
    else:
        lines += ["    listen 8080;"]
    lines += [
        "    server_tokens off;",
        "    client_max_body_size 0;",
        "    chunked_transfer_encoding on;",
        "    add_header X-Frame-Options DENY;",
        "    add_header Content-Security-Policy \"frame-ancestors 'none'\";",
        f"    include /etc/nginx/conf.d/harbor.{kind}.*.conf;",
    ]
    host = "proxy_set_header Host $host;"
    waits = ("proxy_send_timeout 900;", "proxy_read_timeout 900;")
    lines += location(settings, "/", "portal", host)
    lines += location(settings, "/c/", "core", host, *waits)
    lines += location(settings, "/api/", "core", host)
    lines += location(settings, "/v2/", "core", "proxy_set_header Host $http_host;", *waits)
    lines += location(settings, "/service/", "core", host)
    for path in ("/v1/", "/service/notifications"):
        lines += [f"    location {path} {{ return 404; }}"]
    lines += ["  }"]
    if settings.https:
        to = f"https://$host:{settings.https['port']}$request_uri"
        lines += ["  server {", "    listen 8080;", f"    return 308 {to};", "  }"]
    if settings.metric:
        lines += metrics(settings)
    return HEAD + FORWARD + joined([*lines, "}"])


def metrics(settings: Settings) -> list[str]:
    """One port outside for the figures of all: ?comp= says whose."""
    assert settings.metric is not None
    port = settings.metric["port"]
    # Without https the path is not the one that was set.
    path = settings.metric["path"] if settings.https else "/metrics"
    lines = [
        f"  upstream {name}_metrics {{ server {name}:{port}; }}"
        for name in ("core", "jobservice", "registry")
    ]
    lines += ["  upstream exporter_metrics { server exporter:8080; }", "  server {"]
    lines += ["    listen 9090;", f"    location = {path} {{"]
    for name in ("core", "jobservice", "registry"):
        lines += [f"      if ($arg_comp = {name}) {{ proxy_pass http://{name}_metrics; }}"]
    return [*lines, "      proxy_pass http://exporter_metrics;", "    }", "  }"]


def portal(settings: Settings) -> str:
    lines = ["  server {"]
    if settings.tls:
        lines += [*listens(settings, 8443), *tls_words(settings, "/etc/harbor/tls/portal")]
    else:
        lines += ["    listen 8080;"]
    lines += [
        "    server_tokens off;",
        "    root /usr/share/nginx/html;",
        "    index index.html;",
        "    location / { try_files $uri $uri/ /index.html; }",
        "  }",
    ]
    return HEAD + joined([*lines, "}"])
