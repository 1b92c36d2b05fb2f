#!/usr/bin/python
# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: registry_catalog_info
short_description: List the repositories of a registry
description:
  - Lists the repositories of a registry, all pages of them, and their tags on request.
  - A user may see only a part of the catalog, and a registry may keep it from users who are not
    administrators.
version_added: 0.1.0
author:
  - twinstar.registry contributors (@twinstar)
requirements:
  - the Python library requests on the managed host (python3-requests on Debian)
extends_documentation_fragment:
  - twinstar.registry.attributes.info
  - twinstar.registry.options.registry_catalog_info
"""

EXAMPLES = r"""
- name: What the edge holds
  twinstar.registry.registry_catalog_info:
    url: http://192.168.126.50:5000
    username: root
    password: "{{ registry_password }}"
    tags: true
  register: edge

- name: The demo is there
  ansible.builtin.assert:
    that: "'demo-app' in edge.registry_catalog_info.repositories"
"""

RETURN = r"""
registry_catalog_info:
  description: What the registry lists.
  returned: success
  type: dict
  contains:
    repositories:
      description: Names of the repositories, sorted.
      returned: success
      type: list
      elements: str
      sample: [demo-app, prod/ruoyi-server]
    tags:
      description: Tags of each repository, sorted; empty unless O(tags=true).
      returned: success
      type: dict
      sample:
        demo-app: ["1", latest]
        prod/ruoyi-server: []
"""

from ..module_utils._ansible.run import run
from ..module_utils._io.registry_catalog import CATALOG

JOB = CATALOG


def main() -> None:
    run(JOB)


if __name__ == "__main__":
    main()
