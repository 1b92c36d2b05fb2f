# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Artifacts: a copy brings what was asked for and nothing else, whatever Harbor's own would do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from ansible_collections.twinstar.registry.plugins.module_utils._io import http_exchange

from ..double.call import Call
from . import images, two_controllers
from .contract import Answer, run_module
from .harbor import VERSIONS, Harbor, a_harbor
from .images import NEW, OLD, push
from .registry import OCI_INDEX, OCI_MANIFEST

COPIES = "/projects/prod/repositories/app%252Fweb/artifacts"
BY_DIGEST = f"test/app/web@{OLD}"


@pytest.fixture
def harbor() -> Iterator[Harbor]:
    with a_harbor(registry=True) as found:
        images.furnish(found)
        yield found


def artifact(harbor: Harbor, *, check: bool = False, **params: Any) -> Answer:
    base = {**harbor.connection, "project": "prod", "repository": "app/web"}
    return run_module("harbor_artifact", {**base, **params}, check=check)


def listed(harbor: Harbor, project: str = "prod", **params: Any) -> list[dict[str, Any]]:
    answer = run_module("harbor_artifact_info", {**harbor.connection, "project": project, **params})
    assert not answer.failed, answer.json
    found: list[dict[str, Any]] = answer.json["artifacts"]
    return found


def tags(harbor: Harbor, project: str = "prod") -> dict[str, str]:
    """Which digest each tag of app/web is on."""
    rows = listed(harbor, project, repository="app/web")
    return {tag: row["digest"] for row in rows for tag in row["tags"]}


def immutable(harbor: Harbor, pattern: str, project: str = "prod", scope: str = "**") -> None:
    selector = {"kind": "doublestar"}
    rule = {
        "action": "immutable",
        "template": "immutable_template",
        "tag_selectors": [{**selector, "decoration": "matches", "pattern": pattern}],
        "scope_selectors": {
            "repository": [{**selector, "decoration": "repoMatches", "pattern": scope}]
        },
    }
    harbor.ask("POST", f"/projects/{project}/immutabletagrules", rule)


def writes(harbor: Harbor, answer: Answer | None = None) -> list[str]:
    return [f"{method} {path}" for method, path in harbor.sent if method not in ("GET", "HEAD")]


def refused(harbor: Harbor, answer: Answer, words: str) -> None:
    """With these words, and before anything was sent."""
    assert answer.failed, answer.json
    assert words in answer.json["msg"]
    assert writes(harbor) == []


# -- copies


@pytest.mark.parametrize("version", VERSIONS)
def test_a_copy_has_the_tags_that_were_asked_for_and_no_other(version: str) -> None:
    with a_harbor(registry=True, version=version) as harbor:
        images.furnish(harbor)
        for source, wanted in (
            (BY_DIGEST, []),
            (BY_DIGEST, ["1.0", "stable"]),
            ("test/app/web:1.1", None),
        ):
            told = artifact(harbor, copy_from=source, tags=wanted)
            assert not told.failed, told.json
            assert told.changed
            assert not artifact(harbor, copy_from=source, tags=wanted).changed
        assert tags(harbor) == {"1.0": OLD, "stable": OLD, "1.1": NEW}


def test_a_copy_that_is_there_is_asked_for_by_one_request_and_not_repeated(
    harbor: Harbor,
) -> None:
    assert artifact(harbor, copy_from=BY_DIGEST, tags=["1.0"]).changed
    # Harbor's own copy would bring these, and take 1.0 back.
    later = "/projects/test/repositories/app%252Fweb/artifacts/1.0/tags"
    harbor.ask("POST", later, {"name": "late"})
    before = len(harbor.sent)
    assert not artifact(harbor, copy_from=BY_DIGEST, tags=["1.0"]).changed
    asked = [path for _method, path in harbor.sent[before:]]
    assert [path for path in asked if "artifacts" in path] == asked[2:]
    assert len(asked) == 3
    assert tags(harbor) == {"1.0": OLD}


