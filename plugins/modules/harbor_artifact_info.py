#!/usr/bin/python
# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: harbor_artifact_info
short_description: Read artifacts of Harbor
description:
  - Lists the artifacts of a repository or of a whole project, with tags, labels and what they are
    made of, however many there are.
  - Images of an index are listed with it, in C(children); alone only if they have a tag of their
    own. Signatures and the like are never listed alone.
  - The time of the last pull is that of the artifact, and is null if there was none. How often
    something was pulled Harbor counts for the repository only
    (M(twinstar.registry.harbor_repository_info)).
version_added: 0.1.0
author:
  - twinstar.registry contributors (@twinstar)
requirements:
  - the Python library requests on the managed host (python3-requests on Debian)
seealso:
  - module: twinstar.registry.harbor_artifact
  - module: twinstar.registry.harbor_repository_info
  - module: twinstar.registry.harbor_tag
extends_documentation_fragment:
  - twinstar.registry.attributes
  - twinstar.registry.options.harbor_artifact_info
"""

EXAMPLES = r"""
- name: Everything in the repository
  twinstar.registry.harbor_artifact_info:
    harbor_url: https://harbor.abc.com
    harbor_username: admin
    harbor_password: "{{ vault_harbor_password }}"
    project: test
    repository: app/web

- name: The digest behind a tag
  twinstar.registry.harbor_artifact_info:
    harbor_url: https://harbor.abc.com
    harbor_username: admin
    harbor_password: "{{ vault_harbor_password }}"
    project: test
    repository: app/web
    reference: "1.2"
  register: found

- name: Deploy just that
  ansible.builtin.debug:
    msg: "harbor.abc.com/test/app/web@{{ found.artifacts[0].digest }}"

- name: What of the project nobody can name any more
  twinstar.registry.harbor_artifact_info:
    harbor_url: https://harbor.abc.com
    harbor_username: admin
    harbor_password: "{{ vault_harbor_password }}"
    project: test
    tagged: false

- name: What was scanned, and with what result
  twinstar.registry.harbor_artifact_info:
    harbor_url: https://harbor.abc.com
    harbor_username: admin
    harbor_password: "{{ vault_harbor_password }}"
    project: prod
    labels: [hardened]
    scan_overview: true
"""

RETURN = r"""
artifacts:
  description: The artifacts, by repository, and the newest of each first. None is an empty list.
  returned: success
  type: list
  elements: dict
  sample:
    - project: test
      repository: app/web
      digest: sha256:9f6dbf651ee4382006ba394b3eef93b714f60218a518a82999352aee8c1b914a
      type: IMAGE
      media_type: application/vnd.oci.image.config.v1+json
      artifact_type: application/vnd.oci.image.config.v1+json
      manifest_media_type: application/vnd.oci.image.manifest.v1+json
      size: 666
      tags: ["1.0", nightly]
      immutable_tags: []
      labels: [hardened]
      push_time: '2027-01-31T12:00:00.000Z'
      pull_time: null
      children: []
      annotations: {}
      attributes:
        architecture: amd64
        author: ''
        config: {}
        created: '2026-11-24T20:31:07Z'
        os: linux
"""

from ..module_utils._ansible.run import run
from ..module_utils._harbor.artifacts import ARTIFACTS
from ..module_utils._io.harbor_action import ActionJob

JOB = ActionJob(ARTIFACTS)


def main() -> None:
    run(JOB)


if __name__ == "__main__":
    main()
