# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Retention of tags: a project's policy, with all the states a policy should not be in.

Little of a policy is judged, and what is missing or of a strange kind makes later requests fail or
brings the whole core down. An execution really deletes artifacts.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from .. import content, doublestar
from ..answers import Answer, Text, bad_request, broken, conflict, crashed, not_found
from ..binding import Any_, Bool, Int, List, Map, Str, Struct
from ..call import Call
from ..hub import Hub
from ..listing import Query
from ..routing import Routes
from . import executions, inside, schedules

Row = dict[str, Any]

routes = Routes()
tables = {"retentions": {"indexes": [("scope_level", "scope_reference")]}}

MOST_RULES = 15
SCHEDULE = "Schedule"
PROXY_DAYS = 7

SELECTOR = Struct("RetentionSelector", kind=Str(), decoration=Str(), pattern=Str(), extras=Str())
RULE = Struct(
    "RetentionRule",
    id=Int(),
    priority=Int(),
    disabled=Bool(),
    action=Str(),
    template=Str(),
    params=Map(Any_()),
    tag_selectors=List(SELECTOR),
    scope_selectors=Map(List(SELECTOR), go="map[string][]models.RetentionSelector"),
)
POLICY = Struct(
    "RetentionPolicy",
    id=Int(),
    algorithm=Str(),
    rules=List(RULE),
    trigger=Struct("RetentionRuleTrigger", kind=Str(), settings=Any_(), references=Any_()),
    scope=Struct("RetentionPolicyScope", level=Str(), ref=Int()),
)
STATUS_CODES = {
    executions.PENDING: 0,
    executions.RUNNING: 2,
    executions.STOPPED: 3,
    executions.ERROR: 3,
    executions.SUCCESS: 3,
}
COUNTED = {
    "latestPushedK": "the most recently pushed # artifacts",
    "latestPulledN": "the most recently pulled # artifacts",
}
DATED = {
    "nDaysSinceLastPush": "pushed within the last # days",
    "nDaysSinceLastPull": "pulled within the last # days",
}
DEFAULT_COUNT, DEFAULT_DAYS = 10, 30


# -- policies


def selector(said: Row | None) -> Row:
    return {name: (said or {}).get(name, "") for name in SELECTOR.fields}


def rule_of(said: Row | None) -> Row:
    """A rule as it is stored."""
    said = said or {}
    tags, scopes = said.get("tag_selectors"), said.get("scope_selectors")
    return {
        "id": said.get("id", 0),
        "priority": said.get("priority", 0),
        "disabled": said.get("disabled", False),
        "action": said.get("action", ""),
        "template": said.get("template", ""),
        "params": said.get("params"),
        "tag_selectors": None if tags is None else [selector(one) for one in tags],
        "scope_selectors": None if scopes is None else {
            key: [selector(one) for one in found or ()] for key, found in scopes.items()
        },
    }  # fmt: skip


def policy_of(body: Row) -> Row:
    """A policy as it is stored. Raises a 500 if its settings are no object."""
    rules = body.get("rules")
    policy: Row = {
        "algorithm": body.get("algorithm", ""),
        "rules": None if rules is None else [rule_of(one) for one in rules],
        "trigger": None,
        "scope": None,
    }
    if "trigger" in body:
        settings = body["trigger"].get("settings")
        if settings is not None and not isinstance(settings, dict):
            raise crashed()
        policy["trigger"] = {"kind": body["trigger"].get("kind", ""), "settings": settings}
    if "scope" in body:
        scope = body["scope"]
        policy["scope"] = {"level": scope.get("level", ""), "ref": scope.get("ref", 0)}
    return policy


def check_rules(policy: Row) -> None:
    """Raises a 400 or a 409."""
    rules = policy["rules"] or []
    if len(rules) > MOST_RULES:
        raise bad_request(f"bad request: only {MOST_RULES} rules are allowed at most")
    seen: dict[str, int] = {}
    for number, rule in enumerate(rules):
        text = executions.go_json({**rule, "id": 0})
        if text in seen:
            raise conflict(f"resource conflict: rule {number} is conflict with rule {seen[text]}")
        seen[text] = number


def cron_text(trigger: Row) -> str:
    """The cron of a trigger. Raises a 500 if it has none: the handler panics."""
    text = (trigger["settings"] or {}).get("cron")
    if not isinstance(text, str):
        raise crashed()
    return text


