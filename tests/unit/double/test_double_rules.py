# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rules of a project: retention, immutable tags, webhooks. Facts of genuine Harbors."""

from __future__ import annotations

from typing import Any

import pytest

from tests.double.facts import ABSENT, ANONYMOUS, Fact, tell, unasked
from tests.double.hub import Hub
from tests.double.versions import ASKED

BAD = "BAD_REQUEST"
DAILY = "0 0 0 * * *"
PROJECT = Fact("POST", "/projects", {"project_name": "p"}, 201, keep="p")
USER = {"username": "u", "email": "u@example.com", "realname": "r", "password": "Fact-Pass1"}
OUTSIDER = Fact("POST", "/users", USER, 201)


def selector(pattern: str = "**", decoration: str = "matches", **more: object) -> dict[str, Any]:
    return {"kind": "doublestar", "decoration": decoration, "pattern": pattern, **more}


def rule(number: object = 1, **more: object) -> dict[str, Any]:
    return {
        "action": "retain",
        "template": "latestPushedK",
        "params": {"latestPushedK": number},
        "tag_selectors": [selector(extras='{"untagged":true}')],
        "scope_selectors": {"repository": [selector("**", "repoMatches")]},
        **more,
    }


def every(cron: object = "", kind: str = "Schedule") -> dict[str, Any]:
    return {"kind": kind, "settings": {"cron": cron}}


def policy(*rules: dict[str, Any], **more: object) -> dict[str, Any]:
    """Without arguments of that name it has all that it needs; None leaves one out."""
    body: dict[str, Any] = {
        "algorithm": "or",
        "rules": list(rules),
        "trigger": every(),
        "scope": {"level": "project", "ref": "{p}"},
    }
    return {**body, **more}


def made(*rules: dict[str, Any], **more: object) -> Fact:
    return Fact("POST", "/retentions", policy(*rules, **more), 201, keep="r")


def refused(status: int, message: str | None, *rules: dict[str, Any], **more: object) -> Fact:
    code = {400: BAD, 409: "CONFLICT", 404: "NOT_FOUND", 500: ""}[status]
    return Fact("POST", "/retentions", policy(*rules, **more), status, code, message)


def put(status: int = 200, message: str | None = None, /, code: str = "", **more: object) -> Fact:
    code = code or {400: BAD, 404: "NOT_FOUND"}.get(status, "")
    return Fact("PUT", "/retentions/{r}", policy(**more), status, code, message)


def has(**fields: object) -> Fact:
    return Fact(
        "GET", "/retentions/{r}", fields={k.replace("__", "."): v for k, v in fields.items()}
    )


MISMATCH = "resource not found: the retention policy id {r} does not match"
DELETED = Fact("DELETE", "/retentions/{r}")
UNNAMED = Fact("DELETE", "/projects/p/metadatas/retention_id")

