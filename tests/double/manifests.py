# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What Harbor takes from a manifest and its configuration: type, size, attributes, references."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Any

from . import binding
from .versions import Version

OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json"
OCI_INDEX = "application/vnd.oci.image.index.v1+json"
DOCKER_MANIFEST = "application/vnd.docker.distribution.manifest.v2+json"
DOCKER_LIST = "application/vnd.docker.distribution.manifest.list.v2+json"
INDEXES = (OCI_INDEX, DOCKER_LIST)
OCI_CONFIG = "application/vnd.oci.image.config.v1+json"
DOCKER_CONFIG = "application/vnd.docker.container.image.v1+json"
IMAGE_CONFIGS = (OCI_CONFIG, DOCKER_CONFIG)
CHART = "application/vnd.cncf.helm.config.v1+json"
SBOM = "application/vnd.goharbor.harbor.sbom.v1"
CNAB = "application/vnd.cnab.manifest.v1"
WASM = "application/vnd.wasm.config.v1+json"
MODEL = "application/vnd.cncf.model.manifest.v1+json"
FOREIGN_LAYER = "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip"

# Media type -> (kind of artifact, since).
KINDS = {
    **dict.fromkeys((*INDEXES, *IMAGE_CONFIGS), ("IMAGE", "2.0")),
    CHART: ("CHART", "2.0"),
    CNAB: ("CNAB", "2.0"),
    WASM: ("WASM", "2.6"),
    SBOM: ("SBOM", "2.11"),
    MODEL: ("CNAI", "2.13"),
}
OTHER_KIND = re.compile(r"application/vnd\.[^.]*\.(.*)\.config\.[^.]*\+json")
UNKNOWN = "UNKNOWN"

ICONS = {
    "IMAGE": "sha256:0048162a053eef4d4ce3fe7518615bef084403614f8bca43b40ae2e762e11e06",
    "CHART": "sha256:61cf3a178ff0f75bf08a25d96b75cf7355dc197749a9f128ed3ef34b0df05518",
    "CNAB": "sha256:089bdda265c14d8686111402c8ad629e8177a1ceb7dcd0f7f39b6480f623b3bd",
    "WASM": "sha256:badd7693bcaf115be202748241dd0ea6ee3b0524bfab9ac22d1e1c43721afec6",
    "SBOM": "sha256:c19f80c357cd7e90d2a01b9ae3e2eb62ce447a2662bb590a19177d72d550bdae",
    "CNAI": "sha256:1e1e5c5fdaf0931ec8655e835d1182f723a0c322a6760211622e1270f0193717",
}
OTHER_ICON = "sha256:da834479c923584f4cbcdecc0dac61f32bef1d51e8aae598cf16bd154efab49f"

# What an image's configuration may say of how it is run.
RUNS = (
    *("User", "ExposedPorts", "Env", "Entrypoint", "Cmd", "Volumes", "WorkingDir", "Labels"),
    *("StopSignal", "ArgsEscaped"),
)
AUTHORS = ("org.opencontainers.image.authors", "maintainer")

SUBJECT, COSIGN, NOTATION = "subject.accessory", "signature.cosign", "signature.notation"
NYDUS, HARBOR_SBOM = "accelerator.nydus", "sbom.harbor"
COSIGN_LAYER = "application/vnd.dev.cosign.simplesigning.v1+json"
COSIGN_TYPES = {
    "application/vnd.dev.cosign.artifact.sig.v1+json": "2.11",
    "application/vnd.dev.sigstore.bundle.v0.3+json": "2.15",
}
NOTATION_LAYER = "application/vnd.cncf.notary.signature"
WASM_MARK = "module.wasm.image/variant"
NYDUS_MARK = "containerd.io/snapshot/nydus-bootstrap"


# What Go reads a manifest into first, by its media type.
STRUCTS = {
    OCI_MANIFEST: "ocischema.unknownDocument",
    DOCKER_MANIFEST: "schema2.Manifest",
    OCI_INDEX: "manifestlist.unknownDocument",
    DOCKER_LIST: "manifestlist.ManifestList",
}


class Unreadable(ValueError):
    """A manifest that is none; says why."""


def digest_of(data: bytes) -> str:
    return "sha256:" + hashlib.sha256(data).hexdigest()


@dataclass(frozen=True)
class Manifest:
    kind: str  # its media type
    raw: bytes
    content: dict[str, Any]

    @property
    def digest(self) -> str:
        return digest_of(self.raw)

    @property
    def is_index(self) -> bool:
        return self.kind in INDEXES

    @property
    def config(self) -> dict[str, Any]:
        found = self.content.get("config")
        return found if isinstance(found, dict) else {}

    @property
    def layers(self) -> list[dict[str, Any]]:
        return [one for one in self.content.get("layers") or [] if isinstance(one, dict)]

    @property
    def children(self) -> list[dict[str, Any]]:
        return [one for one in self.content.get("manifests") or [] if isinstance(one, dict)]

    @property
    def references(self) -> list[dict[str, Any]]:
        """Descriptors of all that it stands on."""
        return self.children if self.is_index else [self.config, *self.layers]

    @property
    def annotations(self) -> dict[str, str]:
        return self.content.get("annotations") or {}

    @property
    def subject(self) -> str:
        """The digest of what it belongs to, empty if to nothing."""
        found = self.content.get("subject")
        return str(found.get("digest", "")) if isinstance(found, dict) else ""


