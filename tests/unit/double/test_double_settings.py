# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The settings, and what the system says of itself: facts of genuine Harbors."""

from __future__ import annotations

import socket

import pytest

from tests.double.facts import ABSENT, ANONYMOUS, PASSWORD, Fact, ask, tell, unasked
from tests.double.hub import Hub
from tests.double.versions import ASKED

BAD = "BAD_REQUEST"


def put(status: int = 200, message: str | None = None, /, **wanted: object) -> Fact:
    code = {200: "", 400: BAD, 422: "UNPROCESSABLE_ENTITY", 403: "FORBIDDEN"}[status]
    return Fact("PUT", "/configurations", wanted, status, code, message)


def has(**values: object) -> Fact:
    fields = {f"{name}.value": value for name, value in values.items()}
    return Fact("GET", "/configurations", fields=fields)


def item(name: str, complaint: str) -> str:
    return f"bad request: item name {name}: {complaint}"


EMPTY = "the configure value can not be empty"
STORIES: dict[str, list[Fact]] = {
    "all or nothing": [
        put(400, "the token_expiration value must be positive", token_expiration=0,
            banner_message="b", session_timeout=5),
        has(token_expiration=30, banner_message="", session_timeout=60),
        put(banner_message="b", session_timeout=5, nonsense=1, read_only=None),
        has(banner_message="b", session_timeout=5, read_only=False),
        put(), has(banner_message="b"),
        put(banner_message="", session_timeout=1), has(banner_message="", session_timeout=1),
    ],
    "types": [
        put(422, token_expiration=30.5), put(422, read_only="true"), put(422, ldap_url=5),
        put(422, 'validation failure list:\nparsing configurations body from "" failed, because'
            " json: cannot unmarshal number 30.0 into Go struct field"
            " Configurations.session_timeout of type int64", session_timeout=30.0),
        put(scan_all_policy={"type": "none"}),
        Fact("GET", "/configurations", fields={"scan_all_policy": {}, "auth_mode.editable": True}),
        Fact("PUT", "/configurations", status=422, code="UNPROCESSABLE_ENTITY"),
        Fact("PUT", "/configurations", None),
    ],
    "what is refused": [
        put(400, item("ldap_url", EMPTY), ldap_url=""),
        put(400, item("ldap_base_dn", EMPTY), ldap_base_dn=" "),
        put(400, item("ldap_uid", EMPTY), ldap_uid=""),
        put(400, item("ldap_scope", "invalid scope, should be 0, 1 or 2"), ldap_scope=3),
        put(400, item("oidc_extra_redirect_parms", "unexpected end of JSON input"),
            oidc_extra_redirect_parms=""),
        put(400, oidc_extra_redirect_parms="[]"), put(400, auth_mode="none"),
        put(400, "the robot_token_duration value is over the limit value: 9999999999",
            robot_token_duration=10_000_000_000),
        put(400, "bad request: invalid non-positive value for quota limit, value=0",
            storage_per_project=0),
        put(400, storage_per_project=2**50 + 1), put(storage_per_project=2**50),
        put(400, "bad request: ldap group name attribute can not be empty",
            ldap_group_search_filter="x"),
        put(400, "bad request: audit log forward endpoint should be configured before enable skip"
            " audit log in database", skip_audit_log_database=True),
    ],
    "what is not judged": [
        put(ldap_url="nonsense", oidc_endpoint="nonsense", oidc_scope="email", ldap_timeout=-5,
            banner_message="x" * 5000, robot_name_prefix=" r$ "),
        has(ldap_url="nonsense", ldap_timeout=-5, robot_name_prefix=" r$ "),
        put(oidc_extra_redirect_parms='{"b": "1",  "a":"2"}'),
        has(oidc_extra_redirect_parms='{"a":"2","b":"1"}'),
        put(robot_name_prefix="", oidc_scope=""), has(robot_name_prefix="", oidc_scope=""),
    ],
    "secrets": [
        put(ldap_search_password="s3cret", oidc_client_secret="s3cret", uaa_client_secret="seen"),
        Fact("GET", "/configurations", fields={"ldap_search_password": ABSENT,
                                               "oidc_client_secret": ABSENT,
                                               "uaa_client_secret.value": "seen"}),
    ],
    "what a version has": [
        Fact("GET", "/configurations", fields={"#": 53, "oidc_logout": ABSENT}, until="2.10"),
        Fact("GET", "/configurations", fields={"#": 56, "oidc_logout.value": False},
             since="2.13"),
        put(oidc_logout=True),
        Fact("PUT", "/configurations", {"oidc_logout": "yes"}, until="2.10"),
        Fact("PUT", "/configurations", {"oidc_logout": "yes"}, 422, "UNPROCESSABLE_ENTITY",
             since="2.13"),
    ],
    "the mode is fixed once there are users": [
        put(auth_mode="ldap_auth"), put(auth_mode="db_auth"),
        Fact("POST", "/users", {"username": "u", "email": "u@example.com", "realname": "r",
                                "password": PASSWORD}, 201, keep="u"),
        Fact("GET", "/configurations", fields={"auth_mode.editable": False}),
        put(400, "the auth mode cannot be modified as new users have been inserted into database",
            auth_mode="ldap_auth", banner_message="b"),
        put(auth_mode="db_auth", banner_message="c"),
        Fact("DELETE", "/users/{u}"),
        Fact("GET", "/configurations", fields={"auth_mode.editable": True}),
    ],
    "read-only": [
        Fact("POST", "/projects", {"project_name": "p"}, 201),
        put(read_only=True),
        *[
            Fact(method, path, {}, 403, "DENIED",
                 "The system is in read only mode. Any modification is prohibited.")
            for method, path in (("POST", "/projects"), ("DELETE", "/projects/p"),
                                 ("PUT", "/users/1"), ("PATCH", "/robots/1"),
                                 ("POST", "/nothing"))
        ],
        Fact("POST", "/projects", {}, 403, "DENIED", who=ANONYMOUS),
        Fact("GET", "/projects/p"), put(read_only=False),
        Fact("DELETE", "/projects/p"),
    ],
    "what it says to whom": [
        Fact("GET", "/systeminfo", who=ANONYMOUS,
             fields={"harbor_version": ABSENT, "read_only": ABSENT, "auth_mode": "db_auth",
                     "oidc_provider_name": ""}, since="2.10"),
        Fact("GET", "/systeminfo", who=ANONYMOUS,
             fields={"harbor_version": "v2.9.5-double", "external_url": ABSENT,
                     "oidc_provider_name": ABSENT}, until="2.10"),
        Fact("GET", "/systeminfo", fields={"harbor_version": ..., "external_url": ...}),
        Fact("GET", "/systeminfo", password="Wrong-Pass1", fields={"external_url": ABSENT}),
        Fact("GET", "/health", who=ANONYMOUS, fields={"status": "healthy", "components.#": 7}),
        Fact("HEAD", "/health", status=405),
        Fact("GET", "//api/version", who=ANONYMOUS, fields={"": {"version": "v2.0"}}),
        Fact("GET", "/statistics", who=ANONYMOUS, status=401, code="UNAUTHORIZED"),
        Fact("GET", "/ping", fields={"": "Pong"}, since="2.10"),
        Fact("GET", "/ping", status=422, code="UNPROCESSABLE_ENTITY", until="2.10"),
        Fact("GET", "/search?q=lib", who=ANONYMOUS,
             fields={"project.0.name": "library", "repository": []}),
        Fact("GET", "/search?q=LIB", fields={"project": []}),
        Fact("GET", "/search", status=422, code="UNPROCESSABLE_ENTITY"),
        Fact("POST", "/ldap/ping", {"ldap_url": "ldap://127.0.0.1:9"},
             fields={"": {"message": "error: empty password"}}),
        # Also of one that refuses the connection at once.
        Fact("POST", "/ldap/ping", {"ldap_url": "ldap://127.0.0.1:9", "ldap_search_password": "x"},
             fields={"": {"message": "error: ldap server network timeout"}}),
    ],
    "what is vulnerable, without a scanner": [
        Fact("GET", "/security/summary", status=500, until="2.10"),
        Fact("GET", "/security/vul", status=500, until="2.10"),
        Fact("GET", "/security/summary", fields={"total_vuls": 0, "high_cnt": ABSENT},
             since="2.10"),
        Fact("GET", "/security/vul", fields={"": []}, since="2.10"),
        Fact("GET", "/security/vul", who=ANONYMOUS, status=401, code="UNAUTHORIZED"),
        Fact("POST", "/export/cve", {}, 422, "UNPROCESSABLE_ENTITY"),
        Fact("POST", "/export/cve", {"projects": [1, 2]}, 400, BAD, headers={
            "X-Scan-Data-Type": "application/vnd.security.vulnerability.report; version=1.1"}),
        Fact("GET", "/export/cve/executions", fields={"": {}}),
        Fact("GET", "/internalconfig", status=401, code="UNAUTHORIZED"),
    ],
    "who has done what": [
        Fact("POST", "/projects", {"project_name": "p"}, 201, keep="p"),
        Fact("GET", "/audit-logs", fields={"#": 0}, since="2.13"),
        Fact("GET", "/audit-logs", fields={"#": 1, "0.operation": "create", "0.resource": "p",
                                           "0.resource_type": "project",
                                           "0.username": "admin"}, until="2.13"),
        Fact("GET", "/auditlog-exts", status=404, code="NOT_FOUND", until="2.13"),
        Fact("GET", "/auditlog-exts", fields={"#": 1, "0.operation_result": True}, since="2.13"),
        Fact("GET", "/projects/p/auditlog-exts", fields={"#": 1}, since="2.13"),
        Fact("GET", "/audit-logs", who=ANONYMOUS, status=401, code="UNAUTHORIZED"),
        Fact("PUT", "/configurations", {"disabled_audit_log_event_types": "delete_project"}),
        Fact("DELETE", "/projects/p"),
        Fact("GET", "/auditlog-exts?q=operation=delete", fields={"#": 0}, since="2.13"),
        Fact("GET", "/audit-logs?q=operation=delete", fields={"#": 1}, until="2.13"),
    ],
}  # fmt: skip


