#!/usr/bin/python
# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: harbor_project_member
short_description: Manage a member of a project of Harbor
description:
  - Gives a user or a group a role in a project, or takes it away.
  - >-
    A user must exist, or be one that Harbor finds in LDAP. A group must be one that
    M(twinstar.registry.harbor_user_group) made known, or be named by its distinguished name
    in LDAP with O(ldap_group_dn).
  - >-
    Harbor itself stores any number as a role, and a member with a wrong one loses access and
    is in no list. Here it is refused, and a task that names such a member mends it.
  - Needs a system administrator or an administrator of the project.
version_added: 0.1.0
author:
  - twinstar.registry contributors (@twinstar)
requirements:
  - the Python library requests on the managed host (python3-requests on Debian)
seealso:
  - module: twinstar.registry.harbor_project_members
  - module: twinstar.registry.harbor_project_member_info
extends_documentation_fragment:
  - twinstar.registry.attributes
  - twinstar.registry.options.harbor_project_member
"""

EXAMPLES = r"""
# Where and as whom, once for all tasks of a play:
#   module_defaults:
#     group/twinstar.registry.harbor:
#       harbor_url: https://harbor.abc.com
#       harbor_username: admin
#       harbor_password: "{{ vault_harbor_password }}"

- name: The user alice may push to the project test
  twinstar.registry.harbor_project_member:
    project: test
    name: alice
    role: developer

- name: A group of OIDC may pull
  twinstar.registry.harbor_project_member:
    project: test
    name: operations
    type: group
    role: guest

- name: A group of LDAP that Harbor does not know yet
  twinstar.registry.harbor_project_member:
    project: test
    name: developers
    type: group
    ldap_group_dn: cn=developers,ou=groups,dc=example,dc=com
    role: maintainer

- name: The user bob has no role in the project test
  twinstar.registry.harbor_project_member:
    project: test
    name: bob
    state: absent
"""

RETURN = r"""
project_member:
  description: The member as it is afterwards; of one that was removed, its name and type.
  returned: success
  type: dict
  sample:
    name: alice
    type: user
    role: developer
plan:
  description: A sentence for each request that changed something, or would in check mode.
  returned: success
  type: list
  elements: str
  sample:
    - add member alice of project test
"""

from ..module_utils._ansible.run import run
from ..module_utils._harbor.member import MEMBER
from ..module_utils._io.harbor_job import ObjectJob

JOB = ObjectJob(MEMBER)


def main() -> None:
    run(JOB)


if __name__ == "__main__":
    main()
