# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A config.yml that the real registry has started with before it replaces a working one."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from .._core.distribution_config import DISTRIBUTION_CONFIG, configured, secrets_of
from .._core.distribution_proof import driver_alone, files_of, harmless, misjudged, verdict
from .._core.errors import InputError, Problem, Refused
from .._core.yaml_config import at, parse
from .file_job import FileJob
from .files import mode_of
from .registry_trial import Container, Program


class Trial(Protocol):
    """A registry program that can be started for a moment, or cannot yet."""

    name: str

    def ready(self, files: list[str]) -> bool: ...
    def start(self, config_in: Callable[[str], Mapping[str, Any]]) -> str: ...


def _trial(params: Mapping[str, Any]) -> Trial | None:
    if params.get("binary"):
        return Program(params["binary"], params["timeout"])
    if params.get("image"):
        return Container(
            params["image"], params["timeout"], params["docker_host"], params["volumes"] or ()
        )
    return None


def _look(text: str | None, params: Mapping[str, Any]) -> Mapping[str, Any]:
    """Debian's package ships a configuration whose htpasswd is a directory: nobody gets in."""
    path = at(configured(params), "auth.htpasswd.path")
    # In a container the path is not the host's.
    if path and not params.get("image") and os.path.isdir(path):
        raise InputError(
            f"auth.htpasswd.path is {path!r}, but that is a directory, and every login would fail. "
            "Name a file in it."
        )
    return {"mode": mode_of(params["path"])}


def _prove(text: str, params: Mapping[str, Any]) -> bool:
    """Whether the registry could be asked; what is not there yet may come before the real run."""
    trial = _trial(params)
    if trial is None:
        return True
    config = parse(text)
    if not trial.ready(files_of(config)):
        return False
    _judge(trial, config, params)
    return True


def _finish(text: str, params: Mapping[str, Any], proved: bool) -> str:
    trial = _trial(params)
    if trial is not None and not proved:
        _judge(trial, parse(text), params)
    return text


def _judge(trial: Trial, config: dict[str, Any], params: Mapping[str, Any]) -> None:
    """Raises Refused with the program's own words when it does not start with the configuration."""
    hidden = secrets_of(config)
    alone = driver_alone(config)
    if alone is not None:
        missing = verdict(trial.start(lambda scratch: alone)).missing_driver
        if missing:
            raise Refused(
                f"storage has {missing}, but {trial.name} was built without that driver. "
                "Use another build of distribution, or another driver; "
                "the file was left as it was."
            )
    try:
        found = verdict(trial.start(lambda scratch: harmless(config, scratch)), hidden)
    except Problem as problem:
        raise type(problem)(f"{problem} The file was left as it was.") from None
    wrong = misjudged(params["version"], config, found.release, trial.name)
    if wrong:
        raise InputError(wrong)
    if not found.started:
        raise Refused(
            f"start {trial.name} with the new configuration: it says: {found.words}. "
            "Correct the configuration; the file was left as it was."
        )


REGISTRY_CONFIG = FileJob(DISTRIBUTION_CONFIG, look=_look, prove=_prove, finish=_finish)
