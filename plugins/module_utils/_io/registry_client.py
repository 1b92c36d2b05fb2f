# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One registry: its greeting tells how it wants to be logged in to, then its API is asked.

The first request is GET /v2/ without a credential, as the engine's. Its challenge decides what
goes with the others: nothing, the password (Basic), or a token (Bearer) that is fetched once for
each set of scopes. The password goes to the registry, or to the token server that the registry
names, and only when the registry asks for it.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from .._core import registry_answer
from .._core.errors import Moved, Refused
from .._core.registry_auth import (
    Challenge,
    basic,
    choose,
    parse_challenges,
    parse_token,
    token_url,
)
from .._core.registry_page import next_page
from .http_exchange import ATTEMPTS, Answer, HttpExchange, path_of, same_origin
from .registry_trust import Trust, context_of

# A list that is longer than this does not end.
_MOST_PAGES = 10_000
# A token is not used in its last seconds.
_RESERVE = 5


class Denied(Refused):
    """The registry does not accept the credential, or wants one."""


class Answered(Refused):
    """The registry answered with a status that is no success."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        # Whether time may mend it.
        self.may_pass = status == 429 or status >= 500


@dataclass(frozen=True)
class Credential:
    username: str
    password: str


@dataclass(frozen=True)
class Greeting:
    """``auth`` is none, basic or bearer; ``headers`` have lower-case names."""

    auth: str
    api_version: str
    headers: Mapping[str, str]
    challenge: Challenge | None = None


class RegistryClient:
    """``url`` is the registry's address without /v2/."""

    def __init__(
        self,
        http: HttpExchange,
        url: str,
        credential: Credential | None = None,
        headers: Mapping[str, str] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.url = url.rstrip("/")
        self.name = urlsplit(url).netloc
        self._http = http
        self._credential = credential
        self._headers = dict(headers or {})
        self._clock = clock
        self._greeted: Greeting | None = None
        self._lock = threading.Lock()
        self._challenge: Challenge | None = None
        self._tokens: dict[tuple[str, ...], tuple[str, float]] = {}
        self._token_locks: dict[tuple[str, ...], threading.Lock] = {}

    def greet(self) -> Greeting:
        """What the registry says to one it does not know yet; asked once."""
        with self._lock:
            if self._greeted is None:
                self._greeted = self._greet()
                self._challenge = self._greeted.challenge
            return self._greeted

    def log_in(self) -> bool:
        """Whether the registry accepted the credential; False where it asks for none.

        Raises Denied when it refuses.
        """
        if self.greet().auth == "none" or self._credential is None:
            return False
        self.ask("/v2/", f"log in to {self.name}")
        return True

    def ask(
        self,
        path: str,
        why: str,
        *,
        method: str = "GET",
        scopes: Sequence[str] = (),
        accept: str = "*/*",
        also: Sequence[int] = (),
    ) -> Answer:
        """The answer with status 200, or one of ``also``. Anything else is raised.

        ``path`` begins with /v2/. ``scopes`` are what a token must be good for.
        """
        self.greet()
        url, headers = self.url + path, {**self._headers, "Accept": accept}
        challenge, sent, wanted = self._challenge, "", tuple(scopes)
        # As learnt so far; then, once, as the answer's own challenge wants it, with a fresh token.
        for attempt in (1, 2):
            authorization = self._authorization(challenge, wanted, why, stale=sent)
            if attempt == 2 and authorization == sent:
                break
            sent = authorization
            given = {"Authorization": sent} if sent else {}
            answer = self._http.ask(method, url, {**headers, **given}, why)
            new = choose(parse_challenges(answer.headers.get("www-authenticate", "")))
            if answer.status != 401 or new is None or not same_origin(answer.url, url):
                break  # a host that was redirected to does not say where the password goes
            challenge, wanted = new, tuple(dict.fromkeys((*wanted, *new.scopes)))
        if answer.status == 200:
            self._challenge = challenge
        elif answer.status not in also:
            raise self._refusal(why, method, answer, sent)
        return answer

    def pages(
        self, path: str, key: str, why: str, *, size: int, scopes: Sequence[str], also: int = 0
    ) -> list[str] | None:
        """All names under ``key`` of a list in pages, sorted; None for status ``also``."""
        names: set[str] = set()
        prefix = urlsplit(self.url).path
        read: set[str] = set()
        page: str | None = f"{path}?n={size}"
        while page is not None:
            asking = f"{why}: GET {prefix}{page}"
            if page in read or len(read) == _MOST_PAGES:
                raise Refused(
                    f"{asking} was read before, and the last page leads back to it. "
                    "Look at what serves that address."
                )
            read.add(page)
            answer = self.ask(page, why, scopes=scopes, also=(also,))
            if answer.status == also:
                return None
            listed = registry_answer.named_list(answer.body, key)
            if listed is None:
                raise Refused(
                    f"{asking} answered 200 without a list of {key}. "
                    "Look at what serves that address."
                )
            names.update(listed)
            try:
                page = next_page(answer.headers.get("link", ""), f"{self.url}{page}")
            except ValueError as error:
                raise Refused(
                    f"{asking} cannot be continued, since {error}. "
                    "Look at what serves that address."
                ) from None
            if page is not None and page.startswith(f"{prefix}/v2/"):
                page = page[len(prefix) :]
        return sorted(names)

    def _greet(self) -> Greeting:
        why = f"reach {self.name}"
        answer = self._http.ask("GET", f"{self.url}/v2/", self._headers, why)
        if not same_origin(answer.url, self.url):
            parts = urlsplit(answer.url)
            raise Moved(
                f"{why}: GET /v2/ was redirected to {parts.scheme}://{parts.netloc}, and the "
                "password is for one address only. Ask the registry there, if that is the one."
            )
        version = answer.headers.get("docker-distribution-api-version", "")
        if answer.status == 200:
            if not version and registry_answer.parse_json(answer.body) is None:
                raise self._no_registry(why, answer)
            return Greeting("none", version, answer.headers)
        challenges = parse_challenges(answer.headers.get("www-authenticate", ""))
        if answer.status == 401 and challenges:
            challenge = choose(challenges)
            if challenge is None:
                known = ", ".join(challenge.scheme for challenge in challenges)
                raise Refused(
                    f"{why}: GET /v2/ answered 401 and wants a login by {known}, "
                    "and only Basic and Bearer are known here. Look at what serves that address."
                )
            return Greeting(challenge.scheme, version, answer.headers, challenge)
        if answer.status in (401, 404, 405) or answer.status < 400:
            raise self._no_registry(why, answer)
        raise self._refusal(why, "GET", answer, "")

    def _no_registry(self, why: str, answer: Answer) -> Answered:
        said = registry_answer.words(answer.body, answer.headers.get("content-type", ""))
        return Answered(
            f"{why}: GET {path_of(answer.url)} answered {answer.status}"
            f"{f': {said}' if said else ''}, which is no registry's answer. "
            "Look at host, port and path of the address.",
            answer.status,
        )

    def _authorization(
        self, challenge: Challenge | None, scopes: tuple[str, ...], why: str, stale: str
    ) -> str:
        """The Authorization header; empty for none. A token equal to ``stale`` is fetched anew."""
        if challenge is None:
            return ""
        if challenge.scheme == "bearer":
            return f"Bearer {self._token(challenge, scopes, why, stale)}"
        if self._credential is None:
            return ""
        return basic(self._credential.username, self._credential.password)

    def _token(self, challenge: Challenge, scopes: tuple[str, ...], why: str, stale: str) -> str:
        """One that is kept, or a new one; several threads that need the same one wait for one."""
        key = (challenge.parameters["realm"], challenge.parameters.get("service", ""), *scopes)
        with self._lock:
            lock = self._token_locks.setdefault(key, threading.Lock())
        with lock:
            value, good_until = self._tokens.get(key, ("", 0.0))
            if value and self._clock() < good_until and f"Bearer {value}" != stale:
                return value
            asked_at = self._clock()
            value, lasts = self._fetch_token(challenge, scopes, why)
            self._tokens[key] = (value, asked_at + lasts - _RESERVE)
            return value

    def _fetch_token(
        self, challenge: Challenge, scopes: tuple[str, ...], why: str
    ) -> tuple[str, int]:
        realm = challenge.parameters["realm"]
        url, server = _checked(challenge, scopes)
        if server is None:
            raise Refused(
                f"{why}: {self.name} names {realm!r} as its token server, which is no address. "
                "Mend auth.token.realm of the registry."
            )
        headers = {"Accept": "application/json"}
        if self._credential is not None:
            if self.url.startswith("https:") and url.startswith("http:"):
                raise Refused(
                    f"{why}: {self.name} names the token server {server} by plain HTTP, and the "
                    "password is not sent there. Mend auth.token.realm of the registry."
                )
            headers["Authorization"] = basic(self._credential.username, self._credential.password)
        asking = f"{why}: fetch a token from {server}"
        answer = self._http.ask("GET", url, headers, asking)
        if answer.status != 200:
            raise self._refusal(asking, "GET", answer, headers.get("Authorization", ""))
        token = parse_token(registry_answer.parse_json(answer.body))
        if token is None:
            raise Refused(
                f"{asking}: GET {urlsplit(url).path} answered 200 without a token. "
                "Look at what serves that address."
            )
        return token.value, token.lasts

    def _refusal(self, why: str, method: str, answer: Answer, sent: str) -> Refused:
        """The sentence for an answer that is no success. ``sent`` is the Authorization header."""
        said = registry_answer.words(answer.body, answer.headers.get("content-type", ""))
        what = f"{why}: {method} {path_of(answer.url)} answered {answer.status}"
        what += f": {said}." if said else "."
        status, user = answer.status, self._credential and self._credential.username
        who = f"user {user}" if user else "an anonymous user"
        if status == 401 and sent.startswith("Basic "):
            return Denied(
                f"{what} The password of user {user} was refused, or there is no such user. "
                "Correct username and password."
            )
        if status == 401 and not user:
            return Denied(f"{what} It wants a login. Give username and password.")
        if status in (401, 403):  # with a token: the token server has accepted the password
            return Answered(f"{what} Look at what {who} may do there.", status)
        if status == 400 and _wants_tls(answer.body):
            return Answered(f"{what} It speaks TLS there. Write https:// in url.", status)
        if status == 404:
            return Answered(f"{what} Look at the name.", status)
        if status == 429:
            return Answered(f"{what} It was asked too often. Wait, then run again.", status)
        if status >= 500:
            return Answered(f"{what} Look at the registry's log.", status)
        return Answered(f"{what} Look at what serves that address.", status)


def connect(params: Mapping[str, Any], *, attempts: int = ATTEMPTS) -> RegistryClient:
    """The client for the options of CONNECTION."""
    client = None
    if params.get("client_cert"):
        client = (params["client_cert"], params.get("client_key"))
    ca_path = params.get("ca_path")
    authorities = [("ca_path", ca_path)] if ca_path else []
    context = context_of(Trust(authorities, client, bool(params["validate_certs"])))
    return RegistryClient(
        HttpExchange(context, params["timeout"], attempts=attempts),
        params["url"],
        credential_of(params),
        {name: str(value) for name, value in (params.get("headers") or {}).items()},
    )


def credential_of(params: Mapping[str, Any]) -> Credential | None:
    if not params.get("username") or not params.get("password"):
        return None
    return Credential(params["username"], params["password"])


def _checked(challenge: Challenge, scopes: Sequence[str]) -> tuple[str, str | None]:
    """The address of a token, and the token server's name; None where the realm is no address."""
    try:
        url = token_url(challenge, scopes)
        parts = urlsplit(url)
        known = parts.scheme in ("http", "https") and parts.hostname and "@" not in parts.netloc
    except ValueError:
        return "", None
    return url, parts.netloc if known else None


def _wants_tls(body: bytes) -> bool:
    """Go's server, then nginx."""
    text = body.lower()
    return b"http request to an https server" in text or b"sent to https port" in text
