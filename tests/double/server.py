# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The HTTP front: HTTP/1.1 with connections that stay, a thread for each."""

from __future__ import annotations

import http.server
import json
import socket
import socketserver
import ssl
import sys
import threading
from collections.abc import Iterator
from typing import IO, Any, cast

from .answers import BLANK, NOTHING, Answer, Raw, Text
from .call import Call
from .hub import Dropped, Hub
from .routing import JSON

API = "/api/"
ERROR_JSON = "application/json; charset=utf-8"


class Stream:
    """A body that is handed on as it comes; without `length` it is sent in chunks."""

    def __init__(self, chunks: Iterator[bytes], content_type: str, length: int | None) -> None:
        self.chunks, self.content_type, self.length = chunks, content_type, length


class Body:
    """The body of a request, by its length or in chunks. `read` gives b"" at its end."""

    def __init__(self, file: IO[bytes], headers: dict[str, str]) -> None:
        self.file = file
        self.chunked = "chunked" in headers.get("transfer-encoding", "").lower()
        self.left = 0 if self.chunked else int(headers.get("content-length") or 0)
        self.ended = not self.chunked and not self.left

    def read(self, most: int = -1) -> bytes:
        if most < 0:
            return b"".join(iter(lambda: self.read(1 << 16), b""))
        if self.chunked and not self.left and not self.ended:
            self.next_chunk()
        if self.ended:
            return b""
        data = self.file.read(min(most, self.left))
        if not data:
            raise ConnectionError("the body ended early")
        self.left -= len(data)
        if not self.left:
            if self.chunked:
                self.file.readline()
            else:
                self.ended = True
        return data

    def skip(self) -> None:
        while self.read(1 << 16):
            pass

    def next_chunk(self) -> None:
        self.left = int(self.file.readline().partition(b";")[0] or b"0", 16)
        if not self.left:
            self.ended = True
            while self.file.readline().strip():
                pass


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "nginx", ""
    disable_nagle_algorithm = True
    timeout = 300

    def serve(self) -> None:
        hub = cast(Server, self.server).hub
        headers: dict[str, str] = {}
        for name, value in self.headers.items():
            there = headers.get(name.lower())
            headers[name.lower()] = value if there is None else f"{there}, {value}"
        body = Body(cast(IO[bytes], self.rfile), headers)
        path = self.path if self.path.startswith("/") else "/" + self.path.partition("//")[2]
        raw = body.read() if path.startswith(API) else b""
        call = Call(hub, self.command, path, headers, raw, cast(IO[bytes], body))
        try:
            answer = hub.answer(call)
            body.skip()  # what a handler left of it would be taken for the next request
            self.send(call, answer)
        except (Dropped, ConnectionError):
            self.close_connection = True

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = serve

    def send(self, call: Call, answer: Answer) -> None:
        kind, data = rendered(call, answer)
        lines = [f"HTTP/1.1 {answer.status} {reason(answer.status)}"]
        own = {name.lower() for name in answer.headers}
        if kind and "content-type" not in own:
            lines.append(f"Content-Type: {kind}")
        lines += [f"{name}: {value}" for name, value in answer.headers.items()]
        stream = data if isinstance(data, Stream) else None
        if stream is not None and stream.length is None:
            lines.append("Transfer-Encoding: chunked")
        elif "content-length" not in own:
            length = stream.length if stream is not None else len(cast(bytes, data))
            lines.append(f"Content-Length: {length}")
        head = ("\r\n".join(lines) + "\r\n\r\n").encode("utf-8")
        if call.method == "HEAD":
            self.wfile.write(head)
        elif stream is None:
            self.wfile.write(head + cast(bytes, data))
        else:
            self.wfile.write(head)
            self.send_stream(stream)

    def send_stream(self, stream: Stream) -> None:
        for chunk in stream.chunks:
            if stream.length is not None:
                self.wfile.write(chunk)
            elif chunk:
                self.wfile.write(b"%x\r\n%s\r\n" % (len(chunk), chunk))
        if stream.length is None:
            self.wfile.write(b"0\r\n\r\n")

    def log_message(self, format: str, *arguments: Any) -> None:
        """Requests are recorded by the hub."""


def reason(status: int) -> str:
    return http.server.BaseHTTPRequestHandler.responses.get(status, ("Unknown",))[0]


def rendered(call: Call, answer: Answer) -> tuple[str, bytes | Stream]:
    """(Content-Type, bytes) of an answer."""
    body = answer.body
    error = ERROR_JSON if answer.status >= 400 else ""
    if body is NOTHING:
        # A refused HEAD has the type of the body that it does not have.
        return (error if call.method == "HEAD" else ""), b""
    if body is BLANK:
        return JSON, b""
    if isinstance(body, Stream):
        return body.content_type, body
    if isinstance(body, Raw):
        return body.content_type, body.body
    if isinstance(body, Text):
        if call.content_type == JSON:
            return JSON, dumped(body.text)
        return "text/plain; charset=utf-8", body.text.encode()
    return error or JSON, dumped(body)


def dumped(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


class Server(socketserver.ThreadingMixIn, socketserver.TCPServer):
    """Serves a hub on an address until `end`."""

    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(
        self,
        hub: Hub,
        host: str = "127.0.0.1",
        port: int = 0,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.hub, self.tls = hub, tls
        self.open: set[socket.socket] = set()
        super().__init__((host, port), Handler)
        self.port: int = self.server_address[1]

    def get_request(self) -> tuple[socket.socket, Any]:
        connection, address = super().get_request()
        if self.tls is not None:  # shakes hands in the connection's own thread, at its first read
            connection = self.tls.wrap_socket(
                connection, server_side=True, do_handshake_on_connect=False
            )
        return connection, address

    def process_request(self, request: Any, client_address: Any) -> None:
        self.open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self.open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exc_info()[1], (ConnectionError, TimeoutError, ssl.SSLError)):
            super().handle_error(request, client_address)

    def start(self) -> None:
        # How long the end of it takes; hundreds of tests start one.
        threading.Thread(
            target=self.serve_forever, args=(0.01,), name="double", daemon=True
        ).start()

    def end(self) -> None:
        """No more answers: connections that stand are closed, too."""
        self.shutdown()
        self.server_close()
        for connection in list(self.open):
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue
