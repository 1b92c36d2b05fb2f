#!/usr/bin/python
# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: registry_tag_info
short_description: Look up tags and digests in a registry
description:
  - Looks up images in a registry by tag, by digest, or all tags of a repository, several side by
    side.
  - Of each it returns digest and media type, and on request sizes, platforms and creation times.
version_added: 0.1.0
author:
  - twinstar.registry contributors (@twinstar)
requirements:
  - the Python library requests on the managed host (python3-requests on Debian)
extends_documentation_fragment:
  - twinstar.registry.attributes.info
  - twinstar.registry.options.registry_tag_info
"""

EXAMPLES = r"""
- name: Which digest is it
  twinstar.registry.registry_tag_info:
    url: http://192.168.126.50:5000
    username: root
    password: "{{ registry_password }}"
    images:
      - demo-app:1
  register: looked_up

- name: All tags with their platforms
  twinstar.registry.registry_tag_info:
    url: https://harbor.abc.com
    images: [prod/ruoyi-server]
    details: true
"""

RETURN = r"""
registry_tag_info:
  description: What the registry holds under the names.
  returned: success
  type: dict
  contains:
    images:
      description: One entry for each tag or digest that was found, in the order of O(images),
        tags of a repository sorted.
      returned: success
      type: list
      elements: dict
      contains:
        repository:
          description: Name of the repository.
          returned: success
          type: str
          sample: demo-app
        tag:
          description: The tag; V(null) for one that was looked up by digest.
          returned: success
          type: str
          sample: "1"
        digest:
          description: Digest of the manifest, or of the index of several platforms.
          returned: success
          type: str
          sample: sha256:3b2b2ae64a17ef8d6a4b5d6e2b1a4a5e8dfd4cbbf4f6d5ea2d9d4d3c7f3a1b90
        media_type:
          description: Media type of the manifest or index.
          returned: success
          type: str
          sample: application/vnd.docker.distribution.manifest.v2+json
        size:
          description: Bytes of configuration and layers as stored, those of all platforms, each
            blob once; V(null) unless O(details=true).
          returned: success
          type: int
          sample: 2151134
        platforms:
          description: The platforms it is for; empty for what is no image, V(null) unless
            O(details=true).
          returned: success
          type: list
          elements: dict
          contains:
            platform:
              description: Operating system, architecture and variant.
              returned: success
              type: str
              sample: linux/arm64/v8
            digest:
              description: Digest of this platform's manifest.
              returned: success
              type: str
              sample: sha256:3b2b2ae64a17ef8d6a4b5d6e2b1a4a5e8dfd4cbbf4f6d5ea2d9d4d3c7f3a1b90
            size:
              description: Bytes of this platform's configuration and layers.
              returned: success
              type: int
              sample: 2151134
            created:
              description: When this platform's image was made; V(null) when it does not say.
              returned: success
              type: str
              sample: "2026-11-24T20:31:07Z"
        created:
          description: When it was made, the newest of its platforms; V(null) when it does not
            say, and unless O(details=true).
          returned: success
          type: str
          sample: "2026-11-24T20:31:07Z"
    missing:
      description: Those of O(images) that the registry does not hold, as they were written.
      returned: success
      type: list
      elements: str
      sample: []
"""

from ..module_utils._ansible.run import run
from ..module_utils._io.registry_tags import TAGS

JOB = TAGS


def main() -> None:
    run(JOB)


if __name__ == "__main__":
    main()
