#!/usr/bin/python
# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: harbor_user_info
short_description: List the users of Harbor
description:
  - >-
    Gives all users, the first administrator included, whom Harbor's own list leaves out, or
    one of them.
  - Who is no system administrator sees himself only.
version_added: 0.1.0
author:
  - twinstar.registry contributors (@twinstar)
requirements:
  - the Python library requests on the managed host (python3-requests on Debian)
seealso:
  - module: twinstar.registry.harbor_user
extends_documentation_fragment:
  - twinstar.registry.attributes
  - twinstar.registry.options.harbor_user_info
"""

EXAMPLES = r"""
# Where and as whom, once for all tasks of a play:
#   module_defaults:
#     group/twinstar.registry.harbor:
#       harbor_url: https://harbor.abc.com
#       harbor_username: admin
#       harbor_password: "{{ vault_harbor_password }}"

- name: All users
  twinstar.registry.harbor_user_info:
  register: all

- name: Who administers the system
  ansible.builtin.debug:
    msg: "{{ all.users | selectattr('sysadmin') | map(attribute='name') }}"
"""

RETURN = r"""
users:
  description: The users, by name.
  returned: success
  type: list
  elements: dict
  sample:
    - name: alice
      email: alice@example.com
      realname: alice
      comment: ''
      sysadmin: false
      id: 3
      creation_time: '2026-11-25T04:39:19.476Z'
      update_time: '2026-11-25T04:39:19.476Z'
"""

from ..module_utils._ansible.run import run
from ..module_utils._harbor.user import USER
from ..module_utils._io.harbor_job import InfoJob

JOB = InfoJob(USER)


def main() -> None:
    run(JOB)


if __name__ == "__main__":
    main()
