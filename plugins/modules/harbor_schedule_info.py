#!/usr/bin/python
# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: harbor_schedule_info
short_description: List what Harbor does regularly
description:
  - Gives the schedules of garbage collection, of the purge of audit logs and of scanning all, set
    or not, and those of replication, retention and preheat policies and of Harbor's own upkeep.
  - The latter are known from Harbor 2.7 on.
  - Needs a system administrator.
version_added: 0.1.0
author:
  - twinstar.registry contributors (@twinstar)
requirements:
  - the Python library requests on the managed host (python3-requests on Debian)
seealso:
  - module: twinstar.registry.harbor_garbage_collection
  - module: twinstar.registry.harbor_purge_audit_log
  - module: twinstar.registry.harbor_scan_all_schedule
extends_documentation_fragment:
  - twinstar.registry.attributes
  - twinstar.registry.options.harbor_schedule_info
"""

EXAMPLES = r"""
# Where and as whom, once for all tasks of a play:
#   module_defaults:
#     group/twinstar.registry.harbor:
#       harbor_url: https://harbor.abc.com
#       harbor_username: admin
#       harbor_password: "{{ vault_harbor_password }}"

- name: What is done when?
  twinstar.registry.harbor_schedule_info:
  register: harbor

- name: And garbage?
  twinstar.registry.harbor_schedule_info:
    job: garbage_collection
  register: garbage

- name: It is collected
  ansible.builtin.assert:
    that: garbage.schedules[0].schedule != 'none'
"""

RETURN = r"""
schedules:
  description:
    - The schedules. C(object_id) is the number of the policy that has it, C(paused) whether
      nothing is done regularly at present.
  returned: success
  type: list
  elements: dict
  sample:
    - job: garbage_collection
      schedule: daily
      cron: 0 0 0 * * *
      next_time: '2026-11-26T00:00:00.000Z'
      parameters:
        delete_untagged: false
        workers: 1
      object_id: null
      paused: false
"""

from ..module_utils._ansible.run import run
from ..module_utils._harbor.schedules import SCHEDULES
from ..module_utils._io.harbor_action import ActionJob

JOB = ActionJob(SCHEDULES)


def main() -> None:
    run(JOB)


if __name__ == "__main__":
    main()
