#!/usr/bin/python
# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: harbor_configuration
short_description: Set Harbor's settings
description:
  - Sets what the task gives, and leaves all other settings as they are.
  - Values that Harbor would take to its own harm, or refuse, are named before anything is sent.
  - Needs a system administrator.
version_added: 0.1.0
author:
  - twinstar.registry contributors (@twinstar)
requirements:
  - the Python library requests on the managed host (python3-requests on Debian)
seealso:
  - module: twinstar.registry.harbor_configuration_info
  - module: twinstar.registry.harbor_read_only
extends_documentation_fragment:
  - twinstar.registry.attributes
  - twinstar.registry.options.harbor_configuration
"""

EXAMPLES = r"""
# Where and as whom, once for all tasks of a play:
#   module_defaults:
#     group/twinstar.registry.harbor:
#       harbor_url: https://harbor.abc.com
#       harbor_username: admin
#       harbor_password: "{{ vault_harbor_password }}"

- name: Robots whose names say where they belong, and limited projects
  twinstar.registry.harbor_configuration:
    robot_name_prefix: bot$
    token_expiration: 60
    project_creation_restriction: adminonly
    storage_per_project: 50GiB

- name: Users from a directory
  twinstar.registry.harbor_configuration:
    auth_mode: ldap_auth
    ldap_url: ldaps://ldap.example.com
    ldap_base_dn: ou=people,dc=example,dc=com
    ldap_search_dn: cn=harbor,ou=services,dc=example,dc=com
    ldap_search_password: "{{ vault_ldap_password }}"
    ldap_uid: uid
    ldap_scope: subtree

- name: Users from an OpenID Connect provider, whose secret has changed
  twinstar.registry.harbor_configuration:
    auth_mode: oidc_auth
    oidc_name: sso
    oidc_endpoint: https://sso.example.com/realms/abc
    oidc_client_id: harbor
    oidc_client_secret: "{{ vault_oidc_secret }}"
    oidc_scope: openid,profile,email,offline_access
    oidc_extra_redirect_parms:
      prompt: login
    update_secret: always

- name: A word to all users
  twinstar.registry.harbor_configuration:
    banner_message:
      message: Maintenance on Sunday from 06:00
      type: warning
      closable: true
"""

RETURN = r"""
configuration:
  description:
    - All settings as they are afterwards; null are those that this Harbor does not have, and
      those that the sample leaves out are as in M(twinstar.registry.harbor_configuration_info).
    - Passwords are not shown.
  returned: success
  type: dict
  sample:
    token_expiration: 60
    ldap_scope: onelevel
    oidc_admin_group: harbor-admins
    oidc_extra_redirect_parms:
      prompt: login
plan:
  description: A sentence for each request that changed something, or would in check mode.
  returned: success
  type: list
  elements: str
  sample:
    - set token expiration, ldap scope, oidc admin group of Harbor's configuration
"""

from ..module_utils._ansible.run import run
from ..module_utils._harbor.configuration import CONFIGURATION
from ..module_utils._io.harbor_job import ObjectJob

JOB = ObjectJob(CONFIGURATION)


def main() -> None:
    run(JOB)


if __name__ == "__main__":
    main()
