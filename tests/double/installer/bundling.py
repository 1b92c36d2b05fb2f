# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A folder as a bundle of Harbor's installer unpacks to, and the bundle itself."""

from __future__ import annotations

import os
import shutil
import tarfile
import tempfile
from collections.abc import Collection
from pathlib import Path

from ...lab import place
from ...lab.errors import LabError
from ...lab.images import timed
from . import images

ROOT = Path(__file__).resolve().parents[3]
SOURCES = Path(__file__).resolve().parent / "bundle"
MODES = {"install.sh": 0o755, "prepare": 0o755, "common.sh": 0o644, "harbor.yml.tmpl": 0o644}
KEPT = 86400  # seconds
VERSIONS = ("2.9.5", "2.13.5", "2.15.2")


def words(version: str) -> dict[str, str]:
    """What differs between versions."""
    old = version.startswith("2.9.")
    return {
        "@VERSION@": version,
        "@SCHEMA@": f"{version.rpartition('.')[0]}.0",
        "@DOCKER@": "17.06.0+" if old else "20.10.10+",
        "@SLASH@": "" if old else "/",
    }


def folder(version: str, parent: Path, archive: Path | None = None) -> Path:
    """Make `parent`/harbor. Without `archive`, the images, it is the online one."""
    target = parent / "harbor"
    target.mkdir(parents=True)
    target.chmod(0o755)
    for name, mode in MODES.items():
        text = (SOURCES / name).read_text("utf-8")
        for mark, value in words(version).items():
            text = text.replace(mark, value)
        (target / name).write_text(text, "utf-8")
        (target / name).chmod(mode)
    shutil.copyfile(ROOT / "LICENSE", target / "LICENSE")
    if archive is not None:
        shutil.copyfile(archive, target / f"harbor.v{version}.tar.gz")
    return target


def name(version: str) -> str:
    return f"harbor-offline-installer-v{version}.tgz"


def pack(made: Path, target: Path) -> None:
    """The folder as a bundle, with root as the owner of everything in it."""

    def of_root(entry: tarfile.TarInfo) -> tarfile.TarInfo:
        entry.uid = entry.gid = 0
        entry.uname = entry.gname = "root"
        return entry

    beside = target.with_name(f"{target.name}.new")
    # What takes room in it is packed already.
    with tarfile.open(beside, "w:gz", compresslevel=1) as archive:
        archive.add(made, made.name, filter=of_root)
    beside.replace(target)


# -- cached by content


def ensure(version: str) -> Path:
    """The bundle in the cache, made if it is not there. Needs the lab's lock."""
    target = images.folder() / images.key() / name(version)
    if target.exists():
        os.utime(target.parent)
        return target
    base = images.folder() / f"base-{images.base_key()}.tar"
    beginning = base.with_suffix(".gz")
    if not base.exists():
        timed("the programs of the installer's images", images.bootstrap, base)
    layer = images.Layer(base)
    if not beginning.exists():
        images.compressed_base(layer, beginning)
    timed(name(version), make, version, layer, beginning, target)
    return target


def at_hand(versions: Collection[str]) -> dict[str, dict[str, str]]:
    """Path and sha256 of the installers of these versions. None is made where HARBOR_INSTALLER
    names a folder with genuine ones. Needs the lab's lock.

    Raises LabError for a genuine one that is not there.
    """
    genuine = os.environ.get("HARBOR_INSTALLER")
    found = {}
    for version in sorted(versions):
        path = Path(genuine).resolve() / name(version) if genuine else ensure(version)
        if not path.is_file():
            raise LabError(
                f"HARBOR_INSTALLER is {genuine}, but there is no {name(version)} in it. "
                "Put it there, or leave HARBOR_INSTALLER out for the double."
            )
        found[version] = {"path": str(path), "sha256": images.digest_of(path.read_bytes())}
    return found


def make(version: str, base: images.Layer, beginning: Path, target: Path) -> None:
    with tempfile.TemporaryDirectory(dir=place.building()) as room:
        archive = Path(room) / "images"
        images.write(version, base, beginning, archive)
        made = folder(version, Path(room), archive)
        target.parent.mkdir(parents=True, exist_ok=True)
        pack(made, target)


def prune(now: float) -> list[str]:
    """Remove what was made of other contents and not used for a day. Needs the lab's lock."""
    current = {images.key(), *(f"base-{images.base_key()}.{end}" for end in ("tar", "gz"))}
    old = [
        one
        for one in images.folder().glob("*")
        if one.name not in current and one.stat().st_mtime < now - KEPT
    ]
    for one in old:
        if one.is_dir():
            shutil.rmtree(one)
        else:
            one.unlink()
    return [f"installer {one}" for one in old]


def remove() -> None:
    """Remove all of them. Needs the lab's lock."""
    shutil.rmtree(images.folder(), ignore_errors=True)
