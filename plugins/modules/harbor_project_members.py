#!/usr/bin/python
# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: harbor_project_members
short_description: Manage the members of a project of Harbor at once
description:
  - >-
    Does for a list of members what M(twinstar.registry.harbor_project_member) does for one,
    with one request to look.
  - >-
    With O(exclusive) all others are removed, but for the account of the task: who created a
    project is its member, too. A warning says so.
version_added: 0.1.0
author:
  - twinstar.registry contributors (@twinstar)
requirements:
  - the Python library requests on the managed host (python3-requests on Debian)
seealso:
  - module: twinstar.registry.harbor_project_member
  - module: twinstar.registry.harbor_project_member_info
extends_documentation_fragment:
  - twinstar.registry.attributes
  - twinstar.registry.options.harbor_project_members
"""

EXAMPLES = r"""
# Where and as whom, once for all tasks of a play:
#   module_defaults:
#     group/twinstar.registry.harbor:
#       harbor_url: https://harbor.abc.com
#       harbor_username: admin
#       harbor_password: "{{ vault_harbor_password }}"

- name: Who has a role in the project test, and nobody else
  twinstar.registry.harbor_project_members:
    project: test
    members:
      - name: alice
        role: project_admin
      - name: bob
        role: developer
      - name: operations
        type: group
        role: guest
    exclusive: true
"""

RETURN = r"""
members:
  description: >-
    The listed members as they are afterwards, in the task's order; of those that were
    removed, name and type.
  returned: success
  type: list
  elements: dict
  sample:
    - name: alice
      type: user
      role: project_admin
    - name: bob
      type: user
      role: developer
    - name: operations
      type: group
      role: guest
plan:
  description: A sentence for each request that changed something, or would in check mode.
  returned: success
  type: list
  elements: str
  sample:
    - add member alice of project test
    - add member bob of project test
    - add member operations (group) of project test
"""

from ..module_utils._ansible.run import run
from ..module_utils._harbor.member import MEMBER
from ..module_utils._io.harbor_job import ListJob

JOB = ListJob(MEMBER)


def main() -> None:
    run(JOB)


if __name__ == "__main__":
    main()
