# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Scans of artifacts for vulnerabilities, or for what they are made of; and what was found."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .._core.errors import InputError
from .._core.harbor_action import WAIT, Action, Call, Prepare, Progress, Todo, Watch
from .._core.harbor_field import Values
from .._core.harbor_request import Repository, Request
from .._core.harbor_version import Version
from .._core.option import Option
from .job import FINAL
from .scan_all_schedule import PLACE as ALL_PLACE

VULNERABILITY, SBOM = "vulnerability", "sbom"
_WITH_SBOM = Version.of("2.11")
SEVERITIES = ("None", "Unknown", "Negligible", "Low", "Medium", "High", "Critical")
# What an artifact's overview says when it was never scanned.
NOT_SCANNED = "Not scanned"
# Of this kind of artifact the scanner makes nothing.
UNSUPPORTED = "Unsupported"


def _place(params: Mapping[str, Any], *more: str) -> tuple[Any, ...]:
    repository = Repository(params["repository"])
    return ("projects", params["project"], "repositories", repository, "artifacts", *more)


def _faults(params: Mapping[str, Any]) -> list[str]:
    found = []
    if params.get("all"):
        found += [
            f"all is true, but {name} is set, too. Leave out either."
            for name in ("project", "repository", "reference")
            if params.get(name)
        ]
        if params.get("type") == SBOM:
            found.append(
                "type is 'sbom', but Harbor scans everything for vulnerabilities only. Name a "
                "repository."
            )
    else:
        found += [
            f"{name} is not set. Give project and repository, or all: true."
            for name in ("project", "repository")
            if not params.get(name)
        ]
    return found


def _prepare(call: Call) -> Prepare:
    params = call.params
    kind = params["type"]
    if kind == SBOM and call.version < _WITH_SBOM:
        raise InputError(
            f"type 'sbom' needs Harbor 2.11 or newer, and this is {call.version}. Use "
            "'vulnerability', or upgrade first."
        )
    shown = {
        "project": params.get("project"),
        "repository": params.get("repository"),
        "type": kind,
        "total": None,
        "completed": None,
        "failed": None,
        "artifacts": [],
    }
    if params.get("all"):
        start = Request(
            "POST",
            ALL_PLACE,
            {"schedule": {"type": "Manual"}},
            allow=frozenset({409}),
            why="scan all artifacts",
        )
        return Todo((start,), shown, known=[])
    references = [params["reference"]] if params.get("reference") else None
    if references is None:
        rows = yield Request(
            "GET",
            _place(params),
            query=(("with_tag", False),),
            by_name=True,
            paged=True,
            why=f"look up artifacts of {params['project']}/{params['repository']}",
        )
        references = [row["digest"] for row in rows]
    body = {"scan_type": kind} if call.version >= _WITH_SBOM else None
    # One that is being scanned already is a 409, and is waited for; among several, one of a kind
    # that cannot be scanned is a 400, and is passed over.
    allow = frozenset({409}) if params.get("reference") else frozenset({400, 409})
    requests = [
        Request(
            "POST",
            _place(params, reference, "scan"),
            body,
            by_name=True,
            allow=allow,
            why=f"scan {named(params, reference)} for {_FOR[kind]}",
        )
        for reference in references
    ]
    shown["artifacts"] = [
        {"reference": reference, "status": None, "severity": None, "fixable": None}
        for reference in references
    ]
    return Todo(tuple(requests), {**shown, "total": len(references)}, known=references)


_FOR = {VULNERABILITY: "vulnerabilities", SBOM: "what it is made of"}


def named(params: Mapping[str, Any], reference: str) -> str:
    sign = "@" if ":" in reference else ":"
    return f"{params['project']}/{params['repository']}{sign}{reference}"


def _watch(call: Call, todo: Todo, replies: list[Any]) -> Watch:
    if call.params.get("all"):
        progress = yield from _watch_all()
        return progress
    params, kind = call.params, call.params["type"]
    scanned = [reference for reference, reply in zip(todo.known, replies) if reply.status != 400]
    answers = yield [
        Request(
            "GET",
            _place(params, reference),
            query=(("with_scan_overview", True), ("with_sbom_overview", kind == SBOM or None)),
            by_name=True,
            why=f"look at the scan of {named(params, reference)}",
        )
        for reference in scanned
    ]
    seen = {reference: overview(answer.body, kind) for reference, answer in zip(scanned, answers)}
    unsupported = {"status": UNSUPPORTED, "severity": None, "fixable": None}
    artifacts = [
        {"reference": reference, **seen.get(reference, unsupported)} for reference in todo.known
    ]
    bad = [each for each in artifacts if each["status"] in ("Error", "Stopped")]
    completed = sum(each["status"] in (*FINAL, UNSUPPORTED) for each in artifacts)
    result = {
        "total": len(artifacts),
        "completed": completed,
        "failed": len(bad),
        "artifacts": artifacts,
    }
    failed = ""
    if bad:
        failed = (
            f"scan {named(params, bad[0]['reference'])}: it ended as {bad[0]['status']}"
            f"{f', and {len(bad) - 1} more did not succeed' if len(bad) > 1 else ''}. Look at the "
            "log of the scan in Harbor."
        )
    return Progress(completed == len(artifacts), result, failed)


