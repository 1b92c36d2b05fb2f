# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which artifacts of a project its retention keeps.

In the repositories that a rule is about a run deletes whatever no rule keeps, also what has none of
the tags that rules name (src/pkg/retention/policy/action/performer.go).

There is one policy a project at most, and no list of them: its id is in the project's metadata.
Some that Harbor takes it cannot bear afterwards (src/controller/retention/controller.go). They are
healed when a task is about them:

no cron        the settings lack the key: any change of the schedule and the removal answer 500, and
               the removal of the project ends the core
another kind   the trigger's kind is not Schedule: every change is refused, a removal is not
dangling       before 2.14 a removal leaves the id in the project, which then takes no other policy
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from .._core.errors import Refused
from .._core.harbor_field import Field, Values, as_set, at, to_wire
from .._core.harbor_request import Request
from .._core.harbor_spec import Asking, Change, Look, Spec, Wire
from .._core.harbor_version import Version
from .cron import TEXT, as_cron, not_a_cron
from .project import PROJECT
from .selector import SELECTORS, raw, readable, selectors

TEMPLATES = {
    "latest_pushed": "latestPushedK",
    "latest_pulled": "latestPulledN",
    "pushed_within_days": "nDaysSinceLastPush",
    "pulled_within_days": "nDaysSinceLastPull",
    "always": "always",
}
_WORDS = {template: word for word, template in TEMPLATES.items()}
SCHEDULE = "Schedule"
# src/server/v2.0/handler/retention.go
MOST_RULES = 15
# Harbor settles a run up to 30 s after its last task, and until then keeps the policy.
_SETTLED = 60
_CLEANS_UP = Version.of("2.14")


def rules_of(wire: Iterable[Mapping[str, Any]]) -> list[Values]:
    """Harbor's rules as a task would say them. One that a task cannot say is shown raw in keep."""
    return [_rule_of(rule) or _odd(rule) for rule in wire]


def _rule_of(rule: Mapping[str, Any]) -> Values | None:
    about = readable(rule)
    keep = _WORDS.get(str(rule.get("template")))
    if about is None or keep is None or rule.get("action") != "retain":
        return None
    params = rule.get("params") or {}
    number = params.get(rule["template"])
    if keep == "always":
        number = None
    elif set(params) != {rule["template"]} or not isinstance(number, int):
        return None
    untagged = _untagged(rule["tag_selectors"][0].get("extras"), about["tags_excluded"])
    if untagged is None:
        return None
    disabled = bool(rule.get("disabled"))
    return {"keep": keep, "number": number, **about, "untagged": untagged, "disabled": disabled}


def _odd(rule: Mapping[str, Any]) -> Values:
    """All that could tell it from another is in its keep; the rest is what a task leaves out."""
    told = {name: value for name, value in rule.items() if name not in ("id", "priority")}
    return {**{each.name: each.absent for each in RULE}, "keep": raw(told)}


def _untagged(extras: Any, excluded: bool) -> bool | None:
    """Whether artifacts without a tag may be kept, by the selector's extras; None if they are odd.

    They say whether such an artifact counts as one that matches, so of a selector that excludes
    what matches the contrary (src/lib/selector/selectors/doublestar/selector.go).
    """
    if not extras:
        return True
    try:
        told = json.loads(extras)
    except (TypeError, ValueError):
        return None
    value = told.get("untagged") if isinstance(told, dict) else None
    return value is not excluded if isinstance(value, bool) else None


def wire_rules(rules: Iterable[Mapping[str, Any]]) -> list[Values]:
    return [_wire_rule(rule) for rule in rules]


def _wire_rule(rule: Mapping[str, Any]) -> Values:
    template = TEMPLATES[rule["keep"]]
    about = selectors(rule)
    matches = rule["untagged"] is not rule["tags_excluded"]
    about["tag_selectors"][0]["extras"] = json.dumps({"untagged": matches})
    return {
        "action": "retain",
        "template": template,
        "params": {} if rule["keep"] == "always" else {template: rule["number"]},
        "disabled": bool(rule.get("disabled")),
        **about,
    }


def illness(wire: Wire) -> str:
    """Why Harbor cannot bear the policy as it is; empty for one in good health."""
    if wire.get("_dangling"):
        return "of which only the number is left"
    if at(wire, ("trigger", "kind")) != SCHEDULE:
        return "which cannot be changed since its trigger is of another kind than Schedule"
    if not isinstance(at(wire, ("trigger", "settings", "cron")), str):
        return "which has no cron, so that Harbor's core would crash when the project is removed"
    return ""


def _ailing(wire: Wire) -> bool:
    return bool(illness(wire))


def _look(asking: Asking) -> Look:
    name = asking.scope.name if asking.scope else ""
    reply = yield Request("GET", ("projects", name), by_name=True, why=f"look up project {name}")
    number = at(reply.body, ("metadata", "retention_id"))
    if not number:
        return []
    why = f"look up the retention policy of project {name}"
    # Of one that is gone Harbor answers 500, as of anything else that fails.
    policy = yield Request("GET", ("retentions", number), allow=frozenset({404, 500}), why=why)
    if policy.status == 200:
        return [policy.body]
    runs = yield Request(
        "GET", ("retentions", number, "executions"), allow=frozenset({400, 404, 500}), why=why
    )
    if "no such" not in runs.text.lower():
        raise Refused(
            f"{why}: GET /retentions/{number} answered {policy.status}, and Harbor does not say "
            "that there is none. Look at Harbor's core.log."
        )
    if asking.wanted is None:
        return []
    project_id = (reply.body or {})["project_id"]
    return [{"id": number, "_dangling": True, "scope": {"level": "project", "ref": project_id}}]


