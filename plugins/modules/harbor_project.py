#!/usr/bin/python
# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: harbor_project
short_description: Manage a project of Harbor
description:
  - >-
    Creates, changes and removes a project with its settings, storage limit and list of CVEs
    that are passed over.
  - What a task leaves out stays as it is, and has Harbor's own value in a new project.
  - >-
    A project with repositories is removed with O(force) only. Members, labels, robots and
    policies go with it.
  - >-
    A proxy cache is a project with O(registry); that cannot be changed later. Harbor gives a
    new one a retention policy of its own, which removes what was not pulled for seven days.
version_added: 0.1.0
author:
  - twinstar.registry contributors (@twinstar)
requirements:
  - the Python library requests on the managed host (python3-requests on Debian)
seealso:
  - module: twinstar.registry.harbor_projects
  - module: twinstar.registry.harbor_project_info
  - module: twinstar.registry.harbor_quota
  - module: twinstar.registry.harbor_project_members
extends_documentation_fragment:
  - twinstar.registry.attributes
  - twinstar.registry.options.harbor_project
"""

EXAMPLES = r"""
# Where and as whom, once for all tasks of a play:
#   module_defaults:
#     group/twinstar.registry.harbor:
#       harbor_url: https://harbor.abc.com
#       harbor_username: admin
#       harbor_password: "{{ vault_harbor_password }}"

- name: A private project of 10 GiB that refuses images with known holes
  twinstar.registry.harbor_project:
    name: test
    public: false
    storage_limit: 10GiB
    auto_scan: true
    prevent_vul: true
    severity: high
    cve_allowlist:
      - CVE-2024-3094

- name: A proxy cache of a registry that harbor_registry made known
  twinstar.registry.harbor_project:
    name: hub
    registry: docker-hub

- name: No project prod, whatever is in it
  twinstar.registry.harbor_project:
    name: prod
    force: true
    state: absent
"""

RETURN = r"""
project:
  description: The project as it is afterwards; of one that was removed, its name.
  returned: success
  type: dict
  sample:
    name: test
    public: false
    storage_limit: 10737418240
    registry: null
    enable_content_trust: null
    enable_content_trust_cosign: null
    prevent_vul: true
    severity: high
    scanner: null
    auto_scan: true
    auto_sbom_generation: null
    reuse_sys_cve_allowlist: null
    cve_allowlist:
      - CVE-2024-3094
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
    - set cve allowlist of project test
"""

from ..module_utils._ansible.run import run
from ..module_utils._harbor.project import PROJECT
from ..module_utils._io.harbor_job import ObjectJob

JOB = ObjectJob(PROJECT)


def main() -> None:
    run(JOB)


if __name__ == "__main__":
    main()
