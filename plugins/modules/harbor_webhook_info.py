#!/usr/bin/python
# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: harbor_webhook_info
short_description: Read the webhooks of a project of Harbor
description:
  - Lists the webhooks of a project, all of them or one. Headers for authentication are left out.
version_added: 0.1.0
author:
  - twinstar.registry contributors (@twinstar)
requirements:
  - the Python library requests on the managed host (python3-requests on Debian)
seealso:
  - module: twinstar.registry.harbor_project_webhook
extends_documentation_fragment:
  - twinstar.registry.attributes
  - twinstar.registry.options.harbor_webhook_info
"""

EXAMPLES = r"""
- name: Whom the project tells what
  twinstar.registry.harbor_webhook_info:
    harbor_url: https://harbor.abc.com
    harbor_username: admin
    harbor_password: "{{ vault_harbor_password }}"
    project: test
  register: found

- name: The addresses
  ansible.builtin.debug:
    msg: "{{ found.webhooks | map(attribute='targets') | flatten | map(attribute='address') }}"
"""

RETURN = r"""
webhooks:
  description: The webhooks, by name, with the options of
    M(twinstar.registry.harbor_project_webhook).
  returned: success
  type: list
  elements: dict
  sample:
    - name: build-server
      description: ''
      event_types:
        - PUSH_ARTIFACT
      targets:
        - type: http
          address: https://build.example.com
          skip_cert_verify: false
          payload_format: Default
      enabled: true
      id: 1
      creation_time: '2027-01-31T12:00:00.000Z'
      update_time: '2027-01-31T12:00:00.000Z'
"""

from ..module_utils._ansible.run import run
from ..module_utils._harbor.webhook import WEBHOOK
from ..module_utils._io.harbor_job import InfoJob

JOB = InfoJob(WEBHOOK)


def main() -> None:
    run(JOB)


if __name__ == "__main__":
    main()