def check_cron(policy: Row) -> None:
    """Raises a 400 or a 500."""
    trigger = policy["trigger"]
    if trigger and trigger["kind"] == SCHEDULE and "cron" in (trigger["settings"] or {}):
        text = cron_text(trigger)
        if text:
            schedules.check_cron(text, "tag retention")


def require(call: Call, policy: Row, action: str) -> None:
    """Raises a 500 without a scope, else what the scope's level says."""
    scope = policy["scope"]
    if scope is None:
        raise crashed()
    if scope["level"] == "project":
        call.require_project(scope["ref"], "tag-retention", action)
    else:
        call.require_system("tag-retention", action)


def stored(hub: Hub, policy_id: int) -> Row | None:
    row = hub.store["retentions"].get(policy_id)
    return None if row is None else {"id": row["id"], **row["data"]}


def looked_up(call: Call) -> Row:
    """The policy of the path. Raises a 400."""
    policy = stored(call.hub, call.params["id"])
    if policy is None:
        raise bad_request(f"bad request: no such Retention policy with id {call.params['id']}")
    return policy


def metadata(call: Call, project_id: int) -> Row:
    project = call.table("projects").get(project_id)
    return dict(project["metadata"]) if project else {}


def require_match(call: Call, policy: Row) -> None:
    """Raises a 404 unless the policy is the one that its project names."""
    named = metadata(call, policy["scope"]["ref"]).get("retention_id")
    if named != str(policy["id"]):
        raise not_found(
            f"resource not found: the retention policy id {policy['id']} does not match"
        )


def set_metadata(hub: Hub, project_id: int, policy_id: int | None) -> None:
    project = hub.store["projects"].get(project_id)
    if project is None:
        return
    changed = {k: v for k, v in project["metadata"].items() if k != "retention_id"}
    if policy_id is not None:
        changed["retention_id"] = str(policy_id)
    hub.store["projects"].update(project_id, metadata=changed)


def add(hub: Hub, policy: Row) -> int:
    """Store a policy and name it in its project."""
    scope, trigger = policy["scope"], policy["trigger"]
    if trigger is None:
        raise crashed()
    row = hub.store["retentions"].insert(
        scope_level=scope["level"], scope_reference=scope["ref"], data=policy
    )
    if trigger["kind"] == SCHEDULE and "cron" in (trigger["settings"] or {}):
        text = cron_text(trigger)
        if text:
            schedules.create(hub, executions.RETENTION, row["id"], "", text, {})
    set_metadata(hub, scope["ref"], row["id"])
    return int(row["id"])


def shown_rule(rule: Row) -> Row:
    answer = {name: value for name, value in rule.items() if value}
    tags, scopes = rule["tag_selectors"], rule["scope_selectors"]
    answer["tag_selectors"] = None if tags is None else [shown_selector(one) for one in tags]
    if scopes:
        answer["scope_selectors"] = {
            key: [shown_selector(one) for one in found] for key, found in scopes.items()
        }
    return answer


def shown_selector(one: Row) -> Row:
    return {name: value for name, value in one.items() if value}


def shown(hub: Hub, policy: Row) -> Row:
    answer: Row = {"id": policy["id"]}
    if policy["algorithm"]:
        answer["algorithm"] = policy["algorithm"]
    rules = policy["rules"]
    answer["rules"] = None if rules is None else [shown_rule(rule) for rule in rules]
    trigger = policy["trigger"]
    answer["trigger"] = {}
    if trigger["kind"]:
        answer["trigger"]["kind"] = trigger["kind"]
    if trigger["settings"] is not None:
        settings = dict(trigger["settings"])
        text = settings.get("cron")
        if trigger["kind"] == SCHEDULE and isinstance(text, str) and text:
            settings["next_scheduled_time"] = schedules.next_time(hub, text)
        answer["trigger"]["settings"] = settings
    answer["scope"] = {name: value for name, value in policy["scope"].items() if value}
    return answer


