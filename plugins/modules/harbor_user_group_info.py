#!/usr/bin/python
# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: harbor_user_group_info
short_description: List the user groups of Harbor
description:
  - >-
    Gives the groups that Harbor knows, or one of them. With LDAP or an authentication proxy
    Harbor lists only groups of that type.
version_added: 0.1.0
author:
  - twinstar.registry contributors (@twinstar)
requirements:
  - the Python library requests on the managed host (python3-requests on Debian)
seealso:
  - module: twinstar.registry.harbor_user_group
extends_documentation_fragment:
  - twinstar.registry.attributes
  - twinstar.registry.options.harbor_user_group_info
"""

EXAMPLES = r"""
# Where and as whom, once for all tasks of a play:
#   module_defaults:
#     group/twinstar.registry.harbor:
#       harbor_url: https://harbor.abc.com
#       harbor_username: admin
#       harbor_password: "{{ vault_harbor_password }}"

- name: All groups
  twinstar.registry.harbor_user_group_info:

- name: Whether the group operations is known
  twinstar.registry.harbor_user_group_info:
    name: operations
"""

RETURN = r"""
user_groups:
  description: The groups, by name.
  returned: success
  type: list
  elements: dict
  sample:
    - name: operations
      type: oidc
      ldap_group_dn: ''
      id: 1
"""

from ..module_utils._ansible.run import run
from ..module_utils._harbor.user_group import USER_GROUP
from ..module_utils._io.harbor_job import InfoJob

JOB = InfoJob(USER_GROUP)


def main() -> None:
    run(JOB)


if __name__ == "__main__":
    main()
