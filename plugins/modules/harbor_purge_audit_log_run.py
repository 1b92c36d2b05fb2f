#!/usr/bin/python
# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: harbor_purge_audit_log_run
short_description: Delete old audit logs of Harbor now
description:
  - Deletes audit logs that are older than some hours, or counts them, and waits for the end.
  - Each run of the task is a run of the purge. The schedule stays as it is.
  - Harbor sees the end of a run up to 30 seconds late.
  - Needs Harbor 2.6, and a system administrator or a robot account that may.
version_added: 0.1.0
author:
  - twinstar.registry contributors (@twinstar)
requirements:
  - the Python library requests on the managed host (python3-requests on Debian)
seealso:
  - module: twinstar.registry.harbor_purge_audit_log
extends_documentation_fragment:
  - twinstar.registry.attributes
  - twinstar.registry.options.harbor_purge_audit_log_run
"""

EXAMPLES = r"""
# Where and as whom, once for all tasks of a play:
#   module_defaults:
#     group/twinstar.registry.harbor:
#       harbor_url: https://harbor.abc.com
#       harbor_username: admin
#       harbor_password: "{{ vault_harbor_password }}"

- name: How many pulls are older than a month?
  twinstar.registry.harbor_purge_audit_log_run:
    retention_hours: 720
    include_event_types:
      - pull_artifact
    dry_run: true
"""

RETURN = r"""
purge_audit_log_run:
  description: How the run ended; C(purged) is how many logs it deleted, or would have.
  returned: success
  type: dict
  sample:
    dry_run: true
plan:
  description: A sentence for each request that changed something, or would in check mode.
  returned: success
  type: list
  elements: str
  sample:
    - count the audit logs to purge
"""

from ..module_utils._ansible.run import run
from ..module_utils._harbor.purge_audit_log import PURGE_AUDIT_LOG_RUN
from ..module_utils._io.harbor_action import ActionJob

JOB = ActionJob(PURGE_AUDIT_LOG_RUN)


def main() -> None:
    run(JOB)


if __name__ == "__main__":
    main()
