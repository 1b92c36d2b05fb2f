# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an engine would refuse: in a task for daemon.json, and in the file as it would be."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from . import engine_keys
from .daemon_edits import INSECURE, LISTS, LOST, MIRRORS, NORMAL
from .engine_keys import KEYS, UNREAD, Version
from .errors import InputError
from .json_document import LEFT, Document, named_like_a_secret, without_secrets
from .registry_address import not_a_mirror, not_an_insecure_registry, reported_registry
from .unit_flags import Flag

_BYTE_ORDER_MARK = "\ufeff"


def of_task(params: Mapping[str, Any]) -> list[str]:
    """Faults between options, and in what stands below ``options``, whatever the engine."""
    given = params.get("options") or {}
    absent = params["state"] == "absent"
    found = [
        *_of_exclusive(params, absent),
        *_of_lost(params, absent),
        *_of_additive(params, given),
    ]
    named = (*LISTS, *LOST.values(), "options")
    if all(params.get(name) is None for name in named) and not params.get("strip_comments"):
        found.append(
            "no option says what the file shall hold or lose, but there must be one of "
            "insecure_registries, registry_mirrors and options. Give one."
        )
    for name, value in given.items():
        found.extend(_of_option(name, value, absent))
    return found


def _of_exclusive(params: Mapping[str, Any], absent: bool) -> Iterator[str]:
    for index, name in enumerate(params.get("exclusive") or ()):
        if absent:
            yield (
                f"exclusive[{index}] is {name!r}, but state=absent takes away what is named and "
                "nothing else. Leave exclusive out."
            )
        elif params.get(name) is None:
            yield (
                f"exclusive[{index}] is {name!r}, but {name} is left out. "
                "Give the list (it may be empty), or leave it out of exclusive."
            )


def _of_lost(params: Mapping[str, Any], absent: bool) -> Iterator[str]:
    for name, lost in LOST.items():
        normal = NORMAL[LISTS[name]]
        given = {normal(entry) for entry in params.get(name) or ()}
        if absent and params.get(lost) is not None:
            yield f"{lost} is set, but with state=absent {name} says what goes. Use that."
        for index, entry in enumerate(params.get(lost) or ()):
            if normal(entry) in given and not absent:
                yield (
                    f"{lost}[{index}] is {without_secrets(repr(entry))}, but {name} has it too. "
                    "Leave it out of one of them."
                )


def _of_additive(params: Mapping[str, Any], given: Mapping[str, Any]) -> Iterator[str]:
    for index, name in enumerate(params.get("additive") or ()):
        if not isinstance(given.get(name), list):
            yield (
                f"additive[{index}] is {name!r}, but it names lists of options, and there is no "
                "such list. Give it, or leave it out."
            )


def _of_option(name: str, value: Any, absent: bool) -> Iterator[str]:
    where = f"options.{name}"
    own = next((option for option, key in LISTS.items() if key == name), None)
    if own is not None and not (absent and value is None):
        yield f"{where} is set, but that list has an option of its own. Use {own}."
    elif name in UNREAD:
        cure = f"Use {UNREAD[name]}." if UNREAD[name] else "Leave it out."
        yield f"{where} is set, but it is a flag, and the engine does not read it here. {cure}"
    elif absent:
        return  # what is there may be taken away, whatever it is
    elif value is None:
        yield f"{where} is null, but null says nothing. Leave it out, or use state=absent."
    elif not _is_json(value):
        yield f"{where} is set, but it cannot be written as JSON. Correct it."
    else:
        for below, part, rule in engine_keys.broken(name, value):
            yield f"{where}{below} {_shown(f'{name}{below}', part)}, {rule}"


def _is_json(value: Any) -> bool:
    try:
        json.dumps(value, allow_nan=False, ensure_ascii=False).encode("utf-8")
    except (TypeError, ValueError):
        return False
    return True


def _shown(path: str, value: Any) -> str:
    if any(named_like_a_secret(part) for part in re.split(r"[.\[\]]", path)):
        return "is set"
    return f"is {without_secrets(repr(value))}"


def hidden(params: Mapping[str, Any]) -> list[str]:
    """Secrets within options that no output may repeat: passwords of URLs, values named so."""
    return secrets(params.get("options") or {})


def secrets(values: Mapping[str, Any]) -> list[str]:
    return list(dict.fromkeys(_secrets("", values)))


