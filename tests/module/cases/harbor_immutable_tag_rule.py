# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ..harbor import harbor_case, with_project

CASE = harbor_case(
    "harbor_immutable_tag_rule",
    {"project": "test", "repositories": "app/**", "tags": "v*", "disabled": False},
    furnish=with_project(),
    change=({"disabled": True},),
    wrong=(
        ({"tags": ""}, "tags is '', but an empty pattern matches nothing"),
        ({"repositories": "{a,b"}, "repositories is '{a,b', but its { and } do not pair"),
    ),
)
