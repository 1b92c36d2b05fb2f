# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Harbor's installer: what is in its archive, and what a host must still do with it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .engine_option import docker_host
from .harbor_prepared import not_seconds
from .option import Option

# The archive's only folder, and the name of the Compose project.
FOLDER = "harbor"
SCRIPTS = ("prepare", "install.sh", "common.sh")
FILES = (*SCRIPTS, "harbor.yml.tmpl", "LICENSE")
# Names of images, with the ids that the engine gave them: the archive is long, and read once.
RECORD = ".images.json"
_CHECKSUM = re.compile(r"(sha256|sha512):[0-9a-fA-F]+$|md5:[0-9a-fA-F]{32}$")
_LENGTHS = {"md5": 32, "sha256": 64, "sha512": 128}


def _not_a_version(value: str) -> str | None:
    if re.fullmatch(r"\d+\.\d+\.\d+(-[\w.]+)?", value):
        return None
    return "but a version of Harbor is three numbers. Write it as 2.13.5."


def _not_a_checksum(value: str) -> str | None:
    kind, _colon, digits = value.partition(":")
    if _CHECKSUM.match(value) and len(digits) == _LENGTHS[kind]:
        return None
    return "but a checksum is sha256:, sha512: or md5: with its digits. Copy it from the release."


def _not_a_folder(value: str) -> str | None:
    if not value.startswith("/") or re.search(r"[\s:]", value):
        return (
            "but Harbor's scripts need a full path without blanks and ':'. Choose another folder."
        )
    return None


OPTIONS = (
    Option(
        "version",
        "The version of Harbor, without a V(v).",
        required=True,
        wrong=_not_a_version,
    ),
    Option(
        "src",
        "The archive of the offline or online installer, on the managed host. It is needed only "
        "while O(version) is not unpacked yet.",
        type="path",
    ),
    Option(
        "checksum",
        "What O(src) must be, as V(sha256:…); it is looked at before anything is unpacked.",
        wrong=_not_a_checksum,
    ),
    Option(
        "signature",
        "A detached signature of O(src), on the managed host. It is checked with gpgv before "
        "anything is unpacked.",
        type="path",
    ),
    Option(
        "keyring",
        "The public keys that O(signature) may be of, as gpgv reads them.",
        type="path",
        not_secret=True,
    ),
    Option(
        "dest",
        "The folder with one folder a version; the installer lies in C(<version>/harbor) there.",
        type="path",
        default="/opt/harbor",
        wrong=_not_a_folder,
    ),
    Option(
        "state",
        "V(present) unpacks the installer and loads its images. V(absent) removes both; a version "
        "that the link C(current) in O(dest) points to stays, and is named.",
        choices=("present", "absent"),
        default="present",
    ),
    docker_host("Where the Docker engine answers."),
    Option(
        "timeout",
        "Seconds that loading or pulling the images may take, and that another task of this "
        "collection is waited for that is at work in O(dest).",
        type="int",
        default=1800,
        wrong=not_seconds,
    ),
)


def wrong(params: Mapping[str, Any]) -> list[str]:
    found = []
    for name, other in (("signature", "keyring"), ("keyring", "signature")):
        if params.get(name) and not params.get(other):
            found.append(f"{name} is set, but {other} is not. Give both, or neither.")
    return found


@dataclass(frozen=True)
class Member:
    """An entry of the archive; ``kind`` is file, folder or other."""

    name: str
    kind: str
    size: int = 0


def tarball(version: str) -> str:
    return f"{FOLDER}.v{version}.tar.gz"


def fault_of(members: Sequence[Member], version: str) -> str | None:
    """Why that is no installer of the version. Nothing may come to lie outside its one folder."""
    names = set()
    for member in members:
        parts = member.name.rstrip("/").split("/")
        if parts[0] == ".":
            parts = parts[1:]
        if parts in ([], [FOLDER]) and member.kind == "folder":
            continue
        if member.kind == "other" or parts[0] != FOLDER or len(parts) < 2 or ".." in parts:
            return f"has {member.name!r}, but an installer of Harbor has files in {FOLDER}/ only"
        names.add("/".join(parts[1:]))
    missing = [name for name in FILES if name not in names]
    if missing:
        return f"has no {FOLDER}/{missing[0]}, but an installer of Harbor has it"
    images = sorted(name for name in names if re.fullmatch(r"harbor.*\.tar\.gz", name))
    if images and images != [tarball(version)]:
        return f"has {FOLDER}/{images[0]}, but version {version} has {tarball(version)}"
    return None


def inside(name: str) -> str:
    """A member's path below the archive's one folder; empty for that folder itself."""
    parts = [part for part in name.split("/") if part not in ("", ".")]
    return "/".join(parts[1:])


def images_of(manifest: str) -> dict[str, str]:
    """Names of the images that ``docker save`` wrote, with the digest of their configuration."""
    found = {}
    for image in json.loads(manifest):
        config = re.search(r"[0-9a-f]{64}", str(image.get("Config")))
        for name in image.get("RepoTags") or ():
            found[name] = f"sha256:{config[0]}" if config else ""
    return found


def missing_images(recorded: Mapping[str, str], engine: Mapping[str, str]) -> list[str]:
    return sorted(name for name, known in recorded.items() if engine.get(name) != known)
