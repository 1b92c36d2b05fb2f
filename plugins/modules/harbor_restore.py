#!/usr/bin/python
# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: harbor_restore
short_description: Restore a Harbor from a backup
description:
  - Puts back databases, configuration, keys and secrets, and blobs, from what
    M(twinstar.registry.harbor_backup) has made, with owners and modes.
  - All of the backup is read first. Nothing is changed where a checksum is another one, where the
    backup is of another version than the installer in O(path), or where a disk is too small.
  - What is there before is moved into the folder C(before-restore-<time>) of the data volume, and
    is never removed. The configuration that is replaced is in it as C(config.tar).
  - It is an action, so each run restores. One that was killed is made good by running again. Until
    then M(twinstar.registry.harbor_stack) starts nothing.
notes:
  - The containers are removed afterwards, and M(twinstar.registry.harbor_stack) starts them. Where
    O(path) is not the folder that was backed up, M(twinstar.registry.harbor_prepare) comes before.
  - Data go to the path that they were backed up from. To have them elsewhere, mount it there.
  - A folder of the data volume that is a mount point or a link must be empty, since it cannot be
    moved.
  - Redis begins empty, so that sessions and queued jobs are gone. An external one is not touched;
    have it emptied, since it knows what was before.
  - Without blobs in the backup those in place stay.
version_added: 0.1.0
author:
  - twinstar.registry contributors (@twinstar)
requirements:
  - the Python library docker on the managed host (python3-docker on Debian)
  - the Python library PyYAML on the managed host (python3-yaml on Debian)
  - the command docker and Docker Compose on the managed host
seealso:
  - module: twinstar.registry.harbor_backup
  - module: twinstar.registry.harbor_bundle
  - module: twinstar.registry.harbor_stack
extends_documentation_fragment:
  - twinstar.registry.attributes
  - twinstar.registry.options.harbor_restore
"""

EXAMPLES = r"""
- name: Harbor as it was, on this host or on a new one
  twinstar.registry.harbor_restore:
    path: /opt/harbor/2.13.5/harbor
    src: /var/backups/harbor/2.13.5-20261129T201500Z

- name: It runs again
  twinstar.registry.harbor_stack:
    path: /opt/harbor/2.13.5/harbor
"""

RETURN = r"""
harbor_restore:
  description: What was restored.
  returned: success
  type: dict
  contains:
    path:
      description: The folder of the installer.
      returned: success
      type: str
      sample: /opt/harbor/2.13.5/harbor
    version:
      description: The version of Harbor.
      returned: success
      type: str
      sample: 2.13.5
    created:
      description: When the backup was begun.
      returned: success
      type: str
      sample: "2026-11-29T20:15:00Z"
    data_volume:
      description: Where the data are.
      returned: success
      type: str
      sample: /data
    databases:
      description: The databases that were restored.
      returned: success
      type: list
      elements: str
      sample: [registry]
    images:
      description: Whether the blobs were restored too.
      returned: success
      type: bool
      sample: true
    aside:
      description: The folder with what was there before.
      returned: success
      type: str
      sample: /data/before-restore-20261130T081200Z
plan:
  description: What was done, or would be done in check mode, one sentence a change.
  returned: success
  type: list
  elements: str
  sample:
    - remove the containers of /opt/harbor/2.13.5/harbor
    - move ca_download, database, redis, registry, secret of /data aside
    - put back configuration and secrets of Harbor 2.13.5 from /var/backups/harbor/now
    - put back the blobs from /var/backups/harbor/now
    - restore the database registry from /var/backups/harbor/now
"""

from ..module_utils._ansible.run import run
from ..module_utils._io.harbor_restore import RESTORE

JOB = RESTORE


def main() -> None:
    run(JOB)


if __name__ == "__main__":
    main()
