#!/usr/bin/python
# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: harbor_scanner_info
short_description: List Harbor's scanners
description:
  - Gives all scanners that Harbor knows, or one of them. Credentials are not shown.
  - Needs a system administrator, or a robot account that may.
version_added: 0.1.0
author:
  - twinstar.registry contributors (@twinstar)
requirements:
  - the Python library requests on the managed host (python3-requests on Debian)
seealso:
  - module: twinstar.registry.harbor_scanner
extends_documentation_fragment:
  - twinstar.registry.attributes
  - twinstar.registry.options.harbor_scanner_info
"""

EXAMPLES = r"""
# Where and as whom, once for all tasks of a play:
#   module_defaults:
#     group/twinstar.registry.harbor:
#       harbor_url: https://harbor.abc.com
#       harbor_username: admin
#       harbor_password: "{{ vault_harbor_password }}"

- name: All scanners
  twinstar.registry.harbor_scanner_info:
  register: harbor

- name: The default
  ansible.builtin.debug:
    msg: "{{ harbor.scanners | selectattr('default') | map(attribute='name') | first }}"
"""

RETURN = r"""
scanners:
  description: The scanners, by name.
  returned: success
  type: list
  elements: dict
  sample:
    - name: grype
      description: looks twice
      auth: none
      skip_certificate_verification: false
      use_internal_address: false
      disabled: false
      default: true
"""

from ..module_utils._ansible.run import run
from ..module_utils._harbor.scanner import SCANNER
from ..module_utils._io.harbor_job import InfoJob

JOB = InfoJob(SCANNER)


def main() -> None:
    run(JOB)


if __name__ == "__main__":
    main()
