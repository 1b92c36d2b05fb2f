#!/usr/bin/python
# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: harbor_bundle
short_description: Unpack Harbor's installer, and load its images once
description:
  - Unpacks an offline or online installer of Harbor into a folder of its version, beside other
    versions, and loads the images of an offline one into the engine.
  - Checksum, signature and content are looked at, and the room on the disk, before anything is
    unpacked. A run that fails or is killed leaves no half of it.
  - The archive is not read again once all is there. Which images it has is kept beside it.
  - Of an online installer the image of C(prepare) is pulled; Compose pulls the others.
notes:
  - It neither configures nor starts Harbor.
version_added: 0.1.0
author:
  - twinstar.registry contributors (@twinstar)
requirements:
  - the Python library docker on the managed host (python3-docker on Debian)
  - gpgv on the managed host, for O(signature)
seealso:
  - module: twinstar.registry.harbor_prepare
extends_documentation_fragment:
  - twinstar.registry.attributes
  - twinstar.registry.options.harbor_bundle
"""

EXAMPLES = r"""
- name: Harbor 2.13.5 lies in /opt/harbor/2.13.5/harbor, and its images are loaded
  twinstar.registry.harbor_bundle:
    version: 2.13.5
    src: /var/tmp/harbor-offline-installer-v2.13.5.tgz
    checksum: "sha256:{{ harbor_installer_sha256 }}"

- name: The version before goes, with its images
  twinstar.registry.harbor_bundle:
    version: 2.11.2
    state: absent
"""

RETURN = r"""
harbor_bundle:
  description: Where the installer lies.
  returned: success
  type: dict
  contains:
    version:
      description: The version of Harbor.
      returned: success
      type: str
      sample: 2.13.5
    path:
      description: Its folder.
      returned: success
      type: str
      sample: /opt/harbor/2.13.5/harbor
plan:
  description: What was done, or would be done in check mode, one sentence a change.
  returned: success
  type: list
  elements: str
  sample:
    - unpack Harbor 2.13.5 into /opt/harbor/2.13.5/harbor
    - see that the engine has the images of Harbor 2.13.5
"""

from ..module_utils._ansible.run import run
from ..module_utils._io.harbor_bundle import HARBOR_BUNDLE

JOB = HARBOR_BUNDLE


def main() -> None:
    run(JOB)


if __name__ == "__main__":
    main()
