# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is on its way through /v2 and is not in the state yet: uploads, and pulls to be counted."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .hub import Hub

Row = dict[str, Any]


class Traffic:
    """Nothing of it outlives the double, as nothing of it outlives Harbor's core."""

    def __init__(self) -> None:
        # project id -> bytes of uploads that run
        self.reserved: defaultdict[int, int] = defaultdict(int)
        # session of an upload -> bytes that were accepted
        self.accepted: dict[str, int] = {}
        self.pulls: Counter[int] = Counter()  # repository id -> pulls
        self.pull_times: dict[tuple[int, str], float] = {}  # (artifact id, tag) -> seconds
        self.counting_since: float | None = None
        self.waiting = False

    def pulled(self, hub: Hub, artifact: Row, tag: str) -> None:
        """Count it later: from the first pull on all are written down at every period's end."""
        self.pulls[artifact["repository_id"]] += 1
        self.pull_times[artifact["id"], tag] = hub.now()
        now, period = time.monotonic(), hub.delays.pull_count
        if self.counting_since is None:
            self.counting_since = now
        if not self.waiting:
            self.waiting = True
            passed = (now - self.counting_since) % period if period else 0.0
            hub.jobs.after(period - passed, self.write_down, hub)

    def write_down(self, hub: Hub) -> None:
        self.waiting = False
        for number, count in self.pulls.items():
            repository = hub.store["repositories"].get(number)
            if repository is not None:
                hub.store["repositories"].update(
                    number, pull_count=repository["pull_count"] + count, update_time=hub.now()
                )
        for (number, name), moment in self.pull_times.items():
            write_pull_time(hub, number, name, moment)
        self.pulls.clear()
        self.pull_times.clear()


def write_pull_time(hub: Hub, number: int, name: str, moment: float) -> None:
    """Of the artifact, of its tag, and from 2.15.1 on of the indexes that it is a child of."""
    artifacts, tags = hub.store["artifacts"], hub.store["tags"]
    artifact = artifacts.get(number)
    if artifact is None:
        return
    artifacts.update(number, pull_time=max(artifact["pull_time"] or 0, moment))
    tag = tags.one(repository_id=artifact["repository_id"], name=name) if name else None
    if tag is not None and tag["artifact_id"] == number:
        tags.update(tag["id"], pull_time=moment)
    if hub.version >= "2.15.1":
        for reference in hub.store["artifact_references"].find(child_id=number):
            parent = artifacts.rows[reference["parent_id"]]
            artifacts.update(parent["id"], pull_time=max(parent["pull_time"] or 0, moment))
