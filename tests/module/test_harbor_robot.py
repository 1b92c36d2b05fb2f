# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Robot accounts: secrets that cannot be read, requests that take two, names with a prefix."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
import requests

from ..double.call import Call
from . import two_controllers
from .contract import Answer, run_module
from .harbor import VERSIONS, Harbor, a_harbor, not_before

SECRET = "Chosen-Secret-1"
PULL = [{"access": ["repository:pull"]}]
EVERYWHERE = [{"project": "*", "access": ["repository:pull"]}]
REPOSITORY_PULL = [{"resource": "repository", "action": "pull"}]
BOTH = [*EVERYWHERE, {"access": ["project:list"]}]


@pytest.fixture
def harbor() -> Iterator[Harbor]:
    with a_harbor() as found:
        found.ask("POST", "/projects", {"project_name": "test"})
        yield found


def robot(harbor: Harbor, name: str = "ci", *, check: bool = False, **options: Any) -> Answer:
    params = {**harbor.connection, "name": name, "duration": "30", **options}
    if options.get("state") != "absent":
        default = PULL if options.get("project") else EVERYWHERE
        params.setdefault("permissions", default)
    return run_module("harbor_robot_account", params, check=check)


def listed(harbor: Harbor, **options: Any) -> list[dict[str, Any]]:
    answer = run_module("harbor_robot_account_info", {**harbor.connection, **options})
    assert not answer.failed, answer.json
    theirs = set() if options.get("project") else harbor.theirs("/robots")
    return [each for each in answer.json["robot_accounts"] if each["name"] not in theirs]


def login(harbor: Harbor, name: str, secret: str) -> int:
    """412 for a robot that may, 401 for one that may not."""
    return requests.get(
        f"{harbor.url}/api/v2.0/users/current", auth=(name, secret), timeout=30
    ).status_code


def written(harbor: Harbor, since: int) -> list[str]:
    """What was sent to change something: method, and whether to the robot or its list."""
    return [method for method, _path in harbor.sent[since:] if method != "GET"]


def warned(answer: Answer) -> str:
    return str(answer.json.get("warnings"))


def put_into_the_past(harbor: Harbor, days: int) -> None:
    """As if the only robot had been made so many days ago."""
    store = harbor.hub.store
    with store.transaction():
        row = store["robots"].sorted()[0]
        made = time.time() - days * 86400
        end = -1 if row["duration"] == -1 else int(made) + row["duration"] * 86400
        store["robots"].update(row["id"], creation_time=made, expires_at=end)


@pytest.mark.parametrize("project", ["test", None])
def test_a_chosen_secret_is_the_one_to_log_in_with(harbor: Harbor, project: str | None) -> None:
    answer = robot(harbor, project=project, secret=SECRET)
    full = answer.json["robot_account"]["full_name"]
    assert full == ("robot$test+ci" if project else "robot$ci")
    assert login(harbor, full, SECRET) == 412
    since = len(harbor.sent)
    again = robot(harbor, project=project, secret=SECRET)
    assert not again.changed
    assert again.json["robot_account"]["full_name"] == full
    # Who am I, what is it, look, and one login to try the secret; a project's number once.
    assert len(harbor.sent) - since == (5 if project else 4)


def test_a_generated_secret_is_in_the_result_that_once(harbor: Harbor) -> None:
    made = robot(harbor).json["robot_account"]
    assert login(harbor, made["full_name"], made["secret"]) == 412
    again = robot(harbor)
    assert not again.changed
    assert again.json["robot_account"]["secret"] is None


def test_a_secret_that_somebody_changed_is_put_back_and_nothing_else(harbor: Harbor) -> None:
    robot(harbor, secret=SECRET)
    harbor.ask("PATCH", f"/robots/{listed(harbor)[0]['id']}", {"secret": "Other-Secret-1"})
    since = len(harbor.sent)
    answer = robot(harbor, secret=SECRET)
    assert answer.json["plan"] == ["set the secret of robot account ci"]
    assert written(harbor, since) == ["PATCH"]
    assert login(harbor, "robot$ci", SECRET) == 412


