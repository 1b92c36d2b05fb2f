# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A key of harbor.yml, and the versions of Harbor whose prepare reads it.

The facts are those of Harbor's own parser (make/photon/prepare/utils/configs.py and models.py),
looked up in every release from 2.5.0 to 2.15.2. A key that a version does not know is ignored by
its prepare without a word.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from .config_key import ConfigKey
from .harbor_version import Version

OLDEST = Version((2, 5))
NEWEST = Version((2, 15))  # the newest minor whose keys are known here


def minor(version: Version) -> Version:
    return Version(version.numbers[:2])


def not_a_release(value: str) -> str | None:
    """A whole version, since keys came with patch releases too."""
    if value.startswith("v"):
        return f"but a version has no v here. Write {value[1:]!r}."
    if not re.fullmatch(r"\d+\.\d+\.\d+", value):
        return "but a version has three numbers, such as 2.13.5. Correct it."
    if Version.of(value) < OLDEST:
        return "but this collection knows Harbor from 2.5 on. Use a newer one."
    return None


@dataclass(frozen=True)
class Key(ConfigKey):
    """``since`` has the first release, or several: the last of them is the first for good, the
    others are those of older minors that got the key as well. ``until`` is the last minor."""

    since: tuple[str, ...] = ()
    until: str = ""

    def known_to(self, release: str) -> bool:
        version = Version.of(release)
        if self.until and minor(version) > Version.of(self.until):
            return False
        if not self.since:
            return True
        *older, first = (Version.of(each) for each in self.since)
        return version >= first or any(
            minor(version) == minor(each) and version >= each for each in older
        )

    @property
    def gate(self) -> str:
        if self.until:
            return f"Harbor up to {self.until}"
        if not self.since:
            return ""
        *older, first = self.since
        also = "".join(f", {minor(Version.of(each))} from {each} on" for each in older)
        return f"Harbor {first} and newer{also}"


def key(name: str, text: str, *suboptions: Key, **more: Any) -> Key:
    """A key; one with suboptions is a section. Its text says which versions know it."""
    if suboptions:
        more.setdefault("type", "dict")
    made = Key(name, text, suboptions=suboptions, **more)
    if not made.gate:
        return made
    return Key(name, f"{text} Known to {made.gate} only.", suboptions=suboptions, **more)
