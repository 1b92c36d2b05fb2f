#!/usr/bin/python
# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: harbor_tag
short_description: Manage a tag of an artifact in Harbor
description:
  - Puts a tag on an artifact that is in the repository already, or takes it away. Nothing is
    pulled or pushed.
  - Harbor has no request that moves a tag from one artifact to another. With O(move=true) it is
    removed there, then put here, and whoever asks for it between the two requests finds nothing.
    A C(docker push) moves a tag in one step, and so does a copy that brings it
    (M(twinstar.registry.harbor_artifact)).
  - Removing a tag leaves the artifact, if need be without any tag. Garbage collection may be set
    to remove such ones.
  - A tag that is immutable by a rule of its project
    (M(twinstar.registry.harbor_immutable_tag_rule)) can neither be moved nor removed, and the
    task says so before anything is sent. A new tag that the rule covers can be put once.
version_added: 0.1.0
author:
  - twinstar.registry contributors (@twinstar)
requirements:
  - the Python library requests on the managed host (python3-requests on Debian)
seealso:
  - module: twinstar.registry.harbor_artifact
  - module: twinstar.registry.harbor_artifact_info
  - module: twinstar.registry.harbor_immutable_tag_rule
extends_documentation_fragment:
  - twinstar.registry.attributes
  - twinstar.registry.options.harbor_tag
"""

EXAMPLES = r"""
- name: The build that passed is the candidate
  twinstar.registry.harbor_tag:
    harbor_url: https://harbor.abc.com
    harbor_username: admin
    harbor_password: "{{ vault_harbor_password }}"
    project: test
    repository: app/web
    name: candidate
    artifact: build-417

- name: What is live is always this image, whatever was live before
  twinstar.registry.harbor_tag:
    harbor_url: https://harbor.abc.com
    harbor_username: admin
    harbor_password: "{{ vault_harbor_password }}"
    project: prod
    repository: app/web
    name: live
    artifact: sha256:9f2c4e3f4d3c0b1a5e6d7c8b9a0f1e2d3c4b5a69788796a5b4c3d2e1f0a9b8c7
    move: true

- name: Nothing is called latest
  twinstar.registry.harbor_tag:
    harbor_url: https://harbor.abc.com
    harbor_username: admin
    harbor_password: "{{ vault_harbor_password }}"
    project: prod
    repository: app/web
    name: latest
    state: absent
"""

RETURN = r"""
tag:
  description:
    - The tag as it is afterwards; of one that was removed, its name and repository.
    - RV(ignore:tag.artifact) is what the task says, RV(ignore:tag.digest) which artifact that is.
  returned: success
  type: dict
  sample:
    repository: app/web
    name: candidate
    artifact: "1.0"
    digest: sha256:9f6dbf651ee4382006ba394b3eef93b714f60218a518a82999352aee8c1b914a
plan:
  description: A sentence for each request that changed something, or would in check mode.
  returned: success
  type: list
  elements: str
  sample:
    - put tag candidate on test/app/web@sha256:9f6dbf651ee4
"""

from ..module_utils._ansible.run import run
from ..module_utils._harbor.tag import TAG
from ..module_utils._io.harbor_job import ObjectJob

JOB = ObjectJob(TAG)


def main() -> None:
    run(JOB)


if __name__ == "__main__":
    main()
