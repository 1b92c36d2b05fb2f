#!/usr/bin/python
# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: htpasswd_users
short_description: Keep users of an htpasswd file
description:
  - Keeps a list of users with bcrypt hashes in an htpasswd file, in one call. Passwords are checked
    against the hashes that are there, on all cores, and only a hash that does not fit is made anew.
  - Other users, comments and the order of lines stay, unless O(exclusive=true).
  - The file is replaced at once, so a registry or a web server never reads half of it. A registry
    in a container must have the file's directory mounted, not the file.
  - Neither a password nor a hash is shown, also not with C(--diff).
version_added: 0.1.0
author:
  - twinstar.registry contributors (@twinstar)
requirements:
  - passlib and bcrypt (python3-passlib and python3-bcrypt of the distribution), or libpass and
    bcrypt from PyPI; passlib 1.7.4 does not work with bcrypt 5
extends_documentation_fragment:
  - ansible.builtin.files
  - twinstar.registry.attributes
  - twinstar.registry.options.htpasswd_users
"""

EXAMPLES = r"""
- name: Users of the edge registry
  twinstar.registry.htpasswd_users:
    path: /docker/volume/registry/auth/htpasswd
    users:
      - name: root
        password: "{{ vault_registry_root }}"
      - name: ci
        password: "{{ vault_registry_ci }}"

- name: These users and nobody else
  twinstar.registry.htpasswd_users:
    path: /docker/volume/registry/auth/htpasswd
    users: "{{ registry_users }}"
    exclusive: true

- name: One user less
  twinstar.registry.htpasswd_users:
    path: /docker/volume/registry/auth/htpasswd
    users:
      - name: ci
    state: absent
"""

RETURN = r"""
htpasswd_users:
  description: The users of the file as it is now, or as it will be in check mode.
  returned: success
  type: dict
  contains:
    users:
      description: Names of all users in the file, in its order.
      returned: success
      type: list
      elements: str
      sample: [root, ci]
    added:
      description: Names that were not there.
      returned: success
      type: list
      elements: str
      sample: [ci]
    changed:
      description: Names whose hash was replaced, since the password or the cost did not fit.
      returned: success
      type: list
      elements: str
      sample: [root]
    removed:
      description: Names that were taken out.
      returned: success
      type: list
      elements: str
      sample: []
    backup_file:
      description: The copy that was kept.
      returned: when O(backup=true) and the file was changed
      type: str
      sample: /docker/volume/registry/auth/htpasswd.4711.2026-11-24@20:31:07~
plan:
  description: What was done, or would be done in check mode, one sentence a kind of change.
  returned: success
  type: list
  elements: str
  sample: [add ci to /docker/volume/registry/auth/htpasswd]
"""

from ..module_utils._ansible.run import run
from ..module_utils._io.htpasswd_users import HTPASSWD_USERS

JOB = HTPASSWD_USERS


def main() -> None:
    run(JOB)


if __name__ == "__main__":
    main()
