# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Another secret for a robot account."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .._core.errors import Refused
from .._core.harbor_action import Action, Call, Prepare, Todo
from .._core.harbor_field import MASK
from .._core.harbor_request import Ref, Request
from .._core.harbor_spec import Asking
from .._core.option import Option
from .project import PROJECT
from .robot_account import ROBOT_ACCOUNT, logs_in
from .secret import not_a_secret


def _prepare(call: Call) -> Prepare:
    name, project, secret = (call.params.get(each) for each in ("name", "project", "secret"))
    scope = Ref("project", project) if project else None
    want = {"name": name}
    asking = Asking(ROBOT_ACCOUNT, scope, (want,), call.version, call.caller, system=call.system)
    wires = yield from ROBOT_ACCOUNT.look(asking)
    called = ROBOT_ACCOUNT.called({"name": name}, scope)
    found = [wire for wire in wires if asking.want_of(wire)]
    if not found:
        raise Refused(
            f"{called} does not exist in this Harbor. Create it with harbor_robot_account, or "
            "correct the name; a robot of one project is found with project only."
        )
    wire = found[0]
    result = {
        "name": name,
        "project": project,
        "full_name": wire["name"],
        "secret": MASK if secret else None,
    }
    if secret and logs_in(wire):
        tried = yield Request(
            "GET",
            ("users", "current"),
            allow=frozenset({401, 412}),
            credential=(wire["name"], secret),
            why=f"try the secret of {called}",
        )
        if tried.status != 401:
            return Todo(result=result, warnings=tuple(asking.warnings))
    # An empty one has Harbor make one, and only then the answer tells it.
    change = Request(
        "PATCH",
        ("robots", wire["id"]),
        {"secret": secret or ""},
        why=f"set the secret of {called}" if secret else f"make a new secret of {called}",
        again=bool(secret),
    )
    return Todo((change,), result, tuple(asking.warnings))


def _gain(call: Call, todo: Todo, replies: list[Any]) -> Mapping[str, Any]:
    made = (replies[0].body or {}).get("secret")
    return {"secret": made} if made and not call.params.get("secret") else {}


ROBOT_SECRET = Action(
    kind="robot_secret",
    options=(
        Option(
            "name",
            "Name of the robot account, without the prefix (C(robot$)) and the project.",
            required=True,
        ),
        Option(
            "project",
            "Name of the project that the robot is of. If left out, it is one of the whole Harbor.",
        ),
        Option(
            "secret",
            (
                "The secret: 8 to 128 characters with a capital letter, a small letter and a "
                "digit. It is tried by a login first, and written if that is refused.",
                "If left out, Harbor makes one at every run, and the result has it, that once.",
            ),
            secret=True,
            wrong=not_a_secret,
        ),
    ),
    prepare=_prepare,
    gain=_gain,
    refers=lambda: (PROJECT, ROBOT_ACCOUNT),
)
