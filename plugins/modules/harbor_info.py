#!/usr/bin/python
# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: harbor_info
short_description: Read what Harbor says of itself
description:
  - Tells the version of Harbor, whether it is in read-only mode, how users log in, how each of
    its components is, and how many projects and repositories it has.
  - Needs credentials, of any user or robot account. The statistics are those that the account may
    see.
version_added: 0.1.0
author:
  - twinstar.registry contributors (@twinstar)
requirements:
  - the Python library requests on the managed host (python3-requests on Debian)
seealso:
  - module: twinstar.registry.harbor_wait
extends_documentation_fragment:
  - twinstar.registry.attributes
  - twinstar.registry.options.harbor_info
"""

EXAMPLES = r"""
- name: What Harbor this is
  twinstar.registry.harbor_info:
    harbor_url: https://harbor.abc.com
    harbor_username: admin
    harbor_password: "{{ vault_harbor_password }}"
  register: found

- name: It is new enough, and all of it is well
  ansible.builtin.assert:
    that:
      - found.harbor.version is version('2.13', '>=')
      - found.harbor.healthy
"""

RETURN = r"""
harbor:
  description:
    - What Harbor says of itself. C(components) has what each of them says of its health.
    - What an older Harbor does not tell is V(null).
  returned: success
  type: dict
  sample:
    version: 2.15.2
    build: v2.15.2-1a2b3c4d
    read_only: false
    auth_mode: db_auth
    primary_auth_mode: false
    external_url: https://harbor.abc.com
    registry_url: harbor.abc.com
    project_creation_restriction: everyone
    self_registration: false
    has_ca_root: false
    notification_enable: true
    registry_storage_provider_name: filesystem
    oidc_provider_name: ''
    banner_message: ''
    healthy: true
    components:
      core: healthy
      database: healthy
      jobservice: healthy
      portal: healthy
      redis: healthy
      registry: healthy
      registryctl: healthy
    statistics:
      public_project_count: 1
      public_repo_count: 0
      private_project_count: 0
      private_repo_count: 0
      total_project_count: 1
      total_repo_count: 0
      total_storage_consumption: 0
"""

from ..module_utils._ansible.run import run
from ..module_utils._harbor.information import INFORMATION
from ..module_utils._io.harbor_action import ActionJob

JOB = ActionJob(INFORMATION)


def main() -> None:
    run(JOB)


if __name__ == "__main__":
    main()
