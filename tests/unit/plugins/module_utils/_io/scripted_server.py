# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An HTTP server on a free port of the loopback that answers as a test says, well or badly."""

from __future__ import annotations

import contextlib
import http.server
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Union


@dataclass(frozen=True)
class Request:
    """``headers`` have lower-case names; ``port`` is the asking side's."""

    method: str
    path: str
    headers: Mapping[str, str]
    port: int
    body: bytes = b""


@dataclass(frozen=True)
class Reply:
    """``headers`` may name one twice. Each of ``parts`` is sent after ``pause`` seconds."""

    status: int = 200
    headers: Sequence[tuple[str, str]] = ()
    body: bytes = b"{}"
    parts: Sequence[bytes] = ()
    pause: float = 0.0


@dataclass(frozen=True)
class Raw:
    """Bytes instead of an answer, after which the connection ends."""

    data: bytes = b""


# Nothing is said until the test is over.
HANG = Raw(b"hang")

Script = Callable[[Request], Union[Reply, Raw]]


@dataclass
class Server:
    url: str
    netloc: str
    requests: list[Request] = field(default_factory=list)

    @property
    def paths(self) -> list[str]:
        return [request.path for request in self.requests]


@contextlib.contextmanager
def serving(script: Script, context: ssl.SSLContext | None = None) -> Iterator[Server]:
    over = threading.Event()
    lock = threading.Lock()

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        # Headers and body are two writes, and the second would wait 40 ms for an acknowledgement.
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            request = Request(
                self.command,
                self.path,
                {name.lower(): value for name, value in self.headers.items()},
                self.client_address[1],
                self.rfile.read(int(self.headers.get("Content-Length", 0))),
            )
            with lock:
                server.requests.append(request)
            reply = script(request)
            with contextlib.suppress(OSError):
                if reply is HANG:
                    over.wait(60)
                    self.close_connection = True
                elif isinstance(reply, Raw):
                    self.wfile.write(reply.data)
                    self.close_connection = True
                else:
                    self._send(reply)

        do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_GET

        def _send(self, reply: Reply) -> None:
            self.send_response_only(reply.status)
            for name, value in reply.headers:
                self.send_header(name, value)
            length = len(reply.body) if not reply.parts else sum(map(len, reply.parts))
            self.send_header("Content-Length", str(length))
            self.end_headers()
            if self.command == "HEAD":
                return
            for part in reply.parts or (reply.body,):
                if reply.pause and over.wait(reply.pause):
                    break
                self.wfile.write(part)
                self.wfile.flush()

        def log_message(self, *words: Any) -> None:
            pass

    class Listener(http.server.ThreadingHTTPServer):
        daemon_threads = True

        def get_request(self) -> tuple[Any, Any]:
            connection, address = super().get_request()
            connection.settimeout(60)
            return connection, address

        def process_request_thread(self, request: Any, client_address: Any) -> None:
            if context is not None:
                try:
                    request = context.wrap_socket(request, server_side=True)
                except (OSError, ssl.SSLError):
                    self.shutdown_request(request)
                    return
            super().process_request_thread(request, client_address)

        def handle_error(self, *words: Any) -> None:
            pass

    listener = Listener(("127.0.0.1", 0), Handler)
    netloc = f"127.0.0.1:{listener.server_address[1]}"
    server = Server(f"{'https' if context else 'http'}://{netloc}", netloc)
    thread = threading.Thread(target=listener.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        over.set()
        listener.shutdown()
        listener.server_close()
        thread.join(5)
