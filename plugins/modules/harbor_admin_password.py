#!/usr/bin/python
# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: harbor_admin_password
short_description: Give Harbor's administrator the password that he shall have
description:
  - Harbor takes C(harbor_admin_password) of harbor.yml at its first start only. Here it is changed
    through the API when it changes in your variables.
  - Tries the wanted password, then that of a harbor.yml in place, then previous ones. With the
    first that Harbor takes, the wanted one is set. Where none fits, nothing is changed.
  - Run it before harbor.yml is replaced, since that may hold the only trace of the present one.
notes:
  - Each wrong password costs Harbor a second and a half.
version_added: 0.1.0
author:
  - twinstar.registry contributors (@twinstar)
requirements:
  - the Python library requests on the managed host (python3-requests on Debian)
  - the Python library PyYAML on the managed host (python3-yaml on Debian), for O(harbor_yml)
seealso:
  - module: twinstar.registry.harbor_user
extends_documentation_fragment:
  - twinstar.registry.attributes
  - twinstar.registry.options.harbor_admin_password
"""

EXAMPLES = r"""
- name: The administrator has the password of the vault, whichever he had
  twinstar.registry.harbor_admin_password:
    harbor_url: https://harbor.abc.com
    harbor_password: "{{ vault_harbor_admin_password }}"
    harbor_yml: /opt/harbor/current/harbor.yml
    previous: ["{{ vault_harbor_admin_password_before }}"]
"""

RETURN = r"""
harbor_admin_password:
  description: Whose password it is.
  returned: success
  type: dict
  sample:
    username: alice
plan:
  description: What was done, or would be done in check mode, one sentence a change.
  returned: success
  type: list
  elements: str
  sample: [set the password of admin]
"""

from ..module_utils._ansible.run import run
from ..module_utils._io.harbor_admin_password import ADMIN_PASSWORD

JOB = ADMIN_PASSWORD


def main() -> None:
    run(JOB)


if __name__ == "__main__":
    main()
