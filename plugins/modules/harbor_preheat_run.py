#!/usr/bin/python
# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: harbor_preheat_run
short_description: Send a project's images to a preheat instance now
description:
  - Runs a preheat policy, and waits for the end.
  - Each run of the task is a run of the policy.
  - Harbor sees the end of a run up to 30 seconds late; the task counts the images itself.
version_added: 0.1.0
author:
  - twinstar.registry contributors (@twinstar)
requirements:
  - the Python library requests on the managed host (python3-requests on Debian)
seealso:
  - module: twinstar.registry.harbor_preheat_policy
extends_documentation_fragment:
  - twinstar.registry.attributes
  - twinstar.registry.options.harbor_preheat_run
"""

EXAMPLES = r"""
# Where and as whom, once for all tasks of a play:
#   module_defaults:
#     group/twinstar.registry.harbor:
#       harbor_url: https://harbor.abc.com
#       harbor_username: admin
#       harbor_password: "{{ vault_harbor_password }}"

- name: Before the shop opens
  twinstar.registry.harbor_preheat_run:
    project: prod
    policy: releases
    wait_timeout: 1800
"""

RETURN = r"""
preheat_execution:
  description:
    - How the run ended, or with O(wait=false) how far it was. The counts are of images.
  returned: success
  type: dict
  sample:
    project: test
    policy: releases
plan:
  description: A sentence for each request that changed something, or would in check mode.
  returned: success
  type: list
  elements: str
  sample:
    - run preheat policy releases of project test
"""

from ..module_utils._ansible.run import run
from ..module_utils._harbor.preheat_policy import PREHEAT_RUN
from ..module_utils._io.harbor_action import ActionJob

JOB = ActionJob(PREHEAT_RUN)


def main() -> None:
    run(JOB)


if __name__ == "__main__":
    main()
