#!/usr/bin/python
# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: harbor_project_member_info
short_description: List the members of a project of Harbor
description:
  - Gives the users and groups that have a role in a project.
  - >-
    Harbor counts more members than it lists where one has a role that it does not know, or a
    group is gone; a warning says so.
version_added: 0.1.0
author:
  - twinstar.registry contributors (@twinstar)
requirements:
  - the Python library requests on the managed host (python3-requests on Debian)
seealso:
  - module: twinstar.registry.harbor_project_members
extends_documentation_fragment:
  - twinstar.registry.attributes
  - twinstar.registry.options.harbor_project_member_info
"""

EXAMPLES = r"""
# Where and as whom, once for all tasks of a play:
#   module_defaults:
#     group/twinstar.registry.harbor:
#       harbor_url: https://harbor.abc.com
#       harbor_username: admin
#       harbor_password: "{{ vault_harbor_password }}"

- name: Who has a role in the project test
  twinstar.registry.harbor_project_member_info:
    project: test
  register: test

- name: Who administers it
  ansible.builtin.debug:
    msg: "{{ test.members | selectattr('role', 'eq', 'project_admin') | map(attribute='name') }}"
"""

RETURN = r"""
members:
  description: The members, by name.
  returned: success
  type: list
  elements: dict
  sample:
    - name: admin
      type: user
      role: project_admin
      id: 2
    - name: alice
      type: user
      role: developer
      id: 3
"""

from ..module_utils._ansible.run import run
from ..module_utils._harbor.member import MEMBER
from ..module_utils._io.harbor_job import InfoJob

JOB = InfoJob(MEMBER)


def main() -> None:
    run(JOB)


if __name__ == "__main__":
    main()
