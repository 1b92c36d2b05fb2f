# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A robot's credential as a config.json."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from ansible_collections.twinstar.registry.plugins.module_utils._core.docker_config_json import (
    Login,
    parse,
    stored,
)
from ansible_collections.twinstar.registry.plugins.module_utils._core.docker_credentials import (
    credentials,
)
from ansible_collections.twinstar.registry.plugins.module_utils._core.errors import InputError

CI = {"name": "ci", "full_name": "robot$test+ci", "secret": "Made-By-Harbor-1"}
HARBOR = "harbor.abc.com"


def test_a_robot_logs_in_with_its_full_name() -> None:
    text = credentials(CI, HARBOR)
    login = base64.b64encode(b"robot$test+ci:Made-By-Harbor-1").decode()
    assert json.loads(text) == {"auths": {HARBOR: {"auth": login}}}
    assert stored(parse(text, "config.json"), HARBOR) == Login("robot$test+ci", CI["secret"])


def test_a_list_of_one_is_that_one() -> None:
    assert credentials([CI], HARBOR) == credentials(CI, HARBOR)


def test_several_registries_have_a_robot_each() -> None:
    other = {"full_name": "robot$other", "secret": "Other-1"}
    text = credentials({HARBOR: CI, "192.168.126.50:5000": other})
    config = parse(text, "config.json")
    assert stored(config, HARBOR) == Login("robot$test+ci", "Made-By-Harbor-1")
    assert stored(config, "192.168.126.50:5000") == Login("robot$other", "Other-1")


@pytest.mark.parametrize("shown", [None, "********"])
def test_a_secret_that_the_result_does_not_show_is_given(shown: str | None) -> None:
    robot = {**CI, "secret": shown}
    text = credentials(robot, HARBOR, "Chosen-1")
    assert stored(parse(text, "config.json"), HARBOR) == Login("robot$test+ci", "Chosen-1")
    with pytest.raises(InputError, match="is not in the result, since Harbor shows one only"):
        credentials(robot, HARBOR)


@pytest.mark.parametrize(
    ("robots", "registry", "words"),
    [
        (CI, None, "the registry is missing"),
        ({}, None, "the registry is missing"),
        ([CI, CI], HARBOR, "these are 2 robots"),
        ("robot$ci", HARBOR, "this is no robot account"),
        ({"name": "ci"}, HARBOR, "this is no robot account"),
        ({**CI, "full_name": None}, HARBOR, "is known once it is created. Leave the task out in"),
        (CI, "https://harbor.abc.com", "the registry is 'https://harbor.abc.com'"),
    ],
)
def test_what_makes_no_credential_is_named(robots: Any, registry: Any, words: str) -> None:
    with pytest.raises(InputError, match=words) as raised:
        credentials(robots, registry)
    assert CI["secret"] not in str(raised.value)
