# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A genuine Harbor is left as it was found.

Before a test writes to a kind of object for the first time, what there is of it is remembered. What
was there is somebody's: a test that would change it is skipped. Afterwards what the test made is
removed, and what there is only one of is put back. Memory is on disk as well, so that the next run
finishes what a killed one could not.
"""

from __future__ import annotations

import contextlib
import json
import os
import threading
import time
import urllib.parse
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from ..toolchain import checkout

if TYPE_CHECKING:
    from .harbor import Harbor

API = "/api/v2.0"


@dataclass(frozen=True)
class Kind:
    """Objects of one list: what an entry goes by in its own path, and what its maker called it."""

    path: str
    number: str = "id"
    name: str = "name"


PROJECTS = Kind("/projects", "project_id")
INSTANCES = "/p2p/preheat/instances"
# In the order of removal. What is in a project goes with it.
KINDS = (
    Kind("/replication/policies"),
    PROJECTS,
    Kind("/registries"),
    Kind("/robots"),
    Kind("/users", "user_id", "username"),
    Kind("/usergroups", name="group_name"),
    Kind("/labels"),
    Kind("/scanners", "uuid"),
    Kind(INSTANCES),
)
SCHEDULES = ("/system/gc/schedule", "/system/purgeaudit/schedule", "/system/scanAll/schedule")
ALLOWLIST = "/system/CVEAllowlist"
SETTINGS = "/configurations"
QUEUES = "/jobservice/queues"
# Of which one is the default, and says so.
DEFAULTS = {"/scanners": "is_default", INSTANCES: "default"}

# Settings that no request shows, and that which says that they are in use.
UNSEEN = {"ldap_search_password": "ldap_search_dn", "oidc_client_secret": "oidc_client_id"}
# Harbor does not take these back to being empty.
ONE_WAY = ("ldap_url", "ldap_base_dn", "ldap_uid")


class Kept:
    """What was there before a test."""

    def __init__(self, harbor: Harbor) -> None:
        self._harbor = harbor
        self._lock = threading.RLock()
        place = urllib.parse.quote(harbor.url, safe="")
        self._journal = checkout.BUILD / "genuine" / f"{place}.json"
        # By path: names by number of what was there, and the names of what the test makes.
        self._there: dict[str, dict[str, str]] = {}
        self._made: dict[str, list[str]] = {}
        self._single: dict[str, Any] = {}
        with contextlib.suppress(FileNotFoundError):
            memory = json.loads(self._journal.read_text("utf-8"))
            self._there, self._made, self._single = memory
            self.put_back()

    def about_to(self, method: str, path: str, body: Any) -> None:
        """Called before each request of a test. Skips the test whose request would change what is
        somebody's."""
        path, _mark, query = path.removeprefix(API).partition("?")
        path = urllib.parse.unquote(path)
        if path.endswith("/ping"):
            return
        if method in ("GET", "HEAD"):
            self._looks_at(path, query)
            return
        body = body if isinstance(body, dict) else {}
        with self._lock:
            if path in (SETTINGS, ALLOWLIST, *SCHEDULES) or path.startswith(QUEUES):
                self._remember_single(QUEUES if path.startswith(QUEUES) else path, body)
            for kind in KINDS:
                if path == kind.path or path.startswith(f"{kind.path}/"):
                    self._remember(kind, path[len(kind.path) + 1 :].partition("/")[0], body)
            for path_of_theirs in ("/quotas", "/retentions"):
                if path.startswith(f"{path_of_theirs}/"):
                    self._list(PROJECTS)
                    self._leave(path_of_theirs, path.split("/")[2])

    def _looks_at(self, path: str, query: str) -> None:
        """A task that is about what is somebody's may find nothing to change there."""
        asked = dict(urllib.parse.parse_qsl(query))
        terms = urllib.parse.unquote(asked.get("q", "")).split(",")
        with self._lock:
            for kind in KINDS:
                name = dict(term.partition("=")[::2] for term in terms).get(kind.name)
                if kind.path == "/projects" and path.startswith("/projects/"):
                    name = path.split("/")[2]
                elif kind.path != path:
                    continue
                if name and name != "library":
                    self._list(kind)
                    if name in self._there[kind.path].values():
                        self._leave(kind.path, name)

    def names(self, path: str) -> set[str]:
        """Of what was there before."""
        with self._lock:
            self._list(next(kind for kind in KINDS if kind.path == path))
            return set(self._there[path].values())

    def put_back(self) -> None:
        """Settings first: in read-only mode nothing else would be possible."""
        with self._lock:
            if SETTINGS in self._single:
                self._put_back_settings(self._single[SETTINGS])
            for path, was in self._single.items():
                if path != SETTINGS:
                    self._put_back_single(path, was)
            for kind in KINDS:
                if self._made.get(kind.path):
                    self._remove_made(kind)
            self._there, self._made, self._single = {}, {}, {}
            self._journal.unlink(missing_ok=True)

    def _remember(self, kind: Kind, entry: str, body: Mapping[str, Any]) -> None:
        self._list(kind)
        if entry:
            self._leave(kind.path, entry)
        name = body.get("project_name", body.get(kind.name))
        inside = body.get("level") == "project" or body.get("scope") == "p"
        if isinstance(name, str) and not inside:
            if name in self._there[kind.path].values() and not entry:
                self._leave(kind.path, name)
            self._made.setdefault(kind.path, []).append(name)
        default = kind.path == INSTANCES and body.get("default")
        for theirs in self._single[INSTANCES] if default else ():
            if theirs["auth_mode"] != "NONE":
                pytest.skip(f"cannot make {theirs['name']} the default again: its login is unseen")
        if kind.path == "/replication/policies" and body.get("dest_namespace"):
            # A replication makes its target.
            self._list(PROJECTS)
            self._made.setdefault("/projects", []).append(body["dest_namespace"])
        self._write()

    def _list(self, kind: Kind) -> None:
        """Remember what there is of that kind, the first time."""
        if kind.path in self._there:
            return
        harbor = self._harbor
        rows = listed(harbor, kind)
        prefix = robot_prefix(harbor) if kind.path == "/robots" else ""
        there = {str(row[kind.number]): str(row[kind.name]) for row in rows}
        self._there[kind.path] = {
            number: name.removeprefix(prefix) for number, name in there.items()
        }
        if kind.path == "/users":
            self._there[kind.path]["1"] = "admin"  # whom no list has
        if kind.path in DEFAULTS:
            self._single[kind.path] = [row for row in rows if row.get(DEFAULTS[kind.path])]
        if kind.path == "/projects":
            quotas = listed(harbor, Kind("/quotas"))
            self._there["/quotas"] = {str(row["id"]): row["ref"]["name"] for row in quotas}
            metadata = {row["name"]: row.get("metadata") or {} for row in rows}
            self._there["/retentions"] = {
                each["retention_id"]: name
                for name, each in metadata.items()
                if "retention_id" in each
            }
        self._write()

    def _leave(self, path: str, entry: str) -> None:
        there = self._there[path]
        if entry in there or (entry in there.values() and path == "/projects"):
            pytest.skip(f"would change what is somebody's: {path}/{entry} was there before")
        if entry in there.values():
            pytest.skip(f"needs the name of what is somebody's: {entry} of {path}")

    def _remember_single(self, path: str, body: Mapping[str, Any]) -> None:
        if path not in self._single:
            self._single[path] = read_single(self._harbor, path)
            self._write()
        if path == SETTINGS:
            was = self._single[path]
            for secret, sign in UNSEEN.items():
                if secret in body and was.get(sign):
                    pytest.skip(f"cannot put {secret} back, and {sign} is set")
            for name in ONE_WAY:
                if name in body and not was.get(name):
                    pytest.skip(f"cannot put {name} back, which Harbor does not clear")

    def _put_back_settings(self, was: Mapping[str, Any]) -> None:
        now = read_single(self._harbor, SETTINGS)
        other = {name: value for name, value in was.items() if value != now.get(name)}
        # Nobody had set them, or the test would have been skipped.
        other.update({secret: "" for secret, sign in UNSEEN.items() if not was.get(sign)})
        ask(self._harbor, "PUT", SETTINGS, other)

    def _put_back_single(self, path: str, was: Any) -> None:
        harbor = self._harbor
        now = read_single(harbor, path)
        if now == was:
            return
        if path == INSTANCES:
            for row in was:
                ask(harbor, "PUT", f"{path}/{row['name']}", row)
        elif path == "/scanners":
            for row in was:
                ask(harbor, "PATCH", f"{path}/{row['uuid']}", {"is_default": True})
        elif path == QUEUES:
            for queue in {*now} ^ {*was}:
                action = "pause" if queue in was else "resume"
                ask(harbor, "PUT", f"{QUEUES}/{queue}", {"action": action})
        elif path == SCHEDULES[0]:
            # Without a number of workers Harbor shows 0, and does not take it.
            parameters = {key: value for key, value in was["parameters"].items() if value != 0}
            ask(harbor, "PUT", path, {**was, "parameters": parameters})
        elif path == SCHEDULES[1]:
            # Which wants these also to be none.
            least = {"audit_retention_hour": 1, "include_event_types": "", "include_operations": ""}
            parameters = {**least, **was["parameters"]}
            ask(harbor, "PUT", path, {**was, "parameters": parameters})
        else:
            ask(harbor, "PUT", path, was)

    def _remove_made(self, kind: Kind) -> None:
        harbor = self._harbor
        prefix = robot_prefix(harbor) if kind.path == "/robots" else ""
        there, made = self._there[kind.path], set(self._made[kind.path])
        left = [
            row
            for row in listed(harbor, kind)
            if str(row[kind.number]) not in there and row[kind.name].removeprefix(prefix) in made
        ]
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(lambda row: remove(harbor, kind, row), left))

    def _write(self) -> None:
        """For the next run, in case that this one is killed. Settings may hold a secret."""
        self._journal.parent.mkdir(parents=True, exist_ok=True)
        new = self._journal.with_suffix(".new")
        new.touch(0o600)
        new.write_text(json.dumps([self._there, self._made, self._single]), "utf-8")
        os.replace(new, self._journal)


