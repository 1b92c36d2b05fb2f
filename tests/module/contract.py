# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a module brings to the contract, and how a module is run in a test."""

from __future__ import annotations

import contextlib
import importlib
import io
import json
import pathlib
import stat
import unittest.mock
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ansible.module_utils.common.parameters import PASS_VARS
from ansible.module_utils.testing import patch_module_args

PACKAGE = "ansible_collections.twinstar.registry.plugins.modules"
Params = Mapping[str, Any]
# What a case's surroundings hand to its tasks: always ``tmp`` (a folder), and whatever it started.
World = Mapping[str, Any]


@contextlib.contextmanager
def only_a_folder(tmp: pathlib.Path) -> Any:
    yield {"tmp": tmp}


@dataclass(frozen=True)
class Answer:
    """A finished module: its JSON, and everything it printed."""

    json: dict[str, Any]
    output: str

    @property
    def failed(self) -> bool:
        return bool(self.json.get("failed"))

    @property
    def changed(self) -> bool:
        return bool(self.json.get("changed"))


@dataclass(frozen=True)
class Case:
    """One module in the contract.

    create    a task that changes something in a fresh world
    change    tasks that follow, each: options that differ from create, and change something again
    again     options for the task that must change nothing after create (default: create itself)
    wrong     (options, words of the message): refused, with nothing written
    absent    options that take it away again; None for a module without state
    one_way   numbers of the changes that create itself does not undo (it leaves their option out)
    reads     the module only reads: it never reports a change
    repeats   the module does something, and does it again with each run
    secrets   planted values that may appear in no output
    varies    result keys (below the kind) that check mode cannot know
    watched   extra state that check mode may not change, beside the files in ``tmp``
    world     starts what the module talks to
    on_harbor its world is a Harbor, and may be a genuine one
    refuses   whether the world refuses a wrong input with these words (a newer one may take it)
    lacks     whether the world is too old for a change, as the answer says
    older     whether the world may know less than RETURN shows, which is null then
    """

    module: str
    create: Callable[[World], Params]
    change: tuple[Params, ...] = ()
    wrong: tuple[tuple[Params, str], ...] = ()
    absent: Params | None = field(default_factory=lambda: {"state": "absent"})
    one_way: tuple[int, ...] = ()
    reads: bool = False
    repeats: bool = False
    secrets: tuple[str, ...] = ()
    varies: tuple[str, ...] = ()
    world: Callable[[pathlib.Path], contextlib.AbstractContextManager[World]] = only_a_folder
    watched: Callable[[World], Any] = lambda world: None
    on_harbor: bool = False
    refuses: Callable[[World, str], bool] = lambda world, words: True
    lacks: Callable[[World, Answer], bool] = lambda world, answer: False
    older: Callable[[World], bool] = lambda world: False


def run_module(name: str, params: Params, *, check: bool = False) -> Answer:
    """Run the module in this process, with --diff, as a task would."""
    module = importlib.import_module(f"{PACKAGE}.{name}")
    arguments = {**params, "_ansible_check_mode": check, "_ansible_diff": True}
    if "inject_invocation" in PASS_VARS:
        # As with -vvv, and as older cores always do: the options come back in the result.
        arguments["_ansible_inject_invocation"] = True
    out, err = io.StringIO(), io.StringIO()
    with (
        patch_module_args(arguments),
        # Ansible keeps warnings for the whole process, and a process is one module everywhere else.
        unittest.mock.patch("ansible.module_utils.common.warnings._global_warnings", {}),
        # A test that has imported the controller's half would have them displayed instead.
        unittest.mock.patch("ansible.module_utils._internal.is_controller", False),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
        contextlib.suppress(SystemExit),
    ):
        module.main()
    output = out.getvalue() + err.getvalue()
    return Answer(json.loads(out.getvalue()), output)


def snapshot(folder: pathlib.Path) -> dict[str, tuple[bytes, int]]:
    """Bytes and mode of every file below the folder."""
    return {
        str(path.relative_to(folder)): (path.read_bytes(), stat.S_IMODE(path.lstat().st_mode))
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
