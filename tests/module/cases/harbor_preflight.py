# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ..contract import Case

CASE = Case(
    "harbor_preflight",
    create=lambda world: {
        "version": "2.13.5",
        "hostname": "127.0.0.2",
        "install_dir": str(world["tmp"] / "harbor"),
        "data_volume": str(world["tmp"] / "data"),
        "docker_socket": str(world["tmp"] / "no.sock"),
    },
    wrong=(
        ({"version": "2.13"}, "version is '2.13'"),
        ({"hostname": "localhost"}, "hostname is 'localhost'"),
        ({"http_port": 0}, "http_port is 0"),
        ({"https_port": 65536}, "https_port is 65536"),
        ({"metric_port": -1}, "metric_port is -1"),
        ({"memory_mib": -1}, "memory_mib is -1"),
        ({"free_gib": -1}, "free_gib is -1"),
        (
            {"engine": "wanted", "install_dir": "/my harbor", "fail": True},
            "install_dir is '/my harbor', but a path here",
        ),
    ),
    reads=True,
    # Free space moves by itself between two looks at a busy disk, and so do others' ports.
    varies=("disks", "ports", "findings"),
)
