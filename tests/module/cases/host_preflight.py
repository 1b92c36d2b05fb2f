# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ..contract import Case

CASE = Case(
    "host_preflight",
    create=lambda world: {
        "docker_socket": str(world["tmp"] / "no.sock"),
        "disks": [{"path": str(world["tmp"] / "later"), "free_gib": 0}],
    },
    wrong=(
        ({"ports": [{"port": 70000}]}, "ports[0].port is 70000"),
        ({"memory_mib": -1}, "memory_mib is -1"),
        ({"disks": [{"path": "docker"}]}, "disks[0].path is 'docker'"),
        ({"disks": [{"path": "/", "free_gib": -2}]}, "disks[0].free_gib is -2"),
        ({"engine_version": "new"}, "engine_version is 'new'"),
        ({"compose_version": "v2"}, "compose_version is 'v2'"),
    ),
    reads=True,
    # Free space moves by itself between two looks at a busy disk.
    varies=("disks",),
)
