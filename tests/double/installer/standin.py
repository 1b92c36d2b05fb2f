# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A `docker` without an engine: the installer's scripts run on it, with the renderer in them.

    python -m tests.double.installer standin FOLDER     # writes FOLDER/docker and docker-compose

Put FOLDER in front of PATH. `docker run … goharbor/prepare:vX.Y.Z …` runs the double's renderer on
the folders that are mounted. `docker load` notes the names of what is in the archive, and `docker
image inspect NAME…` knows these. All else answers with exit code 0 and no words. Each command is a
line of FOLDER/record, its words as a JSON list. FOLDER/refuse may have lines "WORDS<tab>CODE<tab>
MESSAGE": a command that contains these words ends with that code and that message on stderr.
Without FOLDER/plugin, which is there at first, only `docker-compose` 1.29 is known.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tarfile
from pathlib import Path

PYTHONPATH = str(Path(__file__).resolve().parents[3])
SCRIPT = """#!/bin/sh
PYTHONPATH={path} exec {python} -m {module} {folder} {name} "$@"
"""


def write(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("docker", "docker-compose"):
        path = folder / name
        path.write_text(
            SCRIPT.format(
                path=PYTHONPATH,
                python=sys.executable,
                module=__spec__.name,
                folder=folder,
                name=name,
            )
        )
        path.chmod(0o755)
    (folder / "plugin").touch()


def load(folder: Path, archive: str) -> None:
    with tarfile.open(archive) as tar:
        member = tar.extractfile("manifest.json")
        assert member is not None
        tags = [tag for image in json.load(member) for tag in image["RepoTags"]]
    with (folder / "images").open("a") as images:
        for tag in tags:
            images.write(f"{tag}\n")
            print(f"Loaded image: {tag}")


def inspect(folder: Path, names: list[str]) -> int:
    images = folder / "images"
    there = images.read_text().splitlines() if images.exists() else []
    missing = [name for name in names if not name.startswith("-") and name not in there]
    for name in missing:
        print(f"Error: No such image: {name}", file=sys.stderr)
    return 1 if missing else 0


def run(words: list[str]) -> int:
    """`docker run --rm -v A:B … goharbor/prepare:vX.Y.Z WORDS`."""
    places: dict[str, str] = {}
    given = iter(words)
    image = ""
    for word in given:
        if word == "-v":
            source, colon, target = next(given).partition(":")
            if not (source and colon and target):
                print("docker: invalid spec: the source or the target is empty.", file=sys.stderr)
                return 125
            places[target.rstrip("/") or target] = source
            Path(source).mkdir(parents=True, exist_ok=True)
        elif not word.startswith("-"):
            image = word
            break
    name, _colon, tag = image.partition(":v")
    if name != "goharbor/prepare":
        print(f"docker: Error response from daemon: no such image: {image}.", file=sys.stderr)
        return 125
    return subprocess.run(
        [sys.executable, "-m", f"{__package__}.prepare", *given],
        env={**os.environ, "PREPARE_PLACES": json.dumps(places), "PREPARE_VERSION": tag},
        check=False,
    ).returncode


def main(folder: Path, program: str, words: list[str]) -> int:
    with (folder / "record").open("a") as record:
        record.write(json.dumps([program, *words]) + "\n")
    refuse = folder / "refuse"
    for line in refuse.read_text().splitlines() if refuse.exists() else []:
        part, code, message = line.split("\t")
        if part in " ".join([program, *words]):
            print(message, file=sys.stderr)
            return int(code)
    plugin = (folder / "plugin").exists()
    if program == "docker-compose":
        if words[:1] == ["--version"]:
            print("docker-compose version 1.29.2, build unknown")
        return 0
    if words[:1] == ["compose"]:
        if not plugin:
            print("docker: 'compose' is not a docker command.", file=sys.stderr)
            return 1
        if words[1:2] == ["version"]:
            print("Docker Compose version v2.26.1")
        return 0
    if words[:1] == ["--version"]:
        print("Docker version 26.1.5, build a72d7cd")
    if words[:2] == ["load", "-i"]:
        load(folder, words[2])
    if words[:2] == ["image", "inspect"]:
        return inspect(folder, words[2:])
    if words[:1] == ["run"]:
        return run(words[1:])
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2], sys.argv[3:]))
