#!/usr/bin/python
# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: hosts_block
short_description: Keep a marked block of names in a hosts file
description:
  - Keeps the lines between two marks of a hosts file exactly as given, IPv4 and IPv6, and leaves
    every byte outside them alone.
  - A line outside the block that maps one of the names elsewhere is named, since the first line
    wins.
version_added: 0.1.0
author:
  - twinstar.registry contributors (@twinstar)
extends_documentation_fragment:
  - ansible.builtin.files
  - twinstar.registry.attributes
  - twinstar.registry.options.hosts_block
"""

EXAMPLES = r"""
- name: Both stars by name
  twinstar.registry.hosts_block:
    entries:
      - address: 192.168.126.40
        names: [harbor.abc.com]
      - address: 192.168.126.50
        names: [registry.abc.com, edge.abc.com]

- name: Take the names away again
  twinstar.registry.hosts_block:
    state: absent
"""

RETURN = r"""
hosts_block:
  description: The block as it is now, or as it will be in check mode.
  returned: success
  type: dict
  contains:
    entries:
      description: Addresses in canonical form, with their names.
      returned: success
      type: list
      elements: dict
      sample:
        - address: 192.168.126.40
          names: [harbor.abc.com]
    backup_file:
      description: The copy that was kept.
      returned: when O(backup=true) and the file was changed
      type: str
      sample: /etc/hosts.4711.2026-11-24@20:31:07~
plan:
  description: What was done, or would be done in check mode, one sentence a change.
  returned: success
  type: list
  elements: str
  sample: [add block twinstar.registry in /etc/hosts]
"""

from ..module_utils._ansible.run import run
from ..module_utils._core.hosts_file import HOSTS_FILE
from ..module_utils._io.file_job import FileJob

JOB = FileJob(HOSTS_FILE)


def main() -> None:
    run(JOB)


if __name__ == "__main__":
    main()
