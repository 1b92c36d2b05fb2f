# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Users. Number 1 is in no list, and a deleted one still takes a new profile."""

from __future__ import annotations

import re
from typing import Any

from .. import context, rights
from ..answers import (
    Answer,
    Refused,
    bad_request,
    broken,
    conflict,
    forbidden,
    not_found,
    precondition,
)  # fmt: skip
from ..binding import Bool, Str, Struct, whole_number
from ..call import Call
from ..context import proves, sealed
from ..hub import Hub, shown_time
from ..listing import Fuzzy, Model, matches
from ..routing import PAGES, Routes

Row = dict[str, Any]

routes = Routes()
tables = {
    "users": {
        "key": "user_id",
        "unique": [("username",), ("email",)],
        "order": "username",
    },
    # Ids that were users once: their profile can still be written, without effect.
    "deleted_users": {"key": "user_id"},
    # Who came by OIDC, each with a secret for the command line.
    "oidc_users": {"unique": [("user_id",)]},
}
furnish_order = 10

CREATION = Struct(
    "UserCreationReq",
    username=Str(most=255),
    email=Str(most=255),
    realname=Str(),
    comment=Str(),
    password=Str(),
)
PROFILE = Struct("UserProfile", email=Str(), realname=Str(), comment=Str())
PASSWORD = Struct("PasswordReq", old_password=Str(), new_password=Str())
SYSADMIN = Struct("UserSysAdminFlag", sysadmin_flag=Bool())
CLI_SECRET = Struct("OIDCCliSecretReq", secret=Str())

WEAK = (
    "must be 8-128, inclusively, characters long with at least 1 uppercase letter,"
    " 1 lowercase letter and 1 number"
)
ILLEGAL = ',"~#%$'
EMAIL = re.compile(
    r'(([^<>()\[\]\\.,;:\s@"]+(\.[^<>()\[\]\\.,;:\s@"]+)*)|(".+"))'
    r"@((\[[0-9]{1,3}(\.[0-9]{1,3}){3}\])|(([a-zA-Z\-0-9]+\.)+[a-zA-Z]{2,}))",
    re.ASCII,
)


def by_name_or_email(user: Row, wanted: Any) -> bool:
    return wanted in (user["username"], user["email"])


USERS = Model(
    {"UsernameOrEmail": by_name_or_email, "username_or_email": by_name_or_email},
    order="username",
    user_id="UserID",
    username="Username",
    email="Email",
    realname="Realname",
    comment="Comment",
    sysadmin_flag="SysAdminFlag",
    creation_time="CreationTime",
    update_time="UpdateTime",
)


def strong(secret: str) -> bool:
    return 8 <= len(secret.encode()) <= 128 and all(
        re.search(kind, secret) for kind in ("[a-z]", "[A-Z]", "[0-9]")
    )


def require_strong(secret: str) -> None:
    if not strong(secret):
        raise bad_request(f"the password or secret {WEAK}")


def shown(user: Row) -> Row:
    answer: Row = {"user_id": user["user_id"], "username": user["username"]}
    for name in ("email", "realname", "comment"):
        if user[name]:
            answer[name] = user[name]
    answer["sysadmin_flag"] = user["sysadmin_flag"]
    answer["admin_role_in_auth"] = False
    answer["creation_time"] = shown_time(user["creation_time"])
    answer["update_time"] = shown_time(user["update_time"])
    return answer


def wanted(call: Call) -> Row:
    user = call.table("users").get(call.params["user_id"])
    if user is None:
        raise not_found(f"user {call.params['user_id']} not found")
    return user


def require(call: Call, action: str, refusal: str) -> None:
    """A right over all users, with a refusal of its own before 2.15."""
    call.require_login()
    if call.version >= "2.15":
        call.require_system("user", action)
    # Until 2.9 a robot's right counts, later its resource is named without the scope.
    elif not (call.caller.sysadmin or (call.version < "2.10" and call.may_system("user", action))):
        raise forbidden(refusal)


def oneself(call: Call) -> bool:
    return call.caller.user is not None and call.caller.user_id == call.params["user_id"]


def check_profile(call: Call, body: Row) -> None:
    email, realname = body.get("email", ""), body.get("realname", "")
    if not email:
        raise bad_request("email can't be empty")
    if not EMAIL.fullmatch(email):
        raise bad_request("email with illegal format")
    if not 1 <= len(realname.encode()) <= 255:
        raise bad_request("realname with illegal length")
    if any(letter in realname for letter in ILLEGAL):
        raise bad_request("realname contains illegal characters")
    if len(body.get("comment", "").encode()) > 30:
        raise bad_request("comment with illegal length")


# -- create and read


