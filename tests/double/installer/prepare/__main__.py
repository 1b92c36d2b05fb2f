# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The words after `docker run … goharbor/prepare`, and the exit codes for wrong ones."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from . import work
from .settings import Invalid

CONF = "/input/harbor.yml"
HELP = """Usage: main.py prepare [OPTIONS]

Options:
  --conf TEXT   the path of Harbor configuration file
  --with-trivy  the Harbor instance is to be deployed with Trivy
  --help        Show this message and exit."""


class Usage(Exception):
    """Words that the program does not know: exit code 2."""


def parse(words: list[str]) -> tuple[str, bool]:
    """(path of the configuration, whether with Trivy)."""
    conf, trivy, rest = CONF, False, []
    given = iter(words)
    for word in given:
        name, equals, value = word.partition("=")
        if name == "--conf":
            conf = value if equals else next(given, "")
            if not conf:
                raise Usage("Option '--conf' requires an argument.")
        elif word == "--with-trivy":
            trivy = True
        elif word.startswith("-"):
            raise Usage(f"No such option '{word}'.")
        else:
            rest.append(word)
    if rest:
        raise Usage(
            f"Got unexpected extra argument{'s' if len(rest) > 1 else ''} ({' '.join(rest)})"
        )
    return conf, trivy


def main(words: list[str]) -> int:
    command = words[0] if words else "--help"
    if command != "prepare" or "--help" in words:
        print(HELP)
        return 0 if command in ("prepare", "--help") else 2
    try:
        conf, trivy = parse(words[1:])
    except Usage as error:
        print("Usage: main.py prepare [OPTIONS]", file=sys.stderr)
        print("Try 'main.py prepare --help' for help.\n", file=sys.stderr)
        print(f"Error: {error}", file=sys.stderr)
        return 2
    folders = json.loads(os.environ.get("PREPARE_PLACES", "{}"))
    places = work.Places({name: Path(path) for name, path in folders.items()})
    try:
        work.prepare(places, os.environ["PREPARE_VERSION"], conf, trivy)
    except Invalid as error:
        print("Error happened in config validation...", flush=True)
        print(f"ERROR:root:{error}", file=sys.stderr)
        return 255
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
