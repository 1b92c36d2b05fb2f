# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Asks each component whether it is well, at once and then every ten seconds."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from . import common

PERIOD = 10.0
UNKNOWN = "unknown status"

Check = Callable[[], None]


def answers(url: str, status: int = 200) -> Check:
    """A component is well if it answers so."""

    def check() -> None:
        try:
            got, body = common.ask(url)
        except OSError as error:
            raise RuntimeError(f"failed to check health: {error}") from None
        if got != status:
            words = body[:200].decode("utf-8", "replace")
            raise RuntimeError(f"received unexpected status code: {got} {words}")

    return check


class Health:
    """`faults`: what is wrong with whom, nothing where all is well."""

    def __init__(self, checks: dict[str, Check], also: Callable[[], None] | None = None) -> None:
        self.faults: dict[str, str] = dict.fromkeys(checks, UNKNOWN)
        self.also = also
        for name, check in checks.items():
            threading.Thread(target=self.watch, args=(name, check), daemon=True).start()

    def watch(self, name: str, check: Check) -> None:
        while True:
            try:
                check()
            except Exception as error:
                self.faults[name] = str(error) or type(error).__name__
            else:
                self.faults[name] = ""
            if self.also is not None:
                self.also()
            time.sleep(PERIOD)