def test_how_a_secret_is_updated(harbor: Harbor) -> None:
    robot(harbor, secret=SECRET)
    since = len(harbor.sent)
    assert not robot(harbor, secret="Other-Secret-1", update_secret="on_create").changed
    assert len(harbor.sent) - since == 3, "nobody tried it"
    for _run in range(2):
        assert robot(harbor, secret=SECRET, update_secret="always").changed


def test_a_robot_is_created_disabled_in_the_requests_that_it_takes(harbor: Harbor) -> None:
    since = len(harbor.sent)
    answer = robot(harbor, project="test", secret=SECRET, disabled=True, description="later")
    assert written(harbor, since) == ["POST", "PATCH", "PUT"]
    assert listed(harbor, project="test")[0]["disabled"] is True
    assert login(harbor, answer.json["robot_account"]["full_name"], SECRET) == 401
    since = len(harbor.sent)
    again = robot(harbor, project="test", secret=SECRET, disabled=True)
    assert not again.changed
    assert "is disabled, so its secret cannot be tried, and was left as it is" in warned(again)
    # Back in use it has the secret of the task.
    back = robot(harbor, project="test", secret=SECRET, disabled=False)
    assert [each.split(" of ")[0] for each in back.json["plan"]] == [
        "set disabled",
        "set the secret",
    ]
    assert login(harbor, answer.json["robot_account"]["full_name"], SECRET) == 412


def test_a_change_of_a_disabled_robot_leaves_it_disabled(harbor: Harbor) -> None:
    robot(harbor, disabled=True)
    assert robot(harbor, description="still off").changed
    assert listed(harbor)[0]["disabled"] is True
    assert listed(harbor)[0]["description"] == "still off"


def test_what_a_task_leaves_out_stays(harbor: Harbor) -> None:
    rights = [*EVERYWHERE, {"project": "test", "access": ["artifact:read"]}]
    robot(harbor, permissions=rights, description="ours", duration="never")
    answer = run_module(
        "harbor_robot_account", {**harbor.connection, "name": "ci", "disabled": True}
    )
    assert answer.changed
    seen = listed(harbor)[0]
    assert (seen["description"], seen["duration"], seen["disabled"]) == ("ours", -1, True)
    assert not robot(harbor, permissions=rights, duration="never").changed


def test_the_order_of_rights_and_how_they_are_grouped_do_not_matter(harbor: Harbor) -> None:
    not_before("2.10")  # an older one forgets some of such a mixture
    rights = [
        {"project": "*", "access": ["repository:push", "repository:pull"]},
        {"project": "test", "access": ["artifact:read"]},
        {"access": ["project:list", "registry:list"]},
    ]
    robot(harbor, permissions=rights)
    for _time in range(4):
        # The answer's own order differs from one to the next.
        assert not robot(harbor, permissions=rights).changed
    split = [
        {"access": ["registry:list"]},
        {"project": "test", "access": ["artifact:read", "artifact:read"]},
        {"project": "*", "access": ["repository:pull"]},
        {"project": "*", "access": ["repository:push"]},
        {"access": ["project:list"]},
    ]
    assert not robot(harbor, permissions=split).changed
    for number, entry in enumerate(rights):
        fewer = [*rights[:number], *rights[number + 1 :]]
        assert robot(harbor, permissions=fewer).changed, entry
        assert robot(harbor, permissions=rights).changed
    assert not robot(harbor, permissions=rights).changed


