#!/usr/bin/python
# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: harbor_preheat_instance
short_description: Manage a preheat instance of Harbor
description:
  - Creates, changes and removes what Harbor knows of a Dragonfly or Kraken cluster, which gets
    images ahead of time by M(twinstar.registry.harbor_preheat_policy).
  - An instance that a policy uses can be neither disabled nor removed.
  - Needs a system administrator, or a robot account that may.
version_added: 0.1.0
author:
  - twinstar.registry contributors (@twinstar)
requirements:
  - the Python library requests on the managed host (python3-requests on Debian)
seealso:
  - module: twinstar.registry.harbor_preheat_policy
extends_documentation_fragment:
  - twinstar.registry.attributes
  - twinstar.registry.options.harbor_preheat_instance
"""

EXAMPLES = r"""
# Where and as whom, once for all tasks of a play:
#   module_defaults:
#     group/twinstar.registry.harbor:
#       harbor_url: https://harbor.abc.com
#       harbor_username: admin
#       harbor_password: "{{ vault_harbor_password }}"

- name: The cluster of the shop
  twinstar.registry.harbor_preheat_instance:
    name: shop
    vendor: dragonfly
    endpoint: https://dragonfly.example.com
    auth_mode: oauth
    auth_info:
      token: "{{ vault_dragonfly_token }}"

- name: Another login
  twinstar.registry.harbor_preheat_instance:
    name: shop
    auth_mode: basic
    auth_info:
      harbor: "{{ vault_dragonfly_password }}"
"""

RETURN = r"""
preheat_instance:
  description: The instance as it is afterwards; of one that was removed, its name.
  returned: success
  type: dict
  sample:
    name: shop
    description: the shop
    vendor: dragonfly
    endpoint: https://dragonfly.example.com
    auth_mode: oauth
    auth_info: '********'
    enabled: true
    default: false
    insecure: false
plan:
  description: A sentence for each request that changed something, or would in check mode.
  returned: success
  type: list
  elements: str
  sample:
    - create preheat instance shop
"""

from ..module_utils._ansible.run import run
from ..module_utils._harbor.preheat_instance import PREHEAT_INSTANCE
from ..module_utils._io.harbor_job import ObjectJob

JOB = ObjectJob(PREHEAT_INSTANCE)


def main() -> None:
    run(JOB)


if __name__ == "__main__":
    main()
