#!/usr/bin/python
# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: harbor_job_queue
short_description: Pause, resume or empty a queue of Harbor's jobs
description:
  - Harbor does replications, scans, retention and the like as jobs, which wait in a queue a kind.
  - Needs Harbor 2.7, and a system administrator or a robot account that may.
version_added: 0.1.0
author:
  - twinstar.registry contributors (@twinstar)
requirements:
  - the Python library requests on the managed host (python3-requests on Debian)
seealso:
  - module: twinstar.registry.harbor_job_queue_info
extends_documentation_fragment:
  - twinstar.registry.attributes
  - twinstar.registry.options.harbor_job_queue
"""

EXAMPLES = r"""
# Where and as whom, once for all tasks of a play:
#   module_defaults:
#     group/twinstar.registry.harbor:
#       harbor_url: https://harbor.abc.com
#       harbor_username: admin
#       harbor_password: "{{ vault_harbor_password }}"

- name: No replication while the line is mended
  twinstar.registry.harbor_job_queue:
    job_type: REPLICATION
    action: pause

- name: All again
  twinstar.registry.harbor_job_queue:
    job_type: all
    action: resume
"""

RETURN = r"""
job_queues:
  description: The named queues as they are afterwards. C(latency) is in seconds.
  returned: success
  type: list
  elements: dict
  sample:
    - job_type: REPLICATION
      paused: true
      count: 0
      latency: 0
plan:
  description: A sentence for each request that changed something, or would in check mode.
  returned: success
  type: list
  elements: str
  sample:
    - pause the queue REPLICATION
"""

from ..module_utils._ansible.run import run
from ..module_utils._harbor.job_queue import JOB_QUEUE
from ..module_utils._io.harbor_action import ActionJob

JOB = ActionJob(JOB_QUEUE)


def main() -> None:
    run(JOB)


if __name__ == "__main__":
    main()
