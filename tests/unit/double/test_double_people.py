# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Users, groups, members and their rights: facts of genuine Harbors."""

from __future__ import annotations

import pytest

from tests.double.facts import ABSENT, ANONYMOUS, PASSWORD, Fact, tell, unasked
from tests.double.hub import Hub
from tests.double.versions import ASKED

BAD = "BAD_REQUEST"
WEAK = (
    "the password or secret must be 8-128, inclusively, characters long with at least 1 uppercase"
    " letter, 1 lowercase letter and 1 number"
)
ROLES = {"admin_": 1, "developer": 2, "guest": 3, "maintainer": 4, "limited": 5}


def person(name: str, **more: object) -> dict[str, object]:
    body = {"username": name, "email": f"{name}@example.com", "realname": "r"}
    return {**body, "password": PASSWORD, **more}


def user(name: str) -> Fact:
    return Fact("POST", "/users", person(name), 201, keep=name)


def refused(message: str, **more: object) -> Fact:
    return Fact("POST", "/users", person("new", **more), 400, BAD, message)


def password(new: str, **more: object) -> dict[str, object]:
    return {"new_password": new, **more}


TEAM = [
    Fact("POST", "/projects", {"project_name": "p"}, 201, keep="p"),
    *[user(name) for name in (*ROLES, "stranger")],
    *[
        Fact("POST", "/projects/p/members", {"role_id": role, "member_user": {"username": name}},
             201, keep=f"{name} in p")
        for name, role in ROLES.items()
    ],
]  # fmt: skip


def may(method: str, path: str, names: str, body: object = None, status: int = 200) -> list[Fact]:
    """The roles that may do it; the others are refused, a stranger like them."""
    allowed = names.split()
    return [
        Fact(method, path, body, status, who=name)
        if name in allowed
        else Fact(method, path, body, 403, "FORBIDDEN", "forbidden", who=name)
        for name in (*ROLES, "stranger")
    ]