RETENTION: dict[str, list[Fact]] = {
    "a policy and where its number is": [
        PROJECT, made(rule()),
        has(algorithm="or", trigger=every(), scope={"level": "project", "ref": "{p}"}),
        has(rules__0={
            "action": "retain", "template": "latestPushedK", "params": {"latestPushedK": 1},
            "tag_selectors": [selector(extras='{"untagged":true}')],
            "scope_selectors": {"repository": [selector("**", "repoMatches")]}}),
        Fact("GET", "/projects/p", fields={"metadata.retention_id": "1"}),
        refused(400, "bad request: project {p} already has retention policy 1",
                trigger=every("bogus")),
        put(trigger=every(DAILY)),
        has(trigger__settings__cron=DAILY, trigger__settings__next_scheduled_time=...),
        put(algorithm="and", rules=[rule(n) for n in (0, -1, "5", 1.5)]),
        has(algorithm="and", **{"rules__2__params__latestPushedK": "5", "rules__#": 4}),
    ],
    "what is refused": [
        PROJECT,
        refused(400, "bad request: only 15 rules are allowed at most", *map(rule, range(16))),
        refused(409, "resource conflict: rule 1 is conflict with rule 0", rule(id=5), rule(id=6)),
        refused(400, "bad request: scope system is not support",
                scope={"level": "system", "ref": "{p}"}),
        refused(400, "bad request: invalid Project id 999", scope={"level": "project", "ref": 999}),
        refused(400, "bad request: invalid Project id 0", scope={"level": "project"}),
        refused(400, "invalid cron string for scheduled tag retention: bogus, error: expected"
                     " exactly 6 fields, found 1: [bogus]", trigger=every("bogus")),
        made(rule(), rule(disabled=True), rule(priority=3), trigger=every("0 * * * * *")),
        has(rules__1__disabled=True, rules__2__priority=3, rules__0__disabled=ABSENT),
    ],
    "what brings the handler down": [
        PROJECT,
        Fact("POST", "/retentions", {}, 500), refused(500, None, trigger=None),
        refused(500, None, scope=None), refused(500, None, trigger=every(5)),
        refused(500, None, trigger={"kind": "Schedule", "settings": "x"}),
        Fact("GET", "/projects/p", fields={"metadata.retention_id": ABSENT}),
        made(rule()), Fact("PUT", "/retentions/{r}", {}, 500), put(500, trigger=None),
        put(500, scope=None),
    ],
    "what is stored as it is": [
        PROJECT, made(rules=None, algorithm=None),
        has(rules=None, algorithm=ABSENT),
        put(rules=[{"params": {}}, {"action": "odd", "template": "odd", "tag_selectors": []}]),
        has(rules__0={"tag_selectors": None}, rules__1__tag_selectors=[]),
        put(trigger={"kind": "Schedule", "settings": {"cron": "", "a": "b"}}),
        has(trigger={"kind": "Schedule", "settings": {"cron": "", "a": "b"}}),
    ],
    "settings without a cron": [
        PROJECT, made(trigger={"kind": "Schedule", "settings": {}}),
        has(trigger={"kind": "Schedule", "settings": {}}),
        put(500, trigger=every(DAILY)), Fact("DELETE", "/retentions/{r}", status=500),
        put(trigger={"kind": "Schedule", "settings": {}}),
    ],
    "another kind of trigger": [
        PROJECT, made(), put(trigger=every("", "Odd")), has(trigger=every("", "Odd")),
        put(400, "invalid cron : empty spec string"),
        put(500, None, "UNKNOWN", trigger=every("", "Odd")), has(trigger=every("", "Odd")),
        put(trigger=every("", "")), put(trigger=every("", "")),
        put(trigger=every(DAILY)), has(trigger__settings__next_scheduled_time=...), DELETED,
    ],
    "a PUT that does not match": [
        PROJECT, made(), put(404, MISMATCH, scope={"level": "project", "ref": 999}),
        Fact("PUT", "/retentions/999", policy(), 404, "NOT_FOUND",
             "resource not found: the retention policy id 999 does not match"),
        put(id=77), UNNAMED, has(), put(404, MISMATCH), DELETED,
    ],
    "a deleted one": [
        PROJECT, made(), DELETED,
        Fact("GET", "/retentions/{r}", status=500, code="UNKNOWN"),
        Fact("DELETE", "/retentions/{r}", status=400, code=BAD,
             message="bad request: no such Retention policy with id {r}"),
        Fact("POST", "/retentions/{r}/executions", {}, 400, BAD),
        Fact("GET", "/retentions/{r}/executions", status=400, code=BAD),
        Fact("POST", "/retentions", policy(), 400, BAD,
             "bad request: project {p} already has retention policy 1", until="2.14"),
        Fact("POST", "/retentions", policy(), 201, since="2.14"),
        UNNAMED, made(),
    ],
    "who may": [
        PROJECT, OUTSIDER, made(),
        Fact("GET", "/retentions/{r}", status=401, code="UNAUTHORIZED", who=ANONYMOUS),
        Fact("POST", "/retentions", {}, 401, "UNAUTHORIZED", who=ANONYMOUS),
        Fact("GET", "/retentions/metadatas", fields={"templates.#": 5}, who="u"),
        Fact("GET", "/retentions/{r}", status=403, code="FORBIDDEN", who="u"),
        Fact("PUT", "/retentions/{r}", policy(), 403, "FORBIDDEN", who="u"),
        Fact("DELETE", "/retentions/{r}", status=403, code="FORBIDDEN", who="u"),
        Fact("POST", "/retentions/{r}/executions", {}, 403, "FORBIDDEN", who="u"),
    ],
}  # fmt: skip
RULES = "/projects/p/immutabletagrules"


