#!/usr/bin/python
# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: harbor_preheat_policy
short_description: Manage a preheat policy of a project of Harbor
description:
  - Creates, changes and removes the rule by which images of a project are sent to a preheat
    instance ahead of time.
version_added: 0.1.0
author:
  - twinstar.registry contributors (@twinstar)
requirements:
  - the Python library requests on the managed host (python3-requests on Debian)
seealso:
  - module: twinstar.registry.harbor_preheat_instance
  - module: twinstar.registry.harbor_preheat_run
extends_documentation_fragment:
  - twinstar.registry.attributes
  - twinstar.registry.options.harbor_preheat_policy
"""

EXAMPLES = r"""
# Where and as whom, once for all tasks of a play:
#   module_defaults:
#     group/twinstar.registry.harbor:
#       harbor_url: https://harbor.abc.com
#       harbor_username: admin
#       harbor_password: "{{ vault_harbor_password }}"

- name: Releases, as soon as they are there
  twinstar.registry.harbor_preheat_policy:
    project: prod
    name: releases
    instance: shop
    filters:
      repositories: "**"
      tags: "v*"
    trigger: event_based

- name: Every night, to all peers
  twinstar.registry.harbor_preheat_policy:
    project: prod
    name: base-images
    instance: shop
    filters:
      labels:
        - hardened
    cron: 0 0 3 * * *
    extra_attrs:
      scope: all_peers
      cluster_ids: [1, 2]
"""

RETURN = r"""
preheat_policy:
  description: The policy as it is afterwards; of one that was removed, its name.
  returned: success
  type: dict
  sample:
    name: releases
    description: what the shop sells
    instance: shop
    enabled: true
    filters:
      repositories: "**"
      tags: v*
      labels:
        - hardened
      signed: false
      severity_below: null
    trigger: scheduled
    cron: 0 0 3 * * *
    extra_attrs: {}
plan:
  description: A sentence for each request that changed something, or would in check mode.
  returned: success
  type: list
  elements: str
  sample:
    - create preheat policy releases of project test
"""

from ..module_utils._ansible.run import run
from ..module_utils._harbor.preheat_policy import PREHEAT_POLICY
from ..module_utils._io.harbor_job import ObjectJob

JOB = ObjectJob(PREHEAT_POLICY)


def main() -> None:
    run(JOB)


if __name__ == "__main__":
    main()