@routes("GET", "/retentions/metadatas")
def get_metadatas(call: Call) -> Answer:
    call.require_login()
    templates = []
    for unit, found in (("COUNT", COUNTED), ("DAYS", DATED), ("", {"always": "always"})):
        params = [{"type": "int", "unit": unit, "required": True}] if unit else []
        templates += [
            {
                "rule_template": name,
                "display_text": text,
                "action": "retain",
                "params": params,
            }
            for name, text in found.items()
        ]
    return Answer(
        body={
            "templates": templates,
            "scope_selectors": [
                {
                    "display_text": "Repositories",
                    "kind": "doublestar",
                    "decorations": ["repoMatches", "repoExcludes"],
                }
            ],
            "tag_selectors": [
                {
                    "display_text": "Tags",
                    "kind": "doublestar",
                    "decorations": ["matches", "excludes"],
                }
            ],
        }
    )


@routes("POST", "/retentions", body=("policy", POLICY))
def create_policy(call: Call) -> Answer:
    call.require_login()
    policy = policy_of(call.body)
    check_rules(policy)
    require(call, policy, "create")
    level, project_id = policy["scope"]["level"], policy["scope"]["ref"]
    if level != "project":
        raise bad_request(f"bad request: scope {level} is not support")
    if project_id <= 0 or project_id not in call.table("projects"):
        raise bad_request(f"bad request: invalid Project id {project_id}")
    named = metadata(call, project_id)
    if "retention_id" in named:
        raise bad_request(
            f"bad request: project {project_id} already has retention policy"
            f" {named['retention_id']}"
        )
    check_cron(policy)
    return call.created(add(call.hub, policy))


@routes("GET", "/retentions/{id:int}")
def get_policy(call: Call) -> Answer:
    call.require_login()
    policy = stored(call.hub, call.params["id"])
    if policy is None:
        raise broken()
    require(call, policy, "read")
    return Answer(body=shown(call.hub, policy))


@routes("PUT", "/retentions/{id:int}", body=("policy", POLICY))
def update_policy(call: Call) -> None:
    call.require_login()
    hub, policy_id = call.hub, call.params["id"]
    policy = policy_of(call.body)
    check_rules(policy)
    require(call, policy, "update")
    require_match(call, {**policy, "id": policy_id})
    check_cron(policy)
    old = stored(hub, policy_id)
    if old is None:
        raise broken()
    new_trigger, old_trigger = policy["trigger"], old["trigger"]
    if new_trigger is None:
        raise crashed()
    away, anew = reschedule(old_trigger, new_trigger)
    hub.store["retentions"].update(policy_id, data=policy, scope_level=policy["scope"]["level"])
    if away:
        schedules.delete_of_vendor(hub, executions.RETENTION, policy_id)
    if anew:
        schedules.create(hub, executions.RETENTION, policy_id, "", cron_text(new_trigger), {})


def reschedule(old: Row, new: Row) -> tuple[bool, bool]:
    """Whether the old schedule goes and whether there is a new one. Raises a 500."""
    if old["kind"] != new["kind"]:
        # A new one is wanted even if its cron is empty, and that fails.
        return old["kind"] == SCHEDULE, new["kind"] == SCHEDULE
    if new["kind"] == SCHEDULE:
        if (old["settings"] or {}).get("cron") == (new["settings"] or {}).get("cron"):
            return False, False
        return bool(cron_text(old)), bool(cron_text(new))
    if new["kind"]:
        raise broken()
    return False, False


@routes("DELETE", "/retentions/{id:int}")
def delete_policy(call: Call) -> None:
    call.require_login()
    policy = looked_up(call)
    require(call, policy, "delete")
    remove(call.hub, policy)
    if call.version >= "2.14":
        set_metadata(call.hub, policy["scope"]["ref"], None)


def remove(hub: Hub, policy: Row) -> None:
    """Raises a 412 while it runs, a 500 if its cron is missing."""
    if policy["trigger"]["kind"] == SCHEDULE and cron_text(policy["trigger"]):
        schedules.delete_of_vendor(hub, executions.RETENTION, policy["id"])
    for execution in executions.of_vendor(hub, executions.RETENTION, policy["id"]):
        executions.delete(hub, execution["id"])
    hub.store["retentions"].delete(policy["id"])


# -- executions


def shown_execution(execution: Row) -> Row:
    answer = {
        "id": execution["id"],
        "policy_id": execution["vendor_id"],
        "status": execution["status"],
        "trigger": execution["trigger"],
        "start_time": executions.go_time(execution["start_time"]),
        "end_time": executions.go_time(execution["end_time"]),
    }
    if execution["extra_attrs"]["dry_run"]:
        answer["dry_run"] = True
    return answer


