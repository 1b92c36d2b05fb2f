# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Bundles of the installer's double with small images, and where they are unpacked to."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import pathlib
import tarfile

from ..double.installer import bundling


def names(version: str) -> list[str]:
    return [f"goharbor/{name}:v{version}" for name in ("prepare", "harbor-core", "nginx-photon")]


def saved(version: str, target: pathlib.Path) -> None:
    """What ``docker save`` would write of images with one small file, packed."""
    with gzip.open(target, "wb", 1) as packed, tarfile.open(fileobj=packed, mode="w") as archive:
        manifest = []
        for name in names(version):
            layer = io.BytesIO()
            with tarfile.open(fileobj=layer, mode="w") as files:
                _add(files, "name", name.encode())
            layer_id = hashlib.sha256(layer.getvalue()).hexdigest()
            config = json.dumps(
                {
                    "architecture": "amd64",
                    "os": "linux",
                    "config": {},
                    "rootfs": {"type": "layers", "diff_ids": [f"sha256:{layer_id}"]},
                }
            ).encode()
            config_name = f"{hashlib.sha256(config).hexdigest()}.json"
            _add(archive, config_name, config)
            _add(archive, f"{layer_id}/layer.tar", layer.getvalue())
            layers = [f"{layer_id}/layer.tar"]
            manifest.append({"Config": config_name, "RepoTags": [name], "Layers": layers})
        _add(archive, "manifest.json", json.dumps(manifest).encode())


def bundle(version: str, folder: pathlib.Path, kind: str = "offline") -> pathlib.Path:
    """A bundle in ``folder``, as it is published; its path."""
    work = folder / f"work-{version}-{kind}"
    work.mkdir(parents=True)
    images = None
    if kind == "offline":
        images = work / "images.tar.gz"
        saved(version, images)
    target = folder / f"harbor-{kind}-installer-v{version}.tgz"
    bundling.pack(bundling.folder(version, work, images), target)
    return target


def _add(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size = len(content)
    archive.addfile(entry, io.BytesIO(content))
