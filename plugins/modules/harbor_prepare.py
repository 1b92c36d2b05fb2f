#!/usr/bin/python
# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: harbor_prepare
short_description: Run Harbor's prepare when it must be run, and keep what it would draw anew
description:
  - Runs C(prepare) of Harbor's installer when harbor.yml, the version, a flag, a certificate or a
    secret has changed, or when a file is not as the last run left it. Otherwise it does nothing.
  - What C(prepare) draws by chance in each run is put back to what it was, so that logins go on,
    and only those containers are made anew whose files have changed.
  - When C(prepare) fails, the configuration of the Harbor that runs is put back with owners and
    modes. The same happens in the next run, when this one was killed.
  - Each service in docker-compose.yml gets a label with the digest of what it reads. Compose makes
    a container anew when that has changed, which it does not see of mounted files otherwise.
notes:
  - It starts, stops and restarts no container. M(twinstar.registry.harbor_stack) does.
  - In check mode C(services) is empty, since only C(prepare) tells what it writes.
version_added: 0.1.0
author:
  - twinstar.registry contributors (@twinstar)
requirements:
  - the Python library PyYAML on the managed host (python3-yaml on Debian)
  - >-
    the Python libraries passlib and bcrypt on the managed host (python3-passlib, python3-bcrypt),
    where a Harbor is taken over, or O(secrets.registry_password) is given
seealso:
  - module: twinstar.registry.harbor_stack
extends_documentation_fragment:
  - twinstar.registry.attributes
  - twinstar.registry.options.harbor_prepare
"""

EXAMPLES = r"""
- name: Render the configuration of Harbor, if something of it has changed
  twinstar.registry.harbor_prepare:
    path: /opt/harbor/2.13.5/harbor
    with_trivy: true

- name: Take over a Harbor that was installed by hand, and keep its secrets
  twinstar.registry.harbor_prepare:
    path: /opt/harbor/2.13.5/harbor
    previous: /usr/local/harbor
"""

RETURN = r"""
harbor_prepare:
  description: What was prepared.
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
    services:
      description: Services whose settings or files have changed by this run.
      returned: success
      type: list
      elements: str
      sample: [core, exporter, proxy]
plan:
  description: What was done, or would be done in check mode, one sentence a change.
  returned: success
  type: list
  elements: str
  sample:
    - >-
      run prepare of Harbor 2.13.5 in /opt/harbor/2.13.5/harbor since
      /opt/harbor/2.13.5/harbor/harbor.yml has changed
"""

from ..module_utils._ansible.run import run
from ..module_utils._io.harbor_prepare import PREPARE

JOB = PREPARE


def main() -> None:
    run(JOB)


if __name__ == "__main__":
    main()
