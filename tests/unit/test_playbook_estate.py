# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""playbooks/estate.yml names each part of an estate by itself, so none may be missing."""

from __future__ import annotations

import pathlib

import yaml

from ansible_collections.twinstar.registry.plugins.module_utils._core.harbor_option import (
    HARBOR_CONNECTION,
)
from ansible_collections.twinstar.registry.plugins.module_utils._harbor.tree import TREE
from ansible_collections.twinstar.registry.plugins.module_utils._io.harbor_state import TreeJob

ROOT = pathlib.Path(__file__).resolve().parents[2]
(PLAY,) = yaml.safe_load((ROOT / "playbooks" / "estate.yml").read_text("utf-8"))
PARTS = {option.name for option in TreeJob(TREE).options} - {
    option.name for option in HARBOR_CONNECTION
}


def test_every_part_that_harbor_state_takes_is_passed_on() -> None:
    (task,) = [task for task in PLAY["tasks"] if "twinstar.registry.harbor_state" in task]
    assert task["twinstar.registry.harbor_state"] == {
        part: f"{{{{ estate.{part} | default(omit) }}}}" for part in PARTS
    }


def test_a_part_that_is_passed_on_is_no_fault() -> None:
    assert set(PLAY["vars"]["estate_parts"]) == PARTS
