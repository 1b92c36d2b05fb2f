# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Scanners, which Harbor goes by a UUID for.

A PUT replaces all but the credential. Before 2.15.2 that is shown in clear and must be repeated;
from then on it is not shown, and one that is left out stays (src/server/v2.0/handler/scanner.go).
Which one is the default is said by a PATCH, which cannot take it back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from .._core.errors import InputError
from .._core.harbor_field import Field, Values, to_wire
from .._core.harbor_request import Request
from .._core.harbor_spec import Asking, Change, Look, Spec, Wire
from .registry import not_stars

# As src/pkg/scan/rest/auth says them.
AUTHS = {"none": "", "basic": "Basic", "bearer": "Bearer", "api_key": "APIKey"}
_WORDS = {value: word for word, value in AUTHS.items()}
# The one that comes with Harbor; nobody may change it.
BUILT_IN = "Trivy"


def _not_a_name(value: str) -> str | None:
    if 0 < len(value) <= 128 and not re.search(r"[<>]", value):
        return None
    return "but the name of a scanner has 1 to 128 characters. Change it."


def as_stored(value: Any) -> Any:
    """A URL without its last slash, as Harbor keeps it."""
    return str(value).rstrip("/")


def _not_a_url(value: str) -> str | None:
    if re.fullmatch(r"https?://[^/\s?#@]+(/[^\s?#]*)?", value):
        return None
    return (
        "but the address of a scanner's adapter starts with https:// or http:// and names a host. "
        "Write it as https://scanner.example.com."
    )


def _differs(wanted: Any, wire: Mapping[str, Any]) -> bool:
    shown = wire.get("access_credential")
    return bool(wire["_due"]) if not shown and wire.get("auth") else wanted != (shown or "")


def _look(asking: Asking) -> Look:
    """All of them: whether another has the address or is the default matters, too."""
    rows = yield Request("GET", ("scanners",), paged=True, why="look up scanners")
    if not asking.absent:
        _known_apart(asking, rows)
    wires = []
    for row in rows:
        want = asking.want_of(row) or {}
        auth = AUTHS.get(want.get("auth", ""), row.get("auth"))
        due = (
            want.get("update_secret") == "always"
            or want.get("url") not in (None, row.get("url"))
            or auth != row.get("auth")
        )
        wires.append({**row, "_due": due})
    return wires


def _known_apart(asking: Asking, rows: list[Wire]) -> None:
    """Raises InputError for what Harbor would answer 409 or 500 to, or take to its own harm."""
    wrong = []
    names = {row["name"] for row in rows}
    for number, want in enumerate(asking.wanted or ()):
        new = want["name"] not in names
        if new and want["name"] == BUILT_IN:
            wrong.append(
                f"name is {BUILT_IN!r}, but that is kept for the scanner that Harbor is installed "
                "with, which this one is not. Choose another."
            )
        others = [row for row in rows if row["name"] != want["name"]]
        there = [row["name"] for row in others if row.get("url") == want.get("url")]
        if there:
            wrong.append(
                f"url is {want['url']!r}, but scanner {there[0]} has it, and Harbor takes an "
                "address once. Correct it, or remove that one first."
            )
        first = new and not rows and number == 0
        if first and want.get("default") is False:
            wrong.append(
                f"default is false, but {want['name']} is the first scanner of this Harbor, and "
                "becomes its default. Leave it out."
            )
        if first and want.get("disabled"):
            wrong.append(
                f"disabled is true, but {want['name']} is the first scanner of this Harbor, which "
                "becomes its default, and a default can never be changed while it is disabled. "
                "Create it enabled."
            )
    if wrong:
        raise InputError(wrong)


def _judge(change: Change) -> list[str]:
    want, seen = change.want, change.seen or {}
    after = {**seen, **want}
    found = []
    own = [name for name in change.differ if name != "default"]
    if change.verb == "update" and change.want["name"] == BUILT_IN and own:
        found.append(
            f"{own[0]} is {_shown(change, own[0])}, but scanner {BUILT_IN} came with Harbor, and "
            "nobody can change it. Leave it out; default can be set."
        )
    if "default" in change.differ and change.verb == "update" and not want["default"]:
        found.append(
            f"default is false, but {change.called} is the default, and Harbor has no way to take "
            "that back. Make another one the default instead."
        )
    if after.get("disabled") and "disabled" in change.differ and seen.get("default"):
        found.append(
            f"disabled is true, but {change.called} is the default. Make another one the default "
            "first."
        )
    if after.get("disabled") and want.get("default") and "default" in change.differ:
        found.append(
            f"default is true, but {change.called} is disabled, and Harbor takes no such default. "
            "Enable it, too."
        )
    return found + _judge_credential(change, after)


