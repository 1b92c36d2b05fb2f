# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Projects, with their metadata, quota and CVE allowlist.

A project's settings live in three places: metadata (strings), a quota with an end point of its
own, and the allowlist, which only a PUT takes (src/server/v2.0/handler/project.go).
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from typing import Any

from .._core.harbor_field import Field, Values, as_set, at, to_wire
from .._core.harbor_request import Ref, Repository, Request
from .._core.harbor_spec import Asking, Change, Look, Spec, Wire, listed
from .._core.harbor_version import Version
from .cve_allowlist import as_body, each_once, not_a_cve
from .instant import as_epoch, not_an_instant
from .registry import REGISTRY
from .scanner import SCANNER
from .size import as_bytes, not_a_limit

# Before, a project left its retention policy behind, with a schedule that went on for nothing.
_TIDIES_UP = Version.of("2.10")
NAME = re.compile(r"[a-z0-9]+(?:[._-][a-z0-9]+)*")
SEVERITIES = ("none", "low", "medium", "high", "critical")
# Requests out, answers in.
Asked = Generator[Any, Any, None]
_ALLOWLIST = ("cve_allowlist", "cve_allowlist_expires_at")


def not_a_project_name(value: str) -> str | None:
    if len(value) <= 255 and NAME.fullmatch(value):
        return None
    return (
        "but the name of a project has lower-case letters and digits, with single '.', '_' or "
        "'-' between them, and at most 255 characters. Change it."
    )


def as_flag(value: Any) -> Any:
    """Metadata are texts. Another word than these two is handed on, so that it differs from both:
    a project whose public is "True" is in no list and open to everybody."""
    return {"true": True, "false": False}.get(value, value)


def as_word(value: bool) -> str:
    return "true" if value else "false"


def _as_number(value: Any) -> Any:
    return int(value) if re.fullmatch(r"-?\d+", str(value)) else value


def _not_a_speed(value: int) -> str | None:
    return (
        None if value == -1 or value > 0 else "but it is -1 (no limit) or more than 0. Change it."
    )


def _flag(name: str, text: str | tuple[str, ...], **more: Any) -> Field:
    return Field(
        name, text, type="bool", api=f"metadata.{name}", read=as_flag, write=as_word, **more
    )


def _look(asking: Asking) -> Look:
    rows = yield from listed(asking)
    wires = [dict(row) for row in rows]
    yield from _with_quotas(asking, wires)
    if any(wire.get("registry_id") for wire in wires):
        known = yield Request("GET", ("registries",), paged=True, why="look up registries")
        names = {each["id"]: each["name"] for each in known}
        for wire in wires:
            wire["registry"] = names.get(wire.get("registry_id"))
    yield from _with_scanners(asking, wires)
    yield from _before_removal(asking, wires)
    return wires


def _with_quotas(asking: Asking, wires: list[Values]) -> Asked:
    everything = asking.wanted is None and (asking.caller.sysadmin or asking.caller.kind == "robot")
    asked = any(want.get("storage_limit") is not None for want in asking.wanted or ())
    if not wires or asking.absent or not (everything or asked):
        return
    query: tuple[tuple[str, Any], ...] = (("reference", "project"),)
    if len(wires) == 1:
        query += (("reference_id", wires[0]["project_id"]),)
    quotas = yield Request(
        "GET", ("quotas",), query=query, paged=True, why="look up quotas", allow=frozenset({403})
    )
    by_project = {quota["ref"]["id"]: quota for quota in quotas}
    for wire in wires:
        wire["quota"] = by_project.get(wire["project_id"])


def _with_scanners(asking: Asking, wires: list[Values]) -> Asked:
    """The scanner of each project; one that goes by Harbor's default has none of its own."""
    everything = asking.wanted is None and asking.caller.sysadmin
    if asking.absent or not wires:
        return
    wanted = [wire for wire in wires if (asking.want_of(wire) or {}).get("scanner") is not None]
    if everything:
        # With one scanner at most it goes without saying.
        known = yield Request(
            "GET", SCANNER.path, paged=True, allow=frozenset({403}), why="look up scanners"
        )
        wanted = wires if len(known) > 1 else []
    replies = yield [
        Request(
            "GET",
            ("projects", wire["name"], "scanner"),
            by_name=True,
            why=f"look up the scanner of project {wire['name']}",
        )
        for wire in wanted
    ]
    for wire, reply in zip(wanted, replies):
        found = reply.body or {}
        if not (everything and found.get("is_default")):
            wire["_scanner"] = found.get("name")


