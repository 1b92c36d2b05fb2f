# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What holds for every path: paging, q, sort, errors, logins, cookies. Facts of genuine Harbors."""

from __future__ import annotations

import threading

import pytest

from tests.double.facts import ANONYMOUS, PASSWORD, Fact, ask, tell, unasked
from tests.double.hub import Delays, Hub
from tests.double.listing import Moment, keywords, links, snake_case
from tests.double.versions import ASKED

BAD = "BAD_REQUEST"
WRONG = "UNPROCESSABLE_ENTITY"


def projects(*names: str) -> list[Fact]:
    return [Fact("POST", "/projects", {"project_name": name}, 201) for name in names]


def listed(query: str, names: str, total: int | None = None) -> Fact:
    """The names of projects that a query gives, in their order."""
    wanted = names.split()
    fields = {"#": len(wanted), **{f"{at}.name": name for at, name in enumerate(wanted)}}
    headers = {} if total is None else {"X-Total-Count": str(total)}
    return Fact("GET", f"/projects?{query}", fields=fields, answer_headers=headers)


PAIR = 'the query string must contain "=" and the key/value cannot be empty'
STORIES: dict[str, list[Fact]] = {
    "pages": [
        *projects("a", "b", "c"),
        listed("page_size=2", "a b", 4), listed("page_size=2&page=2", "c library", 4),
        listed("page_size=2&page=3", "", 4), listed("page=0&page_size=2", "a b"),
        listed("page=-1&page_size=2", "a b"), listed("page_size=0", "a b c library"),
        listed("page_size=-1", "a b c library"),
        Fact("GET", "/projects?page_size=101", status=422, code=WRONG, message=(
            "validation failure list:\npage_size in query should be less than or equal to 100")),
        Fact("GET", "/projects?page=one", status=422, code=WRONG, message=(
            'validation failure list:\npage in query must be of type int64: "one"')),
    ],
    "links": [
        *projects("a", "b", "c"),
        Fact("GET", "/projects?page_size=2&sort=name", answer_headers={"Link": (
            '</api/v2.0/projects?page=2&page_size=2&sort=name>; rel="next"')}),
        Fact("GET", "/projects?page_size=1&page=2&q=name=%7Ba%20b%7D", answer_headers={"Link": (
            '</api/v2.0/projects?page=1&page_size=1&q=name={a b}>; rel="prev"')}),
        Fact("GET", "/projects?page_size=-1", answer_headers={"Link": (
            '</api/v2.0/projects?page=2&page_size=-1>; rel="next"')}),
        Fact("GET", "/projects?page=0", answer_headers={"Link": (
            '</api/v2.0/projects?page=1&page_size=10>; rel="next"')}),
    ],
    "q": [
        *projects("ab", "a.b", "abc", "x_y"),
        listed("q=name=ab", "ab"), listed("q=name=AB", ""), listed("q=name=~AB", "ab abc"),
        listed("q=Name=~b", "a.b ab abc library"), listed("q=name=~_", "x_y"),
        listed("q=name={ab abc none}", "ab abc"),
        listed("q=name=(ab abc)&page_size=2", "a.b ab", 5),
        listed("q=name=ab,name=abc", "abc"), listed("q=nope=1&page_size=1", "a.b", 5),
        listed("q=public=true", "library"), listed("q=owner_id=1&page_size=1", "a.b", 5),
        listed("q=owner_id=2", ""), listed("q=name=~b&name=x", "x_y"),
        listed("q=name=~b&name=nothing", ""), listed("q=project_id=[1~1]", "library"),
        listed("q=name=%5Cab", "ab"), listed("q=ProjectID=1", "library"),
        Fact("GET", "/projects?q=name", status=400, code=BAD, message=PAIR),
        Fact("GET", "/projects?q==a", status=400, code=BAD, message=PAIR),
        Fact("GET", "/projects?q=name=a,", status=400, code=BAD, message=PAIR),
        Fact("GET", "/projects?q=name=~", status=400, code=BAD,
             message="invalid query string value: ~"),
        Fact("GET", "/projects?q=name={ab", status=400, code=BAD,
             message="invalid query string value: {ab"),
        Fact("GET", "/projects?q=project_id=one", status=500, code="UNKNOWN"),
        Fact("GET", "/projects?q=name=a;b", status=400, code=BAD,
             message="invalid semicolon separator in query"),
        listed("q=name=a%3Bb", ""),
    ],
    "q is unescaped twice": [
        Fact("POST", "/labels", {"name": "a+b", "scope": "g"}, 201),
        Fact("POST", "/labels", {"name": "100%", "scope": "g"}, 201),
        Fact("GET", "/labels?scope=g&q=name=a+b", fields={"#": 0}),
        Fact("GET", "/labels?scope=g&q=name=a%2Bb", fields={"#": 0}),
        Fact("GET", "/labels?scope=g&q=name=a%252Bb", fields={"#": 1}),
        Fact("GET", "/labels?scope=g&q=name=100%25", fields={"#": 1}),
        Fact("GET", "/labels?scope=g&q=name=100%2525", fields={"#": 1}),
        Fact("GET", "/labels?scope=g&q=name=100%252C", status=400, code=BAD, message=PAIR),
    ],
    "sort": [
        *projects("b", "a"),
        listed("sort=-name", "library b a"), listed("sort=bogus", "a b library"),
        listed("sort=project_id", "library b a"), listed("sort=-ProjectID", "a b library"),
        listed("sort=owner_id,-name", "library b a"),
    ],
    "bodies": [
        Fact("POST", "/labels", raw=b'{"NAME": "x", "Scope": "g"} trailing', status=201),
        Fact("POST", "/labels", raw=b"{", status=422, code=WRONG),
        Fact("POST", "/labels", raw=b'{"name": nope}', status=422, code=WRONG),
        Fact("POST", "/labels", [], 422, WRONG, (
            'validation failure list:\nparsing label body from "" failed, because json: cannot'
            " unmarshal array into Go value of type models.Label")),
        Fact("POST", "/labels", {"name": ["x"]}, 422, WRONG),
        Fact("POST", "/labels", {"name": None, "scope": "g"}, 201),
        Fact("POST", "/labels", {"name": "c", "scope": "g"}, 201,
             headers={"Content-Type": "application/json; charset=utf-8"}),
        Fact("POST", "/labels", {"name": "d", "scope": "g"}, 422, WRONG, (
            'validation failure list:\nunsupported media type "text/plain", only'
            " [application/json] are allowed"), headers={"Content-Type": "text/plain"}),
        Fact("GET", "/labels?scope=g", headers={"Accept": "text/html"}, status=422, code=WRONG,
             message=("validation failure list:\nunsupported media type requested, only"
                      " [application/json] are available")),
        Fact("GET", "/labels?scope=g", headers={"Accept": "text/html, */*;q=0.1"}),
        Fact("POST", "/projects", {"project_name": 7}, 422, WRONG, who=ANONYMOUS),
    ],
    "paths": [
        Fact("GET", "//api/v2.0//projects/"), Fact("GET", "/projects/library/"),
        Fact("GET", "/nothing", status=404, code="NOT_FOUND",
             message="path /api/v2.0/nothing was not found"),
        Fact("PATCH", "/projects", status=405, code="METHOD_NOT_ALLOWED"),
        Fact("OPTIONS", "/projects", status=405, code="METHOD_NOT_ALLOWED"),
        Fact("GET", "/users/%31", fields={"user_id": 1}),
    ],
    "a body that is a request id": [
        Fact("GET", "/projects", headers={"X-Request-Id": "any text"},
             answer_headers={"X-Request-Id": "any text"}),
    ],
    "wrong credentials are nobody's": [
        *projects("private"),
        Fact("GET", "/projects", password="Wrong-Pass1", fields={"#": 1}),
        Fact("GET", "/projects", headers={"Authorization": "nonsense"}, fields={"#": 1}),
        Fact("GET", "/projects", headers={"Authorization": "Basic !"}, fields={"#": 1}),
        Fact("GET", "/projects", who="robot$none", fields={"#": 1}),
        Fact("GET", "/users/current", password="Wrong-Pass1", status=401, code="UNAUTHORIZED",
             message="unauthorized"),
    ],
    "a cookie asks for a token": [
        Fact("POST", "/labels", {"name": "x", "scope": "g"}, 403, "FORBIDDEN",
             "CSRF token not found in request", headers={"Cookie": "sid=x"}, since="2.12"),
        Fact("POST", "/labels", {"name": "x", "scope": "g"}, 403, "FORBIDDEN",
             "CSRF token invalid", headers={"Cookie": "sid=x"}, until="2.12"),
        Fact("POST", "/labels", {"name": "x", "scope": "g"}, 403, "FORBIDDEN",
             "CSRF token invalid",
             headers={"Cookie": "sid=x", "X-Harbor-CSRF-Token": "made up"}),
        Fact("POST", "/labels", {"name": "x", "scope": "g"}, 201,
             headers={"Cookie": "other=x"}),
        Fact("GET", "/labels?scope=g", headers={"Cookie": "sid=x"}, fields={"#": 1}),
    ],
}  # fmt: skip


