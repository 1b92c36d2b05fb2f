# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An unchanged second run of site.yml against a hand-written playbook of the usual modules.

Both converge hosts of their own, of the same images, to the same state; then both run again, in
turns. Prints the seconds of the quickest run of each, host-tasks, and the ratio.
"""

from __future__ import annotations

import pathlib

from . import play

RUNS = 3
OURS = play.ROOT / "playbooks" / "site.yml"
PEER = pathlib.Path(__file__).parent / "peer" / "site.yml"


def main() -> None:
    with play.lab("bench-ours") as ours, play.lab("bench-peer") as peer:
        first = {"ours": play.run(ours, OURS), "peer": play.run(peer, PEER)}
        again: dict[str, list[play.Cost]] = {"ours": [], "peer": []}
        for _turn in range(RUNS):
            again["ours"].append(play.run(ours, OURS))
            again["peer"].append(play.run(peer, PEER))
    best = {name: min(costs, key=lambda cost: cost.seconds) for name, costs in again.items()}
    print(f"{'':8}{'first run s':>12}{'second run s':>14}{'host-tasks':>12}{'changed':>9}")
    for name in ("ours", "peer"):
        print(
            f"{name:8}{first[name].seconds:12.1f}{best[name].seconds:14.1f}"
            f"{best[name].host_tasks:12d}{best[name].changed:9d}"
        )
    print(f"ours / peer, second run: {best['ours'].seconds / best['peer'].seconds:.2f}")


if __name__ == "__main__":
    main()