def read(content_type: str, raw: bytes) -> Manifest:
    """Raises Unreadable."""
    kind = content_type.partition(";")[0].strip().lower()
    known = kind in (OCI_MANIFEST, DOCKER_MANIFEST, *INDEXES)
    try:
        content = binding.parse(raw)
    except binding.Wrong as error:
        said = str(error).replace("unexpected EOF", "unexpected end of JSON input")
        raise Unreadable(said if known else f"error unmarshalling content: {said}") from None
    if not known:
        # It is taken for one of the first schema, which were signed.
        raise Unreadable("missing signature key")
    if not isinstance(content, dict):
        what = binding.kind(content)
        raise Unreadable(f"json: cannot unmarshal {what} into Go value of type {STRUCTS[kind]}")
    content = binding.plain(content)
    said = content.get("mediaType")
    if said != kind and (said or kind in (DOCKER_MANIFEST, DOCKER_LIST)):
        raise Unreadable(f"mediaType in manifest should be '{kind}' not '{said or ''}'")
    return Manifest(kind, raw, content)


def media_type(manifest: Manifest) -> str:
    """Of the artifact: that of its configuration, or of the index itself."""
    if manifest.is_index:
        return str(manifest.annotations.get("org.opencontainers.artifactType") or manifest.kind)
    marks = manifest.annotations
    if marks.get("run.oci.handler") == "wasm" or marks.get(WASM_MARK) == "compat":
        return WASM
    return str(manifest.config.get("mediaType", ""))


def artifact_type(manifest: Manifest) -> str:
    said = manifest.content.get("artifactType")
    if said or manifest.is_index:
        return str(said or "")
    return str(manifest.config.get("mediaType", ""))


def processor(media: str, artifact: str, version: Version) -> str:
    """The media type that says what is done with it."""
    return (artifact or media) if version >= "2.13" else media


def kind_of(media: str, artifact: str, version: Version) -> str:
    """IMAGE, CHART, … or UNKNOWN."""
    kind, since = KINDS.get(processor(media, artifact, version), ("", "999"))
    if version >= since:
        return kind
    other = OTHER_KIND.fullmatch(media)
    return other.group(1).upper() if other else UNKNOWN


def additions(media: str, artifact: str, version: Version) -> tuple[str, ...]:
    """What more can be asked about it."""
    by = processor(media, artifact, version)
    if by in IMAGE_CONFIGS:
        return ("build_history",)
    if by == CHART:
        return ("values.yaml", "readme.md", "dependencies")
    if by == MODEL and version >= "2.13":
        return ("readme.md", "license", "files")
    return ()


def wants_config(manifest: Manifest, version: Version) -> bool:
    """Whether its configuration is read."""
    if manifest.is_index or not manifest.config.get("size"):
        return False
    kind = kind_of(media_type(manifest), artifact_type(manifest), version)
    return kind != UNKNOWN or version < "2.10"


def attributes(manifest: Manifest, config: dict[str, Any], version: Version) -> dict[str, Any]:
    """extra_attrs: what is taken from the configuration."""
    if processor(media_type(manifest), artifact_type(manifest), version) not in IMAGE_CONFIGS:
        return config
    runs = config.get("config") or {}
    found = {name: runs[name] for name in RUNS if runs.get(name)}
    labels = found.get("Labels") or {}
    author = config.get("author") or next((labels[a] for a in AUTHORS if labels.get(a)), "")
    return {
        "architecture": config.get("architecture", ""),
        "author": author,
        "config": found,
        "created": go_time(config.get("created")),
        "os": config.get("os", ""),
    }


def go_time(text: str | None) -> str | None:
    """Without the zeros at the end of its fraction."""
    return re.sub(r"\.?0+(?=Z|[+-])", "", text) if text and "." in text else text


def size(manifest: Manifest) -> int:
    """Of itself and what it names, without the children of an index."""
    if manifest.is_index:
        return len(manifest.raw)
    return len(manifest.raw) + sum(int(one.get("size") or 0) for one in manifest.references)


def accessory_type(manifest: Manifest, version: Version) -> str:
    """What it is to its subject."""
    by = str(manifest.config.get("mediaType", ""))
    if version >= "2.11":
        by = str(manifest.content.get("artifactType") or by)
    if by == DOCKER_CONFIG or (by == OCI_CONFIG and version >= "2.11"):
        marks = (manifest.layers[-1].get("annotations") or {}) if manifest.layers else {}
        return NYDUS if NYDUS_MARK in marks else SUBJECT
    if by == NOTATION_LAYER:
        return NOTATION
    if version >= COSIGN_TYPES.get(by, "999"):
        return COSIGN
    if by == SBOM and version >= "2.11":
        return HARBOR_SBOM
    return SUBJECT


ACCESSORY_ICONS = {
    COSIGN: "sha256:20401d5b3a0f6dbc607c8d732eb08471af4ae6b19811a4efce8c6a724aed2882",
    NOTATION: "sha256:3ac706e102bbe9362b400aa162df58135d35e66b9c3bee2165de92022d25fe34",
    NYDUS: "sha256:dfcb6617cd9c144358dc1b305b87bbe34f0b619f1e329116e6aee2e41f2e34cf",
    HARBOR_SBOM: ICONS["SBOM"],
}
