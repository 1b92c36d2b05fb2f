# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A double for the length of a test.

with running(version="2.13.5") as hub:
    ask(hub.url, "admin", hub.password)
    assert hub.count("POST", "/projects") == 1
"""

from __future__ import annotations

import contextlib
import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from . import distribution
from .hub import DELAYS, PASSWORD, Hub
from .server import Server
from .store import File
from .versions import NEWEST


@contextlib.contextmanager
def running(
    version: str = NEWEST,
    *,
    delays: str = "short",
    port: int = 0,
    host: str = "127.0.0.1",
    state: Path | None = None,
    password: str = PASSWORD,
    seed: int | None = 0,
    url: str = "",
    registry: bool = False,
    registry_binary: str = "",
    tls: ssl.SSLContext | None = None,
    **options: Any,
) -> Iterator[Hub]:
    """The hub, once it answers on `hub.url`; `delays`: short or true. `url`: external_url, if it is
    not the address that is served. `registry`: whether images can be pushed, into a real registry
    that ends with the double; with `state` what was pushed lasts, too. `tls`: serves https.
    `options` are those of the resources."""
    place = File(state) if state else None
    hub = Hub(
        version, delays=DELAYS[delays], place=place, password=password, seed=seed, options=options
    )
    with contextlib.ExitStack() as stack:
        stack.callback(hub.close)
        if registry:
            storage = state.with_name(f"{state.name}.registry") if state else None
            hub.distribution = stack.enter_context(distribution.serving(storage, registry_binary))
        server = Server(hub, host, port, tls)
        hub.options["address"] = f"{'https' if tls else 'http'}://{host}:{server.port}"
        hub.url = url or hub.options["address"]
        hub.fire("started")
        server.start()
        stack.callback(server.end)
        yield hub