def _secrets(name: str, value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, part in value.items():
            yield from _secrets(str(key), part)
    elif isinstance(value, list):
        for part in value:
            yield from _secrets(name, part)
    elif isinstance(value, str):
        if named_like_a_secret(name) and value:
            yield value
        found = re.search(r"://[^\s/:@]*:([^\s/]+)@", value)
        if found:
            yield found.group(1)


def check_lists(document: Document, path: str) -> None:
    """The two lists must be lists before anything can be merged into them. Raises InputError."""
    found = []
    for name in (INSECURE, MIRRORS):
        value = document.values.get(name)
        if value is not None and not (
            isinstance(value, list) and all(isinstance(entry, str) for entry in value)
        ):
            found.append(
                f"{path}, {document.place([name])}: {name} is {without_secrets(repr(value))}, "
                f"but the engine reads only a list of texts here. Correct it; {LEFT}."
            )
    if found:
        raise InputError(found)


def of_file(
    document: Document,
    after: Mapping[str, Any],
    params: Mapping[str, Any],
    version: Version | None,
    flags: Iterable[Flag],
    info: Mapping[str, Any] | None,
) -> Iterator[str]:
    """What the engine would refuse of the file as it will be (``after``).

    The task's keys are named as options; the others with their place in the document as it is.
    """
    path, given = params["path"], params.get("options") or {}
    for name, value in after.items():
        ours = name in given and params["state"] == "present"
        start = f"options.{name}" if ours else f"{path}, {document.place([name])}: {name}"
        end = "." if ours else f"; {LEFT}."
        unknown = engine_keys.unknown(name, version)
        if unknown:
            yield f"{start} is set, but {unknown}{end}"
        for below, part, rule in () if ours else engine_keys.broken(name, value):
            yield f"{start}{below} {_shown(name + below, part)}, {rule[:-1]}; {LEFT}."
    yield from _of_entries(document, after, params, version)
    listed = list(flags)
    added_runtimes = any(flag.name == "--add-runtime" for flag in listed)
    for name, rule in engine_keys.disagreements(after):
        if name != "default-runtime" or not added_runtimes:
            yield f"{path}: {name} {rule}. Correct one of them; {LEFT}."
    yield from _of_flags(after, path, listed)
    swarm = ((info or {}).get("Swarm") or {}).get("LocalNodeState") or "inactive"
    if after.get("live-restore") is True and swarm != "inactive":
        yield (
            "live-restore is true, but the engine is part of a swarm, and takes only one of both. "
            f"Leave live-restore out; {LEFT}."
        )
    if document.text.startswith(_BYTE_ORDER_MARK) and version is not None and version < (23, 0):
        yield (
            f"{path}, line 1, column 1: a byte order mark, which engines before 23.0 do not take. "
            f"Save the file as plain UTF-8; {LEFT}."
        )


def _of_entries(
    document: Document,
    after: Mapping[str, Any],
    params: Mapping[str, Any],
    version: Version | None,
) -> Iterator[str]:
    """Entries of the two lists; the task's own were checked as options, but for the version."""
    with_path = version is None or version >= (25, 0)
    own = {*(params.get("insecure_registries") or ()), *(params.get("registry_mirrors") or ())}
    for index, entry in enumerate(params.get("registry_mirrors") or ()):
        rule = not_a_mirror(entry, with_path=with_path)
        if rule and params["state"] == "present":
            yield f"registry_mirrors[{index}] is {without_secrets(repr(entry))}, {rule}"
    for name in (INSECURE, MIRRORS):
        for index, entry in enumerate(after.get(name) or ()):
            if name == MIRRORS:
                rule = not_a_mirror(entry, with_path=with_path)
            else:
                # An engine takes a scheme off, with a warning, and asks the public hub by TLS.
                bare = reported_registry(entry)
                hub = bare in ("docker.io", "index.docker.io")
                rule = None if hub else not_an_insecure_registry(bare)
            if rule and entry not in own:
                where = f"{params['path']}, {document.place([name])}: {name}[{index}]"
                yield f"{where} is {without_secrets(repr(entry))}, {rule[:-1]}; {LEFT}."


def _of_flags(after: Mapping[str, Any], path: str, flags: Iterable[Flag]) -> Iterator[str]:
    """A flag and a key of the same name: the engine refuses to start, and to reload."""
    listed = list(flags)
    for name, value in after.items():
        key = KEYS.get(name)
        # Runtimes of the flags and of the file are put together.
        if key is None or name == "runtimes":
            continue
        spellings = set(key.written)
        if name == "proxies":
            parts = value if isinstance(value, Mapping) else ()
            spellings = {f"--{part}" for part in parts}
        for flag in listed:
            if flag.name in spellings:
                yield (
                    f"{name} cannot stand in {path}, since {flag.where} starts the engine with "
                    f"{without_secrets(str(flag))}, and the engine refuses to start with both. "
                    f"Take the flag away there, or the key here; {LEFT}."
                )


def unread(document: Document, path: str, version: Version | None) -> Iterator[str]:
    """Warnings about keys that are no fault, and have no effect or an unknown one."""
    for name in document.values:
        where = f"{path}, {document.place([name])}: {name}"
        if name in UNREAD:
            cure = f"Its key is called {UNREAD[name]}." if UNREAD[name] else "Remove it."
            yield f"{where} is a flag, and the engine does not read it here. {cure}"
        elif name not in KEYS and engine_keys.unknown(name, version) is None:
            yield f"{where} is not known here; an engine refuses to start with a wrong key."
