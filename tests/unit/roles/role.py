# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A role as its files say it: variables and templates as Ansible works them out, without a host."""

from __future__ import annotations

import os
import pathlib
import subprocess
from typing import Any

import yaml
from ansible.parsing.dataloader import DataLoader
from ansible.template import Templar, trust_as_template

ROOT = pathlib.Path(__file__).resolve().parents[3]
ROLES = sorted(path.name for path in (ROOT / "roles").iterdir() if (path / "meta").is_dir())


def argument_spec(role: str) -> dict[str, dict[str, Any]]:
    """Option by name, of the role's entry point main."""
    text = (ROOT / "roles" / role / "meta" / "argument_specs.yml").read_text("utf-8")
    options: dict[str, dict[str, Any]] = yaml.safe_load(text)["argument_specs"]["main"]["options"]
    return options


def defaults(role: str) -> dict[str, Any]:
    text = (ROOT / "roles" / role / "defaults" / "main.yml").read_text("utf-8")
    return yaml.safe_load(text) or {}


def look(role: str, *words: str) -> Any:
    """What the role's look.sh, called with these words, prints of this machine."""
    done = subprocess.run(
        ["sh", "-s", "--", *words],
        input=(ROOT / "roles" / role / "files" / "look.sh").read_text("utf-8"),
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    return yaml.safe_load(done.stdout)


class Role:
    """The variables of one host: what the role's files say, and on top of it what was given."""

    def __init__(self, name: str, **given: Any) -> None:
        self.folder = ROOT / "roles" / name
        self.loader = DataLoader()
        self.variables: dict[str, Any] = {}
        for part in ("defaults", "vars"):
            path = self.folder / part / "main.yml"
            if path.exists():
                said = self.loader.load_from_file(str(path), trusted_as_template=True)
                self.variables.update(said or {})
        self.variables.update(given)

    def __getitem__(self, variable: str) -> Any:
        return self.templar().template(self.variables[variable])

    def render(self, template: str) -> str:
        text = (self.folder / "templates" / template).read_text("utf-8")
        # As the template module does: the line of a block leaves no line behind.
        head = "#jinja2: trim_blocks:True, keep_trailing_newline:True\n"
        return str(self.templar().template(trust_as_template(head + text)))

    def templar(self) -> Templar:
        self.loader.set_basedir(str(self.folder))
        return Templar(loader=self.loader, variables=self.variables)
