# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""docker-compose.yml: each service is a few words here, and what a setting adds to it."""

from __future__ import annotations

from typing import Any

from .settings import Settings

Row = dict[str, Any]

CONFIG = "./common/config"
TRUST = (f"{CONFIG}/shared/trust-certificates", "/harbor_cust_cert")
FILES = ("CHOWN", "DAC_OVERRIDE", "SETGID", "SETUID")
PLAIN = ("CHOWN", "SETGID", "SETUID")
PORTS = ("CHOWN", "SETGID", "SETUID", "NET_BIND_SERVICE")


def bind(source: str, target: str) -> Row:
    return {"type": "bind", "source": source, "target": target}


def service(
    name: str,
    image: str,
    version: str,
    *,
    container: str = "",
    volumes: list[str | Row],
    caps: tuple[str, ...] | None = None,
    drop: bool = True,
    after: tuple[str, ...] = ("log",),
    env: bool = False,
    mapped: bool = False,
    **more: Any,
) -> Row:
    row: Row = {
        "image": f"goharbor/{image}:v{version}",
        "container_name": container or f"harbor-{name}",
        "restart": "always",
        "volumes": volumes,
        "networks": {"harbor": None} if mapped else ["harbor"],
    }
    if env:
        row["env_file"] = [f"{CONFIG}/{more.pop('env_of', name)}/env"]
    if drop:
        row["cap_drop"] = ["ALL"]
    if caps:
        row["cap_add"] = list(caps)
    if after:
        row["depends_on"] = list(after)
    if name != "log":
        row["logging"] = {
            "driver": "syslog",
            "options": {"syslog-address": "tcp://localhost:1514", "tag": name},
        }
    return {**row, **more}


