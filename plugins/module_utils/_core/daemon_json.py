# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The engine's daemon.json: what a task names is merged into it, every other key keeps its bytes.

``seen`` of the merge is what docker_daemon.look found on the host:

version    of the engine that runs or is installed, as text, or None
info       what the running engine reports at GET /info, or None where none runs
flags      with which the engine is started (unit_flags.Flag)
reads      the file that the engine reads, where its flags name one
pending    keys that an earlier run wrote and did not see loaded
signal     whether a reload can be sent; reload_lacks: why not by the service manager, or None
restartable  whether the service manager can restart the engine
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from . import engine_keys, engine_report
from .engine_keys import KEYS, UNREAD
from .engine_reload import Decision, decide, not_loaded
from .errors import InputError, Refused
from .file_option import BACKUP, state
from .json_document import (
    LEFT,
    Document,
    named_like_a_secret,
    parse,
    remove_value,
    set_value,
    without_comments,
    without_secrets,
)
from .option import Option
from .plan import Format, Merged
from .registry_address import (
    not_a_mirror,
    not_an_insecure_registry,
    reported_mirror,
    reported_registry,
)

INSECURE, MIRRORS = "insecure-registries", "registry-mirrors"
# Options that are lists of the file by themselves, and how entries of it are held equal.
_LISTS = {"insecure_registries": INSECURE, "registry_mirrors": MIRRORS}
_NORMAL = {INSECURE: reported_registry, MIRRORS: reported_mirror}
# What they lose in the same call.
_LOST = {
    "insecure_registries": "absent_insecure_registries",
    "registry_mirrors": "absent_registry_mirrors",
}
_STRIP = "Remove it, or set strip_comments to true, which keeps a copy of the file"
_BYTE_ORDER_MARK = "\ufeff"


def not_a_timeout(value: int) -> str | None:
    return None if value > 0 else "but a time-out is a number of seconds above 0. Correct it."


def not_a_docker_host(value: str) -> str | None:
    if re.match(r"(unix:///|tcp://|https?://|ssh://).", value):
        return None
    return "but an engine is named as unix:///PATH or tcp://HOST:PORT. Correct it."


def not_a_service(value: str) -> str | None:
    if re.fullmatch(r"[A-Za-z0-9:_.@-]+", value) and not value.startswith("-"):
        return None
    return "but a service has letters, digits and :_.@- in its name only. Correct it."


def _wrong(params: Mapping[str, Any]) -> list[str]:
    """Faults between options, and in what stands below options."""
    given = params.get("options") or {}
    absent = params["state"] == "absent"
    found = [*_wrong_lists(params, absent), *_wrong_additive(params, given)]
    tasks = (*_LISTS, *_LOST.values(), "options")
    if all(params.get(name) is None for name in tasks) and not params.get("strip_comments"):
        found.append(
            "no option says what the file shall hold or lose, but there must be one of "
            "insecure_registries, registry_mirrors and options. Give one."
        )
    for name, value in given.items():
        found.extend(_wrong_option(name, value, absent))
    return found


def _wrong_lists(params: Mapping[str, Any], absent: bool) -> Iterator[str]:
    for name in params.get("exclusive") or ():
        if absent:
            yield (
                f"exclusive is {name!r}, but state=absent takes away what is named and nothing "
                "else. Leave exclusive out."
            )
        elif params.get(name) is None:
            yield (
                f"exclusive is {name!r}, but {name} is left out. "
                "Give the list (it may be empty), or leave it out of exclusive."
            )
    for name, lost in _LOST.items():
        normal = _NORMAL[_LISTS[name]]
        given = {normal(entry) for entry in params.get(name) or ()}
        if absent and params.get(lost) is not None:
            yield f"{lost} is set, but with state=absent {name} says what goes. Use that."
        for index, entry in enumerate(params.get(lost) or ()):
            if normal(entry) in given and not absent:
                yield (
                    f"{lost}[{index}] is {without_secrets(repr(entry))}, but {name} has it too. "
                    "Leave it out of one of them."
                )


