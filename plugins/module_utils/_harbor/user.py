# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Users of Harbor.

No list has the first one (admin), and a creation passes over the administrator's flag
(src/server/v2.0/handler/user.go). Profile, flag and password are three end points.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from .._core.errors import InputError, Refused
from .._core.harbor_field import Field, Values
from .._core.harbor_request import Caller, Request, q_exact
from .._core.harbor_spec import Asking, Change, Look, Spec, Wire, listed
from .secret import DUE, is_due, not_a_secret, update_option

FIRST = 1
DB_AUTH = "db_auth"
_PROFILE = ("email", "realname", "comment")
# What a look adds: how users log in, and who has the wanted address already.
_MODE, _TAKEN = "_auth_mode", "_email_is_of"
_ILLEGAL = ',"~#%$'
# In the manner of src/server/v2.0/handler/user.go, which wants a dot after the @.
_EMAIL = re.compile(
    r"[^\s<>()\[\]\\.,;:@\"]+(\.[^\s<>()\[\]\\.,;:@\"]+)*@([A-Za-z0-9-]+\.)+[A-Za-z]{2,}"
)
_IDENTICAL = "identical to old password"


def _bytes(value: str) -> int:
    return len(value.encode("utf-8", "replace"))


def not_a_user_name(value: str) -> str | None:
    return _not_a_name(value, "the name of a user")


def not_a_real_name(value: str) -> str | None:
    return _not_a_name(value, "a real name")


def _not_a_name(value: str, what: str) -> str | None:
    if 0 < _bytes(value) <= 255 and not any(letter in value for letter in _ILLEGAL):
        return None
    return f"but {what} has 1 to 255 bytes and none of {' '.join(_ILLEGAL)}. Change it."


def not_an_email(value: str) -> str | None:
    if len(value) <= 255 and _EMAIL.fullmatch(value):
        return None
    return "but an e-mail address looks like name@example.com. Correct it."


def not_a_comment(value: str) -> str | None:
    return None if _bytes(value) <= 30 else "but a comment has at most 30 bytes. Shorten it."


def _look(asking: Asking) -> Look:
    caller = asking.caller
    if caller.kind == "user" and not caller.sysadmin:
        # Who is no administrator sees himself.
        own = yield Request("GET", ("users", caller.id or 0), why="look up users")
        rows: list[Wire] = [own.body]
    else:
        rows = list((yield from listed(asking)))
        if asking.wanted is None or len(_missing(asking, rows)) > 0:
            first = yield Request(
                "GET", ("users", FIRST), why="look up users", allow=frozenset({403, 404})
            )
            rows += [first.body] if first.status == 200 else []
    wires = [dict(row) for row in rows]
    missing = _missing(asking, wires)
    if missing and asking.auth_mode not in ("", DB_AUTH) and not asking.absent:
        raise InputError(
            [
                f"{asking.spec.called(want)} is to be created, but the users of this Harbor are "
                f"those of {asking.auth_mode}, and no others can be made. Let them log in once, or "
                "import them with harbor_ldap_import."
                for want in missing
            ]
        )
    for wire in wires:
        wire[_MODE] = asking.auth_mode
    if not asking.absent:
        yield from _addresses(asking, wires)
        yield from _passwords(asking, wires)
    return wires


def _missing(asking: Asking, rows: list[Any]) -> list[Values]:
    there = {row["username"] for row in rows}
    return [want for want in asking.wanted or () if want["name"] not in there]


def _addresses(asking: Asking, wires: list[Values]) -> Any:
    """Whose the new addresses are: a change to a taken one is answered by a bare 500."""
    moved = []
    for wire in wires:
        want = asking.want_of(wire) or {}
        if want.get("email") not in (None, wire.get("email")):
            moved.append((wire, want["email"]))
    if not moved or not (asking.caller.sysadmin or asking.caller.kind == "robot"):
        return
    found = yield [
        Request(
            "GET",
            ("users",),
            query=(("q", q_exact("email", email)),),
            paged=True,
            why=f"look up whose {email} is",
        )
        for _wire, email in moved
    ]
    for (wire, email), rows in zip(moved, found):
        others = [row["username"] for row in rows if row.get("email") == email]
        wire[_TAKEN] = others[0] if others else None