def shown_task(task: Row) -> Row:
    attributes = task["extra_attrs"]
    return {
        "id": task["id"],
        "execution_id": task["execution_id"],
        "job_id": task["job_id"],
        "repository": attributes["repository"],
        "status": task["status"],
        "status_code": STATUS_CODES[task["status"]],
        "start_time": executions.go_time(task["start_time"]),
        "end_time": executions.go_time(task["end_time"]),
        "total": attributes.get("total", 0),
        "retained": attributes.get("retained", 0),
    }


def execution_of(call: Call, policy: Row) -> Row:
    """The execution of the path. Raises a 404."""
    execution = executions.get(call.hub, call.params["eid"])
    mine = execution["vendor_id"] == policy["id"]
    if execution["vendor_type"] != executions.RETENTION or not mine:
        raise missing(policy, execution["id"])
    return execution


def missing(policy: Row, execution_id: int) -> Exception:
    return not_found(f"project: {policy['scope']['ref']}, execution id {execution_id} not found")


def page_of(call: Call, rows: list[Row], show: Any) -> Answer:
    asked = Query({}, "", call.query["page"] or 0, call.query["page_size"] or 0)
    return call.page(asked, [show(row) for row in asked.paged(rows)], len(rows))


PAGE = {"page": Int(), "page_size": Int()}


@routes(
    "POST", "/retentions/{id:int}/executions",
    body=("body", Struct("TriggerRetentionExecutionBody", dry_run=Bool())),
)  # fmt: skip
def start_execution(call: Call) -> Answer:
    call.require_login()
    policy = looked_up(call)
    require(call, policy, "update")
    attributes = {"dry_run": call.body.get("dry_run", False), "operator": call.caller.name}
    execution = executions.create(
        call.hub, executions.RETENTION, policy["id"], executions.MANUAL, attributes
    )
    call.hub.jobs.after(0, launch, call.hub, execution["id"], policy)
    return call.created(execution["id"])


@routes("GET", "/retentions/{id:int}/executions", query=PAGE)
def list_executions(call: Call) -> Answer:
    call.require_login()
    policy = looked_up(call)
    require(call, policy, "list")
    rows = executions.of_vendor(call.hub, executions.RETENTION, policy["id"])
    return page_of(call, rows, shown_execution)


@routes(
    "PATCH", "/retentions/{id:int}/executions/{eid:int}",
    body=("body", Struct("OperateRetentionExecutionBody", action=Str())),
)  # fmt: skip
def stop_execution(call: Call) -> None:
    call.require_login()
    if call.body.get("action") != "stop":
        raise bad_request("bad request: action should be 'stop'")
    policy = looked_up(call)
    require(call, policy, "update")
    require_match(call, policy)
    executions.stop(call.hub, execution_of(call, policy)["id"])


@routes("GET", "/retentions/{id:int}/executions/{eid:int}/tasks", query=PAGE)
def list_tasks(call: Call) -> Answer:
    call.require_login()
    policy = looked_up(call)
    require(call, policy, "list")
    require_match(call, policy)
    execution = execution_of(call, policy)
    return page_of(call, executions.tasks_of(call.hub, execution["id"]), shown_task)


@routes(
    "GET", "/retentions/{id:int}/executions/{eid:int}/tasks/{tid:int}", produces=("text/plain",)
)
def get_log(call: Call) -> Answer:
    call.require_login()
    policy = looked_up(call)
    require(call, policy, "read")
    require_match(call, policy)
    execution = execution_of(call, policy)
    task = call.table("tasks").get(call.params["tid"])
    if task is None:
        raise not_found(f"task {call.params['tid']} not found")
    if task["execution_id"] != execution["id"]:
        raise missing(policy, execution["id"])
    return Answer(body=Text(executions.log_of(call.hub, task)))


# -- what it does


@dataclass(frozen=True)
class Candidate:
    """An artifact that may be deleted. Times are seconds since 1970, 0 for never."""

    id: int
    digest: str
    tags: tuple[str, ...]
    push_time: float
    pull_time: float


