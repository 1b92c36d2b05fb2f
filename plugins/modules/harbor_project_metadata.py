#!/usr/bin/python
# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: harbor_project_metadata
short_description: Manage one metadata key of a project of Harbor
description:
  - >-
    Sets a key of a project's metadata, or takes it away, so that Harbor's own value counts
    again.
  - >-
    M(twinstar.registry.harbor_project) has an option for each usual key. This is for keys
    that it does not know, and for removing one.
  - >-
    The key C(retention_id) is refused, unless it names a policy that is gone, as Harbor
    before 2.14 leaves it behind; then C(state=absent) mends the project. The key C(public)
    cannot be removed.
version_added: 0.1.0
author:
  - twinstar.registry contributors (@twinstar)
requirements:
  - the Python library requests on the managed host (python3-requests on Debian)
seealso:
  - module: twinstar.registry.harbor_project
extends_documentation_fragment:
  - twinstar.registry.attributes
  - twinstar.registry.options.harbor_project_metadata
"""

EXAMPLES = r"""
# Where and as whom, once for all tasks of a play:
#   module_defaults:
#     group/twinstar.registry.harbor:
#       harbor_url: https://harbor.abc.com
#       harbor_username: admin
#       harbor_password: "{{ vault_harbor_password }}"

- name: Scan on push
  twinstar.registry.harbor_project_metadata:
    project: test
    name: auto_scan
    value: true

- name: No severity of its own
  twinstar.registry.harbor_project_metadata:
    project: test
    name: severity
    state: absent

- name: Mend a project whose retention policy is gone
  twinstar.registry.harbor_project_metadata:
    project: test
    name: retention_id
    state: absent
"""

RETURN = r"""
project_metadata:
  description: The key and its value; of one that was removed, the key.
  returned: success
  type: dict
  sample:
    name: severity
    value: high
plan:
  description: A sentence for each request that changed something, or would in check mode.
  returned: success
  type: list
  elements: str
  sample:
    - set metadata severity of project test to high
"""

from ..module_utils._ansible.run import run
from ..module_utils._harbor.project_metadata import PROJECT_METADATA
from ..module_utils._io.harbor_job import ObjectJob

JOB = ObjectJob(PROJECT_METADATA)


def main() -> None:
    run(JOB)


if __name__ == "__main__":
    main()
