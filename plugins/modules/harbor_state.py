#!/usr/bin/python
# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: harbor_state
short_description: Bring a whole Harbor into the state that one tree describes
description:
  - Takes settings, registries, users, groups, labels, projects with all that is in them, robot
    accounts, replication policies and schedules as one tree, compares it with what Harbor has,
    and changes only what differs, several requests at a time.
  - What the tree leaves out stays as it is, a single option as well as a whole list. Lists are
    added to, unless O(exclusive) names them.
  - Objects are named, never numbered. What is named by another object may be made in the same
    task.
  - A run that was stopped half-way is finished by the next one.
  - M(twinstar.registry.harbor_export) writes the tree of a Harbor that is there.
version_added: 0.1.0
author:
  - twinstar.registry contributors (@twinstar)
requirements:
  - the Python library requests on the managed host (python3-requests on Debian)
extends_documentation_fragment:
  - twinstar.registry.attributes
  - twinstar.registry.options.harbor_state
seealso:
  - module: twinstar.registry.harbor_export
"""

EXAMPLES = r"""
- name: The estate of the twin-star
  twinstar.registry.harbor_state:
    harbor_url: https://harbor.abc.com
    harbor_username: admin
    harbor_password: "{{ vault_harbor_password }}"
    labels:
      - name: hardened
        color: "#00AB9A"
    projects:
      - name: test
        public: false
        storage_limit: 10GiB
        labels:
          - name: nightly
      - name: prod
        prevent_vul: true
        severity: high

- name: Who may do what, whence images come, and what is kept of them
  twinstar.registry.harbor_state:
    harbor_url: https://harbor.abc.com
    harbor_username: admin
    harbor_password: "{{ vault_harbor_password }}"
    configuration:
      project_creation_restriction: adminonly
    registries:
      - name: hub-2
        type: harbor
        url: https://hub-2.example.com
        access_key: admin
        access_secret: "{{ vault_hub_2_secret }}"
    users:
      - name: alice
        email: alice@example.com
        realname: Alice Example
        password: "{{ vault_alice_password }}"
        update_password: on_create
    user_groups:
      - name: operations
        type: oidc
    projects:
      - name: test
        members:
          - name: alice
            role: developer
          - name: operations
            type: group
            role: maintainer
        robot_accounts:
          - name: ci
            duration: 90
            permissions:
              - access: ["repository:pull", "repository:push"]
            secret: "{{ vault_ci_secret }}"
        webhooks:
          - name: build-server
            event_types: [PUSH_ARTIFACT]
            targets:
              - address: https://build.example.com/hooks/harbor
                auth_header: "Bearer {{ vault_hook_token }}"
        immutable_tag_rules:
          - tags: v*
        retention_policy:
          rules:
            - keep: latest_pushed
              number: 10
          cron: 0 0 3 * * *
    replication_policies:
      - name: releases-to-hub-2
        dest_registry: hub-2
        filters:
          - type: name
            value: test/**
          - type: tag
            value: v*
        trigger: scheduled
        cron: 0 30 2 * * *
    garbage_collection:
      schedule: weekly
    # Whoever else is a member of the project loses his role; nothing else is removed.
    exclusive: [members]

- name: The estate from a file, where the file alone says which projects there are
  twinstar.registry.harbor_state:
    harbor_url: https://harbor.abc.com
    harbor_username: admin
    harbor_password: "{{ vault_harbor_password }}"
    projects: "{{ estate.projects }}"
    exclusive: [projects]
"""

RETURN = r"""
harbor_state:
  description: What was done, or would be in check mode.
  returned: success
  type: dict
  contains:
    created:
      description: How many objects are new.
      returned: success
      type: int
      sample: 3
    changed:
      description: How many objects were changed.
      returned: success
      type: int
      sample: 0
    removed:
      description: How many objects were removed.
      returned: success
      type: int
      sample: 0
    tree:
      description: The objects that change, as lines to read; what is in a project stands below it.
      returned: success
      type: list
      elements: str
      sample:
        - + label hardened
        - + project test
        - "    + label nightly"
    made:
      description: What Harbor made and shows only now, such as the secrets of new robot accounts.
        Empty in check mode. Register it with C(no_log) where a secret may be in it.
      returned: success
      type: list
      elements: dict
      sample: []
plan:
  description: A sentence for each request that changed something, or would in check mode.
  returned: success
  type: list
  elements: str
  sample:
    - create label hardened
    - create project test
"""

from ..module_utils._ansible.run import run
from ..module_utils._harbor.tree import TREE
from ..module_utils._io.harbor_state import TreeJob

JOB = TreeJob(TREE)


def main() -> None:
    run(JOB)


if __name__ == "__main__":
    main()
