# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ..harbor import harbor_case
from ..images import furnish

CASE = harbor_case(
    "harbor_tag",
    {
        "project": "test",
        "repository": "app/web",
        "name": "candidate",
        "artifact": "1.0",
        "move": True,
    },
    furnish=furnish,
    registry=True,
    change=({"artifact": "1.1"},),
    wrong=(
        ({"name": "a b"}, "name is 'a b', but a tag has up to 128 letters, digits, '_'"),
        ({"artifact": "sha256:12"}, "artifact is 'sha256:12', but a digest is sha256: and 64"),
        ({"repository": "a//b"}, "repository is 'a//b', but a repository has lower-case letters"),
        ({"artifact": None}, "artifact is missing, but tag app/web:candidate of project test is"),
    ),
)
