# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One Harbor: requests that are data become answers, or sentences of what was refused and why.

Harbor does not reject bad credentials: it answers as to an anonymous caller, with less. So the
first thing asked with credentials is who they are (``caller``). They go with every request, and
nothing else does: with a cookie Harbor would refuse every write.
"""

from __future__ import annotations

import itertools
import json
import threading
import time
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from .._core import harbor_answer
from .._core.errors import Moved, Problem, Refused, Unreachable
from .._core.harbor_answer import Said
from .._core.harbor_request import API, Caller, Request, id_of, url_path
from .._core.harbor_version import Version
from .._core.registry_answer import parse_json
from .._core.registry_auth import basic
from .http_exchange import Answer, HttpExchange, Uncertain
from .registry_trust import Trust, context_of
from .side_by_side import WIDTH, side_by_side

T = TypeVar("T")

# Harbor refuses more with 422.
PAGE = 100
# How often a list is read when it changes while its pages are.
_ROUNDS = 3
# A wrong password costs 1.5 s (src/core/auth/authenticator.go). During those the name is locked,
# and the right password is refused too, at once: an answer this soon says nothing of the password.
_AT_ONCE = 1.2
_UNLOCKED = 2.0
# What tells the rows of a list apart; the first of these that a row has.
_IDENTITIES = ("id", "project_id", "user_id", "uuid")


class _Told:
    """What Harbor said. ``code`` is empty where the answer is not Harbor's own."""

    status = 0
    code = ""
    harbor_message = ""
    request_id = ""


class HarborRefused(_Told, Refused):
    """Harbor answered with a status that is no success."""


class LoginRefused(HarborRefused):
    """Harbor does not know the credentials."""


class HarborDown(_Told, Unreachable):
    """A proxy answered that nobody is behind it; nothing was done, or it may arrive twice."""


class HarborUncertain(_Told, Uncertain):
    """A proxy answered that nobody is behind it, and the write may have been done all the same."""


@dataclass(frozen=True)
class Reply:
    """``headers`` have lower-case names. ``body`` is the decoded JSON; None when there is none.

    ``id`` is what the Location header names; ``request_id`` finds the request in core.log.
    """

    status: int
    headers: Mapping[str, str]
    text: str
    body: Any
    id: int | str | None
    request_id: str