@pytest.mark.parametrize("name", ["007", "1e3", "a.b_c-d", "ci"])
def test_one_name_is_another_robot_in_each_place(harbor: Harbor, name: str) -> None:
    harbor.ask("POST", "/projects", {"project_name": "1234"})
    for project in ("test", "1234", None):
        assert robot(harbor, name, project=project).changed
    for project in ("test", "1234", None):
        assert not robot(harbor, name, project=project).changed
    assert robot(harbor, name, project="1234", state="absent").changed
    assert [each["name"] for each in listed(harbor, project="test")] == [name]
    assert [each["name"] for each in listed(harbor)] == [name]
    assert listed(harbor, project="1234") == []


def test_more_robots_than_a_page_are_known_and_alone_when_the_task_says_so(harbor: Harbor) -> None:
    robots = [
        {"name": f"r{number:03}", "duration": "never", "permissions": PULL} for number in range(105)
    ]
    params = {**harbor.connection, "project": "test", "robot_accounts": robots}
    made = run_module("harbor_robot_accounts", params)
    assert len({each["secret"] for each in made.json["robot_accounts"]}) == 105
    since = len(harbor.sent)
    assert not run_module("harbor_robot_accounts", params).changed
    assert len(harbor.sent) - since == 5
    few = {**params, "robot_accounts": robots[:2], "exclusive": True}
    predicted = run_module("harbor_robot_accounts", few, check=True)
    assert len(predicted.json["plan"]) == 103
    assert run_module("harbor_robot_accounts", few).changed
    assert [each["name"] for each in listed(harbor, project="test")] == ["r000", "r001"]


def test_another_prefix_is_taken_off_all_the_same(harbor: Harbor) -> None:
    harbor.ask("PUT", "/configurations", {"robot_name_prefix": "ci-bot"})
    robot(harbor, "deploy", secret=SECRET)
    robot(harbor, "deploy", secret=SECRET, project="test")
    robot(harbor, "other")
    assert [each["name"] for each in listed(harbor)] == ["deploy", "other"]
    assert listed(harbor, name="deploy")[0]["full_name"] == "ci-botdeploy"
    assert not robot(harbor, "deploy", secret=SECRET).changed
    assert not robot(harbor, "deploy", secret=SECRET, project="test").changed


def test_a_robot_that_has_expired_is_told_of_and_only_a_longer_duration_helps(
    harbor: Harbor,
) -> None:
    robot(harbor, secret=SECRET)
    put_into_the_past(harbor, days=40)
    since = len(harbor.sent)
    same = robot(harbor, secret=SECRET)
    assert not same.changed
    assert "robot account ci has expired and cannot log in" in warned(same)
    assert "its secret cannot be tried" in warned(same)
    for short in ("20", "39"):
        refused = robot(harbor, secret=SECRET, duration=short)
        assert f"duration is {short}, but it counts from the creation of" in refused.json["msg"]
    assert written(harbor, since) == []
    longer = robot(harbor, secret=SECRET, duration="60")
    assert longer.changed
    assert login(harbor, "robot$ci", SECRET) == 412


def test_a_shorter_duration_that_would_end_it_at_once_is_refused(harbor: Harbor) -> None:
    robot(harbor, duration="never")
    put_into_the_past(harbor, days=10)
    since = len(harbor.sent)
    assert "and it would expire at once" in robot(harbor, duration="5").json["msg"]
    assert written(harbor, since) == []
    assert robot(harbor, duration="15").changed


def test_a_robot_whose_projects_are_gone_needs_rights_before_anything_else(harbor: Harbor) -> None:
    robot(harbor, permissions=[{"project": "test", "access": ["repository:pull"]}])
    harbor.ask("DELETE", "/projects/test")
    since = len(harbor.sent)
    params = {**harbor.connection, "name": "ci", "description": "orphan"}
    refused = run_module("harbor_robot_account", params)
    assert "permissions is missing, but the projects of robot account ci are" in refused.json["msg"]
    assert written(harbor, since) == []
    assert robot(harbor, description="orphan").changed


