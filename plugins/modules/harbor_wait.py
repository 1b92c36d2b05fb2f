#!/usr/bin/python
# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: harbor_wait
short_description: Wait until Harbor is ready
description:
  - Waits until Harbor answers, all of its components are healthy, and it takes the credentials of
    the task. It changes nothing, and never reports a change.
  - Refused credentials, an untrusted certificate and another server at that address end the wait
    at once, since time does not mend them.
  - In check mode it looks once and does not wait, since a task before it may be what starts
    Harbor.
version_added: 0.1.0
author:
  - twinstar.registry contributors (@twinstar)
requirements:
  - the Python library requests on the managed host (python3-requests on Debian)
seealso:
  - module: twinstar.registry.harbor_info
extends_documentation_fragment:
  - twinstar.registry.attributes
  - twinstar.registry.options.harbor_wait
"""

EXAMPLES = r"""
- name: Harbor is up
  twinstar.registry.harbor_wait:
    harbor_url: https://harbor.abc.com
    harbor_username: admin
    harbor_password: "{{ vault_harbor_password }}"
    wait_timeout: 600

- name: Is it up at all?
  twinstar.registry.harbor_wait:
    harbor_url: https://harbor.abc.com
    wait_timeout: 0
  register: harbor
  failed_when: false
"""

RETURN = r"""
harbor:
  description:
    - What was seen last. C(version) is V(null) without credentials.
    - C(reason) says why it is not ready, which only check mode returns; otherwise the task fails
      with it.
  returned: success
  type: dict
  sample:
    ready: true
    version: 2.15.2
    components:
      core: healthy
      database: healthy
      jobservice: healthy
      portal: healthy
      redis: healthy
      registry: healthy
      registryctl: healthy
    reason: ''
"""

from ..module_utils._ansible.run import run
from ..module_utils._io.harbor_health import HealthJob

JOB = HealthJob()


def main() -> None:
    run(JOB)


if __name__ == "__main__":
    main()