def _body(change: Change) -> Values:
    wire = change.wire or {}
    rules = wire.get("rules") or []
    if "rules" in change.differ:
        rules = to_wire(FIELDS[:1], change.want)["rules"]
    cron = change.want.get("cron", at(wire, ("trigger", "settings", "cron")))
    # Without each of these, or with settings that lack cron, Harbor answers 500, now or later.
    return {
        "algorithm": "or",
        "rules": rules,
        "trigger": {"kind": SCHEDULE, "settings": {"cron": cron if isinstance(cron, str) else ""}},
        "scope": {"level": "project", "ref": at(wire, ("scope", "ref")) or change.scope},
    }


def _steps(change: Change) -> Iterator[Request]:
    ill = illness(change.wire) if change.wire else ""
    if change.verb == "update" and not ill:
        names = change.differ
        yield change.request("PUT", change.item, _body(change), why=change.sentence(names))
        return
    if change.verb != "create":
        yield from _removal(change, f", {ill}" if ill else "")
    if change.verb != "delete":
        yield change.request(
            "POST", ("retentions",), _body(change), why=f"create {change.called}", makes=change.ref
        )


def _removal(change: Change, ill: str) -> Iterator[Request]:
    wire = change.wire or {}
    if not wire.get("_dangling"):
        if ill and at(wire, ("trigger", "kind")) == SCHEDULE:
            # With a schedule it cannot be removed; of another kind it can, and nothing else.
            body = {**_body(change), "trigger": {"kind": "", "settings": {"cron": ""}}}
            yield change.request(
                "PUT", change.item, body, why=f"make {change.called} removable{ill}"
            )
            ill = ""
        yield change.request(
            "DELETE",
            change.item,
            allow=frozenset({404}),
            patience=_SETTLED,
            why=f"remove {change.called}{ill}",
        )
        if change.version >= _CLEANS_UP:
            return
        ill = ""
    name = change.scope.name if change.scope else ""
    yield Request(
        "DELETE",
        ("projects", name, "metadatas", "retention_id"),
        by_name=True,
        allow=frozenset({404}),
        why=f"remove the number of {change.called}{ill}",
    )


def _judge(change: Change) -> list[str]:
    rules = change.want.get("rules", [])
    if "rules" not in change.differ:
        return []
    found = [sentence for n, rule in enumerate(rules) for sentence in _faults(f"rules[{n}]", rule)]
    if len(rules) > MOST_RULES:
        found.append(
            f"rules has {len(rules)} entries, but Harbor takes {MOST_RULES}. Join some of them."
        )
    first: dict[str, int] = {}
    for number, rule in enumerate(rules):
        same = json.dumps(rule, sort_keys=True)
        if same in first:
            found.append(
                f"rules[{number}] says the same as rules[{first[same]}], which Harbor refuses. "
                "Remove one of them."
            )
        first.setdefault(same, number)
    return found


def _faults(where: str, rule: Mapping[str, Any]) -> Iterator[str]:
    keep, number = rule["keep"], rule["number"]
    if keep not in TEMPLATES:
        return
    if keep == "always":
        if number is not None:
            yield f"{where}.number is {number}, but keep is 'always'. Leave it out."
    elif number is None:
        yield f"{where}.number is missing, but keep is {keep!r}. Say how many."
    elif number < 1:
        yield f"{where}.number is {number}, but Harbor would keep nothing. Write at least 1."


RULE = (
    Field(
        "keep",
        (
            "What it keeps of the artifacts with such tags: the O(number) that were pushed last "
            "(V(latest_pushed)) or pulled last (V(latest_pulled)), what was pushed or pulled "
            "within the last O(number) days (V(pushed_within_days), "
            "V(pulled_within_days)), or V(always) all of them.",
        ),
        required=True,
        known=tuple(TEMPLATES),
    ),
    Field("number", "How many artifacts or days, for each repository.", type="int"),
    *SELECTORS,
    Field(
        "untagged",
        "Whether artifacts without a tag are among those that it may keep.",
        type="bool",
        default=True,
        absent=True,
    ),
    Field("disabled", "Whether the rule is there, and does nothing.", type="bool", absent=False),
)

FIELDS = (
    Field(
        "rules",
        (
            "What is kept, at most 15 rules; an artifact that any of them keeps stays. These and "
            "no others.",
            "In the repositories that a rule is about, a run deletes every artifact that no rule "
            "keeps, whatever its tags. Repositories that no rule is about are left alone, so "
            "without rules nothing is deleted.",
        ),
        type="list",
        elements="dict",
        absent=[],
        fields=RULE,
        read=rules_of,
        write=wire_rules,
        same=as_set,
    ),
    Field(
        "cron",
        f"When it runs by itself: {TEXT}. Empty: only by hand.",
        api="trigger.settings.cron",
        absent="",
        same=as_cron,
        wrong=not_a_cron,
    ),
    Field("id", "Number of the policy.", type="int", made=True),
)

RETENTION_POLICY = Spec(
    kind="retention_policy",
    plural="retention_policies",
    path=("retentions",),
    project="yes",
    look=_look,
    steps=_steps,
    judge=_judge,
    ailing=_ailing,
    refers=lambda: (PROJECT,),
    order=50,
    fields=FIELDS,
)
