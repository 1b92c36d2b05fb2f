# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a robot account can be given."""

from __future__ import annotations

from .._core.harbor_field import Field
from .._core.harbor_request import Request
from .._core.harbor_spec import Asking, Look, Spec


def _look(asking: Asking) -> Look:
    reply = yield Request("GET", ("permissions",), why="look up permissions")
    # Who administers a project only is told nothing of the system.
    return [
        {
            "level": level,
            "access": sorted(f"{each['resource']}:{each['action']}" for each in reply.body[level]),
        }
        for level in ("project", "system")
        if reply.body.get(level)
    ]


PERMISSION = Spec(
    kind="permission",
    plural="permissions",
    path=("permissions",),
    look=_look,
    since="2.10",
    fields=(
        Field("level", "Where the rights hold: project or system.", made=True),
        Field(
            "access",
            "The rights, each as resource:action.",
            type="list",
            elements="str",
            made=True,
        ),
    ),
)
