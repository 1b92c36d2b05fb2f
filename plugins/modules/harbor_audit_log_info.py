#!/usr/bin/python
# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: harbor_audit_log_info
short_description: List what was done in Harbor, and by whom
description:
  - Gives the newest audit logs that meet all that the task says.
  - An account that is no system administrator sees those of its projects.
  - Harbor 2.13 and newer keep more, and tell a description and whether it succeeded.
version_added: 0.1.0
author:
  - twinstar.registry contributors (@twinstar)
requirements:
  - the Python library requests on the managed host (python3-requests on Debian)
seealso:
  - module: twinstar.registry.harbor_purge_audit_log
extends_documentation_fragment:
  - twinstar.registry.attributes
  - twinstar.registry.options.harbor_audit_log_info
"""

EXAMPLES = r"""
# Where and as whom, once for all tasks of a play:
#   module_defaults:
#     group/twinstar.registry.harbor:
#       harbor_url: https://harbor.abc.com
#       harbor_username: admin
#       harbor_password: "{{ vault_harbor_password }}"

- name: Who removed images of project test this year?
  twinstar.registry.harbor_audit_log_info:
    project: test
    operation: delete
    resource_type: artifact
    since: "2026-01-01"
  register: harbor
"""

RETURN = r"""
audit_logs:
  description: The audit logs, the newest first.
  returned: success
  type: list
  elements: dict
  sample:
    - username: admin
      operation: create
      resource_type: project
      resource: test
      description: 'create project: test'
      succeeded: true
"""

from ..module_utils._ansible.run import run
from ..module_utils._harbor.audit_log import AUDIT_LOGS
from ..module_utils._io.harbor_action import ActionJob

JOB = ActionJob(AUDIT_LOGS)


def main() -> None:
    run(JOB)


if __name__ == "__main__":
    main()
