# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from collections.abc import Sequence

import pytest

from ansible_collections.twinstar.registry.plugins.module_utils._core.engine_option import (
    LIBRARY,
    docker_host,
)
from ansible_collections.twinstar.registry.plugins.module_utils._core.option import faults

SOCKET, ADDRESS, SHELL = "unix:///run/docker.sock", "tcp://127.0.0.1:2375", "ssh://edge"


def rule(value: str, spoken: Sequence[str]) -> list[str]:
    return list(faults((docker_host("An engine.", spoken),), {"docker_host": value}))


@pytest.mark.parametrize("spoken", [LIBRARY, ("unix", "tcp"), ("unix",)])
def test_an_engine_is_named_by_what_the_module_speaks(spoken: Sequence[str]) -> None:
    for value in (SOCKET, ADDRESS, SHELL):
        assert (rule(value, spoken) == []) == (value.partition(":")[0] in spoken), value
    for value in (
        "unix://",
        "unix://run/docker.sock",
        "/run/docker.sock",
        "localhost",
        "tcp://",
        "",
    ):
        assert rule(value, spoken), value


def test_the_message_names_what_would_do() -> None:
    assert rule(SHELL, ("unix", "tcp")) == [
        "docker_host is 'ssh://edge', but an engine is named as unix:///PATH or tcp://HOST:PORT"
        " here. Correct it."
    ]
    assert "as unix:///PATH here" in rule(ADDRESS, ("unix",))[0]
