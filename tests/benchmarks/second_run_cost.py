# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an unchanged run costs a host: site.yml with 2, 10 and 50 inventory names.

All names stand for the two hosts of one lab: one is the edge, all others are the client, so that
the controller's part grows while the machines stay the same. Prints host-tasks and seconds a host.
"""

from __future__ import annotations

import pathlib
import tempfile
from typing import Any

import yaml

from . import play

SITE = play.ROOT / "playbooks" / "site.yml"
NAMES = (2, 10, 50)


def multiplied(inventory: dict[str, Any], names: int) -> dict[str, Any]:
    """The lab's inventory with further names for the client, in each group that it is in."""
    everything = inventory["all"]
    more = [f"client{number:02}" for number in range(2, names)]
    for name in more:
        everything["hosts"][name] = everything["hosts"]["client"]
    for group in everything["children"].values():
        if "client" in (group.get("hosts") or {}):
            group["hosts"].update(dict.fromkeys(more))
    return inventory


def main() -> None:
    with play.lab("bench-cost") as lab, tempfile.TemporaryDirectory() as folder:
        text = (lab / "hosts.yml").read_text("utf-8")
        play.run(lab, SITE)
        print(f"{'names':>6}{'seconds':>10}{'s a host':>10}{'tasks a host':>14}{'changed':>9}")
        costs = {}
        for names in NAMES:
            path = pathlib.Path(folder) / f"{names}.yml"
            path.write_text(yaml.safe_dump(multiplied(yaml.safe_load(text), names)), "utf-8")
            cost = costs[names] = play.run(path, SITE)
            print(
                f"{names:6d}{cost.seconds:10.1f}{cost.seconds / names:10.2f}"
                f"{cost.host_tasks / names:14.1f}{cost.changed:9d}"
            )
    few, many = costs[NAMES[0]], costs[NAMES[-1]]
    growth = (many.seconds / NAMES[-1]) / (few.seconds / NAMES[0])
    print(f"a host among {NAMES[-1]} costs {growth:.2f} of one among {NAMES[0]}")


if __name__ == "__main__":
    main()
