# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Debian packages: what is missing is installed, what is there is left alone."""

from __future__ import annotations

import contextlib
import glob
import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Callable

# Program -> the packages that bring it. It is the program that is asked for, so an engine or a
# client that came another way is kept.
PROGRAMS: Mapping[str, tuple[str, ...]] = {
    "busybox": ("busybox-static",),
    "docker-compose": ("docker-compose",),
    "docker-registry": ("docker-registry",),
    "dockerd": ("docker.io",),
    "git": ("git",),
    "gpg": ("gpg",),
    "gpg-agent": ("gpg-agent",),
    "htpasswd": ("apache2-utils",),
    "mmdebstrap": ("mmdebstrap",),
    "openssl": ("openssl",),
    "shellcheck": ("shellcheck",),
    "skopeo": ("skopeo",),
}
VENV = ("python3", "python3-venv")
# Debian 13 took the client out of docker.io.
CLIENT = ("docker-cli",)

POLICY = Path("/usr/sbin/policy-rc.d")
POLICY_TEXT = """#!/bin/sh
# twinstar.registry: set-up installs packages, nothing of which is to start.
exit 101
"""


class CannotInstall(Exception):
    """The sentence says what the person can do."""


def missing(present: Callable[[str], bool]) -> list[str]:
    """The packages whose program is not there, sorted."""
    return sorted(
        {
            package
            for program, packages in PROGRAMS.items()
            if not present(program)
            for package in packages
        }
    )


def present(program: str) -> bool:
    # Debian's sbin folders are not on every user's PATH.
    folders = os.environ.get("PATH", "") + ":/usr/local/sbin:/usr/sbin:/sbin"
    return shutil.which(program, path=folders) is not None


def apt(*words: str) -> int:
    return subprocess.run(
        ["apt-get", "--yes", "--quiet", "--option=DPkg::Lock::Timeout=300", *words],
        env={**os.environ, "DEBIAN_FRONTEND": "noninteractive", "NEEDRESTART_SUSPEND": "1"},
        stdin=subprocess.DEVNULL,
        check=False,
    ).returncode


@contextlib.contextmanager
def nothing_starts(policy: Path = POLICY) -> Iterator[None]:
    """Debian starts a service when its package is installed. A policy that is there is kept."""
    if policy.exists() and policy.read_text() != POLICY_TEXT:  # ours, if a kill left it
        yield
        return
    policy.write_text(POLICY_TEXT)
    policy.chmod(0o755)
    try:
        yield
    finally:
        policy.unlink()


def install(packages: list[str], say: Callable[[str], None] = print) -> None:
    """Install them. The package lists are fetched when there are none, or when they prove old."""
    if not packages:
        return
    by_hand = f"apt-get install {' '.join(packages)}"
    if shutil.which("apt-get") is None:
        raise CannotInstall(
            f"These are missing, and this is no Debian: {', '.join(packages)}. Install them."
        )
    if os.geteuid() != 0:
        raise CannotInstall(f"Packages are missing, and only root installs. Run: sudo {by_hand}")
    fresh = False
    if not glob.glob("/var/lib/apt/lists/*_Packages*"):
        apt("update")
        fresh = True
    say(f"installing {', '.join(packages)}")
    with nothing_starts():
        words = ["install", "--no-install-recommends", *packages]
        status = apt(*words)
        if status and not fresh:
            apt("update")
            status = apt(*words)
    if status:
        raise CannotInstall(f"apt-get failed (status {status}). Mend it, then run: {by_hand}")
    if "docker-registry" in packages and shutil.which("update-rc.d"):
        # Installed it is also enabled: at the next boot it would take port 5000.
        subprocess.run(["update-rc.d", "docker-registry", "disable"], check=False)


def ensure(say: Callable[[str], None] = print) -> None:
    install(missing(present), say)
    if not present("docker"):
        install(list(CLIENT), say)
