#!/usr/bin/python
# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: harbor_repository_info
short_description: Read repositories of Harbor
description:
  - Lists the repositories of a project, or of all projects that the caller may see, with how many
    artifacts they hold and how often something was pulled.
  - Harbor counts a pull some seconds after it, and does not count at all if
    C(pull_count_update_disable) is set.
version_added: 0.1.0
author:
  - twinstar.registry contributors (@twinstar)
requirements:
  - the Python library requests on the managed host (python3-requests on Debian)
seealso:
  - module: twinstar.registry.harbor_repository
  - module: twinstar.registry.harbor_artifact_info
extends_documentation_fragment:
  - twinstar.registry.attributes
  - twinstar.registry.options.harbor_repository_info
"""

EXAMPLES = r"""
- name: Everything in the project
  twinstar.registry.harbor_repository_info:
    harbor_url: https://harbor.abc.com
    harbor_username: admin
    harbor_password: "{{ vault_harbor_password }}"
    project: test
  register: found

- name: What nobody ever pulled
  ansible.builtin.debug:
    msg: "{{ found.repositories | selectattr('pull_count', 'eq', 0) | map(attribute='name') }}"

- name: How often this one was pulled
  twinstar.registry.harbor_repository_info:
    harbor_url: https://harbor.abc.com
    harbor_username: admin
    harbor_password: "{{ vault_harbor_password }}"
    project: test
    name: nginx
"""

RETURN = r"""
repositories:
  description: The repositories, by project and name. None is an empty list.
  returned: success
  type: list
  elements: dict
  sample:
    - project: test
      name: app/web
      description: ''
      artifact_count: 2
      pull_count: 0
      id: 4
      creation_time: '2027-01-31T12:00:00.000Z'
      update_time: '2027-01-31T12:00:00.000Z'
"""

from ..module_utils._ansible.run import run
from ..module_utils._harbor.repository import REPOSITORIES
from ..module_utils._io.harbor_action import ActionJob

JOB = ActionJob(REPOSITORIES)


def main() -> None:
    run(JOB)


if __name__ == "__main__":
    main()
