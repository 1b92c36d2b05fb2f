# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Schedules, scanners, preheating and the jobservice: facts of genuine Harbors."""

from __future__ import annotations

from typing import Any

import pytest

from tests.double.facts import ABSENT, ANONYMOUS, Fact, tell, unasked
from tests.double.hub import Hub
from tests.double.versions import ASKED

BAD, UNREADABLE = "BAD_REQUEST", "UNPROCESSABLE_ENTITY"
DAILY = "0 0 0 * * *"
GC, PURGE = "/system/gc/schedule", "/system/purgeaudit/schedule"
SCAN_ALL = "/system/scanAll/schedule"
ZERO = "0001-01-01T00:00:00.000Z"
USER = {"username": "u", "email": "u@example.com", "realname": "r", "password": "Fact-Pass1"}
OUTSIDER = Fact("POST", "/users", USER, 201)
AUDIT: dict[str, Any] = {
    "audit_retention_hour": 24,
    "include_event_types": "a",
    "include_operations": "a",
}
SIX = "expected exactly 6 fields, found 1: [bogus]"
TYPES = "should be one of [Hourly Daily Weekly Custom Manual None Schedule]"
FAULTS = "validation failure list:"


def at(cron: str | None = DAILY, kind: str = "Daily", /, **parameters: object) -> dict[str, Any]:
    schedule = {"type": kind} if cron is None else {"type": kind, "cron": cron}
    return {"schedule": schedule, "parameters": parameters}


def unset(path: str) -> Fact:
    return Fact("GET", path, answer_headers={"Location": ABSENT})


def has(path: str, /, **fields: object) -> Fact:
    return Fact("GET", path, fields={k.replace("__", "."): v for k, v in fields.items()})


def no(path: str, body: dict[str, Any], message: str | None, status: int = 400) -> list[Fact]:
    code = {400: BAD, 500: "", 422: UNREADABLE}[status]
    return [Fact(method, path, body, status, code, message) for method in ("POST", "PUT")]


def workers(number: int, most: int) -> str:
    return (
        f"Error: Invalid number of workers:{number}. Workers must be greater than 0 and less than"
        f" or equal to {most}."
    )