@routes("POST", "/users", body=("userReq", CREATION))
def create_user(call: Call) -> Answer:
    mode = call.setting("auth_mode")
    if mode != "db_auth":
        raise forbidden(f"creating local user is not allowed under auth mode: {mode}")
    if call.setting("self_registration") and not may_create(call):
        raise forbidden("self-registration cannot be triggered via API")
    if not may_create(call):
        call.require_login()
        raise forbidden(call.caller.name)
    body = call.body
    require_strong(body.get("password", ""))
    check_profile(call, body)
    name = body.get("username", "")
    if call.version >= "2.10":
        if not 1 <= len(name.encode()) <= 255:
            raise bad_request("username with illegal length")
        if any(letter in name for letter in ILLEGAL):
            raise bad_request("username contains illegal characters")
    user = call.table("users").insert(
        username=name,
        email=body["email"],
        realname=body["realname"],
        comment=body.get("comment", ""),
        sysadmin_flag=False,
        creation_time=call.now,
        update_time=call.now,
        **sealed(body["password"]),
    )
    call.audit("create", "user", name, description=f"create user with name: {name}")
    return call.created(user["user_id"])


def may_create(call: Call) -> bool:
    # Before 2.10 the right that is asked for is one that no robot can have.
    return call.may_system("user", "create") if call.version >= "2.10" else call.caller.sysadmin


@routes("GET", "/users", listed=True, query={"username": Str(), "email": Str()})
def list_users(call: Call) -> Answer:
    if call.version >= "2.10":
        call.require_system("user", "list")
    elif not call.caller.sysadmin:
        call.require_login()
        raise forbidden(call.caller.name)
    asked = call.listing()
    for name in ("username", "email"):
        if call.query[name]:
            asked.keywords[name] = Fuzzy(call.query[name])
    exact = asked.exact("username", "Username")
    if exact is None:
        rows = call.table("users").sorted()
    else:
        rows = call.table("users").find(username=str(exact))
    rows = [row for row in rows if row["user_id"] != 1]
    return call.list(asked, USERS, rows, shown, already="username")


@routes("GET", "/users/search", query={"username": Str(), **PAGES}, needed=("username",))
def search_users(call: Call) -> Answer:
    call.require_login()
    asked, name = call.listing(), call.query["username"]
    found = [
        row
        for row in call.table("users").sorted()
        if row["user_id"] != 1 and matches(row["username"], Fuzzy(name))
    ]
    total = len(found)
    if total and call.version >= "2.14.2":
        # One page of what is like the name, and only here number 1 is among them.
        like = re.escape(name).replace("%", ".*").replace("_", ".")
        found = [row for row in call.table("users").sorted() if re.search(like, row["username"])]
        found.sort(key=lambda row: (len(row["username"]), row["username"]))
        page = found[: asked.page_size] if asked.page_size >= 0 else found
    else:
        page = asked.paged(found)
        page.sort(key=lambda row: most_alike(row["username"], name))
    items = [{"user_id": row["user_id"], "username": row["username"]} for row in page]
    return call.page(asked, items, total)


def most_alike(text: str, sought: str) -> tuple[bool, int, str]:
    return (text != sought, len(text.encode()), text)


@routes("GET", "/users/current")
def get_current(call: Call) -> Answer:
    call.require_login()
    if call.caller.user is None:
        raise precondition("get current user not available for security context: robot")
    return Answer(body=shown(call.caller.user))


@routes("GET", "/users/current/permissions", query={"scope": Str(), "relative": Bool()})
def get_current_permissions(call: Call) -> Answer:
    call.require_login()
    scope = call.query["scope"] or ""
    found = []
    for root, resource, action in allowed_in(call, scope):
        path = f"{root}/{resource}" if resource else root
        if call.query["relative"]:
            if path == scope:
                path = "."
            elif path.startswith(scope.rstrip("/") + "/"):
                path = path[len(scope.rstrip("/")) + 1 :]
            else:
                continue
        found.append({"resource": path, "action": action})
    return Answer(body=found)


def allowed_in(call: Call, scope: str) -> list[tuple[str, str, str]]:
    if scope.startswith("/system"):
        return [
            ("/system", resource, action)
            for resource, action in rights.of_system(call.version)
            if call.may_system(resource, action)
        ]
    found = re.match(r"/project/([^/]*)", scope)
    project_id = whole_number(found[1]) if found else None
    if project_id is None:
        return []
    project = call.find_project(project_id)
    return [
        (f"/project/{project_id}", resource, action)
        for resource, action in rights.of_all_roles(call.version)
        if context.may_project(call.hub, call.caller, project, resource, action)
    ]


@routes("GET", "/users/{user_id:int}")
def get_user(call: Call) -> Answer:
    call.require_login()
    if not oneself(call):
        require(call, "read", f"Not authorized to read user: {call.params['user_id']}")
    return Answer(body=shown(wanted(call)))


