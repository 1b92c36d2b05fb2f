#!/usr/bin/python
# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: harbor_immutable_tag_rule
short_description: Manage a rule for immutable tags in a project of Harbor
description:
  - Creates and removes a rule by which tags of a project cannot be overwritten, moved or deleted
    once they are there, and switches it on and off.
  - What a rule is about tells it from others, so another pattern is another rule. To change a
    pattern, remove the one rule and create the other.
  - Of several rules that say the same, which Harbor allows, one is left.
version_added: 0.1.0
author:
  - twinstar.registry contributors (@twinstar)
requirements:
  - the Python library requests on the managed host (python3-requests on Debian)
seealso:
  - module: twinstar.registry.harbor_retention_policy
extends_documentation_fragment:
  - twinstar.registry.attributes
  - twinstar.registry.options.harbor_immutable_tag_rule
"""

EXAMPLES = r"""
- name: Releases stay as they are
  twinstar.registry.harbor_immutable_tag_rule:
    harbor_url: https://harbor.abc.com
    harbor_username: admin
    harbor_password: "{{ vault_harbor_password }}"
    project: prod
    tags: v*

- name: All tags but latest, in the base images
  twinstar.registry.harbor_immutable_tag_rule:
    harbor_url: https://harbor.abc.com
    harbor_username: admin
    harbor_password: "{{ vault_harbor_password }}"
    project: prod
    repositories: base/**
    tags: latest
    tags_excluded: true

- name: Releases may be moved today
  twinstar.registry.harbor_immutable_tag_rule:
    harbor_url: https://harbor.abc.com
    harbor_username: admin
    harbor_password: "{{ vault_harbor_password }}"
    project: prod
    tags: v*
    disabled: true

- name: No rule for the nightly builds
  twinstar.registry.harbor_immutable_tag_rule:
    harbor_url: https://harbor.abc.com
    harbor_username: admin
    harbor_password: "{{ vault_harbor_password }}"
    project: prod
    repositories: nightly/**
    state: absent
"""

RETURN = r"""
immutable_tag_rule:
  description: The rule as it is afterwards; of one that was removed, what it was about.
  returned: success
  type: dict
  sample:
    repositories: app/**
    repositories_excluded: false
    tags: v*
    tags_excluded: false
    disabled: false
plan:
  description: A sentence for each request that changed something, or would in check mode.
  returned: success
  type: list
  elements: str
  sample:
    - create immutable tag rule for tags v* in repositories app/** of project test
"""

from ..module_utils._ansible.run import run
from ..module_utils._harbor.immutable_tag_rule import IMMUTABLE_TAG_RULE
from ..module_utils._io.harbor_job import ObjectJob

JOB = ObjectJob(IMMUTABLE_TAG_RULE)


def main() -> None:
    run(JOB)


if __name__ == "__main__":
    main()