def test_no_fact_is_left_unasked() -> None:
    assert unasked(STORIES, ASKED) == []


@pytest.mark.parametrize("version", ASKED)
@pytest.mark.parametrize("name", STORIES)
def test_the_double_tells_it_as_harbor_does(name: str, version: str) -> None:
    assert "\n".join(tell(Hub(version, options={"raise": True}), STORIES[name])) == ""


def test_a_token_and_its_cookie_let_a_session_write() -> None:
    hub = Hub("2.13.5")
    first = ask(hub, "GET", "/labels?scope=g", headers={"Cookie": "sid=x"})
    csrf = first.headers["Set-Cookie"].partition(";")[0]
    headers = {
        "Cookie": f"sid=x; {csrf}",
        "X-Harbor-CSRF-Token": first.headers["X-Harbor-CSRF-Token"],
    }
    body = {"name": "x", "scope": "g"}
    assert ask(hub, "POST", "/labels", body, headers=headers).status == 201
    assert ask(hub, "POST", "/labels", body, headers={**headers, "Cookie": csrf}).status == 409


def test_a_failed_login_locks_its_name_as_typed_while_it_lasts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    slept: list[float] = []
    monkeypatch.setattr("tests.double.context.time.sleep", slept.append)
    hub = Hub("2.13.5", delays=Delays(login=600))
    body = {"username": "u", "email": "u@example.com", "realname": "r", "password": PASSWORD}
    ask(hub, "POST", "/users", body)

    def status(who: str, password: str = PASSWORD) -> int:
        return ask(hub, "GET", "/users/current", who=who, password=password).status

    assert status("u", "Wrong-Pass1") == 401
    assert slept == [600]  # the call takes as long as the lock: only parallel ones meet it
    assert status("u") == 401
    assert slept == [600]
    assert status("u@example.com") == 200
    hub.locks.until["u"] = 0
    assert status("u") == 200


