# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""/service/token, which clients of /v2 are sent to, and callers that bring such a token."""

from __future__ import annotations

import base64
import datetime
import hashlib
import hmac
import html
import json
import secrets
import time
from dataclasses import dataclass, field
from typing import Any

from .. import context
from ..answers import Answer, Raw, Refused
from ..call import Call
from ..hub import Hub

Row = dict[str, Any]

tables: dict[str, Row] = {"token_keys": {}}

SERVICE = "harbor-registry"
ISSUER = "harbor-token-issuer"
ACTIONS = ("pull", "push", "delete", "scanner-pull")
EVERYTHING = ("pull", "push", "delete")
# Clocks may differ so much: a token that is older than its project is not for that project.
LEEWAY = 60.0


@dataclass(frozen=True)
class Bearer(context.Caller):
    """Who brings a token: it names actions for projects, and nothing else is allowed."""

    access: dict[str, tuple[str, ...]] = field(default_factory=dict)
    issued: float = 0.0

    @property
    def authenticated(self) -> bool:
        return bool(self.name)


def encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def signature(hub: Hub, signed: str) -> str:
    (key,) = hub.store["token_keys"]
    return encoded(hmac.digest(bytes.fromhex(key["key"]), signed.encode(), hashlib.sha256))


def made(hub: Hub, name: str, access: list[Row], minutes: int) -> str:
    now = int(hub.now())
    claims = {
        "iss": ISSUER, "sub": name, "aud": [SERVICE], "exp": now + minutes * 60, "nbf": now,
        "iat": now, "jti": secrets.token_hex(8), "access": access,
    }  # fmt: skip
    head = encoded(json.dumps({"alg": "HS256", "typ": "JWT"}).encode())
    signed = f"{head}.{encoded(json.dumps(claims).encode())}"
    return f"{signed}.{signature(hub, signed)}"


def bearer(hub: Hub, call: Call, token: str) -> Bearer | None:
    """The caller of a token that is ours and still good; only /v2 takes it."""
    if not (call.path == "/v2" or call.path.startswith("/v2/")):
        return None
    signed, _dot, proof = token.rpartition(".")
    with hub.store.transaction():
        if not hmac.compare_digest(signature(hub, signed), proof):
            return None
    claims = json.loads(decoded(signed.partition(".")[2]))
    if claims["exp"] + LEEWAY < time.time():
        return None
    access: dict[str, tuple[str, ...]] = {}
    for one in claims["access"]:
        if one["type"] == "repository":
            actions = one["actions"]
            access[one["name"].partition("/")[0]] = EVERYTHING if "*" in actions else (*actions,)
    return Bearer(name=claims["sub"], access=access, issued=float(claims["iat"]))


def scopes(call: Call) -> list[str]:
    return [one for text in call.given.get("scope", ()) for one in text.split(" ")]


def resource(scope: str) -> Row:
    """{type, name, actions} of "repository:p/r:pull,push"."""
    parts = scope.split(":")
    actions = parts[-1].split(",") if len(parts) > 2 and parts[-1] else []
    name = ":".join(parts[1:-1]) if len(parts) > 2 else "".join(parts[1:])
    return {"type": parts[0], "name": name, "actions": actions}


def granted(call: Call, asked: Row) -> list[str]:
    """What the caller may do there, whatever was asked for."""
    if asked["type"] == "registry" and asked["name"] == "catalog":
        return list(asked["actions"]) if call.caller.sysadmin else []
    if asked["type"] != "repository" or "/" not in asked["name"]:
        return []
    project = call.find_project(asked["name"].partition("/")[0])
    if project is None:
        return []
    found = [
        action
        for action in (EVERYTHING if call.caller.sysadmin else ACTIONS)
        if context.may_project(call.hub, call.caller, project, "repository", action)
    ]
    call.hub.random.shuffle(found)
    return found


def answer(call: Call) -> Answer:
    if call.method != "GET":
        return Answer(405, Raw(b"Method Not Allowed\n", "text/plain; charset=utf-8"))
    service = (call.given.get("service") or [""])[-1]
    if service != SERVICE:
        said = html.escape(f"Unable to handle service: {service}")
        return Answer(400, Raw(said.encode(), "text/plain; charset=utf-8"))
    asked = scopes(call)
    if not call.caller.authenticated and not asked:
        raise Refused(401)
    with call.hub.store.transaction():
        access = [resource(scope) for scope in asked if scope]
        for one in access:
            one["actions"] = granted(call, one)
        minutes = int(call.setting("token_expiration"))
        token = made(call.hub, call.caller.name, access, minutes)
    moment = datetime.datetime.fromtimestamp(int(call.now), datetime.timezone.utc)
    body = {
        "token": token,
        "access_token": "",
        "expires_in": minutes * 60,
        "issued_at": f"{moment:%Y-%m-%dT%H:%M:%SZ}",
    }
    return Answer(200, body, {"Content-Type": "application/json; charset=utf-8"})


mounts = {"/service/token": answer}


def install(hub: Hub) -> None:
    hub.bearers.append(bearer)


def furnish(hub: Hub) -> None:
    hub.store["token_keys"].insert(key=secrets.token_hex(32))