def _wrong_additive(params: Mapping[str, Any], given: Mapping[str, Any]) -> Iterator[str]:
    for index, name in enumerate(params.get("additive") or ()):
        if not isinstance(given.get(name), list):
            yield (
                f"additive[{index}] is {name!r}, but it names lists of options, and there is no "
                "such list. Give it, or leave it out."
            )


def _wrong_option(name: str, value: Any, absent: bool) -> Iterator[str]:
    where = f"options.{name}"
    option = next((option for option, key in _LISTS.items() if key == name), None)
    if option is not None and (not absent or value is not None):
        yield f"{where} is set, but that list has an option of its own. Use {option}."
        return
    if name in UNREAD:
        cure = f"Use {UNREAD[name]}." if UNREAD[name] else "Leave it out."
        yield f"{where} is set, but it is a flag, and the engine does not read it here. {cure}"
        return
    if absent:
        return  # what is there may be taken away, whatever it is
    if value is None:
        yield f"{where} is null, but null says nothing. Leave it out, or use state=absent."
        return
    unreadable = _no_json(value)
    if unreadable:
        yield f"{where} {unreadable}"
        return
    for below, part, rule in engine_keys.broken(name, value):
        yield f"{where}{below} {_shown(f'{name}{below}', part)}, {rule}"


def _no_json(value: Any) -> str | None:
    try:
        json.dumps(value, allow_nan=False).encode("utf-8")
        _every_text(value)
    except (TypeError, ValueError):
        return "is set, but it cannot be written as JSON. Correct it."
    return None


def _every_text(value: Any) -> None:
    """Raises a ValueError for text that has no UTF-8 form."""
    if isinstance(value, str):
        value.encode("utf-8")
    elif isinstance(value, Mapping):
        for name, part in value.items():
            _every_text(name)
            _every_text(part)
    elif isinstance(value, list):
        for part in value:
            _every_text(part)


def _shown(path: str, value: Any) -> str:
    if any(named_like_a_secret(part) for part in re.split(r"[.\[\]]", path)):
        return "is set"
    return f"is {without_secrets(repr(value))}"


def hidden(params: Mapping[str, Any]) -> list[str]:
    """Secrets within options that no output may repeat: passwords of URLs, values named so."""
    return list(dict.fromkeys(_secrets("", params.get("options") or {})))