# -- change


def require_modifiable(call: Call) -> None:
    call.require_login()
    user_id = call.params["user_id"]
    refusal = f"User with ID {user_id} can't be updated"
    if call.setting("auth_mode") != "db_auth":
        if user_id != 1:
            raise forbidden(refusal)
    elif oneself(call):
        return
    require(call, "update", refusal)


@routes("PUT", "/users/{user_id:int}", body=("profile", PROFILE))
def update_profile(call: Call) -> None:
    require_modifiable(call)
    check_profile(call, call.body)
    user_id, body = call.params["user_id"], call.body
    users = call.table("users")
    if users.get(user_id) is None:
        require_once(call, user_id)
        return
    try:
        users.update(
            user_id,
            email=body["email"],
            realname=body["realname"],
            comment=body.get("comment", ""),
            update_time=call.now,
        )
    except Refused:  # its own address taken by another is no conflict here
        raise broken() from None
    note_update(call, "")


def require_once(call: Call, user_id: int) -> None:
    """A user that is not there must have been there."""
    if call.table("deleted_users").get(user_id) is None:
        raise not_found(f"user with id {user_id} not found")


def note_update(call: Call, more: str) -> None:
    name = call.table("users").rows[call.params["user_id"]]["username"]
    call.audit("update", "user", name, description=f"update user with name: {name}{more}")


@routes("PUT", "/users/{user_id:int}/sysadmin", body=("sysadmin_flag", SYSADMIN))
def set_sysadmin(call: Call) -> None:
    if call.version >= "2.10":
        call.require_system("user", "update")
    elif not call.caller.sysadmin:
        call.require_login()
        raise forbidden(call.caller.name)
    user_id, flag = call.params["user_id"], call.body.get("sysadmin_flag", False)
    if call.table("users").get(user_id) is None:
        require_once(call, user_id)
        return
    call.table("users").update(user_id, sysadmin_flag=flag, update_time=call.now)
    note_update(call, ", add/remove user as system administrator")


@routes("PUT", "/users/{user_id:int}/password", body=("password", PASSWORD))
def update_password(call: Call) -> None:
    require_modifiable(call)
    mine = call.caller.user if oneself(call) else None
    if mine is not None and not proves(call.body.get("old_password", ""), mine):
        raise forbidden("Current password is incorrect")
    new = call.body.get("new_password", "")
    require_strong(new)
    user = wanted(call)
    if proves(new, user):
        raise bad_request("New password is identical to old password")
    call.table("users").update(user["user_id"], update_time=call.now, **sealed(new))
    note_update(call, ", change user password")


@routes("PUT", "/users/{user_id:int}/cli_secret", body=("secret", CLI_SECRET))
def set_cli_secret(call: Call) -> None:
    mode, user_id = call.setting("auth_mode"), call.params["user_id"]
    if mode != "oidc_auth":
        raise precondition(f"unable to update CLI secret under authmode: {mode}")
    call.require_login()
    if not oneself(call):
        require(call, "update", f"Not authorized to update the CLI secret for user: {user_id}")
    secret = call.body.get("secret", "")
    if secret:
        require_strong(secret)
    came = call.table("oidc_users").one(user_id=user_id)
    if came is None:  # nobody comes by OIDC here, but a test may say so
        raise not_found(f"oidc info for user {user_id} not found")
    if secret:
        call.table("oidc_users").update(came["id"], **sealed(secret))


@routes("DELETE", "/users/{user_id:int}")
def delete_user(call: Call) -> None:
    require(call, "delete", "Not authorized to delete users")
    user_id = call.params["user_id"]
    if oneself(call) or user_id == 1:
        raise forbidden(f"User with ID {user_id} cannot be deleted")
    user = wanted(call)
    call.table("members").delete_all(entity_type="u", entity_id=user_id)
    call.table("users").delete(user_id)
    call.table("deleted_users").insert(user_id=user_id)
    call.hub.fire("user deleted", user)
    name = user["username"]
    call.audit("delete", "user", name, description=f"delete user with name: {name}")


def taken(user: Row) -> Exception:
    return conflict(f"user {user['username']} or email {user['email']} already exists")


def install(hub: Hub) -> None:
    hub.store["users"].refuse = taken


def furnish(hub: Hub) -> None:
    now = hub.now()
    hub.store["users"].insert(
        username="admin", email=None, realname="system admin", comment="admin user",
        sysadmin_flag=True, creation_time=now, update_time=now, **sealed(hub.password),
    )  # fmt: skip
    # The genuine one has a deleted row for anonymous here: the next user is number 3.
    hub.store["deleted_users"].insert(user_id=2)
    hub.store["users"].last = 2
