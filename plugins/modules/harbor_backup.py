#!/usr/bin/python
# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: harbor_backup
short_description: Back up a Harbor on its host, while it runs
description:
  - Dumps the databases of a Harbor with the programs of its own version, then copies its
    configuration, its keys and secrets, and the blobs of its images. Harbor goes on meanwhile.
  - Each backup is a folder that only root may read. C(backup.json) in it lists all files with their
    checksums, and is written when all else is there. A run that fails or is killed leaves no
    backup, and the next one removes what is left of it.
  - Where Harbor is down, its log and its database are started for the dump, and are stopped again.
  - The room on the disk is looked at before anything is written.
notes:
  - The database comes first, so that all blobs are there that it names. A garbage collection that
    runs meanwhile breaks that, and blobs that go while they are read are told in a warning. Back up
    at another time than Harbor collects.
  - Not in it are the logs of Harbor and of its jobs, the queue of jobs and sessions in Redis, the
    database of Trivy, and what lies in an object storage or is being pushed right now.
  - It holds keys and passwords in clear, as the host does. Keep it as safe as the host.
version_added: 0.1.0
author:
  - twinstar.registry contributors (@twinstar)
requirements:
  - the Python library docker on the managed host (python3-docker on Debian)
  - the Python library PyYAML on the managed host (python3-yaml on Debian)
  - the command docker on the managed host, and Docker Compose where Harbor is down
seealso:
  - module: twinstar.registry.harbor_restore
extends_documentation_fragment:
  - twinstar.registry.attributes
  - twinstar.registry.options.harbor_backup
"""

EXAMPLES = r"""
- name: A backup of this moment; the seven newest stay
  twinstar.registry.harbor_backup:
    path: /opt/harbor/2.13.5/harbor
    dest: /var/backups/harbor
    keep: 7

- name: Once before an upgrade, without the blobs, which an upgrade does not touch
  twinstar.registry.harbor_backup:
    path: /opt/harbor/2.13.5/harbor
    dest: /var/backups/harbor
    name: before-2.15.2
    images: false
"""

RETURN = r"""
harbor_backup:
  description: The backup.
  returned: success
  type: dict
  contains:
    path:
      description: Its folder.
      returned: success
      type: str
      sample: /var/backups/harbor/2.13.5-20261129T201500Z
    version:
      description: The version of Harbor.
      returned: success
      type: str
      sample: 2.13.5
    created:
      description: When it was begun.
      returned: success
      type: str
      sample: "2026-11-29T20:15:00Z"
    databases:
      description: The databases in it. None in check mode, as long as it is not there.
      returned: success
      type: list
      elements: str
      sample: [registry]
    storage:
      description: The driver of the storage, and where it keeps the blobs.
      returned: success
      type: dict
      sample: {driver: filesystem}
    images:
      description: Whether the blobs are in it.
      returned: success
      type: bool
      sample: true
    size:
      description: Bytes of all its files. Null in check mode, as long as it is not there.
      returned: success
      type: int
      sample: 73400320
    removed:
      description: Names of older backups that were removed.
      returned: success
      type: list
      elements: str
      sample: []
plan:
  description: What was done, or would be done in check mode, one sentence a change.
  returned: success
  type: list
  elements: str
  sample: ["back up Harbor 2.13.5 into /var/backups/harbor/2.13.5-20261129T201500Z"]
"""

from ..module_utils._ansible.run import run
from ..module_utils._io.harbor_backup import BACK_UP

JOB = BACK_UP


def main() -> None:
    run(JOB)


if __name__ == "__main__":
    main()
