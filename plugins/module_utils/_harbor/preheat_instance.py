# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Dragonfly and Kraken clusters that Harbor sends images to ahead of time.

Their addresses are names, but a PUT wants the number in its body too, and the whole object. Before
2.15.2 the credentials are shown in clear; from then on they are not, and what is left out stays
unless the kind of login is NONE (src/server/v2.0/handler/preheat.go).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from .._core.errors import InputError
from .._core.harbor_field import Field, Values, to_wire
from .._core.harbor_request import Request
from .._core.harbor_spec import Asking, Change, Look, Spec, Wire

VENDORS = ("dragonfly", "kraken")
# src/pkg/p2p/preheat/provider/auth; and what each of them reads.
MODES = {"none": "NONE", "basic": "BASIC", "oauth": "OAUTH", "custom": "CUSTOM"}
_WORDS = {value: word for word, value in MODES.items()}
_NEEDED = {"oauth": "token"}
NAME = re.compile(r"[A-Za-z0-9]+(?:[._-][A-Za-z0-9]+)*")


def not_a_preheat_name(value: str) -> str | None:
    # Harbor answers 500 to any other.
    if len(value) <= 255 and NAME.fullmatch(value):
        return None
    return (
        "but such a name has letters and digits, with single '.', '_' or '-' between them. "
        "Change it."
    )


def _not_a_url(value: str) -> str | None:
    if re.fullmatch(r"https?://[^/\s?#@]+(/[^\s?#]*)?", value):
        return None
    return (
        "but an address starts with https:// or http:// and names a host. Write it as "
        "https://dragonfly.example.com."
    )


def _not_auth_info(value: Mapping[str, Any]) -> str | None:
    if "*****" in value.values():
        return "but a value is what Harbor shows in place of secrets. Give the secret."
    return None


def _as_texts(value: Mapping[str, Any]) -> dict[str, str]:
    return {str(name): str(each) for name, each in value.items()}


def _differs(wanted: Any, wire: Mapping[str, Any]) -> bool:
    shown = wire.get("auth_info")
    if shown:
        return bool(wanted != shown)
    # Nothing to see: because there is none, or because this Harbor does not show it.
    return bool(wire["_due"])


def _look(asking: Asking) -> Look:
    rows = yield Request(
        "GET", ("p2p", "preheat", "instances"), paged=True, why="look up preheat instances"
    )
    if not asking.absent:
        _known_apart(asking, rows)
    wires = []
    for row in rows:
        want = asking.want_of(row) or {}
        mode = MODES.get(want.get("auth_mode", ""), row.get("auth_mode"))
        due = mode != MODES["none"] and (
            want.get("update_secret") == "always"
            or want.get("endpoint") not in (None, row.get("endpoint"))
            or mode != row.get("auth_mode")
        )
        wires.append({**row, "_due": due})
    return wires


def _known_apart(asking: Asking, rows: list[Wire]) -> None:
    """Raises InputError for an address that Harbor would answer 500 to."""
    wrong = []
    for want in asking.wanted or ():
        others = [row for row in rows if row["name"] != want["name"]]
        there = [row["name"] for row in others if row.get("endpoint") == want.get("endpoint")]
        if there:
            wrong.append(
                f"endpoint is {want['endpoint']!r}, but preheat instance {there[0]} has it, and "
                "Harbor takes an address once. Correct it, or remove that one first."
            )
    if wrong:
        raise InputError(wrong)


def _judge(change: Change) -> list[str]:
    want, seen = change.want, change.seen or {}
    after = {**seen, **want}
    mode = after.get("auth_mode")
    given = want.get("auth_info")
    found = []
    if given and mode in (None, "none"):
        found.append("auth_info is set, but auth_mode is not. Give both, or neither.")
    changed = "auth_mode" in change.differ and mode not in (None, "none")
    if changed and not given:
        found.append(f"auth_mode is {mode!r}, but auth_info is not set. Give both.")
    name = _NEEDED.get(str(mode))
    if given and "auth_info" in change.differ and name and name not in given:
        found.append(f"auth_info is set, but auth_mode {mode} wants {name} in it. Add it.")
    if given and "auth_info" in change.differ and mode in ("basic", "custom") and len(given) != 1:
        found.append(
            f"auth_info is set, but auth_mode {mode} wants one entry: "
            f"{'the user and its password' if mode == 'basic' else 'a header and its value'}. "
            "Correct it."
        )
    return found