def _passwords(asking: Asking, wires: list[Values]) -> Any:
    """Which wanted passwords are to be written: by a login where that can tell."""
    probes = []
    for wire in wires:
        want = asking.want_of(wire)
        if want is None or not want.get("password"):
            continue
        how = want.get("update_password", "verify")
        wire[DUE] = how == "always"
        if how == "verify" and _of_harbor(wire):
            probes.append(wire)
        elif how == "verify":
            wire[DUE] = True
    # A wrong one locks the name for others, so each is tried once.
    tried = yield [
        Request(
            "GET",
            ("users", "current"),
            allow=frozenset({401}),
            credential=(wire["username"], (asking.want_of(wire) or {})["password"]),
            why=f"try the password of user {wire['username']}",
        )
        for wire in probes
    ]
    for wire, reply in zip(probes, tried):
        wire[DUE] = reply.status == 401


def _of_harbor(wire: Wire) -> bool:
    """Whether it is Harbor that keeps the password."""
    return wire.get(_MODE) in ("", DB_AUTH) or wire.get("user_id") == FIRST


def _steps(change: Change) -> Iterator[Request]:
    want = change.want
    if change.verb == "delete":
        yield from change.usual()
        return
    if change.verb == "create":
        body = {"username": want["name"], **{name: want.get(name) or "" for name in _PROFILE}}
        yield change.request(
            "POST",
            change.place,
            {**body, "password": want["password"]},
            why=f"create {change.called}",
            makes=change.ref,
        )
        if want.get("sysadmin"):
            yield _flag(change)
        return
    told = [name for name in _PROFILE if name in change.differ]
    if told:
        values = {**(change.seen or {}), **want}
        profile = {name: values.get(name) or "" for name in _PROFILE}
        yield change.request("PUT", change.item, profile, why=change.sentence(told))
    if "sysadmin" in change.differ:
        yield _flag(change)
    if "password" in change.differ:
        # The last one: it may be the password of this very session.
        new = {"new_password": want["password"]}
        if want.get("old_password"):
            new["old_password"] = want["old_password"]
        # Of the present one Harbor says 400; another cause is told by gain.
        always = want.get("update_password") == "always"
        yield change.request(
            "PUT",
            (*change.item, "password"),
            new,
            why=f"set the password of {change.called}",
            allow=frozenset({400} if always else ()),
            renews=want["password"] if _is_own(change) else None,
        )


def _is_own(change: Change) -> bool:
    """Whether it is the account of the task."""
    number = (change.wire or {}).get("user_id")
    return change.caller.kind == "user" and change.caller.id == number


def _locks_out(change: Change) -> bool:
    """What goes on side by side would come with the old password."""
    return "password" in change.differ and _is_own(change)


def _flag(change: Change) -> Request:
    flag = change.want["sysadmin"]
    words = "make {} a system administrator" if flag else "make {} no system administrator"
    return change.request(
        "PUT",
        (*change.item, "sysadmin"),
        {"sysadmin_flag": flag},
        why=words.format(change.called),
    )


def _gain(change: Change, answers: list[Any]) -> Values:
    for answer in answers:
        errors = answer.get("errors") if isinstance(answer, Mapping) else None
        for error in errors or ():
            if _IDENTICAL not in str(error.get("message")):
                raise Refused(
                    f"set the password of {change.called}: Harbor refused it: "
                    f"{error.get('message')}. Choose another."
                )
    return {}


