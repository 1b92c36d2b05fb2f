# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Made by 'make docs'; edit the Options or the argument specs instead.

from __future__ import annotations


class ModuleDocFragment:
    HOSTS_BLOCK = r"""
options:
  path:
    description:
      - The hosts file.
    type: path
    default: /etc/hosts
  name:
    description:
      - 'Name of the block: it stands in the comment lines before and after it, so that
        several blocks can live in one file.'
    type: str
    default: twinstar.registry
  entries:
    description:
      - 'What the block says, exactly: an entry that is not listed leaves the block.'
      - Required when O(state=present). An empty list removes the block.
    type: list
    elements: dict
    suboptions:
      address:
        description:
          - An IPv4 or IPv6 address.
        type: str
        required: true
      names:
        description:
          - The names that resolve to the address, the canonical one first.
        type: list
        elements: str
        required: true
  conflict:
    description:
      - What to do when a line outside the block maps one of the names to another address
        of the same family.
      - V(fail) names the line and leaves the file as it was; V(warn) writes the block
        all the same.
    type: str
    default: fail
    choices:
      - fail
      - warn
  state:
    description:
      - Whether the block is there.
    type: str
    default: present
    choices:
      - present
      - absent
  backup:
    description:
      - Whether to keep a copy of the file, with a time stamp in its name, before it is
        changed.
    type: bool
    default: false
"""