def _before_removal(asking: Asking, wires: list[Values]) -> Asked:
    """What must be known of projects that are to go: repositories, and a retention that kills."""
    if not (asking.absent or asking.whole):
        return
    going = [wire for wire in wires if (asking.want_of(wire) is not None) == asking.absent]
    filled = [
        wire
        for wire in going
        if wire.get("repo_count") and (asking.want_of(wire) or {}).get("force")
    ]
    lists = yield [
        Request(
            "GET",
            ("projects", wire["name"], "repositories"),
            paged=True,
            why=f"look up repositories of project {wire['name']}",
        )
        for wire in filled
    ]
    for wire, repositories in zip(filled, lists):
        wire["repositories"] = [each["name"].split("/", 1)[1] for each in repositories]
    ruled = [wire for wire in going if at(wire, ("metadata", "retention_id"))]
    policies = yield [
        Request(
            "GET",
            ("retentions", at(wire, ("metadata", "retention_id"))),
            why=f"look up the retention policy of project {wire['name']}",
            # Of one that is gone Harbor answers 500.
            allow=frozenset({404, 500}),
        )
        for wire in ruled
    ]
    for wire, reply in zip(ruled, policies):
        if reply.status == 200:
            wire["retention"] = reply.body


def _steps(change: Change) -> Iterator[Request]:
    name = change.want.get("name") or (change.seen or {}).get("name")
    if change.verb == "create":
        yield change.request(
            "POST", ("projects",), _new(change), why=f"create project {name}", makes=change.ref
        )
        if any(each in change.want for each in _ALLOWLIST):
            yield _allowlist(change, ("projects", name))
        if "scanner" in change.want:
            yield _scanner(change)
        return
    wire = change.wire or {}
    if change.verb == "delete":
        for repository in wire.get("repositories") or ():
            yield change.request(
                "DELETE",
                ("projects", name, "repositories", Repository(repository)),
                allow=frozenset({404}),
                why=f"remove repository {repository} of project {name}",
            )
        retention = wire.get("retention")
        empty = wire.get("repositories") or not wire.get("repo_count")
        if retention and empty and change.version < _TIDIES_UP:
            yield Request(
                "DELETE",
                ("retentions", retention["id"]),
                allow=frozenset({404}),
                patience=60,
                why=f"remove the retention policy of project {name}",
            )
        yield change.request(
            "DELETE",
            ("projects", name),
            allow=frozenset({404}),
            why=f"remove project {name}",
        )
        return
    apart = (*_ALLOWLIST, "storage_limit", "scanner")
    own = [each for each in change.differ if each not in apart]
    if own:
        body = to_wire([each for each in change.spec.fields if each.name in own], change.want)
        yield change.request("PUT", ("projects", name), body, why=change.sentence(own))
    if any(each in change.differ for each in _ALLOWLIST):
        yield _allowlist(change, ("projects", name))
    if "storage_limit" in change.differ:
        yield Request(
            "PUT",
            ("quotas", wire["quota"]["id"]),
            {"hard": {"storage": change.want["storage_limit"]}},
            why=f"set the storage limit of project {name}",
        )
    if "scanner" in change.differ:
        yield _scanner(change)


def _new(change: Change) -> Values:
    want = change.want
    metadata = [each for each in change.spec.fields if (each.api or "").startswith("metadata.")]
    body: Values = {"project_name": want["name"], **to_wire(metadata, want)}
    if "storage_limit" in want:
        body["storage_limit"] = want["storage_limit"]
    if "registry" in want:
        body["registry_id"] = Ref("registry", want["registry"])
    return body


def _allowlist(change: Change, place: tuple[Any, ...]) -> Request:
    """Both parts of the list at once: a PUT replaces it whole."""
    values = {**(change.seen or {}), **change.want}
    body = as_body(values.get("cve_allowlist"), values.get("cve_allowlist_expires_at"))
    told = [each for each in _ALLOWLIST if each in change.differ]
    return change.request("PUT", place, {"cve_allowlist": body}, why=change.sentence(told))


def _scanner(change: Change) -> Request:
    """Harbor takes any uuid there, so it is one that was looked up."""
    name, scanner = change.want["name"], change.want["scanner"]
    return change.request(
        "PUT",
        ("projects", name, "scanner"),
        {"uuid": Ref("scanner", scanner)},
        why=f"let scanner {scanner} scan project {name}",
    )


def _judge(change: Change) -> list[str]:
    found = []
    wire = change.wire or {}
    if "storage_limit" in change.differ:
        user = change.caller.kind == "user" and not change.caller.sysadmin
        if user:
            found.append(
                f"storage_limit is {change.want['storage_limit']}, but {change.caller.name} is no "
                "system administrator, and Harbor would not set it. Leave it out, or use another "
                "account."
            )
        elif change.verb == "update" and not wire.get("quota"):
            found.append(
                f"storage_limit is {change.want['storage_limit']}, but {change.called} has no "
                "quota that this account can see: it was created while quota_per_project_enable "
                "was off, or quotas may not be listed. Leave it out."
            )
    proxied = change.want.get("registry") or (change.seen or {}).get("registry")
    for name in ("proxy_speed_kb", "max_upstream_conn", "proxy_cache_local_on_not_found"):
        if name in change.differ and not proxied:
            found.append(
                f"{name} is {change.want[name]!r}, but {change.called} is no proxy cache, and "
                "Harbor would drop it. Leave it out, or create the project with registry."
            )
    if proxied and "enable_content_trust" in change.differ:
        found.append(
            f"enable_content_trust is {change.want['enable_content_trust']!r}, but "
            f"{change.called} is a proxy cache, and Harbor would drop it. Leave it out."
        )
    return found


