# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: preflight_table
short_description: One table of what host_preflight found on many hosts
description:
  - Makes lines of text from the results of M(twinstar.registry.host_preflight) and
    M(twinstar.registry.harbor_preflight), a row for each host and the findings beneath, the worst
    first.
version_added: 0.1.0
author:
  - twinstar.registry contributors (@twinstar)
options:
  _input:
    description: >-
      The results by host, each the value of
      RV(twinstar.registry.host_preflight#module:host_preflight) or
      RV(twinstar.registry.harbor_preflight#module:harbor_preflight), or a list of such values,
      which become one row.
    type: dict
    required: true
  silent:
    description: Hosts that gave no result. They get a row that says so.
    type: list
    elements: str
    default: []
"""

EXAMPLES = r"""
- name: Look at all hosts
  twinstar.registry.host_preflight:
    memory_mib: 512
  register: preflight

- name: One table on all of them
  ansible.builtin.debug:
    msg: "{{ results | twinstar.registry.preflight_table(silent=silent) }}"
  vars:
    each: "{{ ansible_play_hosts | map('extract', hostvars, ['preflight', 'host_preflight']) }}"
    results: "{{ dict(ansible_play_hosts | zip(each)) }}"
    silent: "{{ ansible_play_hosts_all | difference(ansible_play_hosts) }}"
  run_once: true
"""

RETURN = r"""
_value:
  description: The lines.
  type: list
  elements: str
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ansible.errors import AnsibleFilterError

from ..module_utils._core.preflight import table


def preflight_table(results: Mapping[str, Any], silent: Sequence[str] = ()) -> list[str]:
    try:
        return table(results, silent)
    except (AttributeError, IndexError, KeyError, TypeError, ValueError):
        raise AnsibleFilterError(
            "preflight_table takes a dict from host to the host_preflight of its result, but this "
            "is another thing. "
            "Look at the filter's example."
        ) from None


class FilterModule:
    def filters(self) -> dict[str, Callable[..., Any]]:
        return {"preflight_table": preflight_table}
