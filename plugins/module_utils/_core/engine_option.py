# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The option that says where the Docker engine answers, for every module that asks one."""

from __future__ import annotations

from collections.abc import Sequence

from .option import Option

_FORMS = {"unix": "unix:///PATH", "tcp": "tcp://HOST:PORT"}
# What Docker's library for Python speaks.
LIBRARY = ("unix", "tcp", "http", "https", "ssh")


def docker_host(text: str, spoken: Sequence[str] = LIBRARY) -> Option:
    """``text`` says what the engine is to the module, ``spoken`` which schemes it can ask by."""

    def wrong(value: str) -> str | None:
        scheme, mark, rest = value.partition("://")
        if mark and rest and scheme in spoken and (scheme != "unix" or rest.startswith("/")):
            return None
        forms = " or ".join(_FORMS[name] for name in spoken if name in _FORMS)
        return f"but an engine is named as {forms} here. Correct it."

    return Option(
        "docker_host",
        text,
        default="unix:///var/run/docker.sock",
        env=("DOCKER_HOST",),
        wrong=wrong,
    )