def _unremovable(change: Change) -> list[str]:
    """Why a project cannot be removed as it is."""
    wire = change.wire or {}
    settings = at(wire.get("retention") or {}, ("trigger", "settings"))
    if wire.get("retention") and "cron" not in (settings or {}):
        # controller/retention DeleteRetention: a nil conversion in a goroutine of the core.
        return [
            f"{change.called} is to be removed, but its retention policy has no cron, and Harbor's "
            "core would crash. Give the policy a schedule with harbor_retention_policy (state "
            "absent removes it) first."
        ]
    return []


def _protected(wire: Wire, caller: Any) -> str | None:
    if wire.get("repo_count"):
        return (
            f"but has {wire['repo_count']} repositories and stays. Remove it by name, with force."
        )
    return None


PROJECT = Spec(
    kind="project",
    plural="projects",
    path=("projects",),
    id="project_id",
    exact="name",
    look=_look,
    steps=_steps,
    judge=_judge,
    unremovable=_unremovable,
    protected=_protected,
    refers=lambda: (REGISTRY, SCANNER),
    order=30,
    named=True,
    fields=(
        Field("name", "Name of the project.", key=True, api="name", wrong=not_a_project_name),
        _flag(
            "public",
            "Whether everybody may pull from it, without login too. A new project is private.",
            absent=False,
        ),
        Field(
            "storage_limit",
            (
                "How much it may hold: bytes, an amount such as V(10GiB), or V(unlimited).",
                "A new project has Harbor's own default. Needs a system administrator.",
            ),
            api="quota.hard.storage",
            clean=as_bytes,
            wrong=not_a_limit,
        ),
        Field(
            "registry",
            "Name of the registry that this project is a proxy cache of.",
            api="registry",
            create_only=True,
        ),
        _flag(
            "enable_content_trust",
            "Whether only images with a Notary signature can be pulled.",
        ),
        _flag(
            "enable_content_trust_cosign",
            "Whether only images with a Cosign signature can be pulled.",
        ),
        _flag(
            "prevent_vul", "Whether images with vulnerabilities of O(severity) cannot be pulled."
        ),
        Field(
            "severity",
            "From which severity on O(prevent_vul) counts.",
            api="metadata.severity",
            known=SEVERITIES,
        ),
        Field(
            "scanner",
            "Name of the scanner of this project. A new project has Harbor's default, whichever "
            "that is; one that was named stays. Needs a system administrator.",
            api="_scanner",
        ),
        _flag("auto_scan", "Whether an image is scanned when it is pushed."),
        _flag(
            "auto_sbom_generation",
            "Whether an SBOM is made of an image when it is pushed.",
            since="2.11",
        ),
        _flag(
            "reuse_sys_cve_allowlist",
            "Whether Harbor's own CVE allowlist counts here, and not O(cve_allowlist).",
        ),
        Field(
            "cve_allowlist",
            "The CVEs that O(prevent_vul) passes over; these and no others.",
            type="list",
            elements="str",
            api="cve_allowlist.items",
            absent=[],
            clean=each_once,
            read=lambda items: [each["cve_id"] for each in items],
            same=as_set,
            wrong=not_a_cve,
        ),
        Field(
            "cve_allowlist_expires_at",
            "Until when the allowlist counts: C(2027-01-31), C(2027-01-31T12:00:00Z), seconds "
            "since 1970, or V(never).",
            api="cve_allowlist.expires_at",
            absent=-1,
            clean=as_epoch,
            wrong=not_an_instant,
        ),
        Field(
            "proxy_speed_kb",
            "How fast a proxy cache fetches at most, in KB a second; V(-1) is without limit.",
            type="int",
            api="metadata.proxy_speed_kb",
            read=_as_number,
            write=str,
            since="2.12",
            wrong=_not_a_speed,
        ),
        Field(
            "max_upstream_conn",
            "How many connections a proxy cache opens for an artifact; V(-1) is without limit.",
            type="int",
            api="metadata.max_upstream_conn",
            read=_as_number,
            write=str,
            since="2.15",
            wrong=_not_a_speed,
        ),
        _flag(
            "proxy_cache_local_on_not_found",
            "Whether a proxy cache goes on serving what the registry no longer has.",
            since="2.15.2",
        ),
        Field(
            "force",
            "Whether a project that is to be removed goes with its repositories; without it "
            "Harbor refuses to remove one that has any.",
            type="bool",
            control=True,
            default=False,
        ),
        Field("id", "Number of the project.", type="int", api="project_id", made=True),
        Field("owner", "Who created it.", api="owner_name", made=True),
        Field(
            "repositories", "How many repositories it has.", type="int", api="repo_count", made=True
        ),
        Field("creation_time", "When it was created.", made=True),
        Field("update_time", "When it was changed last.", made=True),
    ),
)
