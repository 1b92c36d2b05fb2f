# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import contextlib
import http.server
import json
import pathlib
import socketserver
import threading
from collections.abc import Iterator
from typing import Any

from ..contract import Case, World

# What engines 20.10 and 26.1 answered, by registry; the scenario client_trust asks real ones.
HTTP = 'Get "https://plain:5000/v2/": http: server gave HTTP response to HTTPS client'
X509 = 'Get "https://private:5000/v2/": x509: certificate signed by unknown authority'
NO_LOGIN = 'Get "http://edge:5000/v2/": no basic auth credentials'
REFUSED = "login attempt to http://edge:5000/v2/ failed with status: 401 Unauthorized"
PASSWORD = "swordfish-1"


class _UnixServer(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    daemon_threads = True


@contextlib.contextmanager
def an_engine(tmp: pathlib.Path) -> Iterator[World]:
    """A socket that answers a login as an engine does."""
    asked: list[Any] = []

    def answer(body: dict[str, str]) -> tuple[int, dict[str, str]]:
        words = {"plain:5000": HTTP, "private:5000": X509}.get(body["serveraddress"])
        if words is None and body["serveraddress"] == "edge:5000":
            if not body["username"]:
                words = NO_LOGIN
            elif body["password"] != PASSWORD:
                words = REFUSED
        if words is None:
            return 200, {"IdentityToken": "", "Status": "Login Succeeded"}
        return 500, {"message": words}

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            asked.append((self.path, body))
            status, words = answer(body)
            text = json.dumps(words).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def address_string(self) -> str:
            return "local"

        def log_message(self, *_args: Any) -> None:
            return

    path = str(tmp / "docker.sock")
    server = _UnixServer(path, Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield {"tmp": tmp, "docker_host": f"unix://{path}", "asked": asked}
    finally:
        server.shutdown()
        server.server_close()


EDGE = {"registry": "edge:5000", "username": "root", "password": PASSWORD}

CASE = Case(
    "docker_registry_check",
    create=lambda world: {"docker_host": world["docker_host"], "registries": [EDGE]},
    wrong=(
        ({"registries": [{"registry": "plain:5000"}]}, "server gave HTTP response to HTTPS client"),
        ({"registries": [{"registry": "private:5000"}]}, "Place its CA in /etc/docker/certs.d/pri"),
        ({"registries": [{**EDGE, "password": "111111-no"}]}, "edge:5000 refuses user 'root'"),
        ({"registries": [{"registry": "http://edge"}]}, "registries[0].registry is 'http://edge'"),
        ({"registries": [{"registry": "edge:5000", "username": "root"}]}, "a login needs both"),
        ({"docker_host": "ssh://edge"}, "docker_host is 'ssh://edge'"),
        ({"docker_host": "unix:///nowhere.sock"}, "no Docker engine answers at unix:///nowhere"),
        ({"timeout": 0}, "timeout is 0"),
    ),
    reads=True,
    secrets=(PASSWORD, "111111-no"),
    world=an_engine,
)
