# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Projects, their quotas and their metadata: what Harbor passes over, stores as it is, or loses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from ansible_collections.twinstar.registry.plugins.module_utils._core.harbor_version import Version

from ..double.call import Call
from .contract import Answer, run_module
from .harbor import VERSIONS, Harbor, a_harbor

GIB = 1024**3


@pytest.fixture
def harbor() -> Iterator[Harbor]:
    with a_harbor() as found:
        yield found


def project(harbor: Harbor, name: str = "test", *, check: bool = False, **options: Any) -> Answer:
    return run_module("harbor_project", {**harbor.connection, "name": name, **options}, check=check)


def quotas(harbor: Harbor, limits: dict[str, Any], *, check: bool = False) -> Answer:
    listed = [{"project": name, "storage_limit": limit} for name, limit in limits.items()]
    return run_module("harbor_quota", {**harbor.connection, "quotas": listed}, check=check)


def metadata(harbor: Harbor, name: str, value: Any = None, **options: Any) -> Answer:
    params = {**harbor.connection, "project": "test", "name": name, "value": value, **options}
    return run_module("harbor_project_metadata", params)


def stored(harbor: Harbor, name: str = "test") -> dict[str, Any]:
    found: dict[str, Any] = harbor.ask("GET", f"/projects/{name}")
    return found


def hard(harbor: Harbor, name: str) -> int:
    limit: int = harbor.ask("GET", f"/projects/{name}/summary")["quota"]["hard"]["storage"]
    return limit


def writes(harbor: Harbor, since: int) -> list[str]:
    return [method for method, _path in harbor.sent[since:] if method != "GET"]


@pytest.mark.parametrize("version", VERSIONS)
def test_a_project_of_each_version_is_made_kept_changed_and_removed(version: str) -> None:
    settings: dict[str, Any] = {
        "public": True,
        "storage_limit": "1GiB",
        "severity": "high",
        "prevent_vul": True,
    }
    cves: dict[str, Any] = {
        "cve_allowlist": ["CVE-2", "CVE-1"],
        "cve_allowlist_expires_at": "2030-01-31",
    }
    with a_harbor(version=version) as harbor:
        for name in ("test", "1234", "a.b_c-d", "x" * 255):
            assert project(harbor, name, **settings, **cves).changed
            assert not project(harbor, name, **settings, **cves).changed
            assert not project(harbor, name, cve_allowlist=["CVE-1", "CVE-2"]).changed
            assert hard(harbor, name) == GIB
            assert project(harbor, name, storage_limit="unlimited", public=False).changed
            assert hard(harbor, name) == -1
            assert project(harbor, name, state="absent").changed
            assert not project(harbor, name, state="absent").changed


def test_a_number_as_a_name_never_means_the_project_of_that_id(harbor: Harbor) -> None:
    assert not project(harbor, "1", state="absent").changed
    assert project(harbor, "1", public=True).changed
    assert stored(harbor, "library")["name"] == "library"
    assert stored(harbor, "library")["project_id"] == 1
    assert project(harbor, "1", state="absent").changed


@pytest.mark.parametrize("word", ["True", "maybe", "1", ""])
def test_an_odd_word_in_public_is_put_right(harbor: Harbor, word: str) -> None:
    project(harbor, public=True)
    harbor.ask("PUT", "/projects/test", {"metadata": {"public": word}})
    shown = stored(harbor)["metadata"]["public"]
    for wanted in (False, True):
        answer = project(harbor, public=wanted)
        assert answer.changed is (shown != str(wanted).lower())
        shown = stored(harbor)["metadata"]["public"]
        assert shown == str(wanted).lower()
        assert not project(harbor, public=wanted).changed


def test_a_severity_that_harbor_does_not_know_is_refused_and_a_stored_one_put_right(
    harbor: Harbor,
) -> None:
    project(harbor, severity="low")
    since = len(harbor.sent)
    for word in ("High", "unknown", "serious", ""):
        assert (
            f"severity is {word!r}, but Harbor knows" in project(harbor, severity=word).json["msg"]
        )
    assert writes(harbor, since) == []
    harbor.ask("PUT", "/projects/test", {"metadata": {"severity": "serious"}})
    assert project(harbor, severity="low").changed


