# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Robots and what they may do: facts of genuine Harbors."""

from __future__ import annotations

from typing import Any

import pytest

from tests.double.facts import ABSENT, ANONYMOUS, PASSWORD, UNSAID, Fact, ask, tell, unasked
from tests.double.hub import Hub
from tests.double.versions import ASKED

BAD = "BAD_REQUEST"
PULL = ("repository", "pull")
RULE = "8-128, inclusively, characters long with at least 1 uppercase letter, 1 lowercase letter"


def permission(kind: str, namespace: str, *rights: tuple[str, str]) -> dict[str, Any]:
    access = [{"resource": resource, "action": action} for resource, action in rights]
    return {"kind": kind, "namespace": namespace, "access": access}


def of_project(name: str, *rights: tuple[str, str], **more: Any) -> dict[str, Any]:
    space = more.pop("namespace", "p")
    wanted = [permission("project", space, *(rights or (PULL,)))]
    body = {"name": name, "level": "project", "duration": 1, "permissions": wanted}
    return {**body, **more}


def of_system(name: str, *wanted: dict[str, Any], **more: Any) -> dict[str, Any]:
    body = {"name": name, "level": "system", "duration": 1, "permissions": list(wanted)}
    return {**body, **more}


def robot(keep: str, body: dict[str, Any]) -> Fact:
    return Fact("POST", "/robots", body, 201, keep=keep)


def refused(message: str, body: dict[str, Any], **more: Any) -> Fact:
    return Fact("POST", "/robots", body, 400, BAD, message, **more)


def by(one: str, method: str, path: str, body: Any = UNSAID, **more: Any) -> Fact:
    return Fact(method, path, body, who=f"{{{one}.name}}", password=f"{{{one}.secret}}", **more)


P = Fact("POST", "/projects", {"project_name": "p"}, 201, keep="p")
Q = Fact("POST", "/projects", {"project_name": "q"}, 201, keep="q")
NO: dict[str, Any] = {"status": 403, "code": "FORBIDDEN"}