def test_a_tag_that_was_removed_here_does_not_come_back(harbor: Harbor) -> None:
    assert artifact(harbor, copy_from=BY_DIGEST, tags=["1.0", "nightly"]).changed
    harbor.ask("DELETE", f"{COPIES}/1.0/tags/nightly")
    assert not artifact(harbor, copy_from=BY_DIGEST, tags=["1.0"]).changed
    assert artifact(harbor, copy_from=BY_DIGEST, tags=["stable"]).changed
    assert tags(harbor) == {"1.0": OLD, "stable": OLD}


def test_a_tag_that_a_copy_would_take_off_another_artifact_is_refused(harbor: Harbor) -> None:
    other = push(harbor, "prod/app/web", "nightly", "of another kind")
    for check in (True, False):
        answer = artifact(harbor, copy_from="test/app/web:1.0", check=check)
        refused(harbor, answer, "copy_from has tag 'nightly', too, but prod/app/web:nightly is on")
    asked = artifact(harbor, copy_from="test/app/web:1.0", tags=["nightly"])
    refused(harbor, asked, f"tags has 'nightly', but prod/app/web:nightly is on {other}")
    assert tags(harbor) == {"nightly": other}


def test_a_tag_that_came_along_unasked_is_put_back_where_it_was(harbor: Harbor) -> None:
    other = push(harbor, "prod/app/web", "nightly", "of another kind")
    params: dict[str, Any] = {"copy_from": "test/app/web:1.0", "move_tags": True}
    assert artifact(harbor, **params).changed
    assert tags(harbor) == {"1.0": OLD, "nightly": other}
    assert not artifact(harbor, **params).changed


def test_a_tag_that_comes_with_the_copy_is_moved_in_one_step(harbor: Harbor) -> None:
    push(harbor, "prod/app/web", "nightly", "of another kind")
    wanted = ["1.0", "nightly"]
    assert artifact(harbor, copy_from=BY_DIGEST, tags=wanted, move_tags=True).changed
    assert tags(harbor) == {"1.0": OLD, "nightly": OLD}
    assert len(writes(harbor)) == 1


def test_a_tag_of_an_artifact_that_is_there_moves_in_two(harbor: Harbor) -> None:
    assert artifact(harbor, copy_from=BY_DIGEST, tags=["1.0"]).changed
    assert artifact(harbor, copy_from="test/app/web:1.1", tags=["live"]).changed
    params: dict[str, Any] = {"reference": "1.0", "tags": ["live"]}
    harbor.sent.clear()
    refused(harbor, artifact(harbor, **params), "tags has 'live', but prod/app/web:live is on")
    moved = artifact(harbor, **params, move_tags=True)
    assert [each.split()[0] for each in moved.json["plan"]] == ["take", "put"]
    assert tags(harbor) == {"1.0": OLD, "live": OLD}


def test_tags_of_what_an_index_is_made_of_do_not_come_along_either(harbor: Harbor) -> None:
    with harbor.pusher() as pusher:
        child = pusher.image("test/app/web", "of-amd64", kind=OCI_MANIFEST, layers=(b"child",))
        index = pusher.index("test/app/web", "multi", [child], OCI_INDEX)
    other = push(harbor, "prod/app/web", "of-amd64", "of another kind")
    whole = "test/app/web:multi"
    refused(harbor, artifact(harbor, copy_from=whole), "copy_from has tag 'of-amd64', too")
    copied = artifact(harbor, copy_from=whole, move_tags=True)
    assert not copied.failed, copied.json
    assert tags(harbor) == {"multi": index["digest"], "of-amd64": other}
    (shown,) = listed(harbor, repository="app/web", tag="multi")
    assert [each["digest"] for each in shown["children"]] == [child["digest"]]
    # It is in the repository all the same, and goes only with the index.
    (alone,) = listed(harbor, repository="app/web", reference=child["digest"])
    assert alone["tags"] == []
    answer = artifact(harbor, reference=child["digest"], state="absent")
    assert "It belongs to an index" in answer.json["msg"]


