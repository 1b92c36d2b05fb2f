# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Requests: repeated where that is safe, bounded in time and size, never led astray.

One pool keeps its connections. Any request is repeated, while there is time, after 429 and when
nobody took it (the connection was refused). One that may arrive twice is repeated after 502, 503,
504 and a connection that broke, too; any other is Uncertain then, and whoever asked must look.
Cookies are not kept, .netrc is not read. Across a redirect to another host go neither credentials
nor the task's headers, and only what reads is redirected at all.
"""

from __future__ import annotations

import contextlib
import email.utils
import ipaddress
import socket
import ssl
import threading
import time
import weakref
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import SplitResult, urljoin, urlsplit

from .._core.errors import LibraryMissing, Problem, Refused, Unreachable
from .side_by_side import WIDTH, within

ATTEMPTS = 4
REDIRECTS = 5
# A manifest has at most 4 MiB by the specification; a page of names is far smaller.
LARGEST = 32 * 1024 * 1024
_PAUSE = 0.25
# The other side is asked too often, or a proxy stands before one that does not answer.
_TOO_OFTEN = 429
_PASSING = (502, 503, 504)
# By RFC 9110 it is the same whether these arrive once or twice.
_IDEMPOTENT = ("GET", "HEAD", "OPTIONS", "PUT", "DELETE")
_READING = ("GET", "HEAD")
_REDIRECTED = (301, 302, 303, 307, 308)
# What any host may be told.
_HARMLESS = ("accept", "user-agent")


class NoTls(Refused):
    """TLS was asked for, and there is none."""


class PlainHttp(NoTls):
    """Plain HTTP is spoken there instead."""


class TimedOut(Unreachable):
    """The connection may stand, but there was no whole answer in time."""


class Untrusted(Refused):
    """The certificate cannot be verified."""


class Uncertain(Unreachable):
    """There was no answer to a write that must not arrive twice, and it may have been done."""


@dataclass(frozen=True)
class Answer:
    """``headers`` have lower-case names; several of one name are joined by ", ".

    ``seconds`` is what the last attempt took. ``doubled`` says that an attempt before it may have
    arrived, so that a DELETE, for instance, finds nothing any more.
    """

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    seconds: float = 0.0
    doubled: bool = False


@dataclass(frozen=True)
class _Ask:
    """What stays the same while a request is repeated and redirected."""

    method: str
    body: bytes | None
    asking: str
    deadline: float
    again: bool


class HttpExchange:
    """``timeout`` is what one ``ask`` may take in all, in seconds.

    ``proxy`` is used for every address instead of the environment's. ``option`` is the option that
    the address comes from, as messages name it. ``sent`` counts the requests, with the repeated.
    """

    def __init__(
        self,
        context: ssl.SSLContext,
        timeout: float,
        *,
        attempts: int = ATTEMPTS,
        proxy: str | None = None,
        option: str = "url",
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.timeout = timeout
        self.sent = 0
        self._attempts = attempts
        self._proxy = proxy
        self._option = option
        self._sleep = sleep
        self._clock = clock
        self._adapter = _adapter(context)
        # urllib3 1.26 leaves its kept connections to nobody.
        weakref.finalize(self, self._adapter.close)
        self._verify = context.verify_mode != ssl.CERT_NONE
        self._counting = threading.Lock()

    def ask(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        why: str,
        *,
        body: bytes | None = None,
        again: bool | None = None,
        follow: bool = True,
        name: str = "",
    ) -> Answer:
        """The answer, whatever its status; the last of those that were repeated.

        ``again`` says that the request may arrive twice; by default an idempotent method may.
        ``name`` is what messages call the address; by default its path and query.
        Raises Unreachable when there is no answer in time (Uncertain, when what was asked for may
        have been done), Refused when it cannot be accepted.
        """
        ask = _Ask(
            method,
            body,
            f"{why}: {method} {name or path_of(url)}",
            self._clock() + self.timeout,
            method in _IDEMPOTENT if again is None else again,
        )
        sent = {"User-Agent": "twinstar.registry", "Accept": "*/*", **headers}
        for _redirect in range(REDIRECTS + 1):
            answer = self._repeated(ask, url, sent)
            target = answer.headers.get("location")
            if not follow or answer.status not in _REDIRECTED or not target:
                return answer
            if method not in _READING:
                return answer
            url, sent = _follow(answer, target, sent, ask.asking)
        raise Refused(
            f"{ask.asking} was redirected more than {REDIRECTS} times. "
            "Look at what serves that address."
        )

    def _repeated(self, ask: _Ask, url: str, headers: Mapping[str, str]) -> Answer:
        doubled = False
        for attempt in range(1, self._attempts + 1):
            pause = _PAUSE * 2 ** (attempt - 1)
            begun = self._clock()
            try:
                answer = self._once(ask, url, headers)
                answer = replace(answer, seconds=self._clock() - begun, doubled=doubled)
                passing = answer.status in _PASSING
                if answer.status != _TOO_OFTEN and not (passing and ask.again):
                    return answer
                doubled = doubled or passing
                pause = max(pause, _retry_after(answer.headers.get("retry-after", "")))
                failure: Problem | None = None
            except _Broken as broken:
                failure = broken.problem
                if broken.arrived and not ask.again:
                    raise self._uncertain(failure) from None
                doubled = doubled or broken.arrived
            last = attempt == self._attempts or self._clock() + pause >= ask.deadline
            if last and failure is not None:
                raise failure
            if last:
                return answer
            self._sleep(pause)
        raise AssertionError("an attempt returns or raises")

    def _once(self, ask: _Ask, url: str, headers: Mapping[str, str]) -> Answer:
        left = ask.deadline - self._clock()
        asking = ask.asking
        late = TimedOut(
            f"{asking} had no whole answer within {self.timeout:g} s. "
            "See that it runs and is not overloaded, or raise timeout."
        )
        import requests

        with self._counting:
            self.sent += 1
        try:
            return within(
                left,
                lambda: self._exchange(ask.method, url, headers, max(left, 0.001), ask.body),
            )
        except requests.exceptions.ConnectTimeout:
            raise late from None
        except (TimeoutError, requests.exceptions.Timeout):
            raise late if ask.again else self._uncertain(late) from None
        except _TooLarge:
            raise Refused(
                f"{asking} answered with more than {LARGEST // 1024**2} MiB. "
                "Look at what serves that address."
            ) from None
        except requests.exceptions.SSLError as error:
            raise self._explained(error, url, ask) from None
        except requests.exceptions.ProxyError as error:
            cure = (
                "Look at proxy."
                if self._proxy
                else "Look at the proxy variables of the environment."
            )
            raise _Broken(
                Unreachable(f"{asking} did not get through the proxy: {_reason(error)}. {cure}"),
                _arrived(error),
            ) from None
        except (
            requests.exceptions.ConnectionError,
            requests.exceptions.ChunkedEncodingError,
        ) as error:
            raise _Broken(
                Unreachable(
                    f"{asking} was not answered by {urlsplit(url).netloc}: {_reason(error)}. "
                    "See that it runs and that this host reaches it."
                ),
                _arrived(error),
            ) from None
        except requests.exceptions.RequestException as error:
            raise Refused(
                f"{asking} could not be asked or read ({type(error).__name__}). "
                "Look at what serves that address."
            ) from None

    def _uncertain(self, failure: Problem) -> Uncertain:
        return Uncertain(
            f"{failure.errors[0]} It may have been done all the same: look before it is repeated."
        )

    def _exchange(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        timeout: float,
        content: bytes | None = None,
    ) -> Answer:
        import requests

        # http.client would take a text for Latin-1, and fail on any other.
        fields = {name: value.encode() for name, value in headers.items()}
        request = requests.Request(method, url, headers=fields, data=content).prepare()
        proxies = {"all": self._proxy} if self._proxy else _proxies(url)
        # Not by a requests.Session: that reads what a redirect says whole, and keeps cookies.
        with self._adapter.send(
            request, stream=True, timeout=timeout, verify=self._verify, proxies=proxies
        ) as response:
            body = bytearray()
            for chunk in response.iter_content(65536):
                body += chunk
                if len(body) > LARGEST:
                    raise _TooLarge
            # requests before 2.32 takes an answer that breaks off for a whole one.
            length = response.headers.get("Content-Length", "")
            if method != "HEAD" and length.isdecimal() and response.raw.tell() < int(length):
                raise requests.exceptions.ConnectionError
            names = {name.lower(): value for name, value in response.headers.items()}
            return Answer(url, response.status_code, names, bytes(body))

    def _explained(self, error: Exception, url: str, ask: _Ask) -> Problem:
        """Why there is no TLS: a certificate, or no TLS at all there."""
        netloc, asking = urlsplit(url).netloc, ask.asking
        from urllib3.util.ssl_match_hostname import CertificateError

        verification = _in_chain(error, ssl.SSLCertVerificationError)
        mismatch = _in_chain(error, CertificateError)
        if verification is not None or mismatch is not None:
            why = str(mismatch) if verification is None else verification.verify_message
            return Untrusted(
                f"{asking} was not sent: the certificate of {netloc} is not valid "
                f"({why.rstrip('.')}). "
                "Give the authority's certificate as ca_path, or mend the server's."
            )
        plain = "http" + url[len("https") :]
        left = ask.deadline - self._clock()
        with contextlib.suppress(Exception):
            within(left, lambda: self._exchange("GET", plain, {}, max(left, 0.001)))
            return PlainHttp(
                f"{asking} was not sent: {netloc} speaks plain HTTP (the engine says: server gave "
                "HTTP response to HTTPS client). "
                f"Write http:// in {self._option}, or give the server a certificate."
            )
        return NoTls(
            f"{asking} was not sent: no TLS with {netloc} ({_reason(error)}). "
            "Look at the server's TLS settings."
        )


class _Broken(Exception):
    """Worth repeating; ``arrived`` where the other side may have got it."""

    def __init__(self, problem: Problem, arrived: bool) -> None:
        super().__init__()
        self.problem = problem
        self.arrived = arrived


class _TooLarge(Exception):
    pass


def path_of(url: str) -> str:
    """Path and query, as messages name what was asked for."""
    parts = urlsplit(url)
    return f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"


def _adapter(context: ssl.SSLContext) -> Any:
    try:
        import requests.adapters
        import urllib3
    except ImportError:
        raise LibraryMissing("requests", "python3-requests", "requests") from None

    class Adapter(requests.adapters.HTTPAdapter):
        """Connections by our context alone, whatever version of requests it is."""

        def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
            super().init_poolmanager(*args, ssl_context=context, **kwargs)

        def proxy_manager_for(self, *args: Any, **kwargs: Any) -> Any:
            return super().proxy_manager_for(*args, ssl_context=context, **kwargs)

        def cert_verify(self, conn: Any, url: Any, verify: Any, cert: Any) -> None:
            conn.cert_reqs = context.verify_mode

    if context.check_hostname and str(getattr(urllib3, "__version__", "")).startswith("1."):
        # To a bare address urllib3 1.x connects without a name, which Python refuses while it is
        # told to check it. Told not to, urllib3 compares name or address with the certificate.
        context.check_hostname = False
    if context.verify_mode == ssl.CERT_NONE:
        urllib3.disable_warnings(urllib3.exceptions.InsecureRequestWarning)
    return Adapter(pool_connections=WIDTH, pool_maxsize=WIDTH, max_retries=0)


def _proxies(url: str) -> dict[str, str]:
    """The environment's proxies for the URL; as in the engine, none towards the host itself."""
    from requests.utils import get_environ_proxies

    host = urlsplit(url).hostname or ""
    with contextlib.suppress(ValueError):
        if ipaddress.ip_address(host).is_loopback:
            return {}
    return {} if host == "localhost" else dict(get_environ_proxies(url))


