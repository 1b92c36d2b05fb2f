# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Projects, their metadata, allowlists, quotas and labels: facts of genuine Harbors."""

from __future__ import annotations

import pytest

from tests.double.facts import ABSENT, ANONYMOUS, Fact, tell, unasked
from tests.double.hub import Hub
from tests.double.versions import ASKED

BY_NAME = {"X-Is-Resource-Name": "true"}
USER = {"email": "{}@example.com", "realname": "r", "password": "Fact-Pass1"}


def user(name: str) -> Fact:
    body = {**USER, "username": name, "email": f"{name}@example.com"}
    return Fact("POST", "/users", body, 201, keep=name)


def member(project: str, name: str, role: int) -> Fact:
    body = {"role_id": role, "member_user": {"username": name}}
    return Fact("POST", f"/projects/{project}/members", body, 201, keep=f"{name} in {project}")


def project(name: str, **more: object) -> Fact:
    return Fact("POST", "/projects", {"project_name": name, **more}, 201, keep=name)


BAD = "BAD_REQUEST"
STORIES: dict[str, list[Fact]] = {
    "what a POST of a project drops": [
        project("a", cve_allowlist={"items": [{"cve_id": "X"}, {"cve_id": "X"}]}, public=True),
        Fact("GET", "/projects/a", fields={"cve_allowlist.items": [], "metadata.public": "true"}),
        project("b", public=True, metadata={"public": "false", "auto_scan": "yes", "nope": "x"}),
        Fact("GET", "/projects/b", fields={"metadata": {"public": "false", "auto_scan": "yes"}}),
        project("c", metadata={"proxy_speed_kb": "10", "max_upstream_conn": "3", "public": ""}),
        Fact("GET", "/projects/c", fields={"metadata": {"public": "false"}}),
        project("d", metadata={"severity": "NEGLIGIBLE", "retention_id": "", "auto_scan": None}),
        Fact("GET", "/projects/d", fields={"metadata": {"public": "false", "severity": "none"}}),
        project("e", metadata={"auto_sbom_generation": "true"}),
        Fact("GET", "/projects/e", fields={"metadata.auto_sbom_generation": ABSENT}, until="2.11"),
        Fact("GET", "/projects/e", fields={"metadata.auto_sbom_generation": "true"}, since="2.11"),
    ],
    "what a POST of a project refuses": [
        project("there"),
        Fact("POST", "/projects", {"project_name": "there", "metadata": {"public": "True"}}, 400,
             BAD, "metadata.public should only be 'true' or 'false', but got: 'True'"),
        Fact("POST", "/projects", {"project_name": "there", "storage_limit": -2}, 400, BAD,
             "bad request: invalid non-positive value for quota limit, value=-2"),
        Fact("POST", "/projects", {"project_name": "x", "storage_limit": 2**50 + 1}, 400, BAD,
             "bad request: exceeded 1024TB, which is 1125899906842624 Bytes,"
             " value=1125899906842625"),
        Fact("POST", "/projects", {"project_name": "x", "storage_limit": 1.5}, 422,
             "UNPROCESSABLE_ENTITY",
             'validation failure list:\nparsing project body from "" failed, because json: cannot'
             " unmarshal number 1.5 into Go struct field ProjectReq.storage_limit of type int64"),
        Fact("POST", "/projects", {"project_name": "x", "storage_limit": "1"}, 422,
             "UNPROCESSABLE_ENTITY"),
        Fact("POST", "/projects", {"project_name": "x", "metadata": {"auto_scan": True}}, 422,
             "UNPROCESSABLE_ENTITY"),
        Fact("POST", "/projects", {"project_name": "x", "metadata": {"retention_id": "1"}}, 400,
             BAD),
        Fact("POST", "/projects", {"project_name": "x", "registry_id": 0}, 400, BAD),
        Fact("POST", "/projects", {"project_name": "x", "registry_id": 99}, 500, "UNKNOWN",
             "internal server error"),
        Fact("POST", "/projects", {"project_name": "x" * 255}, 201),
        Fact("POST", "/projects", status=422, code="UNPROCESSABLE_ENTITY",
             message="validation failure list:\nproject in body is required"),
        Fact("POST", "/projects", None, 400, BAD),
    ],
    "a name can be used again at once, under a new id": [
        project("a"),
        Fact("DELETE", "/projects/a"),
        Fact("GET", "/projects/{a}", status=404, code="NOT_FOUND"),
        Fact("POST", "/projects", {"project_name": "a"}, 201, keep="again"),
        Fact("GET", "/projects/{again}", fields={"name": "a"}),
        Fact("GET", "/quotas?reference=project&reference_id={a}", fields={"#": 0}),
        Fact("GET", "/quotas?reference=project&reference_id={again}", fields={"#": 1}),
    ],
    "a name of digits is taken for an id": [
        project("777"),
        Fact("GET", "/projects/777", status=404, code="NOT_FOUND",
             message="project 777 not found"),
        Fact("GET", "/projects/777", headers=BY_NAME, fields={"name": "777"}),
        Fact("GET", "/projects/777", headers={"X-Is-Resource-Name": "True"}),
        Fact("GET", "/projects/777", headers={"X-Is-Resource-Name": "1"}),
        Fact("GET", "/projects/{777}", headers=BY_NAME, status=404, code="NOT_FOUND"),
        Fact("GET", "/projects/00{777}", fields={"name": "777"}),
        Fact("PUT", "/projects/777", {"metadata": {"auto_scan": "true"}}, 404, "NOT_FOUND"),
        Fact("DELETE", "/projects/777", status=404, code="NOT_FOUND"),
        Fact("GET", "/projects/777/members", status=404, code="NOT_FOUND"),
        Fact("GET", "/projects/777/logs"),
        Fact("GET", "/projects/{777}/logs", status=404, code="NOT_FOUND"),
        project("1e3"),
        Fact("GET", "/projects/1e3", fields={"name": "1e3"}),
    ],
    "a name with a blank": [
        Fact("GET", "/projects/a%20b", status=403, code="FORBIDDEN", message="forbidden",
             until="2.14"),
        Fact("GET", "/projects/a%20b", status=400, code=BAD,
             message="invalid project name: 'a b'", since="2.14"),
        Fact("HEAD", "/projects?project_name=a%20b", status=400),
    ],
    "what a PUT of a project drops": [
        project("a"),
        Fact("PUT", "/projects/a", {"project_name": "b", "public": True, "storage_limit": 7,
                                    "registry_id": 3}),
        Fact("GET", "/projects/a", fields={"metadata": {"public": "false"},
                                           "registry_id": ABSENT}),
        Fact("PUT", "/projects/a", {"metadata": {"public": "maybe", "severity": ""}}),
        Fact("GET", "/projects/a", fields={"metadata": {"public": "maybe",
                                                        "severity": "unknown"}}),
        Fact("PUT", "/projects/a", {"metadata": {"public": "", "auto_scan": ""}}),
        Fact("GET", "/projects/a", fields={"metadata.public": "maybe", "metadata.auto_scan": ""}),
        Fact("PUT", "/projects/a", {"metadata": {"auto_scan": None, "prevent_vul": "x"}}),
        Fact("GET", "/projects/a", fields={"metadata.auto_scan": "",
                                           "metadata.prevent_vul": "x"}),
        Fact("PUT", "/projects/a", {"metadata": {"max_upstream_conn": "5"}}),
        Fact("GET", "/projects/a", fields={"metadata.max_upstream_conn": ABSENT}),
        Fact("PUT", "/projects/a", {"metadata": {"retention_id": "", "auto_scan": "true"}}, 400,
             BAD),
        Fact("GET", "/projects/a", fields={"metadata.auto_scan": ""}),
        Fact("PUT", "/projects/a", {}),
        Fact("PUT", "/projects/none", {}, 404, "NOT_FOUND", "project none not found"),
    ],
    "an opened project that no list shows": [
        project("a"),
        Fact("PUT", "/projects/a", {"metadata": {"public": "True"}}),
        Fact("GET", "/projects/a", who=ANONYMOUS, fields={"metadata.public": "True"}),
        Fact("GET", "/projects?name=a&public=true&page_size=0",
             fields={"#": 1, "0.name": "library"}),
        Fact("GET", "/projects?public=false", fields={"#": 0}),
        Fact("GET", "/projects", who=ANONYMOUS, fields={"#": 1}),
        Fact("GET", "/projects", fields={"#": 2}),
    ],
    "an allowlist is replaced by PUT only": [
        project("a"),
        Fact("PUT", "/projects/a", {"cve_allowlist": {"items": [{"cve_id": "B"}, {"cve_id": "A"}],
                                                      "expires_at": 5}}),
        Fact("GET", "/projects/a", fields={"cve_allowlist.items.0.cve_id": "B",
                                           "cve_allowlist.expires_at": 5}),
        Fact("PUT", "/projects/a", {"cve_allowlist": None}),
        Fact("GET", "/projects/a", fields={"cve_allowlist.items.#": 2}),
        Fact("PUT", "/projects/a", {"cve_allowlist": {"project_id": 99}}, 400, BAD,
             "project_id in cve_allowlist must be {a} but it's 99"),
        Fact("PUT", "/projects/a", {"metadata": {"auto_scan": "true"}, "cve_allowlist": {"items": [
            {"cve_id": "A"}, {"cve_id": "A"}]}}, 500, "UNKNOWN"),
        Fact("GET", "/projects/a", fields={"metadata.auto_scan": ABSENT}),
        Fact("PUT", "/projects/a", {"cve_allowlist": {}}),
        Fact("GET", "/projects/a", fields={"cve_allowlist.items": [],
                                           "cve_allowlist.expires_at": ABSENT}),
        Fact("PUT", "/projects/a", {"cve_allowlist": {"items": [{"cve_id": ""}]}}, until="2.14"),
        Fact("PUT", "/projects/a", {"cve_allowlist": {"items": [{"cve_id": ""}]}}, 500, "UNKNOWN",
             since="2.14"),
        Fact("PUT", "/system/CVEAllowlist", {"project_id": 44, "items": [{"cve_id": " x "}],
                                             "expires_at": -1}),
        Fact("GET", "/system/CVEAllowlist", fields={"items.0.cve_id": " x ", "expires_at": -1,
                                                    "project_id": ABSENT}),
        Fact("PUT", "/system/CVEAllowlist", {}),
        Fact("GET", "/system/CVEAllowlist", fields={"items": [], "expires_at": ABSENT}),
        Fact("GET", "/system/CVEAllowlist", who=ANONYMOUS, status=401, code="UNAUTHORIZED"),
    ],
    "one metadata key at a time": [
        project("a"),
        Fact("POST", "/projects/a/metadatas/", {"auto_scan": "T"}),
        Fact("GET", "/projects/a/metadatas/auto_scan", fields={"": {"auto_scan": "true"}}),
        Fact("POST", "/projects/a/metadatas", {"auto_scan": "true"}, 409, "CONFLICT",
             "metadata auto_scan already exists for project {a}"),
        Fact("GET", "/projects/a/metadatas/prevent_vul", fields={"": {}}),
        Fact("PUT", "/projects/a/metadatas/prevent_vul", {"prevent_vul": "1"}),
        Fact("PUT", "/projects/a/metadatas/prevent_vul", {"prevent_vul": "yes"}, 400, BAD,
             "invalid value: yes"),
        Fact("PUT", "/projects/a/metadatas/prevent_vul", {"auto_scan": "1"}, 400, BAD,
             "invalid value: "),
        # A key that was not there is still not there after a PUT of it.
        Fact("GET", "/projects/a/metadatas/prevent_vul", fields={"": {}}),
        Fact("POST", "/projects/a/metadatas/", {"severity": "low"}),
        Fact("PUT", "/projects/a/metadatas/severity", {"severity": "HIGH"}),
        Fact("GET", "/projects/a/metadatas/", fields={"severity": "high", "auto_scan": "true",
                                                      "prevent_vul": ABSENT, "public": "false"}),
        Fact("PUT", "/projects/a/metadatas/severity", {"severity": "bogus"}, 400, BAD,
             "invalid value: bogus"),
        Fact("POST", "/projects/a/metadatas/", {"retention_id": "1"}, 400, BAD,
             "invalid key: retention_id"),
        Fact("POST", "/projects/a/metadatas/", {}, 400, BAD, "only allow one key/value pair"),
        Fact("PUT", "/projects/a/metadatas/proxy_speed_kb", {"proxy_speed_kb": "0"},
             since="2.12"),
        Fact("PUT", "/projects/a/metadatas/proxy_speed_kb", {"proxy_speed_kb": "0"}, 400, BAD,
             "invalid key: proxy_speed_kb", until="2.12"),
        Fact("PUT", "/projects/a/metadatas/max_upstream_conn", {"max_upstream_conn": "-1"},
             since="2.15"),
        Fact("DELETE", "/projects/a/metadatas/nothing"),
        Fact("DELETE", "/projects/a/metadatas/public"),
        Fact("GET", "/projects/a", fields={"metadata.public": ABSENT}),
    ],
    "who is refused a project, and how": [
        user("owner"), user("guest"), user("other"),
        Fact("POST", "/projects", {"project_name": "mine", "storage_limit": 5}, 201, who="owner",
             keep="mine"),
        member("mine", "guest", 3),
        Fact("GET", "/projects/mine", who="owner",
             fields={"current_user_role_id": 1, "current_user_role_ids": [1],
                     "owner_name": "owner"}),
        Fact("GET", "/projects/mine", fields={"current_user_role_ids": None,
                                              "current_user_role_id": ABSENT}),
        Fact("GET", "/projects/mine/summary", who="guest",
             fields={"quota.hard.storage": -1, "project_admin_count": 1, "guest_count": 1,
                     "developer_count": ABSENT}),
        Fact("GET", "/projects/mine", who="other", status=403, code="FORBIDDEN",
             message="forbidden"),
        Fact("GET", "/projects/none", who="other", status=403, code="FORBIDDEN",
             message="forbidden"),
        Fact("GET", "/projects/mine", who=ANONYMOUS, status=401, code="UNAUTHORIZED",
             message="unauthorized"),
        Fact("PUT", "/projects/mine", {"metadata": {}}, 403, "FORBIDDEN", who="guest"),
        Fact("DELETE", "/projects/mine", who="guest", status=403, code="FORBIDDEN"),
        Fact("POST", "/projects/mine/metadatas/", {"auto_scan": "true"}, 403, "FORBIDDEN",
             who="guest"),
        Fact("HEAD", "/projects?project_name=mine", who="other"),
        Fact("HEAD", "/projects?project_name=none", who="other", status=404),
        Fact("HEAD", "/projects?project_name=mine", who=ANONYMOUS, status=401),
        Fact("HEAD", "/projects", who="other", status=422),
        Fact("POST", "/projects", {"project_name": "mine"}, 409, "CONFLICT", who="other"),
        Fact("POST", "/projects", {"project_name": "x", "registry_id": 1}, 403, "FORBIDDEN",
             "Only system admin can create proxy cache project", who="other"),
        Fact("PUT", "/configurations", {"project_creation_restriction": "adminonly"}),
        Fact("POST", "/projects", {"project_name": "x"}, 403, "FORBIDDEN",
             "Only system admin can create project", who="other"),
        Fact("POST", "/projects", {"project_name": "x"}, 401, "UNAUTHORIZED", who=ANONYMOUS),
        Fact("GET", "/projects", who="guest", fields={"#": 2, "1.name": "mine"}),
        Fact("GET", "/projects?public=false", who=ANONYMOUS, fields={"#": 0}),
        Fact("GET", "/projects?owner=owner", fields={"#": 1, "0.name": "mine"}),
        Fact("GET", "/projects?owner=own", fields={"#": 0}),
        Fact("GET", "/projects/library/members", who="other", status=403, code="FORBIDDEN"),
        Fact("GET", "/projects/library/members", who=ANONYMOUS, status=401, code="UNAUTHORIZED"),
        Fact("GET", "/projects/library/summary", who=ANONYMOUS,
             fields={"quota": ABSENT, "project_admin_count": ABSENT, "repo_count": 0}),
        Fact("DELETE", "/projects/mine", who="owner"),
    ],
    "limits come from the settings": [
        user("plain"),
        Fact("PUT", "/configurations", {"storage_per_project": 4096}),
        project("a"), project("zero", storage_limit=0), project("no", storage_limit=-1),
        Fact("GET", "/projects/a/summary", fields={"quota.hard.storage": 4096}),
        Fact("GET", "/projects/zero/summary", fields={"quota.hard.storage": 4096}),
        Fact("GET", "/projects/no/summary", fields={"quota.hard.storage": -1}),
        Fact("POST", "/projects", {"project_name": "p", "storage_limit": 9}, 201, who="plain"),
        Fact("GET", "/projects/p/summary", fields={"quota.hard.storage": 4096}),
        Fact("PUT", "/configurations", {"quota_per_project_enable": False}),
        project("without", storage_limit=7),
        Fact("GET", "/quotas?reference=project&reference_id={without}", fields={"#": 0}),
        Fact("GET", "/projects/a/summary", fields={"quota": ABSENT}),
        Fact("GET", "/quotas", who="plain", status=403, code="FORBIDDEN", message="plain"),
        Fact("PUT", "/quotas/1", {"hard": {"storage": 5}}, 403, "FORBIDDEN", "plain",
             who="plain"),
        Fact("GET", "/quotas", who=ANONYMOUS, status=401, code="UNAUTHORIZED"),
        Fact("PUT", "/quotas/99999", {"hard": {"storage": 5}}, 404, "NOT_FOUND",
             "quota 99999 not found"),
        Fact("GET", "/quotas/one", status=422, code="UNPROCESSABLE_ENTITY",
             message='validation failure list:\nid in path must be of type int64: "one"'),
    ],
    "labels take nearly anything": [
        project("a"), user("guest"), member("a", "guest", 3), user("other"),
        Fact("POST", "/labels", {"name": "x", "scope": "g", "project_id": 44}, 201, keep="x"),
        Fact("GET", "/labels/{x}", fields={"project_id": ABSENT, "scope": "g"}),
        Fact("POST", "/labels", {"name": "X", "scope": "g"}, 201),
        Fact("POST", "/labels", {"name": " x/y ", "scope": "g"}, 201, keep="odd"),
        Fact("GET", "/labels/{odd}", fields={"name": " x/y "}),
        Fact("POST", "/labels", {"name": "x", "scope": "p", "project_id": "{a}"}, 201, keep="px"),
        Fact("POST", "/labels", {"name": "x", "scope": "p", "project_id": 999}, 201),
        Fact("POST", "/labels", {"name": "c", "scope": "g", "color": "c" * 17}, 500, "UNKNOWN"),
        Fact("POST", "/labels", {"name": "c"}, 400, BAD, "unsupported label scope"),
        Fact("PUT", "/labels/{x}", {"name": "X", "scope": "p"}, 409, "CONFLICT",
             "label X already exists"),
        Fact("PUT", "/labels/{x}", {"color": "#000000"}, 400, BAD, "cannot be empty"),
        Fact("PUT", "/labels/{x}", {"name": "y", "scope": "p", "project_id": "{a}"}),
        Fact("GET", "/labels/{x}", fields={"name": "y", "scope": "g"}),
        Fact("GET", "/labels?scope=g&q=name=x", fields={"#": 0}),
        Fact("GET", "/labels?scope=g&name=Y", fields={"#": 2}),
        Fact("POST", "/labels", {"name": "z", "scope": "g"}, 403, "FORBIDDEN", "guest",
             who="guest"),
        Fact("GET", "/labels?scope=p&project_id={a}", who="guest", fields={"#": 1}),
        Fact("GET", "/labels/{px}", who="guest", fields={"name": "x"}),
        Fact("GET", "/labels/{px}", who="other", status=403, code="FORBIDDEN",
             message="forbidden"),
        Fact("DELETE", "/labels/{px}", who="guest", status=403, code="FORBIDDEN"),
        Fact("GET", "/labels?scope=g", who=ANONYMOUS, fields={"#": 3}),
        Fact("GET", "/labels/x", status=422, code="UNPROCESSABLE_ENTITY"),
    ],
}  # fmt: skip


def test_no_fact_is_left_unasked() -> None:
    assert unasked(STORIES, ASKED) == []


@pytest.mark.parametrize("version", ASKED)
@pytest.mark.parametrize("name", STORIES)
def test_the_double_tells_it_as_harbor_does(name: str, version: str) -> None:
    assert "\n".join(tell(Hub(version, options={"raise": True}), STORIES[name])) == ""
