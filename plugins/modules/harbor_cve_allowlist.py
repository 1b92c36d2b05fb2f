#!/usr/bin/python
# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: harbor_cve_allowlist
short_description: Set the CVEs that Harbor passes over
description:
  - Sets the list of the whole Harbor, which counts in projects that have none of their own.
  - The list can be set without O(expires_at), which stays as it is then, and the other way round.
  - Needs a system administrator.
version_added: 0.1.0
author:
  - twinstar.registry contributors (@twinstar)
requirements:
  - the Python library requests on the managed host (python3-requests on Debian)
seealso:
  - module: twinstar.registry.harbor_project
extends_documentation_fragment:
  - twinstar.registry.attributes
  - twinstar.registry.options.harbor_cve_allowlist
"""

EXAMPLES = r"""
# Where and as whom, once for all tasks of a play:
#   module_defaults:
#     group/twinstar.registry.harbor:
#       harbor_url: https://harbor.abc.com
#       harbor_username: admin
#       harbor_password: "{{ vault_harbor_password }}"

- name: Two that do not concern us, until the end of the year
  twinstar.registry.harbor_cve_allowlist:
    cves:
      - CVE-2024-3094
      - CVE-2023-44487
    expires_at: "2027-12-31"

- name: None any more
  twinstar.registry.harbor_cve_allowlist:
    cves: []
    expires_at: never
"""

RETURN = r"""
cve_allowlist:
  description:
    - The list as it is afterwards. C(expires_at) counts seconds since 1970; -1 is never.
  returned: success
  type: dict
  sample:
    cves:
      - CVE-2024-3094
      - CVE-2023-44487
    expires_at: 1830211200
plan:
  description: A sentence for each request that changed something, or would in check mode.
  returned: success
  type: list
  elements: str
  sample:
    - set cves, expires at of Harbor's CVE allowlist
"""

from ..module_utils._ansible.run import run
from ..module_utils._harbor.cve_allowlist import CVE_ALLOWLIST
from ..module_utils._io.harbor_job import ObjectJob

JOB = ObjectJob(CVE_ALLOWLIST)


def main() -> None:
    run(JOB)


if __name__ == "__main__":
    main()