def guard(tag: str = "v*", **more: object) -> dict[str, Any]:
    return {
        "action": "immutable",
        "template": "immutable_template",
        "tag_selectors": [selector(tag)],
        "scope_selectors": {"repository": [selector("**", "repoMatches")]},
        **more,
    }


def guarded(keep: str, body: dict[str, Any]) -> Fact:
    return Fact("POST", RULES, body, 201, keep=keep)


def first(**fields: object) -> Fact:
    return Fact("GET", RULES, fields={f"0.{name}": value for name, value in fields.items()})


IMMUTABLE: dict[str, list[Fact]] = {
    "equal rules": [
        PROJECT, guarded("a", guard()),
        Fact("POST", RULES, guard(), 409, "CONFLICT", "immutable rule already exists"),
        guarded("b", guard(priority=1)), guarded("c", guard(id=77)), guarded("d", guard("w")),
        Fact("PUT", RULES + "/{a}", guard(id="{a}")), guarded("e", guard()),
        Fact("PUT", RULES + "/{b}", guard(id="{b}")),
        Fact("GET", RULES, fields={"#": 5}, answer_headers={"X-Total-Count": "5"}),
        Fact("GET", RULES + "?page_size=1&page=2", fields={"#": 1, "0.id": "{b}"}),
    ],
    "what is not judged, and not filled in": [
        PROJECT, guarded("a", {}),
        Fact("GET", RULES, fields={"0": {"id": "{a}", "tag_selectors": None}}),
        guarded("b", guard("[", action="odd", template="", tag_selectors=[selector("a"), {}])),
        Fact("GET", RULES, fields={"1.action": "odd", "1.template": ABSENT,
                                   "1.tag_selectors.1": {}}),
        guarded("c", guard(params={"a": 1}, disabled=True)),
        Fact("GET", RULES, fields={"2.disabled": ABSENT, "2.params": ABSENT}),
    ],
    "a rule is changed or disabled, not both": [
        PROJECT, guarded("a", guard()), first(disabled=ABSENT),
        Fact("PUT", RULES + "/{a}", guard("x", id="{a}", disabled=True)),
        first(disabled=True, tag_selectors=[selector("v*")]),
        Fact("PUT", RULES + "/{a}", guard("x", id="{a}", disabled=True, priority=3)),
        first(disabled=True, tag_selectors=[selector("x")], priority=3),
        Fact("PUT", RULES + "/{a}", guard("y", id="{a}")),
        first(disabled=ABSENT, tag_selectors=[selector("x")]),
    ],
    "the number of a rule": [
        PROJECT, guarded("a", guard()),
        Fact("PUT", RULES + "/{a}", guard(), 400, BAD,
             "bad request: the immutable_rule_id doesn't match the id in the payload body of"
             " ImmutableRule"),
        Fact("PUT", RULES + "/999", guard(id=999), 404, "NOT_FOUND",
             "immutable rule 999 not found"),
        Fact("GET", RULES + "/{a}", status=405, code="METHOD_NOT_ALLOWED"),
        Fact("POST", "/projects", {"project_name": "other"}, 201, keep="other"),
        Fact("DELETE", "/projects/other/immutabletagrules/{a}", status=404, code="NOT_FOUND",
             message="resource not found: project id {other} does not match"),
        Fact("DELETE", RULES + "/{a}"),
        Fact("DELETE", RULES + "/{a}", status=404, code="NOT_FOUND",
             message="immutable rule {a} not found"),
        Fact("POST", RULES, guard(id="1"), 422, "UNPROCESSABLE_ENTITY",
             'validation failure list:\nparsing immutableRule body from "" failed, because json:'
             " cannot unmarshal string into Go struct field ImmutableRule.id of type int64"),
    ],
    "who may": [
        PROJECT, OUTSIDER,
        Fact("GET", RULES, status=401, code="UNAUTHORIZED", who=ANONYMOUS),
        Fact("POST", RULES, guard(), 403, "FORBIDDEN", who="u"),
        Fact("PUT", RULES + "/1", guard(id=2), 400, BAD, who=ANONYMOUS),
    ],
}  # fmt: skip

