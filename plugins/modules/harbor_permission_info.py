#!/usr/bin/python
# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: harbor_permission_info
short_description: List what robot accounts of Harbor can be given
description:
  - >-
    Gives the rights that this Harbor knows, as M(twinstar.registry.harbor_robot_account)
    takes them.
  - An administrator of a project sees those of projects only. Needs Harbor 2.10 or newer.
version_added: 0.1.0
author:
  - twinstar.registry contributors (@twinstar)
requirements:
  - the Python library requests on the managed host (python3-requests on Debian)
seealso:
  - module: twinstar.registry.harbor_robot_account
extends_documentation_fragment:
  - twinstar.registry.attributes
  - twinstar.registry.options.harbor_permission_info
"""

EXAMPLES = r"""
# Where and as whom, once for all tasks of a play:
#   module_defaults:
#     group/twinstar.registry.harbor:
#       harbor_url: https://harbor.abc.com
#       harbor_username: admin
#       harbor_password: "{{ vault_harbor_password }}"

- name: All rights
  twinstar.registry.harbor_permission_info:
  register: known

- name: Those that a robot can have in a project
  ansible.builtin.debug:
    msg: "{{ (known.permissions | selectattr('level', 'eq', 'project') | first).access }}"
"""

RETURN = r"""
permissions:
  description: One entry for rights in projects, and one for those of the system.
  returned: success
  type: list
  elements: dict
  sample:
    - level: project
      access:
        - accessory:list
        - artifact-addition:read
        - artifact-label:create
        - artifact-label:delete
        - artifact:create
        - artifact:delete
        - artifact:list
        - artifact:read
        - export-cve:create
        - export-cve:read
        - immutable-tag:create
        - immutable-tag:delete
        - immutable-tag:list
        - immutable-tag:update
        - label:create
        - label:delete
        - label:list
        - label:read
        - label:update
        - log:list
        - member:create
        - member:delete
        - member:list
        - member:read
        - member:update
        - metadata:create
        - metadata:delete
        - metadata:list
        - metadata:read
        - metadata:update
        - notification-policy:create
        - notification-policy:delete
        - notification-policy:list
        - notification-policy:read
        - notification-policy:update
        - preheat-policy:create
        - preheat-policy:delete
        - preheat-policy:list
        - preheat-policy:read
        - preheat-policy:update
        - project:delete
        - project:read
        - project:update
        - quota:read
        - repository:delete
        - repository:list
        - repository:pull
        - repository:push
        - repository:read
        - repository:update
        - robot:create
        - robot:delete
        - robot:list
        - robot:read
        - sbom:create
        - sbom:read
        - sbom:stop
        - scan:create
        - scan:read
        - scan:stop
        - scanner:create
        - scanner:read
        - tag-retention:create
        - tag-retention:delete
        - tag-retention:list
        - tag-retention:read
        - tag-retention:update
        - tag:create
        - tag:delete
        - tag:list
    - level: system
      access:
        - audit-log:list
        - catalog:read
        - garbage-collection:create
        - garbage-collection:list
        - garbage-collection:read
        - garbage-collection:stop
        - garbage-collection:update
        - jobservice-monitor:list
        - jobservice-monitor:stop
        - label:create
        - label:delete
        - label:read
        - label:update
        - ldap-user:create
        - ldap-user:list
        - preheat-instance:create
        - preheat-instance:delete
        - preheat-instance:list
        - preheat-instance:read
        - preheat-instance:update
        - project:create
        - project:list
        - purge-audit:create
        - purge-audit:list
        - purge-audit:read
        - purge-audit:stop
        - purge-audit:update
        - quota:list
        - quota:read
        - quota:update
        - registry:create
        - registry:delete
        - registry:list
        - registry:read
        - registry:update
        - replication-adapter:list
        - replication-policy:create
        - replication-policy:delete
        - replication-policy:list
        - replication-policy:read
        - replication-policy:update
        - replication:create
        - replication:list
        - replication:read
        - robot:create
        - robot:delete
        - robot:list
        - robot:read
        - scan-all:create
        - scan-all:read
        - scan-all:stop
        - scan-all:update
        - scanner:create
        - scanner:delete
        - scanner:list
        - scanner:read
        - scanner:update
        - security-hub:list
        - security-hub:read
        - system-volumes:read
        - user-group:create
        - user-group:delete
        - user-group:list
        - user-group:read
        - user-group:update
        - user:create
        - user:delete
        - user:list
        - user:read
        - user:update
"""

from ..module_utils._ansible.run import run
from ..module_utils._harbor.permission import PERMISSION
from ..module_utils._io.harbor_job import InfoJob

JOB = InfoJob(PERMISSION)


def main() -> None:
    run(JOB)


if __name__ == "__main__":
    main()
