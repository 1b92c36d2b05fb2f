# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What must happen so that a running engine works by its file: nothing, a reload, a restart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from . import engine_report
from .engine_keys import Version, reload_loads, reload_works
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


def not_loaded(
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    managed: Iterable[str],
    info: Mapping[str, Any],
    pending: Iterable[str] = (),
) -> list[Change]:
    """The keys of the task, or of the file, that the engine does not work by.

    What its report shows decides; of the rest only a change can tell, this run's or an earlier
    one's that was never applied (``pending``).
    """
    waiting = set(pending)
    changed = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    found = []
    for name in dict.fromkeys([*changed, *managed, *sorted(waiting)]):
        value = after.get(name)
        if engine_report.is_shown(name, value, info):
            missing = not engine_report.is_loaded(name, value, info)
        else:
            missing = name in changed or name in waiting
        if missing:
            found.append(Change(name, before.get(name), value))
    return found


def decide(
    changes: Sequence[Change],
    after: Mapping[str, Any],
    info: Mapping[str, Any],
    version: Version | None,
    restart: str,
    service: str,
) -> Decision:
    """``restart`` is never, when_needed or always; without a change nothing happens."""
    if not changes:
        return Decision("nothing")
    reloadable = [
        change.name
        for change in changes
        if reload_loads(change.name, change.before, change.after, version)
    ]
    others = [change.name for change in changes if change.name not in reloadable]
    restarts = restart == "always" or (others and restart == "when_needed")
    if restarts:
        return _restart(changes, after, info, version, service)
    due = _due(others, info, service) if others else ()
    if reloadable:
        step = _step(
            "reload", f"reload {service}, so that it loads {_list(reloadable)}", reloadable
        )
        return Decision("reload", bool(others), (step,), due)
    return Decision("due", True, (), due)


def _restart(
    changes: Sequence[Change],
    after: Mapping[str, Any],
    info: Mapping[str, Any],
    version: Version | None,
    service: str,
) -> Decision:
    names = [change.name for change in changes]
    running = engine_report.running_containers(info)
    why = f"restart {service}, so that it loads {_list(names)}"
    steps = []
    warnings: tuple[str, ...] = ()
    survives = bool(info.get("LiveRestoreEnabled"))
    if running and not survives and after.get("live-restore") is True and reload_works(version):
        first = f"reload {service} first, so that live-restore keeps {_count(running)} running"
        steps.append(_step("reload", first, ["live-restore"]))
        survives = True
    if running and not survives:
        why += f": this stops {_count(running)}"
        warnings = (
            f"the restart of {service} stops {_count(running)}, since live-restore is off. "
            "Set restart to never to do it later, or turn live-restore on first.",
        )
    steps.append(_step("restart", why, names))
    return Decision("restart", False, tuple(steps), warnings)


def _due(names: Sequence[str], info: Mapping[str, Any], service: str) -> tuple[str, ...]:
    sentence = f"{_list(names)} takes effect with the next restart of {service}"
    running = engine_report.running_containers(info)
    if running and not info.get("LiveRestoreEnabled"):
        sentence += f", which would stop {_count(running)}"
    return (f"{sentence}. Restart it when that suits.",)


def _step(verb: str, why: str, names: Sequence[str]) -> Step:
    return Step(verb, why, {"keys": tuple(names)})


def _list(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _count(containers: int) -> str:
    return f"{containers} container{'s' if containers != 1 else ''}"