def _judge_credential(change: Change, after: Values) -> list[str]:
    stored = bool((change.wire or {}).get("auth"))
    given = change.want.get("access_credential")
    needed = after.get("auth") not in (None, "none")
    if needed and not given and not stored:
        return [
            f"auth is {after['auth']!r}, but access_credential is not set. Give both, or auth none."
        ]
    if given and not needed:
        return ["access_credential is set, but auth is not. Give both, or neither."]
    if "auth" in change.differ and needed and stored and not given:
        return [
            f"auth is {after['auth']!r}, but access_credential is not set, and the stored one is "
            f"for {(change.seen or {}).get('auth')}. Give both."
        ]
    return []


def _shown(change: Change, name: str) -> str:
    return "set" if name == "access_credential" else repr(change.want[name])


def _unremovable(change: Change) -> list[str]:
    if (change.seen or {}).get("name") != BUILT_IN:
        return []
    return [
        f"scanner {BUILT_IN} is to be removed, but it came with Harbor, and only its installer "
        "takes it away. Make another one the default instead."
    ]


def _protected(wire: Wire, caller: Any) -> str | None:
    return "but came with Harbor, and stays." if wire.get("name") == BUILT_IN else None


def _steps(change: Change) -> Iterator[Request]:
    if change.verb == "delete":
        yield from change.usual()
        return
    own = [name for name in change.differ if name != "default"]
    if change.verb == "create":
        yield change.request(
            "POST",
            change.place,
            to_wire(_sent(change), change.want),
            why=f"create {change.called}, whose adapter Harbor asks for its metadata",
            makes=change.ref,
        )
    elif own:
        yield change.request("PUT", change.item, _whole(change), why=change.sentence(own))
    if change.want.get("default") and "default" in change.differ:
        yield change.request(
            "PATCH",
            (*change.place, change.ref) if change.wire is None else change.item,
            {"is_default": True},
            why=f"make {change.called} the default",
        )


def _sent(change: Change) -> list[Field]:
    return [each for each in change.spec.fields if each.name not in ("default", "id")]


def _whole(change: Change) -> Values:
    wire = change.wire or {}
    body = to_wire(_sent(change), {**(change.seen or {}), **_kept(change)})
    shown = wire.get("access_credential")
    if not body.get("auth"):
        body.pop("access_credential", None)
    elif shown and "access_credential" not in body:
        # Before 2.15.2 it must be said again.
        body["access_credential"] = shown
    return body


def _kept(change: Change) -> Values:
    """What the task says, without a credential that is not to be written."""
    due = "access_credential" in change.differ
    return {k: v for k, v in change.want.items() if k != "access_credential" or due}


SCANNER = Spec(
    kind="scanner",
    plural="scanners",
    path=("scanners",),
    id="uuid",
    look=_look,
    steps=_steps,
    judge=_judge,
    unremovable=_unremovable,
    protected=_protected,
    order=15,
    fields=(
        Field("name", "Name of the scanner.", key=True, wrong=_not_a_name),
        Field("description", "What it is for.", absent=""),
        Field(
            "url",
            (
                "Address of its adapter, which speaks Harbor's pluggable scanner API. Harbor asks "
                "it when the scanner is created, and must reach it then.",
                "No two scanners may have the same one.",
            ),
            to_create=True,
            clean=as_stored,
            wrong=_not_a_url,
        ),
        Field(
            "auth",
            "How Harbor logs in at the adapter: V(none), V(basic) with user:password, V(bearer) "
            "with a token, or V(api_key) with a key.",
            known=tuple(AUTHS),
            absent="none",
            read=lambda value: _WORDS.get(value, value),
            write=lambda word: AUTHS[word],
        ),
        Field(
            "access_credential",
            "What it logs in with, as O(auth) says: C(user:password), a token, or a key.",
            secret=True,
            wrong=not_stars,
            held=lambda wire: bool(wire.get("auth")),
            differs=_differs,
        ),
        Field(
            "skip_certificate_verification",
            "Whether the certificate of the adapter is not verified.",
            type="bool",
            api="skip_certVerify",
            absent=False,
        ),
        Field(
            "use_internal_address",
            "Whether the scanner is given Harbor's internal address to pull from, and not the one "
            "that users have.",
            type="bool",
            api="use_internal_addr",
            absent=False,
        ),
        Field(
            "disabled",
            "Whether it may not be used. The default cannot be disabled.",
            type="bool",
            absent=False,
        ),
        Field(
            "default",
            "Whether it scans the projects that have no scanner of their own. The first scanner of "
            "a Harbor becomes the default; V(true) makes another one so, and nothing takes it back "
            "but making yet another the default.",
            type="bool",
            api="is_default",
            absent=False,
        ),
        Field(
            "update_secret",
            "When O(access_credential) is written to a scanner that exists already, where Harbor "
            "does not show the stored one (2.15.2 and newer): with another O(url) or O(auth) "
            "only, or at every run, which is a change then. Older ones show it, and it is "
            "compared.",
            choices=("on_create", "always"),
            default="on_create",
            control=True,
        ),
        Field("id", "UUID of the scanner.", api="uuid", made=True),
        Field("creation_time", "When it was created.", api="create_time", made=True),
        Field("update_time", "When it was changed last.", made=True),
    ),
)
