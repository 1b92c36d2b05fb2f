#!/usr/bin/python
# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: harbor_export
short_description: Write down a whole Harbor as the tree that harbor_state takes
description:
  - Reads every object that M(twinstar.registry.harbor_state) manages, and returns them as one tree,
    as data and as YAML. Given back to that module, it changes nothing.
  - Secrets are not written down, also where Harbor shows them. In the YAML each one that Harbor
    holds is a comment in its place, so that it stays unmanaged until a value from a vault is put
    there; in the data they are left out.
  - What the account may not see is not written.
version_added: 0.1.0
author:
  - twinstar.registry contributors (@twinstar)
requirements:
  - the Python library requests on the managed host (python3-requests on Debian)
extends_documentation_fragment:
  - twinstar.registry.attributes.info
  - twinstar.registry.options.harbor_export
seealso:
  - module: twinstar.registry.harbor_state
"""

EXAMPLES = r"""
- name: Read the whole Harbor
  twinstar.registry.harbor_export:
    harbor_url: https://harbor.abc.com
    harbor_username: admin
    harbor_password: "{{ vault_harbor_password }}"
  register: harbor

- name: Keep it as a file on the controller
  ansible.builtin.copy:
    content: "{{ harbor.harbor_export.yaml }}"
    dest: estate.yml
    mode: "0600"
  delegate_to: localhost

- name: Read two projects
  twinstar.registry.harbor_export:
    harbor_url: https://harbor.abc.com
    harbor_username: admin
    harbor_password: "{{ vault_harbor_password }}"
    include: [projects]
    projects: [test, prod]
"""

RETURN = r"""
harbor_export:
  description: What there is.
  returned: success
  type: dict
  contains:
    estate:
      description: The tree as data, with the options of M(twinstar.registry.harbor_state).
      returned: success
      type: dict
      sample:
        labels:
          - name: hardened
            description: ""
            color: "#00AB9A"
    yaml:
      description: The tree as YAML, with a comment for each secret that Harbor holds.
      returned: success
      type: str
      sample: |
        labels:
          - name: hardened
            description: ""
            color: "#00AB9A"
"""

from ..module_utils._ansible.run import run
from ..module_utils._harbor.tree import TREE
from ..module_utils._io.harbor_state import ExportJob

JOB = ExportJob(TREE)


def main() -> None:
    run(JOB)


if __name__ == "__main__":
    main()