def launch(hub: Hub, execution_id: int, policy: Row) -> None:
    """A task for each repository that a rule fits."""
    execution = executions.find(hub, execution_id)
    if execution is None or execution["status"] in executions.FINAL:
        return
    project_id = policy["scope"]["ref"]
    rules: dict[str, list[Row]] = {}
    for rule in policy["rules"] or ():
        if rule["disabled"]:
            continue
        scopes = (rule["scope_selectors"] or {}).get("repository") or []
        for name in repositories(hub, project_id):
            try:
                if all(selects_repository(one, name) for one in scopes):
                    rules.setdefault(name, []).append(rule)
            except doublestar.BadPattern:
                message = "launcher: syntax error in pattern"
                executions.mark(hub, execution_id, executions.ERROR, message)
                return
    if not rules:
        executions.mark(hub, execution_id, executions.SUCCESS, "no resources for retention")
    for name, found in rules.items():
        attributes = {
            "repository": name,
            "project_id": project_id,
            "dry_run": execution["extra_attrs"]["dry_run"],
            "algorithm": policy["algorithm"],
            "rules": found,
        }
        executions.add_task(hub, execution, attributes)


def repositories(hub: Hub, project_id: int) -> list[str]:
    """Names without the project."""
    found = hub.store["repositories"].find(project_id=project_id)
    return [content.split_name(row["name"])[1] for row in found]


def selects_repository(one: Row, name: str) -> bool:
    if one["decoration"] not in ("repoMatches", "repoExcludes"):
        return False
    excludes: bool = one["decoration"] == "repoExcludes"
    return doublestar.matches(one["pattern"], name) != excludes


def selects(one: Row, candidate: Candidate) -> bool:
    """Whether a rule's selector lets an artifact through, by one of its tags."""
    excludes: bool = one["decoration"] == "excludes"
    if not excludes and one["decoration"] != "matches":
        return False
    if candidate.tags:
        return any(doublestar.matches(one["pattern"], tag) != excludes for tag in candidate.tags)
    return untagged(one, excludes) != excludes


def untagged(one: Row, excludes: bool) -> bool:
    """What a selector says of artifacts without a tag."""
    try:
        extras = json.loads(one["extras"])
    except ValueError:
        extras = None
    if isinstance(extras, dict):
        return extras.get("untagged") is True
    return not excludes


def number_of(rule: Row, default: int) -> int:
    said = (rule["params"] or {}).get(rule["template"])
    if isinstance(said, str) and said.isdecimal():
        said = int(said)
    if isinstance(said, (int, float)) and not isinstance(said, bool) and said >= 0:
        return int(said)
    return default


def retained(rule: Row, found: list[Candidate], now: float) -> list[Candidate]:
    """What a rule keeps. Raises ValueError for an unknown template or action."""
    template = rule["template"]
    if rule["action"] != "retain":
        raise ValueError(f"action {rule['action']} is not registered")
    if template == "always":
        return found
    if template not in COUNTED and template not in DATED:
        raise ValueError(f"rule evaluator {template} is not registered")
    by_pull = template in ("latestPulledN", "nDaysSinceLastPull")

    def moment(one: Candidate) -> float:
        return one.pull_time if by_pull else one.push_time

    if template in COUNTED:
        count = number_of(rule, DEFAULT_COUNT)
        return sorted(found, key=moment, reverse=True)[:count]
    since = now - number_of(rule, DEFAULT_DAYS) * 86400
    return [one for one in found if moment(one) >= since]


def candidates(hub: Hub, project_id: int, repository: str) -> list[Candidate]:
    """What a list of artifacts shows."""
    project = hub.store["projects"].get(project_id)
    name = f"{project['name'] if project else ''}/{repository}"
    row = hub.store["repositories"].one(name=name)
    found = hub.store["artifacts"].find(repository_id=row["id"]) if row else []
    return [
        Candidate(
            artifact["id"],
            artifact["digest"],
            tuple(tag["name"] for tag in content.tags_of(hub, artifact)),
            artifact["push_time"],
            artifact["pull_time"] or 0.0,
        )
        for artifact in content.listed(hub, found)
    ]


