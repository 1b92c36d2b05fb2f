# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Members of projects: users and groups, each with a role."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from .._core.harbor_field import Field, Values
from .._core.harbor_request import Caller, Ref, Request
from .._core.harbor_spec import PROJECT, Asking, Change, Look, Spec, Wire
from . import project
from .user_group import USER_GROUP

# src/common/const.go. Harbor takes any number in a PUT, and with another than these the member
# loses access and is in no list any more.
ROLES = {"project_admin": 1, "maintainer": 4, "developer": 2, "guest": 3, "limited_guest": 5}
_NAMES = {number: name for name, number in ROLES.items()}
_TYPES = {"u": "user", "g": "group"}


def _role(number: Any) -> Any:
    return _NAMES.get(number, number)


_PAGE = 100


def _look(asking: Asking) -> Look:
    """All members; those that Harbor counts but does not list are told of."""
    place = asking.spec.place(asking.scope)
    why = f"look up members of project {asking.scope.name if asking.scope else ''}"
    page = (("page", 1), ("page_size", _PAGE))
    first = yield Request("GET", place, query=page, by_name=True, why=why)
    total = int(first.headers.get("x-total-count") or 0)
    rows = first.body or []
    if total > _PAGE:
        rows = yield Request("GET", place, by_name=True, paged=True, why=why)
    if total > len(rows):
        asking.warnings.append(
            f"Harbor counts {total} members of project {asking.scope.name if asking.scope else ''} "
            f"and lists {len(rows)}: the others have a role that it does not know, and no access, "
            "or are of a group that is gone. To add such a member again mends it."
        )
    return list(rows)


def _words(values: Mapping[str, Any]) -> str:
    group = " (group)" if values.get("type") == "group" else ""
    return f"{values.get('name')}{group}"


def _steps(change: Change) -> Iterator[Request]:
    if change.verb == "create":
        yield change.request(
            "POST", change.place, _new(change), why=f"add {change.called}", makes=change.ref
        )
    elif change.verb == "update":
        role = change.want["role"]
        yield change.request(
            "PUT", change.item, {"role_id": ROLES[role]}, why=f"make {change.called} {role}"
        )
    else:
        yield from change.usual()


def _new(change: Change) -> Values:
    want = change.want
    who: Values
    if want["type"] == "user":
        who = {"member_user": {"username": want["name"]}}
    elif want.get("ldap_group_dn"):
        who = {"member_group": {"ldap_group_dn": want["ldap_group_dn"], "group_type": 1}}
    else:
        # By name Harbor finds a group only with its type, and with the wrong one makes another.
        who = {"member_group": {"id": Ref("user_group", want["name"])}}
    return {"role_id": ROLES[want["role"]], **who}


def _protected(wire: Wire, caller: Caller) -> str | None:
    if wire.get("entity_type") == "u" and wire.get("entity_name") == caller.name:
        return "but is the account of this task, and stays. Name it with state absent to remove it."
    return None


MEMBER = Spec(
    kind="project_member",
    plural="members",
    title="member",
    titles="members",
    words=_words,
    path=("projects", PROJECT, "members"),
    project="yes",
    look=_look,
    steps=_steps,
    protected=_protected,
    refers=lambda: (project.PROJECT, USER_GROUP),
    order=40,
    fields=(
        Field(
            "name", "Name of the user or group, as Harbor writes it.", key=True, api="entity_name"
        ),
        Field(
            "type",
            "Whether it is a V(user) or a V(group).",
            key=True,
            choices=("user", "group"),
            default="user",
            api="entity_type",
            read=lambda value: _TYPES.get(value, value),
        ),
        Field(
            "role",
            "What it may do in the project: V(limited_guest) pulls, V(guest) sees its members and "
            "logs, too, V(developer) pushes, V(maintainer) also removes images and writes its "
            "policies, and V(project_admin) manages all of it, with members and robots.",
            api="role_id",
            known=tuple(ROLES),
            read=_role,
            to_create=True,
        ),
        Field(
            "ldap_group_dn",
            "The distinguished name of an LDAP group that Harbor does not know yet: it is made "
            "known with the membership.",
            control=True,
        ),
        Field("id", "Number of the membership.", type="int", made=True),
    ),
)
