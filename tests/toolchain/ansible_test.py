# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Run ansible-test on a copy of the tree, without the host that it downloads from.

`python -m tests.toolchain.ansible_test VENV sanity|units …`: VENV holds ansible-test, the rest is
passed on. ansible-test fetches a script that installs pip from a file host of its own, looks into
its cache first, and hands no PIP_* variable on. So it gets a home folder in which a stand-in of
that script and a wheel of the very pip it wants lie in the cache.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from . import checkout, interpreter

HOME = checkout.BUILD / "home"
PROGRAMS = HOME / "bin"
# The Pythons that a managed host may have. ansible-test skips those that are not found.
MANAGED = tuple((3, minor) for minor in range(9, 15))
NOTHING_RAN = ("All targets skipped.", "No tests found")

STAND_IN = '''\
"""Install the pip wheel that lies beside this file, as that script would."""

import pathlib
import runpy
import sys

wheel = str(next(pathlib.Path(__file__).parent.glob("pip-{version}-*.whl")))
sys.path.insert(0, wheel)
sys.argv = ["pip", "install", "--no-index", "--disable-pip-version-check", wheel]
runpy.run_module("pip", run_name="__main__", alter_sys=True)
'''


def pip_version(source: str) -> str:
    """The pip that this ansible-test wants, from the text of its python_requirements.py."""
    found = re.search(r"""\bpip=['"]([0-9.]+)['"]""", source)
    if not found:
        raise SystemExit("ansible-test no longer says which pip it wants. Look for it in its code.")
    return found[1]


def pip_settings(environment: Mapping[str, str]) -> str:
    """The text of a pip.conf that says what the PIP_* variables say."""
    said = {
        name[4:].lower().replace("_", "-"): value
        for name, value in environment.items()
        if name.startswith("PIP_") and name != "PIP_CONFIG_FILE" and value
    }
    lines = [f"{name} = {value}" for name, value in sorted(said.items())]
    return "\n".join(["[global]", *lines, ""]) if lines else ""


def prepare_pip(venv: Path) -> None:
    """Put the wheel and the stand-in where ansible-test looks before it downloads."""
    source = next(venv.glob("lib/python3*/site-packages/ansible_test/_internal"))
    version = pip_version((source / "python_requirements.py").read_text())
    shelf = HOME / ".ansible" / "test" / "cache"
    shelf.mkdir(parents=True, exist_ok=True)
    if not list(shelf.glob(f"pip-{version}-*.whl")):
        subprocess.run(
            [
                str(venv / "bin" / "python"), "-m", "pip", "download", "--quiet", "--no-deps",
                "--disable-pip-version-check", f"--dest={shelf}", f"pip=={version}",
            ],
            check=True,
        )  # fmt: skip
    name = f"get_pip_{version.replace('.', '_')}.py"
    (shelf / name).write_text(STAND_IN.format(version=version))
    settings = pip_settings(os.environ)
    if settings:
        folder = HOME / ".config" / "pip"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "pip.conf").touch(mode=0o600)  # an index's URL may hold a password
        (folder / "pip.conf").write_text(settings)


def prepare_programs() -> list[str]:
    """Link each real Python under its short name; a pyenv shim without a version is fatal."""
    shutil.rmtree(PROGRAMS, ignore_errors=True)
    PROGRAMS.mkdir(parents=True)
    choice = interpreter.found()
    there = []
    for wanted in MANAGED:
        python = interpreter.newest(choice, wanted, wanted)
        if python is not None:
            name = f"{wanted[0]}.{wanted[1]}"
            (PROGRAMS / f"python{name}").symlink_to(python.path)
            there.append(name)
    return there


def command(venv: Path, words: list[str]) -> list[str]:
    return [str(venv / "bin" / "ansible-test"), *words, "--color", "no"]


def environment(venv: Path) -> dict[str, str]:
    path = [str(PROGRAMS), str(venv / "bin"), "/usr/local/sbin", "/usr/local/bin"]
    path += ["/usr/sbin", "/usr/bin", "/sbin", "/bin"]
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("ANSIBLE_", "PYT"))
    }
    return {**kept, "HOME": str(HOME), "PATH": os.pathsep.join(path)}


def main(venv: Path, words: list[str]) -> int:
    prepare_pip(venv)
    there = prepare_programs()
    print(f"Pythons: {', '.join(there)}", flush=True)
    if words[0] == "units":
        # The rest of tests/unit is about the checkout and wants the venv.
        words = [*words, "tests/unit/plugins/"]
    # Each command has a copy of its own, so that they can run side by side.
    copy = checkout.make_copy_tree(checkout.COPY / words[0])
    done = subprocess.run(
        command(venv, words),
        cwd=copy,
        env=environment(venv),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    said = done.stdout.decode(errors="replace")
    print(said, end="", flush=True)
    for sentence in NOTHING_RAN:
        if sentence in said:
            print(f"ansible-test ran nothing: {sentence}")
            return done.returncode or 1
    if done.returncode:  # what is wrong stands far above, before whole pages about installs
        print("\n".join(["", *(line for line in said.splitlines() if line.startswith("ERROR:"))]))
    return done.returncode


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).absolute(), sys.argv[2:]))
