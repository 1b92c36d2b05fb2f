# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What small components have in common: an HTTP server, TLS between components, an end at once."""

from __future__ import annotations

import contextlib
import functools
import http.server
import json
import os
import signal
import ssl
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NoReturn

Answer = tuple[int, str, str]  # status, type, body
Handler = Callable[[str, str, Mapping[str, str]], Answer]  # method, path, headers

CA = Path("/harbor_cust_cert/harbor_internal_ca.crt")
TRUSTED = Path("/tmp/trusted.crt")
JSON, TEXT = "application/json", "text/plain; charset=utf-8"
UNAUTHORIZED: Answer = (401, TEXT, "unauthorized\n")


def env(name: str) -> str:
    return os.environ.get(name, "")


def inner_tls() -> bool:
    return env("INTERNAL_TLS_ENABLED") == "true"


def port() -> int:
    return 8443 if inner_tls() else 8080


def server_context() -> ssl.SSLContext | None:
    """With the certificate for internal TLS, where that is on."""
    if not inner_tls():
        return None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(env("INTERNAL_TLS_CERT_PATH"), env("INTERNAL_TLS_KEY_PATH"))
    return context


@functools.cache
def client_context() -> ssl.SSLContext:
    """Trusts what the system trusts, and the CAs that were laid beside when the program began.

    Harbor's containers take them once, as they start. That matters: each prepare removes the folder
    and makes another one, which no container sees that is not made anew.
    """
    context = ssl.create_default_context()
    for path in CA.parent.glob("*.crt"):
        # One that is no certificate is nobody's fault here.
        with contextlib.suppress(ssl.SSLError, OSError):
            context.load_verify_locations(path)
    return context


def trusted() -> str:
    """The path of a file with all that client_context trusts, for who takes only one."""
    places = [Path("/etc/ssl/certs/ca-certificates.crt"), *sorted(CA.parent.glob("*.crt"))]
    TRUSTED.write_text("\n".join(path.read_text() for path in places if path.is_file()))
    return str(TRUSTED)


def ask(
    url: str, headers: Mapping[str, str] | None = None, timeout: float = 10
) -> tuple[int, bytes]:
    """(status, body); never by a proxy. Raises OSError."""
    opener = urllib.request.build_opener(
        urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=client_context())
    )
    request = urllib.request.Request(url, headers=dict(headers or {}))
    try:
        with opener.open(request, timeout=timeout) as reply:
            return reply.status, reply.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read()


def harbor_secret(value: str) -> dict[str, str]:
    """How components show each other who they are."""
    return {"Authorization": f"Harbor-Secret {value}"}


def knows(headers: Mapping[str, str], *names: str) -> bool:
    """Whether a request has the secret of one of these variables."""
    shown = headers.get("Authorization", "")
    return any(env(name) and shown == f"Harbor-Secret {env(name)}" for name in names)


def as_json(value: Any) -> Answer:
    return 200, JSON, json.dumps(value) + "\n"


def serve(handler: Handler, at: int, tls: ssl.SSLContext | None = None) -> http.server.HTTPServer:
    """In a thread of its own."""
    client_context()

    class One(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            self.rfile.read(length)
            status, kind, body = handler(self.command, self.path, dict(self.headers))
            data = body.encode()
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(data)

        do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = answer

        def log_message(self, format: str, *arguments: Any) -> None:
            """Health checks would fill the log."""

    server = http.server.ThreadingHTTPServer(("", at), One)
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def say(words: str) -> None:
    print(words, flush=True)


def fatal(words: str) -> NoReturn:
    """The engine starts the container anew."""
    say(f"[FATAL] {words}")
    sys.exit(1)


def end_at_once() -> None:
    """The first process of a container ignores signals for which it has no handler."""
    signal.signal(signal.SIGTERM, lambda *_given: os._exit(0))


def until_ended() -> None:
    threading.Event().wait()
