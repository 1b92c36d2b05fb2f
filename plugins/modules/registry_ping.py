#!/usr/bin/python
# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: registry_ping
short_description: Ask a registry whether it answers
description:
  - Asks a registry for its API's root, once or until it answers, and reports how it wants to be
    logged in to.
  - With O(username), the credential must be accepted; without it, a registry that asks for a
    login counts as answering.
  - O(expect_headers) tells one instance from another that answers at the same address.
version_added: 0.1.0
author:
  - twinstar.registry contributors (@twinstar)
requirements:
  - the Python library requests on the managed host (python3-requests on Debian)
extends_documentation_fragment:
  - twinstar.registry.attributes.info
  - twinstar.registry.options.registry_ping
"""

EXAMPLES = r"""
- name: Wait until the edge answers
  twinstar.registry.registry_ping:
    url: http://192.168.126.50:5000
    wait: 60

- name: The instance that was just started answers, and takes the password
  twinstar.registry.registry_ping:
    url: https://harbor.abc.com
    username: root
    password: "{{ registry_password }}"
    expect_headers:
      X-Registry-Instance: edge-1
"""

RETURN = r"""
registry_ping:
  description: What answered.
  returned: success
  type: dict
  contains:
    reachable:
      description: That a registry answered; when none did, the task fails.
      returned: success
      type: bool
      sample: true
    authenticated:
      description: Whether the registry accepted the credential; V(false) without O(username), or
        where it asks for none.
      returned: success
      type: bool
      sample: true
    auth:
      description: How the registry wants to be logged in to, V(none), V(basic) or V(bearer).
      returned: success
      type: str
      sample: basic
    api_version:
      description: The C(Docker-Distribution-Api-Version) of the answer; empty when the registry
        does not say.
      returned: success
      type: str
      sample: registry/2.0
    headers:
      description: Those headers of the answer that O(expect_headers) names.
      returned: success
      type: dict
      sample:
        X-Registry-Instance: edge-1
"""

from ..module_utils._ansible.run import run
from ..module_utils._io.registry_ping import PING

JOB = PING


def main() -> None:
    run(JOB)


if __name__ == "__main__":
    main()
