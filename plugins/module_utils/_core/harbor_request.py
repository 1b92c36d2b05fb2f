# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Requests to Harbor's API as data, and the one place where their paths and queries are quoted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Union
from urllib.parse import quote, unquote, urlsplit

from .errors import InputError

API = "/api/v2.0"


class Repository(str):
    """A repository's name without its project, as a part of a path.

    Harbor unescapes it twice, so a/b is sent as a%252Fb; escaped once it is "not found".
    """

    __slots__ = ()


@dataclass(frozen=True)
class Ref:
    """An object by its name; it becomes an id when the request is sent.

    ``scope`` is the object it belongs to, where a name is good for that only.
    """

    kind: str
    name: str
    scope: Ref | None = None


Part = Union[str, int, Ref]


@dataclass(frozen=True)
class Request:
    """One request. Refs in ``path``, ``query`` and ``body`` become ids before it is sent.

    path       the parts after /api/v2.0, not quoted
    body       becomes JSON; None sends none
    query      pairs in this order; a value of None is left out, a tuple is put together
    why        what it is for, as "create label hardened"; every message begins with it
    by_name    the project in the path is a name, also when it consists of digits
    accept     text/plain for logs and ping: Harbor 2.9 refuses anything else there
    allow      statuses beyond 2xx that are an answer, and no error
    paged      it is a list: all its pages are wanted
    once       its answer holds for the whole run, however many ask for it
    makes      the object that it creates; its id is in the answer
    numbered   whether its answer has that object's id; if not, it is looked up when it is needed
    keep       what of the answer's body later requests name, as Ref("robot_account.name", …)
    again      whether to repeat it when it may have arrived; by default if the method is idempotent
    anonymous  it goes without the credentials
    credential (name, secret): it goes with these instead of the task's own
    renews     the password that the task's own account has from then on
    hint       what is probably the matter when it is answered with 500
    patience   seconds for which it is asked again while it is ``unsettled``: something must settle
               in Harbor first
    unsettled  the statuses that say so
    """

    method: str
    path: tuple[Part, ...]
    body: Any = None
    query: tuple[tuple[str, Any], ...] = ()
    why: str = ""
    by_name: bool = False
    accept: str = "application/json"
    allow: frozenset[int] = frozenset()
    paged: bool = False
    once: bool = False
    makes: Ref | None = None
    numbered: bool = True
    keep: tuple[str, ...] = ()
    again: bool | None = None
    anonymous: bool = False
    credential: tuple[str, str] | None = field(default=None, repr=False)
    renews: str | None = field(default=None, repr=False)
    hint: str = ""
    patience: int = 0
    unsettled: frozenset[int] = frozenset({412})


@dataclass(frozen=True)
class Caller:
    """Who is asking. ``kind`` is user, robot or anonymous; only a user's id is known."""

    kind: str
    name: str = ""
    id: int | None = None
    sysadmin: bool = False


def url_path(request: Request) -> str:
    """The path below /api/v2.0, each part quoted once (a Repository twice), and the query.

    Raises InputError for a name that no path can hold.
    """
    path = "".join(f"/{_part(part)}" for part in request.path)
    query = query_string(request.query)
    return f"{path}?{query}" if query else path


def query_string(pairs: Iterable[tuple[str, Any]]) -> str:
    return "&".join(
        f"{_quoted(name)}={_quoted(_text(value))}" for name, value in pairs if value is not None
    )


def q_exact(name: str, value: Any) -> str:
    """The part of ``q`` that asks for this value; several are joined by commas.

    Harbor takes unknown names for none, so what comes back is to be compared again. It unescapes
    ``q`` twice and parts it at commas only then (src/lib/q/builder.go), so no escape saves a comma:
    the longest piece between two is asked for instead, anywhere in the value.
    """
    text = _text(value)
    if "," in text:
        piece = max(text.split(","), key=len)
        return f"{name}=~{_quoted(piece)}" if piece else ""
    # These mean a pattern at the beginning of a value, and a backslash takes that away.
    escape = "\\" if text[:1] in ("~", "[", "{", "(", "\\") else ""
    return f"{name}={_quoted(escape + text)}" if text else ""


def id_of(location: str) -> int | str | None:
    """What a Location header names: the last part of its path."""
    last = unquote(urlsplit(location).path.rstrip("/").rpartition("/")[2])
    if not last:
        return None
    return int(last) if last.isascii() and last.isdecimal() and last == str(int(last)) else last


def _part(part: Part) -> str:
    if isinstance(part, Ref):
        raise TypeError(f"{part.kind} {part.name} is sent before its id is known")
    text = _text(part)
    if text in ("", ".", ".."):
        # Servers and proxies take these for "here" and "one up".
        raise InputError(
            f"a name is {text!r}, but it becomes part of an address, which that cannot be. "
            "Correct it."
        )
    once = _quoted(text)
    return _quoted(once) if isinstance(part, Repository) else once


def _text(value: Any) -> str:
    if isinstance(value, Ref):
        raise TypeError(f"{value.kind} {value.name} is sent before its id is known")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return "".join(_text(part) for part in value)
    return str(value)


def _quoted(text: str) -> str:
    try:
        return quote(text, safe="")
    except UnicodeEncodeError:
        raise InputError(
            f"a name is {text!r}, but it is no valid Unicode text. Correct it."
        ) from None