def test_a_tag_that_could_not_be_removed_again_is_refused_before_the_copy(harbor: Harbor) -> None:
    immutable(harbor, "night*", scope="app/**")
    answer = artifact(harbor, copy_from="test/app/web:1.0")
    refused(harbor, answer, "a rule of project prod would make it immutable")
    assert listed(harbor) == []
    both = ["1.0", "nightly"]
    assert artifact(harbor, copy_from="test/app/web:1.0", tags=both).changed
    harbor.sent.clear()
    exclusive = artifact(harbor, reference="1.0", tags=["1.0"], exclusive=["tags"])
    refused(harbor, exclusive, "tags lacks 'nightly', but prod/app/web:nightly is immutable")
    moved = artifact(harbor, copy_from="test/app/web:1.1", tags=["nightly"], move_tags=True)
    refused(harbor, moved, "tags has 'nightly', but prod/app/web:nightly is immutable")
    gone = artifact(harbor, reference=OLD, state="absent")
    refused(harbor, gone, "but its tag nightly is immutable by a rule of project prod")


def test_a_rule_for_other_repositories_is_no_obstacle(harbor: Harbor) -> None:
    immutable(harbor, "**", scope="other/**")
    assert artifact(harbor, copy_from="test/app/web:1.0").changed
    assert tags(harbor) == {"1.0": OLD}


def test_a_full_project_is_explained_and_nothing_is_left_behind(harbor: Harbor) -> None:
    limit = {"quotas": [{"project": "prod", "storage_limit": "100"}]}
    assert run_module("harbor_quota", {**harbor.connection, **limit}).changed
    answer = artifact(harbor, copy_from="test/app/web:1.0")
    assert "will exceed the configured upper limit" in answer.json["msg"]
    assert "Raise the project's quota, or free space in it." in answer.json["msg"]
    assert "0 of 2 changes are done" in answer.json["msg"]
    assert listed(harbor) == []


def test_a_copy_from_what_is_not_there_is_a_warning_in_check_mode(harbor: Harbor) -> None:
    for source in ("test/app/web:none", "test/none:1.0", "none/app/web:1.0", f"test/none@{OLD}"):
        params: dict[str, Any] = {"copy_from": source, "tags": ["1.0"]}
        predicted = artifact(harbor, **params, check=True)
        assert not predicted.failed, predicted.json
        assert f"artifact {source} does not exist in this Harbor" in str(predicted.json["warnings"])
        refused(harbor, artifact(harbor, **params), f"artifact {source} does not exist")


def test_a_project_that_is_not_there_yet_is_a_warning_in_check_mode(harbor: Harbor) -> None:
    params: dict[str, Any] = {"project": "new", "copy_from": BY_DIGEST, "tags": ["1.0"]}
    predicted = artifact(harbor, **params, check=True)
    assert predicted.changed
    assert predicted.json["artifact"]["tags"] == ["1.0"]
    assert "project new does not exist in this Harbor" in str(predicted.json["warnings"])
    refused(harbor, artifact(harbor, **params), "project new does not exist in this Harbor")


def test_an_artifact_that_is_not_there_cannot_be_labelled(harbor: Harbor) -> None:
    params: dict[str, Any] = {"project": "test", "reference": "none", "labels": ["hardened"]}
    assert not artifact(harbor, **params, check=True).failed
    refused(harbor, artifact(harbor, **params), "artifact test/app/web:none does not exist")


def test_repositories_may_have_several_slashes(harbor: Harbor) -> None:
    params: dict[str, Any] = {"repository": "a/b/c.d", "copy_from": "test/app/web:1.0"}
    assert artifact(harbor, **params).changed
    assert not artifact(harbor, **params).changed
    assert [row["repository"] for row in listed(harbor)] == ["a/b/c.d"]
    assert artifact(harbor, repository="a/b/c.d", reference="1.0", state="absent").changed
    assert listed(harbor) == []


# -- labels


def test_labels_are_added_to_unless_they_are_exclusive(harbor: Harbor) -> None:
    there: dict[str, Any] = {"project": "test", "reference": "1.0"}
    assert artifact(harbor, **there, labels=["hardened"]).changed
    added = artifact(harbor, **there, labels=["seen"])
    assert added.json["artifact"]["labels"] == ["hardened", "seen"]
    assert not artifact(harbor, **there, labels=["hardened"]).changed
    only = artifact(harbor, **there, labels=["seen"], exclusive=["labels"])
    assert [each.split()[:3] for each in only.json["plan"]] == [["take", "label", "hardened"]]
    (shown,) = listed(harbor, "test", reference="1.0", repository="app/web")
    assert shown["labels"] == ["seen"]


