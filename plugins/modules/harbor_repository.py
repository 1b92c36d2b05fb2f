#!/usr/bin/python
# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: harbor_repository
short_description: Describe or remove a repository of Harbor
description:
  - Sets the description of a repository, or removes the repository with all its artifacts.
  - Harbor has no way to create a repository. One comes with the first push to it, or with a copy
    (M(twinstar.registry.harbor_artifact)); until then O(state=present) fails, and says so. In
    check mode that is a warning, since a task before this one may bring it.
  - It stays when its last artifact goes, and then still keeps its project from being removed.
  - Harbor 2.12.4, 2.13.1 and later keep a description with C(&lt;) in place of C(<) and the like.
    That is taken into account, so that a second run changes nothing.
  - A repository with a tag that is immutable by a rule of its project cannot be removed. Disable
    the rule first (M(twinstar.registry.harbor_immutable_tag_rule)).
version_added: 0.1.0
author:
  - twinstar.registry contributors (@twinstar)
requirements:
  - the Python library requests on the managed host (python3-requests on Debian)
seealso:
  - module: twinstar.registry.harbor_repository_info
  - module: twinstar.registry.harbor_artifact
  - module: twinstar.registry.harbor_tag
extends_documentation_fragment:
  - twinstar.registry.attributes
  - twinstar.registry.options.harbor_repository
"""

EXAMPLES = r"""
- name: What the repository is for
  twinstar.registry.harbor_repository:
    harbor_url: https://harbor.abc.com
    harbor_username: admin
    harbor_password: "{{ vault_harbor_password }}"
    project: test
    name: app/web
    description: |
      The web front end. Pushed by **every** build of the main branch.

- name: No such repository, nor anything in it
  twinstar.registry.harbor_repository:
    harbor_url: https://harbor.abc.com
    harbor_username: admin
    harbor_password: "{{ vault_harbor_password }}"
    project: test
    name: app/old
    state: absent
"""

RETURN = r"""
repository:
  description: The repository as it is afterwards; of one that was removed, its name.
  returned: success
  type: dict
  sample:
    name: app/web
    description: The web front end, <b>both</b> "halves" & all
plan:
  description: A sentence for each request that changed something, or would in check mode.
  returned: success
  type: list
  elements: str
  sample:
    - set description of repository app/web of project test
"""

from ..module_utils._ansible.run import run
from ..module_utils._harbor.repository import REPOSITORY
from ..module_utils._io.harbor_job import ObjectJob

JOB = ObjectJob(REPOSITORY)


def main() -> None:
    run(JOB)


if __name__ == "__main__":
    main()