def test_what_a_task_leaves_out_stays(harbor: Harbor) -> None:
    project(harbor, public=True, severity="high", cve_allowlist=["CVE-1"], storage_limit="1GiB")
    assert project(harbor, auto_scan=True).json["plan"] == ["set auto scan of project test"]
    found = stored(harbor)
    assert found["metadata"]["public"] == "true"
    assert found["metadata"]["severity"] == "high"
    assert [each["cve_id"] for each in found["cve_allowlist"]["items"]] == ["CVE-1"]
    assert hard(harbor, "test") == GIB
    # The list's end alone leaves its items, and the other way round.
    project(harbor, cve_allowlist_expires_at="2030-01-31")
    project(harbor, cve_allowlist=["CVE-1", "CVE-9"])
    found = stored(harbor)["cve_allowlist"]
    assert (len(found["items"]), found["expires_at"]) == (2, 1896048000)


def test_a_key_that_this_harbor_lacks_is_refused_before_anything_is_sent() -> None:
    with a_harbor(version="2.9.5") as harbor:
        answer = project(harbor, auto_sbom_generation=True)
        assert "auto_sbom_generation needs Harbor 2.11 or newer, and this is" in answer.json["msg"]
        assert harbor.writes() == 0


def test_a_limit_is_not_taken_from_who_may_not_set_it(harbor: Harbor) -> None:
    harbor.user("alice")
    own: dict[str, Any] = {"harbor_username": "alice", "harbor_password": "Hush12345"}
    answer = project(harbor, storage_limit="1GiB", **own)
    assert "but alice is no system administrator, and Harbor would not set it" in answer.json["msg"]
    assert harbor.writes() == 0
    assert project(harbor, **own).changed
    assert not project(harbor, public=False, **own).changed


def test_a_missing_user_right_is_harbors_to_tell(harbor: Harbor) -> None:
    harbor.user("alice")
    own: dict[str, Any] = {"harbor_username": "alice", "harbor_password": "Hush12345"}
    answer = run_module("harbor_quota_info", {**harbor.connection, **own})
    assert "GET /quotas" in answer.json["msg"]
    assert "403" in answer.json["msg"]


def test_quotas_of_many_projects_take_a_request_for_each_that_differs(harbor: Harbor) -> None:
    others = run_module("harbor_quota_info", harbor.connection).json["quotas"]
    names = [f"p{number:03}" for number in range(110)]
    listed = [{"name": name} for name in names]
    run_module("harbor_projects", {**harbor.connection, "projects": listed})
    since = len(harbor.sent)
    assert quotas(harbor, dict.fromkeys(names, "1GiB")).changed
    assert len(harbor.sent) - since == 110 + 4
    since = len(harbor.sent)
    assert not quotas(harbor, dict.fromkeys(names, GIB)).changed
    assert len(harbor.sent) - since == 4
    since = len(harbor.sent)
    one = quotas(harbor, {"p007": "2GiB"})
    assert one.json["plan"] == ["set the storage limit of project p007"]
    assert len(harbor.sent) - since == 5
    # Of one, the quota alone is asked for, however many there are.
    assert len([path for _method, path in harbor.sent[since:] if "/quotas?" in path]) == 1
    assert hard(harbor, "p007") == 2 * GIB
    info = run_module("harbor_quota_info", harbor.connection).json["quotas"]
    assert len(info) == len(others) + 110


def test_a_quota_that_somebody_changed_is_seen(harbor: Harbor) -> None:
    project(harbor, storage_limit="1GiB")
    number = harbor.ask("GET", "/quotas?reference=project&page_size=100")
    mine = next(each for each in number if each["ref"]["name"] == "test")
    harbor.ask("PUT", f"/quotas/{mine['id']}", {"hard": {"storage": 5}})
    assert quotas(harbor, {"test": "1GiB"}, check=True).changed
    assert project(harbor, storage_limit="1GiB").changed
    assert not quotas(harbor, {"test": "1GiB"}).changed


def test_any_key_of_the_metadata_is_set_and_taken_away(harbor: Harbor) -> None:
    project(harbor)
    for key, value, shown, since in (
        ("auto_scan", True, "true", "2.0"),
        ("prevent_vul", "false", "false", "2.0"),
        ("severity", "critical", "critical", "2.0"),
        ("reuse_sys_cve_allowlist", "true", "true", "2.0"),
        ("proxy_speed_kb", 500, "500", "2.12"),
        ("max_upstream_conn", -1, "-1", "2.15"),
    ):
        if Version.of(VERSIONS[-1]) < Version.of(since):
            continue
        assert metadata(harbor, key, value).changed, key
        assert not metadata(harbor, key, value).changed, key
        assert stored(harbor)["metadata"][key] == shown
        assert metadata(harbor, key, state="absent").changed, key
        assert not metadata(harbor, key, state="absent").changed, key
        assert key not in stored(harbor)["metadata"]


