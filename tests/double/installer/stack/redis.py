# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Enough of the protocol of Redis to see that one answers: plain, with TLS, behind sentinels."""

from __future__ import annotations

import contextlib
import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

TIMEOUT = 5.0


@dataclass(frozen=True)
class Target:
    addresses: tuple[tuple[str, int], ...]
    user: str
    password: str
    master: str  # what sentinels are asked for; "" without them
    tls: bool


def parse(url: str) -> Target:
    """redis://user:password@host:port/index, rediss://…, redis+sentinel://…/master/index."""
    parts = urlsplit(url)
    login, _at, places = parts.netloc.rpartition("@")
    user, _colon, password = login.partition(":")
    addresses = []
    for place in places.split(","):
        host, _colon, port = place.partition(":")
        addresses.append((host, int(port or 6379)))
    sentinel = parts.scheme.endswith("+sentinel")
    return Target(
        tuple(addresses), unquote(user), unquote(password),
        parts.path.strip("/").split("/")[0] if sentinel else "", parts.scheme.startswith("rediss"),
    )  # fmt: skip


class Talk:
    def __init__(self, connection: socket.socket) -> None:
        self.connection = connection
        self.file = connection.makefile("rb")

    def ask(self, *words: str) -> str:
        """The answer; of a list its items with blanks between. Raises OSError for an error."""
        text = f"*{len(words)}\r\n" + "".join(f"${len(w.encode())}\r\n{w}\r\n" for w in words)
        self.connection.sendall(text.encode())
        return self.read()

    def read(self) -> str:
        line = self.file.readline().decode().rstrip("\r\n")
        kind, rest = line[:1], line[1:]
        if kind == "$":
            return "" if rest == "-1" else self.file.read(int(rest) + 2).decode()[:-2]
        if kind == "*":
            return " ".join(self.read() for _item in range(max(int(rest), 0)))
        if kind in "+:" and kind:
            return rest
        raise OSError(rest or "the connection was closed")


@contextlib.contextmanager
def talking(address: tuple[str, int], tls: ssl.SSLContext | None) -> Iterator[Talk]:
    with socket.create_connection(address, TIMEOUT) as plain:
        if tls is None:
            yield Talk(plain)
            return
        with tls.wrap_socket(plain, server_hostname=address[0]) as wrapped:
            yield Talk(wrapped)


def found(target: Target, tls: ssl.SSLContext | None) -> tuple[str, int]:
    """The address of the one that is written to."""
    if not target.master:
        return target.addresses[0]
    fault = OSError("no sentinel knows it")
    for address in target.addresses:
        try:
            with talking(address, tls) as talk:
                host, _blank, port = talk.ask(
                    "SENTINEL", "get-master-addr-by-name", target.master
                ).partition(" ")
                if port:
                    return host, int(port)
        except OSError as error:
            fault = error
    raise fault


def ping(url: str, context: ssl.SSLContext) -> None:
    """Raises OSError if nobody answers, or not to us."""
    target = parse(url)
    tls = context if target.tls else None
    with talking(found(target, tls), tls) as talk:
        if target.password:
            talk.ask("AUTH", *([target.user] if target.user else []), target.password)
        talk.ask("PING")
