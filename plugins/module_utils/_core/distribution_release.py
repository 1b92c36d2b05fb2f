# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A key of distribution's config.yml, and the releases that know it.

The facts are those of distribution's own parser and drivers (configuration/configuration.go,
registry/storage/driver, registry/auth of v2.8.3, v3.0.0 and v3.1.1).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .config_key import ConfigKey

# Oldest first. A new release is a new word here, and since/until on the keys that came or went.
RELEASES = ("2.8", "3.0", "3.1")
# What a task may say: a release, or the line, which means its newest release.
LINES = {"2.8": "2.8", "3": RELEASES[-1], "3.0": "3.0", "3.1": "3.1"}


@dataclass(frozen=True)
class Key(ConfigKey):
    """A key of config.yml. ``since`` and ``until`` are releases, both included."""

    since: str = RELEASES[0]
    until: str = RELEASES[-1]

    def known_to(self, release: str) -> bool:
        place = RELEASES.index
        return place(self.since) <= place(release) <= place(self.until)

    @property
    def gate(self) -> str:
        if self.until == RELEASES[-1]:
            return "" if self.since == RELEASES[0] else f"release {self.since} and newer"
        if self.since == RELEASES[0]:
            return f"releases up to {self.until}"
        return f"releases {self.since} to {self.until}"


def key(name: str, text: str, *suboptions: Key, **more: Any) -> Key:
    """A key; one with suboptions is a section. Its text says which releases know it."""
    if suboptions:
        more.setdefault("type", "dict")
    made = Key(name, text, suboptions=suboptions, **more)
    if not made.gate:
        return made
    return Key(name, f"{text} Known to {made.gate} only.", suboptions=suboptions, **more)
