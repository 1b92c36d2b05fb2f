#!/usr/bin/python
# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: harbor_registry
short_description: Manage a registry that Harbor replicates with or caches
description:
  - Creates, changes and removes a registry endpoint of Harbor, which replication policies copy to
    or from, and proxy cache projects read through.
  - Harbor asks the registry with each creation and each change, also when only the description
    changes, and refuses both while it does not answer or refuses the credentials. What is stored
    then stays as it was.
  - Harbor never shows a stored secret, and it cannot be tried from here. See O(update_secret) for
    when it is written.
  - A registry that a replication policy or a proxy cache project uses cannot be removed.
version_added: 0.1.0
author:
  - twinstar.registry contributors (@twinstar)
requirements:
  - the Python library requests on the managed host (python3-requests on Debian)
seealso:
  - module: twinstar.registry.harbor_replication_policy
  - module: twinstar.registry.harbor_connection_test
extends_documentation_fragment:
  - twinstar.registry.attributes
  - twinstar.registry.options.harbor_registry
"""

EXAMPLES = r"""
- name: Another Harbor
  twinstar.registry.harbor_registry:
    harbor_url: https://harbor.abc.com
    harbor_username: admin
    harbor_password: "{{ vault_harbor_password }}"
    name: hub-2
    type: harbor
    url: https://hub-2.example.com
    access_key: robot$replication
    access_secret: "{{ vault_hub_2_secret }}"

- name: Docker Hub, for a proxy cache, without a login
  twinstar.registry.harbor_registry:
    harbor_url: https://harbor.abc.com
    harbor_username: admin
    harbor_password: "{{ vault_harbor_password }}"
    name: docker-hub
    type: docker-hub
    url: https://hub.docker.com

- name: The edge registry of the site, whose certificate is from a private authority (Harbor 2.15)
  twinstar.registry.harbor_registry:
    harbor_url: https://harbor.abc.com
    harbor_username: admin
    harbor_password: "{{ vault_harbor_password }}"
    name: edge
    type: docker-registry
    url: https://192.168.126.50:5000
    ca_certificate: "{{ lookup('file', 'ca.crt') }}"

- name: Another password at the other side
  twinstar.registry.harbor_registry:
    harbor_url: https://harbor.abc.com
    harbor_username: admin
    harbor_password: "{{ vault_harbor_password }}"
    name: hub-2
    access_secret: "{{ vault_hub_2_new_secret }}"
    update_secret: always

- name: No such registry
  twinstar.registry.harbor_registry:
    harbor_url: https://harbor.abc.com
    harbor_username: admin
    harbor_password: "{{ vault_harbor_password }}"
    name: old
    state: absent
"""

RETURN = r"""
registry:
  description:
    - The registry as it is afterwards; of one that was removed, its name.
    - A secret that the task gives is masked.
  returned: success
  type: dict
  sample:
    name: hub-2
    type: harbor
    url: https://hub-2.example.com
    description: the other site
    insecure: true
    ca_certificate: ''
    credential_type: null
    access_key: admin
    access_secret: '********'
plan:
  description: A sentence for each request that changed something, or would in check mode.
  returned: success
  type: list
  elements: str
  sample:
    - create registry hub-2
"""

from ..module_utils._ansible.run import run
from ..module_utils._harbor.registry import REGISTRY
from ..module_utils._io.harbor_job import ObjectJob

JOB = ObjectJob(REGISTRY)


def main() -> None:
    run(JOB)


if __name__ == "__main__":
    main()
