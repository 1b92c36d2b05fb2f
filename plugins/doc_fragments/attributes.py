# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


class ModuleDocFragment:
    # A module that changes something.
    DOCUMENTATION = r"""
attributes:
  check_mode:
    description: Can run in C(check_mode) and says what it would do, without doing it.
    support: full
  diff_mode:
    description: Will show the difference in C(diff_mode), with secrets masked.
    support: full
  platform:
    description: Systems that the module runs on.
    platforms: linux
    support: full
options: {}
"""

    # A module that only reads.
    INFO = r"""
attributes:
  check_mode:
    description: Can run in C(check_mode); it reads and changes nothing.
    support: full
  diff_mode:
    description: There is nothing to show in C(diff_mode), since nothing is changed.
    support: N/A
  platform:
    description: Systems that the module runs on.
    platforms: linux
    support: full
options: {}
"""
