#!/usr/bin/python
# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: harbor_scanner
short_description: Manage a scanner of Harbor
description:
  - Creates, changes and removes the registration of a scanner's adapter, and makes it the
    default.
  - The scanner of a single project is O(twinstar.registry.harbor_project#module:scanner).
  - The scanner that Harbor was installed with, C(Trivy), can be made the default, and nothing
    else.
  - Needs a system administrator, or a robot account that may.
version_added: 0.1.0
author:
  - twinstar.registry contributors (@twinstar)
requirements:
  - the Python library requests on the managed host (python3-requests on Debian)
seealso:
  - module: twinstar.registry.harbor_scanner_info
  - module: twinstar.registry.harbor_scan
  - module: twinstar.registry.harbor_scan_all_schedule
extends_documentation_fragment:
  - twinstar.registry.attributes
  - twinstar.registry.options.harbor_scanner
"""

EXAMPLES = r"""
# Where and as whom, once for all tasks of a play:
#   module_defaults:
#     group/twinstar.registry.harbor:
#       harbor_url: https://harbor.abc.com
#       harbor_username: admin
#       harbor_password: "{{ vault_harbor_password }}"

- name: A scanner of our own for all projects
  twinstar.registry.harbor_scanner:
    name: grype
    url: https://grype.example.com:8443
    auth: bearer
    access_credential: "{{ vault_grype_token }}"
    default: true

- name: Not any more
  twinstar.registry.harbor_scanner:
    name: grype
    state: absent
"""

RETURN = r"""
scanner:
  description: The scanner as it is afterwards; of one that was removed, its name.
  returned: success
  type: dict
  sample:
    name: grype
    description: looks twice
    url: http://127.0.0.1:8321
    auth: none
    access_credential: null
    skip_certificate_verification: false
    use_internal_address: false
    disabled: false
    default: true
plan:
  description: A sentence for each request that changed something, or would in check mode.
  returned: success
  type: list
  elements: str
  sample:
    - create scanner grype, whose adapter Harbor asks for its metadata
    - make scanner grype the default
"""

from ..module_utils._ansible.run import run
from ..module_utils._harbor.scanner import SCANNER
from ..module_utils._io.harbor_job import ObjectJob

JOB = ObjectJob(SCANNER)


def main() -> None:
    run(JOB)


if __name__ == "__main__":
    main()
