# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The role harbor against install.sh in a playbook of the usual modules, on the installer's double.

Both install Harbor on a host of their own. Then an unchanged run of each, in turns; and then one
key of harbor.yml is changed, while Harbor is asked all the time whether it is there. Prints the
seconds of the quickest unchanged run, the seconds of outage by the change, and the ratios.
"""

from __future__ import annotations

import contextlib
import pathlib
import subprocess
import threading
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

from . import play

HERE = pathlib.Path(__file__).parent
VERSION = "2.13.5"
RUNS = 3
PAUSE = 0.05  # seconds between two requests
BOOKS = {"ours": HERE / "harbor.yml", "peer": HERE / "peer" / "harbor.yml"}


@dataclass
class Outage:
    """Of a client that asks all the time: seconds between the last answer and the next one."""

    seconds: float = 0.0
    failed: int = 0
    last: float = field(default_factory=time.monotonic)

    def answered(self, well: bool) -> None:
        now = time.monotonic()
        if not well:
            self.failed += 1
            return
        if self.failed:
            self.seconds += now - self.last
            self.failed = 0
        self.last = now


@contextlib.contextmanager
def watched(url: str) -> Iterator[Outage]:
    outage, ended = Outage(), threading.Event()

    def ask() -> None:
        while not ended.is_set():
            well = False
            with contextlib.suppress(OSError), urllib.request.urlopen(url, timeout=2) as answer:
                well = answer.status == 200
            outage.answered(well)
            time.sleep(PAUSE)

    thread = threading.Thread(target=ask)
    thread.start()
    try:
        yield outage
    finally:
        ended.set()
        thread.join()


def installer() -> str:
    done = subprocess.run(
        [str(play.BIN / "python"), "-m", "tests.double.installer", "bundle", VERSION],
        cwd=play.ROOT, check=True, capture_output=True, text=True,
    )  # fmt: skip
    return done.stdout.strip()


def address(lab: pathlib.Path) -> str:
    hosts = yaml.safe_load((lab / "hosts.yml").read_text("utf-8"))["all"]["hosts"]
    (only,) = hosts.values()
    return str(only["lab_address"])


def main() -> None:
    words = ["-e", f"harbor_version={VERSION}", "-e", f"harbor_installer={installer()}"]
    scenario = str(HERE / "harbor_lab.yml")
    with play.lab("bench-ours", scenario) as ours, play.lab("bench-peer", scenario) as peer:
        labs = {"ours": ours, "peer": peer}
        first = {name: play.run(labs[name], BOOKS[name], *words) for name in BOOKS}
        again: dict[str, list[play.Cost]] = {name: [] for name in BOOKS}
        for _turn in range(RUNS):
            for name, book in BOOKS.items():
                again[name].append(play.run(labs[name], book, *words))
        outages = {}
        for name, book in BOOKS.items():
            with watched(f"http://{address(labs[name])}/api/v2.0/ping") as outage:
                play.run(labs[name], book, *words, "-e", "bench_retries=5")
            outages[name] = outage.seconds
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
