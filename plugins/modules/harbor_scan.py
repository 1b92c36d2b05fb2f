#!/usr/bin/python
# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: harbor_scan
short_description: Let artifacts in Harbor be scanned
description:
  - Lets one artifact, all of a repository, or all of Harbor be scanned for vulnerabilities, or
    for what they are made of (an SBOM), and waits for the end.
  - An artifact that is being scanned already is waited for. Each run of the task is a scan.
  - M(twinstar.registry.harbor_vulnerability_info) tells what was found.
version_added: 0.1.0
author:
  - twinstar.registry contributors (@twinstar)
requirements:
  - the Python library requests on the managed host (python3-requests on Debian)
seealso:
  - module: twinstar.registry.harbor_vulnerability_info
  - module: twinstar.registry.harbor_scanner
  - module: twinstar.registry.harbor_scan_all_schedule
extends_documentation_fragment:
  - twinstar.registry.attributes
  - twinstar.registry.options.harbor_scan
"""

EXAMPLES = r"""
# Where and as whom, once for all tasks of a play:
#   module_defaults:
#     group/twinstar.registry.harbor:
#       harbor_url: https://harbor.abc.com
#       harbor_username: admin
#       harbor_password: "{{ vault_harbor_password }}"

- name: Is the new image any good?
  twinstar.registry.harbor_scan:
    project: test
    repository: nginx
    reference: "1.27"

- name: What are our images made of?
  twinstar.registry.harbor_scan:
    project: prod
    repository: shop/web
    type: sbom

- name: Begin with everything, and go on
  twinstar.registry.harbor_scan:
    all: true
    wait: false
"""

RETURN = r"""
scan:
  description:
    - What was scanned and how it ended. C(severity) is that of the worst vulnerability,
      C(fixable) how many have a fix.
    - With O(all=true), C(artifacts) is empty and only the counts tell.
  returned: success
  type: dict
  sample:
    project: test
    repository: app/web
    type: vulnerability
    total: 1
    completed: 1
    failed: 0
    artifacts:
      - reference: '1.0'
        status: Success
        severity: Critical
        fixable: 1
plan:
  description: A sentence for each request that changed something, or would in check mode.
  returned: success
  type: list
  elements: str
  sample:
    - 'scan test/app/web:1.0 for vulnerabilities'
"""

from ..module_utils._ansible.run import run
from ..module_utils._harbor.scan import SCAN
from ..module_utils._io.harbor_action import ActionJob

JOB = ActionJob(SCAN)


def main() -> None:
    run(JOB)


if __name__ == "__main__":
    main()
