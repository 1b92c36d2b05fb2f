# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""daemon.json and the engine that reads it: what it reports, what it would refuse, how it loads."""

from __future__ import annotations

import functools
import os
import time
from collections.abc import Mapping, Sequence
from typing import Any

from .._core import engine_report
from .._core.daemon_json import DAEMON_JSON
from .._core.engine_keys import version_of
from .._core.engine_reload import noted
from .._core.errors import InputError, Refused, Unreachable
from .._core.json_document import parse, without_secrets
from .._core.plan import Step
from . import engine, engine_service, files, pending_keys, processes
from .file_job import FileJob

# dockerd --version and --validate only read.
_QUICK = 30
# Between two looks at an engine that does not do at once what it was told.
_SLOW = 1.0


def look(text: str | None, params: Mapping[str, Any]) -> Mapping[str, Any]:
    """What daemon_json.merge must know; see there."""
    service = engine_service.find(params, _pidfile(text))
    info = _info(params) if service.is_there else None
    version = str(info.get("ServerVersion") or "") if info is not None else _installed()
    return {
        "version": version or None,
        "info": info,
        "flags": service.flags,
        "reads": _same_file(service.reads, params["path"]),
        "pending": pending_keys.read(params["path"], service.identity),
        "signal": service.is_unit or service.pid is not None,
        "reload_lacks": service.reload_lacks if service.is_unit else None,
        "restartable": service.is_unit,
        "mode": files.mode_of(params["path"]),
    }


def _values(text: str | None) -> dict[str, Any]:
    """What the text says, where it is JSON at all; its faults are the merge's to tell."""
    try:
        return parse(text or "", "").values
    except InputError:
        return {}


def _pidfile(text: str | None) -> str | None:
    path = _values(text).get("pidfile")
    return path if isinstance(path, str) else None


def _info(params: Mapping[str, Any]) -> dict[str, Any] | None:
    with engine.connected(params["docker_host"], params["timeout"]) as found:
        if found is None:
            return None
        info = found.info()
    wanted = (params.get("options") or {}).get("data-root")
    root = info.get("DockerRootDir")
    if isinstance(wanted, str) and root and os.path.realpath(wanted) == os.path.realpath(root):
        # It reports where its folder really is; a link to it is no other folder.
        info["DockerRootDir"] = wanted
    return info


@functools.lru_cache(maxsize=1)
def _installed() -> str:
    """The version of an engine that does not run, or "" where none is installed."""
    if processes.find("dockerd") is None:
        return ""
    words = processes.run(["dockerd", "--version"], _QUICK).stdout.split()
    return words[2].rstrip(",") if len(words) > 2 else ""


def _same_file(reads: str | None, path: str) -> str | None:
    """``path`` itself where the engine reads that file under another name."""
    return path if reads and os.path.realpath(reads) == os.path.realpath(path) else reads


def prove(text: str, params: Mapping[str, Any]) -> None:
    """Let the installed engine judge the text, where it can (from 23.0 on)."""
    version = version_of(_installed())
    if version is None or version < (23, 0):
        return
    done = processes.run(
        ["dockerd", "--validate", "--config-file", "/dev/stdin"], _QUICK, stdin=text
    )
    if done.returncode != 0:
        words = without_secrets(done.last_words).replace("/dev/stdin", params["path"])
        raise InputError(
            f"{params['path']} would be refused by the engine: {words.rstrip('.')}. "
            "Correct it; the file was left as it was."
        )


def finish(text: str, params: Mapping[str, Any], proved: bool) -> str:
    """Note which keys the engine lacks from now on, before the file has them."""
    before = _values(files.read_text(params["path"]))
    after = _values(text)
    service = engine_service.find(params, before.get("pidfile"))
    pending = pending_keys.read(params["path"], service.identity)
    pending_keys.write(params["path"], service.identity, noted(before, after, pending))
    return text


def settle(steps: tuple[Step, ...], params: Mapping[str, Any]) -> Mapping[str, Any]:
    """Reload or restart, and wait until the engine shows it. Warnings go into the result."""
    path = params["path"]
    text = files.read_text(path)
    after = _values(text)
    for step in steps:
        service = engine_service.find(params, after.get("pidfile"))
        names = tuple(step.data["keys"])
        mark, since = service.log_mark(), time.time()
        if step.verb == "restart":
            service.restart()
            pending_keys.write(path, None, {})
        else:
            service.reload()
        _wait(step, names, after, params, service, mark, since)
        if step.verb == "reload":
            pending = pending_keys.read(path, service.identity)
            left = {name: old for name, old in pending.items() if name not in names}
            pending_keys.write(path, service.identity, left)
    return {}


def _wait(
    step: Step,
    names: Sequence[str],
    after: Mapping[str, Any],
    params: Mapping[str, Any],
    service: engine_service.Service,
    mark: str,
    since: float,
) -> None:
    """Until the report has what the file says, and a reload has been carried out."""
    started = time.monotonic()
    pause = 0.02
    missing = "it does not answer"
    answers, words = False, None
    while True:
        with engine.connected(params["docker_host"], params["timeout"]) as found:
            if found is not None:
                answers = True
                missing = _missing(names, after, _info(params) or {})
                if not missing and step.verb == "reload" and not found.has_reloaded(since):
                    missing = "it has not told of a reload"
                if not missing:
                    return
        waited = time.monotonic() - started
        if step.verb == "reload" and pause >= _SLOW:
            words = service.refusal(mark)
        if words or waited > params["timeout"]:
            break
        time.sleep(pause)
        pause = min(pause * 2, _SLOW)
    words = words or service.complaint(mark)
    because = f" Its log says: {words.rstrip('.')}." if words else ""
    sentence = f"{step.why}: after {waited:.0f} s {missing}.{because}"
    raise (Refused if answers or step.verb == "restart" else Unreachable)(sentence)


def _missing(names: Sequence[str], after: Mapping[str, Any], info: Mapping[str, Any]) -> str:
    """Which of the keys the engine does not show as the file has them, or ""."""
    wrong = [
        name
        for name in names
        if engine_report.is_shown(name, after.get(name), info)
        and not engine_report.is_loaded(name, after.get(name), info)
    ]
    if not wrong:
        return ""
    shown = engine_report.SHOWN[wrong[0]].report(info)
    return f"it shows {wrong[0]} as {without_secrets(repr(shown))}"


def take_back(steps: tuple[Step, ...], params: Mapping[str, Any]) -> None:
    """The former file is back: the engine must run with it again, whatever it did meanwhile."""
    path = params["path"]
    values = _values(files.read_text(path))
    service = engine_service.find(params, values.get("pidfile"))
    if any(step.verb == "restart" for step in steps):
        service.restart()
        pending_keys.write(path, None, {})
        return
    pending = pending_keys.read(path, service.identity)
    pending_keys.write(path, service.identity, noted(values, values, pending))
    service.reload()


DAEMON_CONFIG = FileJob(
    DAEMON_JSON, look=look, prove=prove, finish=finish, settle=settle, take_back=take_back
)
