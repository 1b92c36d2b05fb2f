# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every kind of object that harbor_state manages and harbor_export writes, in the order to read.

The only file that imports all of this room: a module ships what it imports.
"""

from __future__ import annotations

from .._core.harbor_tree import Branch
from .label import LABEL
from .member import MEMBER
from .project import PROJECT
from .registry import REGISTRY
from .user_group import USER_GROUP

TREE = (
    Branch("registries", REGISTRY),
    Branch("user_groups", USER_GROUP),
    Branch("labels", LABEL),
    Branch(
        "projects",
        PROJECT,
        below=(
            Branch("members", MEMBER),
            Branch("labels", LABEL, scope="project_labels"),
        ),
    ),
)
