#!/usr/bin/python
# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: harbor_connection_test
short_description: Test whether Harbor reaches a directory, an OIDC provider or a registry
description:
  - Has Harbor itself try to reach an LDAP server, an OIDC provider or a registry, with what it
    has configured or with other values, before they are written. The task fails with the reason
    if it cannot.
  - Nothing is changed by that, so it is done in check mode, too.
version_added: 0.1.0
author:
  - twinstar.registry contributors (@twinstar)
requirements:
  - the Python library requests on the managed host (python3-requests on Debian)
seealso:
  - module: twinstar.registry.harbor_registry
extends_documentation_fragment:
  - twinstar.registry.attributes
  - twinstar.registry.options.harbor_connection_test
"""

EXAMPLES = r"""
- name: The directory as it is configured
  twinstar.registry.harbor_connection_test:
    harbor_url: https://harbor.abc.com
    harbor_username: admin
    harbor_password: "{{ vault_harbor_password }}"
    ldap: {}

- name: Another address and account for the directory
  twinstar.registry.harbor_connection_test:
    harbor_url: https://harbor.abc.com
    harbor_username: admin
    harbor_password: "{{ vault_harbor_password }}"
    ldap:
      url: ldaps://ldap-2.example.com
      search_dn: cn=harbor,ou=services,dc=example,dc=com
      search_password: "{{ vault_ldap_password }}"

- name: The provider that users are to log in by
  twinstar.registry.harbor_connection_test:
    harbor_url: https://harbor.abc.com
    harbor_username: admin
    harbor_password: "{{ vault_harbor_password }}"
    oidc:
      url: https://login.example.com/realms/staff

- name: A registry that Harbor has
  twinstar.registry.harbor_connection_test:
    harbor_url: https://harbor.abc.com
    harbor_username: admin
    harbor_password: "{{ vault_harbor_password }}"
    registry:
      name: hub-2

- name: A registry that it is to have
  twinstar.registry.harbor_connection_test:
    harbor_url: https://harbor.abc.com
    harbor_username: admin
    harbor_password: "{{ vault_harbor_password }}"
    registry:
      type: harbor
      url: https://hub-3.example.com
      access_key: robot$replication
      access_secret: "{{ vault_hub_3_secret }}"
"""

RETURN = r"""
connection:
  description: What was tested. C(reachable) is always true, since the task fails otherwise.
  returned: success
  type: dict
  sample:
    kind: registry
    name: https://hub-2.example.com
    reachable: true
"""

from ..module_utils._ansible.run import run
from ..module_utils._harbor.connection_test import CONNECTION_TEST
from ..module_utils._io.harbor_action import ActionJob

JOB = ActionJob(CONNECTION_TEST)


def main() -> None:
    run(JOB)


if __name__ == "__main__":
    main()