@pytest.mark.parametrize(
    ("version", "mixed"), [("2.9.5", False), ("2.13.5", True), ("2.15.2", True)]
)
def test_rights_of_the_system_and_of_projects_in_one_robot(version: str, mixed: bool) -> None:
    with a_harbor(version=version) as harbor:
        for permissions in (EVERYWHERE, [BOTH[1]]):
            assert robot(harbor, f"r{len(harbor.sent)}", permissions=permissions).changed
        since = len(harbor.sent)
        answer = robot(harbor, permissions=BOTH)
        assert answer.changed is mixed
        if not mixed:
            assert "forgets those of projects then. Make two robots." in answer.json["msg"]
            assert written(harbor, since) == []


@pytest.mark.parametrize("version", VERSIONS)
def test_a_robot_of_each_version_is_made_kept_changed_and_removed(version: str) -> None:
    with a_harbor(version=version) as harbor:
        harbor.ask("POST", "/projects", {"project_name": "test"})
        for project in ("test", None):
            options: dict[str, Any] = {"project": project, "secret": SECRET}
            assert robot(harbor, **options, disabled=True).changed
            assert robot(harbor, **options, disabled=False, duration="60").changed
            assert not robot(harbor, **options, duration="60").changed
            # Harbor 2.9 would make 30 of a duration that is left out.
            params = {**harbor.connection, "name": "ci", "project": project, "description": "x"}
            assert run_module("harbor_robot_account", params).changed
            seen = listed(harbor, project=project)
            assert [(each["duration"], each["description"]) for each in seen] == [(60, "x")]
            assert robot(harbor, project=project, state="absent").changed
            assert listed(harbor, project=project) == []


def test_the_secret_of_a_lost_answer_is_made_anew(harbor: Harbor) -> None:
    harbor.hub.fail("POST", "/robots", drop=True, after=True)
    answer = robot(harbor)
    assert not answer.failed, answer.json
    made = answer.json["robot_account"]
    assert login(harbor, made["full_name"], made["secret"]) == 412
    assert len(listed(harbor)) == 1


def test_secrets_that_were_made_before_a_failure_are_told(harbor: Harbor) -> None:
    robots = [
        {"name": "a", "duration": "1", "permissions": PULL},
        {"name": "b", "duration": "1", "permissions": PULL},
    ]
    params = {**harbor.connection, "project": "test", "robot_accounts": robots}
    harbor.hub.fail("POST", "/robots$", when=lambda call: b'"b"' in call.raw_body, status=400)
    stopped = run_module("harbor_robot_accounts", params)
    assert "create robot account b of project test: POST /robots answered" in stopped.json["msg"]
    (made,) = stopped.json["made"]
    assert (made["kind"], made["name"], made["project"]) == ("robot_account", "a", "test")
    assert login(harbor, made["full_name"], made["secret"]) == 412


def test_a_generated_secret_outlives_that_the_robot_could_not_be_disabled(harbor: Harbor) -> None:
    harbor.hub.fail("PUT", "/robots/", status=400)
    stopped = robot(harbor, disabled=True)
    (made,) = stopped.json["made"]
    assert login(harbor, made["full_name"], made["secret"]) == 412
    assert robot(harbor, disabled=True).json["plan"] == ["set disabled of robot account ci"]


def test_a_robot_does_not_remove_itself_by_an_exclusive_list(harbor: Harbor) -> None:
    not_before("2.12")  # in an older one a robot manages none
    rights = [f"robot:{action}" for action in ("list", "read", "create", "delete")]
    keeper = robot(
        harbor,
        "keeper",
        permissions=[{"access": rights}, *EVERYWHERE],
        secret=SECRET,
    ).json["robot_account"]
    robot(harbor, "other")
    params = {
        **harbor.connection,
        "harbor_username": keeper["full_name"],
        "harbor_password": SECRET,
        "robot_accounts": [],
        "exclusive": True,
    }
    answer = run_module("harbor_robot_accounts", params)
    assert answer.json["plan"] == ["remove robot account other"]
    assert "is the account of this task, and stays" in warned(answer)
    assert [each["name"] for each in listed(harbor)] == ["keeper"]


