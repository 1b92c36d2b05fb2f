#!/usr/bin/python
# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: harbor_replication_policy
short_description: Manage a replication policy of Harbor
description:
  - Creates, changes and removes what Harbor copies to another registry (O(dest_registry)), or
    from one (O(src_registry)).
  - What a task leaves out stays as it is, though Harbor itself would reset it.
  - A policy that is removed takes its executions along; those that are under way are stopped
    first. Harbor keeps a policy for up to 30 seconds after the end of its last task, and so long
    the removal may take.
version_added: 0.1.0
author:
  - twinstar.registry contributors (@twinstar)
requirements:
  - the Python library requests on the managed host (python3-requests on Debian)
seealso:
  - module: twinstar.registry.harbor_registry
  - module: twinstar.registry.harbor_replication_run
extends_documentation_fragment:
  - twinstar.registry.attributes
  - twinstar.registry.options.harbor_replication_policy
"""

EXAMPLES = r"""
- name: What is tagged as a release goes to the other Harbor every night
  twinstar.registry.harbor_replication_policy:
    harbor_url: https://harbor.abc.com
    harbor_username: admin
    harbor_password: "{{ vault_harbor_password }}"
    name: releases-to-hub-2
    dest_registry: hub-2
    filters:
      - type: name
        value: prod/**
      - type: tag
        value: v*
    trigger: scheduled
    cron: 0 30 2 * * *

- name: Each push to the project test is copied at once, and what is deleted goes there, too
  twinstar.registry.harbor_replication_policy:
    harbor_url: https://harbor.abc.com
    harbor_username: admin
    harbor_password: "{{ vault_harbor_password }}"
    name: test-to-hub-2
    dest_registry: hub-2
    dest_namespace: mirror
    filters:
      - {type: name, value: test/**}
      - {type: label, labels: [internal], decoration: excludes}
    trigger: event_based
    deletion: true

- name: Fetch a few images from Docker Hub when told to
  twinstar.registry.harbor_replication_policy:
    harbor_url: https://harbor.abc.com
    harbor_username: admin
    harbor_password: "{{ vault_harbor_password }}"
    name: base-images
    src_registry: docker-hub
    dest_namespace: base
    filters:
      - {type: name, value: "library/{debian,nginx}"}
      - {type: tag, value: stable*}

- name: Pause it
  twinstar.registry.harbor_replication_policy:
    harbor_url: https://harbor.abc.com
    harbor_username: admin
    harbor_password: "{{ vault_harbor_password }}"
    name: releases-to-hub-2
    enabled: false
"""

RETURN = r"""
replication_policy:
  description: The policy as it is afterwards; of one that was removed, its name.
  returned: success
  type: dict
  sample:
    name: releases
    description: what is released
    src_registry: ''
    dest_registry: hub-2
    dest_namespace: mirror
    dest_namespace_replace_count: 1
    filters:
      - type: name
        value: prod/**
        labels: null
        decoration: null
      - type: label
        value: null
        labels:
          - b
          - a
        decoration: excludes
    trigger: scheduled
    cron: 0 30 2 * * *
    deletion: true
    override: true
    enabled: true
    speed: 1024
    copy_by_chunk: true
    single_active_replication: false
plan:
  description: A sentence for each request that changed something, or would in check mode.
  returned: success
  type: list
  elements: str
  sample:
    - create replication policy releases
"""

from ..module_utils._ansible.run import run
from ..module_utils._harbor.replication_policy import REPLICATION_POLICY
from ..module_utils._io.harbor_job import ObjectJob

JOB = ObjectJob(REPLICATION_POLICY)


def main() -> None:
    run(JOB)


if __name__ == "__main__":
    main()