def _watch_all() -> Watch:
    reply = yield Request("GET", ("scans", "all", "metrics"), why="look at the scan of everything")
    metrics = reply.body.get("metrics") or {}
    bad = (metrics.get("Error") or 0) + (metrics.get("Stopped") or 0)
    result = {
        "total": reply.body.get("total") or 0,
        "completed": reply.body.get("completed") or 0,
        "failed": bad,
    }
    failed = (
        f"scan all artifacts: {bad} of {result['total']} did not succeed. Look at them in Harbor."
        if bad
        else ""
    )
    return Progress(not reply.body.get("ongoing"), result, failed)


def overview(artifact: Mapping[str, Any], kind: str) -> Values:
    """How far the newest scan of an artifact is, and what it found in short."""
    if kind == SBOM:
        found: Mapping[str, Any] = artifact.get("sbom_overview") or {}
    else:
        # By the kind of report; Harbor asks for one.
        reports = list((artifact.get("scan_overview") or {}).values())
        found = reports[0] if reports else {}
    return {
        "status": found.get("scan_status") or NOT_SCANNED,
        "severity": found.get("severity"),
        "fixable": (found.get("summary") or {}).get("fixable"),
    }


_ARTIFACT = (
    Option("project", "Name of the project that the repository is in."),
    Option("repository", "Name of the repository, without the project."),
)

SCAN = Action(
    kind="scan",
    options=(
        *_ARTIFACT,
        Option(
            "reference",
            "Tag or digest of the artifact to scan. If left out, all artifacts of the repository "
            "are scanned, but for those of a kind that the scanner does not know.",
        ),
        Option(
            "all",
            "Whether all artifacts of this Harbor are scanned. The names are left out then.",
            type="bool",
            default=False,
        ),
        Option(
            "type",
            "What to look for: V(vulnerability), or V(sbom), what the artifact is made of, which "
            "needs Harbor 2.11 and a scanner that can.",
            choices=(VULNERABILITY, SBOM),
            default=VULNERABILITY,
        ),
        *WAIT,
    ),
    prepare=_prepare,
    watch=_watch,
    faults=_faults,
)


# -- what was found


def _read(call: Call) -> Prepare:
    params = call.params
    reference = params["reference"]
    artifact, reply = yield [
        Request(
            "GET",
            _place(params, reference),
            query=(("with_scan_overview", True),),
            by_name=True,
            why=f"look up {named(params, reference)}",
        ),
        Request(
            "GET",
            _place(params, reference, "additions", "vulnerabilities"),
            by_name=True,
            why=f"look up the vulnerabilities of {named(params, reference)}",
        ),
    ]
    reports = list((reply.body or {}).values())
    report = reports[0] if reports and isinstance(reports[0], Mapping) else {}
    found = [_vulnerability(each) for each in report.get("vulnerabilities") or ()]
    least = params.get("severity")
    if least:
        found = [each for each in found if _rank(each["severity"]) >= _rank(least)]
    if params["fixable"]:
        found = [each for each in found if each["fix_version"]]
    found.sort(key=lambda each: (-_rank(each["severity"]), str(each["id"]), str(each["package"])))
    said = overview(artifact.body, VULNERABILITY)
    return Todo(
        result={
            "digest": artifact.body.get("digest"),
            "status": said["status"],
            "severity": report.get("severity") or said["severity"],
            "scanned_at": report.get("generated_at"),
            "scanner": (report.get("scanner") or {}).get("name"),
            "vulnerabilities": found,
        }
    )


def _vulnerability(row: Mapping[str, Any]) -> Values:
    return {
        "id": row.get("id"),
        "package": row.get("package"),
        "version": row.get("version"),
        "fix_version": row.get("fix_version") or "",
        "severity": row.get("severity"),
        "description": row.get("description") or "",
        "links": [each for each in row.get("links") or () if each],
    }


def _rank(severity: Any) -> int:
    return SEVERITIES.index(severity) if severity in SEVERITIES else 1


VULNERABILITIES = Action(
    kind="vulnerability_report",
    options=(
        Option("project", "Name of the project that the repository is in.", required=True),
        Option("repository", "Name of the repository, without the project.", required=True),
        Option("reference", "Tag or digest of the artifact.", required=True),
        Option(
            "severity",
            "Only vulnerabilities of this severity or a worse one. If left out, all are listed.",
            choices=SEVERITIES[2:],
        ),
        Option(
            "fixable",
            "Whether only vulnerabilities are listed that another version of the package mends.",
            type="bool",
            default=False,
        ),
    ),
    prepare=_read,
)