STORIES: dict[str, list[Fact]] = {
    "what a user must be": [
        refused(WEAK, password="Aa345678" * 17), refused(WEAK, password="Äbcdefg1"),
        refused(WEAK, password="", email="", realname=""),
        Fact("POST", "/users", person("blanks", password="  Aa 1  "), 201),
        refused("email can't be empty", email=""),
        refused("email with illegal format", email="a@b"),
        refused("email with illegal format", email="a@b.c"),
        refused("realname with illegal length", realname=""),
        refused("realname with illegal length", realname="r" * 256),
        refused("realname contains illegal characters", realname="a,b"),
        refused("comment with illegal length", comment="c" * 31),
        Fact("POST", "/users", person("n" * 256, email="n@example.com"), 422,
             "UNPROCESSABLE_ENTITY"),
        Fact("POST", "/users", person("e", email="e" * 250 + "@example.com"), 422,
             "UNPROCESSABLE_ENTITY"),
        Fact("POST", "/users", person('a"b', email="q@example.com"), 400, BAD,
             "username contains illegal characters", since="2.10"),
        Fact("POST", "/users", person('a"b', email="q@example.com"), 201, until="2.10"),
        Fact("POST", "/users", person(" Ä/ +@", email="odd@example.com"), 201, keep="odd"),
        Fact("GET", "/users/{odd}", fields={"username": " Ä/ +@", "comment": ABSENT}),
        Fact("POST", "/users", person("flag", sysadmin_flag=True, user_id=77), 201, keep="flag"),
        Fact("GET", "/users/{flag}", fields={"sysadmin_flag": False, "user_id": "{flag}"}),
    ],
    "names and addresses are one user's, to the letter": [
        user("va"),
        Fact("POST", "/users", person("va", email="x@example.com"), 409, "CONFLICT",
             "user va or email x@example.com already exists"),
        Fact("POST", "/users", person("x", email="va@example.com"), 409, "CONFLICT",
             "user x or email va@example.com already exists"),
        user("VA"),
        Fact("GET", "/users?q=username=va", fields={"#": 1}),
        Fact("GET", "/users?username=va", fields={"#": 2}),
        Fact("GET", "/users?username=v&email=VA@", fields={"#": 2}),
        Fact("GET", "/users?q=Username=~A", fields={"#": 2}),
        Fact("PUT", "/users/{va}", {"email": "VA@example.com", "realname": "r"}, 500, "UNKNOWN"),
        Fact("GET", "/users/current", who="va", fields={"username": "va"}),
        Fact("GET", "/users/current", who="va@example.com", fields={"username": "va"}),
        Fact("GET", "/users/current", who="Va", status=401, code="UNAUTHORIZED"),
    ],
    "number 1 is in no list": [
        Fact("GET", "/users", fields={"#": 0}), Fact("GET", "/users?q=user_id=1", fields={"#": 0}),
        Fact("GET", "/users?username=admin", fields={"#": 0}),
        Fact("GET", "/users/search?username=admin", fields={"#": 0}),
        Fact("GET", "/users/1", fields={"username": "admin", "email": ABSENT}),
        Fact("GET", "/users/search", status=422, code="UNPROCESSABLE_ENTITY"),
    ],
    "what a user may do": [
        user("u"), user("other"),
        Fact("GET", "/users", who="u", status=403, code="FORBIDDEN", message="u"),
        Fact("GET", "/users/search?username=oth", who="u",
             fields={"0": {"user_id": "{other}", "username": "other"}}),
        Fact("GET", "/users/{u}", who="u", fields={"username": "u"}),
        Fact("GET", "/users/{other}", who="u", status=403, code="FORBIDDEN"),
        Fact("POST", "/users", person("v"), 403, "FORBIDDEN", who="u"),
        Fact("POST", "/users", person("v"), 401, "UNAUTHORIZED", who=ANONYMOUS),
        Fact("DELETE", "/users/{other}", who="u", status=403, code="FORBIDDEN"),
        Fact("PUT", "/users/{other}", {"email": "o@example.com", "realname": "r"}, 403,
             "FORBIDDEN", who="u"),
        Fact("PUT", "/users/{u}", {"email": "new@example.com", "realname": "n"}, who="u"),
        Fact("PUT", "/users/{u}/sysadmin", {"sysadmin_flag": True}, 403, "FORBIDDEN", "u",
             who="u"),
        Fact("GET", "/configurations", who="u", status=403, code="FORBIDDEN", message="u"),
        Fact("GET", "/usergroups", who="u", status=403, code="FORBIDDEN", message="u"),
        Fact("GET", "/usergroups/search?groupname=x", who="u", fields={"#": 0}),
        Fact("PUT", "/configurations", {"self_registration": True}),
        Fact("POST", "/users", person("v"), 403, "FORBIDDEN",
             "self-registration cannot be triggered via API", who="u"),
        Fact("PUT", "/users/{u}/sysadmin", {"sysadmin_flag": True}),
        Fact("GET", "/configurations", who="u"),
        Fact("PUT", "/users/1/sysadmin", {}, who="u"),
        Fact("GET", "/configurations", status=403, code="FORBIDDEN", message="admin"),
        Fact("PUT", "/users/{u}/sysadmin", {"sysadmin_flag": False}, who="u"),
        Fact("GET", "/users", who="u", status=403, code="FORBIDDEN"),
    ],
    "passwords": [
        user("u"),
        Fact("PUT", "/users/{u}/password", password(PASSWORD), 400, BAD,
             "New password is identical to old password"),
        Fact("PUT", "/users/{u}/password", password("weak"), 400, BAD, WEAK),
        Fact("PUT", "/users/{u}/password", password("Other-Pass1"), 403, "FORBIDDEN",
             "Current password is incorrect", who="u"),
        Fact("PUT", "/users/{u}/password", password("Other-Pass1", old_password="no")),
        Fact("GET", "/users/current", who="u", status=401, code="UNAUTHORIZED"),
        Fact("GET", "/users/current", who="u", password="Other-Pass1"),
        Fact("PUT", "/users/{u}/password", password("Third-Pass1", old_password="Other-Pass1"),
             who="u", password="Other-Pass1"),
        Fact("GET", "/users/current", who="u", password="Third-Pass1"),
        Fact("PUT", "/users/1/password", password("Admin-Pass1"), 403, "FORBIDDEN",
             "Current password is incorrect"),
        Fact("PUT", "/users/9999/password", password("Other-Pass1"), 404, "NOT_FOUND",
             "user 9999 not found"),
    ],
    "a deleted user still takes a profile": [
        user("u"),
        Fact("DELETE", "/users/{u}"), Fact("DELETE", "/users/{u}", status=404, code="NOT_FOUND"),
        Fact("GET", "/users/{u}", status=404, code="NOT_FOUND", message="user {u} not found"),
        Fact("GET", "/users/current", who="u", status=401, code="UNAUTHORIZED"),
        Fact("PUT", "/users/{u}", {"email": "z@example.com", "realname": "r"}),
        Fact("PUT", "/users/{u}/sysadmin", {"sysadmin_flag": True}),
        Fact("PUT", "/users/{u}/password", password("Other-Pass1"), 404, "NOT_FOUND"),
        Fact("PUT", "/users/9999", {"email": "z@example.com", "realname": "r"}, 404, "NOT_FOUND"),
        Fact("PUT", "/users/9999/sysadmin", {}, 404, "NOT_FOUND"),
        Fact("POST", "/users", person("u"), 201, keep="again"),
        Fact("GET", "/users?q=username=u", fields={"#": 1, "0.user_id": "{again}"}),
        Fact("DELETE", "/users/1", status=403, code="FORBIDDEN",
             message="User with ID 1 cannot be deleted"),
    ],
    "other modes than db_auth": [
        Fact("PUT", "/configurations", {"auth_mode": "oidc_auth"}),
        Fact("POST", "/users", person("u"), 403, "FORBIDDEN",
             "creating local user is not allowed under auth mode: oidc_auth"),
        Fact("PUT", "/users/1", {"email": "root@example.com", "realname": "root"}),
        Fact("GET", "/users/1", fields={"email": "root@example.com"}),
        Fact("PUT", "/users/9/cli_secret", {"secret": "weak"}, 400, BAD),
        Fact("PUT", "/configurations", {"auth_mode": "db_auth"}),
        Fact("PUT", "/users/1/cli_secret", {"secret": "Cli-Secret1"}, 412, "PRECONDITION",
             "unable to update CLI secret under authmode: db_auth"),
    ],
    "groups": [
        Fact("POST", "/usergroups", {"group_type": 3}, 400),
        Fact("POST", "/usergroups", {"group_name": "g", "group_type": 3, "ldap_group_dn": "CN=X"},
             201, keep="g"),
        Fact("GET", "/usergroups/{g}", fields={"": {"group_name": "g", "group_type": 3,
                                                    "ldap_group_dn": "cn=x"}}),
        Fact("POST", "/usergroups", {"group_name": "g", "group_type": 3}, 409, "CONFLICT",
             "duplicate user group, group name:g, group type: 3, ldap group DN: "),
        Fact("POST", "/usergroups", {"group_name": "g", "group_type": 2}, 500, "UNKNOWN"),
        Fact("POST", "/usergroups", {"group_name": "G"}, 201, keep="big"),
        Fact("GET", "/usergroups/{big}", fields={"": {"group_name": "G"}}),
        Fact("GET", "/usergroups?group_name=g", fields={"#": 2, "1.id": "{big}"}),
        Fact("GET", "/usergroups?q=group_name=nope&ldap_group_dn=cn=none", fields={"#": 2}),
        Fact("POST", "/usergroups", {"group_name": "l", "group_type": 1, "ldap_group_dn": "cn=l"},
             400, BAD, "LDAP Group DN is not found: DN:cn=l"),
        Fact("POST", "/usergroups", {"group_name": "n" * 256, "group_type": 3}, 500, "UNKNOWN"),
        Fact("PUT", "/usergroups/{g}", {"group_name": "h", "group_type": 2, "ldap_group_dn": ""}),
        Fact("GET", "/usergroups/{g}", fields={"group_name": "h", "group_type": 3}),
        Fact("PUT", "/usergroups/{g}", {"group_name": "G"}, 500, "UNKNOWN"),
        Fact("PUT", "/usergroups/{g}", {}, 400),
        Fact("PUT", "/usergroups/9999", {"group_name": "x"}, 404, "NOT_FOUND",
             "the user group with id 9999 is not found"),
        Fact("GET", "/usergroups/9999", status=404, code="NOT_FOUND"),
        Fact("GET", "/usergroups/search?groupname=G", fields={"0": {
            "group_name": "G", "id": "{big}"}}),
        Fact("DELETE", "/usergroups/9999"), Fact("DELETE", "/usergroups/{g}"),
        Fact("GET", "/usergroups", fields={"#": 1}),
    ],
    "who becomes a member": [
        Fact("POST", "/projects", {"project_name": "p"}, 201, keep="p"), user("u"), user("v"),
        Fact("POST", "/usergroups", {"group_name": "u", "group_type": 3}, 201, keep="g"),
        Fact("POST", "/projects/p/members", {"role_id": 2, "member_group": {"id": "{g}"},
                                             "member_user": {"username": "v"}}, 201, keep="m"),
        Fact("GET", "/projects/p/members/{m}", fields={"entity_type": "g", "entity_name": "u"}),
        Fact("POST", "/projects/{p}/members", {"role_id": 2, "member_user": {"user_id": "{u}"},
                                               "member_group": {"id": "{g}"}}, 201, keep="n"),
        Fact("GET", "/projects/p/members/{n}", fields={"entity_type": "u", "entity_name": "u"}),
        Fact("GET", "/projects/p/members?entityname=u", fields={"#": 2}),
        Fact("POST", "/projects/p/members", {"role_id": 3, "member_user": {"username": "u"}}, 409,
             "CONFLICT", "The project member specified already exist"),
        Fact("POST", "/projects/p/members", {"role_id": 9, "member_user": {"username": "u"}}, 409,
             "CONFLICT"),
        Fact("POST", "/projects/p/members", {"role_id": 9, "member_user": {"username": "v"}}, 400,
             BAD, "Failed to update project member, role is not in 1,2,3"),
        Fact("POST", "/projects/p/members", {"member_user": {"username": "v"}}, 400, BAD),
        Fact("POST", "/projects/p/members", {"role_id": 2, "member_user": {"user_id": 9999}}, 400,
             BAD, "Failed to get user 9999: user 9999 not found"),
        Fact("POST", "/projects/p/members", {"role_id": 2, "member_group": {"id": 9999}}, 400,
             BAD, "Group 9999 not found"),
        Fact("POST", "/projects/p/members", {"role_id": 2, "member_user": {
            "username": "v@example.com"}}, 404, "NOT_FOUND", "user v@example.com is not found"),
        Fact("POST", "/projects/p/members", {"role_id": 2, "member_group": {"group_name": "u"}},
             404, "NOT_FOUND", "u not found: not supported"),
        Fact("POST", "/projects/p/members", {}, 500, "UNKNOWN"),
        Fact("POST", "/projects/p/members", status=400, code=BAD,
             message="the project member should provide"),
        Fact("DELETE", "/users/{u}"), Fact("DELETE", "/usergroups/{g}"),
        Fact("GET", "/projects/p/members", fields={"#": 1}),
    ],
    "a role that is none": [
        Fact("POST", "/projects", {"project_name": "p"}, 201, keep="p"), user("u"),
        Fact("POST", "/projects/p/members", {"role_id": 2, "member_user": {"username": "u"}}, 201,
             keep="m"),
        Fact("PUT", "/projects/p/members/{m}", {}),
        Fact("GET", "/projects/p/members", fields={"#": 1}, answer_headers={"X-Total-Count": "2"}),
        Fact("GET", "/projects/p/members/{m}", status=404, code="NOT_FOUND"),
        Fact("GET", "/projects/p", who="u", status=403, code="FORBIDDEN"),
        Fact("PUT", "/projects/p/members/{m}", {"role_id": 3}),
        Fact("GET", "/projects/p/members/{m}", fields={"role_name": "guest"}),
        Fact("PUT", "/projects/p/members/{m}", {"role_id": -1}),
        Fact("POST", "/projects/p/members", {"role_id": 4, "member_user": {"username": "u"}}, 201,
             keep="new"),
        Fact("GET", "/projects/p/members", fields={"#": 2}, answer_headers={"X-Total-Count": "2"}),
        Fact("PUT", "/projects/p/members/{m}", {"role_id": 2}),
        Fact("GET", "/projects/p/members/{new}", fields={"role_id": 4}),
        Fact("PUT", "/projects/library/members/{new}", {"role_id": 1}),
        Fact("GET", "/projects/p/members/{new}", fields={"role_id": 4}),
        Fact("GET", "/projects/library/members/{new}", status=404, code="NOT_FOUND"),
        Fact("PUT", "/projects/p/members/{new}", status=400, code=BAD,
             message="role can not be empty!", until="2.10"),
        Fact("PUT", "/projects/p/members/{new}", status=400, code=BAD,
             message="role can not be empty", since="2.10"),
        Fact("PUT", "/projects/p/members/{new}", None),
        Fact("GET", "/projects/p/members", fields={"#": 1}),
        Fact("DELETE", "/projects/p/members/9999"),
        Fact("GET", "/projects/p/members?sort=-entity_name&q=entity_name=no", fields={"#": 1}),
    ],
    "a project's admin may end his own rule": [
        *TEAM,
        Fact("PUT", "/projects/p/members/{admin_ in p}", {"role_id": 3}, who="admin_"),
        Fact("PUT", "/projects/p/members/{admin_ in p}", {"role_id": 1}, 403, "FORBIDDEN",
             who="admin_"),
    ],
    "what the roles may": [
        *TEAM,
        *may("GET", "/projects/p", "admin_ maintainer developer guest limited"),
        *may("GET", "/projects/p/summary", "admin_ maintainer developer guest limited"),
        *may("GET", "/projects/p/members", "admin_ maintainer developer guest"),
        *may("GET", "/projects/p/members/{guest in p}", "admin_ maintainer developer guest"),
        *may("PUT", "/projects/p/members/{guest in p}", "admin_", {"role_id": 3}),
        *may("DELETE", "/projects/p/members/9999", "admin_"),
        *may("PUT", "/projects/p", "admin_", {"metadata": {"auto_scan": "true"}}),
        *may("GET", "/projects/p/_deletable", "admin_"),
        *may("GET", "/projects/p/metadatas/auto_scan", "admin_ maintainer"),
        *may("GET", "/projects/p/metadatas/", ""),
        *may("PUT", "/projects/p/metadatas/auto_scan", "admin_", {"auto_scan": "true"}),
        *may("DELETE", "/projects/p/metadatas/auto_scan", "admin_"),
        *may("GET", "/labels?scope=p&project_id={p}", "admin_ maintainer developer guest"),
        *may("POST", "/labels", "", {"name": "l", "scope": "p", "project_id": 9999}),
        *may("GET", "/robots?q=Level=project,ProjectID={p}", "admin_ maintainer developer guest"),
        *[
            Fact("GET", "/robots", who=name, status=403, code="FORBIDDEN", message=name)
            for name in ROLES
        ],
        Fact("GET", "/users/current/permissions?scope=/project/{p}", who="limited", fields={
            "0": {"resource": "/project/{p}", "action": "read"}}),
        Fact("GET", "/users/current/permissions?scope=/project/{p}&relative=true", who="limited",
             fields={"0.resource": ".", "1.resource": "quota"}),
        Fact("GET", "/users/current/permissions?scope=/project/{p}", who="stranger",
             fields={"": []}),
        Fact("GET", "/users/current/permissions", who="admin_", fields={"": []}),
        Fact("GET", "/users/current/permissions?scope=/system", fields={"0": ...}),
        Fact("GET", "/users/current/permissions?scope=/system", who="admin_", fields={"": []}),
        Fact("GET", "/permissions", who="admin_", fields={"system": ABSENT, "project.0": ...},
             since="2.10"),
        Fact("GET", "/permissions", who="maintainer", status=403, code="FORBIDDEN", since="2.10"),
        Fact("GET", "/permissions", who=ANONYMOUS, status=401, code="UNAUTHORIZED", since="2.10"),
        Fact("GET", "/permissions", status=404, code="NOT_FOUND", until="2.10"),
        Fact("GET", "/projects/p/logs", who="admin_"),
        Fact("GET", "/projects/p/logs", who="guest", until="2.13"),
        Fact("GET", "/projects/p/logs", who="guest", status=403, code="FORBIDDEN", since="2.13"),
    ],
}  # fmt: skip


def test_no_fact_is_left_unasked() -> None:
    assert unasked(STORIES, ASKED) == []


@pytest.mark.parametrize("version", ASKED)
@pytest.mark.parametrize("name", STORIES)
def test_the_double_tells_it_as_harbor_does(name: str, version: str) -> None:
    assert "\n".join(tell(Hub(version, options={"raise": True}), STORIES[name])) == ""
