#!/usr/bin/python
# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: registry_garbage_collect
short_description: Remove what no image of a registry needs any more
description:
  - Runs the garbage collection of the CNCF distribution, in a container or as a unit of the host.
  - Asks by a dry run first. Where nothing is to be removed, the registry is not disturbed.
  - Otherwise the registry is stopped or made read-only meanwhile, and comes back in any case.
    Only one collection runs on a host at a time.
notes:
  - In check mode, or with O(dry_run=true), the result tells what would be removed.
  - A registry that keeps blob descriptors in Redis may believe for a while in blobs that are gone.
version_added: 0.1.0
author:
  - twinstar.registry contributors (@twinstar)
extends_documentation_fragment:
  - twinstar.registry.attributes
  - twinstar.registry.options.registry_garbage_collect
"""

EXAMPLES = r"""
- name: Collect garbage of the registry in a container, pulls going on
  twinstar.registry.registry_garbage_collect:
    container: registry
    quiesce: read_only

- name: See what a collection would remove from a registry that is a unit of the host
  twinstar.registry.registry_garbage_collect:
    service: registry
    config: /docker/volume/registry/conf/config.yml
    dry_run: true
"""

RETURN = r"""
registry_garbage_collect:
  description: What was removed, or would be in check mode or with O(dry_run=true).
  returned: success
  type: dict
  contains:
    blobs:
      description: Digests of the blobs.
      returned: success
      type: list
      elements: str
      sample: ["sha256:44f8354494a5ba03ba1792a8d3e9c534c47a9181980fde7a3f44b06ef2ae7c7f"]
    manifests:
      description: Digests of the manifests that had no tag, with O(delete_untagged=true).
      returned: success
      type: list
      elements: str
      sample: []
    bytes:
      description: Size of the blobs, or null where they are no files of this host.
      returned: success
      type: int
      sample: 1093
    marked:
      description: How many blobs are in use.
      returned: success
      type: int
      sample: 6
    quiesced:
      description: What the registry did meanwhile, V(none) where nothing had to be removed.
      returned: success
      type: str
      sample: read_only
plan:
  description: What was done, or would be done in check mode, one sentence a change.
  returned: success
  type: list
  elements: str
  sample: [remove 3 blobs (1093 bytes) from the storage of /etc/docker/registry/config.yml]
"""

from ..module_utils._ansible.run import run
from ..module_utils._io.garbage_collection import GARBAGE_COLLECTION

JOB = GARBAGE_COLLECTION


def main() -> None:
    run(JOB)


if __name__ == "__main__":
    main()
