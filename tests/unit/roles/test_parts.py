# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Parts of a role: imported as roles of their own, and left by `end_role` at no cost.

Ansible goes on after the next end of a role that it meets, be it that of a part in between.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from tests.unit.roles.role import ROLES, ROOT

each_role = pytest.mark.parametrize("role", ROLES)


def text(role: str, file: str) -> str:
    return (ROOT / "roles" / role / "tasks" / file).read_text("utf-8")


def tasks(role: str, file: str) -> Iterator[dict[str, Any]]:
    """Tasks in the order in which they run, with those of imported files; a part is one task."""
    for task in blocks(yaml.safe_load(text(role, file)) or []):
        imported = task.get("ansible.builtin.import_tasks")
        if imported is None:
            yield task
        else:
            yield from tasks(role, imported)


def blocks(listed: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for task in listed:
        inner = [row for key in ("block", "rescue", "always") for row in task.get(key, [])]
        yield from blocks(inner) if inner else [task]


def parts(role: str) -> list[str]:
    """Files of the role that are imported as roles."""
    imported = (task.get("ansible.builtin.import_role") for task in tasks(role, "main.yml"))
    return [part["tasks_from"] for part in imported if part]


@each_role
def test_no_part_stands_after_the_end_of_a_role(role: str) -> None:
    for file in ("main.yml", *parts(role)):
        ended = False
        for task in tasks(role, file):
            assert not (ended and "ansible.builtin.import_role" in task), (file, task["name"])
            ended = ended or task.get("ansible.builtin.meta") == "end_role"


@each_role
def test_a_part_begins_with_the_reason_to_leave_it(role: str) -> None:
    for file in parts(role):
        assert next(tasks(role, file))["ansible.builtin.meta"] == "end_role", file


@each_role
def test_what_a_part_registers_is_known_where_it_was_left_out(role: str) -> None:
    """And it is nothing of the registry or engine that the role was run for before."""
    given = [task.get("ansible.builtin.set_fact", {}) for task in tasks(role, "main.yml")]
    reset = {name for facts in given for name in facts}
    variables = (ROOT / "roles" / role / "vars" / "main.yml").read_text("utf-8")
    for file in parts(role):
        for task in tasks(role, file):
            name = task.get("register")
            others = [text(role, other) for other in parts(role) if other != file]
            used = name and any(re.search(rf"\b{name}\b", said) for said in [variables, *others])
            assert not used or name in reset, (file, name)
