#!/usr/bin/python
# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: harbor_user_group
short_description: Manage a user group of Harbor
description:
  - >-
    Makes a group of LDAP, of OIDC or of an authentication proxy known to Harbor, so that it
    can be a member of projects, and forgets it again.
  - Who belongs to a group is decided where it comes from, and not in Harbor.
  - >-
    A group's name is unique whatever its type. Type and distinguished name cannot be changed:
    remove the group first, with which its memberships go.
version_added: 0.1.0
author:
  - twinstar.registry contributors (@twinstar)
requirements:
  - the Python library requests on the managed host (python3-requests on Debian)
seealso:
  - module: twinstar.registry.harbor_user_group_info
  - module: twinstar.registry.harbor_project_member
extends_documentation_fragment:
  - twinstar.registry.attributes
  - twinstar.registry.options.harbor_user_group
"""

EXAMPLES = r"""
# Where and as whom, once for all tasks of a play:
#   module_defaults:
#     group/twinstar.registry.harbor:
#       harbor_url: https://harbor.abc.com
#       harbor_username: admin
#       harbor_password: "{{ vault_harbor_password }}"

- name: A group of OIDC
  twinstar.registry.harbor_user_group:
    name: operations
    type: oidc

- name: A group of LDAP
  twinstar.registry.harbor_user_group:
    name: developers
    type: ldap
    ldap_group_dn: cn=developers,ou=groups,dc=example,dc=com

- name: No such group
  twinstar.registry.harbor_user_group:
    name: interns
    state: absent
"""

RETURN = r"""
user_group:
  description: The group as it is afterwards; of one that was removed, its name.
  returned: success
  type: dict
  sample:
    name: operations
    type: oidc
    ldap_group_dn: ''
plan:
  description: A sentence for each request that changed something, or would in check mode.
  returned: success
  type: list
  elements: str
  sample:
    - create user group operations
"""

from ..module_utils._ansible.run import run
from ..module_utils._harbor.user_group import USER_GROUP
from ..module_utils._io.harbor_job import ObjectJob

JOB = ObjectJob(USER_GROUP)


def main() -> None:
    run(JOB)


if __name__ == "__main__":
    main()
