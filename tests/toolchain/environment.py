# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The venv, kept in the user's cache under a key made of all that it depends on."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
from pathlib import Path
from typing import Callable

from .interpreter import Interpreter

MARKER = "complete"
# Files of the cache that belong to engine.py.
ENGINE = ("engine.json", "engine.lock")


def cache() -> Path:
    """The project's folder in the user's cache; checkouts share it."""
    home = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return Path(home) / "twinstar-registry"


def remove() -> list[str]:
    """Empty the cache, and return what went. What says which engine is ours stays while it runs."""
    gone = []
    for path in sorted(cache().glob("*")):
        if path.name in ENGINE:
            continue
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
            gone.append(str(path))
        else:
            path.unlink()
    return gone


def wanted(requirements: str) -> list[str]:
    """The lines that matter: a comment or blank line makes no new venv."""
    lines = (line.split("#", 1)[0].strip() for line in requirements.splitlines())
    return sorted(line for line in lines if line)


def key(requirements: str, interpreter: Interpreter) -> str:
    """Sixteen hexadecimal digits, the same for the same packages on the same interpreter."""
    said = [os.path.realpath(interpreter.path), interpreter.version, *wanted(requirements)]
    return hashlib.sha256("\n".join(said).encode()).hexdigest()[:16]


def current(link: Path, requirements: Path) -> bool:
    """Whether the venv behind the link holds these requirements and still runs.

    Asked first, since it saves a second: only without such a venv are interpreters looked for.
    """
    try:
        said = (link / MARKER).read_text()
        runs = subprocess.run([str(link / "bin" / "python"), "-c", ""], check=False)
    except OSError:
        return False
    return said == "\n".join(wanted(requirements.read_text())) and runs.returncode == 0


def make(requirements: Path, interpreter: Interpreter, say: Callable[[str], None] = print) -> Path:
    """Return the finished venv, made if need be. A half one, left by a kill, is made again.

    Raises subprocess.CalledProcessError with pip's output on stderr.
    """
    venv = cache() / f"venv-{key(requirements.read_text(), interpreter)}"
    venv.parent.mkdir(parents=True, exist_ok=True)
    with venv.with_suffix(".lock").open("a") as lock:  # another checkout may want the same
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not current(venv, requirements):
            say(f"making a venv with Python {interpreter.version} in {venv}")
            fill(venv, requirements, interpreter)
    return venv


def fill(venv: Path, requirements: Path, interpreter: Interpreter) -> None:
    shutil.rmtree(venv, ignore_errors=True)
    subprocess.run([interpreter.path, "-m", "venv", str(venv)], check=True)
    subprocess.run(
        [
            str(venv / "bin" / "python"), "-m", "pip", "install", "--quiet",
            "--disable-pip-version-check", "--requirement", str(requirements),
        ],
        check=True,
    )  # fmt: skip
    # Last: without it the venv is taken for a half one.
    (venv / MARKER).write_text("\n".join(wanted(requirements.read_text())))


def point(link: Path, venv: Path) -> None:
    """Make the checkout's .venv a symlink to the venv, in one step."""
    if link.is_symlink() and os.readlink(link) == str(venv):
        return
    if link.is_dir() and not link.is_symlink():
        raise SystemExit(f"{link} is a folder, but a symlink is to stand there. Remove it.")
    beside = link.with_name(link.name + ".new")
    if beside.is_symlink():
        beside.unlink()
    beside.symlink_to(venv)
    beside.replace(link)