def test_a_missing_project_is_named(harbor: Harbor) -> None:
    refused = robot(harbor, project="none")
    assert "project none does not exist in this Harbor. Create it first" in refused.json["msg"]
    assert harbor.writes() == 0
    predicted = robot(harbor, project="none", check=True)
    assert predicted.changed
    assert "project none does not exist" in warned(predicted)


def test_a_secret_is_rotated_and_a_chosen_one_only_where_it_differs(harbor: Harbor) -> None:
    robot(harbor, project="test", secret=SECRET)
    params = {**harbor.connection, "project": "test", "name": "ci"}
    assert not run_module("harbor_robot_secret", {**params, "secret": SECRET}).changed
    predicted = run_module("harbor_robot_secret", params, check=True).json["robot_secret"]
    assert predicted["secret"] is None
    assert login(harbor, "robot$test+ci", SECRET) == 412
    seen = set()
    for _time in range(2):
        made = run_module("harbor_robot_secret", params).json["robot_secret"]
        assert login(harbor, made["full_name"], made["secret"]) == 412
        seen.add(made["secret"])
    assert len(seen) == 2
    assert login(harbor, "robot$test+ci", SECRET) == 401


def test_a_disabled_robot_gets_its_chosen_secret_at_every_rotation(harbor: Harbor) -> None:
    robot(harbor, disabled=True)
    params = {**harbor.connection, "name": "ci", "secret": SECRET}
    for _time in range(2):
        assert run_module("harbor_robot_secret", params).changed
    robot(harbor, disabled=False)
    assert login(harbor, "robot$ci", SECRET) == 412


def test_rights_are_those_of_the_version(harbor: Harbor) -> None:
    not_before("2.10")
    answer = run_module("harbor_permission_info", harbor.connection)
    known = {each["level"]: each["access"] for each in answer.json["permissions"]}
    assert robot(harbor, permissions=[{"access": known["system"]}]).changed
    assert robot(harbor, project="test", permissions=[{"access": known["project"]}]).changed


def test_an_older_harbor_lists_no_rights() -> None:
    with a_harbor(version="2.9.5") as old:
        told = run_module("harbor_permission_info", old.connection)
    assert "permissions need Harbor 2.10 or newer, and this is 2.9.5" in told.json["msg"]


@pytest.mark.parametrize(
    ("project", "entry", "words"),
    [
        (
            "test",
            {"access": ["repository:pull", "repository:pul"]},
            "permissions[0].access[1] is 'repository:pul', but Harbor 2.15.2 knows no such right "
            "of a project. Write repository:pull, or take one that harbor_permission_info lists.",
        ),
        (
            None,
            {"project": "*", "access": ["audit-log:list"]},
            "permissions[0].access[0] is 'audit-log:list', but Harbor 2.15.2 knows no such right "
            "of a project. It is one of the system. Give it in an entry without project.",
        ),
        (
            None,
            {"access": ["repository:push"]},
            "permissions[0].access[0] is 'repository:push', but Harbor 2.15.2 knows no such right "
            "of the system. It is one of projects. Give it in an entry with project ('*' is every "
            "project).",
        ),
        (
            "test",
            {"access": ["*:*"]},
            "permissions[0].access[0] is '*:*', but Harbor 2.15.2 knows no such right of a "
            "project. Take one that harbor_permission_info lists.",
        ),
    ],
    ids=["misspelt", "of the system", "of projects", "everything"],
)
def test_a_right_that_this_harbor_lacks_is_refused_by_name(
    harbor: Harbor, project: str | None, entry: dict[str, Any], words: str
) -> None:
    not_before("2.10")
    words = words.replace("2.15.2", VERSIONS[-1])
    answer = robot(harbor, project=project, permissions=[entry])
    assert answer.json["errors"] == [words]
    assert harbor.writes() == 0
    # Of one that is there, too, but not where nothing differs.
    assert robot(harbor, project=project).changed
    assert robot(harbor, project=project, permissions=[entry]).json["errors"] == [words]
    since = len(harbor.sent)
    assert not robot(harbor, project=project, description="").changed
    assert not [path for _method, path in harbor.sent[since:] if "permissions" in path]


