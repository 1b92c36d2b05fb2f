# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Harbor's administrator gets the password of the variables, with whichever it has now."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .._core import harbor_admin_password as admin
from .._core.errors import InputError, Problem, Refused
from .._core.harbor_compose import parsed
from .._core.harbor_option import harbor_connection_faults
from .._core.harbor_request import Request
from .._core.option import Option
from .._core.plan import Plan, Step
from . import files
from .harbor_client import HarborClient
from .harbor_job import HarborJob


class AdminPassword(HarborJob):
    """The job of harbor_admin_password."""

    kind = "harbor_admin_password"
    options: tuple[Option, ...] = admin.OPTIONS

    def wrong(self, params: Mapping[str, Any]) -> list[str]:
        return harbor_connection_faults(params)

    def hidden(self, params: Mapping[str, Any]) -> list[str]:
        return [each.password for each in _candidates(params)]

    def plan(self, params: Mapping[str, Any]) -> Plan:
        client, account = HarborClient(params), params["harbor_username"]
        result = {"username": account}
        if _id_with(client, account, params["harbor_password"]) is not None:
            return Plan(result=result)
        tried = _candidates(params)
        for each in tried:
            number = _id_with(client, account, each.password)
            if number is None:
                continue
            fault = admin.unfit(params["harbor_password"])
            if fault:
                raise InputError(fault)
            step = Step("set", f"set the password of {account}")
            return Plan(result=result, steps=(step,), work=(client, number, each))
        raise Refused(admin.none_fits(account, tried))

    def apply(self, plan: Plan, params: Mapping[str, Any]) -> Mapping[str, Any]:
        client, number, present = plan.work
        account, wanted = params["harbor_username"], params["harbor_password"]
        request = Request(
            "PUT",
            ("users", number, "password"),
            {"old_password": present.password, "new_password": wanted},
            why=f"set the password of {account}",
            credential=(account, present.password),
        )
        try:
            client.send(request)
        except Problem:
            # An answer may be lost, and what is sent again then comes with an old password.
            if _id_with(client, account, wanted) is None:
                raise
        return {}


ADMIN_PASSWORD = AdminPassword()


def _id_with(client: HarborClient, account: str, password: str) -> int | None:
    """The account's id, where that is its password."""
    reply = client.send(
        Request(
            "GET",
            ("users", "current"),
            why=f"log in to Harbor as {account}",
            credential=(account, password),
            allow=frozenset({401}),
        )
    )
    if reply.status == 401:
        return None
    number = reply.body.get("user_id") if isinstance(reply.body, Mapping) else None
    if not isinstance(number, int):
        raise Refused(
            f"log in to Harbor as {account}: GET /users/current answered {reply.status}, but not "
            "as Harbor does. Look at host, port and path of harbor_url."
        )
    return number


def _candidates(params: Mapping[str, Any]) -> list[admin.Candidate]:
    path = params.get("harbor_yml")
    text = files.read_text(path) if path else None
    config = parsed(text, path) if text and path else {}
    previous = [str(each) for each in params.get("previous") or ()]
    return admin.candidates(params["harbor_password"], config, path, previous)
