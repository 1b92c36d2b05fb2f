# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pages that name files name files that are there, and made pages are fresh."""

from __future__ import annotations

import pathlib
import re
import subprocess
import sys

import pytest
import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGES = ["ARCHITECTURE.md", "CONTRIBUTING.md", "README.md"]
# A path of the repository, in backquotes: it has a slash and starts with a folder of ours.
FOLDERS = "changelogs|docs|inventories|meta|molecule|playbooks|plugins|roles|tests"
PATH = re.compile(rf"`((?:{FOLDERS})/[\w./*-]*)`")
GENERATED = ("inventories/lab/",)


@pytest.mark.parametrize("page", PAGES)
def test_each_path_that_a_page_names_exists(page: str) -> None:
    paths = set(PATH.findall((ROOT / page).read_text("utf-8")))
    assert paths, "the page names no path at all: has its style changed?"
    missing = [
        path
        for path in sorted(paths)
        if not path.startswith(GENERATED) and not list(ROOT.glob(path.rstrip("/")))
    ]
    assert missing == []


@pytest.mark.parametrize("page", PAGES)
def test_each_make_target_that_a_page_names_exists(page: str) -> None:
    named = set(re.findall(r"`make ([a-z][a-z-]*)", (ROOT / page).read_text("utf-8")))
    makefile = (ROOT / "Makefile").read_text("utf-8")
    known = set(re.findall(r"^([a-z][a-z-]*):", makefile, re.MULTILINE))
    assert named - known == set()


def test_what_is_made_from_options_and_specs_is_fresh() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "docs" / "generate.py"), "--check"],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_each_module_of_a_group_takes_what_the_group_is_for() -> None:
    from ansible_collections.twinstar.registry.plugins.doc_fragments.options import (
        ModuleDocFragment,
    )

    groups = yaml.safe_load((ROOT / "meta" / "runtime.yml").read_text("utf-8"))["action_groups"]
    connection = {
        "registry": {"url", "username", "password"},
        "harbor": {"harbor_url", "harbor_username", "harbor_password"},
    }
    for group, members in groups.items():
        for module in members:
            options = yaml.safe_load(getattr(ModuleDocFragment, module.upper()))["options"]
            assert connection[group] <= set(options), module
