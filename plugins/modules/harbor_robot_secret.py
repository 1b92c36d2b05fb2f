#!/usr/bin/python
# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: harbor_robot_secret
short_description: Give a robot account of Harbor another secret
description:
  - Sets the secret of a robot, or has Harbor make one. The old one ends at once.
  - >-
    A secret that the task gives is tried by a login first, so a second run changes nothing. A
    robot that is disabled or has expired cannot log in, and gets it at every run.
  - Without O(secret) each run makes another one, and the result has it, that once.
  - >-
    Where old and new must overlap, use two robots (see
    M(twinstar.registry.harbor_robot_account)).
version_added: 0.1.0
author:
  - twinstar.registry contributors (@twinstar)
requirements:
  - the Python library requests on the managed host (python3-requests on Debian)
seealso:
  - module: twinstar.registry.harbor_robot_account
extends_documentation_fragment:
  - twinstar.registry.attributes
  - twinstar.registry.options.harbor_robot_secret
"""

EXAMPLES = r"""
# Where and as whom, once for all tasks of a play:
#   module_defaults:
#     group/twinstar.registry.harbor:
#       harbor_url: https://harbor.abc.com
#       harbor_username: admin
#       harbor_password: "{{ vault_harbor_password }}"

- name: Another secret for the robot ci of the project test
  twinstar.registry.harbor_robot_secret:
    project: test
    name: ci
    secret: "{{ vault_new_ci_secret }}"

- name: One that Harbor makes
  twinstar.registry.harbor_robot_secret:
    name: mirror
  register: mirror
  no_log: true
"""

RETURN = r"""
robot_secret:
  description: >-
    The robot, the name that it logs in with, and the secret: masked where the task gave it,
    in clear where Harbor made it.
  returned: success
  type: dict
  sample:
    name: ci
    project: test
    full_name: robot$test+ci
    secret: '********'
plan:
  description: A sentence for each request that changed something, or would in check mode.
  returned: success
  type: list
  elements: str
  sample:
    - set the secret of robot account ci of project test
"""

from ..module_utils._ansible.run import run
from ..module_utils._harbor.robot_secret import ROBOT_SECRET
from ..module_utils._io.harbor_action import ActionJob

JOB = ActionJob(ROBOT_SECRET)


def main() -> None:
    run(JOB)


if __name__ == "__main__":
    main()
