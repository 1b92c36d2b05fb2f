# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Registries that Harbor replicates with or is a proxy cache of.

A PUT is flat: it knows credential_type, access_key and access_secret at the top, and passes over
what a POST takes, a nested credential (src/server/v2.0/handler/registry.go).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from .._core.harbor_field import Field, at
from .._core.harbor_request import Request
from .._core.harbor_spec import Asking, Change, Look, Spec, listed

STARS = "*****"


def not_a_registry_name(value: str) -> str | None:
    if 0 < len(value) <= 64:
        return None
    return "but the name of a registry has 1 to 64 characters. Change it."


def as_stored(value: Any) -> Any:
    """A URL as Harbor keeps it: no blanks around, no last slash, no query, with a scheme."""
    text = str(value).strip()
    text = text[:-1] if text.endswith("/") else text
    text = text.partition("?")[0]
    return text if "://" in text else f"http://{text}"


def not_a_url(value: str) -> str | None:
    if re.fullmatch(r"https?://[^/\s?#@]+(/[^\s?#]*)?", value):
        return None
    return (
        "but the address of a registry starts with https:// or http:// and names a host. "
        "Write it as https://registry.example.com."
    )


def not_stars(value: str) -> str | None:
    # What Harbor shows instead of a secret; written back, it becomes the secret.
    return (
        "but that is what Harbor shows in its place. Give the secret." if value == STARS else None
    )


def _steps(change: Change) -> Iterator[Request]:
    if change.verb != "update":
        yield from change.usual()
        return
    body = {}
    for each in change.spec.fields:
        if each.name in change.differ:
            # A credential's key without its secret keeps the old secret, which goes with another.
            body[each.name] = change.want[each.name]
    yield change.request("PUT", change.item, body, why=change.sentence(change.differ))


def _judge(change: Change) -> list[str]:
    want = change.want
    if "access_key" in change.differ and "access_secret" not in want and want["access_key"]:
        return [
            "access_key is set, but access_secret is not, and the old secret would be kept with "
            "it. Give both."
        ]
    return []


def _secret_is_due(wanted: Any, wire: Mapping[str, Any]) -> bool:
    return bool(wire.get("_secret_is_due"))


def _look(asking: Asking) -> Look:
    """A stored secret cannot be read or tried, so a task says when it is written."""
    rows = yield from listed(asking)
    wires = [dict(row) for row in rows]
    for wire in wires:
        want = asking.want_of(wire) or {}
        another = want.get("access_key") not in (None, at(wire, ("credential", "access_key")))
        wire["_secret_is_due"] = another or want.get("update_secret") == "always"
    return wires


REGISTRY = Spec(
    kind="registry",
    plural="registries",
    path=("registries",),
    exact="name",
    look=_look,
    steps=_steps,
    judge=_judge,
    order=10,
    fields=(
        Field("name", "Name of the registry.", key=True, wrong=not_a_registry_name),
        Field(
            "type",
            "What serves there, in Harbor's words, such as V(harbor), V(docker-hub) or "
            "V(docker-registry).",
            create_only=True,
            to_create=True,
        ),
        Field(
            "url",
            "Its address. Harbor asks it whenever the registry is changed, and refuses one that "
            "does not answer.",
            to_create=True,
            clean=as_stored,
            wrong=not_a_url,
        ),
        Field("description", "What the registry is for.", absent=""),
        Field(
            "insecure",
            "Whether its certificate is not verified.",
            type="bool",
            absent=False,
        ),
        Field(
            "ca_certificate",
            "Certificate (PEM) of the authority that its own is from.",
            absent="",
            since="2.15",
        ),
        Field(
            "credential_type",
            "How Harbor logs in there.",
            api="credential.type",
            absent="",
            known=("basic", "oauth", "secret"),
        ),
        Field(
            "access_key",
            "The user or key to log in with; empty takes the credential away.",
            api="credential.access_key",
            absent="",
            not_secret=True,
        ),
        Field(
            "access_secret",
            "The password or secret of O(access_key).",
            api="credential.access_secret",
            secret=True,
            wrong=not_stars,
            differs=_secret_is_due,
        ),
        Field(
            "update_secret",
            "When O(access_secret) is written, since Harbor never shows the stored one: with a new "
            "registry or another O(access_key) only, or at every run, which is a change then.",
            choices=("on_create", "always"),
            default="on_create",
            control=True,
        ),
        Field("id", "Number of the registry.", type="int", made=True),
        Field("status", "What Harbor's last check of it found.", made=True),
        Field("creation_time", "When it was created.", made=True),
        Field("update_time", "When it was changed last.", made=True),
    ),
)