def overtake(
    harbor: Harbor, path: str, status: int, body: dict[str, Any], method: str = "PUT"
) -> None:
    """Somebody else's request comes just before the next one, which Harbor refuses then: both add a
    key, and the database takes it once."""
    begun: list[Call] = []

    def just_before(call: Call) -> bool:
        if not begun:
            begun.append(call)
            harbor.ask(method, path, body)
            return True
        return False

    harbor.hub.fail(method, path, when=just_before, status=status)


@pytest.mark.parametrize("status", [409, 500])
def test_a_setting_that_somebody_else_adds_at_the_same_time_is_as_wanted(
    harbor: Harbor, status: int
) -> None:
    project(harbor)
    overtake(harbor, "/projects/test", status, {"metadata": {"severity": "high"}})
    since = len(harbor.sent)
    answer = project(harbor, severity="high")
    assert not answer.failed, answer.json
    assert writes(harbor, since) == ["PUT"]
    assert not project(harbor, severity="high").changed
    # Neither with what he has said otherwise, nor with what he has not.
    wanted: dict[str, Any] = {"auto_scan": True, "prevent_vul": True}
    overtake(harbor, "/projects/test", status, {"metadata": {"auto_scan": "false"}})
    answer = project(harbor, **wanted)
    assert not answer.failed, answer.json
    assert not project(harbor, **wanted, severity="high").changed


@pytest.mark.parametrize("status", [409, 500])
def test_a_key_of_the_metadata_that_somebody_else_adds_at_the_same_time(
    harbor: Harbor, status: int
) -> None:
    project(harbor)
    for theirs in ("high", "low"):
        overtake(harbor, "/projects/test/metadatas", status, {"severity": theirs}, "POST")
        answer = metadata(harbor, "severity", "high")
        assert not answer.failed, answer.json
        assert stored(harbor)["metadata"]["severity"] == "high"
        metadata(harbor, "severity", state="absent")


def test_a_refusal_that_nobody_else_has_to_do_with_stands(harbor: Harbor) -> None:
    project(harbor)
    harbor.hub.fail("PUT", "/projects/test$", status=500, times=2)
    since = len(harbor.sent)
    answer = project(harbor, severity="high")
    assert "set severity of project test: PUT /projects/test answered 500" in answer.json["msg"]
    assert writes(harbor, since) == ["PUT"]


def test_an_unknown_key_is_refused_by_harbor(harbor: Harbor) -> None:
    project(harbor)
    assert "invalid key: bogus" in metadata(harbor, "bogus", "1").json["msg"]
    assert not metadata(harbor, "bogus", state="absent").changed


def test_a_retention_policy_is_not_torn_from_its_project(harbor: Harbor) -> None:
    project(harbor)
    with_policy(harbor, alive=True)
    since = len(harbor.sent)
    refused = metadata(harbor, "retention_id", state="absent")
    assert "but the policy is there and would be orphaned" in refused.json["msg"]
    other = metadata(harbor, "retention_id", "123456789")
    assert "name is 'retention_id', but it ties" in other.json["msg"]
    assert writes(harbor, since) == []


def test_a_retention_policy_that_is_gone_is_forgotten(harbor: Harbor) -> None:
    project(harbor)
    with_policy(harbor, alive=False)
    assert metadata(harbor, "retention_id", state="absent").changed
    assert "retention_id" not in stored(harbor)["metadata"]


def with_policy(harbor: Harbor, *, alive: bool) -> None:
    """A project that names a policy, which is there or is not."""
    number = 999
    if alive:
        body = {
            "algorithm": "or",
            "scope": {"level": "project", "ref": stored(harbor)["project_id"]},
            "rules": [],
            "trigger": {"kind": "Schedule", "settings": {"cron": ""}},
        }
        harbor.ask("POST", "/retentions", body)
        return
    store = harbor.hub.store
    with store.transaction():
        row = next(each for each in store["projects"] if each["name"] == "test")
        told = {**row["metadata"], "retention_id": str(number)}
        store["projects"].update(row["project_id"], metadata=told)
