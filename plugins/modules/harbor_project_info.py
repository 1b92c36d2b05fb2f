#!/usr/bin/python
# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: harbor_project_info
short_description: List the projects of Harbor
description:
  - Gives the projects that the account sees, with their settings, or one of them.
  - >-
    The storage limit is there for accounts that may list quotas (system administrators and
    robots with that right).
version_added: 0.1.0
author:
  - twinstar.registry contributors (@twinstar)
requirements:
  - the Python library requests on the managed host (python3-requests on Debian)
seealso:
  - module: twinstar.registry.harbor_project
extends_documentation_fragment:
  - twinstar.registry.attributes
  - twinstar.registry.options.harbor_project_info
"""

EXAMPLES = r"""
# Where and as whom, once for all tasks of a play:
#   module_defaults:
#     group/twinstar.registry.harbor:
#       harbor_url: https://harbor.abc.com
#       harbor_username: admin
#       harbor_password: "{{ vault_harbor_password }}"

- name: All projects
  twinstar.registry.harbor_project_info:
  register: all

- name: Those that are open to everybody
  ansible.builtin.debug:
    msg: "{{ all.projects | selectattr('public') | map(attribute='name') }}"

- name: Whether there is a project test
  twinstar.registry.harbor_project_info:
    name: test
  register: test
"""

RETURN = r"""
projects:
  description: The projects, by name.
  returned: success
  type: list
  elements: dict
  sample:
    - name: test
      public: false
      storage_limit: null
      registry: null
      enable_content_trust: null
      enable_content_trust_cosign: null
      prevent_vul: null
      severity: null
      scanner: null
      auto_scan: null
      auto_sbom_generation: null
      reuse_sys_cve_allowlist: null
      cve_allowlist: []
      cve_allowlist_expires_at: -1
      proxy_speed_kb: null
      max_upstream_conn: null
      proxy_cache_local_on_not_found: null
      id: 2
      owner: admin
      repositories: 0
      creation_time: '2026-11-25T04:51:41.697Z'
      update_time: '2026-11-25T04:51:41.697Z'
"""

from ..module_utils._ansible.run import run
from ..module_utils._harbor.project import PROJECT
from ..module_utils._io.harbor_job import InfoJob

JOB = InfoJob(PROJECT)


def main() -> None:
    run(JOB)


if __name__ == "__main__":
    main()
