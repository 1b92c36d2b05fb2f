# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import secrets

from ...double.context import sealed
from ..harbor import Harbor, harbor_case

SECRET = "Planted-Cli-1"


def furnish(harbor: Harbor) -> None:
    store = harbor.hub.store
    harbor.user("alice")
    with store.transaction():
        alice = store["users"].one(username="alice") or {}
        store["oidc_users"].insert(user_id=alice["user_id"], **sealed(secrets.token_hex()))
        store["settings"].insert(name="auth_mode", value="oidc_auth")


CASE = harbor_case(
    "harbor_user_cli_secret",
    {"name": "alice", "secret": SECRET},
    change=({"secret": "Planted-Cli-2"},),
    wrong=(
        ({"name": "bob"}, "user bob does not exist in this Harbor"),
        ({"secret": "planted"}, "secret is set, but Harbor wants 8 to 128 characters"),
    ),
    secrets=(SECRET, "Planted-Cli-2"),
    furnish=furnish,
    absent=None,
)
