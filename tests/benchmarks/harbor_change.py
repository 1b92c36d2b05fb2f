# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The role harbor against install.sh in a playbook of the usual modules, on the installer's double.

Both install Harbor on a host of their own. Then an unchanged run of each, in turns; and then one
key of harbor.yml is changed, while Harbor is asked all the time whether it is there. Prints the
seconds of the quickest unchanged run, the seconds of outage by the change, and the ratios.
"""

from __future__ import annotations

import pathlib

import yaml

from . import play
from .traffic import traffic

HERE = pathlib.Path(__file__).parent
RUNS = 3
PAUSE = 0.05  # seconds between two requests
BOOKS = {"ours": HERE / "harbor.yml", "peer": HERE / "peer" / "harbor.yml"}


def address(lab: pathlib.Path) -> str:
    hosts = yaml.safe_load((lab / "hosts.yml").read_text("utf-8"))["all"]["hosts"]
    (only,) = hosts.values()
    return str(only["lab_address"])


def main() -> None:
    scenario = str(HERE / "harbor_lab.yml")
    with play.lab("bench-ours", scenario) as ours, play.lab("bench-peer", scenario) as peer:
        labs = {"ours": ours, "peer": peer}
        first = {name: play.run(labs[name], BOOKS[name]) for name in BOOKS}
        again: dict[str, list[play.Cost]] = {name: [] for name in BOOKS}
        for _turn in range(RUNS):
            for name, book in BOOKS.items():
                again[name].append(play.run(labs[name], book))
        outages = {}
        for name, book in BOOKS.items():
            with traffic(f"http://{address(labs[name])}/api/v2.0/ping", PAUSE) as counted:
                play.run(labs[name], book, "-e", "bench_retries=5")
            outages[name] = counted.outage
    best = {name: min(costs, key=lambda cost: cost.seconds) for name, costs in again.items()}
    print(f"{'':8}{'first s':>9}{'second s':>10}{'changed':>9}{'outage by one key s':>21}")
    for name in BOOKS:
        print(
            f"{name:8}{first[name].seconds:9.1f}{best[name].seconds:10.1f}"
            f"{best[name].changed:9d}{outages[name]:21.1f}"
        )
    print(f"ours / peer, second run: {best['ours'].seconds / best['peer'].seconds:.2f}")
    print(f"ours / peer, outage:     {outages['ours'] / max(outages['peer'], PAUSE):.2f}")


if __name__ == "__main__":
    main()
