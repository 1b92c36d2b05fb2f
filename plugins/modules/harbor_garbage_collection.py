#!/usr/bin/python
# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: harbor_garbage_collection
short_description: Schedule Harbor's garbage collection
description:
  - Says when Harbor frees the space of what was deleted. There is one schedule.
  - What the task leaves out stays as it is.
  - Needs a system administrator, or a robot account that may.
version_added: 0.1.0
author:
  - twinstar.registry contributors (@twinstar)
requirements:
  - the Python library requests on the managed host (python3-requests on Debian)
seealso:
  - module: twinstar.registry.harbor_garbage_collection_run
  - module: twinstar.registry.harbor_schedule_info
extends_documentation_fragment:
  - twinstar.registry.attributes
  - twinstar.registry.options.harbor_garbage_collection
"""

EXAMPLES = r"""
# Where and as whom, once for all tasks of a play:
#   module_defaults:
#     group/twinstar.registry.harbor:
#       harbor_url: https://harbor.abc.com
#       harbor_username: admin
#       harbor_password: "{{ vault_harbor_password }}"

- name: Every Saturday at half past two
  twinstar.registry.harbor_garbage_collection:
    schedule: custom
    cron: 0 30 2 * * 6
    delete_untagged: true

- name: At midnight, with more at once
  twinstar.registry.harbor_garbage_collection:
    schedule: daily
    workers: 4

- name: No more
  twinstar.registry.harbor_garbage_collection:
    schedule: none
"""

RETURN = r"""
garbage_collection:
  description: The schedule as it is afterwards.
  returned: success
  type: dict
  sample:
    schedule: custom
    cron: 0 30 2 * * 6
    delete_untagged: true
    workers: 2
    delete_tag: false
plan:
  description: A sentence for each request that changed something, or would in check mode.
  returned: success
  type: list
  elements: str
  sample:
    - 'schedule garbage collection custom: 0 30 2 * * 6'
"""

from ..module_utils._ansible.run import run
from ..module_utils._harbor.garbage_collection import GARBAGE_COLLECTION
from ..module_utils._io.harbor_job import ObjectJob

JOB = ObjectJob(GARBAGE_COLLECTION)


def main() -> None:
    run(JOB)


if __name__ == "__main__":
    main()
