# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A folder as a bundle of Harbor's installer unpacks to, and the bundle itself."""

from __future__ import annotations

import shutil
import tarfile
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
SOURCES = Path(__file__).resolve().parent / "bundle"
MODES = {"install.sh": 0o755, "prepare": 0o755, "common.sh": 0o644, "harbor.yml.tmpl": 0o644}
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


def folder(version: str, parent: Path, images: Path | None = None) -> Path:
    """Make `parent`/harbor. Without `images` (an archive of all) it is the online one."""
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
    if images is not None:
        shutil.copyfile(images, target / f"harbor.v{version}.tar.gz")
    return target


def name(version: str, kind: str = "offline") -> str:
    return f"harbor-{kind}-installer-v{version}.tgz"


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


Say = Callable[[str], None]
