# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The containers of a Harbor: the log first, since no other one starts where it does not listen."""

from __future__ import annotations

import contextlib
import os
import socket
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from .._core import harbor_compose as composed
from .._core import harbor_stack as stack
from .._core.errors import InputError, Refused, Unreachable
from .._core.harbor_backup import MARKER
from .._core.option import Option
from .._core.plan import Plan, Step
from . import files
from .compose import Compose, project_of
from .engine import Engine, reached
from .harbor_prepare import Bundle
from .job import Job

_ASKING = 60
_LOG_SECONDS = 60


class Stack(Job):
    """The job of harbor_stack."""

    kind = "harbor_stack"
    options: tuple[Option, ...] = stack.OPTIONS

    @contextlib.contextmanager
    def held(self, params: Mapping[str, Any]) -> Iterator[None]:
        with files.locked(os.path.dirname(params["path"]), params["timeout"]):
            yield

    def plan(self, params: Mapping[str, Any]) -> Plan:
        services = _to_start(params["path"]) if params["state"] == "started" else ()
        with _engine(params) as engine:
            there = _containers(engine, params)
        if params["state"] == "started":
            changes = stack.changes_to_start(services, there, composed.LABEL)
        elif params["state"] == "stopped":
            changes = stack.changes_to_stop(there)
        else:
            changes = stack.changes_to_remove(there)
        return Plan(
            result=_result(params, changes),
            steps=tuple(Step(each.verb, str(each)) for each in changes),
            work=(services, changes),
        )

    def apply(self, plan: Plan, params: Mapping[str, Any]) -> Mapping[str, Any]:
        services, changes = plan.work
        with _engine(params) as engine:
            if params["state"] == "started":
                _start(engine, services, changes, params)
                return {}
            for change in changes:
                done = engine.stop if change.verb == "stop" else engine.remove
                done(change.container.id)
            if params["state"] == "absent":
                engine.remove_networks(_label(params))
        return {}


STACK = Stack()


def take_down(params: Mapping[str, Any]) -> None:
    """Remove all containers of a folder's project, and its network."""
    # Stopped first: a database that is killed has to mend itself at its next start.
    for state in ("stopped", "absent"):
        wanted = {**params, "state": state}
        STACK.apply(STACK.plan(wanted), wanted)


@contextlib.contextmanager
def alone(params: Mapping[str, Any], name: str) -> Iterator[str]:
    """The log and one service run meanwhile, beside what runs already; afterwards it is as it was.

    Gives the id of the service's container.
    """
    with _engine(params) as engine:
        before = {each.id: each.status for each in _containers(engine, params)}
        try:
            own = _running(engine, params, name)
            if own is None:
                compose = Compose.of(params["path"], params["docker_host"], params["timeout"])
                for service in _services(Bundle.at(params["path"])):
                    if service.name == stack.LOG:
                        _up(compose, "--no-recreate", stack.LOG)
                        _wait_for_log(service)
                _up(compose, "--no-recreate", name)
                own = _running(engine, params, name)
            if own is None:
                raise Refused(f"the container of {name} does not run. Look at its log.")
            yield own
        finally:
            for change in stack.changes_to_remove(_containers(engine, params)):
                each = change.container
                if each is None or each.service not in (stack.LOG, name):
                    continue
                if before.get(each.id) != "running":
                    engine.stop(each.id)
                if each.id not in before:
                    engine.remove(each.id)
            if not before:
                engine.remove_networks(_label(params))


def _running(engine: Engine, params: Mapping[str, Any], name: str) -> str | None:
    for each in _containers(engine, params):
        if each.service == name and each.status == "running":
            return each.id
    return None


def _to_start(folder: str) -> tuple[composed.Service, ...]:
    bundle = Bundle.at(folder)
    found = _services(bundle)
    data = bundle.data_volume
    if os.path.lexists(os.path.join(data, MARKER)):
        raise Refused(
            f"path is {folder!r}, but {data} is half restored from a backup. "
            f"Run harbor_restore again, or remove {os.path.join(data, MARKER)} to start it anyway."
        )
    return found


def _services(bundle: Bundle) -> tuple[composed.Service, ...]:
    folder = bundle.folder
    path = os.path.join(folder, composed.FILE)
    text = files.read_text(path)
    if text is None:
        raise InputError(
            f"path is {folder!r}, but there is no {composed.FILE} in it. "
            "Have it rendered first, with harbor_prepare."
        )
    return composed.services(composed.parsed(text, path), folder, bundle.data_volume)


def _engine(params: Mapping[str, Any]) -> contextlib.AbstractContextManager[Engine]:
    return reached(params["docker_host"], _ASKING)


def _label(params: Mapping[str, Any]) -> str:
    return f"{stack.PROJECT}={project_of(params['path'])}"


def _containers(engine: Engine, params: Mapping[str, Any]) -> list[stack.Container]:
    return [
        stack.Container(
            id=each["Id"],
            name=(each.get("Names") or [""])[0].lstrip("/"),
            status=str(each.get("State")),
            labels=each.get("Labels") or {},
        )
        for each in engine.containers(_label(params))
    ]


def _start(
    engine: Engine,
    services: Sequence[composed.Service],
    changes: Sequence[stack.Change],
    params: Mapping[str, Any],
) -> None:
    compose = Compose.of(params["path"], params["docker_host"], params["timeout"])
    for change in changes:
        if change.verb == "remove" and change.container is not None:
            engine.remove(change.container.id)
    log = [each for each in services if each.name == stack.LOG]
    if log:
        _up(compose, stack.LOG)
        _wait_for_log(log[0])
    _up(compose, "--remove-orphans")
    if stack.moved_behind_the_proxy(changes):
        for each in _containers(engine, params):
            if each.service == stack.PROXY:
                # It reads its configuration again, and asks for the addresses; nobody is cut off.
                engine.signal(each.id, "HUP")


def _up(compose: Compose, *words: str) -> None:
    done = compose.run("up", "--detach", *words)
    if done.returncode != 0:
        raise Refused(stack.refusal(done.stderr or done.stdout, compose.folder))


def _wait_for_log(service: composed.Service) -> None:
    where = composed.published(service.ports, stack.LOG_PORT)
    if where is None:
        return
    deadline = time.monotonic() + _LOG_SECONDS
    while True:
        try:
            socket.create_connection(where, 2).close()
            return
        except OSError as error:
            if time.monotonic() > deadline:
                raise Unreachable(
                    f"{service.container} did not listen at {where[0]}:{where[1]} within "
                    f"{_LOG_SECONDS} s ({error.strerror or error}), and without it no other "
                    f"container starts. Look at docker logs {service.container}."
                ) from None
        time.sleep(0.2)


def _result(params: Mapping[str, Any], changes: Sequence[stack.Change]) -> dict[str, Any]:
    by_verb: dict[str, list[str]] = {}
    for each in changes:
        by_verb.setdefault(each.verb, []).append(each.service)
    return {
        "path": params["path"],
        "state": params["state"],
        "created": sorted([*by_verb.get("create", []), *by_verb.get("recreate", [])]),
        "started": sorted(by_verb.get("start", [])),
        "stopped": sorted(by_verb.get("stop", [])),
        "removed": sorted(by_verb.get("remove", [])),
    }
