# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The same task from several processes at the same time."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from .contract import PACKAGE

ROOT = Path(__file__).resolve().parents[2]


def run(module: str, params: Mapping[str, Any], count: int = 2) -> list[dict[str, Any]]:
    """What each of them answered."""
    arguments = json.dumps({"ANSIBLE_MODULE_ARGS": dict(params)})

    def one(_number: int) -> dict[str, Any]:
        done = subprocess.run(
            [sys.executable, "-m", f"{PACKAGE}.{module}"],
            input=arguments,
            capture_output=True,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT / "build" / "link")},
            timeout=120,
            check=False,
        )
        answer: dict[str, Any] = json.loads(done.stdout)
        return answer

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))
