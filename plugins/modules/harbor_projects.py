#!/usr/bin/python
# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: harbor_projects
short_description: Manage many projects of Harbor at once
description:
  - >-
    Does for a list of projects what M(twinstar.registry.harbor_project) does for one, with a
    few requests for all that are as they should be.
  - >-
    With O(exclusive) the other projects are removed, but for those that hold repositories,
    which a warning names.
version_added: 0.1.0
author:
  - twinstar.registry contributors (@twinstar)
requirements:
  - the Python library requests on the managed host (python3-requests on Debian)
seealso:
  - module: twinstar.registry.harbor_project
  - module: twinstar.registry.harbor_quota
  - module: twinstar.registry.harbor_state
extends_documentation_fragment:
  - twinstar.registry.attributes
  - twinstar.registry.options.harbor_projects
"""

EXAMPLES = r"""
# Where and as whom, once for all tasks of a play:
#   module_defaults:
#     group/twinstar.registry.harbor:
#       harbor_url: https://harbor.abc.com
#       harbor_username: admin
#       harbor_password: "{{ vault_harbor_password }}"

- name: Three projects, of which two have a limit
  twinstar.registry.harbor_projects:
    projects:
      - name: test
        storage_limit: 10GiB
      - name: prod
        storage_limit: 100GiB
        public: true
      - name: sandbox

- name: These and no others
  twinstar.registry.harbor_projects:
    projects:
      - name: library
      - name: test
      - name: prod
    exclusive: true
"""

RETURN = r"""
projects:
  description: >-
    The listed projects as they are afterwards, in the task's order; of those that were
    removed, their names.
  returned: success
  type: list
  elements: dict
  sample:
    - name: test
      public: false
      storage_limit: 10737418240
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
    - name: prod
      public: true
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
plan:
  description: A sentence for each request that changed something, or would in check mode.
  returned: success
  type: list
  elements: str
  sample:
    - create project test
    - create project prod
"""

from ..module_utils._ansible.run import run
from ..module_utils._harbor.project import PROJECT
from ..module_utils._io.harbor_job import ListJob

JOB = ListJob(PROJECT)


def main() -> None:
    run(JOB)


if __name__ == "__main__":
    main()