def test_what_robots_may_be_given_is_looked_up_once(harbor: Harbor) -> None:
    not_before("2.10")
    own = [{"name": "ci", "duration": "1", "permissions": PULL}]
    projects = [{"name": f"p{number}", "robot_accounts": own} for number in range(6)]
    everywhere = [{"name": "all", "duration": "1", "permissions": EVERYWHERE}]
    tree = {"projects": projects, "robot_accounts": everywhere}
    for times in (1, 0):
        since = len(harbor.sent)
        answer = run_module("harbor_state", {**harbor.connection, **tree})
        assert not answer.failed, answer.json
        asked = [path for _method, path in harbor.sent[since:] if path.endswith("/permissions")]
        assert len(asked) == times
    projects[3]["robot_accounts"] = [{**own[0], "permissions": [{"access": ["tag:creat"]}]}]
    told = run_module("harbor_state", {**harbor.connection, **tree}).json["msg"]
    assert "projects[3].robot_accounts[0].permissions[0].access[0] is 'tag:creat'" in told
    assert "Write tag:create, or" in told


def test_without_a_list_of_rights_harbor_judges_them() -> None:
    with a_harbor(version="2.9.5") as harbor:
        assert robot(harbor, permissions=[{"project": "*", "access": ["*:*", "odd:one"]}]).changed


def test_two_controllers_at_once_make_each_robot_once(harbor: Harbor) -> None:
    robots = [
        {"name": f"r{number}", "duration": "1", "permissions": PULL, "secret": SECRET}
        for number in range(6)
    ]
    params = {**harbor.connection, "project": "test", "robot_accounts": robots}
    answers = two_controllers.run("harbor_robot_accounts", params)
    assert not [each["msg"] for each in answers if each.get("failed")]
    assert len(listed(harbor, project="test")) == 6
    assert {login(harbor, f"robot$test+r{number}", SECRET) for number in range(6)} == {412}
    assert not run_module("harbor_robot_accounts", params).changed


def test_a_secret_that_only_another_run_was_told_is_missed_aloud(harbor: Harbor) -> None:
    """Somebody else makes the robot between our look and our request."""
    begun: list[Call] = []

    def just_before(call: Call) -> bool:
        if not begun:
            begun.append(call)
            permissions = [{"kind": "project", "namespace": "test", "access": REPOSITORY_PULL}]
            theirs = {"name": "ci", "level": "project", "duration": 30, "permissions": permissions}
            harbor.ask("POST", "/robots", theirs)
        return False

    for secret, told in ((None, True), (SECRET, False)):
        begun.clear()
        harbor.hub.fail("POST", "/robots$", when=just_before)
        answer = robot(harbor, project="test", secret=secret)
        assert not answer.failed, answer.json
        words = "robot account ci of project test was made by another run at the same time"
        assert (words in warned(answer)) is told
        assert login(harbor, "robot$test+ci", SECRET) == (401 if told else 412)
        harbor.hub.faults.clear()
        robot(harbor, project="test", state="absent")


def test_an_administrator_of_a_project_manages_its_robots(harbor: Harbor) -> None:
    harbor.user("alice")
    body = {"role_id": 1, "member_user": {"username": "alice"}}
    harbor.ask("POST", "/projects/test/members", body)
    own: dict[str, Any] = {"harbor_username": "alice", "harbor_password": "Hush12345"}
    assert robot(harbor, project="test", secret=SECRET, **own).changed
    assert not robot(harbor, project="test", secret=SECRET, **own).changed
    assert robot(harbor, project="test", state="absent", **own).changed
