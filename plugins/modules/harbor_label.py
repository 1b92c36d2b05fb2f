#!/usr/bin/python
# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: harbor_label
short_description: Manage a label of Harbor
description:
  - Creates, changes and removes a label, of the whole Harbor or of one project.
  - A label that is removed vanishes from the artifacts that have it.
version_added: 0.1.0
author:
  - twinstar.registry contributors (@twinstar)
requirements:
  - the Python library requests on the managed host (python3-requests on Debian)
extends_documentation_fragment:
  - twinstar.registry.attributes
  - twinstar.registry.options.harbor_label
"""

EXAMPLES = r"""
- name: A label for every project
  twinstar.registry.harbor_label:
    harbor_url: https://harbor.abc.com
    harbor_username: admin
    harbor_password: "{{ vault_harbor_password }}"
    name: hardened
    description: scanned, and without known holes
    color: "#00AB9A"

- name: No such label in the project test
  twinstar.registry.harbor_label:
    harbor_url: https://harbor.abc.com
    harbor_username: admin
    harbor_password: "{{ vault_harbor_password }}"
    project: test
    name: outdated
    state: absent
"""

RETURN = r"""
label:
  description: The label as it is afterwards; of one that was removed, its name.
  returned: success
  type: dict
  sample:
    name: hardened
    description: scanned, and without known holes
    color: "#00AB9A"
plan:
  description: A sentence for each request that changed something, or would in check mode.
  returned: success
  type: list
  elements: str
  sample:
    - create label hardened
"""

from ..module_utils._ansible.run import run
from ..module_utils._harbor.label import LABEL
from ..module_utils._io.harbor_job import ObjectJob

JOB = ObjectJob(LABEL)


def main() -> None:
    run(JOB)


if __name__ == "__main__":
    main()
