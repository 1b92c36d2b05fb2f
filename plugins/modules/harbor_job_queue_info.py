#!/usr/bin/python
# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: harbor_job_queue_info
short_description: List the queues of Harbor's jobs
description:
  - Gives for each kind of job whether its queue is paused, and how many wait for how long.
  - Needs Harbor 2.7, and a system administrator or a robot account that may.
version_added: 0.1.0
author:
  - twinstar.registry contributors (@twinstar)
requirements:
  - the Python library requests on the managed host (python3-requests on Debian)
seealso:
  - module: twinstar.registry.harbor_job_queue
extends_documentation_fragment:
  - twinstar.registry.attributes
  - twinstar.registry.options.harbor_job_queue_info
"""

EXAMPLES = r"""
# Where and as whom, once for all tasks of a play:
#   module_defaults:
#     group/twinstar.registry.harbor:
#       harbor_url: https://harbor.abc.com
#       harbor_username: admin
#       harbor_password: "{{ vault_harbor_password }}"

- name: Is anything stuck?
  twinstar.registry.harbor_job_queue_info:
  register: harbor

- name: Nothing waits for an hour
  ansible.builtin.assert:
    that: harbor.job_queues | map(attribute='latency') | max < 3600
"""

RETURN = r"""
job_queues:
  description: The queues by their kind. C(latency) is how many seconds the first one waits.
  returned: success
  type: list
  elements: dict
  sample:
    - job_type: REPLICATION
      paused: false
      count: 0
      latency: 0
"""

from ..module_utils._ansible.run import run
from ..module_utils._harbor.job_queue import JOB_QUEUES
from ..module_utils._io.harbor_action import ActionJob

JOB = ActionJob(JOB_QUEUES)


def main() -> None:
    run(JOB)


if __name__ == "__main__":
    main()
