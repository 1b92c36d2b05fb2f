# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Registries that Harbor replicates with or is a proxy cache of.

A PUT is flat: it knows credential_type, access_key and access_secret at the top, and passes over
what a POST takes, a nested credential (src/server/v2.0/handler/registry.go).
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from .._core.errors import InputError
from .._core.harbor_field import Field, at
from .._core.harbor_request import Request
from .._core.harbor_spec import Asking, Change, Look, Spec, Wire, listed
from .._core.harbor_version import Version

STARS = "*****"
# Of some types, harbor among them, one that does not answer ends as 500 instead of 400.
UNHEALTHY = (
    "Harbor asks that registry whenever it is written, and answers so when there is no answer or "
    "it is not one of its type. See that Harbor itself reaches its url, and that type is right."
)
_CREDENTIAL = ("credential_type", "access_key", "access_secret")
# No Harbor is without these adapters.
_ALWAYS_KNOWN = ("harbor", "docker-hub", "docker-registry")
# Harbor's main branch after 2.15 keeps no secret for another address.
_FORGETS = Version.of("2.16")


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


def not_a_certificate(value: str) -> str | None:
    if not value or "-----BEGIN CERTIFICATE-----" in value:
        return None
    return "but that is no certificate in PEM. Give its text, from -----BEGIN CERTIFICATE----- on."


def _stripped(value: Any) -> Any:
    return (value or "").strip()


def _steps(change: Change) -> Iterator[Request]:
    for request in _plain_steps(change):
        yield replace(request, hint=UNHEALTHY)


def _plain_steps(change: Change) -> Iterator[Request]:
    if change.verb != "update":
        yield from change.usual()
        return
    body = {name: change.want[name] for name in change.differ}
    if body.get("access_key") == "":
        # Only the three together take a credential away.
        body.update(dict.fromkeys(_CREDENTIAL, ""))
    yield change.request("PUT", change.item, body, why=change.sentence(change.differ))


def _judge(change: Change) -> list[str]:
    want, seen = change.want, change.seen or {}
    found = []
    if "access_key" in change.differ and "access_secret" not in want and want["access_key"]:
        # Harbor would go on with the old secret, which goes with another key.
        found.append(
            f"access_key is {want['access_key']!r}, but access_secret is not set. Give both."
        )
    if "access_secret" in change.differ and not want.get("access_key", seen.get("access_key")):
        found.append("access_secret is set, but access_key is not. Give both, or neither.")
    forgets = change.verb == "update" and change.version >= _FORGETS and seen.get("access_key")
    if forgets and "url" in change.differ and "access_secret" not in want:
        found.append(
            f"url is {want['url']!r}, but with another address this Harbor forgets the stored "
            "access_secret. Give it too."
        )
    return found


def _secret_is_due(wanted: Any, wire: Mapping[str, Any]) -> bool:
    return bool(wire.get("_secret_is_due"))


def _look(asking: Asking) -> Look:
    """A stored secret cannot be read or tried, so a task says when it is written."""
    rows = yield from listed(asking)
    wires = [dict(row) for row in rows]
    for wire in wires:
        want = asking.want_of(wire) or {}
        key = want.get("access_key")
        another = key not in (None, at(wire, ("credential", "access_key")))
        moved = want.get("url") not in (None, wire.get("url"))
        always = want.get("update_secret") == "always"
        wire["_secret_is_due"] = key != "" and (another or moved or always)
    yield from _types_known(asking, wires)
    return wires


def _types_known(asking: Asking, wires: Sequence[Wire]) -> Generator[Request, Any, None]:
    """Of a type that it does not know Harbor says no more than 500, so it is asked before."""
    there = {wire["name"] for wire in wires}
    new = [each for each in asking.wanted or () if each["name"] not in there]
    rare = [each for each in new if each.get("type") not in (None, *_ALWAYS_KNOWN)]
    if asking.absent or not rare:
        return
    reply = yield Request(
        "GET",
        ("replication", "adapters"),
        allow=frozenset({403, 404}),
        why="look up the types of registries",
    )
    known = reply.body if reply.status == 200 and isinstance(reply.body, list) else None
    wrong = [each for each in rare if known and each["type"] not in known]
    if wrong:
        words = ", ".join(sorted(known or ()))
        raise InputError(
            [
                f"type of registry {each['name']} is {each['type']!r}, but this Harbor knows "
                f"{words}. Use one of these."
                for each in wrong
            ]
        )


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
            "The certificate (PEM, the text itself) of the authority that its own is from.",
            absent="",
            same=_stripped,
            wrong=not_a_certificate,
            since="2.15",
        ),
        Field(
            "credential_type",
            "How Harbor logs in there. With O(access_key) it is V(basic) if this is left out.",
            api="credential.type",
            same=_stripped,
            known=("basic", "oauth", "secret"),
        ),
        Field(
            "access_key",
            "The user or key to log in with; empty takes the credential away. Without one, Harbor "
            "asks anonymously, by which it can copy from there at most.",
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
            held=lambda wire: bool(at(wire, ("credential", "access_key"))),
            differs=_secret_is_due,
        ),
        Field(
            "update_secret",
            "When O(access_secret) is written, since Harbor never shows the stored one: with a new "
            "registry, another O(access_key) or another O(url) only, or at every run, which is a "
            "change then.",
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
