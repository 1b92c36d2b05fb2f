# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A request to the Docker engine with nothing but the standard library.

For what must work on a host where the docker library is not installed yet, or does not know the
request.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import socket
from typing import Any

from .._core.errors import Unreachable


def ask(
    docker_host: str, method: str, path: str, timeout: float, body: Any = None
) -> tuple[int, Any]:
    """(status, JSON of the answer). Raises Unreachable when no engine answers there."""
    try:
        with contextlib.closing(_connect(docker_host, timeout)) as connection:
            text = None if body is None else json.dumps(body)
            headers = {"Content-Type": "application/json"} if text else {}
            connection.request(method, path, text, headers)
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read() or b"null")
    except (OSError, ValueError, http.client.HTTPException) as error:
        reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
        raise Unreachable(
            f"no Docker engine answers at {docker_host}: {reason}. "
            "Look at 'systemctl status docker'."
        ) from None


def _connect(docker_host: str, timeout: float) -> http.client.HTTPConnection:
    scheme, _separator, rest = docker_host.partition("://")
    if scheme != "unix":
        return http.client.HTTPConnection(rest, timeout=timeout)
    connection = http.client.HTTPConnection("localhost", timeout=timeout)
    connection.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connection.sock.settimeout(timeout)
    try:
        connection.sock.connect(rest)
    except OSError:
        connection.close()
        raise
    return connection
