# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where things are in this checkout, and the two trees that Ansible's tools want to see."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "build"
LOGS = BUILD / "logs"
RUN = BUILD / "run"
VENV = ROOT / ".venv"
LINK = BUILD / "link"
COPY = BUILD / "copy"
INSIDE = Path("ansible_collections", "twinstar", "registry")


def make_link_tree() -> Path:
    """Give the checkout the path that Ansible's loaders expect; edits are live in it."""
    link = LINK / INSIDE
    link.parent.mkdir(parents=True, exist_ok=True)
    if not link.is_symlink():
        link.symlink_to(Path("..", "..", "..", ".."))
    return link


def files() -> list[str]:
    """What git knows or would add, as paths from the root; a file may be gone already."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        stdout=subprocess.PIPE,
    ).stdout
    return sorted(set(listed.decode().split("\0")) - {""})


def make_copy_tree(destination: Path = COPY) -> Path:
    """Copy what git knows or would add: ansible-test refuses a symlink.

    The copy is a repository of its own. Without that ansible-test finds ours around it, in
    which build/ is ignored, and says "All targets skipped." with exit status 0.
    """
    copy = destination / INSIDE
    if copy.exists():
        kept = copy / "tests" / "output"  # ansible-test's own venvs: half a minute to make
        aside = destination / "output"
        shutil.rmtree(aside, ignore_errors=True)
        if kept.exists():
            kept.rename(aside)
        shutil.rmtree(copy)
    copy.mkdir(parents=True)
    for name in files():
        source, target = ROOT / name, copy / name
        if source.is_symlink() or source.is_file():  # deleted, but not yet from the index
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target, follow_symlinks=False)
    subprocess.run(["git", "init", "--quiet"], cwd=copy, check=True)
    aside = destination / "output"
    if aside.exists():
        (copy / "tests").mkdir(exist_ok=True)
        aside.rename(copy / "tests" / "output")
    return copy
