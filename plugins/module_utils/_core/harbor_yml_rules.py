# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rules between keys of harbor.yml: what prepare refuses, and what it takes without a word.

Every function gives sentences about a configuration whose keys are right one by one. Paths are
those of the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from .harbor_version import Version
from .harbor_yml_key import NEWEST, minor
from .harbor_yml_storage import DRIVERS
from .harbor_yml_value import not_in_old_url
from .yaml_config import at, leaves

Config = Mapping[str, Any]

# The log container listens there, on loopback alone, for every other container's log.
LOG_PORT = 1514
# As prepare's shell looks for it.
DATA_VOLUME = re.compile(r"^[^#\n]*data_volume:", re.MULTILINE)
_TAKEN = {False: (5000, 8080), True: (5443, 8443)}  # by containers themselves, by internal TLS


def broken_rules(said: Config, version: str) -> list[str]:
    return [
        *_ports(said),
        *_database(said),
        *_redis(said, version),
        *_storage(said),
        *_internal_tls(said),
        *_jobservice(said),
        *_proxy(said),
        *_trace(said),
    ]


def _ports(said: Config) -> Iterator[str]:
    ports = {"http.port": at(said, "http.port") or 80}
    if said.get("https"):
        ports["https.port"] = at(said, "https.port") or 443
    metric = at(said, "metric.port") or 9090
    if at(said, "metric.enabled"):
        ports["metric.port"] = metric
        tls = bool(at(said, "internal_tls.enabled"))
        if metric in _TAKEN[tls]:
            yield (
                f"metric.port is {metric}, but core, job service or registry listen there "
                "themselves: within their containers metrics have the same port. Choose another "
                "one, such as 9090."
            )
    seen: dict[int, str] = {LOG_PORT: "the log container"}
    for name, port in ports.items():
        if port in seen:
            yield (
                f"{name} is {port}, but {seen[port]} has that port too. Choose another one for one "
                "of them."
            )
        seen.setdefault(port, name)


def _database(said: Config) -> Iterator[str]:
    own, theirs = said.get("database"), said.get("external_database")
    if not own and not theirs:
        yield (
            "database.password is missing, but the PostgreSQL that comes with Harbor needs one. "
            "Set it, or set external_database."
        )
    if own and theirs:
        yield ("database is set, but external_database is set too and wins. Leave one of them out.")
    if theirs and not theirs.get("harbor"):
        yield "external_database.harbor is missing, but it is Harbor's own database. Add it."


def _redis(said: Config, version: str) -> Iterator[str]:
    theirs = said.get("external_redis") or {}
    if said.get("redis") and theirs:
        yield (
            "redis is set, but external_redis is set too: Harbor would start no Redis and yet ask "
            "its own. Leave redis out, and set the databases in external_redis."
        )
    for name in ("redis", "external_redis"):
        yield from _indexes(said.get(name) or {}, name)
    if not theirs:
        return
    several, master = "," in theirs["host"], theirs.get("sentinel_master_set")
    if several and not master:
        yield (
            f"external_redis.host is {theirs['host']!r}, but several are Sentinels, which need "
            "sentinel_master_set. Set it, or name one server."
        )
    if theirs.get("username") and not theirs.get("password"):
        yield (
            "external_redis.username is set, but without password prepare makes a broken URL of "
            "it. Set password, or leave username out."
        )
    password = theirs.get("password")
    quotes = Version.of(version)
    if password and not_in_old_url(password) and not _quotes_redis(quotes):
        yield (
            "external_redis.password is set, but Harbor before 2.8.1 (2.7 from 2.7.2 on) puts it "
            "into a URL as it is. Use letters, digits and _ . ~ - only, or a newer Harbor."
        )


def _quotes_redis(version: Version) -> bool:
    return version >= Version((2, 8, 1)) or Version((2, 7, 2)) <= version < Version((2, 8, 0))


def _indexes(redis: Config, name: str) -> Iterator[str]:
    usual = {"registry_db_index": 1, "jobservice_db_index": 2, "trivy_db_index": 5}
    seen: dict[int, str] = {}
    for key, number in usual.items():
        index = redis.get(key) or number
        if redis and index in seen:
            yield (
                f"{name}.{key} is {index}, but {seen[index]} has that database too, and one of "
                "them would empty the other's. Choose another number."
            )
        seen.setdefault(index, key)


