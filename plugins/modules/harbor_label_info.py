#!/usr/bin/python
# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: harbor_label_info
short_description: List the labels of Harbor
description:
  - Gives the labels of the whole Harbor or of one project, or one of them.
version_added: 0.1.0
author:
  - twinstar.registry contributors (@twinstar)
requirements:
  - the Python library requests on the managed host (python3-requests on Debian)
seealso:
  - module: twinstar.registry.harbor_label
extends_documentation_fragment:
  - twinstar.registry.attributes
  - twinstar.registry.options.harbor_label_info
"""

EXAMPLES = r"""
# Where and as whom, once for all tasks of a play:
#   module_defaults:
#     group/twinstar.registry.harbor:
#       harbor_url: https://harbor.abc.com
#       harbor_username: admin
#       harbor_password: "{{ vault_harbor_password }}"

- name: The labels of the project test
  twinstar.registry.harbor_label_info:
    project: test

- name: Whether there is a label hardened for every project
  twinstar.registry.harbor_label_info:
    name: hardened
"""

RETURN = r"""
labels:
  description: The labels, by name.
  returned: success
  type: list
  elements: dict
  sample:
    - name: hardened
      description: ''
      color: '#00AB9A'
      id: 2
      creation_time: '2026-11-25T04:39:18.945Z'
      update_time: '2026-11-25T04:39:18.945Z'
    - name: outdated
      description: ''
      color: '#00AB9A'
      id: 1
      creation_time: '2026-11-25T04:39:18.944Z'
      update_time: '2026-11-25T04:39:18.944Z'
"""

from ..module_utils._ansible.run import run
from ..module_utils._harbor.label import LABEL
from ..module_utils._io.harbor_job import InfoJob

JOB = InfoJob(LABEL)


def main() -> None:
    run(JOB)


if __name__ == "__main__":
    main()
