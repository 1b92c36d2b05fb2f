# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: to_docker_config
short_description: The config.json with which a robot account of Harbor logs in
description:
  - Makes the content of a client's C(config.json) (or of a Kubernetes secret of the type
    C(kubernetes.io/dockerconfigjson)) from the result of
    M(twinstar.registry.harbor_robot_account).
  - It holds the secret in clear. Write it with mode C(0600), and keep it out of logs with
    C(no_log).
version_added: 0.1.0
author:
  - twinstar.registry contributors (@twinstar)
positional: _input, registry
options:
  _input:
    description: >-
      RV(twinstar.registry.harbor_robot_account#module:robot_account) of a result, or, for several
      registries, a dict from registry to robot.
    type: raw
    required: true
  registry:
    description: >-
      Host of the registry that the robot logs in to, with the port where it is not the usual one.
      Left out where the input names registries.
    type: str
  secret:
    description: >-
      The secret of the robot. Needed where the task that made the robot gave one, since the result
      does not repeat it, and where the robot was there already.
    type: str
"""

EXAMPLES = r"""
- name: A robot whose secret comes from the vault
  twinstar.registry.harbor_robot_account:
    project: test
    name: deploy
    duration: never
    permissions:
      - access:
          - repository:pull
    secret: "{{ vault_deploy_secret }}"
  register: deploy

- name: Root's docker logs in as that robot
  ansible.builtin.copy:
    content: >-
      {{ deploy.robot_account
         | twinstar.registry.to_docker_config('harbor.abc.com', secret=vault_deploy_secret) }}
    dest: /root/.docker/config.json
    mode: "0600"
  no_log: true
"""

RETURN = r"""
_value:
  description: The text of the file.
  type: str
"""

from collections.abc import Callable
from typing import Any

from ansible.errors import AnsibleFilterError

from ..module_utils._core.docker_credentials import credentials
from ..module_utils._core.errors import InputError


def to_docker_config(robots: Any, registry: str | None = None, secret: str | None = None) -> str:
    try:
        return credentials(robots, registry, secret)
    except InputError as wrong:
        raise AnsibleFilterError(str(wrong)) from None


class FilterModule:
    def filters(self) -> dict[str, Callable[..., Any]]:
        return {"to_docker_config": to_docker_config}
