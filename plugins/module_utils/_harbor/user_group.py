# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Groups of users, from LDAP, an authentication proxy or OIDC."""

from __future__ import annotations

from typing import Any

from .._core.harbor_field import Field
from .._core.harbor_request import Request
from .._core.harbor_spec import Asking, Change, Look, Spec, listed

TYPES = {"ldap": 1, "http": 2, "oidc": 3}
_NAMES = {number: name for name, number in TYPES.items()}


def not_a_group_name(value: str) -> str | None:
    if 0 < len(value) <= 255:
        return None
    return "but the name of a group has 1 to 255 characters. Change it."


def as_stored(value: Any) -> Any:
    """A distinguished name as Harbor keeps it (src/pkg/usergroup/manager.go)."""
    return str(value or "").strip().lower()


def _look(asking: Asking) -> Look:
    if asking.only and asking.caller.kind == "user" and not asking.caller.sysadmin:
        # Who is no administrator may only search, and is told no distinguished name.
        found = yield Request(
            "GET",
            ("usergroups", "search"),
            query=(("groupname", asking.only),),
            paged=True,
            why="look up user groups",
        )
        return [row for row in found if row.get("group_name") == asking.only]
    return (yield from listed(asking))


def _judge(change: Change) -> list[str]:
    want = {**(change.seen or {}), **change.want}
    if want.get("type") == "ldap" and not want.get("ldap_group_dn"):
        return [
            "ldap_group_dn is missing, but the group is one of LDAP. Give its distinguished name."
        ]
    if want.get("type") != "ldap" and change.want.get("ldap_group_dn"):
        return [
            f"ldap_group_dn is {change.want['ldap_group_dn']!r}, but the group's type is "
            f"{want.get('type')!r}. Leave it out, or set type to 'ldap'."
        ]
    return []


USER_GROUP = Spec(
    kind="user_group",
    plural="user_groups",
    path=("usergroups",),
    look=_look,
    judge=_judge,
    order=20,
    fields=(
        Field("name", "Name of the group.", key=True, api="group_name", wrong=not_a_group_name),
        Field(
            "type",
            "Where the group comes from.",
            api="group_type",
            known=tuple(TYPES),
            read=lambda value: _NAMES.get(value, value),
            write=TYPES.__getitem__,
            create_only=True,
            to_create=True,
        ),
        Field(
            "ldap_group_dn",
            "The distinguished name of an LDAP group.",
            absent="",
            same=as_stored,
            create_only=True,
        ),
        Field("id", "Number of the group.", type="int", made=True),
    ),
)
