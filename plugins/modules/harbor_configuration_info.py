#!/usr/bin/python
# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: harbor_configuration_info
short_description: Read Harbor's settings
description:
  - Gives all settings but the passwords, and which of them cannot be changed.
  - Needs a system administrator.
version_added: 0.1.0
author:
  - twinstar.registry contributors (@twinstar)
requirements:
  - the Python library requests on the managed host (python3-requests on Debian)
seealso:
  - module: twinstar.registry.harbor_configuration
extends_documentation_fragment:
  - twinstar.registry.attributes
  - twinstar.registry.options.harbor_configuration_info
"""

EXAMPLES = r"""
# Where and as whom, once for all tasks of a play:
#   module_defaults:
#     group/twinstar.registry.harbor:
#       harbor_url: https://harbor.abc.com
#       harbor_username: admin
#       harbor_password: "{{ vault_harbor_password }}"

- name: How is it set up?
  twinstar.registry.harbor_configuration_info:
  register: harbor

- name: No robots with blanks in their names
  ansible.builtin.assert:
    that: harbor.configuration.robot_name_prefix is match('\\S+$')
"""

RETURN = r"""
configuration:
  description:
    - The settings, with the names that the options of M(twinstar.registry.harbor_configuration)
      have; null are those that this Harbor does not have.
    - C(fixed) names those that cannot be changed as things are.
  returned: success
  type: dict
  sample:
    auth_mode: db_auth
    fixed: []
    read_only: false
"""

from ..module_utils._ansible.run import run
from ..module_utils._harbor.configuration import CONFIGURATION
from ..module_utils._io.harbor_job import InfoJob

JOB = InfoJob(CONFIGURATION)


def main() -> None:
    run(JOB)


if __name__ == "__main__":
    main()
