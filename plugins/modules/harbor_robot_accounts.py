#!/usr/bin/python
# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: harbor_robot_accounts
short_description: Manage many robot accounts of Harbor at once
description:
  - >-
    Does for a list of robots what M(twinstar.registry.harbor_robot_account) does for one:
    those of one project, or those of the whole Harbor.
  - >-
    With O(exclusive) all others there are removed, but for the robot that the task itself
    logs in as.
version_added: 0.1.0
author:
  - twinstar.registry contributors (@twinstar)
requirements:
  - the Python library requests on the managed host (python3-requests on Debian)
seealso:
  - module: twinstar.registry.harbor_robot_account
  - module: twinstar.registry.harbor_robot_account_info
extends_documentation_fragment:
  - twinstar.registry.attributes
  - twinstar.registry.options.harbor_robot_accounts
"""

EXAMPLES = r"""
# Where and as whom, once for all tasks of a play:
#   module_defaults:
#     group/twinstar.registry.harbor:
#       harbor_url: https://harbor.abc.com
#       harbor_username: admin
#       harbor_password: "{{ vault_harbor_password }}"

- name: The robots of the project test, and no others
  twinstar.registry.harbor_robot_accounts:
    project: test
    robot_accounts:
      - name: ci
        duration: 90
        permissions:
          - access: ["repository:pull", "repository:push"]
        secret: "{{ vault_ci_secret }}"
      - name: deploy
        duration: never
        permissions:
          - access: ["repository:pull"]
        secret: "{{ vault_deploy_secret }}"
    exclusive: true
"""

RETURN = r"""
robot_accounts:
  description: >-
    The listed robots as they are afterwards, in the task's order, secrets that the task gave
    masked, and those that Harbor made in clear; of those that were removed, their names.
  returned: success
  type: list
  elements: dict
  sample:
    - name: mirror
      permissions:
        - project: '*'
          access:
            - repository:pull
      duration: -1
      description: ''
      disabled: false
      secret: '********'
      full_name: robot$mirror
      expires_at: -1
    - name: auditor
      permissions:
        - project: null
          access:
            - project:list
            - audit-log:list
      duration: 30
      description: ''
      disabled: false
      secret: oGZlr7k7YsScZBMS6bHAW7PwJetBjFkF
      full_name: robot$auditor
      expires_at: 1798173562
plan:
  description: A sentence for each request that changed something, or would in check mode.
  returned: success
  type: list
  elements: str
  sample:
    - create robot account mirror
    - set the secret of robot account mirror
    - create robot account auditor
"""

from ..module_utils._ansible.run import run
from ..module_utils._harbor.robot_account import ROBOT_ACCOUNT
from ..module_utils._io.harbor_job import ListJob

JOB = ListJob(ROBOT_ACCOUNT)


def main() -> None:
    run(JOB)


if __name__ == "__main__":
    main()
