# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The secret that a user of OIDC logs in with where there is no browser."""

from __future__ import annotations

from .._core.errors import InputError, Refused
from .._core.harbor_action import Action, Call, Prepare, Todo
from .._core.harbor_request import Request
from .._core.harbor_spec import Asking
from .._core.option import Option
from .secret import not_a_secret
from .user import USER

OIDC = "oidc_auth"


def _prepare(call: Call) -> Prepare:
    name, secret = call.params["name"], call.params["secret"]
    if call.auth_mode != OIDC:
        raise InputError(
            f"secret is set, but the users of this Harbor are those of {call.auth_mode}, and only "
            "those of OIDC have such a secret. Use harbor_user for passwords."
        )
    # As if it were to go: what is there is wanted, and no password of it.
    asking = Asking(
        USER, None, ({"name": name},), call.version, call.caller, absent=True, system=call.system
    )
    wires = yield from USER.look(asking)
    found = [wire for wire in wires if wire["username"] == name]
    if not found:
        raise Refused(
            f"user {name} does not exist in this Harbor. Users of OIDC are there once they have "
            "logged in. Correct the name, or have the user log in."
        )
    if call.params["update_secret"] == "verify":
        tried = yield Request(
            "GET",
            ("users", "current"),
            allow=frozenset({401}),
            credential=(name, secret),
            why=f"try the CLI secret of user {name}",
        )
        if tried.status != 401:
            return Todo(result={"name": name})
    change = Request(
        "PUT",
        ("users", found[0]["user_id"], "cli_secret"),
        {"secret": secret},
        why=f"set the CLI secret of user {name}",
    )
    return Todo((change,), {"name": name})


USER_CLI_SECRET = Action(
    kind="user_cli_secret",
    options=(
        Option("name", "Name of the user, as Harbor shows it.", required=True),
        Option(
            "secret",
            "The secret: 8 to 128 characters with a capital letter, a small letter and a digit.",
            required=True,
            secret=True,
            wrong=not_a_secret,
        ),
        Option(
            "update_secret",
            "Whether the secret is tried by a login and written if that is refused (V(verify)), or "
            "written at every run, which is a change then (V(always)).",
            choices=("verify", "always"),
            default="verify",
            not_secret=True,
        ),
    ),
    prepare=_prepare,
)