def test_the_project_s_own_label_is_meant_where_there_are_two_of_a_name(harbor: Harbor) -> None:
    number = harbor.ask("GET", "/projects/test")["project_id"]
    own = {"name": "hardened", "scope": "p", "project_id": number}
    harbor.ask("POST", "/labels", own)
    assert artifact(harbor, project="test", reference="1.1", labels=["hardened"]).changed
    path = "/projects/test/repositories/app%252Fweb/artifacts/1.1?with_label=true"
    assert [label["scope"] for label in harbor.ask("GET", path)["labels"]] == ["p"]


def test_a_label_that_is_not_there_stops_it_before_the_copy(harbor: Harbor) -> None:
    params: dict[str, Any] = {"copy_from": "test/app/web:1.0", "labels": ["hardened", "none"]}
    predicted = artifact(harbor, **params, check=True)
    assert "label none does not exist" in str(predicted.json["warnings"])
    refused(harbor, artifact(harbor, **params), "label none does not exist, neither in project")


# -- removal


def test_a_tag_does_not_take_others_with_it(harbor: Harbor) -> None:
    answer = artifact(harbor, project="test", reference="nightly", state="absent")
    refused(harbor, answer, "reference is 'nightly', but that artifact is 1.0, too")
    gone = artifact(harbor, project="test", reference=OLD, state="absent")
    assert gone.json["plan"] == [
        f"remove artifact test/app/web@{OLD[:19]} with its tags 1.0, nightly"
    ]
    assert artifact(harbor, project="test", reference="1.1", state="absent").changed
    assert not artifact(harbor, project="test", reference="1.1", state="absent").changed
    assert listed(harbor, "test") == []


# -- a Harbor that fails in the middle, and another controller


@pytest.mark.parametrize("drop", [True, False], ids=["the answer is lost", "a proxy gives up"])
def test_a_copy_whose_answer_was_lost_is_finished_all_the_same(
    harbor: Harbor, drop: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http_exchange, "_PAUSE", 0.005)
    other = push(harbor, "prod/app/web", "nightly", "of another kind")
    fault: dict[str, Any] = {"drop": True} if drop else {"status": 504}
    harbor.hub.fail("POST", "artifacts$", after=True, **fault)
    wanted = ["1.0", "stable"]
    answer = artifact(harbor, copy_from=BY_DIGEST, tags=wanted, move_tags=True)
    assert not answer.failed, answer.json
    assert tags(harbor) == {"1.0": OLD, "stable": OLD, "nightly": other}
    assert harbor.hub.count("POST", "artifacts[?]from") == 1


def test_a_copy_that_another_one_disturbs_is_asked_for_once_more(harbor: Harbor) -> None:
    harbor.hub.fail("POST", "artifacts$", status=500)
    answer = artifact(harbor, copy_from=BY_DIGEST, tags=["1.0"])
    assert not answer.failed, answer.json
    assert tags(harbor) == {"1.0": OLD}


def test_a_run_that_was_cut_off_is_finished_by_the_next(harbor: Harbor) -> None:
    harbor.hub.fail("DELETE", "tags", status=500, times=100)
    params: dict[str, Any] = {
        "copy_from": BY_DIGEST,
        "tags": ["1.0", "stable"],
        "exclusive": ["tags"],
    }
    stopped = artifact(harbor, **params)
    assert "1 of 3 changes are done" in stopped.json["msg"]
    harbor.hub.faults.clear()
    assert artifact(harbor, **params).changed
    assert tags(harbor) == {"1.0": OLD, "stable": OLD}
    assert not artifact(harbor, **params).changed


def test_a_copy_that_another_run_made_in_the_middle_of_the_look_is_no_obstacle(
    harbor: Harbor,
) -> None:
    came: list[bool] = []

    def overtaken(call: Call) -> bool:
        """The target is known to be missing when its tags are asked for."""
        if not came:
            came.append(True)
            harbor.ask("POST", f"{COPIES}?from={BY_DIGEST}")
        return False

    harbor.hub.fail("GET", "prod/.*/artifacts/1.0$", when=overtaken)
    answer = artifact(harbor, copy_from=BY_DIGEST, tags=["1.0", "stable"])
    assert not answer.failed, answer.json
    assert came
    # Tags that another run brought are another run's.
    assert tags(harbor) == {"1.0": OLD, "nightly": OLD, "stable": OLD}


