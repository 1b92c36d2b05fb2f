#!/usr/bin/python
# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: harbor_preflight
short_description: See whether a host is fit for a version of Harbor
description:
  - Looks at a host once, before anything of Harbor is installed or upgraded there, and judges what
    it saw for the version that is wanted. All findings come at once, each with its cure.
  - A failure is what Harbor's installer refuses, or what would end in an outage, such as a port
    that somebody else holds, a container that has a name of Harbor's, a file system without owners,
    or an upgrade over more than two minors. What is below the minimum of Harbor's documents is a
    warning.
  - Nothing is changed, installed or started. A host that is not fit does not fail the task unless
    O(fail=true), so that a play can collect the findings on all hosts first.
  - The filter P(twinstar.registry.preflight_table#filter) makes one table of the results of many
    hosts, together with those of M(twinstar.registry.host_preflight).
  - Who holds a port is visible to root only.
version_added: 0.1.0
author:
  - twinstar.registry contributors (@twinstar)
extends_documentation_fragment:
  - twinstar.registry.attributes.info
  - twinstar.registry.options.harbor_preflight
seealso:
  - module: twinstar.registry.host_preflight
  - module: twinstar.registry.harbor_yml
"""

EXAMPLES = r"""
- name: May Harbor live here
  twinstar.registry.harbor_preflight:
    version: 2.13.5
    hostname: harbor.abc.com
    https_port: 443
    metric_port: 9090
    fail: true
"""

RETURN = r"""
harbor_preflight:
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
    cpus:
      description: CPUs of the host.
      returned: success
      type: int
      sample: 4
    disks:
      description: O(data_volume) and O(install_dir), with the space that is free there.
      returned: success
      type: list
      elements: dict
      sample:
        - path: /data
          free_gib: 141.3
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
        Those of Harbor's ports that are held, each with its process and container. An empty name or
        a pid of 0 is not known.
      returned: success
      type: list
      elements: dict
      sample:
        - port: 80
          protocol: tcp
          process: docker-proxy
          pid: 812
          container: nginx
    installed:
      description: Version of the Harbor that is on the host, empty where none is.
      returned: success
      type: str
      sample: 2.11.2
    containers:
      description: >-
        Containers with a name that Harbor uses, whether they run or not, each with the project and
        the folder of Compose.
      returned: success
      type: list
      elements: dict
      sample:
        - name: nginx
          project: harbor
          folder: /opt/harbor/2.11.2/harbor
          state: running
    live_restore:
      description: Whether the engine keeps containers while it is down.
      returned: success
      type: bool
      sample: false
    snap:
      description: Whether the engine comes from a snap.
      returned: success
      type: bool
      sample: false
    podman:
      description: Whether the command C(docker) is Podman's.
      returned: success
      type: bool
      sample: false
    addresses:
      description: What O(hostname) resolves to on this host.
      returned: success
      type: list
      elements: str
      sample: [192.168.126.40]
    chown:
      description: >-
        What the file system of O(data_volume) says to a change of the owner; empty when it obeys,
        and for a user who is not root.
      returned: success
      type: str
      sample: ""
    environment:
      description: Names of environment variables that are set, and that Harbor's scripts obey.
      returned: success
      type: list
      elements: str
      sample: []
    findings:
      description: >-
        What is worth knowing, the worst first, each with a level V(note), V(warning) or V(failure).
      returned: success
      type: list
      elements: dict
      sample:
        - subject: upgrade
          level: failure
          text: >-
            Harbor 2.9.5 is there, but 2.13.5 is 4 minors newer, and Harbor migrates over two at
            most. Go to 2.11 first.
    verdict:
      description: The level of the worst finding, or V(ok).
      returned: success
      type: str
      sample: failure
"""

from ..module_utils._ansible.run import run
from ..module_utils._io.harbor_preflight import HARBOR_PREFLIGHT

JOB = HARBOR_PREFLIGHT


def main() -> None:
    run(JOB)


if __name__ == "__main__":
    main()