def _secrets(name: str, value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, part in value.items():
            yield from _secrets(key, part)
    elif isinstance(value, list):
        for part in value:
            yield from _secrets(name, part)
    elif isinstance(value, str):
        if named_like_a_secret(name) and value:
            yield value
        found = re.search(r"://[^\s/:@]*:([^\s/]+)@", value)
        if found:
            yield found.group(1)


@dataclass(frozen=True)
class _Edit:
    """One change of the text; ``value`` is None where the member goes."""

    path: tuple[str, ...]
    value: Any
    why: str


def merge(text: str | None, params: Mapping[str, Any], seen: Mapping[str, Any]) -> Merged:
    """The file with what the task names, and what must follow so that the engine works by it."""
    path = params["path"]
    document = parse(text or "", path, comments=None if params["strip_comments"] else _STRIP)
    version = engine_keys.version_of(seen["version"] or "")
    info = seen["info"]
    warnings: list[str] = []
    reads = seen["reads"]
    if info is not None and reads is not None and reads != path:
        warnings.append(
            f"the engine at {params['docker_host']} reads {reads}, "
            f"so {path} has no effect on it. Name that file in path, or another engine."
        )
        info = None

    _check_lists(document, path)
    edits = list(_edits(document, params, info))
    after_text = text
    if document.comments:
        after_text = without_comments(document)
    for edit in edits:
        after_text = _edited(after_text or "", edit)
    after = parse(after_text or "", path).values
    faults = [
        *_faults(document, after, params, version),
        *_conflicts(document, after, path, seen["flags"]),
        *_swarm(after, info),
    ]
    if faults:
        raise InputError(faults)
    warnings.extend(_unread(document, path, version))

    before = {} if document.comments else document.values
    decision = _decided(before, after, params, seen, version, info, bool(document.comments))
    why = [edit.why for edit in edits]
    if document.comments:
        why.insert(0, f"remove {_amount(len(document.comments), 'comment')} from {path}")
    loads = decision.applied in ("reload", "restart", "nothing")
    return Merged(
        after_text,
        {
            **_trusted(after, info, decision, loads),
            "options": _ours(after, params),
            "applied": "no_engine" if info is None else decision.applied,
            "restart_due": decision.due,
            "engine_version": seen["version"],
        },
        tuple(why),
        steps=decision.steps,
        warnings=(*warnings, *decision.warnings),
        keep_copy=bool(document.comments),
    )


def _edited(text: str, edit: _Edit) -> str:
    if edit.value is None:
        return remove_value(text, edit.path)
    return set_value(text, edit.path, edit.value)


def _check_lists(document: Document, path: str) -> None:
    """The two lists must be lists before anything can be merged into them."""
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


def _edits(
    document: Document, params: Mapping[str, Any], info: Mapping[str, Any] | None
) -> Iterator[_Edit]:
    absent = params["state"] == "absent"
    for option, name in _LISTS.items():
        given, lost = params.get(option), params.get(_LOST[option])
        if given is None and lost is None:
            continue
        if absent:
            given, lost = [], given
        exclusive = option in (params.get("exclusive") or ())
        yield from _list_edits(
            document.values, name, given or [], lost or [], params["path"], info, exclusive
        )
    for name, value in (params.get("options") or {}).items():
        if absent:
            yield from _removals(document.values, (name,), value, params["path"], info)
        else:
            additive = name in (params.get("additive") or ())
            yield from _settings(document.values, (name,), value, params["path"], additive)


def _list_edits(
    values: Mapping[str, Any],
    name: str,
    given: Sequence[str],
    lost: Sequence[str],
    path: str,
    info: Mapping[str, Any] | None,
    exclusive: bool,
) -> Iterator[_Edit]:
    normal = _NORMAL[name]
    listed: list[str] = values.get(name) or []
    have = {normal(entry) for entry in listed}
    named = {normal(entry): entry for entry in reversed(given)}
    wanted = list(dict.fromkeys(named[normal(entry)] for entry in given))
    unwanted = {normal(entry) for entry in lost}
    if unwanted and not wanted and name not in values and info is not None:
        reported = {normal(entry) for entry in engine_report.SHOWN[name].report(info)}
        if reported & unwanted:
            yield _Edit((name,), [], f"set {name} to [] in {path}, so that a reload clears it")
        return
    if exclusive:
        new = wanted
        same = [normal(entry) for entry in listed] == [normal(entry) for entry in wanted]
        if same or (name == INSECURE and have == set(named) and len(listed) == len(have)):
            return
    else:
        new = [entry for entry in listed if normal(entry) not in unwanted]
        new += [entry for entry in wanted if normal(entry) not in have]
    if new == listed:
        return
    yield _Edit((name,), new, "; ".join(_differences(name, listed, new, path)))


def _differences(name: str, old: Sequence[str], new: Sequence[str], path: str) -> Iterator[str]:
    added = [without_secrets(entry) for entry in new if entry not in old]
    gone = [without_secrets(entry) for entry in old if entry not in new]
    if added:
        yield f"add {', '.join(added)} to {name} in {path}"
    if gone:
        yield f"remove {', '.join(gone)} from {name} in {path}"
    if not added and not gone:
        yield f"change the order of {name} in {path}"


def _same(one: Any, other: Any) -> bool:
    """Equal as JSON: true is not 1, and 1 is not 1.0."""
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


_NOTHING = object()


def _settings(
    values: Mapping[str, Any], where: tuple[str, ...], value: Any, path: str, additive: bool
) -> Iterator[_Edit]:
    old = values.get(where[-1], _NOTHING)
    if isinstance(value, Mapping) and isinstance(old, Mapping):
        for name, part in value.items():
            yield from _settings(old, (*where, name), part, path, False)
        return
    if additive and isinstance(old, list):
        value = [*old, *(part for part in value if not any(_same(part, one) for one in old))]
    if old is _NOTHING or not _same(old, value):
        yield _Edit(where, value, f"set {'.'.join(where)} in {path}")


def _removals(
    values: Mapping[str, Any],
    where: tuple[str, ...],
    value: Any,
    path: str,
    info: Mapping[str, Any] | None,
) -> Iterator[_Edit]:
    name = where[-1]
    top = len(where) == 1
    key = KEYS.get(name) if top else None
    empty = key.empty if key is not None else None
    old = values.get(name, _NOTHING)
    dotted = ".".join(where)
    if old is _NOTHING:
        if empty is not None and value is not None and info is not None and name not in values:
            loaded = not engine_report.is_shown(name, None, info) or engine_report.is_loaded(
                name, None, info
            )
            if not loaded:
                yield _Edit(where, empty, f"set {name} to {json.dumps(empty)} in {path}")
        return
    if isinstance(old, Mapping) and isinstance(value, Mapping):
        left = {part for part in old if part not in value or isinstance(value[part], Mapping)}
        inner = [
            edit
            for part, below in value.items()
            for edit in _removals(old, (*where, part), below, path, None)
        ]
        if left or not inner:
            yield from inner
            return
        new: Any = {}
    elif isinstance(old, list) and isinstance(value, list):
        new = [part for part in old if not any(_same(part, one) for one in value)]
        if new == old:
            return
    else:
        new = None
    if not new:
        new = empty if value is not None else None
    if new is None:
        yield _Edit(where, None, f"remove {dotted} from {path}")
    elif not _same(old, new):
        yield _Edit(
            where,
            new,
            f"take away from {dotted} in {path}"
            if new
            else f"set {dotted} to {json.dumps(new)} in {path}",
        )


def _faults(
    document: Document,
    after: Mapping[str, Any],
    params: Mapping[str, Any],
    version: engine_keys.Version | None,
) -> Iterator[str]:
    """What the engine would refuse of the file as it will be: the task's keys, then the others."""
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
    for name, rule in engine_keys.disagreements(after):
        yield f"{path}: {name} {rule}. Correct one of them; {LEFT}."
    yield from _wrong_entries(document, after, params, version)
    if document.text.startswith(_BYTE_ORDER_MARK) and version is not None and version < (23, 0):
        yield (
            f"{path}, line 1, column 1: a byte order mark, which engines before 23.0 do not take. "
            f"Save the file as plain UTF-8; {LEFT}."
        )


def _wrong_entries(
    document: Document,
    after: Mapping[str, Any],
    params: Mapping[str, Any],
    version: engine_keys.Version | None,
) -> Iterator[str]:
    """Entries of the two lists that an engine refuses; the task's own were checked as options."""
    with_path = version is None or version >= (25, 0)
    for index, entry in enumerate(params.get("registry_mirrors") or ()):
        rule = not_a_mirror(entry, with_path=with_path)
        if rule and params["state"] == "present":
            yield f"registry_mirrors[{index}] is {without_secrets(repr(entry))}, {rule}"
    own = {*(params.get("insecure_registries") or ()), *(params.get("registry_mirrors") or ())}
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
                yield (
                    f"{path_of(params, document, name)}: {name}[{index}] is "
                    f"{without_secrets(repr(entry))}, {rule[:-1]}; {LEFT}."
                )


def path_of(params: Mapping[str, Any], document: Document, name: str) -> str:
    return f"{params['path']}, {document.place([name])}"


def _conflicts(
    document: Document, after: Mapping[str, Any], path: str, flags: Iterable[Any]
) -> Iterator[str]:
    """A flag and a key of the same name: the engine refuses to start, and to reload."""
    listed = list(flags)
    for name, value in after.items():
        key = KEYS.get(name)
        # Runtimes of the flags and of the file are put together.
        if key is None or name == "runtimes":
            continue
        spellings = set(key.written)
        if name == "proxies":
            spellings = {f"--{part}" for part in value or ()}
        elif name == "host-gateway-ips":
            spellings = {"--host-gateway-ip"}
        for flag in listed:
            if flag.name in spellings:
                yield (
                    f"{name} cannot stand in {path}, since {flag.where} starts the engine with "
                    f"{without_secrets(str(flag))}, and the engine refuses to start with both. "
                    f"Take the flag away there, or the key here; {LEFT}."
                )


def _swarm(after: Mapping[str, Any], info: Mapping[str, Any] | None) -> Iterator[str]:
    swarm = ((info or {}).get("Swarm") or {}).get("LocalNodeState") or "inactive"
    if after.get("live-restore") is True and swarm != "inactive":
        yield (
            "live-restore is true, but the engine is part of a swarm, and takes only one of both. "
            f"Leave live-restore out; {LEFT}."
        )


def _unread(document: Document, path: str, version: engine_keys.Version | None) -> Iterator[str]:
    for name in document.values:
        where = f"{path}, {document.place([name])}: {name}"
        if name in UNREAD:
            cure = f"Its key is called {UNREAD[name]}." if UNREAD[name] else "Remove it."
            yield f"{where} is a flag, and the engine does not read it here. {cure}"
        elif name not in KEYS and engine_keys.unknown(name, version) is None:
            yield f"{where} is not known here; an engine refuses to start with a wrong key."


def _decided(
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    params: Mapping[str, Any],
    seen: Mapping[str, Any],
    version: engine_keys.Version | None,
    info: Mapping[str, Any] | None,
    unread: bool,
) -> Decision:
    """``unread``: no engine can have read the file as it was, so all of it counts as managed."""
    if info is None:
        return Decision("no_engine")
    managed = [
        *(
            name
            for option, name in _LISTS.items()
            if params.get(option) is not None or params.get(_LOST[option]) is not None
        ),
        *(params.get("options") or {}),
        *(after if unread else ()),
    ]
    changes = not_loaded(before, after, managed, info, seen["pending"])
    restart, service = params["restart"], params["service"]
    impossible: tuple[str, ...] = ()
    if not seen["restartable"] and restart != "never":
        restart = "never"
        impossible = (f"no service manager here knows {service}, so it was not restarted.",)
    decision = decide(changes, after, info, version, restart, service)
    if not decision.due:
        impossible = ()
    reloads = any(step.verb == "reload" for step in decision.steps)
    if reloads and seen["reload_lacks"]:
        impossible = (
            *impossible,
            f"systemctl reload {service} does not work here, since {seen['reload_lacks']}; "
            "the engine is sent SIGHUP instead.",
        )
    if reloads and not seen["signal"]:
        raise Refused(
            f"reload {service}: no unit of that name runs here, and the process of the engine at "
            f"{params['docker_host']} was not found. Name its service, or its docker_host."
        )
    return Decision(
        decision.applied, decision.due, decision.steps, (*impossible, *decision.warnings)
    )


def _trusted(
    after: Mapping[str, Any],
    info: Mapping[str, Any] | None,
    decision: Decision,
    loads: bool,
) -> dict[str, list[str]]:
    """The two lists as the engine reports them when all is done, in the file's order."""
    found = {}
    for option, name in _LISTS.items():
        listed = list(dict.fromkeys(after.get(name) or ()))
        if info is None:
            found[option] = listed
            continue
        shown = engine_report.SHOWN[name]
        reported = shown.report(info)
        loaded = decision.applied == "restart" or (decision.applied == "reload" and name in after)
        if loaded:
            reported = shown.normal(listed)
        found[option] = engine_report.in_file_order(listed, reported, _NORMAL[name])
    return found


def _ours(after: Mapping[str, Any], params: Mapping[str, Any]) -> dict[str, Any]:
    """The keys of the task's options as the file has them, secrets masked."""
    named = params.get("options") or {}
    text = json.dumps({name: after[name] for name in named if name in after})
    masked: dict[str, Any] = json.loads(without_secrets(text))
    return masked


def _amount(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' if number != 1 else ''}"


DAEMON_JSON = Format(
    kind="docker_daemon_config",
    options=(
        Option(
            "path",
            "The engine's configuration file. It is made, with its directory, where it is not "
            "there yet.",
            type="path",
            default="/etc/docker/daemon.json",
        ),
        Option(
            "insecure_registries",
            (
                "Registries that the engine may ask without TLS or with a certificate that it does "
                "not know: V(HOST), V(HOST:PORT) or a network such as V(192.168.126.0/24).",
                "They are added to those that the file has; see O(exclusive). "
                "If left out, the file's list stays as it is.",
            ),
            type="list",
            elements="str",
            wrong=not_an_insecure_registry,
        ),
        Option(
            "registry_mirrors",
            (
                "URLs that the engine asks first for images of the public hub.",
                "They are added behind those that the file has; see O(exclusive). "
                "If left out, the file's list stays as it is.",
            ),
            type="list",
            elements="str",
            wrong=not_a_mirror,
        ),
        Option(
            "absent_insecure_registries",
            "Registries that the engine shall no longer ask without TLS. The list loses them in "
            "the same call, and so in one reload, that adds O(insecure_registries).",
            type="list",
            elements="str",
            wrong=not_an_insecure_registry,
        ),
        Option(
            "absent_registry_mirrors",
            "Mirrors that the engine shall no longer ask, likewise.",
            type="list",
            elements="str",
            wrong=not_a_mirror,
        ),
        Option(
            "options",
            (
                "Any other key of the file, with the engine's own names: C(data-root), "
                "C(log-opts), C(live-restore) and so on.",
                "Dictionaries are merged at every level: a member that is not named stays. Lists "
                "are set exactly as given; see O(additive).",
                "A key that no engine knows is refused, and so is a value that the engine would "
                "refuse. If left out, the other keys stay as they are.",
                "With O(state=absent), what is named is taken away: of a list the given items, of "
                "a dictionary the given members, else the key. V(null) takes away the key whole.",
                "Passwords in URLs and values whose names tell that they are secret are masked "
                "wherever this module shows them.",
            ),
            type="dict",
        ),
        Option(
            "exclusive",
            "Which of the two lists hold exactly what is given: entries that are not given go.",
            type="list",
            elements="str",
            default=[],
            choices=("insecure_registries", "registry_mirrors"),
        ),
        Option(
            "additive",
            "Keys of O(options) with lists to which the given items are added, instead of being "
            "all that the list holds: C(labels), for instance.",
            type="list",
            elements="str",
            default=[],
        ),
        state(
            "Whether what is named is in the file. V(absent) leaves an empty list where it took "
            "the last entry, since an engine that reloads keeps what it does not find."
        ),
        Option(
            "strip_comments",
            "Whether comments (C(//), C(/* */), C(#)) are removed from a file that has some; a "
            "copy is kept then, whatever O(backup) says. If V(false), such a file is refused, "
            "since "
            "the engine does not read it.",
            type="bool",
            default=False,
        ),
        Option(
            "restart",
            (
                "Whether a running engine may be restarted so that it loads the file.",
                "V(when_needed) restarts it where a reload does not load the change, V(always) "
                "with any change. V(never) reloads what can be reloaded and reports what is still "
                "due in RV(docker_daemon_config.restart_due).",
                "A stopped engine is never started.",
            ),
            default="when_needed",
            choices=("never", "when_needed", "always"),
        ),
        Option(
            "service",
            "The engine's unit. Where there is no such unit, the process of the engine at "
            "O(docker_host) is sent the signal to reload, and restarts are left to you.",
            default="docker",
            wrong=not_a_service,
        ),
        Option(
            "docker_host",
            "Where the engine that reads the file answers.",
            default="unix:///var/run/docker.sock",
            env=("DOCKER_HOST",),
            wrong=not_a_docker_host,
        ),
        Option(
            "timeout",
            "How many seconds to wait for each answer of the engine, and for it to show that it "
            "has loaded the file.",
            type="int",
            default=60,
            wrong=not_a_timeout,
        ),
        BACKUP,
    ),
    merge=merge,
    shown=without_secrets,
    wrong=_wrong,
    hidden=hidden,
    directory_mode=0o755,
)
