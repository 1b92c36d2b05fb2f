# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What most jobs say to the protocol of ``_ansible``; a job that differs says it itself."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from typing import Any


class Job:
    """Without a file whose attributes Ansible sets, rules between options, faults or a lock."""

    file_arguments = False

    @property
    def rules(self) -> Mapping[str, Any]:
        return {}

    def wrong(self, params: Mapping[str, Any]) -> list[str]:
        return []

    def held(self, params: Mapping[str, Any]) -> contextlib.AbstractContextManager[None]:
        return contextlib.nullcontext()

    def path_of(self, params: Mapping[str, Any]) -> str | None:
        return None
