#!/usr/bin/python
# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: harbor_retention_run
short_description: Run the retention policy of a project of Harbor
description:
  - Has Harbor delete what the project's retention policy does not keep, or with O(dry_run=true)
    only find out what that is. It waits for the end, and says how many artifacts were kept and
    deleted, in all and for each repository.
  - Each run of this module starts another one, so it always reports a change.
  - It fails when a part of the run failed or was stopped.
version_added: 0.1.0
author:
  - twinstar.registry contributors (@twinstar)
requirements:
  - the Python library requests on the managed host (python3-requests on Debian)
seealso:
  - module: twinstar.registry.harbor_retention_policy
extends_documentation_fragment:
  - twinstar.registry.attributes
  - twinstar.registry.options.harbor_retention_run
"""

EXAMPLES = r"""
- name: What would be deleted
  twinstar.registry.harbor_retention_run:
    harbor_url: https://harbor.abc.com
    harbor_username: admin
    harbor_password: "{{ vault_harbor_password }}"
    project: test
    dry_run: true
  register: trial

- name: Delete it, unless that is more than half
  twinstar.registry.harbor_retention_run:
    harbor_url: https://harbor.abc.com
    harbor_username: admin
    harbor_password: "{{ vault_harbor_password }}"
    project: test
  when: trial.retention_execution.deleted * 2 <= trial.retention_execution.total
"""

RETURN = r"""
retention_execution:
  description:
    - The run as it was seen last. Of a dry run, C(deleted) is what would have been.
    - Artifacts are counted; a repository is named without its project.
  returned: success
  type: dict
  sample:
    project: test
    dry_run: true
    id: 7
    status: Success
    repositories:
      - name: app
        status: Success
        total: 12
        retained: 10
        deleted: 2
    total: 12
    retained: 10
    deleted: 2
plan:
  description: A sentence for each request that changed something, or would in check mode.
  returned: success
  type: list
  elements: str
  sample:
    - run the retention policy of project test in a dry run
"""

from ..module_utils._ansible.run import run
from ..module_utils._harbor.retention_run import RETENTION_RUN
from ..module_utils._io.harbor_action import ActionJob

JOB = ActionJob(RETENTION_RUN)


def main() -> None:
    run(JOB)


if __name__ == "__main__":
    main()
