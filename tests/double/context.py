# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who is calling, and what that caller may do.

Wrong credentials are no refusal: the caller is anonymous then. A login by name that fails costs the
caller some time and locks that name, as it was typed, for others meanwhile.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import secrets
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from . import rights

if TYPE_CHECKING:
    from .hub import Hub

Row = dict[str, Any]


def digest(secret: str, salt: str) -> str:
    """What is kept of a password. The cost of the genuine ones is not imitated."""
    return hashlib.sha256(f"{salt}:{secret}".encode("utf-8", "surrogateescape")).hexdigest()


def sealed(secret: str) -> dict[str, str]:
    """The columns `salt` and `secret` of a user or a robot."""
    salt = secrets.token_hex(8)
    return {"salt": salt, "secret": digest(secret, salt)}


def proves(secret: str, row: Mapping[str, Any]) -> bool:
    return secrets.compare_digest(digest(secret, row["salt"]), row["secret"])


@dataclass(frozen=True)
class Caller:
    """Anonymous if it has neither `user` nor `robot`."""

    user: Row | None = None
    robot: Row | None = None
    # (object, action, effect) of a robot, such as ("/project/3/repository", "pull", "")
    policies: tuple[tuple[str, str, str], ...] = field(default=(), repr=False)
    name: str = ""

    @property
    def authenticated(self) -> bool:
        return self.user is not None or self.robot is not None

    @property
    def sysadmin(self) -> bool:
        return self.user is not None and bool(self.user["sysadmin_flag"])

    @property
    def user_id(self) -> int:
        """0 for a robot and anonymous."""
        return self.user["user_id"] if self.user else 0

    @property
    def system_robot(self) -> bool:
        return self.robot is not None and self.robot["level"] == "system"


ANONYMOUS = Caller()


class Locks:
    """Login names that are locked after a failed login, as they were typed."""

    def __init__(self) -> None:
        self.until: dict[str, float] = {}
        self.guard = threading.Lock()

    def locked(self, name: str) -> bool:
        with self.guard:
            until = self.until.get(name)
            if until is None:
                return False
            if until > time.monotonic():
                return True
            del self.until[name]
            return False

    def lock(self, name: str, seconds: float) -> None:
        with self.guard:
            self.until[name] = time.monotonic() + seconds


def basic(header: str) -> tuple[str, str] | None:
    """Name and password of an Authorization header, None if it is no basic one."""
    scheme, _space, text = header.partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        name, colon, password = (
            base64.b64decode(text, validate=True).decode("utf-8", "surrogateescape").partition(":")
        )
    except (binascii.Error, ValueError):
        return None
    return (name, password) if colon else None


def authenticate(hub: Hub, header: str | None) -> Caller:
    """Sleeps if the login fails, so call it without the lock on the state."""
    given = basic(header) if header else None
    if given is None:
        return ANONYMOUS
    name, password = given
    with hub.store.transaction():
        caller = robot_caller(hub, name, password)
        if caller is not None:
            return caller
        user = user_of_login(hub, name)
    if hub.locks.locked(name):
        return ANONYMOUS
    if user is not None and proves(password, keeper(hub, user)):
        return Caller(user=user, name=user["username"])
    hub.locks.lock(name, hub.delays.login)
    time.sleep(hub.delays.login)
    return ANONYMOUS


def user_of_login(hub: Hub, name: str) -> Row | None:
    """By name or e-mail; in other modes than db_auth only the first administrator is ours, and
    who came by OIDC."""
    users = hub.store["users"]
    user = users.one(username=name) or users.one(email=name) if name else None
    if user is None or hub.setting("auth_mode") == "db_auth" or user["user_id"] == 1:
        return user
    return user if keeper(hub, user) is not user else None


def keeper(hub: Hub, user: Row) -> Row:
    """The row with the user's salt and secret."""
    if hub.setting("auth_mode") != "oidc_auth" or user["user_id"] == 1:
        return user
    return hub.store["oidc_users"].one(user_id=user["user_id"]) or user


def robot_caller(hub: Hub, name: str, secret: str) -> Caller | None:
    prefix = hub.setting("robot_name_prefix")
    if not name.startswith(prefix):
        return None
    robot = hub.store["robots"].one(name=name[len(prefix) :])
    if robot is None or not proves(secret, robot) or robot["disabled"]:
        return None
    if robot["expires_at"] != -1 and robot["expires_at"] <= time.time():
        return None
    return caller_of_robot(hub, robot)


def caller_of_robot(hub: Hub, robot: Row) -> Caller:
    policies = []
    for policy in robot["policies"]:
        scope, resource = policy["scope"], policy["resource"]
        thing = scope if scope != "/system" and resource == "project" else f"{scope}/{resource}"
        policies.append((thing, policy["action"], policy.get("effect", "")))
    return Caller(
        robot=robot,
        policies=tuple(policies),
        name=hub.setting("robot_name_prefix") + robot["name"],
    )


def is_true(text: str | None) -> bool:
    """What counts as yes in a project's metadata."""
    return text is not None and text.lower() in ("true", "1")


def roles(hub: Hub, user_id: int, project_id: int) -> list[int]:
    """The roles of a user in a project, as they are stored."""
    found = hub.store["members"].find(project_id=project_id, entity_type="u", entity_id=user_id)
    return [member["role"] for member in found]


def may_system(hub: Hub, caller: Caller, resource: str, action: str) -> bool:
    if caller.sysadmin:
        return True
    if caller.system_robot:
        return rights.covered(caller.policies, f"/system/{resource}", action)
    return False


def may_project(hub: Hub, caller: Caller, project: Row | None, resource: str, action: str) -> bool:
    """`resource` "" is the project itself. A project that is not there is a sysadmin's alone."""
    if caller.sysadmin:
        return True
    if project is None:
        return False
    version, right = hub.version, (resource, action)
    public = is_true(project["metadata"].get("public")) and right in rights.PUBLIC
    if caller.robot is None:
        return public or any(
            right in rights.set_of_role(role, version)
            for role in (roles(hub, caller.user_id, project["project_id"]) if caller.user else ())
        )
    policies = [policy for policy in caller.policies if not policy[0].startswith("/system/")]
    if caller.system_robot:
        if not policies:
            return False
        if version < "2.10" and len(policies) < len(caller.policies):
            return False
    thing = f"/project/{project['project_id']}"
    if not caller.system_robot:
        # A project's robot that may push may pull.
        policies += [(where, "pull", "") for where, act, _effect in policies if act == "push"]
    if public:
        policies.append((f"{thing}/{resource}" if resource else thing, action, ""))
    return rights.covered(policies, f"{thing}/{resource}" if resource else thing, action)
