#!/usr/bin/python
# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: harbor_garbage_collection_run
short_description: Free the space of what was deleted from Harbor
description:
  - Runs Harbor's garbage collection now, or counts what it would free, and waits for the end.
  - Blobs that are younger than two hours stay in a run that is no dry one.
  - Each run of the task is a run of the collection. The schedule stays as it is.
  - Harbor sees the end of a run up to 30 seconds late.
  - Needs a system administrator, or a robot account that may.
version_added: 0.1.0
author:
  - twinstar.registry contributors (@twinstar)
requirements:
  - the Python library requests on the managed host (python3-requests on Debian)
seealso:
  - module: twinstar.registry.harbor_garbage_collection
extends_documentation_fragment:
  - twinstar.registry.attributes
  - twinstar.registry.options.harbor_garbage_collection_run
"""

EXAMPLES = r"""
# Where and as whom, once for all tasks of a play:
#   module_defaults:
#     group/twinstar.registry.harbor:
#       harbor_url: https://harbor.abc.com
#       harbor_username: admin
#       harbor_password: "{{ vault_harbor_password }}"

- name: What would it free?
  twinstar.registry.harbor_garbage_collection_run:
    dry_run: true
    delete_untagged: true
  register: garbage

- name: Do it if it is worth it
  twinstar.registry.harbor_garbage_collection_run:
    delete_untagged: true
    wait_timeout: 7200
  when: garbage.garbage_collection_run.freed_space > 1024 ** 3
"""

RETURN = r"""
garbage_collection_run:
  description:
    - How the run ended, or with O(wait=false) how far it was. C(freed_space) is in bytes, and
      null as long as it is not known, as the other counts are.
  returned: success
  type: dict
  sample:
    dry_run: true
plan:
  description: A sentence for each request that changed something, or would in check mode.
  returned: success
  type: list
  elements: str
  sample:
    - count what garbage collection would free
"""

from ..module_utils._ansible.run import run
from ..module_utils._harbor.garbage_collection import GARBAGE_COLLECTION_RUN
from ..module_utils._io.harbor_action import ActionJob

JOB = ActionJob(GARBAGE_COLLECTION_RUN)


def main() -> None:
    run(JOB)


if __name__ == "__main__":
    main()
