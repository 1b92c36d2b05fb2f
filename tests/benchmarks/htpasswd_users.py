# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""1,000 users in one task of htpasswd_users, against a loop over community.general.htpasswd.

Every figure is of a whole run of ansible-playbook on this machine: seconds by the clock, and those
of the processor, which tell more where others use the machine. The floor is what bcrypt alone
takes: users x one check, over the cores by the clock; one check is timed on one core before and
after the run. The loop runs with a sample of the users, and its time grows with their number, so
its figure for all of them is (sample - empty play) x users / sample. Its hashes have a cost that it
does not let one choose; it is read from its file. Creating is compared at that cost by user, ours
with a tenth of the users and its whole run, so that its start counts tenfold.
"""

from __future__ import annotations

import argparse
import json
import os
import pathlib
import re
import resource
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass

from passlib.hash import bcrypt  # type: ignore[import-untyped]

from . import play

COST = 10
CORES = len(os.sched_getaffinity(0))
OURS = """\
- hosts: all
  gather_facts: false
  tasks:
    - name: All users in one task
      twinstar.registry.htpasswd_users:
        path: "{{ path }}"
        users: "{{ users }}"
        cost: "{{ cost }}"
"""
PEER = """\
- hosts: all
  gather_facts: false
  tasks:
    - name: One user after the other
      community.general.htpasswd:
        path: "{{ path }}"
        name: "{{ item.name }}"
        password: "{{ item.password }}"
        hash_scheme: bcrypt
        mode: "0640"
      loop: "{{ users }}"
      loop_control:
        label: "{{ item.name }}"
"""


@dataclass(frozen=True)
class Seconds:
    """By the clock, and of the processor."""

    clock: float
    cpu: float

    def without(self, other: Seconds) -> Seconds:
        return Seconds(self.clock - other.clock, self.cpu - other.cpu)

    def times(self, factor: float) -> Seconds:
        return Seconds(self.clock * factor, self.cpu * factor)

    def over(self, other: Seconds) -> str:
        return f"{self.clock / other.clock:.2f} by the clock, {self.cpu / other.cpu:.2f} of the CPU"


class Bench:
    """A folder with an inventory of this machine alone, and plays over a list of users."""

    def __init__(self, folder: pathlib.Path) -> None:
        self.folder = folder
        self.inventory = folder / "hosts.json"
        here = {"ansible_connection": "local", "ansible_python_interpreter": sys.executable}
        self.inventory.write_text(json.dumps({"all": {"hosts": {"localhost": here}}}))

    def run(
        self, playbook: str, file: str, users: int, cost: int = COST, *, changes: bool
    ) -> Seconds:
        """A run for the first ``users`` users; it must change something, or nothing."""
        (self.folder / "play.yml").write_text(playbook)
        wanted = {
            "path": str(self.folder / file),
            "cost": cost,
            "users": [{"name": f"user{i}", "password": f"password {i}"} for i in range(users)],
        }
        (self.folder / "vars.json").write_text(json.dumps(wanted))
        before = cpu_of_children()
        done = play.run(
            self.inventory, self.folder / "play.yml", "-e", f"@{self.folder / 'vars.json'}"
        )
        if bool(done.changed) != changes:
            raise SystemExit(f"{done.changed} changes in {file}: this is no comparison")
        return Seconds(done.seconds, cpu_of_children() - before)

    def cost_of(self, file: str) -> int:
        costs = set(re.findall(r":\$2[aby]\$(\d\d)\$", (self.folder / file).read_text()))
        (cost,) = costs
        return int(cost)


def cpu_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def one_check(times: int = 15) -> Seconds:
    """One check at COST on one core, the median of several."""
    known = bcrypt.using(rounds=COST, ident="2y").hash("password")
    clock, cpu = [], []
    for _turn in range(times):
        started, used = time.perf_counter(), time.thread_time()
        bcrypt.verify("password", known)
        clock.append(time.perf_counter() - started)
        cpu.append(time.thread_time() - used)
    return Seconds(statistics.median(clock), statistics.median(cpu))


def line(what: str, users: int, taken: Seconds) -> None:
    by_user = taken.clock / max(users, 1) * 1000
    print(f"{what:44}{users:7d}{taken.clock:10.2f}{taken.cpu:10.2f}{by_user:12.1f}", flush=True)


def beside_the_floor(bench: Bench, what: str, users: int, *, changes: bool) -> Seconds:
    """A run of ours, and what bcrypt alone would take; both are printed with their ratio."""
    before = one_check()
    ours = bench.run(OURS, "ours", users, changes=changes)
    after = one_check()
    check = Seconds((before.clock + after.clock) / 2 / CORES, (before.cpu + after.cpu) / 2)
    floor = check.times(users)
    line(f"{what}, cost {COST}: ours", users, ours)
    line(f"  the floor, on {CORES} cores", users, floor)
    print(f"ours / floor, {what}: {ours.over(floor)}")
    return ours


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--users", type=int, default=1000)
    parser.add_argument("--sample", type=int, default=20, help="users of the loop")
    options = parser.parse_args()
    users, sample = options.users, options.sample

    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(pathlib.Path(folder))
        (bench.folder / "empty").write_text("")
        empty = bench.run(PEER, "empty", 0, changes=False)
        print(f"{'':44}{'users':>7}{'s':>10}{'CPU s':>10}{'ms a user':>12}")
        beside_the_floor(bench, "first creation", users, changes=True)
        again = beside_the_floor(bench, "no change", users, changes=False)
        loop = bench.run(PEER, "ours", sample, changes=False)
        line(f"no change, cost {COST}: the loop", sample, loop)
        whole = loop.without(empty).times(users / sample)
        line("  extrapolated to all users", users, whole)
        print(f"the loop / ours, no change: {whole.over(again)}")

        loop = bench.run(PEER, "peer", sample, changes=True)
        cost = bench.cost_of("peer")
        line(f"first creation, cost {cost}: the loop", sample, loop)
        tenth = max(users // 10, 1)
        some = bench.run(OURS, "ours at that cost", tenth, cost, changes=True)
        line(f"first creation, cost {cost}: ours", tenth, some)
        one, ours = loop.without(empty).times(1 / sample), some.times(1 / tenth)
        print(f"the loop / ours, first creation at cost {cost}, by user: {one.over(ours)}")


if __name__ == "__main__":
    main()
