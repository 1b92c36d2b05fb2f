# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The import rule of ARCHITECTURE.md: rooms, and who may look into which."""

from __future__ import annotations

import ast
import pathlib
import subprocess
import sys
from collections.abc import Iterator

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PLUGINS = ROOT / "plugins"
UTILS = PLUGINS / "module_utils"

# room -> rooms it may import from
MAY_IMPORT = {
    "_core": {"_core"},
    "_harbor": {"_harbor", "_core"},
    "_io": {"_io", "_core"},
    "_ansible": {"_ansible", "_io", "_core"},
    "modules": {"_ansible", "_harbor", "_io", "_core"},
}
# The pure rooms open nothing, send nothing, and know neither the time nor chance.
IMPURE = {
    "ansible", "asyncio", "docker", "fcntl", "http", "io", "multiprocessing", "os", "pathlib",
    "random", "requests", "secrets", "shutil", "socket", "subprocess", "tempfile", "threading",
    "time", "urllib3",
}  # fmt: skip
ANSIBLE_WORDS = {"check_mode", "fail_json", "exit_json", "AnsibleModule"}


def sources() -> list[pathlib.Path]:
    return sorted([*UTILS.glob("_*/*.py"), *(PLUGINS / "modules").glob("*.py")])


def room(path: pathlib.Path) -> str:
    return path.parent.name


def imports(path: pathlib.Path) -> Iterator[tuple[str, str]]:
    """(room or "", top-level name) of every import, those inside functions too."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield "", alias.name.split(".")[0]
        elif isinstance(node, ast.ImportFrom):
            parts = (node.module or "").split(".")
            rooms = [part for part in parts if part in MAY_IMPORT]
            if node.level and rooms:
                yield rooms[0], parts[-1]
            elif node.level:
                yield room(path), parts[0]
            else:
                yield "", parts[0]


@pytest.mark.parametrize("path", sources(), ids=lambda path: f"{room(path)}/{path.name}")
def test_a_file_imports_only_from_the_rooms_it_may(path: pathlib.Path) -> None:
    for target, name in imports(path):
        if target:
            assert target in MAY_IMPORT[room(path)], f"{path.name} imports {target}"
        elif room(path) in ("_core", "_harbor"):
            assert name not in IMPURE, f"{path.name} imports {name}, and its room is pure"


@pytest.mark.parametrize("path", sources(), ids=lambda path: f"{room(path)}/{path.name}")
def test_only_one_room_knows_ansible(path: pathlib.Path) -> None:
    if room(path) == "_ansible":
        return
    tree = ast.parse(path.read_text("utf-8"))
    names = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    names |= {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    assert not names & ANSIBLE_WORDS
    assert "ansible" not in {name for _target, name in imports(path)}


@pytest.mark.parametrize(
    "path", sorted(UTILS.glob("_*/*.py")), ids=lambda path: f"{room(path)}/{path.name}"
)
def test_no_file_is_named_like_the_standard_library(path: pathlib.Path) -> None:
    if hasattr(sys, "stdlib_module_names"):
        assert path.stem not in sys.stdlib_module_names


def test_every_file_can_be_imported_alone() -> None:
    package = "ansible_collections.twinstar.registry.plugins.module_utils"
    names = [f"{package}.{room(p)}.{p.stem}" for p in UTILS.glob("_*/*.py")]
    script = (
        "import importlib, sys\n"
        "for name in sys.argv[1:]:\n"
        "    for loaded in [m for m in sys.modules if 'twinstar' in m]:\n"
        "        del sys.modules[loaded]\n"
        "    importlib.import_module(name)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *names],
        env={"PYTHONPATH": str(ROOT / "build" / "link"), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_a_module_is_documentation_and_one_call() -> None:
    for path in (PLUGINS / "modules").glob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        lines = {
            node.lineno
            for node in ast.walk(tree)
            if isinstance(node, ast.stmt) and not _is_documentation(node)
        }
        assert len(lines) <= 25, f"{path.name} has {len(lines)} code lines"


def _is_documentation(node: ast.stmt) -> bool:
    return (
        isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and node.targets[0].id in ("DOCUMENTATION", "EXAMPLES", "RETURN")
    )