HOOKS = "/projects/p/webhook/policies"
ADDRESS = "http://127.0.0.1:9/x"


def target(**more: object) -> dict[str, Any]:
    return {"type": "http", "address": ADDRESS, **more}


def hook(*targets: dict[str, Any], **more: object) -> dict[str, Any]:
    return {
        "name": "h",
        "event_types": ["PUSH_ARTIFACT"],
        "targets": list(targets) or [target()],
        **more,
    }


def no_hook(message: str, *targets: dict[str, Any], **more: object) -> Fact:
    return Fact("POST", HOOKS, hook(*targets, **more), 400, BAD, message)


def hooked(keep: str, *targets: dict[str, Any], **more: object) -> Fact:
    return Fact("POST", HOOKS, hook(*targets, **{"name": keep, **more}), 201, keep=keep)


WEBHOOKS: dict[str, list[Fact]] = {
    "a policy": [
        PROJECT, hooked("a"),
        Fact("GET", HOOKS + "/{a}", fields={
            "enabled": False, "description": ABSENT, "creator": ABSENT, "project_id": "{p}",
            "targets": [target(payload_format="Default")]}),
        hooked("b", target(address=" http://127.0.0.1:9/a?b=c#d ", auth_header="Bearer x",
                           skip_cert_verify=True, payload_format="CloudEvents"),
               target(type="slack"), enabled=True,
               event_types=["QUOTA_EXCEED", "QUOTA_EXCEED", "PUSH_ARTIFACT"]),
        Fact("GET", HOOKS + "/{b}", fields={
            "enabled": True, "event_types": ["QUOTA_EXCEED", "QUOTA_EXCEED", "PUSH_ARTIFACT"],
            "targets.0": {"type": "http", "address": " http://127.0.0.1:9/a?b=c#d ",
                          "auth_header": "Bearer x", "skip_cert_verify": True,
                          "payload_format": "CloudEvents"},
            "targets.1": {"type": "slack", "address": ADDRESS}}),
        hooked("", target(address="nonsense")), hooked("n" * 256),
        Fact("POST", HOOKS, hook(name="n" * 257), 500, "UNKNOWN"),
    ],
    "what is refused, events first": [
        PROJECT, hooked("there"),
        no_hook("empty event type", event_types=[], targets=[]),
        no_hook("unsupported event type push_artifact", event_types=["push_artifact"]),
        no_hook("empty notification target with policy h", targets=[]),
        no_hook("unsupported target type email with policy h", target(type="email")),
        no_hook("unsupported payload format type: Odd", target(payload_format="Odd")),
        no_hook("set payload format is not allowed for slack",
                target(type="slack", payload_format="Default")),
        no_hook("empty URL", target(address=" ")),
        no_hook("invalid scheme: ftp", target(address="ftp://x")),
        no_hook('parse "http://a b": invalid character " " in host name',
                target(address="http://a b/")),
        Fact("POST", HOOKS, hook(name="there"), 409, "CONFLICT",
             "notification policy named there already exists"),
    ],
    "a PUT replaces, and the creation time is lost": [
        PROJECT, hooked("a", enabled=True, description="d"), hooked("b"),
        Fact("PUT", HOOKS + "/{a}", hook(name="c", id=5)),
        Fact("GET", HOOKS + "/{a}", fields={
            "enabled": False, "description": ABSENT, "name": "c",
            "creation_time": "0001-01-01T00:00:00.000Z", "update_time": ...}),
        Fact("PUT", HOOKS + "/{a}", hook(name="b"), 409, "CONFLICT"),
        Fact("PUT", HOOKS + "/{a}", hook(targets=[]), 400, BAD),
        Fact("PUT", HOOKS + "/999", hook(), 404, "NOT_FOUND", "notificationPolicy 999 not found"),
        Fact("GET", "/projects/library/webhook/policies/{a}", status=404, code="NOT_FOUND",
             message="resource not found: project id:1, webhook policy id: {a} not found"),
        Fact("GET", HOOKS + "?q=name=b", fields={"#": 1}),
        Fact("DELETE", HOOKS + "/{a}"),
        Fact("DELETE", HOOKS + "/{a}", status=404, code="NOT_FOUND"),
    ],
    "around the policies": [
        PROJECT, OUTSIDER, hooked("a"),
        Fact("GET", "/projects/p/webhook/events", fields={
            "event_type.#": 10, "notify_type": ["http", "slack"],
            "payload_formats.0.formats": ["Default", "CloudEvents"]}),
        Fact("GET", "/projects/p/webhook/lasttrigger", fields={
            "0.policy_name": "a", "0.enabled": ABSENT, "0.event_type": "PUSH_ARTIFACT",
            "0.last_trigger_time": "0001-01-01T00:00:00.000Z"}),
        Fact("GET", HOOKS + "/{a}/executions", fields={"": []},
             answer_headers={"X-Total-Count": "0"}),
        Fact("GET", "/projects/p/webhook/jobs", status=422, code="UNPROCESSABLE_ENTITY"),
        Fact("GET", "/projects/p/webhook/jobs?policy_id={a}", fields={"": []}),
        Fact("GET", HOOKS, status=403, code="FORBIDDEN", who="u"),
        Fact("GET", "/projects/nope/webhook/policies/1", status=404, code="NOT_FOUND",
             who=ANONYMOUS),
    ],
}  # fmt: skip
STORIES = {
    **{f"retention: {name}": story for name, story in RETENTION.items()},
    **{f"immutable: {name}": story for name, story in IMMUTABLE.items()},
    **{f"webhooks: {name}": story for name, story in WEBHOOKS.items()},
}


