# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How images and registries are named: host[:port], repository, tag, digest."""

from __future__ import annotations

import re
from dataclasses import dataclass

# The OCI distribution specification's grammar.
_COMPONENT = r"[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*"
_REPOSITORY = re.compile(rf"{_COMPONENT}(?:/{_COMPONENT})*")
_TAG = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,127}")
_DIGEST = re.compile(r"[a-z0-9]+(?:[.+_-][a-z0-9]+)*:[A-Za-z0-9=_-]{32,}")
_HEX_LENGTH = {"sha256": 64, "sha384": 96, "sha512": 128}
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
_HOST = re.compile(rf"(?:{_LABEL}(?:\.{_LABEL})*|\[[0-9A-Fa-f:.]+\])(?::([0-9]{{1,5}}))?")
_LONGEST_NAME = 255


def not_a_registry(value: str) -> str | None:
    """A registry as it stands at the beginning of an image's name."""
    for scheme in ("https://", "http://"):
        if value.startswith(scheme):
            bare = value[len(scheme) :].split("/", 1)[0].rpartition("@")[2]
            return f"but a registry is named as in an image, without {scheme}. Write {bare!r}."
    if "/" in value:
        bare = value.split("/", 1)[0]
        return f"but a login is for a whole registry, without a path. Write {bare!r}."
    found = _HOST.fullmatch(value)
    if not found or (found.group(1) and not 0 < int(found.group(1)) < 65536):
        return (
            "but a registry is a host, or host:port. "
            "Write it as harbor.abc.com or 192.168.126.50:5000."
        )
    return None


def not_a_digest(value: str) -> str | None:
    algorithm, _colon, text = value.partition(":")
    length = _HEX_LENGTH.get(algorithm)
    if _DIGEST.fullmatch(value) and (length is None or re.fullmatch(f"[a-f0-9]{{{length}}}", text)):
        return None
    return "but a digest is sha256: and 64 hexadecimal digits. Correct it."


@dataclass(frozen=True)
class Image:
    """An image of one registry. Without tag and digest the whole repository is meant."""

    repository: str
    tag: str | None = None
    digest: str | None = None

    @property
    def reference(self) -> str | None:
        """What the registry is asked for: a digest is more exact than a tag."""
        return self.digest or self.tag


def wrong_image(text: str, registry: str = "") -> str | None:
    """The rule that the text breaks, with its cure.

    ``registry`` (host[:port]) may stand before the repository; any other host is a mistake.
    """
    image = parse_image(text, registry)
    name, tag = image.repository, image.tag
    first = name.split("/", 1)[0]
    if image.digest is not None and not_a_digest(image.digest):
        return not_a_digest(image.digest)
    if "/" in name and (":" in first or first == "localhost"):
        return f"but the registry asked is {registry}. Leave out {first!r}, or ask that registry."
    if not _REPOSITORY.fullmatch(name) or len(name) > _LONGEST_NAME:
        return (
            "but a repository has lower-case letters and digits, parted by '/', '.', '-' or '_'. "
            "Write it as prod/demo-app, prod/demo-app:1 or prod/demo-app@sha256:…."
        )
    if tag is not None and not _TAG.fullmatch(tag):
        return (
            "but a tag has up to 128 letters, digits, '_', '.' and '-', "
            "and starts with a letter, a digit or '_'. Correct it."
        )
    return None


def parse_image(text: str, registry: str = "") -> Image:
    """The parts of the text, whether or not they keep the rules."""
    name, at, digest = text.partition("@")
    if registry and name.startswith(f"{registry}/"):
        name = name[len(registry) + 1 :]
    head, slash, last = name.rpartition("/")
    last, colon, tag = last.partition(":")
    return Image(f"{head}{slash}{last}", tag if colon else None, digest if at else None)
