# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The engine's daemon.json: what a task names is merged into it, every other key keeps its bytes.

``seen`` of the merge is what docker_daemon.look found on the host:

version       of the engine that runs or is installed, as text, or None
info          what the running engine reports at GET /info, or None where none runs
flags         with which the engine is started (unit_flags.Flag)
reads         the file that the engine reads, where its flags name one
pending       keys that an earlier run wrote and did not see loaded, with digests of what it has
signal        whether a reload can be sent
reload_lacks  why the service manager cannot reload, or None
restartable   whether the service manager can restart the engine
mode          the file's permissions, or None where there is no file
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from . import daemon_edits, daemon_faults, engine_keys, engine_report
from .daemon_edits import LISTS, LOST, NORMAL
from .engine_keys import KEYS
from .engine_option import docker_host
from .engine_reload import Decision, decide, digest, not_loaded
from .errors import InputError, Refused
from .file_option import BACKUP, open_to_all, state
from .json_document import parse, without_comments, without_secrets
from .option import Option
from .plan import Format, Merged
from .registry_address import not_a_mirror, not_an_insecure_registry

_STRIP = "Remove it, or set strip_comments to true, which keeps a copy of the file"


def not_a_timeout(value: int) -> str | None:
    return None if value > 0 else "but a time-out is a number of seconds above 0. Correct it."


def not_a_service(value: str) -> str | None:
    if re.fullmatch(r"[A-Za-z0-9:_.@-]+", value) and not value.startswith("-"):
        return None
    return "but a service has letters, digits and :_.@- in its name only. Correct it."


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

    daemon_faults.check_lists(document, path)
    edits = list(daemon_edits.edits(document.values, params, info))
    after_text = without_comments(document) if document.comments else text
    for edit in edits:
        after_text = edit.of(after_text or "")
    after = parse(after_text or "", path).values
    faults = list(daemon_faults.of_file(document, after, params, version, seen["flags"], info))
    if faults:
        raise InputError(faults)
    warnings.extend(daemon_faults.unread(document, path, version))
    holds_secrets = bool(daemon_faults.secrets(after))
    if holds_secrets:
        warnings.extend(open_to_all(params, seen["mode"], "secrets"))

    before = {} if document.comments else document.values
    decision = _decided(before, after, params, seen, version, info, bool(document.comments))
    why = [edit.why for edit in edits]
    if document.comments:
        why.insert(0, f"remove {_amount(len(document.comments), 'comment')} from {path}")
    return Merged(
        after_text,
        {
            **_trusted(after, info, decision),
            "options": _ours(after, params),
            "applied": "no_engine" if info is None else decision.applied,
            "restart_due": decision.due,
            "engine_version": seen["version"],
        },
        tuple(why),
        steps=decision.steps,
        warnings=(*warnings, *decision.warnings),
        keep_copy=bool(document.comments),
        mode=0o600 if holds_secrets else None,
    )


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
    managed = _managed(after, params, seen, unread)
    pending: Mapping[str, str] = seen["pending"]
    changes = not_loaded(before, after, managed, info, pending)
    restart, service = params["restart"], params["service"]
    if not seen["restartable"]:
        restart = "never"
    keeps = after.get("live-restore") is True or "--live-restore" in _flag_names(seen)
    decision = decide(changes, after, info, version, restart, service, keeps)
    warnings = list(decision.warnings)
    if decision.due and restart != params["restart"]:
        warnings.append(f"no service manager here knows {service}, so it was not restarted.")
    if any(step.verb == "reload" for step in decision.steps):
        if not seen["signal"]:
            raise Refused(
                f"reload {service}: no unit of that name runs here, and the process of the engine "
                f"at {params['docker_host']} was not found. Name its service, or its docker_host."
            )
        if seen["reload_lacks"]:
            warnings.append(
                f"systemctl reload {service} does not work here, since {seen['reload_lacks']}; "
                "the engine is sent SIGHUP instead."
            )
    # What another task has still to apply is no reason to act for this one.
    others = [name for name in pending if digest(after.get(name)) != pending[name]]
    due = decision.due or bool(others and decision.applied in ("nothing", "reload"))
    return replace(decision, due=due, warnings=tuple(warnings))


def _flag_names(seen: Mapping[str, Any]) -> set[str]:
    return {flag.name for flag in seen["flags"]}


def _managed(
    after: Mapping[str, Any], params: Mapping[str, Any], seen: Mapping[str, Any], unread: bool
) -> list[str]:
    """The keys whose state in the engine is the task's business.

    What a flag gives the engine is not, and neither is a key that the task left out of the file;
    one that it takes away is.
    """
    lists = [
        name
        for option, name in LISTS.items()
        if params.get(option) is not None or params.get(LOST[option]) is not None
    ]
    options = list(params.get("options") or {})
    absent = params["state"] == "absent"
    flagged = _flag_names(seen)
    return [
        name
        for name in (*lists, *options, *(after if unread else ()))
        if (name in after or (absent and name in options))
        and not (name in KEYS and flagged & set(KEYS[name].written))
    ]


def _trusted(
    after: Mapping[str, Any],
    info: Mapping[str, Any] | None,
    decision: Decision,
) -> dict[str, list[str]]:
    """The two lists as the engine reports them when all is done, in the file's order."""
    found = {}
    for option, name in LISTS.items():
        listed = list(dict.fromkeys(after.get(name) or ()))
        if info is None:
            found[option] = listed
            continue
        shown = engine_report.SHOWN[name]
        reported = shown.report(info)
        loaded = decision.applied == "restart" or (decision.applied == "reload" and name in after)
        if loaded:
            reported = shown.normal(listed)
        found[option] = engine_report.in_file_order(listed, reported, NORMAL[name])
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
                "A key that the engine does not know is refused, and so is a value that it would "
                "refuse. If left out, the other keys stay as they are.",
                "With O(state=absent), what is named is taken away: of a list the given items, of "
                "a dictionary the given members, else the key. V(null) takes away the key whole.",
                "Passwords in URLs and values whose names tell that they are secret are masked "
                "wherever this module shows them, and a new file that holds some has mode V(0600).",
                "But Ansible notes a task's options in the log of the managed host before the "
                "module can say what in a dictionary is secret. So a task whose O(options) hold a "
                "password or the token of a log driver should have C(no_log: true).",
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
            "since the engine does not read it.",
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
        docker_host("Where the engine that reads the file answers."),
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
    wrong=daemon_faults.of_task,
    hidden=daemon_faults.hidden,
    directory_mode=0o755,
)