SCHEDULES: dict[str, list[Fact]] = {
    "garbage collection": [
        unset(GC),
        Fact("POST", GC, at(delete_untagged=True, workers=2, dry_run=True), 201,
             answer_headers={"Location": "/api/v2.0/system/gc/0"}),
        Fact("GET", GC, fields={
            "job_kind": DAILY, "job_status": "Running", "job_name": ABSENT,
            "job_parameters": '{"delete_untagged":true,"workers":2}',
            "schedule.type": "Daily", "schedule.cron": DAILY,
            "schedule.next_scheduled_time": ...}, until="2.14"),
        Fact("GET", GC, fields={
            "job_parameters": '{"delete_tag":false,"delete_untagged":true,"workers":2}'},
            since="2.14"),
        Fact("PUT", GC, at("0 * * * * *", "Weekly", delete_untagged="yes", workers="2")),
        has(GC, schedule__type="Weekly", schedule__cron="0 * * * * *"),
        Fact("GET", GC, fields={"job_parameters": '{"delete_untagged":false,"workers":0}'},
             until="2.14"),
        *no(GC, at("bogus"), f"invalid cron string for scheduled gc: bogus, error: {SIX}"),
        *no(GC, at(None), "invalid cron string for scheduled gc: , error: empty cron string is"
                          " invalid"),
        *no(GC, at(workers=2.5), "bad request: workers should be integer format"),
        *no(GC, {}, None, 500), *no(GC, {"schedule": None}, None, 500),
        has(GC, schedule__type="Weekly"),
        Fact("PUT", GC, {"schedule": {}}), Fact("POST", GC, {"schedule": {"type": ""}}, 201),
        has(GC, schedule__type="Weekly"),
        Fact("POST", GC, at("bogus", "None", workers=0), 201), unset(GC),
        Fact("PUT", GC, {"schedule": {"type": "None"}}),
    ],
    "how many workers": [
        *(Fact("PUT", GC, at(workers=n), 400, BAD, workers(n, 5), until="2.10") for n in (0, 6)),
        *(Fact("PUT", GC, at(workers=n), 400, BAD, workers(n, 10), since="2.10") for n in (0, 11)),
        Fact("PUT", GC, at(workers=6), since="2.10"), Fact("PUT", GC, at(workers=5)),
    ],
    "a type that is none": [
        *(Fact("PUT", path, at(DAILY, "Bogus"), 422, UNREADABLE, message, since=since, until=until)
          for path in (GC, PURGE, SCAN_ALL)
          for message, since, until in (
              (f"{FAULTS}\n{FAULTS}\n{FAULTS}\ntype in body {TYPES}", "0", "2.10"),
              (f"{FAULTS}\n{FAULTS}\n{FAULTS}\nschedule.type in body {TYPES}", "2.10", "2.14"),
              (f"{FAULTS}\n{FAULTS}\nschedule.type in body {TYPES}", "2.14", "999"))),
    ],
    "the purge of audit logs": [
        unset(PURGE), Fact("POST", PURGE, at(**AUDIT, dry_run=False), 201,
                           answer_headers={"Location": "/api/v2.0/system/purgeaudit/0"}),
        has(PURGE, job_kind=DAILY, job_parameters='{"audit_retention_hour":24,"dry_run":false,'
                                                  '"include_event_types":"a",'
                                                  '"include_operations":"a"}'),
        Fact("PUT", PURGE, at(**{**AUDIT, "x": [1, "<&>"], "audit_retention_hour": "24"})),
        has(PURGE, job_parameters='{"audit_retention_hour":"24","include_event_types":"a",'
                                  '"include_operations":"a","x":[1,"\\u003c\\u0026\\u003e"]}'),
        *no(PURGE, {}, "bad request: schedule cann't be empty"),
        *no(PURGE, at(), "bad request: schedule parameter cann't be empty"),
        *no(PURGE, at(None, "None"), "bad request: schedule parameter cann't be empty"),
        *no(PURGE, at(include_event_types="a", include_operations="a"),
            "bad request: audit_retention_hour should provide"),
        Fact("PUT", PURGE, at(audit_retention_hour=1), 400, BAD,
             "bad request: include_operations should provide", until="2.13"),
        Fact("PUT", PURGE, at(audit_retention_hour=1), 400, BAD,
             "bad request: include_event_types should provide", since="2.13"),
        *no(PURGE, at(**{**AUDIT, "audit_retention_hour": 240001}),
            "bad request: audit_retention_hour should be less than 240000"),
        Fact("PUT", PURGE, at(**{**AUDIT, "audit_retention_hour": 240000})),
        *no(PURGE, at("bogus", **AUDIT),
            f"invalid cron string for scheduled log rotation purge: bogus, error: {SIX}"),
        Fact("PUT", PURGE, at(None, "None", **AUDIT)), unset(PURGE),
        Fact("GET", "/system/purgeaudit/999", status=500),
    ],
    "runs that are none": [
        Fact("GET", "/system/gc/999", status=404, code="NOT_FOUND",
             message="garbage collection execution 999 not found"),
        Fact("PUT", "/system/gc/999", status=404, code="NOT_FOUND",
             message="execution 999 not found"),
        Fact("GET", "/system/gc/999/log", status=404, code="NOT_FOUND",
             message="garbage collection 999 log is not found", headers={"Accept": "text/plain"}),
        Fact("GET", "/system/gc/999/log", status=422, code=UNREADABLE, until="2.10"),
        Fact("GET", "/system/gc/999/log", status=404, code="NOT_FOUND", since="2.10"),
        Fact("PUT", "/system/purgeaudit/999", status=404, code="NOT_FOUND"),
        Fact("GET", "/system/gc", fields={"": []}, answer_headers={"X-Total-Count": "0"}),
    ],
    "the scan of everything without a scanner": [
        *(Fact(method, path, body, 412, "PRECONDITION",
               "no scanner is configured, it's not possible to scan")
          for method, path, body in (
              ("GET", SCAN_ALL, None), ("POST", SCAN_ALL, at()), ("PUT", SCAN_ALL, {}),
              ("GET", "/scans/all/metrics", None), ("POST", "/system/scanAll/stop", None))),
    ],
    "who may": [
        OUTSIDER,
        *(Fact("GET", path, status=status, code=code, who=who)
          for path in (GC, PURGE, SCAN_ALL, "/schedules", "/jobservice/queues", "/scanners",
                       "/p2p/preheat/instances")
          for who, status, code in ((ANONYMOUS, 401, "UNAUTHORIZED"), ("u", 403, "FORBIDDEN"))),
        Fact("GET", "/schedules/all/paused", fields={"": {"paused": False}}, who="u"),
        Fact("GET", "/schedules/gc/paused", status=400, code=BAD,
             message="job_type can only be 'all'", who="u"),
    ],
    "queues": [
        Fact("GET", "/jobservice/queues", fields={"#": 12}, until="2.10"),
        Fact("GET", "/jobservice/queues", fields={
            "#": 13, "0": {"job_type": "AUDIT_LOGS_GDPR_COMPLIANT", "paused": False}},
            since="2.10"),
        Fact("PUT", "/jobservice/queues/scheduler", {"action": "pause"}),
        Fact("GET", "/schedules/all/paused", fields={"paused": True}),
        Fact("PUT", "/jobservice/queues/all", {"action": "resume"}),
        Fact("GET", "/schedules/ALL/paused", fields={"paused": False}),
        Fact("PUT", "/jobservice/queues/BOGUS", {"action": "stop"}),
        Fact("PUT", "/jobservice/queues/RETENTION", {}, 400, BAD,
             "bad request: the action is not supported"),
        Fact("PUT", "/jobservice/queues/RETENTION", {"action": "Pause"}, 422, UNREADABLE,
             f"{FAULTS}\n{FAULTS}\naction in body should be one of [stop pause resume]"),
        Fact("GET", "/jobservice/pools/bogus/workers", fields={"": []}),
        Fact("GET", "/jobservice/pools/all/workers", fields={"#": 10}),
        Fact("PUT", "/jobservice/jobs/bogus"),
    ],
    "what a fresh one has": [
        Fact("GET", "/schedules", fields={
            "#": 2, "0.vendor_type": "SYSTEM_ARTIFACT_CLEANUP", "0.vendor_id": ABSENT,
            "1.vendor_id": -1, "0.cron": DAILY}),
        Fact("GET", "/schedules", fields={"1.cron": "0 0 * * * *"}, until="2.12"),
        Fact("GET", "/schedules", fields={"1.cron": DAILY}, since="2.12"),
        Fact("GET", "/schedules?page_size=1&page=2", fields={"#": 1},
             answer_headers={"X-Total-Count": "2"}),
    ],
}  # fmt: skip


