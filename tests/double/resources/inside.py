# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a job does in this very Harbor it asks for over HTTP, with a token of its own."""

from __future__ import annotations

import hmac
import secrets

from .. import context
from ..call import Call
from ..hub import Hub
from ..peer import Peer

JOBSERVICE = "harbor-jobservice"
TOKEN = "jobservice_token"


def peer(hub: Hub) -> Peer:
    # Its own certificate may be anybody's.
    address = hub.options.get("address") or hub.url
    return Peer(address, token=hub.options[TOKEN], insecure=True)


def bearer(hub: Hub, _call: Call, token: str) -> context.Caller | None:
    if not hmac.compare_digest(token.encode(), hub.options[TOKEN].encode()):
        return None
    with hub.store.transaction():
        return context.Caller(user=hub.store["users"].get(1), name=JOBSERVICE)


def install(hub: Hub) -> None:
    hub.options[TOKEN] = secrets.token_hex(32)
    hub.bearers.append(bearer)
