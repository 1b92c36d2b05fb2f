# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Users of LDAP that Harbor is to know before they log in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .._core.errors import InputError, Refused
from .._core.harbor_action import Action, Call, Prepare, Todo
from .._core.harbor_request import Request, q_exact
from .._core.option import Option

LDAP = "ldap_auth"


def _prepare(call: Call) -> Prepare:
    wanted = list(dict.fromkeys(call.params["users"]))
    if call.auth_mode != LDAP:
        raise InputError(
            f"users is given, but the users of this Harbor are those of {call.auth_mode}, and "
            "there is no LDAP to import from. Set auth_mode with harbor_configuration first."
        )
    query = (("q", q_exact("username", wanted[0])),) if len(wanted) == 1 else ()
    rows = yield Request("GET", ("users",), query=query, paged=True, why="look up users")
    # LDAP minds no capitals, and Harbor takes the name that LDAP gives.
    there = {row["username"].lower() for row in rows}
    new = [name for name in wanted if name.lower() not in there]
    result = {"users": wanted, "imported": new}
    if not new:
        return Todo(result=result)
    change = Request(
        "POST",
        ("ldap", "users", "import"),
        {"ldap_uid_list": new},
        why=f"import {', '.join(new)} from LDAP",
        # A list of those that it could not import.
        allow=frozenset({404}),
        # Who is there already is left as he is.
        again=True,
    )
    return Todo((change,), result)


def _gain(call: Call, todo: Todo, replies: list[Any]) -> Mapping[str, Any]:
    body = replies[0].body
    failed = body if isinstance(body, list) else []
    if replies[0].status == 404 and not failed:
        errors = body.get("errors") if isinstance(body, Mapping) else None
        told = "".join(f" {each.get('code')}: {each.get('message')}" for each in errors or ())
        raise Refused(
            f"{todo.requests[0].why}: POST /ldap/users/import answered 404{told}. Look at Harbor's "
            "LDAP settings and at what serves that address."
        )
    if failed:
        raise Refused(
            [
                f"import {each.get('uid')} from LDAP: Harbor says {each.get('error')}. Correct the "
                "name, or look at Harbor's LDAP settings; users that are not named here were "
                "imported."
                for each in failed
            ]
        )
    return {}


def _not_a_uid(value: str) -> str | None:
    return None if value.strip() else "but a user has a name. Remove it."


def _faults(params: Mapping[str, Any]) -> list[str]:
    return [] if params["users"] else ["users is empty, but somebody is to be imported. Name them."]


LDAP_IMPORT = Action(
    kind="ldap_import",
    options=(
        Option(
            "users",
            "Names of the users in LDAP, as their C(ldap_uid) attribute has them. Those that "
            "Harbor knows already are left as they are.",
            type="list",
            elements="str",
            required=True,
            wrong=_not_a_uid,
        ),
    ),
    prepare=_prepare,
    gain=_gain,
    faults=_faults,
)
