# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Find a Python to make the venv with. A name proves nothing: every candidate is run."""

from __future__ import annotations

import concurrent.futures
import glob
import os
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass

# Says the version only when a venv with pip can be made: Debian's python3 lacks ensurepip until
# python3-venv is installed, and a pyenv shim without a chosen version answers "command not found".
QUESTION = "import ensurepip, sys, venv; print(*sys.version_info[:2], sys.version.split()[0])"

OLDEST = (3, 11)  # the oldest controller that a maintained ansible-core has
NEWEST = (3, 14)  # the newest that ansible-core 2.21 knows


@dataclass(frozen=True)
class Interpreter:
    path: str
    minor: tuple[int, int]
    version: str


def candidates() -> list[str]:
    """Paths worth asking, each once, whatever they turn out to be."""
    home = os.environ.get("PYENV_ROOT") or os.path.expanduser("~/.pyenv")
    found = glob.glob(os.path.join(home, "versions", "*", "bin", "python"))
    for folder in ("/usr/local/bin", "/usr/bin", *os.environ.get("PATH", "").split(os.pathsep)):
        if folder:
            found += glob.glob(os.path.join(folder, "python3"))
            found += glob.glob(os.path.join(folder, "python3.[0-9]*"))
    return list(dict.fromkeys(found))


def ask(path: str) -> Interpreter | None:
    """What this candidate is, or None when it cannot make a venv."""
    if not path.rpartition("/")[2].replace("python", "").replace(".", "").isdigit() and not (
        path.endswith("/python")
    ):
        return None  # python3.11-config and its like
    try:
        said = subprocess.run(
            [path, "-c", QUESTION],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            stdin=subprocess.DEVNULL,
            timeout=30,
            check=True,
        ).stdout.decode()
        major, minor, version = said.split()
        return Interpreter(path, (int(major), int(minor)), version)
    except (OSError, ValueError, subprocess.SubprocessError):
        return None


def newest(
    choice: Iterable[Interpreter],
    oldest: tuple[int, int] = OLDEST,
    latest: tuple[int, int] = NEWEST,
) -> Interpreter | None:
    """The newest of those in the range; among equals the first, so pyenv's before Debian's."""
    fitting = [one for one in choice if oldest <= one.minor <= latest]
    return max(fitting, key=lambda one: one.minor, default=None)


def found() -> list[Interpreter]:
    """All that can make a venv, in the order of `candidates`."""
    with concurrent.futures.ThreadPoolExecutor(4) as pool:  # a pyenv shim takes a while to say no
        return [one for one in pool.map(ask, candidates()) if one is not None]


def find(oldest: tuple[int, int] = OLDEST, latest: tuple[int, int] = NEWEST) -> Interpreter | None:
    return newest(found(), oldest, latest)
