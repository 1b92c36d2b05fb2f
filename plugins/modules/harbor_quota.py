#!/usr/bin/python
# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: harbor_quota
short_description: Set how much projects of Harbor may hold
description:
  - >-
    Sets the storage limits of any number of projects: one request for a hundred of them to
    look, and one for each limit that differs.
  - >-
    Harbor makes a quota with each project, so there is none to create or remove. A project
    that was created while C(quota_per_project_enable) was off has none, and is named.
  - Needs a system administrator, or a robot account that may list and update quotas.
version_added: 0.1.0
author:
  - twinstar.registry contributors (@twinstar)
requirements:
  - the Python library requests on the managed host (python3-requests on Debian)
seealso:
  - module: twinstar.registry.harbor_quota_info
  - module: twinstar.registry.harbor_projects
extends_documentation_fragment:
  - twinstar.registry.attributes
  - twinstar.registry.options.harbor_quota
"""

EXAMPLES = r"""
# Where and as whom, once for all tasks of a play:
#   module_defaults:
#     group/twinstar.registry.harbor:
#       harbor_url: https://harbor.abc.com
#       harbor_username: admin
#       harbor_password: "{{ vault_harbor_password }}"

- name: The limits of two projects
  twinstar.registry.harbor_quota:
    quotas:
      - project: test
        storage_limit: 10GiB
      - project: prod
        storage_limit: unlimited
"""

RETURN = r"""
quotas:
  description: The listed quotas as they are afterwards, in the task's order.
  returned: success
  type: list
  elements: dict
  sample:
    - project: test
      storage_limit: 10737418240
      used: 0
    - project: prod
      storage_limit: 1099511627776
      used: 0
plan:
  description: A sentence for each request that changed something, or would in check mode.
  returned: success
  type: list
  elements: str
  sample:
    - set the storage limit of project test
    - set the storage limit of project prod
"""

from ..module_utils._ansible.run import run
from ..module_utils._harbor.quota import QUOTA
from ..module_utils._io.harbor_job import ListJob

JOB = ListJob(QUOTA)


def main() -> None:
    run(JOB)


if __name__ == "__main__":
    main()
