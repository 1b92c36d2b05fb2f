# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which scenarios belong to every change, and which to `make test-all`."""

from __future__ import annotations

import json
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
ASK = """
import json, sys
sys.path.insert(0, "")
from tests import run
names = lambda steps: [step.name for step in steps if step.name.startswith("molecule ")]
print(json.dumps([names(run.test([])), names(run.test_all([]))]))
"""


def labs_with(line: str) -> list[pathlib.Path]:
    labs = (ROOT / "molecule").glob("*/lab.yml")
    return [lab for lab in labs if f"\n{line}\n" in lab.read_text()]


def test_a_wide_scenario_is_for_test_all_only() -> None:
    done = subprocess.run(
        [sys.executable, "-c", ASK],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    change, everything = json.loads(done.stdout.splitlines()[-1])
    wide = {f"molecule {lab.parent.name}" for lab in labs_with("wide: true")}
    assert "molecule docker_engine_sources" in wide
    assert wide & set(change) == set()
    assert wide <= set(everything)
    assert "molecule docker_engine" in change
    fixed = {f"molecule {lab.parent.name}, swapped" for lab in labs_with("swapped: false")}
    assert fixed == {"molecule docker_engine_sources, swapped"}
    assert fixed & set(everything) == set()
    assert "molecule harbor_stores, swapped" in everything
