# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tags: Harbor refuses one that is there, also on the same artifact, and cannot move any."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from . import images, two_controllers
from .contract import Answer, run_module
from .harbor import VERSIONS, Harbor, a_harbor
from .images import NEW, OLD
from .test_harbor_artifact import immutable, refused, tags, writes


@pytest.fixture(params=VERSIONS)
def harbor(request: pytest.FixtureRequest) -> Iterator[Harbor]:
    with a_harbor(registry=True, version=request.param) as found:
        images.furnish(found)
        yield found


def tag(harbor: Harbor, *, check: bool = False, **params: Any) -> Answer:
    base = {**harbor.connection, "project": "test", "repository": "app/web"}
    return run_module("harbor_tag", {**base, **params}, check=check)


def test_a_tag_that_is_on_the_artifact_already_is_no_conflict(harbor: Harbor) -> None:
    for artifact in ("1.0", "nightly", OLD):
        before = len(harbor.sent)
        assert not tag(harbor, name="nightly", artifact=artifact).changed
        # Who we are, which version it is, and the tag.
        assert len(harbor.sent) - before == 3
    assert not tag(harbor, name="nightly").changed


def test_a_tag_is_taken_off_another_artifact_only_if_the_task_says_so(harbor: Harbor) -> None:
    for check in (True, False):
        answer = tag(harbor, name="nightly", artifact="1.1", check=check)
        words = f"artifact is '1.1', but test/app/web:nightly is on {OLD}, and move is false"
        refused(harbor, answer, words)
    moved = tag(harbor, name="nightly", artifact="1.1", move=True)
    assert moved.json["plan"] == [
        f"take tag nightly off test/app/web@{OLD[:19]}",
        f"put tag nightly on test/app/web@{NEW[:19]}",
    ]
    assert moved.json["tag"]["digest"] == NEW
    assert tags(harbor, "test") == {"1.0": OLD, "1.1": NEW, "nightly": NEW}
    assert not tag(harbor, name="nightly", artifact=NEW, move=True).changed


def test_a_move_that_was_cut_off_is_finished_by_the_next_run(harbor: Harbor) -> None:
    harbor.hub.fail("POST", "tags$", status=500, times=2)  # it looks, and tries once more
    stopped = tag(harbor, name="nightly", artifact="1.1", move=True)
    assert "1 of 2 changes are done" in stopped.json["msg"]
    assert "nightly" not in tags(harbor, "test")
    assert tag(harbor, name="nightly", artifact="1.1").changed
    assert tags(harbor, "test")["nightly"] == NEW


def test_an_immutable_tag_is_refused_before_anything_is_sent(harbor: Harbor) -> None:
    immutable(harbor, "night*", "test")
    for params in ({"artifact": "1.1", "move": True}, {"state": "absent"}):
        answer = tag(harbor, name="nightly", **params)
        refused(harbor, answer, "name is 'nightly', but that tag is immutable by a rule of project")
    # Where it is already, there is nothing to do; a new one may be put once.
    assert not tag(harbor, name="nightly", artifact="1.0").changed
    assert tag(harbor, name="nightly-2", artifact="1.1").changed
    assert not tag(harbor, name="nightly-2", artifact="1.1").changed


def test_removing_the_last_tag_leaves_the_artifact(harbor: Harbor) -> None:
    assert tag(harbor, name="1.1", state="absent").changed
    assert not tag(harbor, name="1.1", state="absent").changed
    assert tag(harbor, name="back", artifact=NEW).changed
    assert tags(harbor, "test") == {"1.0": OLD, "nightly": OLD, "back": NEW}


@pytest.mark.parametrize("where", ["project", "repository", "artifact"])
def test_what_is_not_there_is_a_warning_in_check_mode_and_named(where: str) -> None:
    with a_harbor(registry=True) as harbor:
        images.furnish(harbor)
        params: dict[str, Any] = {"name": "live", "artifact": "1.0", where: "none"}
        what = "project none" if where == "project" else "artifact test/"
        predicted = tag(harbor, **params, check=True)
        assert not predicted.failed, predicted.json
        assert what in str(predicted.json["warnings"])
        refused(harbor, tag(harbor, **params), what)


@pytest.mark.parametrize("name", ["007", "_", "a.b-c_d", "x" * 128], ids=str)
def test_awkward_tags(name: str) -> None:
    with a_harbor(registry=True) as harbor:
        images.furnish(harbor)
        assert tag(harbor, name=name, artifact="1.0").changed
        assert not tag(harbor, name=name, artifact="1.0").changed
        assert tag(harbor, name=name, state="absent").changed


def test_two_controllers_put_the_same_tag(harbor: Harbor) -> None:
    params = {
        **harbor.connection,
        "project": "test",
        "repository": "app/web",
        "name": "live",
        "artifact": OLD,
    }
    for outcome in two_controllers.run("harbor_tag", params):
        assert not outcome.get("failed"), outcome
    assert tags(harbor, "test")["live"] == OLD


def test_a_tag_that_somebody_else_put_meanwhile_is_looked_up(harbor: Harbor) -> None:
    """The answer to the POST is lost, so the next one would be a 409."""
    harbor.hub.fail("POST", "tags$", drop=True, after=True)
    answer = tag(harbor, name="live", artifact="1.0")
    assert not answer.failed, answer.json
    assert answer.changed
    assert len(writes(harbor)) == 1


def test_a_proxy_project_takes_no_tag() -> None:
    with a_harbor(registry=True) as harbor:
        images.furnish(harbor)
        row = harbor.hub.store["projects"].one(name="test")
        assert row is not None
        with harbor.hub.store.transaction():
            harbor.hub.store["projects"].update(row["project_id"], registry_id=1)
        answer = tag(harbor, name="live", artifact="1.0")
        assert "Such a project only keeps what is pulled through it" in answer.json["msg"]