def _steps(change: Change) -> Iterator[Request]:
    name = (change.seen or change.want)["name"]
    place = (*change.place, name)
    if change.verb == "delete":
        yield change.request("DELETE", place, allow=frozenset({404}), why=f"remove {change.called}")
    elif change.verb == "create":
        # The answer has the name in place of the number.
        yield change.request(
            "POST",
            change.place,
            {"enabled": True, "auth_mode": MODES["none"], **to_wire(_sent(change), change.want)},
            why=f"create {change.called}",
            makes=change.ref,
            numbered=False,
        )
    else:
        wire = change.wire or {}
        kept = {k: v for k, v in wire.items() if not k.startswith("_") and k != "status"}
        body: Values = {**kept, **to_wire(_sent(change), change.want)}
        if body.get("auth_mode") == MODES["none"]:
            body.pop("auth_info", None)
        yield change.request("PUT", place, body, why=change.sentence(change.differ))


def _sent(change: Change) -> list[Field]:
    """Fields of the body; what is not to be written of the credentials is left out."""
    due = change.verb == "create" or "auth_info" in change.differ
    return [each for each in change.spec.fields if each.name != "auth_info" or due]


PREHEAT_INSTANCE = Spec(
    kind="preheat_instance",
    plural="preheat_instances",
    path=("p2p", "preheat", "instances"),
    look=_look,
    steps=_steps,
    judge=_judge,
    order=15,
    fields=(
        Field("name", "Name of the instance.", key=True, wrong=not_a_preheat_name),
        Field("description", "What it is for.", absent=""),
        Field(
            "vendor",
            "What serves there.",
            known=VENDORS,
            create_only=True,
            to_create=True,
        ),
        Field(
            "endpoint",
            "Address of its API. It is not asked when the instance is created; no two instances "
            "may have the same one.",
            to_create=True,
            wrong=_not_a_url,
        ),
        Field(
            "auth_mode",
            "How Harbor logs in there. A new instance has V(none).",
            known=tuple(MODES),
            absent="none",
            read=lambda value: _WORDS.get(value, value),
            write=lambda word: MODES[word],
        ),
        Field(
            "auth_info",
            "What it logs in with: for V(basic) the user and its password as one entry, for "
            "V(oauth) C(token), for V(custom) the name of a header and its value.",
            type="dict",
            secret=True,
            held=lambda wire: wire.get("auth_mode") not in (None, "", MODES["none"]),
            clean=_as_texts,
            wrong=_not_auth_info,
            differs=_differs,
        ),
        Field(
            "enabled",
            "Whether it may be used. A new instance may; one that a preheat policy uses cannot be "
            "disabled.",
            type="bool",
            absent=False,
            create=True,
        ),
        Field(
            "default",
            "Whether it is the one that new policies are offered first. V(true) takes it from all "
            "others.",
            type="bool",
            absent=False,
        ),
        Field(
            "insecure",
            "Whether its certificate is not verified.",
            type="bool",
            absent=False,
        ),
        Field(
            "update_secret",
            "When O(auth_info) is written to an instance that exists already, where Harbor does "
            "not show the stored one (2.15.2 and newer): with another O(endpoint) or "
            "O(auth_mode) only, or at every run, which is a change then. Older ones show it, and "
            "it is compared.",
            choices=("on_create", "always"),
            default="on_create",
            control=True,
        ),
        Field("id", "Number of the instance.", type="int", made=True),
    ),
)