def scanners(url: str) -> dict[str, list[Fact]]:
    def made(name: str, place: str = "", /, **more: object) -> Fact:
        body = {"name": name, "url": url + place, **more}
        return Fact("POST", "/scanners", body, 201, keep=name)

    def reads(name: str, /, **fields: object) -> Fact:
        return Fact("GET", f"/scanners/{{{name}}}", fields=fields)

    def bad(message: str, status: int = 400, /, **more: object) -> Fact:
        code = {400: BAD, 422: UNREADABLE}[status]
        return Fact("POST", "/scanners", {"name": "x", "url": url, **more}, status, code, message)

    unknown = "00000000-0000-0000-0000-000000000000"
    return {
        "what a POST of a scanner refuses": [
            bad('name "Trivy" is reserved, please try a different name', name="Trivy"),
            bad(f'{FAULTS}\n{FAULTS}\nurl in body must be of type uri: "nonsense"', 422,
                url="nonsense"),
            Fact("POST", "/scanners", {}, 422, UNREADABLE,
                 f"{FAULTS}\n{FAULTS}\nname in body is required\nurl in body is required"),
            bad("missing registration name", name=""),
            bad("auth type Odd is not supported", auth="Odd"),
            bad("auth type X-ScannerAdapter-API-Key is not supported",
                auth="X-ScannerAdapter-API-Key", access_credential="k"),
            bad("access_credential is required for auth type Basic", auth="Basic"),
            Fact("POST", "/scanners", {"name": "x", "url": "http://127.0.0.1:9"}, 500, "UNKNOWN"),
            Fact("POST", "/scanners", {"name": "x", "url": f"{url}/poor"}, 500, "UNKNOWN"),
            Fact("POST", "/scanners/ping", {"name": "x", "url": "http://127.0.0.1:9"}, 500,
                 "UNKNOWN"),
            Fact("POST", "/scanners/ping", {"name": "x", "url": url}),
            made("a", "/"),
            Fact("POST", "/scanners", {"name": "a", "url": f"{url}?x"}, 409, "UNKNOWN",
                 "dao: create registration: registration name or url already exists"),
        ],
        "the first one is the default": [
            made("a", "/", auth="Basic", access_credential="u:p"),
            reads("a", url=url, is_default=True, auth="Basic", description="", disabled=False,
                  skip_certVerify=False, use_internal_addr=False),
            Fact("GET", "/scanners/{a}", fields={"access_credential": "u:p"}, until="2.15.2"),
            Fact("GET", "/scanners/{a}", fields={"access_credential": ""}, since="2.15.2"),
            Fact("GET", "/scanners/{a}", fields={"capabilities": ABSENT}, until="2.11"),
            Fact("GET", "/scanners/{a}", fields={"capabilities": {"support_vulnerability": True}},
                 since="2.11"),
            Fact("PUT", "/scanners/{a}", {"name": "a", "url": url, "auth": "Basic"}, 400, BAD,
                 "access_credential is required for auth type Basic", until="2.15.2"),
            Fact("PUT", "/scanners/{a}", {"name": "a", "url": url, "auth": "Basic"},
                 since="2.15.2"),
            Fact("PUT", "/scanners/{a}", {"name": "a", "url": url, "disabled": True}, 500,
                 "UNKNOWN"),
            Fact("PUT", "/scanners/{a}", {"name": "a", "url": "http://127.0.0.1:9"}),
            reads("a", url="http://127.0.0.1:9", auth="", is_default=True),
            made("b"), reads("b", is_default=False),
            Fact("PUT", "/scanners/{b}", {"name": "a", "url": url}, 500, "UNKNOWN"),
            Fact("PATCH", "/scanners/{b}", {"is_default": False}),
            Fact("PATCH", "/scanners/{b}", {"is_default": True}), reads("a", is_default=False),
            Fact("PUT", "/scanners/{a}", {"name": "a", "url": f"{url}/", "disabled": True}, 500,
                 "UNKNOWN"),
            Fact("PUT", "/scanners/{a}", {"name": "a", "url": f"{url}/a", "disabled": True}),
            Fact("PATCH", "/scanners/{a}", {"is_default": True}, 404, "NOT_FOUND",
                 "registration {a} not found"),
            Fact("DELETE", "/scanners/{b}", fields={"name": "b", "is_default": True}),
            Fact("GET", "/scanners", fields={"#": 1, "0.is_default": False}),
            Fact("DELETE", f"/scanners/{unknown}", status=404, code="NOT_FOUND",
                 message=f"scanner {unknown} not found"),
        ],
        "lists of scanners": [
            made("aB", "/"),
            Fact("GET", "/scanners?name=AB", fields={"#": 1, "0.name": "aB"}),
            Fact("GET", "/scanners?ex_name=ab", fields={"#": 0}),
            Fact("GET", "/scanners?q=name=aB", fields={"#": 1}),
            Fact("GET", "/scanners/{aB}/metadata", fields={"scanner.name": "Stub"}),
        ],
        "a project's scanner": [
            Fact("POST", "/projects", {"project_name": "p"}, 201, keep="p"),
            Fact("GET", "/projects/p/scanner", fields={}),
            Fact("GET", "/projects/p/scanner/candidates", fields={"": []}),
            Fact("PUT", "/projects/p/scanner", {}, 422, UNREADABLE),
            Fact("PUT", "/projects/p/scanner", {"uuid": ""}, 500, "UNKNOWN"),
            Fact("PUT", "/projects/p/scanner", {"uuid": unknown}),
            made("a"),
            Fact("GET", "/projects/p/scanner", fields={
                "name": "a", "health": "healthy", "adapter": "Stub", "vendor": "Example",
                "version": "1.0"}),
            Fact("GET", "/projects/p/metadatas/projectScanner", fields={"": {}}),
            Fact("PUT", "/scanners/{a}", {"name": "a", "url": "http://127.0.0.1:9"}),
        ],
        "the scan of everything with one": [
            made("a"), unset(SCAN_ALL),
            Fact("POST", SCAN_ALL, at(None), 400, BAD),
            Fact("POST", SCAN_ALL, at(), 201, answer_headers={"Location": ABSENT}),
            Fact("GET", SCAN_ALL, fields={
                "status": "Running", "schedule": {
                    "type": "Daily", "cron": DAILY, "next_scheduled_time": ZERO}}),
            Fact("POST", SCAN_ALL, at(), 412, "PRECONDITION",
                 "fail to set schedule for scan all as always had one, please delete it firstly"
                 " then to re-schedule"),
            Fact("PUT", SCAN_ALL, at()), Fact("PUT", SCAN_ALL, at(DAILY, "Weekly")),
            has(SCAN_ALL, schedule__type="Weekly"),
            Fact("PUT", SCAN_ALL, at(None, "Manual"), 400, BAD,
                 "fail to update scan all schedule as wrong schedule type: Manual"),
            Fact("POST", SCAN_ALL, at(None, "None"), 201), has(SCAN_ALL, schedule__type="Weekly"),
            *no(SCAN_ALL, {}, None, 500),
            Fact("PUT", SCAN_ALL, at(None, "None")), unset(SCAN_ALL),
            Fact("PUT", SCAN_ALL, at(None, "None")),
            Fact("POST", "/system/scanAll/stop", status=400, code=BAD,
                 message="no scan all job is found currently"),
            Fact("GET", "/scans/all/metrics", fields={
                "": {"total": 0, "completed": 0, "ongoing": False}}),
        ],
    }  # fmt: skip


