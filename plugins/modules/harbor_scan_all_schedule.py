#!/usr/bin/python
# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: harbor_scan_all_schedule
short_description: Schedule the scan of everything in Harbor
description:
  - Says when Harbor lets all artifacts be scanned for vulnerabilities. There is one schedule.
  - Harbor must have a default scanner, which M(twinstar.registry.harbor_scanner) adds.
  - Needs a system administrator, or a robot account that may.
version_added: 0.1.0
author:
  - twinstar.registry contributors (@twinstar)
requirements:
  - the Python library requests on the managed host (python3-requests on Debian)
seealso:
  - module: twinstar.registry.harbor_scan
  - module: twinstar.registry.harbor_scanner
  - module: twinstar.registry.harbor_schedule_info
extends_documentation_fragment:
  - twinstar.registry.attributes
  - twinstar.registry.options.harbor_scan_all_schedule
"""

EXAMPLES = r"""
# Where and as whom, once for all tasks of a play:
#   module_defaults:
#     group/twinstar.registry.harbor:
#       harbor_url: https://harbor.abc.com
#       harbor_username: admin
#       harbor_password: "{{ vault_harbor_password }}"

- name: Every night
  twinstar.registry.harbor_scan_all_schedule:
    schedule: daily

- name: On working days at six
  twinstar.registry.harbor_scan_all_schedule:
    cron: 0 0 6 * * 1-5

- name: No more
  twinstar.registry.harbor_scan_all_schedule:
    schedule: none
"""

RETURN = r"""
scan_all_schedule:
  description: The schedule as it is afterwards.
  returned: success
  type: dict
  sample:
    schedule: daily
    cron: 0 0 0 * * *
plan:
  description: A sentence for each request that changed something, or would in check mode.
  returned: success
  type: list
  elements: str
  sample:
    - 'schedule scanning all daily: 0 0 0 * * *'
"""

from ..module_utils._ansible.run import run
from ..module_utils._harbor.scan_all_schedule import SCAN_ALL_SCHEDULE
from ..module_utils._io.harbor_job import ObjectJob

JOB = ObjectJob(SCAN_ALL_SCHEDULE)


def main() -> None:
    run(JOB)


if __name__ == "__main__":
    main()
