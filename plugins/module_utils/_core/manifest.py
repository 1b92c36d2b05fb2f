# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Manifests: what an image, or an index of images for several platforms, is made of."""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from .registry_answer import parse_json

DOCKER_MANIFEST = "application/vnd.docker.distribution.manifest.v2+json"
DOCKER_LIST = "application/vnd.docker.distribution.manifest.list.v2+json"
OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json"
OCI_INDEX = "application/vnd.oci.image.index.v1+json"
SCHEMA_1 = "application/vnd.docker.distribution.manifest.v1+json"
SCHEMA_1_SIGNED = "application/vnd.docker.distribution.manifest.v1+prettyjws"

# Without the whole list a registry converts an index to one of its images, or refuses it.
ACCEPT = ", ".join(
    (OCI_INDEX, DOCKER_LIST, OCI_MANIFEST, DOCKER_MANIFEST, SCHEMA_1_SIGNED, f"{SCHEMA_1};q=0.5")
)
_IMAGE_CONFIGS = (
    "application/vnd.oci.image.config.v1+json",
    "application/vnd.docker.container.image.v1+json",
)
# datetime.fromisoformat of the oldest supported Python knows neither Z nor nanoseconds.
_TIME = re.compile(r"(\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d)(\.\d+)?([Zz]|[+-]\d\d:\d\d)")
_CREATED = "org.opencontainers.image.created"


@dataclass(frozen=True)
class Blob:
    digest: str
    size: int
    media_type: str = ""


@dataclass(frozen=True)
class Child:
    """An index's entry: a manifest of its own. ``platform`` is empty where it is not said."""

    digest: str
    platform: str


@dataclass(frozen=True)
class Manifest:
    """``blobs`` is None where the manifest does not tell sizes (schema 1)."""

    media_type: str
    config: Blob | None = None
    blobs: tuple[Blob, ...] | None = ()
    children: tuple[Child, ...] = ()
    platform: str = ""
    created: str | None = None

    @property
    def is_index(self) -> bool:
        return self.media_type in (OCI_INDEX, DOCKER_LIST)

    @property
    def is_image(self) -> bool:
        """Whether its configuration tells platform and creation time; a chart's or a signature's
        does not."""
        return self.config is not None and self.config.media_type in _IMAGE_CONFIGS


def digest_of(body: bytes, like: str = "sha256:") -> str | None:
    """The digest of the bytes by the algorithm of ``like``; None for an algorithm unknown here."""
    algorithm = like.partition(":")[0]
    if algorithm not in ("sha256", "sha384", "sha512"):
        return None
    return f"{algorithm}:{hashlib.new(algorithm, body).hexdigest()}"


def media_type(content_type: str) -> str:
    return content_type.partition(";")[0].strip().lower()


def parse_manifest(body: bytes, content_type: str) -> Manifest | None:
    """The manifest, or None for a body that is none."""
    parsed = parse_json(body)
    if not isinstance(parsed, dict):
        return None
    kind = _text(parsed.get("mediaType")) or media_type(content_type)
    annotations = _mapping(parsed.get("annotations"))
    created = _text(annotations.get(_CREATED)) or None
    if parsed.get("schemaVersion") == 1:
        architecture = _text(parsed.get("architecture"))
        return Manifest(
            kind, blobs=None, platform=f"linux/{architecture}" if architecture else "", created=None
        )
    if isinstance(parsed.get("manifests"), list) or kind in (OCI_INDEX, DOCKER_LIST):
        if kind not in (OCI_INDEX, DOCKER_LIST):
            kind = OCI_INDEX
        children = tuple(_children(parsed.get("manifests")))
        return Manifest(kind, children=children, created=created)
    config = _blob(parsed.get("config"))
    layers = parsed.get("layers") if isinstance(parsed.get("layers"), list) else []
    listed = [config, *(_blob(layer) for layer in layers or [])]
    if config is None:
        return None
    return Manifest(
        kind, config, tuple(blob for blob in listed if blob is not None), created=created
    )


