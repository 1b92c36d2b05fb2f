# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Robot accounts as the config.json that an engine's client logs in with."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from typing import Any

from .docker_config_json import key_of
from .errors import InputError
from .harbor_field import MASK
from .image_reference import not_a_registry


def credentials(robots: Any, registry: str | None = None, secret: str | None = None) -> str:
    """The text of a config.json.

    ``robots`` is a robot of a result and goes to ``registry``, or a dict from registry to robot.
    ``secret`` is that of the robot where the result does not show it. Raises InputError.
    """
    faults: list[str] = []
    entries = {}
    for name, robot in _by_registry(robots, registry).items():
        rule = not_a_registry(name)
        if rule:
            faults.append(f"the registry is {name!r}, {rule}")
        login = _login(robot, secret, faults)
        word = base64.b64encode(login.encode()).decode("ascii")
        entries[key_of(name)] = {"auth": word}
    if faults:
        raise InputError(faults)
    return json.dumps({"auths": entries}, indent="\t")


def _by_registry(robots: Any, registry: str | None) -> Mapping[str, Any]:
    if registry is None:
        if isinstance(robots, Mapping) and robots and "full_name" not in robots:
            return robots
        raise InputError(
            "the registry is missing, but a credential is for one. Name it as in "
            "robot_account | to_docker_config('harbor.abc.com')."
        )
    if isinstance(robots, Sequence) and not isinstance(robots, str):
        if len(robots) != 1:
            raise InputError(
                f"these are {len(robots)} robots, but a config.json holds one credential for each "
                "registry. Choose one."
            )
        robots = robots[0]
    return {registry: robots}


def _login(robot: Any, secret: str | None, faults: list[str]) -> str:
    if not isinstance(robot, Mapping) or "full_name" not in robot:
        faults.append(
            "this is no robot account, but something without full_name. Give robot_account of a "
            "result of harbor_robot_account, or an entry of robot_accounts."
        )
        return ""
    name, known = robot["full_name"], secret or robot.get("secret")
    if not name:
        faults.append(
            f"robot account {robot.get('name')} has no full_name, but that is known once it is "
            "created. Leave the task out in check mode."
        )
    if not known or known == MASK:
        faults.append(
            f"the secret of robot account {name or robot.get('name')} is not in the result, since "
            "Harbor shows one only when it makes it. Give it as "
            "to_docker_config(registry, secret=...)."
        )
    return f"{name}:{known}"
