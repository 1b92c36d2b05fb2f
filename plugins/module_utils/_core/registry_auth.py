# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How a registry says that it wants a login (WWW-Authenticate), and how it is answered."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

# RFC 9110: a list of challenges, each a scheme with parameters, or with one token68. Both lists
# are parted by commas, so a word is a parameter's name only when "=" and a value follow.
_GAP = re.compile(r"[\s,]*")
_WORD = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
_VALUE = re.compile(r"""\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))""")
_TOKEN68 = re.compile(r" +[A-Za-z0-9._~+/-]+=*(?=\s*(?:,|$))")

# What a token is worth, in seconds, when the server does not say (the token specification's 60).
_SHORTEST = 60


@dataclass(frozen=True)
class Challenge:
    """One way in. ``scheme`` and the names of the parameters are in lower case."""

    scheme: str
    parameters: Mapping[str, str] = field(default_factory=dict)

    @property
    def scopes(self) -> tuple[str, ...]:
        return tuple(self.parameters.get("scope", "").split())


@dataclass(frozen=True)
class Token:
    value: str
    lasts: int


def parse_challenges(header: str) -> list[Challenge]:
    """All challenges of the header; what is not one is passed over."""
    found: list[Challenge] = []
    parameters: dict[str, str] | None = None
    at = 0
    while True:
        gap = _GAP.match(header, at)
        at = gap.end() if gap else at
        word = _WORD.match(header, at)
        if not word:
            return found
        value = _VALUE.match(header, word.end())
        if value:
            quoted, plain = value.groups()
            text = plain if quoted is None else re.sub(r"\\(.)", r"\1", quoted)
            if parameters is not None:  # else it stands before any scheme
                parameters.setdefault(word.group().lower(), text)
            at = value.end()
            continue
        parameters = {}
        found.append(Challenge(word.group().lower(), parameters))
        token = _TOKEN68.match(header, word.end())
        at = token.end() if token else word.end()


def choose(challenges: Iterable[Challenge]) -> Challenge | None:
    """The challenge that we can answer; Bearer before Basic, since a token gives less away."""
    listed = list(challenges)
    for challenge in listed:
        if challenge.scheme == "bearer" and challenge.parameters.get("realm"):
            return challenge
    return next((challenge for challenge in listed if challenge.scheme == "basic"), None)


def basic(username: str, password: str) -> str:
    """The Authorization header of a user and password."""
    return "Basic " + base64.b64encode(f"{username}:{password}".encode()).decode("ascii")


def token_url(challenge: Challenge, scopes: Iterable[str]) -> str:
    """Where the token for the scopes is fetched. What the realm's query says already is kept."""
    parts = urlsplit(challenge.parameters["realm"])
    query = parse_qsl(parts.query, keep_blank_values=True)
    service = challenge.parameters.get("service")
    if service:
        query.append(("service", service))
    query += [("scope", scope) for scope in scopes]
    return urlunsplit((parts.scheme, parts.netloc, parts.path, urlencode(query), ""))


def parse_token(answer: Any) -> Token | None:
    """The token of a token server's answer, under either of its two names; None without one."""
    if not isinstance(answer, dict):
        return None
    value = answer.get("token") or answer.get("access_token")
    # It goes into a header, so it has no blank and nothing beyond ASCII.
    if not isinstance(value, str) or not re.fullmatch(r"[\x21-\x7e]+", value):
        return None
    lasts = answer.get("expires_in")
    if isinstance(lasts, (int, float)) and 0 < lasts < 10**9:
        return Token(value, int(lasts))
    return Token(value, _SHORTEST)