def ask(harbor: Harbor, method: str, path: str, body: Any = None, but: int = 0) -> Any:
    """The decoded answer; None for the status that is fine, too."""
    answer = harbor.unkept(method, path, body)
    if answer.status_code == but:
        return None
    answer.raise_for_status()
    return answer.json() if answer.content else None


def listed(harbor: Harbor, kind: Kind) -> list[dict[str, Any]]:
    path = f"{kind.path}?page_size=100{'&scope=g' if kind.path == '/labels' else ''}"
    found: list[dict[str, Any]] = []
    for page in range(1, 1000):
        rows = ask(harbor, "GET", f"{path}&page={page}") or []
        found += rows
        if len(rows) < 100:
            break
    return found


def robot_prefix(harbor: Harbor) -> str:
    return str(read_single(harbor, SETTINGS)["robot_name_prefix"])


def read_single(harbor: Harbor, path: str) -> Any:
    """What it is, in the form of the request that makes it so."""
    if path in DEFAULTS:
        return [row for row in listed(harbor, Kind(path)) if row.get(DEFAULTS[path])]
    if path == QUEUES:
        return sorted(row["job_type"] for row in ask(harbor, "GET", path) if row["paused"])
    if path == SETTINGS:
        found = ask(harbor, "GET", path)
        return {name: each["value"] for name, each in found.items() if "value" in each}
    if path == ALLOWLIST:
        body = ask(harbor, "GET", path)
        return {key: body.get(key) for key in ("items", "expires_at")}
    # Without a scanner that of its runs is refused, so there is none.
    body = ask(harbor, "GET", path, but=412) or {}
    schedule = body.get("schedule") or {}
    return {
        "schedule": {"type": schedule.get("type") or "None", "cron": schedule.get("cron") or ""},
        "parameters": json.loads(body.get("job_parameters") or "{}"),
    }


