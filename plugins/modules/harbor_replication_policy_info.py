#!/usr/bin/python
# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: harbor_replication_policy_info
short_description: Read Harbor's replication policies
description:
  - Lists what Harbor copies to and from other registries, all policies or one.
version_added: 0.1.0
author:
  - twinstar.registry contributors (@twinstar)
requirements:
  - the Python library requests on the managed host (python3-requests on Debian)
seealso:
  - module: twinstar.registry.harbor_replication_policy
extends_documentation_fragment:
  - twinstar.registry.attributes
  - twinstar.registry.options.harbor_replication_policy_info
"""

EXAMPLES = r"""
- name: Which replications there are
  twinstar.registry.harbor_replication_policy_info:
    harbor_url: https://harbor.abc.com
    harbor_username: admin
    harbor_password: "{{ vault_harbor_password }}"
  register: found

- name: Those that are off
  ansible.builtin.debug:
    msg: "{{ found.replication_policies | rejectattr('enabled') | map(attribute='name') }}"
"""

RETURN = r"""
replication_policies:
  description: The policies, by name, with the options of
    M(twinstar.registry.harbor_replication_policy).
  returned: success
  type: list
  elements: dict
  sample:
    - name: releases
      description: ''
      src_registry: ''
      dest_registry: hub-2
      dest_namespace: ''
      dest_namespace_replace_count: -1
      filters: []
      trigger: manual
      cron: ''
      deletion: false
      override: false
      enabled: true
      speed: 0
      copy_by_chunk: false
      single_active_replication: false
      id: 1
      creation_time: '2027-01-31T12:00:00.000Z'
      update_time: '2027-01-31T12:00:00.000Z'
"""

from ..module_utils._ansible.run import run
from ..module_utils._harbor.replication_policy import REPLICATION_POLICY
from ..module_utils._io.harbor_job import InfoJob

JOB = InfoJob(REPLICATION_POLICY)


def main() -> None:
    run(JOB)


if __name__ == "__main__":
    main()