def size(blobs: Iterable[Blob]) -> int:
    """Bytes of the blobs, each once."""
    return sum({blob.digest: blob.size for blob in blobs}.values())


def platform_of(described: Any) -> str:
    """os/architecture[/variant] of an index's entry or a configuration; empty if unknown."""
    parts = _mapping(described)
    system, architecture = _text(parts.get("os")), _text(parts.get("architecture"))
    if not system or not architecture or "unknown" in (system, architecture):
        return ""
    variant = _text(parts.get("variant"))
    return "/".join(part for part in (system, architecture, variant) if part)


def created_of(config: Any) -> str | None:
    """When the image was made, by its configuration."""
    return _text(_mapping(config).get("created")) or None


def newest(times: Iterable[str | None]) -> str | None:
    """The latest of RFC 3339 times; what is no such time loses to any that is."""
    return max((time for time in times if time), key=_moment, default=None)


def _moment(time: str) -> tuple[datetime.datetime, float]:
    found = _TIME.fullmatch(time)
    if found:
        second, fraction, zone = found.groups()
        with contextlib.suppress(ValueError, OverflowError):
            moment = datetime.datetime.strptime(second.upper(), "%Y-%m-%dT%H:%M:%S")
            if zone.upper() != "Z":
                away = datetime.timedelta(hours=int(zone[1:3]), minutes=int(zone[4:6]))
                moment += away if zone[0] == "-" else -away
            return moment, float(f"0{fraction or ''}")
    return datetime.datetime.min, 0.0


def describe(
    digest: str,
    manifest: Manifest,
    children: Mapping[str, Manifest],
    configs: Mapping[str, Any],
) -> dict[str, Any]:
    """Size, platforms and creation time of an image or index, as a module returns them.

    ``children`` are an index's manifests, ``configs`` the configurations, both by digest. What is
    not in them is told as unknown (None): an index need not hold all that it lists.
    """
    if not manifest.is_index:
        entries = [_entry(digest, manifest, manifest.platform, configs)]
        entries = [entry for entry in entries if entry["platform"]]
        total = None if manifest.blobs is None else size(manifest.blobs)
        created = [_made(manifest, configs)]
    else:
        inside = [children.get(child.digest) for child in manifest.children]
        entries = [
            _entry(child.digest, found, child.platform, configs)
            for child, found in zip(manifest.children, inside)
        ]
        total = size(blob for found in inside if found for blob in found.blobs or ())
        created = [manifest.created, *(entry["created"] for entry in entries)]
    return {"size": total, "platforms": entries, "created": newest(created)}


def _entry(
    digest: str, manifest: Manifest | None, platform: str, configs: Mapping[str, Any]
) -> dict[str, Any]:
    config = configs.get(manifest.config.digest) if manifest and manifest.config else None
    return {
        "platform": platform or platform_of(config),
        "digest": digest,
        "size": None if manifest is None or manifest.blobs is None else size(manifest.blobs),
        "created": _made(manifest, configs) if manifest else None,
    }


def _made(manifest: Manifest, configs: Mapping[str, Any]) -> str | None:
    config = configs.get(manifest.config.digest) if manifest.config else None
    return created_of(config) or manifest.created


def _children(entries: Any) -> Iterable[Child]:
    for entry in entries if isinstance(entries, list) else []:
        digest = _text(_mapping(entry).get("digest"))
        # A build's attestation stands in the index as a platform that is unknown; it is no image.
        reference = _mapping(entry.get("annotations") if isinstance(entry, dict) else None)
        if digest and "vnd.docker.reference.type" not in reference:
            yield Child(digest, platform_of(entry.get("platform")))


def _blob(described: Any) -> Blob | None:
    parts = _mapping(described)
    digest, length = _text(parts.get("digest")), parts.get("size")
    if not digest or not isinstance(length, int):
        return None
    return Blob(digest, length, _text(parts.get("mediaType")))


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
