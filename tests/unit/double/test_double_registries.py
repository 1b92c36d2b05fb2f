# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Registries and replication policies: facts of genuine Harbors."""

from __future__ import annotations

from typing import Any

import pytest

from tests.double.facts import ABSENT, ANONYMOUS, Fact, tell, unasked
from tests.double.hub import Hub
from tests.double.versions import ASKED

BAD = "BAD_REQUEST"
DOWN = "http://127.0.0.1:9"
UNHEALTHY = "the registry is unhealthy"
STARS = "*****"
USER = {"username": "u", "email": "u@example.com", "realname": "r", "password": "Fact-Pass1"}


def stories(url: str) -> dict[str, list[Fact]]:
    def registry(name: str, **more: object) -> dict[str, object]:
        return {"name": name, "url": url, "type": "docker-registry", **more}

    def made(name: str, **more: object) -> Fact:
        return Fact("POST", "/registries", registry(name, **more), 201, keep=name)

    def refused(message: str, status: int = 400, /, **more: object) -> Fact:
        code = {400: BAD, 409: "CONFLICT", 404: "NOT_FOUND"}[status]
        return Fact("POST", "/registries", {**registry("x"), **more}, status, code, message)

    def has(kept: str, /, **fields: object) -> Fact:
        return Fact("GET", f"/registries/{{{kept}}}", fields=fields)

    def put(name: str, body: object) -> Fact:
        return Fact("PUT", f"/registries/{{{name}}}", body)

    def policy(name: str, **more: object) -> dict[str, object]:
        return {"name": name, "dest_registry": {"id": "{r}"}, **more}

    def wanted(name: str, **more: object) -> Fact:
        return Fact("POST", "/replication/policies", policy(name, **more), 201, keep=name)

    def bad(message: str, /, **more: object) -> Fact:
        body = {**policy("x"), **more}
        return Fact("POST", "/replication/policies", body, 400, BAD, message)

    def reads(kept: str, /, **fields: object) -> Fact:
        return Fact("GET", f"/replication/policies/{{{kept}}}", fields=fields)

    def every(cron: str | None) -> dict[str, object]:
        settings = {} if cron is None else {"trigger_settings": {"cron": cron}}
        return {"type": "scheduled", **settings}

    def spaced(address: str) -> dict[str, object]:
        return {"url": address}

    one_of_two = (
        "either src_registry or dest_registry should be empty and the other one shouldn't be empty"
    )
    return {
        "what a POST of a registry refuses": [
            made("there"),
            refused("name cannot be empty", name=""),
            refused("the max length of name is 64", name="n" * 65),
            refused("the max length of name is 64", name="é" * 33),
            refused("empty string", **spaced("")),
            refused("empty string", **spaced(" / ")),
            refused("invalid HTTP scheme: ftp", **spaced("ftp://x")),
            refused('invalid URL: parse "http://a b": invalid character " " in host name',
                    **spaced("http://a b")),
            refused(UNHEALTHY, **spaced(DOWN)),
            refused("registry there already exists", 409, name="there"),
            Fact("POST", "/registries", registry("x", type="bogus"), 500, "UNKNOWN"),
            Fact("POST", "/registries", {"name": "x", "url": url}, 500, "UNKNOWN"),
            Fact("POST", "/registries", registry("x", insecure="yes"), 422,
                 "UNPROCESSABLE_ENTITY"),
            Fact("GET", "/registries", fields={"#": 1}),
        ],
        "how an address is kept": [
            made("a", url=f"  {url}// "), has("a", url=url),
            made("b", url=url.removeprefix("http://")), has("b", url=url),
            made("c", url=f"{url}/?x=1"), has("c", url=f"{url}/"),
            made("d", status="unhealthy", id=77, insecure=True, description="d"),
            has("d", status="healthy", insecure=True, description="d", credential={}),
            has("a", insecure=ABSENT, description=ABSENT, type="docker-registry"),
        ],
        "credentials": [
            made("a", credential={"access_key": "k"}),
            has("a", credential={"access_key": "k", "type": "basic"}),
            made("b", credential={"type": "oauth", "access_key": "k", "access_secret": "s"}),
            has("b", credential={"access_key": "k", "access_secret": STARS, "type": "oauth"}),
            made("c", credential={"type": "basic", "access_secret": "s"}), has("c", credential={}),
            put("b", {"access_key": "x"}),
            has("b", credential={"access_key": "x", "access_secret": STARS, "type": "oauth"}),
            put("b", {"credential": {"access_key": "z"}, "type": "harbor"}),
            has("b", **{"credential.access_key": "x", "type": "docker-registry"}),
            put("b", {"access_key": "", "access_secret": "", "credential_type": ""}),
            has("b", credential={}),
        ],
        "a PUT of a registry merges, and asks it": [
            made("a", description="d", insecure=True),
            put("a", {}), put("a", {"description": None}), has("a", description="d"),
            put("a", {"description": "", "insecure": False, "name": "b", "id": 5}),
            has("a", description=ABSENT, insecure=ABSENT, name="b"),
            Fact("PUT", "/registries/{a}", {"url": DOWN}, 400, BAD, UNHEALTHY),
            Fact("PUT", "/registries/{a}", {"name": ""}, 400, BAD, "name cannot be empty"),
            Fact("PUT", "/registries/{a}", {"url": ""}, 400, BAD, "empty string"),
            has("a", url=url, status="healthy", name="b"),
            Fact("PUT", "/registries/999", {}, 404, "NOT_FOUND", "registry 999 not found"),
            Fact("PUT", "/registries/0", {"description": "x"}, 404, "NOT_FOUND",
                 "registry 0 not found"),
            Fact("GET", "/registries/0", fields={"name": "Local", "type": "harbor", "id": 0}),
        ],
        "a certificate": [
            made("a"),
            Fact("PUT", "/registries/{a}", {"ca_certificate": "bogus"}, until="2.15"),
            Fact("PUT", "/registries/{a}", {"ca_certificate": "bogus"}, 400, BAD,
                 "invalid CA certificate: no valid certificates found in PEM data", since="2.15"),
            has("a", ca_certificate=ABSENT),
        ],
        "lists of registries": [
            made("aB"), made("b", insecure=True),
            Fact("GET", "/registries?name=B", fields={"#": 2}),
            Fact("GET", "/registries?q=name=B", fields={"#": 0}),
            Fact("GET", "/registries?q=name=b", fields={"#": 1, "0.name": "b"}),
            Fact("GET", "/registries?q=insecure=true", fields={"#": 1}),
            Fact("GET", "/registries?q=access_key=nobody", fields={"#": 2}, since="2.10"),
            Fact("GET", "/registries?sort=-name&page_size=1", fields={"0.name": "b"},
                 answer_headers={"X-Total-Count": "2"}),
        ],
        "a ping": [
            made("a"),
            Fact("POST", "/registries/ping", {"id": "{a}"}),
            Fact("POST", "/registries/ping", {"id": "{a}", "url": DOWN}, 400, BAD, UNHEALTHY),
            Fact("POST", "/registries/ping", {"type": "docker-registry", "url": f" {url}/ "}),
            Fact("POST", "/registries/ping", {}, 400, BAD, "type or url cannot be empty"),
            Fact("POST", "/registries/ping", {"url": url}, 400, BAD,
                 "type or url cannot be empty"),
            Fact("POST", "/registries/ping", {"type": "bogus", "url": url}, 500, "UNKNOWN"),
            Fact("POST", "/registries/ping", {"type": "harbor", "url": DOWN}, 500, "UNKNOWN"),
            Fact("POST", "/registries/ping", {"id": 999}, 404, "NOT_FOUND",
                 "registry 999 not found"),
        ],
        "who may": [
            Fact("POST", "/users", USER, 201),
            Fact("GET", "/registries", status=401, code="UNAUTHORIZED", who=ANONYMOUS),
            Fact("GET", "/registries", status=403, code="FORBIDDEN", message="u", who="u"),
            Fact("POST", "/registries/ping", {}, 403, "FORBIDDEN", "u", who="u"),
            Fact("GET", "/replication/adapters", status=403, code="FORBIDDEN", who="u"),
            Fact("GET", "/replication/policies", status=403, code="FORBIDDEN", who="u"),
            Fact("POST", "/replication/executions", {"policy_id": 1}, 403, "FORBIDDEN", who="u"),
        ],
        "kinds of registries": [
            Fact("GET", "/replication/adapters", fields={"#": 14}, until="2.10"),
            Fact("GET", "/replication/adapters", fields={"#": 15}, since="2.10", until="2.14"),
            Fact("GET", "/replication/adapters", fields={"#": 12}, since="2.14"),
            Fact("GET", "/replication/adapterinfos", fields={
                "ali-acr.endpoint_pattern.endpoints.#": 69, "quay.endpoint_pattern.endpoints": None,
                "aws-ecr.endpoint_pattern.endpoints.#": 23}, until="2.10"),
            Fact("GET", "/replication/adapterinfos", fields={
                "ali-acr.endpoint_pattern.endpoints.#": 115, "quay": ABSENT}, since="2.14"),
            made("r"),
            Fact("GET", "/registries/{r}/info", fields={
                "supported_triggers": ["manual", "scheduled"], "supported_copy_by_chunk": ABSENT,
                "supported_resource_filters.2.values": ["image"]}),
        ],
        "a small policy as it is read back": [
            made("r"), wanted("p"),
            reads("p", copy_by_chunk=False, dest_namespace_replace_count=-1, filters=None, speed=0,
                  enabled=ABSENT, override=ABSENT, deletion=ABSENT, replicate_deletion=ABSENT,
                  description=ABSENT, dest_namespace=ABSENT, trigger=ABSENT),
            reads("p", **{"src_registry.id": 0, "src_registry.name": "Local",
                          "src_registry.credential.type": "secret", "dest_registry.id": "{r}"}),
            Fact("GET", "/replication/policies/{p}", fields={"single_active_replication": ABSENT},
                 until="2.14"),
            Fact("GET", "/replication/policies/{p}", fields={"single_active_replication": False},
                 since="2.14"),
        ],
        "a policy's fields": [
            made("r"),
            wanted("a", replicate_deletion=True), reads("a", deletion=ABSENT),
            wanted("b", deletion=True), reads("b", deletion=True, replicate_deletion=True),
            wanted("c", speed=-5, filters=[], dest_registry=None, src_registry={"id": "{r}"}),
            reads("c", **{"speed": 0, "filters": None, "dest_registry.id": 0}),
            wanted("d", trigger={"type": "manual", "trigger_settings": {"cron": "0 0 1 * * *"}}),
            reads("d", trigger={"type": "manual", "trigger_settings": {"cron": "0 0 1 * * *"}}),
            wanted("e", filters=[
                {"type": "tag", "value": "v*"}, {"type": "label", "value": ["a"]}]),
            reads("e", **{"filters.0": {"type": "tag", "value": "v*"},
                          "filters.1": {"type": "label", "value": ["a"]}}),
            wanted(" Odd Name/ ", filters=[{"type": "name", "value": "["}]),
            wanted("f", single_active_replication=True),
            Fact("GET", "/replication/policies/{f}", fields={"single_active_replication": True},
                 since="2.14"),
        ],
        "what a POST of a policy refuses": [
            made("r"), wanted("there"),
            bad("empty name", name=""), bad(one_of_two, dest_registry=None),
            bad(one_of_two, src_registry={"id": "{r}"}), bad(one_of_two, dest_registry={"id": 0}),
            bad("invalid trigger type", trigger={"type": ""}),
            bad("invalid trigger type", trigger={}),
            bad("the cron string cannot be empty when the trigger type is scheduled",
                trigger=every(None)),
            bad("invalid cron string for scheduled trigger: * * * * *", trigger=every("* * * * *")),
            bad("the 1st field (indicating Seconds of time) of the cron setting must be 0",
                trigger=every("5 0 1 * * *")),
            bad("* is not allowed for the Minutes field of the cron setting of replication policy",
                trigger=every("0 * 1 * * *")),
            bad("invalid filter type", filters=[{}]),
            bad("the type of filter value isn't string", filters=[{"type": "name", "value": [1]}]),
            bad("the type of filter value isn't string", filters=[{"type": "tag"}]),
            bad("the type of label filter value isn't string slice",
                filters=[{"type": "label", "value": "a"}]),
            bad("only tag and label filter support decoration",
                filters=[{"type": "name", "value": "a", "decoration": "matches"}]),
            bad("invalid filter decoration, :x",
                filters=[{"type": "tag", "value": "a", "decoration": "x"}]),
            bad("invalid resource filter: chart", filters=[{"type": "resource", "value": "chart"}]),
            bad("invalid destination namespace: UP", dest_namespace="UP"),
            Fact("POST", "/replication/policies", policy("x", dest_registry={"id": 999}), 404,
                 "NOT_FOUND", "registry 999 not found"),
            Fact("POST", "/replication/policies", policy("there"), 409, "CONFLICT",
                 "replication policy there already exists"),
            Fact("POST", "/replication/policies", policy("n" * 300), 500, "UNKNOWN"),
            Fact("POST", "/replication/policies", policy("x", filters=[None]), 500),
            Fact("POST", "/replication/policies", policy("x", dest_namespace_replace_count=300),
                 422, "UNPROCESSABLE_ENTITY",
                 'validation failure list:\nparsing policy body from "" failed, because json:'
                 " cannot unmarshal number 300 into Go struct field"
                 " ReplicationPolicy.dest_namespace_replace_count of type int8"),
            Fact("POST", "/replication/policies",
                 policy("x", single_active_replication=True, trigger={"type": "event_based"}),
                 500, "UNKNOWN", since="2.14"),
        ],
        "a PUT of a policy replaces": [
            made("r"), wanted("p", enabled=True, override=True, trigger={"type": "manual"}),
            wanted("other"),
            Fact("PUT", "/replication/policies/{p}", policy("q", id=4)),
            reads("p", name="q", enabled=ABSENT, override=ABSENT, trigger=ABSENT),
            Fact("PUT", "/replication/policies/{p}", policy("other"), 409, "CONFLICT"),
            Fact("PUT", "/replication/policies/{p}", {}, 400, BAD, "empty name"),
            Fact("PUT", "/replication/policies/999", policy("z"), 404, "NOT_FOUND",
                 "replication policy 999 not found"),
            Fact("POST", "/replication/executions", {"policy_id": "{p}"}, 412, "PRECONDITION",
                 "the policy {p} is disabled"),
            Fact("POST", "/replication/executions", {}, 404, "NOT_FOUND",
                 "replication policy 0 not found"),
        ],
        "what is used stays": [
            made("r"), wanted("p"),
            Fact("DELETE", "/registries/{r}", status=412, code="PRECONDITION",
                 message="the registry {r} is referenced by replication policies, cannot delete"
                 " it"),
            Fact("DELETE", "/replication/policies/{p}"),
            Fact("DELETE", "/replication/policies/{p}", status=404, code="NOT_FOUND"),
            Fact("POST", "/projects", {"project_name": "proxy", "registry_id": "{r}"}, 201,
                 keep="proxy"),
            Fact("DELETE", "/registries/{r}", status=412, code="PRECONDITION",
                 message="the registry {r} is referenced by proxy cache project, cannot delete it"),
            Fact("GET", "/projects/proxy", fields={"metadata.retention_id": "1"}),
            Fact("GET", "/retentions/1", fields={
                "rules.0.params": {"nDaysSinceLastPull": 7}, "scope.ref": "{proxy}",
                "trigger.settings.cron": "0 0 0 * * *",
                "trigger.settings.next_scheduled_time": ...}),
            Fact("DELETE", "/projects/proxy"), Fact("DELETE", "/registries/{r}"),
            Fact("DELETE", "/registries/{r}", status=404, code="NOT_FOUND"),
        ],
        "lists of policies": [
            made("r"), wanted("aB"), wanted("b", enabled=True),
            Fact("GET", "/replication/policies?name=B", fields={"#": 2, "0.name": "b"}),
            Fact("GET", "/replication/policies?q=name=ab", fields={"#": 0}),
            Fact("GET", "/replication/policies?q=enabled=true", fields={"#": 1}),
            Fact("GET", "/replication/policies?sort=name", fields={"0.name": "aB"}),
        ],
    }  # fmt: skip


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


def test_without_a_jobservice_nothing_is_scheduled(elsewhere: str) -> None:
    hub = Hub("2.15.2")
    scheduled: dict[str, Any] = {"type": "scheduled", "trigger_settings": {"cron": "0 0 1 * * *"}}
    body = {"name": "p", "dest_registry": {"id": "{r}"}, "enabled": True, "trigger": scheduled}
    registry = {"name": "r", "url": elsewhere, "type": "docker-registry"}
    hub.jobs.down = True
    story = [
        Fact("POST", "/registries", registry, 201, keep="r"),
        Fact("POST", "/replication/policies", body, 500, "UNKNOWN"),
        Fact("POST", "/replication/policies", {**body, "enabled": False}, 201),
    ]
    assert tell(hub, story) == []
