#!/usr/bin/python
# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: harbor_project_webhook
short_description: Manage a webhook of a project of Harbor
description:
  - Creates, changes and removes a webhook, by which Harbor tells a web service or Slack what
    happens in a project.
  - Harbor gives the header for authentication back in clear to whoever may read the webhook. It
    is compared here, and never shown.
version_added: 0.1.0
author:
  - twinstar.registry contributors (@twinstar)
requirements:
  - the Python library requests on the managed host (python3-requests on Debian)
seealso:
  - module: twinstar.registry.harbor_webhook_info
extends_documentation_fragment:
  - twinstar.registry.attributes
  - twinstar.registry.options.harbor_project_webhook
"""

EXAMPLES = r"""
- name: Tell the build server of each push
  twinstar.registry.harbor_project_webhook:
    harbor_url: https://harbor.abc.com
    harbor_username: admin
    harbor_password: "{{ vault_harbor_password }}"
    project: test
    name: build-server
    event_types: [PUSH_ARTIFACT, DELETE_ARTIFACT]
    targets:
      - address: https://build.example.com/hooks/harbor
        auth_header: "Bearer {{ vault_build_token }}"

- name: Tell the channel when the quota runs out
  twinstar.registry.harbor_project_webhook:
    harbor_url: https://harbor.abc.com
    harbor_username: admin
    harbor_password: "{{ vault_harbor_password }}"
    project: prod
    name: quota
    event_types: [QUOTA_WARNING, QUOTA_EXCEED]
    targets:
      - type: slack
        address: https://hooks.example.com/services/T0/B0/x

- name: Be quiet for a while
  twinstar.registry.harbor_project_webhook:
    harbor_url: https://harbor.abc.com
    harbor_username: admin
    harbor_password: "{{ vault_harbor_password }}"
    project: test
    name: build-server
    enabled: false
"""

RETURN = r"""
webhook:
  description:
    - The webhook as it is afterwards; of one that was removed, its name.
    - A header that the task gives is masked, and one that it does not give is left out.
  returned: success
  type: dict
  sample:
    name: build-server
    description: tells of each push
    event_types:
      - PUSH_ARTIFACT
      - DELETE_ARTIFACT
    targets:
      - type: http
        address: https://build.example.com/hooks/harbor
        auth_header: '********'
        skip_cert_verify: false
        payload_format: Default
    enabled: true
plan:
  description: A sentence for each request that changed something, or would in check mode.
  returned: success
  type: list
  elements: str
  sample:
    - create webhook build-server of project test
"""

from ..module_utils._ansible.run import run
from ..module_utils._harbor.webhook import WEBHOOK
from ..module_utils._io.harbor_job import ObjectJob

JOB = ObjectJob(WEBHOOK)


def main() -> None:
    run(JOB)


if __name__ == "__main__":
    main()
