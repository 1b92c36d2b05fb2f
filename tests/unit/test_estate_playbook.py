# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from pathlib import Path

import yaml

from ansible_collections.twinstar.registry.plugins.module_utils._harbor.tree import TREE

PLAYBOOK = Path(__file__).resolve().parents[2] / "playbooks" / "estate.yml"


def test_the_estate_playbook_hands_on_every_part_of_the_tree() -> None:
    (play,) = yaml.safe_load(PLAYBOOK.read_text("utf-8"))
    names = {"exclusive", *(branch.name for branch in TREE)}
    assert set(play["vars"]["estate_parts"]) == names
    (task,) = [task for task in play["tasks"] if "twinstar.registry.harbor_state" in task]
    assert set(task["twinstar.registry.harbor_state"]) == names
