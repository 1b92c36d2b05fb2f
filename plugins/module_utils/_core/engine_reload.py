# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What must happen so that a running engine works by its file: nothing, a reload, a restart."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from . import engine_report
from .engine_keys import Version, no_reload, reload_loads
from .plan import Step


@dataclass(frozen=True)
class Change:
    """A key that the engine has not loaded: what the file says, None where it lacks the key."""

    name: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Decision:
    """``applied`` is nothing, reload, restart or due; ``due``: a restart is still to come."""

    applied: str
    due: bool = False
    steps: tuple[Step, ...] = ()
    warnings: tuple[str, ...] = ()


def digest(value: Any) -> str:
    """Stands for a value in a note: equal where the values are, and tells nothing of them."""
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()


def not_loaded(
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    managed: Iterable[str],
    info: Mapping[str, Any],
    pending: Mapping[str, str],
) -> list[Change]:
    """The keys that are changed or the task's (``managed``), and that the engine does not work by.

    What its report shows decides; of the rest only a change can tell, this run's or an earlier
    one's that was never applied: ``pending`` has the digests of what the engine has instead.
    """
    changed = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    found = []
    for name in dict.fromkeys([*changed, *managed]):
        value = after.get(name)
        if engine_report.is_shown(name, value, info):
            missing = not engine_report.is_loaded(name, value, info)
        elif name in pending:
            missing = digest(value) != pending[name]
        else:
            missing = name in changed
        if missing:
            found.append(Change(name, before.get(name), value))
    return found


def noted(
    before: Mapping[str, Any], after: Mapping[str, Any], pending: Mapping[str, str]
) -> dict[str, str]:
    """``pending`` when the file has changed: what the engine has of each key that differs."""
    found = dict(pending)
    for name in {**before, **after}:
        if before.get(name) != after.get(name):
            found.setdefault(name, digest(before.get(name)))
    return {name: old for name, old in found.items() if digest(after.get(name)) != old}


def decide(
    changes: Sequence[Change],
    after: Mapping[str, Any],
    info: Mapping[str, Any],
    version: Version | None,
    restart: str,
    service: str,
    live_restore: bool,
) -> Decision:
    """``restart`` is never, when_needed or always; without a change nothing happens.

    ``after`` is the whole file, ``live_restore`` whether a restarted engine will have it, by its
    file or by a flag.
    """
    if not changes:
        return Decision("nothing")
    live = [
        change.name for change in changes if reload_loads(change.name, change.before, change.after)
    ]
    obstacle = no_reload(version, after)
    reloadable = [] if obstacle else live
    others = [change.name for change in changes if change.name not in reloadable]
    # Said where it costs a restart that a reload would have saved.
    told = (f"{service} cannot be reloaded: {obstacle}.",) if obstacle and live else ()
    if restart == "always" or (others and restart == "when_needed"):
        decision = _restart(changes, info, service, live_restore, obstacle is None)
        return replace(decision, warnings=(*told, *decision.warnings))
    due = (*told, *_due(others, info, service, live_restore)) if others else ()
    if reloadable:
        why = f"reload {service}, so that it loads {_list(reloadable)}"
        return Decision("reload", bool(others), (_step("reload", why, reloadable),), due)
    return Decision("due", True, (), due)


def _restart(
    changes: Sequence[Change],
    info: Mapping[str, Any],
    service: str,
    live_restore: bool,
    reloads: bool,
) -> Decision:
    """Containers run on where live-restore is on when the engine ends, and when it starts again."""
    names = [change.name for change in changes]
    running = engine_report.running_containers(info)
    why = f"restart {service}, so that it loads {_list(names)}"
    steps = []
    warnings: tuple[str, ...] = ()
    stops = running and not (live_restore and info.get("LiveRestoreEnabled"))
    if stops and "live-restore" in names and live_restore and reloads:
        first = f"reload {service} first, so that live-restore keeps {_count(running)} running"
        steps.append(_step("reload", first, ["live-restore"]))
        stops = False
    if stops:
        why += f": this stops {_count(running)}"
        warnings = (
            f"the restart of {service} stops {_count(running)}, since live-restore is off. "
            "Set restart to never to do it later, or turn live-restore on first.",
        )
    steps.append(_step("restart", why, names))
    return Decision("restart", False, tuple(steps), warnings)


def _due(
    names: Sequence[str], info: Mapping[str, Any], service: str, live_restore: bool
) -> tuple[str, ...]:
    verb = "takes" if len(names) == 1 else "take"
    sentence = f"{_list(names)} {verb} effect with the next restart of {service}"
    running = engine_report.running_containers(info)
    if running and not (live_restore and info.get("LiveRestoreEnabled")):
        sentence += f", which would stop {_count(running)}"
    return (f"{sentence}. Restart it when that suits.",)


def _step(verb: str, why: str, names: Sequence[str]) -> Step:
    return Step(verb, why, {"keys": tuple(names)})


def _list(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _count(containers: int) -> str:
    return f"{containers} container{'s' if containers != 1 else ''}"