@pytest.mark.parametrize("version", ASKED)
@pytest.mark.parametrize("name", STORIES)
def test_the_double_tells_it_as_harbor_does(name: str, version: str) -> None:
    assert "\n".join(tell(Hub(version, options={"raise": True}), STORIES[name])) == ""


def test_every_fact_is_asked() -> None:
    assert unasked(STORIES, ASKED) == []


@pytest.mark.parametrize("version", ASKED)
def test_a_retention_goes_with_its_project_from_2_10_on(version: str) -> None:
    hub = Hub(version)
    try:
        assert tell(hub, [PROJECT, made(trigger=every(DAILY)), Fact("DELETE", "/projects/p")]) == []
        assert hub.jobs.wait()
        left = [len(hub.store["retentions"]), len(hub.store["schedules"]) - 2]
        assert left == ([1, 1] if version == "2.9.5" else [0, 0])
    finally:
        hub.close()


def test_a_retention_without_cron_brings_the_core_down_with_its_project() -> None:
    hub = Hub("2.15.2")
    try:
        story = [PROJECT, made(trigger={"kind": "Schedule", "settings": {}})]
        assert tell(hub, [*story, Fact("DELETE", "/projects/p")]) == []
        assert hub.jobs.wait()
        assert [fault.drop for fault in hub.faults] == [True]
        assert len(hub.store["retentions"]) == 1
    finally:
        hub.close()
