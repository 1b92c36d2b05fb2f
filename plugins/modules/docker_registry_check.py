#!/usr/bin/python
# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: docker_registry_check
short_description: Ask the running Docker engine whether it gets through to registries
description:
  - The engine itself tries each registry, with its own certificates, insecure registries, proxies
    and names, and with the credentials where some are given. So what this module says holds for
    pulls and pushes too.
  - The task fails when the engine does not get through to one of them, or when a registry refuses
    the credentials; every such registry has its sentence in C(errors).
  - Nothing is stored. M(twinstar.registry.registry_login) does that.
version_added: 0.1.0
author:
  - twinstar.registry contributors (@twinstar)
extends_documentation_fragment:
  - twinstar.registry.attributes.info
  - twinstar.registry.options.docker_registry_check
"""

EXAMPLES = r"""
- name: The engine trusts both stars
  twinstar.registry.docker_registry_check:
    registries:
      - registry: harbor.abc.com
      - registry: 192.168.126.50:5000
        username: root
        password: "{{ registry_password }}"
"""

RETURN = r"""
docker_registry_check:
  description: What the engine found.
  returned: success
  type: dict
  contains:
    registries:
      description: >-
        The registries, each with V(accepted) for a login that was accepted, V(required) where the
        registry answers and wants a login that was not given, and V(none) where it wants none.
      returned: success
      type: list
      elements: dict
      sample:
        - registry: harbor.abc.com
          login: required
        - registry: 192.168.126.50:5000
          login: accepted
"""

from ..module_utils._ansible.run import run
from ..module_utils._io.docker_registry_check import DOCKER_REGISTRY_CHECK

JOB = DOCKER_REGISTRY_CHECK


def main() -> None:
    run(JOB)


if __name__ == "__main__":
    main()
