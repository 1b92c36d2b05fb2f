# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a genuine Harbor wants waited for is short in the double, so waiting for it is, too."""

from __future__ import annotations

import importlib
import os
from collections.abc import Iterator
from contextlib import ExitStack
from unittest.mock import patch

import pytest

ROOM = "ansible_collections.twinstar.registry.plugins.module_utils._io"
PAUSES = (("harbor_client", "_UNLOCKED"), ("harbor_action", "_PAUSE"), ("harbor_estate", "_PAUSE"))


@pytest.fixture(autouse=True, scope="session")
def short_pauses() -> Iterator[None]:
    with ExitStack() as stack:
        for file, name in () if os.environ.get("HARBOR_URL") else PAUSES:
            # Not before the finder of collections is there, which the modules come by.
            module = importlib.import_module(f"{ROOM}.{file}")
            stack.enter_context(patch.object(module, name, 0.05))
        yield
