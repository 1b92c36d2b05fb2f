#!/usr/bin/python
# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: harbor_stack
short_description: Start, stop or remove the containers of a Harbor
description:
  - Brings up the containers that C(prepare) has described, the log first. All others send their
    log there, and do not even start where it does not listen, as after a reboot.
  - Only containers whose settings or files have changed are made anew, by the label that
    M(twinstar.registry.harbor_prepare) writes; the others go on. What is left over of a run that
    broke off, or of a service that is not wanted any more, is removed.
  - Where others than the proxy were made anew, it is told to look up their addresses again, which
    cuts off nobody.
  - Compose is used by its command, as a plugin of Docker or as docker-compose from 1.29.
notes:
  - It does not wait until Harbor is well. M(twinstar.registry.harbor_wait) does.
version_added: 0.1.0
author:
  - twinstar.registry contributors (@twinstar)
requirements:
  - the Python library docker on the managed host (python3-docker on Debian)
  - the Python library PyYAML on the managed host (python3-yaml on Debian)
  - Docker Compose on the managed host
seealso:
  - module: twinstar.registry.harbor_prepare
  - module: twinstar.registry.harbor_wait
extends_documentation_fragment:
  - twinstar.registry.attributes
  - twinstar.registry.options.harbor_stack
"""

EXAMPLES = r"""
- name: Harbor runs, as it was prepared
  twinstar.registry.harbor_stack:
    path: /opt/harbor/2.13.5/harbor

- name: All of its containers go, and its data stay
  twinstar.registry.harbor_stack:
    path: /opt/harbor/2.13.5/harbor
    state: absent
"""

RETURN = r"""
harbor_stack:
  description: What became of the services, each by its name in docker-compose.yml.
  returned: success
  type: dict
  contains:
    path:
      description: The folder of the installer.
      returned: success
      type: str
      sample: /opt/harbor/2.13.5/harbor
    state:
      description: The state that the containers have now.
      returned: success
      type: str
      sample: started
    created:
      description: Services whose containers were made, for the first time or anew.
      returned: success
      type: list
      elements: str
      sample: [core]
    started:
      description: Services whose containers were there and did not run.
      returned: success
      type: list
      elements: str
      sample: []
    stopped:
      description: Services whose containers were stopped.
      returned: success
      type: list
      elements: str
      sample: []
    removed:
      description: Services whose containers were removed.
      returned: success
      type: list
      elements: str
      sample: []
plan:
  description: What was done, or would be done in check mode, one sentence a change.
  returned: success
  type: list
  elements: str
  sample: ["recreate core, since its settings or what it reads have changed"]
"""

from ..module_utils._ansible.run import run
from ..module_utils._io.harbor_stack import STACK

JOB = STACK


def main() -> None:
    run(JOB)


if __name__ == "__main__":
    main()
