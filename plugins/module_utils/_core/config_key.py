# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Keys of a program's configuration that came and went, and what that program would not read."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .option import Option

_TYPES: dict[str, tuple[type, str]] = {
    "str": (str, "a text"),
    "int": (int, "a whole number"),
    "bool": (bool, "true or false"),
    "list": (list, "a list"),
    "dict": (dict, "a dictionary"),
}


@dataclass(frozen=True)
class ConfigKey(Option):
    """An option that is a key of a configuration, or a section; ``suboptions`` are such as well.

    ``free`` sections have keys that are nobody's business here: names of headers, of log fields.
    ``instead`` is what to write where a release does not know the key.
    """

    free: bool = False
    instead: str = ""

    def known_to(self, release: str) -> bool:
        return True

    @property
    def gate(self) -> str:
        """The releases that know the key, as half a sentence; empty when all of them do."""
        return ""


@dataclass(frozen=True)
class Reader:
    """The program that reads the file: its name in sentences, and all keys that it knows."""

    name: str
    keys: tuple[Option, ...]

    def unfit(
        self,
        said: Mapping[str, Any],
        keys: tuple[Option, ...],
        release: str,
        path: str,
        *,
        raw: bool = False,
    ) -> Iterator[str]:
        """Keys of another release, misspelt or misplaced ones, and values of the wrong kind.

        For an option that Ansible checked already only the release can be wrong; for what is
        ``raw`` all.
        """
        known = {key.name: key for key in keys if isinstance(key, ConfigKey)}
        for name, value in said.items():
            here = f"{path}{name}"
            if name not in known:
                yield from self.misspelt(str(name), list(known), here, path)
                continue
            if not known[name].known_to(release):
                yield of_another_release(known[name], here, release)
                continue
            if raw:
                wrong = list(self._not_fitting(known[name], value, here))
                yield from wrong
                if wrong:
                    continue
            yield from self._below(known[name], value, release, here, raw=raw)

    def _below(
        self, option: ConfigKey, value: Any, release: str, here: str, *, raw: bool
    ) -> Iterator[str]:
        if not option.suboptions:
            return
        if isinstance(value, list):
            for index, item in enumerate(value):
                if isinstance(item, Mapping):
                    inside = f"{here}[{index}]."
                    yield from self.unfit(item, option.suboptions, release, inside, raw=raw)
        elif isinstance(value, Mapping):
            yield from self.unfit(value, option.suboptions, release, f"{here}.", raw=raw)

    def missing(
        self, said: Any, keys: tuple[Option, ...], release: str, path: str = ""
    ) -> Iterator[str]:
        """Required keys of sections that are there. Only the whole configuration can tell."""
        if isinstance(said, list):
            for index, item in enumerate(said):
                yield from self.missing(item, keys, release, f"{path.rstrip('.')}[{index}].")
            return
        for option in keys:
            if not isinstance(said, Mapping) or not isinstance(option, ConfigKey):
                return
            if option.name in said:
                yield from self.missing(
                    said[option.name], option.suboptions, release, f"{path}{option.name}."
                )
            elif option.required and option.known_to(release):
                yield f"{path}{option.name} is missing, but {self.name} needs it. Add it."

    def misspelt(self, name: str, known: list[str], here: str, path: str) -> Iterator[str]:
        """An unknown key that looks like a known one, or like one of another section."""
        close = difflib.get_close_matches(name.lower(), known, 1, 0.8)
        no_key = f"{here} is no key of {self.name}, but"
        if close:
            yield f"{no_key} {close[0]} is. Correct it, if that is meant."
            return
        section = path[len("extra.") :].split(".", 1)[0] if path.startswith("extra.") else ""
        places = [place for place in _places(self.keys) if place.rpartition(".")[2] == name]
        inside = [place for place in places if section and place.startswith(f"{section}.")]
        inside = inside or places
        if len(name) > 2 and 0 < len(inside) < 4:
            are = "is" if len(inside) == 1 else "are"
            yield f"{no_key} {' and '.join(inside)} {are}. Move it there."

    def unheard_of(
        self, said: Any, keys: tuple[Option, ...] | None = None, path: str = "extra."
    ) -> Iterator[str]:
        """Paths of what stands in ``extra`` and is no key that this collection knows."""
        if not isinstance(said, Mapping):
            return
        known = {option.name: option for option in (self.keys if keys is None else keys)}
        for name, value in said.items():
            option = known.get(name)
            if option is None:
                yield f"{path}{name}"
            elif option.suboptions:
                yield from self.unheard_of(value, option.suboptions, f"{path}{name}.")

    def _not_fitting(self, option: Option, value: Any, here: str) -> Iterator[str]:
        kind, name = _TYPES[option.type]
        shown = "is set" if option.secret else f"is {value!r}"
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            yield f"{here} {shown}, but {self.name} reads {name} there. Correct it."
            return
        items = value if isinstance(value, list) else [value]
        if isinstance(value, list) and option.elements:
            kind, name = _TYPES[option.elements]
            if not all(isinstance(item, kind) for item in items):
                yield f"{here} {shown}, but each of its entries is {name}. Correct it."
                return
        for item in items:
            if option.choices and item not in option.choices:
                choices = ", ".join(str(choice) for choice in option.choices)
                yield f"{here} {shown}, but {self.name} knows {choices}. Use one of these."
            elif option.wrong:
                rule = option.wrong(item)
                if rule:
                    yield f"{here} {'is set' if option.secret else f'is {item!r}'}, {rule}"


def of_another_release(option: ConfigKey, here: str, release: str) -> str:
    cure = f"Use {option.instead} instead." if option.instead else "Leave it out."
    return f"{here} is set, but it is known to {option.gate} only, and this is {release}. {cure}"


def _places(keys: tuple[Option, ...], path: str = "") -> Iterator[str]:
    for option in keys:
        yield f"{path}{option.name}"
        yield from _places(option.suboptions, f"{path}{option.name}.")