def compose(settings: Settings) -> Row:
    data, version = settings.data_volume, settings.version
    trust = bind(*TRUST)
    local_database, local_redis = not settings.external_database, not settings.external_redis
    database = ("postgresql",) if local_database else ()
    redis = ("redis",) if local_redis else ()

    def pair(name: str, folder: str) -> list[str | Row]:
        """The component's certificate and key for internal TLS."""
        if not settings.tls:
            return []
        return [
            bind(f"{data}/secret/tls/{name}.{kind}", f"/etc/harbor/{folder}/{name}.{kind}")
            for kind in ("crt", "key")
        ]

    keyfile = settings.storage.get("keyfile") if settings.driver == "gcs" else None
    gcs: list[str | Row] = [bind(keyfile, "/etc/registry/gcs.key")] if keyfile else []
    blobs: list[str | Row] = [f"{data}/registry:/storage:z", f"{CONFIG}/registry/:/etc/registry/:z"]
    core_ca: list[str | Row] = (
        [bind(f"{data}/secret/tls/core.crt", "/harbor_cust_cert/core.crt")] if settings.tls else []
    )
    uaa: list[str | Row] = (
        [bind(settings.uaa_ca, "/etc/core/certificates/uaa_ca.pem")] if settings.uaa_ca else []
    )
    if settings.log is None:
        raise KeyError("log_location")
    ports = [f"{settings.http_port}:8080"]
    cert: list[str | Row] = []
    if settings.https:
        ports.append(f"{settings.https['port']}:8443")
        cert = [f"{data}/secret/cert:/etc/cert:z"]
    if settings.metric:
        ports.append(f"{settings.metric['port']}:9090")
    services: Row = {
        "log": service(
            "log", "harbor-log", version, after=(), caps=FILES,
            volumes=[
                f"{settings.log['location']}/:/var/log/docker/:z",
                bind(f"{CONFIG}/log/logrotate.conf", "/etc/logrotate.d/logrotate.conf"),
                bind(f"{CONFIG}/log/rsyslog_docker.conf", "/etc/rsyslog.d/rsyslog_docker.conf"),
            ],
            ports=["127.0.0.1:1514:10514"],
        ),
        "registry": service(
            "registry", "registry-photon", version, container="registry", caps=PLAIN,
            volumes=[
                *blobs, bind(f"{data}/secret/registry/root.crt", "/etc/registry/root.crt"),
                trust, *gcs, *core_ca, *pair("registry", "tls"),
            ],
        ),
        "registryctl": service(
            "registryctl", "harbor-registryctl", version, container="registryctl", caps=PLAIN,
            env=True,
            volumes=[
                *blobs, bind(f"{CONFIG}/registryctl/config.yml", "/etc/registryctl/config.yml"),
                trust, *gcs, *pair("registryctl", "ssl"),
            ],
        ),
    }  # fmt: skip
    if local_database:
        services["postgresql"] = service(
            "postgresql", "harbor-db", version, container="harbor-db", caps=FILES, mapped=True,
            volumes=[f"{data}/database:/var/lib/postgresql/data:z"], env=True, env_of="db",
            shm_size="1gb",
        )  # fmt: skip
    services["core"] = service(
        "core", "harbor-core", version, caps=("SETGID", "SETUID"), mapped=True, env=True,
        after=("log", "registry", *redis, *database),
        volumes=[
            f"{data}/ca_download/:/etc/core/ca/:z", f"{data}/:/data/:z",
            f"{CONFIG}/core/certificates/:/etc/core/certificates/:z",
            bind(f"{CONFIG}/core/app.conf", "/etc/core/app.conf"),
            bind(f"{data}/secret/core/private_key.pem", "/etc/core/private_key.pem"),
            bind(f"{data}/secret/keys/secretkey", "/etc/core/key"),
            trust, *uaa, *pair("core", "ssl"),
        ],
    )  # fmt: skip
    services["portal"] = service(
        "portal", "harbor-portal", version, caps=PORTS,
        volumes=[bind(f"{CONFIG}/portal/nginx.conf", "/etc/nginx/nginx.conf"),
                 *pair("portal", "tls")],
    )  # fmt: skip
    services["jobservice"] = service(
        "jobservice", "harbor-jobservice", version, caps=PLAIN, env=True, after=("core",),
        volumes=[
            f"{data}/job_logs:/var/log/jobs:z",
            bind(f"{CONFIG}/jobservice/config.yml", "/etc/jobservice/config.yml"),
            trust, *pair("job_service", "ssl"),
        ],
    )  # fmt: skip
    if local_redis:
        image = "valkey-photon" if settings.since("2.15.2") else "redis-photon"
        services["redis"] = service(
            "redis", image, version, container="redis", caps=PLAIN, mapped=True,
            volumes=[f"{data}/redis:/var/lib/redis"],
        )  # fmt: skip
    services["proxy"] = service(
        "proxy", "nginx-photon", version, container="nginx", caps=PORTS, ports=ports,
        after=("registry", "core", "portal", "log"),
        volumes=[f"{CONFIG}/nginx:/etc/nginx:z", *cert, trust, *pair("proxy", "tls")],
    )  # fmt: skip
    if settings.trivy:
        cache = "/home/scanner/.cache"
        services["trivy-adapter"] = service(
            "trivy-adapter", "trivy-adapter-photon", version, container="trivy-adapter",
            after=("log", *redis),
            volumes=[
                *(bind(f"{data}/trivy-adapter/{name}", f"{cache}/{name}")
                  for name in ("trivy", "reports")),
                trust, *pair("trivy_adapter", "ssl"),
            ],
            env_file=f"{CONFIG}/trivy-adapter/env",
        )  # fmt: skip
    if settings.metric:
        services["exporter"] = service(
            "exporter", "harbor-exporter", version, drop=False, env=True,
            after=("core", *database), volumes=[trust],
        )  # fmt: skip
    head: Row = {} if settings.since("2.12") else {"version": "2.3"}
    return {**head, "services": services, "networks": {"harbor": {"external": False}}}
