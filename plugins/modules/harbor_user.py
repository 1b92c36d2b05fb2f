#!/usr/bin/python
# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: harbor_user
short_description: Manage a user of Harbor
description:
  - >-
    Creates, changes and removes a user that Harbor itself keeps (C(auth_mode) is C(db_auth)),
    and says who is a system administrator.
  - >-
    With users from LDAP, OIDC or a proxy none can be created, and only the flag O(sysadmin)
    and the first administrator can be changed.
  - >-
    The first administrator (C(admin)) can be changed as any other, but neither removed nor
    demoted; nor can the account of the task.
  - >-
    To change the password of the account that the task runs with, give O(old_password), and
    the new one in O(harbor_password) from the next task on. M(twinstar.registry.harbor_state)
    changes it last of all, and what still follows goes with the new one.
  - On Harbor before 2.10 robot accounts cannot manage users.
version_added: 0.1.0
author:
  - twinstar.registry contributors (@twinstar)
requirements:
  - the Python library requests on the managed host (python3-requests on Debian)
seealso:
  - module: twinstar.registry.harbor_user_info
  - module: twinstar.registry.harbor_ldap_import
  - module: twinstar.registry.harbor_user_group
extends_documentation_fragment:
  - twinstar.registry.attributes
  - twinstar.registry.options.harbor_user
"""

EXAMPLES = r"""
# Where and as whom, once for all tasks of a play:
#   module_defaults:
#     group/twinstar.registry.harbor:
#       harbor_url: https://harbor.abc.com
#       harbor_username: admin
#       harbor_password: "{{ vault_harbor_password }}"

- name: The user alice, with a password from the vault
  twinstar.registry.harbor_user:
    name: alice
    email: alice@example.com
    realname: Alice Example
    password: "{{ vault_alice_password }}"

- name: Alice is a system administrator, and her password is her own business
  twinstar.registry.harbor_user:
    name: alice
    email: alice@example.com
    realname: Alice Example
    password: "{{ vault_alice_password }}"
    update_password: on_create
    sysadmin: true

- name: Another password for the account of this very task
  twinstar.registry.harbor_user:
    harbor_password: "{{ vault_initial_password }}"
    name: admin
    password: "{{ vault_harbor_password }}"
    old_password: "{{ vault_initial_password }}"

- name: No user bob
  twinstar.registry.harbor_user:
    name: bob
    state: absent
"""

RETURN = r"""
user:
  description: >-
    The user as it is afterwards, the password masked; of one that was removed, the name.
  returned: success
  type: dict
  sample:
    name: alice
    email: alice@example.com
    realname: Alice Example
    comment: releases
    sysadmin: false
    password: '********'
plan:
  description: A sentence for each request that changed something, or would in check mode.
  returned: success
  type: list
  elements: str
  sample:
    - create user alice
"""

from ..module_utils._ansible.run import run
from ..module_utils._harbor.user import USER
from ..module_utils._io.harbor_job import ObjectJob

JOB = ObjectJob(USER)


def main() -> None:
    run(JOB)


if __name__ == "__main__":
    main()