def test_what_a_refused_request_wrote_is_undone() -> None:
    hub = Hub("2.13.5")
    ask(hub, "POST", "/projects", {"project_name": "p"})
    twice = {"items": [{"cve_id": "A"}, {"cve_id": "A"}]}
    body = {"metadata": {"auto_scan": "true"}, "cve_allowlist": twice}
    assert ask(hub, "PUT", "/projects/p", body).status == 500
    assert ask(hub, "GET", "/projects/p").json["metadata"] == {"public": "false"}


def test_of_many_who_create_one_name_one_does() -> None:
    hub = Hub("2.13.5")
    statuses: list[int] = []

    def create() -> None:
        statuses.append(ask(hub, "POST", "/projects", {"project_name": "p"}).status)

    threads = [threading.Thread(target=create) for _turn in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [201] + [409] * 19


@pytest.mark.parametrize(
    ("name", "snake"),
    [("ProjectID", "project_id"), ("name", "name"), ("LdapGroupDN", "ldap_group_dn")],
)
def test_a_go_name_stands_for_its_column(name: str, snake: str) -> None:
    assert snake_case(name) == snake


def test_a_time_and_a_number_in_a_range_are_told_apart() -> None:
    found = keywords("op_time=[2026-01-02T03:04:05~],id=[~7]")
    assert isinstance(found["op_time"].least, Moment)
    assert found["id"].most == 7


def test_no_link_when_all_fits() -> None:
    assert links("/x", "", total=10, page=1, page_size=10) == ""
    assert links("/x", "", total=10, page=9, page_size=10) == ""
