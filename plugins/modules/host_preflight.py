#!/usr/bin/python
# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: host_preflight
short_description: See whether a host is fit to run an engine or a registry
description:
  - Reads the system, memory, disks, ports, firewall, SELinux, and the versions of engine and
    Compose in one call, and judges them.
  - Nothing is changed, installed or started. A host that is not fit does not fail the task, so that
    a play can collect the findings on all hosts first; the verdict says V(failure) then.
  - The filter P(twinstar.registry.preflight_table#filter) makes one table of the results of many
    hosts.
  - Who holds a port is visible to root only.
version_added: 0.1.0
author:
  - twinstar.registry contributors (@twinstar)
extends_documentation_fragment:
  - twinstar.registry.attributes.info
  - twinstar.registry.options.host_preflight
"""

EXAMPLES = r"""
- name: May the Registry live here
  twinstar.registry.host_preflight:
    systems: [debian 12, debian 13]
    memory_mib: 512
    disks:
      - path: /docker/volume/registry
        free_gib: 20
    ports:
      - port: 5000
        purpose: the Registry
        owners: [registry]
    engine: wanted
    engine_version: 20.10.0
    compose_version: 1.6.0
  register: preflight
"""

RETURN = r"""
host_preflight:
  description: What was seen, and what follows from it.
  returned: success
  type: dict
  contains:
    system:
      description: The operating system, and the Python that looked at it.
      returned: success
      type: dict
      sample:
        id: debian
        version: "12"
        name: Debian GNU/Linux 12 (bookworm)
        architecture: x86_64
        python: 3.11.2
    memory_mib:
      description: Memory of the host in MiB.
      returned: success
      type: int
      sample: 7965
    disks:
      description: The paths of O(disks), with the space that is free there.
      returned: success
      type: list
      elements: dict
      sample:
        - path: /docker/volume/registry
          free_gib: 41.3
    selinux:
      description: V(disabled), V(permissive) or V(enforcing).
      returned: success
      type: str
      sample: disabled
    firewall:
      description: V(firewalld), V(ufw), V(nftables) or V(none).
      returned: success
      type: str
      sample: none
    engine:
      description: Whether a Docker engine is installed, whether it answers, and its version.
      returned: success
      type: dict
      sample:
        installed: true
        running: true
        version: 20.10.24
    compose:
      description: Compose as V(plugin), V(standalone) or V(none), with its version.
      returned: success
      type: dict
      sample:
        kind: standalone
        version: 1.29.2
    ports:
      description: >-
        Those of O(ports) that are held, each with its process and container. An empty name or a pid
        of 0 is not known.
      returned: success
      type: list
      elements: dict
      sample:
        - port: 5000
          protocol: tcp
          process: docker-proxy
          pid: 812
          container: registry
    findings:
      description: >-
        What is worth knowing, the worst first, each with a level V(note), V(warning) or V(failure).
      returned: success
      type: list
      elements: dict
      sample:
        - subject: port
          level: failure
          text: >-
            port 5000/tcp is held by container old, by docker-proxy (pid 812), but the Registry
            needs it. Remove the container ('docker rm -f old'), or choose another port.
    verdict:
      description: The level of the worst finding, or V(ok).
      returned: success
      type: str
      sample: failure
"""

from ..module_utils._ansible.run import run
from ..module_utils._io.preflight import HOST_PREFLIGHT

JOB = HOST_PREFLIGHT


def main() -> None:
    run(JOB)


if __name__ == "__main__":
    main()
