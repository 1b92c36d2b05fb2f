#!/usr/bin/python
# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: harbor_registry_info
short_description: Read Harbor's registries
description:
  - Lists the registries that Harbor replicates with or caches, all of them or one. Secrets are
    not among what Harbor tells.
  - The status is what Harbor found when it looked last, which it does every five minutes. To have
    it look now, use M(twinstar.registry.harbor_connection_test).
version_added: 0.1.0
author:
  - twinstar.registry contributors (@twinstar)
requirements:
  - the Python library requests on the managed host (python3-requests on Debian)
seealso:
  - module: twinstar.registry.harbor_registry
extends_documentation_fragment:
  - twinstar.registry.attributes
  - twinstar.registry.options.harbor_registry_info
"""

EXAMPLES = r"""
- name: Which registries there are
  twinstar.registry.harbor_registry_info:
    harbor_url: https://harbor.abc.com
    harbor_username: admin
    harbor_password: "{{ vault_harbor_password }}"
  register: found

- name: Those that did not answer
  ansible.builtin.debug:
    msg: "{{ found.registries | rejectattr('status', 'equalto', 'healthy') | map(attribute='name')
      }}"
"""

RETURN = r"""
registries:
  description: The registries, by name.
  returned: success
  type: list
  elements: dict
  sample:
    - name: hub-2
      type: harbor
      url: https://hub-2.example.com
      description: ''
      insecure: true
      ca_certificate: ''
      credential_type: null
      access_key: ''
      id: 1
      status: healthy
      creation_time: '2027-01-31T12:00:00.000Z'
      update_time: '2027-01-31T12:00:00.000Z'
"""

from ..module_utils._ansible.run import run
from ..module_utils._harbor.registry import REGISTRY
from ..module_utils._io.harbor_job import InfoJob

JOB = InfoJob(REGISTRY)


def main() -> None:
    run(JOB)


if __name__ == "__main__":
    main()
