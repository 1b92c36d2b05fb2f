# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ..harbor import Harbor, harbor_case


def furnish(harbor: Harbor) -> None:
    store = harbor.hub.store
    with store.transaction():
        store["settings"].insert(name="auth_mode", value="ldap_auth")


CASE = harbor_case(
    "harbor_ldap_import",
    {"users": ["alice", "bob"]},
    change=({"users": ["carol"]},),
    one_way=(0,),
    wrong=(
        ({"users": []}, "users is empty, but somebody is to be imported"),
        ({"users": ["alice", " "]}, "users[1] is ' ', but a user has a name"),
    ),
    furnish=furnish,
    ldap=("alice", "bob", "carol"),
    absent=None,
)
