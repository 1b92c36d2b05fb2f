#!/usr/bin/python
# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: harbor_purge_audit_log
short_description: Schedule the deletion of Harbor's old audit logs
description:
  - Says when Harbor deletes audit logs, which, and how old they are then. There is one schedule.
  - What the task leaves out stays as it is.
  - Needs Harbor 2.6, and a system administrator or a robot account that may.
version_added: 0.1.0
author:
  - twinstar.registry contributors (@twinstar)
requirements:
  - the Python library requests on the managed host (python3-requests on Debian)
seealso:
  - module: twinstar.registry.harbor_purge_audit_log_run
  - module: twinstar.registry.harbor_schedule_info
  - module: twinstar.registry.harbor_audit_log_info
extends_documentation_fragment:
  - twinstar.registry.attributes
  - twinstar.registry.options.harbor_purge_audit_log
"""

EXAMPLES = r"""
# Where and as whom, once for all tasks of a play:
#   module_defaults:
#     group/twinstar.registry.harbor:
#       harbor_url: https://harbor.abc.com
#       harbor_username: admin
#       harbor_password: "{{ vault_harbor_password }}"

- name: Pulls are forgotten after a month
  twinstar.registry.harbor_purge_audit_log:
    schedule: daily
    retention_hours: 720
    include_event_types:
      - pull_artifact

- name: The same before Harbor 2.13
  twinstar.registry.harbor_purge_audit_log:
    schedule: daily
    retention_hours: 720
    include_operations:
      - pull

- name: Keep all
  twinstar.registry.harbor_purge_audit_log:
    schedule: none
"""

RETURN = r"""
purge_audit_log:
  description: The schedule as it is afterwards.
  returned: success
  type: dict
  sample:
    schedule: daily
    cron: 0 0 0 * * *
    retention_hours: 720
    include_event_types:
      - pull_artifact
    include_operations: null
plan:
  description: A sentence for each request that changed something, or would in check mode.
  returned: success
  type: list
  elements: str
  sample:
    - 'schedule the purge of audit logs daily: 0 0 0 * * *'
"""

from ..module_utils._ansible.run import run
from ..module_utils._harbor.purge_audit_log import PURGE_AUDIT_LOG
from ..module_utils._io.harbor_job import ObjectJob

JOB = ObjectJob(PURGE_AUDIT_LOG)


def main() -> None:
    run(JOB)


if __name__ == "__main__":
    main()
