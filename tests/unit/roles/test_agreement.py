# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a role says of its variables in several places is the same everywhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.unit.roles.role import ROLES, ROOT, argument_spec, defaults

each_role = pytest.mark.parametrize("role", ROLES)


def options(spec: dict[str, Any], path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """(path, option) of every option, suboptions too."""
    for name, option in spec.items():
        yield f"{path}{name}", option
        yield from options(option.get("options", {}), f"{path}{name}.")


@each_role
def test_the_defaults_are_those_that_the_argument_spec_names(role: str) -> None:
    named = {
        name: option["default"]
        for name, option in argument_spec(role).items()
        if "default" in option
    }
    assert defaults(role) == named


@each_role
def test_the_defaults_stand_in_the_order_of_the_argument_spec(role: str) -> None:
    assert list(defaults(role)) == [name for name in argument_spec(role) if name in defaults(role)]


@each_role
def test_a_variable_carries_its_role_s_name(role: str) -> None:
    assert [name for name in argument_spec(role) if not name.startswith(f"{role}_")] == []


@each_role
def test_an_option_is_described_and_typed(role: str) -> None:
    for path, option in options(argument_spec(role)):
        assert option.get("description"), path
        assert option.get("type"), path
        assert option["type"] != "list" or option.get("elements"), path


@each_role
def test_a_default_is_one_of_the_choices(role: str) -> None:
    for path, option in options(argument_spec(role)):
        if "choices" in option and "default" in option:
            assert option["default"] in option["choices"], path


@each_role
def test_the_readme_has_a_row_for_each_variable_and_no_other(role: str) -> None:
    page = (ROOT / "roles" / role / "README.md").read_text("utf-8")
    table = page.split("<!-- variables -->")[1].split("<!-- /variables -->")[0]
    rows = re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)
    assert rows == list(argument_spec(role))


@each_role
def test_the_readme_speaks_of_no_variable_that_is_not_there(role: str) -> None:
    named = re.compile(rf"\b{role}_\w+")
    page = (ROOT / "roles" / role / "README.md").read_text("utf-8")
    # Tags, and variables of plays, carry the role's name too.
    playing = [ROOT / "roles" / role / "tasks" / "main.yml", *(ROOT / "playbooks").glob("*.yml")]
    known = {*argument_spec(role), f"{role}_plan"}
    # So do modules.
    known.update(path.stem for path in (ROOT / "plugins" / "modules").glob("*.py"))
    for path in playing:
        known.update(named.findall(path.read_text("utf-8")))
    assert set(named.findall(page)) - known == set()


@each_role
def test_a_secret_is_marked_as_one(role: str) -> None:
    """By their names; a new one that only looks like a secret is added here."""
    for path, option in options(argument_spec(role)):
        name = path.rsplit(".", 1)[-1]
        if re.search(r"password|secret(?!s_)|token|accesskey", name) and option["type"] == "str":
            assert option.get("no_log") is not None, path