INSTANCES = "/p2p/preheat/instances"
POLICIES = "/projects/p/preheat/policies"
FILTERS = '[{"type":"repository","value":"**"},{"type":"tag","value":"**"}]'
TRIGGER = '{"type":"manual","trigger_setting":{"cron":""}}'


def preheating(url: str) -> dict[str, list[Fact]]:
    def instance(name: str, /, **more: object) -> dict[str, object]:
        return {"name": name, "vendor": "dragonfly", "endpoint": f"{url}/{name}", **more}

    def made(name: str, /, **more: object) -> Fact:
        return Fact("POST", INSTANCES, instance(name, **more), 201, keep=name)

    def broken(**more: object) -> Fact:
        return Fact("POST", INSTANCES, instance("x", **more), 500, "UNKNOWN")

    def reads(name: str, /, **fields: object) -> Fact:
        return Fact("GET", f"{INSTANCES}/{name}", fields=fields)

    def policy(name: str, /, **more: object) -> dict[str, object]:
        return {"name": name, "provider_id": 1, "filters": FILTERS, "trigger": TRIGGER, **more}

    def wanted(name: str, /, **more: object) -> Fact:
        return Fact("POST", POLICIES, policy(name, **more), 201, keep=name)

    def unwanted(status: int, message: str | None = None, /, **more: object) -> Fact:
        code = {400: BAD, 404: "NOT_FOUND", 409: "CONFLICT", 500: "UNKNOWN"}[status]
        return Fact("POST", POLICIES, {**policy("x"), **more}, status, code, message)

    project = Fact("POST", "/projects", {"project_name": "p"}, 201, keep="p")
    return {
        "instances": [
            made("i", auth_mode="ODD", auth_info={"a": "b"}),
            reads("i", status="Unknown", enabled=False, default=False, insecure=False,
                  setup_timestamp=..., description=ABSENT, auth_mode="ODD"),
            Fact("GET", INSTANCES + "/i", fields={"auth_info": {"a": "b"}}, until="2.15.2"),
            Fact("GET", INSTANCES + "/i", fields={"auth_info": ABSENT}, since="2.15.2"),
            broken(endpoint=f"{url}/i"), broken(name="Bad Name"), broken(name=""),
            Fact("POST", INSTANCES, instance("i", endpoint="other"), 409, "CONFLICT",
                 "instance i already exists"),
            made("odd", vendor="odd"),
            Fact("PUT", INSTANCES + "/i", instance("i"), 404, "NOT_FOUND",
                 "instance 0 not found"),
            Fact("PUT", INSTANCES + "/i", instance("j", id=1, description="d")),
            reads("j", description="d", setup_timestamp=ABSENT, id=1),
            Fact("PUT", INSTANCES + "/j", instance("j", id=1, vendor="kraken"), 500, "UNKNOWN"),
            Fact("PUT", INSTANCES + "/j", instance("odd", id=1), 500, "UNKNOWN"),
            Fact("GET", INSTANCES + "/i", status=404, code="NOT_FOUND",
                 message="instance i not found"),
            Fact("GET", INSTANCES + "?q=vendor=odd", fields={"#": 1}),
        ],
        "one is the default": [
            made("a", default=True), made("b", default=True), reads("a", default=True),
            Fact("PUT", INSTANCES + "/b", instance("b", id=2, default=True)),
            reads("a", default=False), reads("b", default=True),
        ],
        "a ping of an instance": [
            Fact("POST", INSTANCES + "/ping", {}, 400),
            Fact("POST", INSTANCES + "/ping", {"id": 999}, 404),
            Fact("POST", INSTANCES + "/ping",
                 instance("x", endpoint=url, auth_mode="NONE", vendor="kraken")),
            Fact("POST", INSTANCES + "/ping", instance("x", endpoint=url, auth_mode="NONE")),
            Fact("POST", INSTANCES + "/ping", instance("x", endpoint=url), 500, "UNKNOWN"),
            Fact("POST", INSTANCES + "/ping",
                 instance("x", endpoint="http://127.0.0.1:9", auth_mode="NONE"), 500, "UNKNOWN"),
        ],
        "policies": [
            project, made("i", enabled=True), wanted("a", project_id=77),
            Fact("GET", POLICIES + "/a", fields={
                "filters": FILTERS, "trigger": TRIGGER, "provider_name": "i", "enabled": False,
                "project_id": "{p}", "extra_attrs": ABSENT}),
            unwanted(409, "policy a already exists", name="a"),
            unwanted(404, "instance 0 not found", provider_id=0),
            unwanted(500, filters="bogus"), unwanted(500, filters="{}"), unwanted(500, filters=""),
            unwanted(500, trigger=""), unwanted(500, name="x y"),
            unwanted(500, filters='[{"type":"vulnerability","value":"x"}]'),
            unwanted(400, f"invalid cron string for scheduled preheat: bogus, error: {SIX}",
                     trigger='{"type":"scheduled","trigger_setting":{"cron":"bogus"}}'),
            wanted("b", filters="null", extra_attrs='{"a":1}'),
            Fact("GET", POLICIES + "/b", fields={"extra_attrs": ABSENT}, until="2.12"),
            Fact("GET", POLICIES + "/b", fields={"extra_attrs": '{"a":1}'}, since="2.12"),
            Fact("PUT", POLICIES + "/a", policy("a"), 404, "NOT_FOUND", "policy 0 not found"),
            Fact("PUT", POLICIES + "/a", policy("a", id=1, provider_id=0), 404, "NOT_FOUND",
                 "instance 0 not found"),
            Fact("PUT", POLICIES + "/a", policy("a", id=1, enabled=True)),
            Fact("GET", POLICIES + "/a", fields={"enabled": True, "creation_time": ZERO}),
            Fact("PUT", INSTANCES + "/i", instance("i", id=1), 412, "PRECONDITION",
                 "Provider [i] cannot be disabled as some preheat policies are using it"),
            Fact("DELETE", INSTANCES + "/i", status=412, code="PRECONDITION",
                 message="Provider [i] cannot be deleted as some preheat policies are using it"),
            Fact("DELETE", "/projects/p"), Fact("DELETE", INSTANCES + "/i"),
            Fact("DELETE", INSTANCES + "/i", status=404, code="NOT_FOUND"),
        ],
    }  # fmt: skip