def test_no_fact_is_left_unasked() -> None:
    assert unasked(STORIES, ASKED) == []


@pytest.mark.parametrize("version", ASKED)
@pytest.mark.parametrize("name", STORIES)
def test_the_double_tells_it_as_harbor_does(name: str, version: str) -> None:
    assert "\n".join(tell(Hub(version, options={"raise": True}), STORIES[name])) == ""


@pytest.mark.parametrize("version", ASKED)
def test_a_refused_audit_endpoint_stays_in_force_if_it_was_never_stored(version: str) -> None:
    hub = Hub(version)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        there = f"127.0.0.1:{listener.getsockname()[1]}"
        taken = socket.socket()
        taken.bind(("127.0.0.1", 0))  # nobody listens there, and nobody else will
        nowhere = f"127.0.0.1:{taken.getsockname()[1]}"

        def put(endpoint: str) -> int:
            body = {"audit_log_forward_endpoint": endpoint, "banner_message": "b"}
            return ask(hub, "PUT", "/configurations", body).status

        def value(name: str) -> object:
            return ask(hub, "GET", "/configurations").json[name]["value"]

        assert put(nowhere) == 400
        assert value("audit_log_forward_endpoint") == nowhere
        assert value("banner_message") == ""
        assert put(there) == 200
        assert put(nowhere) == 400
        assert value("audit_log_forward_endpoint") == there
        assert put("") == 200
        assert value("audit_log_forward_endpoint") == ""
        taken.close()


def test_a_read_after_a_write_may_be_of_before() -> None:
    hub = Hub("2.15.2")
    hub.stale_settings()
    assert ask(hub, "PUT", "/configurations", {"banner_message": "b"}).status == 200
    for value in ("", "b"):
        found = ask(hub, "GET", "/configurations").json
        assert found["banner_message"]["value"] == value


def test_settings_of_the_environment_cannot_be_written() -> None:
    hub = Hub("2.13.5", options={"config_overwrite": True})
    assert ask(hub, "PUT", "/configurations", {"banner_message": "b"}).status == 403
    assert ask(hub, "GET", "/configurations").json["banner_message"]["editable"] is False


def test_a_dead_component_is_told_in_the_body_of_a_200() -> None:
    hub = Hub("2.13.5", options={"unhealthy": {"redis": "no route"}})
    found = ask(hub, "GET", "/health", who=ANONYMOUS)
    assert (found.status, found.json["status"]) == (200, "unhealthy")
    assert {"name": "redis", "status": "unhealthy", "error": "no route"} in found.json["components"]
