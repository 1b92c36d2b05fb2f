# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Requests of the double to others: registries, scanners, another Harbor, or itself."""

from __future__ import annotations

import base64
import http.client
import json
import re
import socket
import ssl
import urllib.parse
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

SECONDS = 10.0


@dataclass(frozen=True)
class Reply:
    status: int
    headers: Mapping[str, str]  # names in lower case
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True)
class Peer:
    """A server and who asks it. `url` has no trailing slash."""

    url: str
    user: str = ""
    password: str = ""
    insecure: bool = False
    ca_certificate: str = ""
    token: str = ""

    def ask(
        self,
        method: str,
        target: str,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        login: bool = True,
    ) -> Reply:
        """`target` is a path or a URL. Raises OSError."""
        sent = dict(headers or {})
        if login and self.token:
            sent["Authorization"] = f"Bearer {self.token}"
        elif login and self.user:
            sent["Authorization"] = basic(self.user, self.password)
        address = urllib.parse.urlsplit(target if "://" in target else self.url + target)
        kind: Any = http.client.HTTPConnection
        options: dict[str, Any] = {"timeout": SECONDS}
        if address.scheme == "https":
            kind = http.client.HTTPSConnection
            options["context"] = self.trust()
        try:
            connection = kind(address.hostname or "", address.port, **options)
            try:
                path = address.path or "/"
                full = f"{path}?{address.query}" if address.query else path
                connection.request(method, full, body=body, headers=sent)
                answer = connection.getresponse()
                found = {name.lower(): value for name, value in answer.getheaders()}
                return Reply(answer.status, found, answer.read())
            finally:
                connection.close()
        except (http.client.HTTPException, UnicodeError, ValueError, socket.gaierror) as error:
            raise ConnectionError(str(error)) from None

    def trust(self) -> ssl.SSLContext:
        context = ssl.create_default_context()
        if self.ca_certificate:
            context.load_verify_locations(cadata=self.ca_certificate)
        if self.insecure:
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        return context

    def registry(
        self,
        method: str,
        target: str,
        scope: str = "",
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """A request to /v2, which may have to fetch a token first."""
        first = self.ask(method, target, body, headers, login=bool(self.token))
        if first.status != 401 or self.token:
            return first
        challenge = first.headers.get("www-authenticate", "")
        asked = dict(re.findall(r'(\w+)="([^"]*)"', challenge))
        if challenge.lower().startswith("basic") and self.user:
            return self.ask(method, target, body, headers)
        if not challenge.lower().startswith("bearer") or "realm" not in asked:
            return first
        query = {"service": asked.get("service", "")}
        if scope or asked.get("scope"):
            query["scope"] = scope or asked["scope"]
        reply = self.ask("GET", f"{asked['realm']}?{urllib.parse.urlencode(query)}")
        if reply.status != 200:
            return reply
        try:
            token = str(reply.json.get("token") or reply.json.get("access_token") or "")
        except ValueError:
            return first
        bearer = {**(headers or {}), "Authorization": f"Bearer {token}"}
        return self.ask(method, target, body, bearer, login=False)


def basic(user: str, password: str) -> str:
    pair = f"{user}:{password}".encode()
    return "Basic " + base64.b64encode(pair).decode()
