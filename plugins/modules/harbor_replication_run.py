#!/usr/bin/python
# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: harbor_replication_run
short_description: Run a replication policy of Harbor
description:
  - Starts a replication now, and waits until it has come to its end. Each run of this module
    starts another one, so it always reports a change.
  - It fails when a task of the replication failed or was stopped, and says why, from the log if
    Harbor tells it nowhere else.
  - A replication for which nothing is to be copied ends well, with a total of 0.
version_added: 0.1.0
author:
  - twinstar.registry contributors (@twinstar)
requirements:
  - the Python library requests on the managed host (python3-requests on Debian)
seealso:
  - module: twinstar.registry.harbor_replication_policy
  - module: twinstar.registry.harbor_replication_execution_info
extends_documentation_fragment:
  - twinstar.registry.attributes
  - twinstar.registry.options.harbor_replication_run
"""

EXAMPLES = r"""
- name: Copy the releases now
  twinstar.registry.harbor_replication_run:
    harbor_url: https://harbor.abc.com
    harbor_username: admin
    harbor_password: "{{ vault_harbor_password }}"
    policy: releases-to-hub-2
    wait_timeout: 1800

- name: Start it, and go on
  twinstar.registry.harbor_replication_run:
    harbor_url: https://harbor.abc.com
    harbor_username: admin
    harbor_password: "{{ vault_harbor_password }}"
    policy: test-to-hub-2
    wait: false
"""

RETURN = r"""
replication_execution:
  description:
    - The execution as it was seen last. With O(wait=false) it may not have any task yet.
    - Harbor itself may show V(InProgress) for 30 seconds more.
  returned: success
  type: dict
  sample:
    id: 7
    status: Succeed
    status_text: ''
    trigger: manual
    start_time: '2027-01-31T12:00:00.000Z'
    end_time: '2027-01-31T12:00:04.000Z'
    policy: releases
    total: 2
    in_progress: 0
    succeed: 2
    failed: 0
    stopped: 0
plan:
  description: A sentence for each request that changed something, or would in check mode.
  returned: success
  type: list
  elements: str
  sample:
    - run replication policy releases
"""

from ..module_utils._ansible.run import run
from ..module_utils._harbor.replication_execution import REPLICATION_RUN
from ..module_utils._io.harbor_action import ActionJob

JOB = ActionJob(REPLICATION_RUN)


def main() -> None:
    run(JOB)


if __name__ == "__main__":
    main()
