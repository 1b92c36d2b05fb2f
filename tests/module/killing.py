# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A run that ends in the middle, without a word."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any
from unittest import mock


def killed(place: Any, name: str, run: Callable[[], object], *, after: bool = False) -> None:
    """In a process of its own that ends before, or after, that function of ``place``."""
    real: Callable[..., Any] = getattr(place, name)

    def ends(*words: Any, **options: Any) -> None:
        if after:
            real(*words, **options)
        os._exit(9)

    killed_by(place, name, ends, run)


def killed_by(place: Any, name: str, ends: Callable[..., None], run: Callable[[], object]) -> None:
    """The same with a function that decides itself when it ends the process, with status 9."""
    child = os.fork()
    if not child:
        with mock.patch.object(place, name, ends):
            run()
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
