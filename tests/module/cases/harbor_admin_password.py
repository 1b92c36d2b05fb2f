# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Of a user like any other: on a genuine Harbor the administrator keeps his."""

from __future__ import annotations

from ..harbor import Harbor, harbor_case

FIRST, SECOND = "Planted-Alice-1", "Planted-Alice-2"


def furnish(harbor: Harbor) -> None:
    harbor.user("alice", FIRST)


CASE = harbor_case(
    "harbor_admin_password",
    {
        "harbor_username": "alice",
        "harbor_password": SECOND,
        "previous": ["planted-never", FIRST, "Planted-Alice-3"],
    },
    change=({"harbor_password": "Planted-Alice-3", "previous": [SECOND]},),
    wrong=(
        ({"previous": None}, "it takes neither harbor_password. Name the present password"),
        ({"previous": ["planted-x"]}, "it takes neither harbor_password, nor previous[0]"),
        ({"harbor_password": "planted-weak"}, "harbor_password is set, but Harbor wants 8 to 128"),
        ({"harbor_url": None}, "harbor_url is missing"),
    ),
    secrets=(FIRST, SECOND, "Planted-Alice-3", "planted-never", "planted-x", "planted-weak"),
    furnish=furnish,
    absent=None,
)