def _storage(said: Config) -> Iterator[str]:
    storage = said.get("storage_service") or {}
    drivers = [name for name in DRIVERS if name in storage]
    if len(drivers) > 1:
        yield (
            f"storage_service has {' and '.join(drivers)}, but prepare would take {drivers[0]} "
            "and say nothing. Choose one."
        )
    s3 = storage.get("s3") or {}
    if ("accesskey" in s3) != ("secretkey" in s3):
        yield (
            "storage_service.s3 has one of accesskey and secretkey, but they belong together. Set "
            "both, or neither to use the host's own role."
        )
    if s3.get("keyid") and not s3.get("encrypt"):
        yield (
            "storage_service.s3.keyid is set, but encrypt is not true. Set it, or leave the key "
            "out."
        )
    bundle = storage.get("ca_bundle") or ""
    if bundle.startswith("/data/") and said["data_volume"] != "/data":
        yield (
            f"storage_service.ca_bundle is {bundle!r}, but with data_volume "
            f"{said['data_volume']!r} prepare looks for it in two places. Put it outside /data."
        )


def _internal_tls(said: Config) -> Iterator[str]:
    if not at(said, "internal_tls.enabled"):
        return
    if not at(said, "internal_tls.dir"):
        yield "internal_tls.dir is missing, but internal_tls.enabled is true. Set it."
    if said["data_volume"] != "/data":
        yield (
            f"internal_tls.enabled is true, but data_volume is {said['data_volume']!r}, and "
            "prepare looks for the internal CA below /data on the host only: no container would "
            "trust another. Use data_volume /data, or leave internal_tls out."
        )


def _jobservice(said: Config) -> Iterator[str]:
    loggers = at(said, "jobservice.job_loggers")
    if loggers is None:
        return
    if not loggers:
        yield "jobservice.job_loggers is empty, but jobs log somewhere. Leave it out, or name one."
    for name in sorted({name for name in loggers if loggers.count(name) > 1}):
        yield f"jobservice.job_loggers has {name} twice. Name it once."


def _proxy(said: Config) -> Iterator[str]:
    proxy = said.get("proxy") or {}
    if proxy and not proxy.get("http_proxy") and not proxy.get("https_proxy"):
        yield (
            "proxy has neither http_proxy nor https_proxy, but without one there is no proxy. Set "
            "one, or leave proxy out."
        )


def _trace(said: Config) -> Iterator[str]:
    trace = said.get("trace") or {}
    if not trace.get("enabled"):
        return
    jaeger, otel = trace.get("jaeger") or {}, trace.get("otel") or {}
    if bool(jaeger) == bool(otel):
        has = "both jaeger and otel" if jaeger else "neither jaeger nor otel"
        yield f"trace has {has}, but prepare takes exactly one of them. Choose one."
    elif jaeger and bool(jaeger.get("endpoint")) == bool(jaeger.get("agent_host")):
        has = "both endpoint and agent_host" if jaeger.get("endpoint") else "neither"
        yield (
            f"trace.jaeger has {has}, but prepare takes exactly one of endpoint and agent_host. "
            "Set one."
        )
    elif jaeger.get("agent_host") and not jaeger.get("agent_port"):
        yield "trace.jaeger.agent_port is missing, but agent_host is set. Add it."


def second_data_volume(text: str, config: Config) -> list[str]:
    """prepare's shell takes every line with data_volume for the path of the data."""
    if len(DATA_VOLUME.findall(text)) == 1:
        return []
    names = [
        path
        for path, value in leaves(config)
        if path != "data_volume" and ("data_volume:" in f"{path}: {value}")
    ]
    return [
        f"{name} has the word data_volume, but prepare's shell takes every line with it for the "
        "folder of the data. Use another word."
        for name in names or ["extra"]
    ]


def doubts(said: Config, unheard_of: Iterator[str], version: str) -> Iterator[str]:
    """What may be meant, and is worth a warning."""
    for place in unheard_of:
        yield (
            f"{place} is no key of Harbor that this collection knows; a Harbor that does not know "
            "it either ignores it without a word."
        )
    if minor(Version.of(version)) > NEWEST:
        yield (
            f"version is {version}, but this collection knows the keys of Harbor up to {NEWEST}. "
            "Look at the new version's harbor.yml.tmpl, and use extra for what is new."
        )
    password = said["harbor_admin_password"]
    wanted = (r"[a-z]", r"[A-Z]", r"[0-9]", r"^.{8,128}$")
    if not all(re.search(rule, password) for rule in wanted):
        yield (
            "harbor_admin_password is set, but Harbor's API asks for 8 to 128 characters with a "
            "lower-case letter, a capital and a digit. The first start takes it; a later change "
            "to it would be refused."
        )


def changes(before: Config, after: Config) -> Iterator[str]:
    """What does not follow its new value when Harbor has been started before."""
    old, new = at(before, "database.password"), at(after, "database.password")
    if old is not None and new is not None and str(old) != new:
        yield (
            "database.password is another one than before, but the PostgreSQL that comes with "
            "Harbor keeps that of its first start. Change it there first, or put the old one back."
        )
    volume = before.get("data_volume")
    if volume is not None and volume != after["data_volume"]:
        yield (
            f"data_volume was {volume!r} and is {after['data_volume']!r} now, but nothing moves "
            "the data. Stop Harbor and move it first, or Harbor starts empty."
        )