STORIES: dict[str, list[Fact]] = {
    "what a robot must be": [
        P, Q,
        refused("robot name is not in lower case or contains illegal characters",
                of_project("a+b", duration=0)),
        robot("digits", of_project("123")),
        refused("bad request error duration input: -2, duration must be either -1(Never) or a"
                " positive integer", of_project("a", duration=-2), since="2.11"),
        refused("bad request error duration input: -2", of_project("a", duration=-2),
                until="2.10"),
        refused("bad request error level input: x", of_project("a", level="x")),
        refused("bad request error duration input: 0, duration must be either -1(Never) or a"
                " positive integer", {"name": "a", "level": "x"}, since="2.11"),
        refused("bad request error level input: ", {"name": "a", "duration": 3}),
        refused("bad request empty permission", of_project("a", permissions=[])),
        refused("bad request empty access", of_project("a", permissions=[
            permission("project", "p")])),
        refused("bad request permission", of_project("a", permissions=[
            permission("project", "p", PULL), permission("project", "q", PULL)])),
        refused("bad request permission: *:pull", of_project("a", ("*", "pull")), since="2.10"),
        Fact("POST", "/robots", of_project("any", ("*", "*"), ("nonsense", "x")), 201,
             until="2.10"),
        refused("bad request permission: configuration:read", of_system(
            "a", permission("system", "/", ("configuration", "read"))), since="2.10"),
        refused("bad request permission level: bogus", of_project("a", permissions=[
            permission("bogus", "p", PULL)]), since="2.10"),
        refused("unknown robot kind", of_system("a", permission("bogus", "p", PULL)),
                until="2.10"),
        refused("unknown namespace", of_system("a", permission(
            "system", "p", ("project", "list")))),
        Fact("POST", "/robots", of_project("a", namespace="none"), 404, "NOT_FOUND",
             "project none not found"),
        Fact("POST", "/robots", of_project("a", namespace="*"), 404, "NOT_FOUND",
             "project * not found"),
        Fact("POST", "/robots", of_project("n" * 254), 500, "UNKNOWN"),
        robot("long", of_project("n" * 253)),
        Fact("POST", "/robots", of_project("a", description="d" * 1025), 500, "UNKNOWN"),
        robot("push", of_project("push", ("repository", "push"))),
        Fact("POST", "/robots", of_project("push"), 409, "CONFLICT",
             "robot account {p}:p+push already exists"),
        robot("other", of_project("push", namespace="q")),
        robot("system", of_system("push", permission("project", "*", PULL))),
        Fact("POST", "/robots", of_system("push", permission("project", "*", PULL)), 409,
             "CONFLICT", "robot account 0:push already exists"),
    ],
    "what a POST ignores": [
        P, robot("r", of_project("r", secret="Given-Pass1", disable=True)),
        Fact("GET", "/robots/{r}", fields={"disable": False, "editable": True, "secret": ABSENT,
                                           "description": ABSENT, "level": "project",
                                           "name": "robot$p+r"}),
        Fact("GET", "/robots/{r}", fields={"creator_type": "local", "creator_ref": 1},
             since="2.12"),
        Fact("GET", "/robots/{r}", fields={"creator_type": ABSENT}, until="2.12"),
        by("r", "GET", "/users/current", status=412, code="PRECONDITION",
           message="get current user not available for security context: robot"),
        Fact("GET", "/users/current", who="p+r", password="{r.secret}", status=401,
             code="UNAUTHORIZED"),
    ],
    "a duration of nothing": [
        P, Fact("POST", "/robots", of_project("r", duration=0), 201, keep="r", until="2.11"),
        Fact("GET", "/robots/{r}", fields={"duration": 30}, until="2.11"),
        Fact("PUT", "/robots/{r}", of_project("robot$p+r", duration=7), until="2.11"),
        Fact("PUT", "/robots/{r}", {**of_project("robot$p+r"), "duration": None}, until="2.11"),
        Fact("GET", "/robots/{r}", fields={"duration": 30}, until="2.11"),
        Fact("POST", "/robots", {**of_project("s"), "duration": None}, 400, BAD, since="2.11"),
        Fact("POST", "/robots", of_project("s", duration=7), 201, keep="s", since="2.12"),
        Fact("PUT", "/robots/{s}", {**of_project("robot$p+s"), "duration": None}, since="2.12"),
        Fact("GET", "/robots/{s}", fields={"duration": 7}, since="2.12"),
        Fact("PUT", "/robots/{s}", of_project("robot$p+s", duration=0), 400, BAD, since="2.12"),
    ],
    "a PUT replaces": [
        P, Q, robot("r", of_project("r", description="d")),
        Fact("PUT", "/robots/{r}", of_project("robot$p+r", ("repository", "push"), duration=-1,
                                              disable=True, id=77, secret="Other-Pass1")),
        Fact("GET", "/robots/{r}", fields={"disable": True, "description": ABSENT,
                                           "expires_at": -1, "permissions.0.access.#": 1}),
        by("r", "GET", "/users/current", status=401, code="UNAUTHORIZED"),
        Fact("PUT", "/robots/{r}", of_project("robot$p+r", duration=-1)),
        by("r", "GET", "/users/current", status=412, code="PRECONDITION"),
        Fact("PUT", "/robots/{r}", of_project("p+r"), 400, BAD,
             "cannot update the level or name of robot"),
        Fact("PUT", "/robots/{r}", of_project("robot$p+r", namespace="q"), 400, BAD,
             "cannot update the project id of robot"),
        Fact("PUT", "/robots/{r}", of_project("robot$p+r", level=""), 400, BAD,
             "bad request error level input: "),
        Fact("PUT", "/robots/{r}", of_project("robot$p+r", permissions=None), 400, BAD,
             "bad request empty permission"),
        Fact("PUT", "/robots/9999", of_project("robot$p+r"), 404, "NOT_FOUND"),
        robot("s", of_system("s", permission("project", "*", PULL))),
        Fact("PUT", "/robots/{s}", of_system("robot$s", permission("project", "p", PULL),
                                             permission("project", "p", PULL, ("tag", "list")))),
        Fact("GET", "/robots/{s}", fields={"permissions": [
            {"kind": "project", "namespace": "p", "access": [
                {"resource": "repository", "action": "pull"},
                {"resource": "tag", "action": "list"}]}]}),
        Fact("PUT", "/robots/{s}", of_system("robot$s", permission("project", "p", PULL),
                                             level="project"), 400, BAD),
        Fact("DELETE", "/projects/p"),
        Fact("GET", "/robots/{s}", fields={"permissions": []}),
        Fact("GET", "/robots/{r}", status=404, code="NOT_FOUND"),
        Fact("POST", "/projects", {"project_name": "p"}, 201),
        Fact("GET", "/robots/{s}", fields={"permissions": []}),
    ],
    "secrets": [
        P, robot("r", of_project("r")),
        Fact("PATCH", "/robots/{r}", {"secret": "weak"}, 400, BAD,
             f"the secret must be {RULE} and 1 number"),
        Fact("PATCH", "/robots/{r}", status=422, code="UNPROCESSABLE_ENTITY"),
        Fact("PATCH", "/robots/{r}", {"secret": PASSWORD}, fields={"": {}}),
        Fact("PATCH", "/robots/{r}", {"secret": PASSWORD}, fields={"": {}}),
        Fact("GET", "/users/current", who="robot$p+r", status=412, code="PRECONDITION"),
        Fact("PATCH", "/robots/{r}", {}, fields={"secret": ...}),
        Fact("GET", "/users/current", who="robot$p+r", status=401, code="UNAUTHORIZED"),
    ],
    "the prefix names all robots anew": [
        P, robot("r", of_project("r")),
        Fact("PATCH", "/robots/{r}", {"secret": PASSWORD}),
        Fact("PUT", "/configurations", {"robot_name_prefix": " r$ "}),
        Fact("GET", "/robots/{r}", fields={"name": " r$ p+r"}),
        Fact("GET", "/users/current", who=" r$ p+r", status=412, code="PRECONDITION"),
        Fact("GET", "/users/current", who="robot$p+r", status=401, code="UNAUTHORIZED"),
        Fact("PUT", "/configurations", {"robot_name_prefix": ""}),
        Fact("GET", "/users/current", who="p+r", status=412, code="PRECONDITION"),
    ],
    "lists": [
        P, robot("r", of_project("r")), robot("s", of_system("s", permission(
            "project", "*", PULL))),
        Fact("GET", "/robots", fields={"#": 1, "0.name": "robot$s"}),
        Fact("GET", "/robots?q=name=robot%24s", fields={"#": 0}),
        Fact("GET", "/robots?q=name=s", fields={"#": 1}),
        Fact("GET", "/robots?q=name=~s", fields={"#": 1}),
        Fact("GET", "/robots?q=level=project,project_id={p}", fields={"#": 0}),
        Fact("GET", "/robots?q=level=project", fields={"#": 1}),
        Fact("GET", "/robots?q=Level=system", fields={"#": 1}, since="2.13"),
        Fact("GET", "/robots?q=Level=system", fields={"#": 2}, until="2.13"),
        Fact("GET", "/robots?q=Level=other", status=400, code=BAD),
        Fact("GET", "/robots?q=Level=project,ProjectID={p}", fields={"#": 1}),
        Fact("GET", "/robots?q=Level=project,ProjectID={p},name=r", fields={"#": 0}),
        Fact("GET", "/robots?q=Level=project,ProjectID={p},name=~r", fields={"#": 1}),
        Fact("GET", "/robots?q=Level=project,ProjectID=9999", fields={"#": 0}),
        Fact("GET", "/robots?q=Level=project,ProjectID=p", status=400, code=BAD),
        Fact("GET", "/robots?q=Level=project,ProjectID=0", status=400, code=BAD, since="2.13"),
        Fact("GET", "/robots?q=Level=project,ProjectID=0", fields={"#": 1}, until="2.13"),
        Fact("GET", "/robots?q=Level=project,ProjectID={1 2}", status=500),
        Fact("GET", "/robots", who=ANONYMOUS, status=401, code="UNAUTHORIZED"),
        Fact("GET", "/projects/p/robots", fields={"#": 1}, until="2.13"),
        Fact("GET", "/projects/p/robots/{s}", status=404, code="NOT_FOUND", until="2.13"),
        Fact("GET", "/projects/p/robots", status=404, code="NOT_FOUND", since="2.13"),
    ],
    "robots by the old way": [
        P,
        Fact("POST", "/projects/p/robots", {"name": "old", "access": [
            {"resource": "/project/{p}/repository", "action": "push"}]}, 201, keep="old",
            fields={"name": "robot$p+old", "expires_at": ABSENT}, until="2.13"),
        Fact("GET", "/robots/{old}", fields={"permissions.0.namespace": "p", "duration": 30},
             until="2.10"),
        Fact("POST", "/projects/p/robots", {"name": "x", "access": [
            {"resource": "/project/1/repository", "action": "push"}]}, 400, BAD, until="2.13"),
        Fact("POST", "/projects/p/robots", {"name": "x"}, 400, BAD, "bad request no access",
             until="2.13"),
        Fact("PUT", "/projects/p/robots/{old}", {"disable": True, "description": "no"},
             until="2.13"),
        Fact("GET", "/robots/{old}", fields={"disable": True, "description": ABSENT},
             until="2.13"),
        Fact("DELETE", "/projects/p/robots/{old}", until="2.13"),
    ],
    "who may have robots": [
        P, Q,
        *[Fact("POST", "/users", {"username": name, "email": f"{name}@example.com",
                                  "realname": "r", "password": PASSWORD}, 201)
          for name in ("boss", "dev")],
        Fact("POST", "/projects/p/members", {"role_id": 1, "member_user": {"username": "boss"}},
             201),
        Fact("POST", "/projects/p/members", {"role_id": 2, "member_user": {"username": "dev"}},
             201),
        Fact("POST", "/robots", of_project("r"), 201, who="boss", keep="r"),
        Fact("GET", "/robots/{r}", who="boss", fields={"name": "robot$p+r"}),
        Fact("PATCH", "/robots/{r}", {}, who="boss"),
        Fact("PUT", "/robots/{r}", of_project("robot$p+r"), who="boss"),
        Fact("POST", "/robots", of_project("r", namespace="q"), who="boss", **NO),
        Fact("POST", "/robots", of_system("r", permission("project", "*", PULL)), who="boss",
             **NO),
        Fact("POST", "/robots", of_project("s"), who="dev", **NO),
        Fact("PATCH", "/robots/{r}", {}, who="dev", **NO),
        Fact("DELETE", "/robots/{r}", who="dev", **NO),
        Fact("DELETE", "/robots/9999", who="dev", status=404, code="NOT_FOUND"),
        Fact("DELETE", "/robots/{r}", who="boss"),
    ],
    "what a project's robot may": [
        P, Q, robot("r", of_project("r", ("project", "read"), ("label", "create"),
                                    ("label", "list"), ("metadata", "read"))),
        by("r", "GET", "/projects/p", fields={"current_user_role_ids": None}),
        by("r", "GET", "/projects/q", **NO),
        by("r", "GET", "/projects/none", **NO),
        by("r", "GET", "/projects", fields={"#": 2}),
        by("r", "POST", "/labels", {"name": "l", "scope": "p", "project_id": "{p}"},
           status=201),
        by("r", "POST", "/labels", {"name": "l", "scope": "g"}, **NO),
        by("r", "GET", "/labels?scope=p&project_id={p}", fields={"#": 1}),
        by("r", "GET", "/projects/p/metadatas/public", fields={"public": "false"}),
        by("r", "GET", "/projects/p/members", **NO),
        by("r", "PUT", "/projects/p", {}, **NO),
        by("r", "POST", "/projects", {"project_name": "x"}, status=403, code="FORBIDDEN",
           message="Only system level robot can create project"),
        by("r", "GET", "/systeminfo", fields={"harbor_version": ..., "read_only": False}),
        by("r", "GET", "/permissions", since="2.10", **NO),
        by("r", "GET", "/configurations", status=403, code="FORBIDDEN", message="robot$p+r"),
    ],
    "what a system's robot may": [
        P, robot("all", of_system("all", permission("project", "*", ("project", "read"), PULL))),
        by("all", "GET", "/projects/p"), by("all", "GET", "/projects", fields={"#": 2}),
        by("all", "POST", "/projects", {"project_name": "y"}, status=201),
        Fact("GET", "/projects/y/members", fields={"0.entity_name": "admin"}),
        by("all", "GET", "/labels?scope=g"),
        robot("both", of_system(
            "both", permission("system", "/", ("project", "create"), ("quota", "list")),
            permission("project", "p", ("project", "read")))),
        by("both", "GET", "/projects/p", since="2.10"),
        by("both", "GET", "/projects/p", until="2.10", **NO),
        by("both", "GET", "/quotas"), by("both", "GET", "/quotas/1", **NO),
        by("both", "POST", "/projects", {"project_name": "z", "storage_limit": 77}, status=201),
        Fact("GET", "/projects/z", fields={"owner_name": "admin"}),
        Fact("GET", "/projects/z/summary", fields={"quota.hard.storage": 77}),
        robot("only", of_system("only", permission("system", "/", ("user", "list")))),
        by("only", "GET", "/users", since="2.12"),
        by("only", "GET", "/users", until="2.10", **NO),
        by("only", "GET", "/projects/library", **NO),
    ],
    "robots that make robots": [
        P, Q,
        robot("maker", of_system("maker", permission(
            "system", "/", ("robot", "create"), ("project", "list")))),
        by("maker", "POST", "/robots", of_system("a", permission(
            "system", "/", ("project", "list"))), status=201),
        by("maker", "POST", "/robots", of_system("b", permission(
            "system", "/", ("project", "create"))), status=403, code="DENIED",
            message="permission scope is invalid. It must be equal to or more restrictive than the"
            " creator robot's permissions: robot$maker"),
        by("maker", "POST", "/robots", of_system("c", permission("project", "*", PULL)),
           status=403, code="DENIED"),
        robot("star", of_system("star", permission("project", "*", ("robot", "create"), PULL))),
        by("star", "POST", "/robots", of_project("d"), status=201, since="2.15", keep="d"),
        Fact("GET", "/robots/{d}", fields={"creator_type": "robot", "creator_ref": "{star}"},
             since="2.15"),
        by("star", "POST", "/robots", of_project("d"), status=403, code="DENIED",
           message="denied", until="2.15"),
        by("star", "POST", "/robots", of_project("e", ("tag", "list")), status=403,
           code="DENIED"),
        robot("own", of_project("own", ("robot", "create"), PULL)),
        by("own", "POST", "/robots", of_project("f"), status=201),
        by("own", "POST", "/robots", of_project("g", namespace="q"), status=403,
           code="FORBIDDEN", until="2.15"),
    ],
}  # fmt: skip
NEWER = {"robots that make robots": "2.12"}