def same_origin(one: str, other: str) -> bool:
    """Whether both addresses are served by the same side: scheme, host and port."""
    return _origin(urlsplit(one)) == _origin(urlsplit(other))


def _origin(parts: SplitResult) -> tuple[str, str | None, int | None]:
    return parts.scheme, parts.hostname, parts.port or {"http": 80, "https": 443}.get(parts.scheme)


def _follow(
    answer: Answer, target: str, headers: Mapping[str, str], asking: str
) -> tuple[str, dict[str, str]]:
    """Where the redirect leads, and what may be said there."""
    try:
        here, there = urlsplit(answer.url), urlsplit(urljoin(answer.url, target))
        same = _origin(here) == _origin(there)
    except ValueError:
        there, same = urlsplit(""), False
    if there.scheme not in ("http", "https") or not there.hostname:
        raise Refused(
            f"{asking} was redirected to what is no address. Look at what serves that address."
        )
    if here.scheme == "https" and there.scheme == "http":
        raise Refused(
            f"{asking} was redirected from HTTPS to plain HTTP at "
            f"{there.netloc.rpartition('@')[2]}, "
            "which is not followed. Look at the registry's address of itself."
        )
    kept = {name: value for name, value in headers.items() if same or name.lower() in _HARMLESS}
    return there._replace(fragment="").geturl(), kept


