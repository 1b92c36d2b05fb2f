#!/usr/bin/python
# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: harbor_replication_execution_info
short_description: Read what became of replications of Harbor
description:
  - Lists executions of replication policies, the newest first, with how many of their tasks
    succeeded, failed or were stopped.
version_added: 0.1.0
author:
  - twinstar.registry contributors (@twinstar)
requirements:
  - the Python library requests on the managed host (python3-requests on Debian)
seealso:
  - module: twinstar.registry.harbor_replication_run
extends_documentation_fragment:
  - twinstar.registry.attributes
  - twinstar.registry.options.harbor_replication_execution_info
"""

EXAMPLES = r"""
- name: The last three runs
  twinstar.registry.harbor_replication_execution_info:
    harbor_url: https://harbor.abc.com
    harbor_username: admin
    harbor_password: "{{ vault_harbor_password }}"
    policy: releases-to-hub-2
    limit: 3
  register: runs

- name: The last one went well
  ansible.builtin.assert:
    that: runs.replication_executions[0].status == 'Succeed'

- name: Which repositories could not be copied
  twinstar.registry.harbor_replication_execution_info:
    harbor_url: https://harbor.abc.com
    harbor_username: admin
    harbor_password: "{{ vault_harbor_password }}"
    status: Failed
    tasks: true
"""

RETURN = r"""
replication_executions:
  description:
    - The executions, the newest first.
    - The status is read from the tasks, so that it is right at once; Harbor's own may be late.
  returned: success
  type: list
  elements: dict
  sample:
    - id: 7
      policy: releases
      status: Succeed
      status_text: ''
      trigger: manual
      total: 2
      in_progress: 0
      succeed: 2
      failed: 0
      stopped: 0
      start_time: '2027-01-31T12:00:00.000Z'
      end_time: '2027-01-31T12:00:04.000Z'
"""

from ..module_utils._ansible.run import run
from ..module_utils._harbor.replication_execution import REPLICATION_EXECUTIONS
from ..module_utils._io.harbor_action import ActionJob

JOB = ActionJob(REPLICATION_EXECUTIONS)


def main() -> None:
    run(JOB)


if __name__ == "__main__":
    main()