def test_no_fact_is_left_unasked() -> None:
    assert unasked(STORIES, ASKED) == []


@pytest.mark.parametrize("version", ASKED)
@pytest.mark.parametrize("name", STORIES)
def test_the_double_tells_it_as_harbor_does(name: str, version: str) -> None:
    hub = Hub(version, options={"raise": True})
    if NEWER.get(name, "0") <= hub.version:
        assert "\n".join(tell(hub, STORIES[name])) == ""


def test_an_expiry_is_counted_from_the_creation_and_only_when_the_duration_changes() -> None:
    hub = Hub("2.13.5")
    ask(hub, "POST", "/projects", {"project_name": "p"})
    made = ask(hub, "POST", "/robots", of_project("r", duration=30)).json
    row = hub.store["robots"].rows[made["id"]]
    assert made["expires_at"] == int(row["creation_time"]) + 30 * 86400
    with hub.store.transaction():
        hub.store["robots"].update(made["id"], expires_at=1)  # long ago
    body = of_project("robot$p+r", duration=30)
    assert ask(hub, "PUT", f"/robots/{made['id']}", body).status == 200
    again = {"who": "robot$p+r", "password": made["secret"]}
    assert ask(hub, "GET", "/users/current", **again).status == 401
    assert ask(hub, "PUT", f"/robots/{made['id']}", {**body, "duration": 31}).status == 200
    assert ask(hub, "GET", "/users/current", **again).status == 412


def test_permissions_come_in_another_order_from_time_to_time() -> None:
    hub = Hub("2.13.5", seed=4)
    wanted = [permission("system", "/", ("project", "list"))]
    wanted += [permission("project", "*", PULL), permission("project", "library", PULL)]
    made = ask(hub, "POST", "/robots", of_system("r", *wanted)).json
    seen = set()
    for _turn in range(20):
        found = ask(hub, "GET", f"/robots/{made['id']}").json["permissions"]
        assert sorted(map(str, found)) == sorted(map(str, wanted))
        seen.add(tuple(one["namespace"] for one in found))
    assert len(seen) > 1
