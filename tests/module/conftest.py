# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lets a test template as the controller does: our plugins are found by their full names. A run
that is told to end puts back first what it changed in a genuine Harbor."""

from __future__ import annotations

import os
import pathlib
import signal
from typing import Any, NoReturn

import pytest
from ansible.plugins.loader import init_plugin_loader
from ansible.utils.collection_loader import AnsibleCollectionConfig

from ..double.openapi import fixture
from . import short_pauses as pauses

by_the_document = fixture.by_the_document
short_pauses = pauses.short_pauses

TREE = pathlib.Path(__file__).resolve().parents[2] / "build" / "link"


def speaks_to_it(item: pytest.Item) -> bool:
    """Whether the test is about the Harbor that was given: those with a double of their own, or
    with none, would show nothing of it."""
    if not isinstance(item, pytest.Function):
        return False
    case: Any = item.callspec.params.get("case") if hasattr(item, "callspec") else None
    return bool(case.on_harbor) if case else hasattr(item.module, "a_harbor")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if os.environ.get("HARBOR_URL"):
        config.hook.pytest_deselected(items=[item for item in items if not speaks_to_it(item)])
        items[:] = [item for item in items if speaks_to_it(item)]


def interrupted(number: int, frame: object) -> NoReturn:
    signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt


def pytest_configure() -> None:
    if os.environ.get("HARBOR_URL"):
        signal.signal(signal.SIGTERM, interrupted)
    if AnsibleCollectionConfig.collection_finder is None:
        init_plugin_loader([str(TREE)])