def _retry_after(value: str) -> float:
    """Seconds that the header asks for; 0 when it does not."""
    if value.strip().isdecimal():
        return float(value)
    with contextlib.suppress(TypeError, ValueError):
        return max(0.0, email.utils.parsedate_to_datetime(value).timestamp() - time.time())
    return 0.0


def _in_chain(error: BaseException | None, kind: type[Any]) -> Any:
    """The error of the kind that lies behind this one; requests and urllib3 wrap what happened."""
    seen: list[BaseException] = []
    while error is not None and error not in seen:
        if isinstance(error, kind):
            return error
        seen.append(error)
        inner = getattr(error, "reason", None) or getattr(error, "original_error", None)
        inner = inner or (error.args[0] if error.args else None)
        error = inner if isinstance(inner, BaseException) else error.__cause__ or error.__context__
    return None


def _arrived(error: BaseException) -> bool:
    """Whether the request may have reached the other side: not before there was a connection."""
    from urllib3.exceptions import NewConnectionError

    return _in_chain(error, NewConnectionError) is None


def _reason(error: BaseException) -> str:
    """What happened, in the system's own words; never a text that may hold an address with a
    password."""
    name = _in_chain(error, socket.gaierror)
    if name is not None:
        return f"its name cannot be resolved ({name.strerror})"
    tls = _in_chain(error, ssl.SSLError)
    if tls is not None:
        return str(tls.reason or "handshake failed").replace("_", " ").lower()
    for kind in (ConnectionError, OSError):
        found = _in_chain(error, kind)
        while found is not None:
            if found.strerror:
                return str(found.strerror).lower()
            found = _in_chain(found.__cause__ or found.__context__, kind)
    return "the connection ended before the answer did"
