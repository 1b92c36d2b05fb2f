#!/usr/bin/python
# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: harbor_quota_info
short_description: List the storage limits of Harbor's projects
description:
  - Gives for each project how much it may hold and how much it holds, or for one of them.
  - Needs a system administrator, or a robot account that may list quotas.
version_added: 0.1.0
author:
  - twinstar.registry contributors (@twinstar)
requirements:
  - the Python library requests on the managed host (python3-requests on Debian)
seealso:
  - module: twinstar.registry.harbor_quota
extends_documentation_fragment:
  - twinstar.registry.attributes
  - twinstar.registry.options.harbor_quota_info
"""

EXAMPLES = r"""
# Where and as whom, once for all tasks of a play:
#   module_defaults:
#     group/twinstar.registry.harbor:
#       harbor_url: https://harbor.abc.com
#       harbor_username: admin
#       harbor_password: "{{ vault_harbor_password }}"

- name: All quotas
  twinstar.registry.harbor_quota_info:
  register: all

- name: Projects that are more than nine tenths full
  ansible.builtin.debug:
    msg: "{{ item.project }}"
  loop: "{{ all.quotas }}"
  when: item.storage_limit > 0 and item.used > 0.9 * item.storage_limit
"""

RETURN = r"""
quotas:
  description: The quotas, by project. A limit of -1 is none.
  returned: success
  type: list
  elements: dict
  sample:
    - project: test
      storage_limit: -1
      used: 0
      id: 2
      creation_time: '2026-11-25T04:39:18.851Z'
      update_time: '2026-11-25T04:39:18.851Z'
"""

from ..module_utils._ansible.run import run
from ..module_utils._harbor.quota import QUOTA
from ..module_utils._io.harbor_job import InfoJob

JOB = InfoJob(QUOTA)


def main() -> None:
    run(JOB)


if __name__ == "__main__":
    main()
