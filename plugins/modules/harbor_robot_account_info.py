#!/usr/bin/python
# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: harbor_robot_account_info
short_description: List the robot accounts of Harbor
description:
  - >-
    Gives the robots of one project, or those of the whole Harbor, or one of them. Harbor has
    no list of both.
  - A secret is shown by Harbor when it is made, and never again.
version_added: 0.1.0
author:
  - twinstar.registry contributors (@twinstar)
requirements:
  - the Python library requests on the managed host (python3-requests on Debian)
seealso:
  - module: twinstar.registry.harbor_robot_account
extends_documentation_fragment:
  - twinstar.registry.attributes
  - twinstar.registry.options.harbor_robot_account_info
"""

EXAMPLES = r"""
# Where and as whom, once for all tasks of a play:
#   module_defaults:
#     group/twinstar.registry.harbor:
#       harbor_url: https://harbor.abc.com
#       harbor_username: admin
#       harbor_password: "{{ vault_harbor_password }}"

- name: The robots of the project test
  twinstar.registry.harbor_robot_account_info:
    project: test
  register: test

- name: Those that end within a week
  ansible.builtin.debug:
    msg: "{{ item.full_name }}"
  loop: "{{ test.robot_accounts }}"
  when: 0 < item.expires_at and item.expires_at < (now().timestamp() + 7 * 86400)
"""

RETURN = r"""
robot_accounts:
  description: The robots, by name.
  returned: success
  type: list
  elements: dict
  sample:
    - name: ci
      permissions:
        - project: null
          access:
            - repository:pull
            - repository:push
      duration: 90
      description: pushes what was built
      disabled: false
      full_name: robot$test+ci
      expires_at: 1803357562
      id: 1
      creation_time: '2026-11-25T04:39:22.160Z'
      update_time: '2026-11-25T04:39:22.160Z'
"""

from ..module_utils._ansible.run import run
from ..module_utils._harbor.robot_account import ROBOT_ACCOUNT
from ..module_utils._io.harbor_job import InfoJob

JOB = InfoJob(ROBOT_ACCOUNT)


def main() -> None:
    run(JOB)


if __name__ == "__main__":
    main()
