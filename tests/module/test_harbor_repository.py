# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Repositories: they cannot be created, and their description is not always kept as it was sent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from . import images
from .contract import Answer, run_module
from .harbor import VERSIONS, Harbor, a_harbor
from .test_harbor_artifact import immutable, refused

PATH = "/projects/test/repositories/app%252Fweb"


@pytest.fixture(params=VERSIONS)
def harbor(request: pytest.FixtureRequest) -> Iterator[Harbor]:
    with a_harbor(registry=True, version=request.param) as found:
        images.furnish(found)
        yield found


def repository(harbor: Harbor, *, check: bool = False, **params: Any) -> Answer:
    base = {**harbor.connection, "project": "test", "name": "app/web"}
    return run_module("harbor_repository", {**base, **params}, check=check)


def listed(harbor: Harbor, **params: Any) -> list[str]:
    answer = run_module("harbor_repository_info", {**harbor.connection, **params})
    assert not answer.failed, answer.json
    return [f"{row['project']}/{row['name']}" for row in answer.json["repositories"]]


@pytest.mark.parametrize(
    "text", ["<b>&\"'</b>", "&lt;", "&amp;lt;", "&copy; ä 日本", "a\nb", "%2B + %"]
)
def test_a_description_is_the_same_in_the_second_run(harbor: Harbor, text: str) -> None:
    assert repository(harbor, description=text).changed
    assert not repository(harbor, description=text).changed
    info = run_module("harbor_repository_info", {**harbor.connection, "project": "test"})
    assert info.json["repositories"][0]["description"] == text


def test_the_escaped_form_is_another_text_where_harbor_does_not_escape() -> None:
    with a_harbor(registry=True, version="2.9.5") as harbor:
        images.furnish(harbor)
        harbor.ask("PUT", PATH, {"description": "&lt;b&gt;"})
        assert not repository(harbor, description="&lt;b&gt;").changed
        assert repository(harbor, description="<b>").changed
        assert harbor.ask("GET", PATH)["description"] == "<b>"


def test_a_text_from_before_an_upgrade_is_written_again_once() -> None:
    with a_harbor(registry=True, version="2.15.2") as harbor:
        images.furnish(harbor)
        row = harbor.hub.store["repositories"].one(name="test/app/web")
        assert row is not None
        with harbor.hub.store.transaction():
            harbor.hub.store["repositories"].update(row["id"], description="a &amp; b")
        assert repository(harbor, description="a &amp; b").changed
        assert not repository(harbor, description="a &amp; b").changed


def test_one_that_is_not_there_cannot_be_made(harbor: Harbor) -> None:
    tasks: tuple[dict[str, Any], ...] = ({"description": "text"}, {})
    for params in tasks:
        predicted = repository(harbor, name="none", **params, check=True)
        assert not predicted.failed, predicted.json
        words = "repository none of project test does not exist in this Harbor, which makes one"
        assert words in str(predicted.json["warnings"])
        refused(harbor, repository(harbor, name="none", **params), words)
    gone = repository(harbor, project="none")
    refused(harbor, gone, "project none does not exist in this Harbor")


def test_without_a_description_nothing_is_changed(harbor: Harbor) -> None:
    assert repository(harbor, description="text").changed
    assert not repository(harbor).changed
    assert harbor.ask("GET", PATH)["description"] == "text"


def test_it_goes_with_all_its_artifacts_unless_a_tag_is_immutable(harbor: Harbor) -> None:
    immutable(harbor, "1.0", "test")
    answer = repository(harbor, state="absent")
    assert "configured as immutable, cannot be deleted" in answer.json["msg"]
    assert "Disable it first (harbor_immutable_tag_rule)." in answer.json["msg"]
    assert harbor.ask("GET", PATH)["artifact_count"] == 2
    (rule,) = harbor.ask("GET", "/projects/test/immutabletagrules")
    harbor.ask("DELETE", f"/projects/test/immutabletagrules/{rule['id']}")
    gone = repository(harbor, state="absent")
    assert gone.json["plan"] == ["remove repository app/web of project test with all its artifacts"]
    assert listed(harbor, project="test") == []
    assert not repository(harbor, state="absent").changed


def test_one_that_lost_its_last_artifact_is_still_there(harbor: Harbor) -> None:
    for digest in (images.OLD, images.NEW):
        harbor.ask("DELETE", f"{PATH}/artifacts/{digest}")
    (row,) = run_module("harbor_repository_info", {**harbor.connection, "project": "test"}).json[
        "repositories"
    ]
    assert row["artifact_count"] == 0
    assert repository(harbor, state="absent").changed


def test_names_are_compared_whole(harbor: Harbor) -> None:
    images.push(harbor, "test/web", "1.0", "layer two")
    images.push(harbor, "prod/app/web", "1.0", "layer two")
    images.push(harbor, "prod/app/web2", "1.0", "layer two")
    assert listed(harbor, project="test", name="web") == ["test/web"]
    assert listed(harbor, name="app/web") == ["prod/app/web", "test/app/web"]
    assert listed(harbor, name_contains="APP/w") == [
        "prod/app/web",
        "prod/app/web2",
        "test/app/web",
    ]
    # It is in the project's name only.
    assert listed(harbor, project="test", name_contains="test") == []
    assert listed(harbor, project="prod", name="none") == []
    # What no name can have is found nowhere, instead of everywhere.
    assert listed(harbor, name_contains="a,b=%") == []


def test_more_repositories_than_a_page_are_read() -> None:
    with a_harbor() as harbor:
        harbor.ask("POST", "/projects", {"project_name": "test"})
        row = harbor.hub.store["projects"].one(name="test")
        assert row is not None
        with harbor.hub.store.transaction():
            for number in range(105):
                harbor.hub.store["repositories"].insert(
                    name=f"test/r{number:03}",
                    project_id=row["project_id"],
                    description="",
                    pull_count=number,
                    creation_time=0.0,
                    update_time=0.0,
                )
        assert listed(harbor, project="test") == [f"test/r{number:03}" for number in range(105)]
        assert listed(harbor) == listed(harbor, project="test")
