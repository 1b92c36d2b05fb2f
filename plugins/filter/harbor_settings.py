# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: harbor_settings
short_description: What the role harbor has to write and to refuse
description:
  - Works out from the role's variables the options of M(twinstar.registry.harbor_yml), and what
    is wrong with them.
  - It is made for the role; other plays have little use for it.
version_added: 0.1.0
author:
  - twinstar.registry contributors (@twinstar)
options:
  _input:
    description: The role's variables by their full names.
    type: dict
    required: true
  inventory_hostname:
    description: The host's name in the inventory.
    type: str
    required: true
  installed:
    description: The version of Harbor that is on the host, empty where there is none.
    type: str
    required: true
"""

EXAMPLES = r"""
- name: Say what is wrong
  ansible.builtin.debug:
    msg: "{{ (variables | twinstar.registry.harbor_settings(inventory_hostname, '')).wrong }}"
  vars:
    names: "{{ query('ansible.builtin.varnames', '^harbor_') }}"
    variables: "{{ dict(names | zip(query('ansible.builtin.vars', *names))) }}"
"""

RETURN = r"""
_value:
  description: >-
    C(wrong) are sentences, C(yml) are options of M(twinstar.registry.harbor_yml), C(certificates)
    are those that the role makes.
  type: dict
"""

from collections.abc import Callable, Mapping
from typing import Any

from ..module_utils._core.harbor_settings import certificates, demands, settings

PREFIX = "harbor_"


def harbor_settings(
    variables: Mapping[str, Any], inventory_hostname: str, installed: str
) -> dict[str, Any]:
    own = {
        name[len(PREFIX) :]: value for name, value in variables.items() if name.startswith(PREFIX)
    }
    seen = {"inventory_hostname": inventory_hostname, "installed": installed}
    return {
        "wrong": demands(own, seen),
        "yml": settings(own),
        "certificates": certificates(own) if own["state"] == "present" else [],
    }


class FilterModule:
    def filters(self) -> dict[str, Callable[..., Any]]:
        return {"harbor_settings": harbor_settings}
