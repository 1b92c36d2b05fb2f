# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which members of daemon.json a task changes: each edit touches one, and says why."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from . import engine_report
from .engine_keys import KEYS
from .json_document import remove_value, set_value, without_secrets
from .registry_address import reported_mirror, reported_registry

INSECURE, MIRRORS = "insecure-registries", "registry-mirrors"
# Options that are lists of the file by themselves; what such a list loses in the same call; and the
# form in which the engine holds two entries for the same.
LISTS = {"insecure_registries": INSECURE, "registry_mirrors": MIRRORS}
LOST = {
    "insecure_registries": "absent_insecure_registries",
    "registry_mirrors": "absent_registry_mirrors",
}
NORMAL = {INSECURE: reported_registry, MIRRORS: reported_mirror}


class _Gone:
    """Stands for a member that is not there."""


GONE = _Gone()


@dataclass(frozen=True)
class Edit:
    """One change of the text; ``value`` is GONE where the member goes."""

    path: tuple[str, ...]
    value: Any
    why: str

    def of(self, text: str) -> str:
        if self.value is GONE:
            return remove_value(text, self.path)
        return set_value(text, self.path, self.value)


def edits(
    values: Mapping[str, Any], params: Mapping[str, Any], info: Mapping[str, Any] | None
) -> Iterator[Edit]:
    """What the task changes of the values; ``info`` is what a running engine reports."""
    absent, path = params["state"] == "absent", params["path"]
    for option, name in LISTS.items():
        given, lost = params.get(option), params.get(LOST[option])
        if absent:
            given, lost = None, given
        exclusive = option in (params.get("exclusive") or ())
        yield from _of_list(values, name, given, lost or (), path, info, exclusive)
    for name, value in (params.get("options") or {}).items():
        old = values.get(name, GONE)
        if absent:
            new = _taken_away(name, old, value, info)
        else:
            new = _merged(old, value, name in (params.get("additive") or ()))
        yield from _between((name,), old, new, path)


def _of_list(
    values: Mapping[str, Any],
    name: str,
    given: Sequence[str] | None,
    lost: Sequence[str],
    path: str,
    info: Mapping[str, Any] | None,
    exclusive: bool,
) -> Iterator[Edit]:
    normal = NORMAL[name]
    listed: list[str] = values.get(name) or []
    unwanted = {normal(entry) for entry in lost}
    new = [entry for entry in listed if normal(entry) not in unwanted]
    wanted = list({normal(entry): entry for entry in reversed(given or ())}.values())[::-1]
    if given is not None and exclusive:
        new = listed if _hold_the_same(name, listed, wanted) else wanted
    else:
        have = {normal(entry) for entry in new}
        new += [entry for entry in wanted if normal(entry) not in have]
    if new != listed:
        yield Edit((name,), new, "; ".join(_differences(name, listed, new, path)))
    elif name not in values and info is not None:
        # The file does not say it any more, and the engine still does: see Key.empty.
        reported = {normal(entry) for entry in engine_report.SHOWN[name].report(info)}
        if reported & unwanted or (reported and exclusive):
            yield Edit((name,), [], f"set {name} to [] in {path}")


def _hold_the_same(name: str, one: Sequence[str], other: Sequence[str]) -> bool:
    """As the engine understands the lists: mirrors are asked in their order."""
    first, second = ([NORMAL[name](entry) for entry in entries] for entries in (one, other))
    return first == second if name == MIRRORS else sorted(first) == sorted(second)


def _differences(name: str, old: Sequence[str], new: Sequence[str], path: str) -> Iterator[str]:
    added = [without_secrets(entry) for entry in new if entry not in old]
    gone = [without_secrets(entry) for entry in old if entry not in new]
    if added:
        yield f"add {', '.join(added)} to {name} in {path}"
    if gone:
        yield f"remove {', '.join(gone)} from {name} in {path}"
    if not added and not gone:
        yield f"change the order of {name} in {path}"


def same(one: Any, other: Any) -> bool:
    """Equal as JSON: true is not 1, and 1 is not 1.0."""
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


def _merged(old: Any, value: Any, additive: bool) -> Any:
    """The value put into the old one: dictionaries at every level, anything else as it is given."""
    if isinstance(value, Mapping) and isinstance(old, Mapping):
        new = dict(old)
        for name, part in value.items():
            new[name] = _merged(old.get(name, GONE), part, False)
        return new
    if additive and isinstance(old, list):
        return [*old, *(part for part in value if not any(same(part, one) for one in old))]
    return value


def _taken_away(name: str, old: Any, value: Any, info: Mapping[str, Any] | None) -> Any:
    """What is left of a key; its ``empty`` where it has one, so that a reload clears it."""
    key = KEYS.get(name)
    empty = key.empty if key is not None and value is not None else None
    if old is GONE:
        clears = empty is not None and info is not None and _still_loaded(name, info)
        return empty if clears else GONE
    new = _without(old, value)
    emptied = new is GONE or (new in ([], {}) and not same(new, old))
    if emptied:
        return GONE if empty is None else empty
    return new


def _still_loaded(name: str, info: Mapping[str, Any]) -> bool:
    """Whether the engine reports the key although no file has it."""
    return engine_report.is_shown(name, None, info) and not engine_report.is_loaded(
        name, None, info
    )


def _without(old: Any, value: Any) -> Any:
    if isinstance(old, Mapping) and isinstance(value, Mapping):
        new = {}
        for name, part in old.items():
            left = _without(part, value[name]) if name in value else part
            if left is not GONE:
                new[name] = left
        return new
    if isinstance(old, list) and isinstance(value, list):
        return [part for part in old if not any(same(part, one) for one in value)]
    return GONE


def _between(path: tuple[str, ...], old: Any, new: Any, file: str) -> Iterator[Edit]:
    """The smallest edits that lead from one to the other."""
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for name in {**old, **new}:
            yield from _between((*path, name), old.get(name, GONE), new.get(name, GONE), file)
    elif new is GONE:
        if old is not GONE:
            yield Edit(path, GONE, f"remove {'.'.join(path)} from {file}")
    elif old is GONE or not same(old, new):
        yield Edit(path, new, f"set {'.'.join(path)} in {file}")
