#!/usr/bin/python
# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: harbor_read_only
short_description: Stop Harbor from being written, or let it
description:
  - In read-only mode nothing can be pushed, created, changed or removed; pulls work.
  - Turning it off is the one change that such a Harbor takes.
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
  - twinstar.registry.options.harbor_read_only
"""

EXAMPLES = r"""
# Where and as whom, once for all tasks of a play:
#   module_defaults:
#     group/twinstar.registry.harbor:
#       harbor_url: https://harbor.abc.com
#       harbor_username: admin
#       harbor_password: "{{ vault_harbor_password }}"

- name: Nobody pushes while the storage is copied
  twinstar.registry.harbor_read_only:
    enabled: true

- name: As before
  twinstar.registry.harbor_read_only:
    enabled: false
"""

RETURN = r"""
read_only:
  description: Whether Harbor is read-only afterwards.
  returned: success
  type: dict
  sample:
    enabled: true
plan:
  description: A sentence for each request that changed something, or would in check mode.
  returned: success
  type: list
  elements: str
  sample:
    - make Harbor read-only
"""

from ..module_utils._ansible.run import run
from ..module_utils._harbor.read_only import READ_ONLY
from ..module_utils._io.harbor_job import ObjectJob

JOB = ObjectJob(READ_ONLY)


def main() -> None:
    run(JOB)


if __name__ == "__main__":
    main()
