# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files of the host that harbor.yml names: which ones, and what is wrong with what was found.

prepare copies a certificate whatever it is; nginx does not start with one that does not fit.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any

from .x509 import Certificate
from .yaml_config import at

_DAY = 86400
_SOON = 14 * _DAY
_HARBOR_UID = 10000
_AUTHORITIES = (
    "storage_service.ca_bundle",
    "external_redis.tlsOptions.rootCA",
    "uaa.ca_file",
)
# Docker binds these, and it looks at the host itself.
_BOUND = ("storage_service.gcs.keyfile", "uaa.ca_file")
_INTERNAL = ("proxy", "core", "job_service", "registryctl", "registry", "portal")


@dataclass(frozen=True)
class Named:
    """A file that the option ``where`` names. ``key`` is what belongs to a certificate."""

    where: str
    path: str
    kind: str = "file"  # or authority, certificate
    key: str = ""


@dataclass(frozen=True)
class Found:
    """What is at a path: ``kind`` is none, file or other.

    ``leads_to`` is the file itself where a link on the way has an absolute target: prepare sees the
    host below /hostfs, where such a link leads elsewhere. ``certificates`` is None where the text
    has a broken one. ``fault`` is what OpenSSL says about a certificate with its key.
    """

    kind: str = "none"
    mode: int = 0
    uid: int = 0
    leads_to: str = ""
    certificates: tuple[Certificate, ...] | None = ()
    fault: str = ""


def named_files(said: Mapping[str, Any], with_trivy: bool = False) -> list[Named]:
    found = []
    if said.get("https"):
        key = said["https"]["private_key"]
        found.append(Named("https.certificate", said["https"]["certificate"], "certificate", key))
        found.append(Named("https.private_key", key))
    for where in _AUTHORITIES:
        path = at(said, where)
        if path and (where != _AUTHORITIES[1] or at(said, "external_redis.tlsOptions.enable")):
            found.append(Named(where, path, "authority"))
    keyfile = at(said, "storage_service.gcs.keyfile")
    if keyfile:
        found.append(Named("storage_service.gcs.keyfile", keyfile))
    folder = at(said, "internal_tls.dir")
    if folder and at(said, "internal_tls.enabled"):
        where = "internal_tls.dir"
        found.append(Named(where, f"{folder}/harbor_internal_ca.crt", "authority"))
        external = bool(said.get("external_database"))
        for name in components(external=external, with_trivy=with_trivy):
            key = f"{folder}/{name}.key"
            found.append(Named(where, f"{folder}/{name}.crt", "certificate", key))
            found.append(Named(where, key))
    return found


def components(*, external: bool, with_trivy: bool) -> list[str]:
    """Those that have a certificate of internal TLS, by the names of their files."""
    return [
        *_INTERNAL,
        *([] if external else ["harbor_db"]),
        *(["trivy_adapter"] if with_trivy else []),
    ]


def file_faults(
    said: Mapping[str, Any],
    seen: Mapping[str, Found],
    now: float,
    with_trivy: bool = False,
    *,
    absent: bool,
) -> list[str]:
    """What stops Harbor; with ``absent`` also files that are not there."""
    found: list[str] = []
    for named in named_files(said, with_trivy):
        file = seen.get(named.path, Found())
        if file.kind == "none":
            if absent:
                found.append(
                    f"{_of(named)}, but there is no such file. Put it there first, or correct the "
                    "path."
                )
        else:
            found += _faults(named, file, now)
    return found


def _of(named: Named) -> str:
    if named.where == "internal_tls.dir":
        return f"internal_tls.dir needs {named.path!r}"
    return f"{named.where} is {named.path!r}"


def _faults(named: Named, file: Found, now: float) -> Iterator[str]:
    this = _of(named)
    if file.kind != "file":
        yield f"{this}, but that is no ordinary file. Correct the path."
        return
    if file.leads_to and named.where not in _BOUND:
        yield (
            f"{this}, but a link on the way has an absolute target, which prepare does not find in "
            f"its container. Write {file.leads_to!r}."
        )
    if named.where == "storage_service.ca_bundle":
        readable = file.mode & (0o400 if file.uid == _HARBOR_UID else 0o004)
        if not readable:
            yield (
                f"{this}, but prepare wants it readable by all, or owned by user 10000. "
                "Set its mode to 0644."
            )
    if named.kind == "file":
        return
    if not file.certificates:
        yield f"{this}, but there is no certificate in it. Give it as PEM text."
        return
    leaf = file.certificates[0]
    if now > leaf.until:
        yield f"{this}, but it has expired on {_date(leaf.until)}. Renew it."
    elif now < leaf.since:
        yield (
            f"{this}, but it is not valid before {_date(leaf.since)}. Look at this host's clock, "
            "or wait."
        )
    if named.where == "internal_tls.dir" and named.key and not leaf.names:
        yield f"{this}, but prepare wants a subjectAltName in it. Make it anew with one."
    if file.fault:
        yield f"{this} and its key is {named.key!r}, but {file.fault}."


def file_doubts(said: Mapping[str, Any], seen: Mapping[str, Found], now: float) -> Iterator[str]:
    """What works for now, or for some."""
    for named in named_files(said):
        leaf = _leaf(seen.get(named.path))
        if named.kind != "file" and leaf and now <= leaf.until < now + _SOON:
            yield f"{_of(named)}, and it expires on {_date(leaf.until)}. Renew it in time."
    leaf = _leaf(seen.get(at(said, "https.certificate") or ""))
    host = said["hostname"]
    if leaf and not leaf.is_for(host):
        names = ", ".join(leaf.names) or "no name at all"
        yield (
            f"https.certificate is for {names}, and hostname is {host!r}: clients that ask for "
            "that name refuse it. Make a certificate with the name as a subjectAltName."
        )


def _leaf(file: Found | None) -> Certificate | None:
    return file.certificates[0] if file and file.certificates else None


def _date(moment: float) -> str:
    return datetime.fromtimestamp(moment, timezone.utc).strftime("%Y-%m-%d")


def key_fault(reason: str, words: str, asked: bool) -> str:
    """What OpenSSL found, as half a sentence with its cure."""
    if asked:
        return "the key has a passphrase, and nginx cannot ask for it. Remove it from the key"
    if "KEY_VALUES_MISMATCH" in reason or "key values mismatch" in words:
        return "the key belongs to another certificate. Name the pair that belongs together"
    return f"OpenSSL cannot use them: {words}. Correct the files"
