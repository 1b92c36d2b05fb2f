#!/usr/bin/python
# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: harbor_user_cli_secret
short_description: Set the CLI secret of a user of Harbor who logs in by OIDC
description:
  - >-
    Users of OIDC log in to the web page with a browser, and to the registry (C(docker login))
    and the API with a secret of Harbor's. This sets it.
  - >-
    The user must have logged in to Harbor once. With any other C(auth_mode) than C(oidc_auth)
    the task is refused.
  - A system administrator can set anybody's secret, everybody else his own.
version_added: 0.1.0
author:
  - twinstar.registry contributors (@twinstar)
requirements:
  - the Python library requests on the managed host (python3-requests on Debian)
seealso:
  - module: twinstar.registry.harbor_user
  - module: twinstar.registry.harbor_robot_secret
extends_documentation_fragment:
  - twinstar.registry.attributes
  - twinstar.registry.options.harbor_user_cli_secret
"""

EXAMPLES = r"""
# Where and as whom, once for all tasks of a play:
#   module_defaults:
#     group/twinstar.registry.harbor:
#       harbor_url: https://harbor.abc.com
#       harbor_username: admin
#       harbor_password: "{{ vault_harbor_password }}"

- name: The secret that alice logs in with from the command line
  twinstar.registry.harbor_user_cli_secret:
    name: alice
    secret: "{{ vault_alice_cli_secret }}"
"""

RETURN = r"""
user_cli_secret:
  description: Whose secret it is.
  returned: success
  type: dict
  sample:
    name: alice
plan:
  description: A sentence for each request that changed something, or would in check mode.
  returned: success
  type: list
  elements: str
  sample:
    - set the CLI secret of user alice
"""

from ..module_utils._ansible.run import run
from ..module_utils._harbor.user_cli_secret import USER_CLI_SECRET
from ..module_utils._io.harbor_action import ActionJob

JOB = ActionJob(USER_CLI_SECRET)


def main() -> None:
    run(JOB)


if __name__ == "__main__":
    main()
