# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Run a playbook and say what it cost: seconds, host-tasks, changes."""

from __future__ import annotations

import contextlib
import json
import os
import pathlib
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

ROOT = pathlib.Path(__file__).resolve().parents[2]
BIN = ROOT / ".venv" / "bin"


@dataclass(frozen=True)
class Cost:
    """Of one run: wall-clock seconds, results by hosts (skipped ones too), and changes."""

    seconds: float
    host_tasks: int
    skipped: int
    changed: int
    hosts: int


def run(inventory: pathlib.Path, playbook: pathlib.Path, *words: str) -> Cost:
    """Run it from the repository's root; a failure ends the benchmark with what failed where."""
    started = time.monotonic()
    done = subprocess.run(
        [str(BIN / "ansible-playbook"), "-i", str(inventory), str(playbook), *words],
        cwd=ROOT,
        env={
            **os.environ,
            "PATH": f"{BIN}:{os.environ['PATH']}",
            "ANSIBLE_COLLECTIONS_PATH": str(ROOT / "build" / "link"),
            "ANSIBLE_STDOUT_CALLBACK": "ansible.posix.json",
            # Instead of what ansible.cfg enables: an empty list is read as one name that is empty.
            "ANSIBLE_CALLBACKS_ENABLED": "ansible.posix.json",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    seconds = time.monotonic() - started
    if done.returncode:
        raise SystemExit(
            f"{playbook.name} failed:\n{_failures(done.stdout)}\n{done.stderr[-2000:]}"
        )
    stats = _told(done.stdout)["stats"]
    total = {key: sum(host[key] for host in stats.values()) for key in ("ok", "skipped", "changed")}
    return Cost(
        seconds, total["ok"] + total["skipped"], total["skipped"], total["changed"], len(stats)
    )


def _told(output: str) -> Any:
    return json.loads(output[output.index("{") :])


def _failures(output: str) -> str:
    try:
        plays = _told(output)["plays"]
    except ValueError:
        return output[-4000:]
    lines = []
    for task in (task for each in plays for task in each["tasks"]):
        for host, result in task["hosts"].items():
            # What a loop says of itself is not why it failed: its items tell.
            lines += [
                f"{task['task']['name']} on {host}: {one.get('msg', one)}"
                for one in result.get("results", [result])
                if one.get("failed") or one.get("unreachable")
            ]
    return "\n".join(lines)


@contextlib.contextmanager
def lab(name: str, scenario: str = "site") -> Iterator[pathlib.Path]:
    """A lab of the scenario's hosts for the time of a benchmark; yields its inventory."""
    tool = [str(BIN / "python"), "-m", "tests.lab"]
    subprocess.run(
        [*tool, "up", scenario, "--lab", name], cwd=ROOT, check=True, capture_output=True
    )
    try:
        yield ROOT / "inventories" / "lab" / name
    finally:
        subprocess.run([*tool, "down", name], cwd=ROOT, check=True, capture_output=True)
