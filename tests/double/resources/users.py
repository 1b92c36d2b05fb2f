# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Users."""

from __future__ import annotations

from typing import Any

from ..context import sealed
from ..hub import Hub
from ..routing import Routes

Row = dict[str, Any]

routes = Routes()
tables = {
    "users": {
        "key": "user_id",
        "unique": [("username",), ("email",)],
        "order": "username",
    }
}
furnish_order = 10


def furnish(hub: Hub) -> None:
    now = hub.now()
    hub.store["users"].insert(
        username="admin", email=None, realname="system admin", comment="admin user",
        sysadmin_flag=True, creation_time=now, update_time=now, **sealed(hub.password),
    )  # fmt: skip
    # The genuine one has a row for anonymous here, so that the next user is number 3.
    hub.store["users"].last = 2