def remove(harbor: Harbor, kind: Kind, row: Mapping[str, Any]) -> None:
    by_name = kind.path in ("/projects", INSTANCES)
    entry = row[kind.name if by_name else kind.number]
    if kind.path == "/projects":
        _empty(harbor, row)
    for _attempt in range(40):
        answer = harbor.unkept("DELETE", f"{kind.path}/{entry}")
        # An execution that has ended is settled up to 30 s later, and holds its policy until then.
        if answer.status_code != 412:
            break
        time.sleep(1)
    if answer.status_code != 404:
        answer.raise_for_status()


def _empty(harbor: Harbor, project: Mapping[str, Any]) -> None:
    """Take away what holds a project, and its retention policy: Harbor 2.9 leaves that behind, and
    the core of others crashes when it goes with its project and has no cron."""
    path = f"/projects/{project['name']}"
    number = (project.get("metadata") or {}).get("retention_id")
    policy = number and ask(harbor, "GET", f"/retentions/{number}", but=500)
    if policy:
        if "cron" not in (policy["trigger"].get("settings") or {}):
            trigger = {"kind": "", "settings": {"cron": ""}}
            ask(harbor, "PUT", f"/retentions/{number}", {**policy, "trigger": trigger})
        ask(harbor, "DELETE", f"/retentions/{number}")
    for rule in listed(harbor, Kind(f"{path}/immutabletagrules")):
        ask(harbor, "DELETE", f"{path}/immutabletagrules/{rule['id']}")
    for row in listed(harbor, Kind(f"{path}/repositories")):
        name = urllib.parse.quote(row["name"].split("/", 1)[1], safe="").replace("%", "%25")
        ask(harbor, "DELETE", f"{path}/repositories/{name}", but=404)
