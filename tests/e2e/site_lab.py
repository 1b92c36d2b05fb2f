# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The site's hosts for a test, and playbooks run on them as a person does."""

from __future__ import annotations

import contextlib
import os
import pathlib
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import testinfra
import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
BIN = ROOT / ".venv" / "bin"
_RECAP = re.compile(r"^(\S+) +: ok=(\d+) +changed=(\d+) +unreachable=(\d+) +failed=(\d+)", re.M)


@dataclass(frozen=True)
class Played:
    """A playbook's run: exit status, all that was printed, and changes by host."""

    status: int
    text: str

    @property
    def changed(self) -> dict[str, int]:
        return {host: int(number) for host, _ok, number, *_rest in _RECAP.findall(self.text)}

    @property
    def tasks(self) -> list[str]:
        """Names of the tasks, without the checks of roles' arguments, which no tag leaves out."""
        names = re.findall(r"^TASK \[(.*?)\] \*", self.text, re.M)
        return [name for name in names if " : Validating arguments " not in name]


@dataclass(frozen=True)
class SiteLab:
    name: str
    inventory: pathlib.Path

    def play(self, playbook: str | pathlib.Path, *words: str) -> Played:
        """Run a playbook of the collection, or any other; words follow the inventory."""
        argv = ["ansible-playbook", "-i", str(self.inventory), str(playbook), *words]
        return self.ansible(argv)

    def ansible(self, argv: list[str]) -> Played:
        done = subprocess.run(
            [str(BIN / argv[0]), *argv[1:]],
            cwd=ROOT,
            env={
                **os.environ,
                "PATH": f"{BIN}:{os.environ['PATH']}",
                "ANSIBLE_COLLECTIONS_PATH": str(ROOT / "build" / "link"),
                "ANSIBLE_NOCOLOR": "yes",
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=600,
            check=False,
        )
        return Played(done.returncode, done.stdout)

    def host(self, name: str) -> Any:
        """A testinfra host."""
        return testinfra.get_host(f"docker://{self.container(name)}")

    def variables(self) -> dict[str, Any]:
        """The generated inventory, under its first key."""
        text = (self.inventory / "hosts.yml").read_text("utf-8")
        data: dict[str, Any] = yaml.safe_load(text)["all"]
        return data

    def container(self, name: str) -> str:
        return str(self.variables()["hosts"][name]["ansible_host"])

    def address(self, name: str) -> str:
        return str(self.variables()["hosts"][name]["lab_address"])

    def load(self, name: str, archive: str) -> None:
        """Load an image archive of the lab into a host's engine."""
        path = pathlib.Path(self.variables()["vars"]["lab_images"]) / archive
        with path.open("rb") as file:
            subprocess.run(
                ["docker", "exec", "-i", self.container(name), "docker", "load"],
                stdin=file,
                check=True,
                capture_output=True,
            )

    def reboot(self, name: str) -> None:
        _tool("reboot", self.name, name)


@contextlib.contextmanager
def site_lab(name: str) -> Iterator[SiteLab]:
    """Fresh hosts of the scenario site, which go with the block."""
    _tool("up", "site", "--lab", name)
    try:
        yield SiteLab(name, ROOT / "inventories" / "lab" / name)
    finally:
        _tool("down", name)


def _tool(*words: str) -> None:
    subprocess.run([str(BIN / "python"), "-m", "tests.lab", *words], cwd=ROOT, check=True)