class HarborClient:
    """``params`` are the options of HARBOR_CONNECTION. Several threads may use it.

    What is in ``hide`` is in no message, also where Harbor's own words quote it.
    """

    def __init__(
        self,
        params: Mapping[str, Any],
        *,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.params = params
        self.url = str(params["harbor_url"]).rstrip("/")
        self._name: str = params.get("harbor_username") or ""
        self._headers = {name: str(value) for name, value in (params.get("headers") or {}).items()}
        self.hide: set[str] = {*self._headers.values()}
        if self._name and params.get("harbor_password"):
            self._headers["Authorization"] = basic(self._name, params["harbor_password"])
            self.hide |= {params["harbor_password"], self._headers["Authorization"]}
        self._known = any(name.lower() == "authorization" for name in self._headers)
        self._sleep = sleep
        self._http = HttpExchange(
            context_of(_trust(params)),
            params["timeout"],
            proxy=params.get("proxy") or None,
            option="harbor_url",
            sleep=sleep,
            clock=clock,
        )
        # As many at a time as side_by_side runs, also when it is used within itself.
        self._turns = threading.BoundedSemaphore(WIDTH)
        self._run = uuid.uuid4().hex[:8]
        self._numbers = itertools.count(1)
        self._lock = threading.RLock()
        self._logins: dict[str, threading.Lock] = {}
        self._caller: Caller | LoginRefused | None = None
        self._system: Mapping[str, Any] | None = None

    @property
    def requests(self) -> int:
        """How many requests were sent, with those that were repeated."""
        return self._http.sent

    def send(self, request: Request) -> Reply:
        """The answer: a status of 2xx, or one that the request allows.

        Raises HarborRefused, Unreachable, or Uncertain for a write that may have been done.
        """
        if request.credential:
            name, secret = request.credential
            self.hide |= {secret, basic(name, secret)}
            with self._lock:
                turn = self._logins.setdefault(name, threading.Lock())
            with turn:
                return self._accepted(request, self._patiently(request))
        if not self._known or request.anonymous:
            return self._accepted(request, self._ask(request))
        self._know_caller()
        answer = self._ask(request)
        if answer.status == 401 and answer.doubled and request.renews is not None:
            answer = self._renewed_before(answer, request.renews, request.why)
        if answer.status == 401:
            # It was known a moment ago, so somebody else locked the name since.
            self._sleep(_UNLOCKED)
            answer = self._ask(request)
        reply = self._accepted(request, answer)
        if request.renews is not None and 200 <= reply.status < 300:
            self._log_in_with(request.renews)
        return reply

    def rows(self, request: Request) -> list[Any]:
        """All rows of a list; none for a status that the request allows.

        Rows that come or go while the pages are read move others across their borders: each is
        given once, and the list is read again when one may be missing.
        """
        rows: list[Any] = []
        for _round in range(_ROUNDS):
            before = [_identity(row) for row in rows]
            rows, whole = self._all_pages(request)
            if whole or [_identity(row) for row in rows] == before:
                break
        return rows

    def together(self, work: Iterable[Callable[[], T]]) -> list[T]:
        """The results in order, a few at a time. After a failure what has not begun is not begun,
        and it is raised when what runs has ended."""
        return side_by_side(lambda each: each(), work)

    @property
    def caller(self) -> Caller:
        """Who is asking; asked once. Raises LoginRefused when Harbor does not know."""
        return self._know_caller()

    @property
    def system(self) -> Mapping[str, Any]:
        """The answer of /systeminfo; only one who logged in is told all."""
        with self._lock:
            if self._system is None:
                request = Request("GET", ("systeminfo",), why="ask Harbor about itself")
                told = self.send(request).body
                if self._known and isinstance(told, dict) and "harbor_version" not in told:
                    # It took us for anonymous: somebody else locked the name just now.
                    self._sleep(_UNLOCKED)
                    told = self.send(request).body
                if not isinstance(told, dict):
                    raise self._no_harbor(request, 200)
                self._system = told
            return self._system

    @property
    def version(self) -> Version:
        """Raises Refused for an anonymous caller, whom Harbor does not tell."""
        version = self.system.get("harbor_version")
        if not version:
            raise Refused(
                "look up the version of Harbor: GET /systeminfo tells it only to one who logs in. "
                "Give harbor_username and harbor_password."
            )
        return Version.of(str(version))

    def _log_in_with(self, secret: str) -> None:
        """Go on with another password of the same account."""
        name = self._name or self.caller.name
        others = {k: v for k, v in self._headers.items() if k.lower() != "authorization"}
        self._headers = {**others, "Authorization": basic(name, secret)}
        self.hide |= {secret, self._headers["Authorization"]}

    def _renewed_before(self, answer: Answer, secret: str, why: str) -> Answer:
        """The answer to a change of the own password that was sent twice: the second one comes with
        an old password, if the first one arrived."""
        login = (self._name or self.caller.name, secret)
        tried = self._ask(Request("GET", ("users", "current"), why=why, credential=login))
        known = tried.status in (200, 412)
        return replace(answer, status=200, body=b"") if known else answer

    def _know_caller(self) -> Caller:
        with self._lock:  # one login at a time: a wrong one locks the name for the others
            if self._caller is None:
                try:
                    self._caller = self._log_in()
                except LoginRefused as refused:
                    self._caller = refused
            if isinstance(self._caller, LoginRefused):
                raise self._caller
            return self._caller

    def _log_in(self) -> Caller:
        if not self._known:
            return Caller("anonymous")
        who = f" as {self._name}" if self._name else ""
        request = Request(
            "GET", ("users", "current"), why=f"log in to Harbor{who}", allow=frozenset({401, 412})
        )
        answer = self._patiently(request)
        if answer.status == 412:
            # "get current user not available for security context: robot"
            return Caller("robot", self._name)
        told = self._said(answer)
        if answer.status == 401 and told.code:
            cure = "Correct Authorization in headers."
            if self._name:
                cure = harbor_answer.login_refused(self._name, answer.seconds < _AT_ONCE)
            raise self._problem(LoginRefused, request, answer, told, cure)
        reply = self._accepted(replace(request, allow=frozenset()), answer)
        user = reply.body
        if not isinstance(user, dict) or not isinstance(user.get("user_id"), int):
            raise self._no_harbor(request, answer.status)
        sysadmin = bool(user.get("sysadmin_flag") or user.get("admin_role_in_auth"))
        return Caller("user", str(user.get("username", self._name)), user["user_id"], sysadmin)

    def _patiently(self, request: Request) -> Answer:
        """The answer to a login, not to somebody else's wrong password for that name."""
        answer = self._ask(request)
        if answer.status == 401 and answer.seconds < _AT_ONCE:
            self._sleep(_UNLOCKED)
            answer = self._ask(request)
        return answer

    def _all_pages(self, request: Request) -> tuple[list[Any], bool]:
        """The rows, each once; and whether none can be missing."""
        first, total = self._page(request, 1)
        if total is None or total <= PAGE:
            return first, True
        pages = range(2, -(-total // PAGE) + 1)
        others = side_by_side(lambda number: self._page(request, number), pages)
        rows: dict[str, Any] = {}
        for row in itertools.chain(first, *(listed for listed, _total in others)):
            rows.setdefault(_identity(row), row)
        totals = [total, *(total if seen is None else seen for _rows, seen in others)]
        # What only grew pushed rows onto later pages, so they were read twice and not missed.
        return list(rows.values()), len(rows) >= total and totals == sorted(totals)

    def _page(self, request: Request, number: int) -> tuple[list[Any], int | None]:
        """The rows of a page, and how many there are in all; None where the list has no pages."""
        query = (*request.query, ("page", number), ("page_size", PAGE))
        paged = replace(request, query=query)
        reply = self.send(paged)
        if not 200 <= reply.status < 300 or reply.body is None:
            return [], None
        if not isinstance(reply.body, list):
            raise Refused(
                f"{_asking(paged)} answered {reply.status} without a list. "
                "Look at what serves that address."
            )
        total = reply.headers.get("x-total-count", "")
        return reply.body, int(total) if total.isascii() and total.isdecimal() else None

    def _ask(self, request: Request) -> Answer:
        headers = {
            "Accept": request.accept,
            "X-Request-Id": f"twinstar-{self._run}-{next(self._numbers)}",
        }
        own = request.anonymous or request.credential
        for name, value in self._headers.items():
            if not (own and name.lower() == "authorization"):
                headers[name] = value
        if request.credential:
            headers["Authorization"] = basic(*request.credential)
        if request.by_name:
            headers["X-Is-Resource-Name"] = "true"
        content = None
        if request.body is not None:
            content = json.dumps(request.body).encode()
            headers["Content-Type"] = "application/json"
        path = url_path(request)
        with self._turns:
            answer = self._http.ask(
                request.method,
                f"{self.url}{API}{path}",
                headers,
                request.why,
                body=content,
                again=request.again,
                follow=False,
                name=path,
            )
        # Harbor echoes the id; whoever answers instead of it does not.
        answered = {"x-request-id": headers["X-Request-Id"], **answer.headers}
        return replace(answer, headers=answered)

    def _accepted(self, request: Request, answer: Answer) -> Reply:
        """The answer as a reply; raises what it is when it is none."""
        status = answer.status
        gone = request.method == "DELETE" and status == 404 and answer.doubled
        if not (200 <= status < 300 or status in request.allow or gone):
            raise self._failure(request, answer)
        page = "html" in answer.headers.get("content-type", "").lower()
        if page and "json" in request.accept and status not in request.allow:
            raise self._no_harbor(request, status)
        return Reply(
            status,
            answer.headers,
            answer.body.decode("utf-8", "replace"),
            parse_json(answer.body),
            id_of(answer.headers.get("location", "")),
            answer.headers["x-request-id"],
        )

    def _failure(self, request: Request, answer: Answer) -> Problem:
        location = answer.headers.get("location", "")
        if 300 <= answer.status < 400 and location:
            target, cure = harbor_answer.moved(self.url, answer.url, location)
            return Moved(f"{_asking(request)} was redirected to {target}. {cure}")
        told = self._said(answer)
        caller = self._caller if isinstance(self._caller, Caller) else None
        if request.credential:
            caller = None
        elif request.anonymous or not self._known:
            caller = Caller("anonymous")
        cure = harbor_answer.cure(answer.status, told, caller)
        if answer.status == 500 and request.hint:
            cure = request.hint
        if answer.status not in (502, 503, 504):
            return self._problem(HarborRefused, request, answer, told, cure)
        again = request.method not in ("POST", "PATCH") if request.again is None else request.again
        if again:
            return self._problem(HarborDown, request, answer, told, cure)
        cure += " It may have been done all the same: look before it is repeated."
        return self._problem(HarborUncertain, request, answer, told, cure)

    def _problem(
        self,
        kind: type[HarborRefused | HarborDown | HarborUncertain],
        request: Request,
        answer: Answer,
        told: Said,
        cure: str,
    ) -> HarborRefused | HarborDown | HarborUncertain:
        what = f"{answer.status} {told.code}".rstrip()
        words = f": {told.message}." if told.message else "."
        request_id = answer.headers["x-request-id"]
        problem = kind(
            f"{_asking(request)} answered {what}{words} {cure} (Request id {request_id}.)"
        )
        problem.status = answer.status
        problem.code = told.code
        problem.harbor_message = told.message
        problem.request_id = request_id
        return problem

    def _said(self, answer: Answer) -> Said:
        content_type = answer.headers.get("content-type", "")
        return harbor_answer.said(answer.body, content_type, tuple(self.hide))

    def _no_harbor(self, request: Request, status: int) -> Refused:
        return Refused(
            f"{_asking(request)} answered {status}, but not as Harbor does. "
            "Look at host, port and path of harbor_url."
        )


def _asking(request: Request) -> str:
    return f"{request.why}: {request.method} {url_path(request)}"


def _identity(row: Any) -> str:
    """What tells the row from others: its id, or, without one, all of it."""
    for name in _IDENTITIES:
        if isinstance(row, dict) and row.get(name):
            return f"{name} {row[name]}"
    return json.dumps(row, sort_keys=True)


def _trust(params: Mapping[str, Any]) -> Trust:
    ca_path, client = params.get("ca_path"), None
    if params.get("client_cert"):
        client = (params["client_cert"], params.get("client_key"))
    return Trust(
        [("ca_path", ca_path)] if ca_path else [], client, bool(params.get("validate_certs", True))
    )