def work(hub: Hub, task: Row) -> executions.Outcome:
    attributes = task["extra_attrs"]
    project_id, repository = attributes["project_id"], attributes["repository"]
    project = hub.store["projects"].get(project_id)
    title = f"{project['name'] if project else ''}/{repository}"
    lines = [
        executions.log_line(
            hub,
            f"Run retention process.\n Repository: {title} \n Rule Algorithm:"
            f" {attributes['algorithm']} \n Dry Run: {str(attributes['dry_run']).lower()}",
        )
    ]
    found = candidates(hub, project_id, repository)
    lines.append(executions.log_line(hub, f"Load {len(found)} candidates from repository {title}"))
    try:
        kept = kept_by(attributes, found)
    except (ValueError, doublestar.BadPattern) as error:
        lines.append(executions.log_line(hub, f"retention job: {error}", "ERROR"))
        return executions.Outcome(executions.ERROR, "".join(lines))
    fates = {one.id: fate(hub, attributes, one, kept) for one in found}
    gone = [one for one in found if fates[one.id] == "DEL"]
    if not attributes["dry_run"]:
        for one in gone:
            artifact = hub.store["artifacts"].get(one.id)
            if artifact is not None:
                content.delete_artifact(hub, artifact, inside.JOBSERVICE)
    lines.append(executions.log_line(hub, "\n" + "".join(table(found, fates))))
    counts = {"total": len(found), "retained": len(found) - len(gone)}
    return executions.Outcome(log="".join(lines), attributes=counts)


def kept_by(attributes: Row, found: list[Candidate]) -> set[int]:
    if attributes["algorithm"] != "or":
        raise ValueError(f"get processor for algorithm: {attributes['algorithm']}")
    now = time.time()
    kept: set[int] = set()
    for rule in attributes["rules"]:
        chosen = found
        for one in rule["tag_selectors"] or ():
            chosen = [candidate for candidate in chosen if selects(one, candidate)]
        kept.update(one.id for one in retained(rule, chosen, now))
    return kept


def fate(hub: Hub, attributes: Row, one: Candidate, kept: set[int]) -> str:
    if one.id in kept:
        return "RETAIN"
    repository = attributes["repository"]
    if any(content.immutable(hub, attributes["project_id"], repository, tag) for tag in one.tags):
        return "IMMUTABLE"
    return "DEL"


def table(found: Iterable[Candidate], fates: dict[int, str]) -> list[str]:
    lines = ["|Digest|Tag|Kind|PushedTime|PulledTime|Retention|\n"]
    for one in found:
        times = "|".join(
            executions.go_time(int(moment)) if moment else "" for moment in
            (one.push_time, one.pull_time)
        )  # fmt: skip
        lines.append(f"|{one.digest}|{','.join(one.tags)}|image|{times}|{fates[one.id]}|\n")
    return lines


executions.WORKS[executions.RETENTION] = work


# -- with its project


def of_proxy(hub: Hub, project: Row) -> None:
    """A proxy project gets a policy by itself."""
    if not project["registry_id"]:
        return
    template = "nDaysSinceLastPull"
    everything = {"kind": "doublestar", "pattern": "**"}
    rule = rule_of(
        {
            "id": 1,
            "priority": 1,
            "action": "retain",
            "template": template,
            "params": {template: PROXY_DAYS},
            "tag_selectors": [{**everything, "decoration": "matches"}],
            "scope_selectors": {"repository": [{**everything, "decoration": "repoMatches"}]},
        }
    )
    trigger = {"kind": SCHEDULE, "settings": {"cron": "0 0 0 * * *"}}
    scope = {"level": "project", "ref": project["project_id"]}
    add(hub, {"algorithm": "or", "rules": [rule], "trigger": trigger, "scope": scope})


def with_project(hub: Hub, project: Row) -> None:
    """A moment after its project a policy goes, or the core does, if the cron is missing."""
    found = hub.store["retentions"].find(
        scope_level="project", scope_reference=project["project_id"]
    )
    for row in found:
        hub.jobs.after(0, forget, hub, row["id"])


def forget(hub: Hub, policy_id: int) -> None:
    policy = stored(hub, policy_id)
    if policy is None:
        return
    trigger = policy["trigger"]
    if trigger["kind"] == SCHEDULE and not isinstance((trigger["settings"] or {}).get("cron"), str):
        crash(hub)
        return
    for execution in executions.of_vendor(hub, executions.RETENTION, policy_id):
        executions.stop(hub, execution["id"])
    remove(hub, policy)


def crash(hub: Hub) -> None:
    """The core's process ends; for some time nobody answers."""
    until = time.monotonic() + hub.delays.task
    hub.fail(drop=True, times=1 << 30, when=lambda _call: time.monotonic() < until)


def install(hub: Hub) -> None:
    hub.on("project created", lambda project: of_proxy(hub, project))
    if hub.version >= "2.10":
        hub.on("project deleted", lambda project: with_project(hub, project))
