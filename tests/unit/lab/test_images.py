# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An image's key says what it is made of, and an archive's too."""

from __future__ import annotations

import io
import json
import os
import tarfile
from pathlib import Path
from typing import IO

import pytest

from tests.lab import archives, images, place

BARE, ENGINE = images.Image(12, engine=False), images.Image(12, engine=True)


def test_every_image_has_a_tag_of_its_own() -> None:
    assert len({image.tag for image in images.IMAGES}) == 4


def test_a_tag_names_the_image_and_its_key() -> None:
    assert ENGINE.tag == f"twinstar-lab/debian12-engine:{ENGINE.key}"
    assert len(ENGINE.key) == 12


@pytest.mark.parametrize("name", ["SERVER", "DPKG_OPTIONS", "HOOKS"])
def test_what_the_bare_system_is_made_of_is_in_both_keys(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    before = BARE.key, ENGINE.key
    monkeypatch.setattr(images, name, (*getattr(images, name), "another"))
    assert BARE.key != before[0]
    assert ENGINE.key != before[1]


def test_the_suite_is_in_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    before = BARE.key
    monkeypatch.setitem(images.SUITES, 12, "sid")
    assert BARE.key != before


def test_the_engines_packages_are_in_its_key_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    before = BARE.key, ENGINE.key
    monkeypatch.setitem(images.ENGINE, 12, (*images.ENGINE[12], "another"))
    assert BARE.key == before[0]
    assert ENGINE.key != before[1]


def test_a_changed_entrypoint_is_another_archive(monkeypatch: pytest.MonkeyPatch) -> None:
    before = archives.key()
    recipe, files = archives.RECIPES["registry.tar"]
    changed = {**files, "entrypoint.sh": b"#!/bin/sh\n"}
    monkeypatch.setitem(archives.RECIPES, "registry.tar", (recipe, changed))
    assert archives.key() != before


def tar_of(members: dict[str, bytes]) -> IO[bytes]:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as tar:
        for name, content in members.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            tar.addfile(entry, io.BytesIO(content))
    file.seek(0)
    return file


def test_an_archive_gets_its_tag_and_only_what_an_engine_reads(tmp_path: Path) -> None:
    layers = ["a/layer.tar", "b/layer.tar", "a/layer.tar"]
    manifest = [{"Config": "c.json", "RepoTags": ["twinstar-lab/x:1"], "Layers": layers}]
    saved = tar_of(
        {
            "a/layer.tar": b"first",
            "a/json": b"{}",
            "b/layer.tar": b"second",
            "c.json": b"{}",
            "manifest.json": json.dumps(manifest).encode(),
            "repositories": b"{}",
        }
    )
    archives.retag(saved, tmp_path / "x.tar", "registry:2")
    with tarfile.open(tmp_path / "x.tar") as tar:
        assert tar.getnames() == ["manifest.json", "c.json", "a/layer.tar", "b/layer.tar"]
        manifest_file, layer = tar.extractfile("manifest.json"), tar.extractfile("b/layer.tar")
        assert manifest_file is not None
        assert json.load(manifest_file) == [
            {"Config": "c.json", "RepoTags": ["registry:2"], "Layers": layers}
        ]
        assert layer is not None
        assert layer.read() == b"second"


def test_archives_go_a_week_after_their_last_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(place, "cache", lambda: tmp_path)
    now, day = 1_800_000_000, 86400
    for name, age in {"old": 8, "young": 6, archives.key(): 8}.items():
        (tmp_path / "archives" / name).mkdir(parents=True)
        os.utime(tmp_path / "archives" / name, (now - age * day,) * 2)
    assert archives.prune(now) == [f"archives {tmp_path}/archives/old"]
    left = {folder.name for folder in (tmp_path / "archives").iterdir()}
    assert left == {"young", archives.key()}
