#!/usr/bin/python
# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: harbor_artifact
short_description: Copy, tag, label or remove an artifact in Harbor
description:
  - Brings an artifact (an image, a chart) from one project or repository of a Harbor into
    another, with just the tags that the task names. Harbor does it by itself, so nothing is
    pulled or pushed.
  - Puts labels and tags on an artifact that is there, or removes an artifact with all its tags.
  - Harbor's own copy takes along every tag that the source has, also when it is named by its
    digest, and moves those that the target has on other artifacts, also when the same copy is
    asked for once more. This module looks at the digest in the target first, and copies only what
    is not there. Tags that came along unasked are removed again; a tag that would be moved is
    refused unless O(move_tags) is set.
  - A run that was cut off between the copy and the removal of such tags leaves them there. With
    O(exclusive) the next one removes them.
  - A copy needs the right to read the source, and a role in the target that may push. If the
    target's quota has no room for it, Harbor refuses, and nothing is left behind; what the
    project has already costs nothing.
  - Labels are not copied.
  - An artifact that belongs to an index (one platform of an image for several) cannot be removed
    alone. The space of a removed one is free after the next garbage collection.
version_added: 0.1.0
author:
  - twinstar.registry contributors (@twinstar)
requirements:
  - the Python library requests on the managed host (python3-requests on Debian)
seealso:
  - module: twinstar.registry.harbor_artifact_info
  - module: twinstar.registry.harbor_tag
  - module: twinstar.registry.harbor_label
  - module: twinstar.registry.harbor_quota
extends_documentation_fragment:
  - twinstar.registry.attributes
  - twinstar.registry.options.harbor_artifact
"""

EXAMPLES = r"""
- name: Release what was tested, as 1.2 and as the new latest
  twinstar.registry.harbor_artifact:
    harbor_url: https://harbor.abc.com
    harbor_username: admin
    harbor_password: "{{ vault_harbor_password }}"
    project: prod
    repository: app/web
    copy_from: test/app/web@sha256:9f2c4e3f4d3c0b1a5e6d7c8b9a0f1e2d3c4b5a69788796a5b4c3d2e1f0a9b8c7
    tags: ["1.2", latest]
    move_tags: true

- name: The same by its tag, and under that tag only
  twinstar.registry.harbor_artifact:
    harbor_url: https://harbor.abc.com
    harbor_username: admin
    harbor_password: "{{ vault_harbor_password }}"
    project: prod
    repository: app/web
    copy_from: test/app/web:1.2
    exclusive: [tags]

- name: It was looked at
  twinstar.registry.harbor_artifact:
    harbor_url: https://harbor.abc.com
    harbor_username: admin
    harbor_password: "{{ vault_harbor_password }}"
    project: prod
    repository: app/web
    reference: "1.2"
    labels: [hardened]

- name: That one goes, whatever its tags
  twinstar.registry.harbor_artifact:
    harbor_url: https://harbor.abc.com
    harbor_username: admin
    harbor_password: "{{ vault_harbor_password }}"
    project: test
    repository: app/web
    reference: sha256:9f2c4e3f4d3c0b1a5e6d7c8b9a0f1e2d3c4b5a69788796a5b4c3d2e1f0a9b8c7
    state: absent
"""

RETURN = r"""
artifact:
  description:
    - The artifact as it is afterwards; of one that was removed, its repository.
    - In check mode, C(digest) is null if the source is not there yet.
  returned: success
  type: dict
  sample:
    repository: app/web
    tags: ["1.0", stable]
    labels: [hardened]
    digest: sha256:9f6dbf651ee4382006ba394b3eef93b714f60218a518a82999352aee8c1b914a
plan:
  description: A sentence for each request that changed something, or would in check mode.
  returned: success
  type: list
  elements: str
  sample:
    - copy test/app/web:1.0 (sha256:9f6dbf651ee4) to prod/app/web
    - remove tag nightly, which came along to prod/app/web@sha256:9f6dbf651ee4
    - put tag stable on prod/app/web@sha256:9f6dbf651ee4
    - add label hardened to prod/app/web@sha256:9f6dbf651ee4
"""

from ..module_utils._ansible.run import run
from ..module_utils._harbor.artifact import ARTIFACT
from ..module_utils._io.harbor_job import ObjectJob

JOB = ObjectJob(ARTIFACT)


def main() -> None:
    run(JOB)


if __name__ == "__main__":
    main()