def test_two_controllers_come_to_the_same_artifact(harbor: Harbor) -> None:
    params = {
        **harbor.connection,
        "project": "prod",
        "repository": "app/web",
        "copy_from": BY_DIGEST,
        "tags": ["1.0"],
        "labels": ["hardened"],
    }
    for outcome in two_controllers.run("harbor_artifact", params):
        assert not outcome.get("failed"), outcome
    assert tags(harbor) == {"1.0": OLD}
    assert not artifact(harbor, copy_from=BY_DIGEST, tags=["1.0"], labels=["hardened"]).changed


# -- reading


@pytest.mark.parametrize("version", VERSIONS)
def test_more_artifacts_than_a_page_are_read(version: str) -> None:
    with a_harbor(registry=True, version=version) as harbor:
        harbor.ask("POST", "/projects", {"project_name": "test"})
        with harbor.pusher() as pusher:
            config = {
                "mediaType": "application/vnd.oci.image.config.v1+json",
                **pusher.blob("test/many", b"{}"),
            }
            for number in range(103):
                content = {
                    "schemaVersion": 2,
                    "mediaType": OCI_MANIFEST,
                    "config": config,
                    "layers": [],
                    "annotations": {"org.example.number": str(number)},
                }
                tag = f"v{number}" if number else None
                pusher.manifest("test/many", tag, content, OCI_MANIFEST)
        push(harbor, "test/one", "1.0", "layer two")
        rows = listed(harbor, "test", repository="many")
        assert {row["annotations"]["org.example.number"] for row in rows} == {
            str(number) for number in range(103)
        }
        assert len(listed(harbor, "test")) == 104
        assert {row["repository"] for row in listed(harbor, "test", tagged=True)} == {
            "many",
            "one",
        }
        (untagged,) = listed(harbor, "test", tagged=False)
        assert untagged["annotations"] == {"org.example.number": "0"}
        # Not v1, v10 and v100: Harbor is asked for the very tag.
        (exact,) = listed(harbor, "test", repository="many", tag="v10")
        assert exact["tags"] == ["v10"]
        assert listed(harbor, "test", type="chart") == []
        assert len(listed(harbor, "test", type="image")) == 104


def test_what_an_older_harbor_does_not_know_is_said_so() -> None:
    with a_harbor(version="2.9.5") as harbor:
        harbor.ask("POST", "/projects", {"project_name": "test"})
        params = {**harbor.connection, "project": "test", "sbom_overview": True}
        answer = run_module("harbor_artifact_info", params)
        assert "sbom_overview needs Harbor 2.11 or newer, and this is 2.9.5" in answer.json["msg"]


def test_signatures_are_listed_where_they_are_asked_for(harbor: Harbor) -> None:
    with harbor.pusher() as pusher:
        empty = {
            "mediaType": "application/vnd.oci.empty.v1+json",
            **pusher.blob("test/app/web", b"{}"),
        }
        content = {
            "schemaVersion": 2,
            "mediaType": OCI_MANIFEST,
            "artifactType": "application/vnd.cncf.notary.signature",
            "config": empty,
            "layers": [empty],
            "subject": {"mediaType": OCI_MANIFEST, "digest": NEW, "size": 573},
        }
        signature = pusher.manifest("test/app/web", None, content, OCI_MANIFEST)
    (shown,) = listed(harbor, "test", tag="1.1", accessories=True)
    assert [each["digest"] for each in shown["accessories"]] == [signature["digest"]]
    assert "accessories" not in listed(harbor, "test", tag="1.1")[0]
    # It goes with a copy.
    assert artifact(harbor, copy_from="test/app/web:1.1").changed
    (copied,) = listed(harbor, accessories=True)
    assert [each["digest"] for each in copied["accessories"]] == [signature["digest"]]
