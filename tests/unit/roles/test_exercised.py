# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each variable of a role is exercised: somewhere it is given another value than its default.

A place is a scenario (its lab.yml, or a playbook of its folder), or a test below tests/*/roles that
hands the variable to the role's own files. `pytest -s` on this file prints the list.
"""

from __future__ import annotations

import ast
import pathlib
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from tests.unit.roles.role import ROLES, ROOT, argument_spec

NOTHING = object()


class Loader(yaml.SafeLoader):
    """YAML as Ansible's files have it: tags of its own are no matter here."""


Loader.add_multi_constructor("!", lambda loader, tag, node: None)


def given_in_yaml(data: Any) -> Iterator[tuple[str, Any]]:
    """(variable, value) of every mapping, at any depth."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield str(key), value
            yield from given_in_yaml(value)
    elif isinstance(data, list):
        for item in data:
            yield from given_in_yaml(item)


def given_in_python(path: pathlib.Path) -> Iterator[tuple[str, Any]]:
    """(variable, value) of every keyword and every key of a dictionary; NOTHING is no literal."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.keyword) and node.arg:
            yield node.arg, literal(node.value)
        elif isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values):
                if isinstance(key, ast.Constant) and isinstance(key.value, str):
                    yield key.value, literal(value)


def literal(node: ast.expr) -> Any:
    try:
        return ast.literal_eval(node)
    except ValueError:
        return NOTHING


def places() -> dict[str, list[tuple[str, Any]]]:
    """Variable -> (place, value), for every variable that is given anywhere."""
    found: dict[str, list[tuple[str, Any]]] = {}
    yamls = sorted((ROOT / "molecule").glob("*/*.yml"))
    tests = sorted((ROOT / "tests").glob("*/roles/test_*.py"))
    for path in [*yamls, *tests]:
        if path.suffix == ".py":
            pairs = given_in_python(path)
        else:
            pairs = given_in_yaml(yaml.load(path.read_text("utf-8"), Loader))
        for name, value in pairs:
            found.setdefault(name, []).append((str(path.relative_to(ROOT)), value))
    return found


PLACES = places()


@pytest.mark.parametrize("role", ROLES)
def test_every_variable_is_exercised_somewhere(role: str) -> None:
    missing = []
    for name, option in argument_spec(role).items():
        where = [place for place, value in PLACES.get(name, ()) if value != option.get("default")]
        print(f"{name:45} {', '.join(sorted(set(where))) or '-'}")
        if not where:
            missing.append(name)
    assert missing == [], (
        "give it another value than its default in a scenario, or in a test of roles/"
    )
