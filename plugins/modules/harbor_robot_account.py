#!/usr/bin/python
# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: harbor_robot_account
short_description: Manage a robot account of Harbor
description:
  - >-
    Creates, changes and removes a robot account: an account for machines, with rights of its
    own, an end, and a secret.
  - >-
    With O(project) it is a robot of that project, and has rights there only. Without, it is
    one of the whole Harbor, with rights of the system, of projects, or both.
  - >-
    A secret of your own choice (O(secret)) is set with a request of its own, and tried by a
    login at each later run, so that nothing is written where it is right. A robot that is
    disabled or has expired cannot log in; its secret is left as it is, with a warning.
  - >-
    Without O(secret) Harbor makes one when the robot is created. The result of that task has
    it, and nothing else ever will. M(twinstar.registry.harbor_robot_secret) makes another.
  - >-
    To replace a secret without a gap, let two robots overlap: create a second one, hand out
    its secret, and remove the first by a later task.
  - >-
    Harbor 2.9 forgets the rights of projects of a robot that has some of the system, too;
    there it takes two robots, and one with both is refused.
version_added: 0.1.0
author:
  - twinstar.registry contributors (@twinstar)
requirements:
  - the Python library requests on the managed host (python3-requests on Debian)
seealso:
  - module: twinstar.registry.harbor_robot_accounts
  - module: twinstar.registry.harbor_robot_account_info
  - module: twinstar.registry.harbor_robot_secret
  - module: twinstar.registry.harbor_permission_info
extends_documentation_fragment:
  - twinstar.registry.attributes
  - twinstar.registry.options.harbor_robot_account
"""

EXAMPLES = r"""
# Where and as whom, once for all tasks of a play:
#   module_defaults:
#     group/twinstar.registry.harbor:
#       harbor_url: https://harbor.abc.com
#       harbor_username: admin
#       harbor_password: "{{ vault_harbor_password }}"

- name: A robot of the project test that pushes, with a secret from the vault
  twinstar.registry.harbor_robot_account:
    project: test
    name: ci
    duration: 90
    permissions:
      - access:
          - repository:pull
          - repository:push
    secret: "{{ vault_ci_secret }}"

- name: A robot that pulls from every project and lists them
  twinstar.registry.harbor_robot_account:
    name: mirror
    duration: never
    permissions:
      - project: "*"
        access:
          - repository:pull
      - access:
          - project:list
  register: mirror
  no_log: true

- name: Its secret, where the engine of a client finds it
  ansible.builtin.copy:
    content: "{{ mirror.robot_account | twinstar.registry.to_docker_config('harbor.abc.com') }}"
    dest: /root/.docker/config.json
    mode: "0600"
  when: mirror.robot_account.secret is not none

# Replace a secret without a gap: this month's robot, and last month's until all have the new one.
- name: The robot of this month
  twinstar.registry.harbor_robot_account:
    project: test
    name: deploy-2026-12
    duration: 60
    permissions:
      - access:
          - repository:pull
    secret: "{{ vault_deploy_secret }}"

- name: The robot of last month is not needed any more
  twinstar.registry.harbor_robot_account:
    project: test
    name: deploy-2026-11
    state: absent
"""

RETURN = r"""
robot_account:
  description: >-
    The robot as it is afterwards, a secret that the task gave masked, and one that Harbor
    made in clear; of one that was removed, its name.
  returned: success
  type: dict
  sample:
    name: ci
    permissions:
      - project: null
        access:
          - repository:pull
          - repository:push
    duration: 90
    description: pushes what was built
    disabled: false
    secret: '********'
    full_name: robot$test+ci
    expires_at: 1803357562
plan:
  description: A sentence for each request that changed something, or would in check mode.
  returned: success
  type: list
  elements: str
  sample:
    - create robot account ci of project test
    - set the secret of robot account ci of project test
"""

from ..module_utils._ansible.run import run
from ..module_utils._harbor.robot_account import ROBOT_ACCOUNT
from ..module_utils._io.harbor_job import ObjectJob

JOB = ObjectJob(ROBOT_ACCOUNT)


def main() -> None:
    run(JOB)


if __name__ == "__main__":
    main()
