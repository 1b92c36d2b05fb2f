# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""1,000 users in one task of htpasswd_users, against a loop over community.general.htpasswd.

Every figure is of a whole run of ansible-playbook on this machine. The floor is what bcrypt alone
takes: users x one check / cores, with one check timed on one core in the same minute. The loop runs
with a sample of the users, and its time grows with their number, so its figure for all of them is
(seconds of the sample - seconds of an empty play) x users / sample. Its hashes have a cost that it
does not let one choose; it is read from its file, and creating is compared at that cost.
"""

from __future__ import annotations

import argparse
import json
import os
import pathlib
import re
import statistics
import sys
import tempfile
import time

from passlib.hash import bcrypt  # type: ignore[import-untyped]

from . import play

COST = 10
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


class Bench:
    """A folder with an inventory of this machine alone, and plays over a list of users."""

    def __init__(self, folder: pathlib.Path) -> None:
        self.folder = folder
        self.inventory = folder / "hosts.json"
        here = {"ansible_connection": "local", "ansible_python_interpreter": sys.executable}
        self.inventory.write_text(json.dumps({"all": {"hosts": {"localhost": here}}}))

    def seconds(
        self, playbook: str, file: str, users: int, cost: int = COST, *, changes: bool
    ) -> float:
        """Seconds of a run for the first ``users`` users; it must change something, or nothing."""
        (self.folder / "play.yml").write_text(playbook)
        wanted = {
            "path": str(self.folder / file),
            "cost": cost,
            "users": [{"name": f"user{i}", "password": f"password {i}"} for i in range(users)],
        }
        (self.folder / "vars.json").write_text(json.dumps(wanted))
        done = play.run(
            self.inventory, self.folder / "play.yml", "-e", f"@{self.folder / 'vars.json'}"
        )
        if bool(done.changed) != changes:
            raise SystemExit(f"{done.changed} changes in {file}: this is no comparison")
        return done.seconds

    def cost_of(self, file: str) -> int:
        costs = set(re.findall(r":\$2[aby]\$(\d\d)\$", (self.folder / file).read_text()))
        (cost,) = costs
        return int(cost)


def one_check(cost: int, times: int = 15) -> float:
    """Seconds of one check on one core."""
    known = bcrypt.using(rounds=cost, ident="2y").hash("password")
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        bcrypt.verify("password", known)
        taken.append(time.perf_counter() - started)
    return statistics.median(taken)


def line(what: str, users: int, seconds: float, note: str = "") -> None:
    print(
        f"{what:44}{users:7d}{seconds:10.2f}{seconds / max(users, 1) * 1000:12.1f}  {note}".rstrip()
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--users", type=int, default=1000)
    parser.add_argument("--sample", type=int, default=20, help="users of the loop")
    options = parser.parse_args()
    users, sample = options.users, options.sample
    cores = len(os.sched_getaffinity(0))

    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(pathlib.Path(folder))
        (bench.folder / "empty").write_text("")
        empty = bench.seconds(PEER, "empty", 0, changes=False)
        floor = one_check(COST) * users / cores
        print(f"{'':44}{'users':>7}{'s':>10}{'ms a user':>12}")

        created = bench.seconds(OURS, "ours", users, changes=True)
        line(f"first creation, cost {COST}: ours", users, created, f"{created / floor:.2f} x floor")
        again = bench.seconds(OURS, "ours", users, changes=False)
        line(f"no change, cost {COST}: ours", users, again, f"{again / floor:.2f} x floor")
        line(f"  the floor, on {cores} cores", users, floor)
        loop = bench.seconds(PEER, "ours", sample, changes=False)
        line(f"no change, cost {COST}: the loop", sample, loop)
        all_of_it = empty + (loop - empty) * users / sample
        line("  extrapolated to all users", users, all_of_it)
        print(f"the loop / ours, no change: {all_of_it / again:.1f}")

        loop = bench.seconds(PEER, "peer", sample, changes=True)
        cost = bench.cost_of("peer")
        line(f"first creation, cost {cost}: the loop", sample, loop)
        all_of_it = empty + (loop - empty) * users / sample
        line("  extrapolated to all users", users, all_of_it)
        some = bench.seconds(OURS, "ours at that cost", sample, cost, changes=True)
        line(f"first creation, cost {cost}: ours", sample, some)
        ours = empty + (some - empty) * users / sample
        line("  extrapolated to all users", users, ours)
        print(f"the loop / ours, first creation at cost {cost}: {all_of_it / ours:.1f}")
        print(f"ours / floor, no change: {again / floor:.2f}")


if __name__ == "__main__":
    main()
