# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The collections that ours needs are said where they are looked for."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
# A module or plugin by its full name, as a key of a task or as a value such as a connection's.
FULL_NAME = re.compile(
    r"^[\s-]*(?:\w+: )?([a-z][a-z_]*\.[a-z][a-z_]*)\.[a-z_]+:?\s*$", re.MULTILINE
)
IN_CORE = {"ansible.builtin"}


def load(name: str) -> Any:
    return yaml.safe_load((ROOT / name).read_text("utf-8"))


def needed(texts: dict[str, str]) -> dict[str, str]:
    """Collection -> a file that uses it."""
    found = {}
    for name, text in texts.items():
        for collection in FULL_NAME.findall(text):
            if collection not in {*IN_CORE, "twinstar.registry"}:
                found[collection] = name
    return found


def test_a_task_names_the_collection_that_it_needs() -> None:
    text = "- name: Firewall\n  ansible.posix.firewalld:\n    port: 5000/tcp\n"
    assert needed({"install.yml": text}) == {"ansible.posix": "install.yml"}
    assert needed({"install.yml": "- ansible.builtin.meta:\n    x: a.b\n"}) == {}
    assert needed({"install.yml": "  when: __plan.due.packages\n"}) == {}


def test_every_collection_that_is_used_is_a_dependency() -> None:
    files = [*ROOT.glob("roles/*/*/*.yml"), *ROOT.glob("playbooks/*.yml")]
    used = needed({str(path.relative_to(ROOT)): path.read_text("utf-8") for path in files})
    assert used, "nothing found: is the pattern still right?"
    said = load("galaxy.yml")["dependencies"]
    assert {name: file for name, file in used.items() if name not in said} == {}


def test_requirements_yml_says_the_same_as_galaxy_yml() -> None:
    listed = {one["name"]: one["version"] for one in load("requirements.yml")["collections"]}
    assert listed == load("galaxy.yml")["dependencies"]
