#!/usr/bin/python
# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: trusted_certificates
short_description: Let the Docker engine and the system trust the private CAs of registries
description:
  - Places the CA of each registry where the Docker engine looks for it at each connection, so that
    nothing has to be reloaded or restarted, and in the system's store for every other program.
  - The store is the one of Debian and its kin, of RPM-based systems, or of SUSE.
  - A C(ca.crt) that was there before is kept beside the new one, and comes back when that goes.
  - A program reads the system's store once. So one that runs already does not see a new CA there
    (the engine does, in its own folder), and the engine too may go on trusting one that was removed
    until it is restarted; a warning says so then.
version_added: 0.1.0
author:
  - twinstar.registry contributors (@twinstar)
extends_documentation_fragment:
  - twinstar.registry.attributes
  - twinstar.registry.options.trusted_certificates
"""

EXAMPLES = r"""
- name: The edge's private CA, by value
  twinstar.registry.trusted_certificates:
    registries:
      - address: 192.168.126.50:5000
        ca: "{{ lookup('ansible.builtin.file', 'edge-ca.crt') }}"

- name: The hub's, from a server and known by its checksum
  twinstar.registry.trusted_certificates:
    registries:
      - address: harbor.abc.com
        ca_url: https://pki.abc.com/ca.crt
        ca_checksum: sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08

- name: Trust no CA any more that was placed by this module
  twinstar.registry.trusted_certificates:
    registries: []
    exclusive: true
"""

RETURN = r"""
trusted_certificates:
  description: What is trusted now, or will be in check mode.
  returned: success
  type: dict
  contains:
    registries:
      description: >-
        The listed registries that have a CA, each with its file and the SHA-256 fingerprints of its
        certificates.
      returned: success
      type: list
      elements: dict
      sample:
        - address: 192.168.126.50:5000
          path: /etc/docker/certs.d/192.168.126.50:5000/ca.crt
          fingerprints: [9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08]
    anchors:
      description: The files of this module in the system's store.
      returned: success
      type: list
      elements: str
      sample: [/usr/local/share/ca-certificates/twinstar-9f86d081884c7d65.crt]
plan:
  description: What was done, or would be done in check mode, one sentence a change.
  returned: success
  type: list
  elements: str
  sample:
    - place the CA of 192.168.126.50:5000 in /etc/docker/certs.d/192.168.126.50:5000/ca.crt
    - add /usr/local/share/ca-certificates/twinstar-9f86d081884c7d65.crt to the system's store
    - run update-ca-certificates
"""

from ..module_utils._ansible.run import run
from ..module_utils._io.trusted_certificates import TRUSTED_CERTIFICATES

JOB = TRUSTED_CERTIFICATES


def main() -> None:
    run(JOB)


if __name__ == "__main__":
    main()
