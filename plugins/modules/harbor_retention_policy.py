#!/usr/bin/python
# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: harbor_retention_policy
short_description: Manage which artifacts a project of Harbor keeps
description:
  - Sets the one retention policy of a project. Each rule says which repositories it is about, and
    what it keeps of the artifacts with certain tags in them.
  - When the policy runs, by its schedule or by M(twinstar.registry.harbor_retention_run), Harbor
    deletes every artifact in these repositories that no rule keeps, also one whose tags no rule
    names. Tags that are immutable stay, and so do repositories that no rule is about.
  - Try rules with a dry run of that module first, since what was deleted is gone.
  - Harbor takes some policies that it cannot bear afterwards, such as one without a schedule key,
    by which its core crashes when the project is removed. This module never makes one; one that
    is there is healed by any task about it, which removes it and makes it anew, and says so.
  - A rule of a form that cannot be said here is shown in the result as one text, and left alone
    unless the task gives other rules.
version_added: 0.1.0
author:
  - twinstar.registry contributors (@twinstar)
requirements:
  - the Python library requests on the managed host (python3-requests on Debian)
seealso:
  - module: twinstar.registry.harbor_retention_run
extends_documentation_fragment:
  - twinstar.registry.attributes
  - twinstar.registry.options.harbor_retention_policy
"""

EXAMPLES = r"""
- name: In each repository keep the ten that were pushed last and every release, and nothing else
  twinstar.registry.harbor_retention_policy:
    harbor_url: https://harbor.abc.com
    harbor_username: admin
    harbor_password: "{{ vault_harbor_password }}"
    project: test
    rules:
      - keep: latest_pushed
        number: 10
      - keep: always
        tags: v*
    cron: 0 0 3 * * *

- name: Of the nightly builds keep those of the last week that have a tag; leave all else alone
  twinstar.registry.harbor_retention_policy:
    harbor_url: https://harbor.abc.com
    harbor_username: admin
    harbor_password: "{{ vault_harbor_password }}"
    project: prod
    rules:
      - keep: pushed_within_days
        number: 7
        repositories: nightly/**
        untagged: false

- name: Delete nothing any more
  twinstar.registry.harbor_retention_policy:
    harbor_url: https://harbor.abc.com
    harbor_username: admin
    harbor_password: "{{ vault_harbor_password }}"
    project: test
    state: absent
"""

RETURN = r"""
retention_policy:
  description: The policy as it is afterwards; empty when it was removed.
  returned: success
  type: dict
  sample:
    rules:
      - keep: latest_pushed
        number: 10
        repositories: '**'
        repositories_excluded: false
        tags: '**'
        tags_excluded: false
        untagged: true
        disabled: false
      - keep: always
        number: null
        repositories: '**'
        repositories_excluded: false
        tags: v*
        tags_excluded: false
        untagged: true
        disabled: false
    cron: 0 0 3 * * *
plan:
  description: A sentence for each request that changed something, or would in check mode.
  returned: success
  type: list
  elements: str
  sample:
    - create retention policy of project test
"""

from ..module_utils._ansible.run import run
from ..module_utils._harbor.retention_policy import RETENTION_POLICY
from ..module_utils._io.harbor_job import ObjectJob

JOB = ObjectJob(RETENTION_POLICY)


def main() -> None:
    run(JOB)


if __name__ == "__main__":
    main()