def _judge(change: Change) -> list[str]:
    want, wire = change.want, change.wire or {}
    found: list[str] = []
    if change.verb != "update":
        return found
    number, oneself = wire.get("user_id"), _is_own(change)
    if "sysadmin" in change.differ and not want["sysadmin"] and (number == FIRST or oneself):
        whose = "the account of this task" if oneself else "Harbor's first administrator"
        found.append(
            f"sysadmin is False, but {change.called} is {whose}, and would lose its rights. "
            "Leave it out, or use another account."
        )
    if not _of_harbor(wire):
        found += [
            f"{name} {'is set' if name == 'password' else f'is {want[name]!r}'}, but the users of "
            f"this Harbor are those of {wire[_MODE]}, where that is kept. Leave it out."
            for name in (*_PROFILE, "password")
            if name in change.differ
        ]
    if wire.get(_TAKEN):
        found.append(
            f"email is {want['email']!r}, but it is that of user {wire[_TAKEN]} already. "
            "Give another."
        )
    if any(name in change.differ for name in _PROFILE):
        # A PUT replaces the three, and Harbor wants these two.
        values = {**(change.seen or {}), **want}
        found += [
            f"{name} is missing, but {change.called} has none, and Harbor changes no profile "
            "without it. Give it."
            for name in ("email", "realname")
            if not values.get(name)
        ]
    if oneself and "password" in change.differ and not want.get("old_password"):
        found.append(
            f"old_password is missing, but {change.called} is the account of this task, whose "
            "password Harbor changes only with the present one. Give it."
        )
    return found


def _unremovable(change: Change) -> list[str]:
    number = (change.wire or {}).get("user_id")
    if number == FIRST:
        return [
            f"{change.called} is to be removed, but it is Harbor's first administrator, which "
            "stays. Leave it out."
        ]
    if _is_own(change):
        return [
            f"{change.called} is to be removed, but it is the account of this task. "
            "Use another account."
        ]
    return []


def _protected(wire: Wire, caller: Caller) -> str | None:
    if wire.get("user_id") == FIRST:
        return "but is Harbor's first administrator, and stays."
    if caller.kind == "user" and wire.get("user_id") == caller.id:
        return "but is the account of this task, and stays."
    return None


USER = Spec(
    kind="user",
    plural="users",
    path=("users",),
    id="user_id",
    exact="username",
    look=_look,
    steps=_steps,
    judge=_judge,
    gain=_gain,
    unremovable=_unremovable,
    protected=_protected,
    order=20,
    last=_locks_out,
    fields=(
        Field(
            "name",
            "The name that the user logs in with. Capital and small letters differ.",
            key=True,
            api="username",
            wrong=not_a_user_name,
        ),
        Field(
            "email",
            "The e-mail address, which no other user may have. A new user needs one.",
            absent="",
            to_create=True,
            wrong=not_an_email,
        ),
        Field(
            "realname",
            "The name that is shown. A new user needs one.",
            absent="",
            to_create=True,
            wrong=not_a_real_name,
        ),
        Field("comment", "A remark of at most 30 bytes.", absent="", wrong=not_a_comment),
        Field(
            "sysadmin",
            "Whether the user is a system administrator. A new user is none.",
            type="bool",
            api="sysadmin_flag",
            absent=False,
        ),
        Field(
            "password",
            "The password: 8 to 128 characters with a capital letter, a small letter and a digit. "
            "A new user needs one.",
            secret=True,
            api="",
            to_create=True,
            wrong=not_a_secret,
            held=_of_harbor,
            differs=is_due,
        ),
        update_option("password", "a user"),
        Field(
            "old_password",
            "The present password. Harbor wants it where a task changes the password of the "
            "account that it runs with, and nowhere else.",
            secret=True,
            control=True,
        ),
        Field("id", "Number of the user.", type="int", api="user_id", made=True),
        Field("creation_time", "When it was created.", made=True),
        Field("update_time", "When it was changed last.", made=True),
    ),
)
