# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Projects with three members each in one task of harbor_state: requests, and time an object.

The Harbor is the double (no password hashing, answers from memory), in this process; so times say
how the two sides of a ratio differ, and not how fast a Harbor is. Requests are counted there.
Aims for n projects: no change n + n/50 + 5, creation 4n + 5, another quota n + n/50 + 5.
Requests of 100 projects stand beside what Terraform was seen to send for the same estate.
The peers get 40 objects (10 projects, 30 members): a loop of ansible.builtin.uri over them, and a
loop of our own modules of one object.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..double.hub import Hub
from ..double.running import running
from . import play

USERS = ("alice", "bob", "carol")
VERSION = "2.13.5"
SMALL = 10
# Requests of Terraform (goharbor/harbor 3.12) for 100 projects x 3 members, 403 resources: measured
# on a genuine Harbor 2.13.5. Ours are counted at the double of that version.
MEASURED = 100
TERRAFORM = {"create": 807, "no change": 403, "another quota, with members": 1106}

OURS = """\
- hosts: all
  gather_facts: false
  tasks:
    - name: All in one task
      twinstar.registry.harbor_state:
        harbor_url: "{{ url }}"
        harbor_username: admin
        harbor_password: "{{ password }}"
        projects: "{{ projects }}"
"""
SINGLE = """\
- hosts: all
  gather_facts: false
  module_defaults:
    group/twinstar.registry.harbor:
      harbor_url: "{{ url }}"
      harbor_username: admin
      harbor_password: "{{ password }}"
  tasks:
    - name: One project after the other
      twinstar.registry.harbor_project:
        name: "{{ item.name }}"
        storage_limit: "{{ item.storage_limit }}"
      loop: "{{ projects }}"
      loop_control: {label: "{{ item.name }}"}
    - name: One member after the other
      twinstar.registry.harbor_project_member:
        project: "{{ item.0.name }}"
        name: "{{ item.1.name }}"
        role: "{{ item.1.role }}"
      loop: "{{ projects | subelements('members') }}"
      loop_control: {label: "{{ item.0.name }}"}
"""
PEER = """\
- hosts: all
  gather_facts: false
  module_defaults:
    ansible.builtin.uri:
      url_username: admin
      url_password: "{{ password }}"
      force_basic_auth: true
      body_format: json
      status_code: [200, 201, 409]
  tasks:
    - name: One project after the other
      ansible.builtin.uri:
        url: "{{ url }}/api/v2.0/projects"
        method: POST
        body: {project_name: "{{ item.name }}", storage_limit: 1073741824}
      loop: "{{ projects }}"
      loop_control: {label: "{{ item.name }}"}
    - name: One member after the other
      ansible.builtin.uri:
        url: "{{ url }}/api/v2.0/projects/{{ item.0.name }}/members"
        method: POST
        body: {role_id: 2, member_user: {username: "{{ item.1.name }}"}}
      loop: "{{ projects | subelements('members') }}"
      loop_control: {label: "{{ item.0.name }}"}
"""


def projects(count: int, limit: str = "1GiB", members: bool = True) -> list[dict[str, Any]]:
    listed = [{"name": name, "role": "developer"} for name in USERS]
    whose: dict[str, Any] = {"members": listed} if members else {}
    return [{"name": f"p{n:05}", "storage_limit": limit, **whose} for n in range(count)]


def furnish(hub: Hub) -> None:
    """The users, whom the benchmark does not count."""
    with hub.store.transaction():
        for name in USERS:
            hub.store["users"].insert(
                username=name,
                email=f"{name}@example.com",
                realname=name,
                password="Pass-word1",
                sysadmin_flag=False,
            )


class Task:
    """One run of a playbook against the hub: seconds, and requests that came in."""

    def __init__(self, hub: Hub, folder: Path) -> None:
        self.hub = hub
        self.folder = folder
        (folder / "hosts").write_text("localhost ansible_connection=local\n", "utf-8")

    def run(self, book: str, listed: Any) -> tuple[float, int]:
        words: Mapping[str, Any] = {
            "url": self.hub.url,
            "password": self.hub.password,
            "projects": listed,
            "ansible_python_interpreter": str(play.BIN / "python"),
        }
        given = self.folder / "given.json"
        given.write_text(json.dumps(words), "utf-8")
        written = self.folder / "play.yml"
        written.write_text(book, "utf-8")
        before = len(self.hub.requests)
        started = time.monotonic()
        play.run(self.folder / "hosts", written, "-e", f"@{given}")
        return time.monotonic() - started, len(self.hub.requests) - before


def counts(folder: Path, sizes: list[int]) -> None:
    print(f"{'projects':>9}{'':16}{'requests':>10}{'aim':>8}{'s':>9}{'ms an object':>14}")
    for size in sizes:
        with running(version=VERSION) as hub:
            furnish(hub)
            task = Task(hub, folder)
            more = size + size // 50 + 5
            for name, listed, aim, objects in (
                ("create", projects(size), 4 * size + 5, 4 * size),
                ("no change", projects(size), more, 4 * size),
                ("another quota", projects(size, "2GiB", members=False), more, size),
            ):
                seconds, requests = task.run(OURS, listed)
                print(
                    f"{size:9}  {name:14}{requests:10}{aim:8}{seconds:9.2f}"
                    f"{1000 * seconds / objects:14.2f}"
                    f"{'' if requests <= aim else '  MORE THAN THE AIM'}"
                )


def terraform(folder: Path) -> None:
    """The whole estate each time, as Terraform is given it."""
    print(f"\n{'requests for the same estate':30}{'Terraform':>10}{'ours':>8}{'ratio':>8}")
    with running(version=VERSION) as hub:
        furnish(hub)
        task = Task(hub, folder)
        for name, limit in zip(TERRAFORM, ("1GiB", "1GiB", "2GiB")):
            _seconds, requests = task.run(OURS, projects(MEASURED, limit))
            theirs = TERRAFORM[name]
            print(f"{name:30}{theirs:10}{requests:8}{theirs / requests:8.1f}")


def peers(folder: Path, large: int) -> None:
    print(f"\n{'':28}{'objects':>9}{'create s':>10}{'again s':>9}{'ms an object, again':>21}")
    again: dict[str, float] = {}
    for name, book, size in (
        ("uri, a loop", PEER, SMALL),
        ("our single modules, a loop", SINGLE, SMALL),
        ("harbor_state", OURS, SMALL),
        ("harbor_state, large", OURS, large),
    ):
        with running(version=VERSION) as hub:
            furnish(hub)
            task = Task(hub, folder)
            first, _sent = task.run(book, projects(size))
            second, _sent = task.run(book, projects(size))
            again[name] = second / (4 * size)
            print(f"{name:28}{4 * size:9}{first:10.2f}{second:9.2f}{1000 * again[name]:21.2f}")
    for ours in ("harbor_state", "harbor_state, large"):
        for peer in ("uri, a loop", "our single modules, a loop"):
            print(f"{peer} / {ours}, no change, by object: {again[peer] / again[ours]:.0f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="10,100,1000,10000", help="numbers of projects")
    parser.add_argument("--large", type=int, default=250, help="projects of the large run")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        counts(folder, [int(size) for size in options.sizes.split(",")])
        terraform(folder)
        peers(folder, options.large)


if __name__ == "__main__":
    main()