def stories(url: str) -> dict[str, list[Fact]]:
    return {**SCHEDULES, **scanners(url), **preheating(url)}


STORIES = stories("")


@pytest.mark.parametrize("version", ASKED)
@pytest.mark.parametrize("name", STORIES)
def test_the_double_tells_it_as_harbor_does(name: str, version: str, elsewhere: str) -> None:
    hub = Hub(version, options={"raise": True})
    try:
        assert "\n".join(tell(hub, stories(elsewhere)[name])) == ""
    finally:
        hub.close()


def test_every_fact_is_asked() -> None:
    assert unasked(STORIES, ASKED) == []


@pytest.mark.parametrize("path", [GC, PURGE, SCAN_ALL, "/jobservice/queues", "/jobservice/pools"])
def test_without_a_jobservice_these_are_500(path: str, elsewhere: str) -> None:
    hub = Hub("2.15.2")
    scanner = Fact("POST", "/scanners", {"name": "s", "url": elsewhere}, 201)
    assert tell(hub, [scanner]) == []
    hub.jobs.down = True
    if path.endswith("schedule"):
        asked = [
            Fact("PUT", path, at(**AUDIT), 500, "UNKNOWN"),
            Fact("POST", path, at(None, "Manual", **AUDIT), 500, "UNKNOWN"),
            Fact("GET", path),
        ]
    else:
        asked = [Fact("GET", path, status=500, code="UNKNOWN")]
    assert tell(hub, asked) == []
