# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: docker_engine_plan
short_description: What the role docker_engine has to do on a host
description:
  - Works out from what the role saw on a host, and from the role's variables, what is wrong,
    what is to be done, and what does not hold yet.
  - It is made for the role; other plays have little use for it.
version_added: 0.1.0
author:
  - twinstar.registry contributors (@twinstar)
options:
  _input:
    description: What C(files/look.sh) of the role printed.
    type: dict
    required: true
  variables:
    description: The role's variables by their full names.
    type: dict
    required: true
  inventory_hostname:
    description: The host's name in the inventory.
    type: str
    required: true
"""

EXAMPLES = r"""
- name: Say what is wrong
  ansible.builtin.debug:
    msg: "{{ (seen | twinstar.registry.docker_engine_plan(variables, inventory_hostname)).wrong }}"
  vars:
    names: "{{ query('ansible.builtin.varnames', '^docker_engine_') }}"
    variables: "{{ dict(names | zip(query('ansible.builtin.vars', *names))) }}"
"""

RETURN = r"""
_value:
  description: >-
    C(wrong) and C(failures) are sentences, C(todo) is what the role's tasks look up,
    C(options) are those for daemon.json.
  type: dict
"""

from collections.abc import Callable, Mapping
from typing import Any

from ..module_utils._core.engine_rules import plan

PREFIX = "docker_engine_"


def docker_engine_plan(
    host: Mapping[str, Any], variables: Mapping[str, Any], inventory_hostname: str
) -> dict[str, Any]:
    want = {name[len(PREFIX) :]: value for name, value in variables.items()}
    return plan({**want, "inventory_hostname": inventory_hostname}, host)


class FilterModule:
    def filters(self) -> dict[str, Callable[..., Any]]:
        return {"docker_engine_plan": docker_engine_plan}
