# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Make this checkout ready to develop and test in; what is there already is left alone.

`setup.py` does all of it, `setup.py STAGE` one stage:

    packages    Debian packages that are missing
    venv        the venv in the user's cache, .venv, and build/link
    venv-oldest a second venv with the oldest ansible-core that we support, build/venv-oldest
    engine      a Docker engine, started if none answers
    images      the base images of the lab
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

sys.path[0] = str(Path(__file__).resolve().parents[1])

from tests.toolchain import checkout, engine, environment, interpreter, packages, steps

REQUIREMENTS = checkout.ROOT / "tests" / "requirements.txt"
OLDEST = checkout.BUILD / "venv-oldest"


def install_packages() -> None:
    packages.ensure()
    if interpreter.find() is None:
        packages.install(list(packages.VENV))


def make_venv() -> None:
    checkout.make_link_tree()
    if environment.current(checkout.VENV, REQUIREMENTS):
        return
    python = interpreter.find()
    if python is None:
        packages.install(list(packages.VENV))
        python = interpreter.find()
    if python is None:
        raise packages.CannotInstall(
            "No Python from 3.11 to 3.14 with venv and ensurepip was found. Install one."
        )
    environment.point(checkout.VENV, environment.make(REQUIREMENTS, python))


def make_oldest_venv() -> None:
    """Python 3.11 gets ansible-core 2.19 by the markers in requirements.txt."""
    python = interpreter.find((3, 11), (3, 11))
    if python is None:
        raise packages.CannotInstall("No Python 3.11 was found, and ansible-core 2.19 is for it.")
    OLDEST.parent.mkdir(exist_ok=True)
    environment.point(OLDEST, environment.make(REQUIREMENTS, python))


def make_images() -> None:
    subprocess.run(
        [str(checkout.VENV / "bin" / "python"), "-m", "tests.lab", "images"],
        cwd=checkout.ROOT,
        check=True,
    )


def plan(keep: bool) -> list[steps.Step]:
    """The stages as steps, each a process of its own."""

    def stage(name: str, *after: str) -> steps.Step:
        words = [sys.executable, str(Path(__file__).resolve()), name, *(["--keep"] if keep else [])]
        return steps.Step(name, words, kind=steps.SETUP, after=after)

    return [
        stage("packages"),
        stage("venv", "packages"),
        stage("engine", "packages"),
        stage("images", "venv", "engine"),
    ]


def main() -> int:
    stages = {
        "packages": install_packages,
        "venv": make_venv,
        "venv-oldest": make_oldest_venv,
        "images": make_images,
    }
    parser = argparse.ArgumentParser(description="Make this checkout ready.")
    parser.add_argument("stage", nargs="?", choices=[*stages, "engine"])
    parser.add_argument("--keep", action="store_true", help="the engine outlives the run")
    options = parser.parse_args()
    if options.stage is None:
        return steps.run(plan(keep=True), checkout.LOGS / "setup")
    try:
        if options.stage == "engine":
            engine.start(checkout.LOGS / "dockerd.log", options.keep)
        else:
            stages[options.stage]()
    except (packages.CannotInstall, engine.CannotStart) as error:
        print(error)
        return 1
    except subprocess.CalledProcessError as error:
        return error.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main())
