#!/usr/bin/python
# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: harbor_ldap_import
short_description: Import users from LDAP into Harbor
description:
  - >-
    Makes users of LDAP known to Harbor before they log in for the first time, so that they
    can get a role.
  - >-
    Users that Harbor knows are left as they are. Those that cannot be imported are named, and
    the others are there all the same.
  - Needs a Harbor whose C(auth_mode) is C(ldap_auth), and a system administrator.
version_added: 0.1.0
author:
  - twinstar.registry contributors (@twinstar)
requirements:
  - the Python library requests on the managed host (python3-requests on Debian)
seealso:
  - module: twinstar.registry.harbor_user
  - module: twinstar.registry.harbor_user_group
extends_documentation_fragment:
  - twinstar.registry.attributes
  - twinstar.registry.options.harbor_ldap_import
"""

EXAMPLES = r"""
# Where and as whom, once for all tasks of a play:
#   module_defaults:
#     group/twinstar.registry.harbor:
#       harbor_url: https://harbor.abc.com
#       harbor_username: admin
#       harbor_password: "{{ vault_harbor_password }}"

- name: Alice and Bob are known before they log in
  twinstar.registry.harbor_ldap_import:
    users:
      - alice
      - bob
"""

RETURN = r"""
ldap_import:
  description: The users of the task, and which of them were imported.
  returned: success
  type: dict
  sample:
    users:
      - alice
      - bob
    imported:
      - alice
      - bob
plan:
  description: A sentence for each request that changed something, or would in check mode.
  returned: success
  type: list
  elements: str
  sample:
    - import alice, bob from LDAP
"""

from ..module_utils._ansible.run import run
from ..module_utils._harbor.ldap_import import LDAP_IMPORT
from ..module_utils._io.harbor_action import ActionJob

JOB = ActionJob(LDAP_IMPORT)


def main() -> None:
    run(JOB)


if __name__ == "__main__":
    main()
