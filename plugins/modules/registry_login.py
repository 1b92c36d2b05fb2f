#!/usr/bin/python
# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: registry_login
short_description: Log the engine's client in to registries
description:
  - Stores a credential as C(docker login) does, in the client's configuration file or in the
    credential helper that the file names.
  - The registry must accept the credential first, in check mode too; when it refuses, nothing is
    written. Of several registries each must accept its own.
  - Kubernetes' kubelet, Podman, Skopeo and others read the same file.
version_added: 0.1.0
author:
  - twinstar.registry contributors (@twinstar)
requirements:
  - the Python library requests on the managed host (python3-requests on Debian)
extends_documentation_fragment:
  - ansible.builtin.files
  - twinstar.registry.attributes
  - twinstar.registry.options.registry_login
"""

EXAMPLES = r"""
- name: Root may pull from the edge
  twinstar.registry.registry_login:
    registry: 192.168.126.50:5000
    username: root
    password: "{{ registry_password }}"
    insecure: true

- name: To several at once
  twinstar.registry.registry_login:
    registries:
      - registry: 192.168.126.50:5000
        password: "{{ registry_password }}"
        insecure: true
      - registry: harbor.abc.com
        password: "{{ harbor_password }}"
      - registry: old.abc.com
        state: absent
    username: root

- name: The deploying user too
  become: true
  become_user: deploy
  twinstar.registry.registry_login:
    registry: harbor.abc.com
    username: deploy
    password: "{{ deploy_password }}"

- name: Forget it again
  twinstar.registry.registry_login:
    registry: harbor.abc.com
    state: absent
"""

RETURN = r"""
registry_login:
  description: The logins as they are now, or as they will be in check mode.
  returned: success
  type: dict
  contains:
    registries:
      description: One for each registry of the task, in its order, with the keys C(registry),
        C(username), C(stored_in), C(proved) and C(auth) that stand below.
      returned: success
      type: list
      elements: dict
      sample:
        - registry: 192.168.126.50:5000
          username: root
          stored_in: auths
          proved: true
          auth: basic
    registry:
      description: The registry, as the client's file names it.
      returned: when O(registry) names one
      type: str
      sample: 192.168.126.50:5000
    username:
      description: The user whose credential is stored; V(null) when there is none.
      returned: when O(registry) names one
      type: str
      sample: root
    stored_in:
      description: V(auths) for the file itself, otherwise the name of the credential helper.
      returned: when O(registry) names one
      type: str
      sample: auths
    proved:
      description: Whether the registry accepted the credential in this run; V(false) where it
        asks for none, and with O(verify=false).
      returned: when O(registry) names one
      type: bool
      sample: true
    auth:
      description: How the registry wants to be logged in to, V(none), V(basic) or V(bearer);
        V(null) when it was not asked.
      returned: when O(registry) names one
      type: str
      sample: basic
    backup_file:
      description: The copy that was kept.
      returned: when O(backup=true) and the file was changed
      type: str
      sample: /root/.docker/config.json.4711.2026-11-24@20:31:07~
plan:
  description: What was done, or would be done in check mode, one sentence a change.
  returned: success
  type: list
  elements: str
  sample: [store the credential of root for 192.168.126.50:5000 in /root/.docker/config.json]
"""

from ..module_utils._ansible.run import run
from ..module_utils._io.registry_login import REGISTRY_LOGIN

JOB = REGISTRY_LOGIN


def main() -> None:
    run(JOB)


if __name__ == "__main__":
    main()
