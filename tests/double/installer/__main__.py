# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""`python -m tests.double.installer`: see the package."""

from __future__ import annotations

import argparse
import contextlib
import sys
from pathlib import Path

from ...lab import place
from . import bundling, standin


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.double.installer", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    folder = commands.add_parser("folder", help="the folder of a bundle, without images")
    folder.add_argument("version", choices=bundling.VERSIONS)
    folder.add_argument("parent", type=Path)
    bundle = commands.add_parser("bundle", help="a whole bundle, from the cache; prints its path")
    bundle.add_argument("version", choices=bundling.VERSIONS)
    docker = commands.add_parser("standin", help="a docker without an engine")
    docker.add_argument("folder", type=Path)
    chosen = parser.parse_args(words)
    if chosen.command == "folder":
        print(bundling.folder(chosen.version, chosen.parent.resolve()))
    elif chosen.command == "bundle":
        with contextlib.redirect_stdout(sys.stderr), place.lock():
            made = bundling.ensure(chosen.version)
        print(made)
    else:
        standin.write(chosen.folder.resolve())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
