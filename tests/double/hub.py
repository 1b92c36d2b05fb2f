# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole of one double: state, settings, clock, and the way of a request through it."""

from __future__ import annotations

import base64
import datetime
import importlib
import pkgutil
import random
import re
import secrets
import threading
import time
import traceback
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import TYPE_CHECKING, Any

from . import context, resources
from .answers import Answer, Refused, bad_request, broken, denied, forbidden
from .call import Call
from .jobs import Jobs
from .routing import Route, Router, bind
from .settings import SETTINGS
from .store import Place, Store, Table, Taken
from .traffic import Traffic
from .versions import NEWEST, Version

if TYPE_CHECKING:
    from .distribution import Distribution

Row = dict[str, Any]
Mount = Callable[[Call], Answer]

PASSWORD = "Harbor12345"
ZERO_TIME = "0001-01-01T00:00:00.000Z"
SAFE = ("GET", "HEAD", "OPTIONS")
READ_ONLY = "The system is in read only mode. Any modification is prohibited."
# What may be written in read-only mode.
STILL_WRITTEN = (("PUT", "/api/v2.0/configurations"), ("POST", "/service/token"))


@dataclass(frozen=True)
class Delays:
    """Seconds. The true ones are for people, the short ones for tests."""

    login: float = 1.5  # a failed login costs this, and locks the name as long
    sweep: float = 30.0  # between two sweeps that settle an execution's final status
    task: float = 1.0  # what a task of a job takes
    pull_count: float = 10.0  # until pulls show up in a repository's count
    health: float = 10.0  # until a checker has asked its component


TRUE_DELAYS = Delays()
SHORT_DELAYS = Delays(login=0.02, sweep=0.2, task=0.02, pull_count=0.05, health=0.0)
DELAYS = {"true": TRUE_DELAYS, "short": SHORT_DELAYS}


@dataclass(frozen=True)
class Seen:
    """A request that was answered. `path` is as it was sent, with its query, but for the prefix."""

    method: str
    path: str
    status: int
    user: str
    body: Any
    raw: str  # the whole target


@dataclass
class Fault:
    """What happens to requests that it fits, instead of an answer."""

    fits: Callable[[Call], bool]
    times: int
    status: int | None
    headers: dict[str, str]
    drop: bool
    hang: float
    after: bool
    message: str = ""


class Dropped(Exception):
    """The connection is closed without an answer."""


def shown_time(seconds: float | None) -> str:
    """A time as the API gives it; None is its zero."""
    if seconds is None:
        return ZERO_TIME
    moment = datetime.datetime.fromtimestamp(int(seconds * 1000) / 1000, datetime.timezone.utc)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{int(seconds * 1000) % 1000:03d}Z"


class Hub:
    """One imitated Harbor, without its HTTP front.

    `seed` makes what is random repeatable. `url` is the address under which it is reached; it is
    given to clients as external_url. `options` are for resources, such as the real registry.
    """

    def __init__(
        self,
        version: str = NEWEST,
        *,
        delays: Delays = SHORT_DELAYS,
        place: Place | None = None,
        password: str = PASSWORD,
        seed: int | None = None,
        url: str = "http://127.0.0.1",
        options: Mapping[str, Any] | None = None,
    ) -> None:
        self.version = Version(version)
        self.delays = delays
        self.password = password
        self.url = url
        self.options = dict(options or {})
        self.random = random.Random(seed)
        self.started = time.monotonic()
        self.locks = context.Locks()
        self.store = Store(place)
        self.jobs = Jobs(self)
        self.requests: list[Seen] = []
        self.faults: list[Fault] = []
        self.listeners: dict[str, list[Callable[..., None]]] = defaultdict(list)
        self.mounts: list[tuple[str, Mount]] = []
        self.bearers: list[Callable[[Hub, Call, str], context.Caller | None]] = []
        # Settings that the running core goes on using though the database rolled them back.
        self.stuck: dict[str, Any] = {}
        # What GET /configurations still shows after a PUT, for as many reads as stand beside it:
        # under parallel load a genuine one may have kept the old settings in its cache.
        self.stale: tuple[int, dict[str, Any]] = (0, {})
        self.closing: list[Callable[[], None]] = []
        # The real registry behind /v2, and what is on its way through there.
        self.distribution: Distribution | None = None
        self.traffic = Traffic()
        # kind -> what another resource shows of one of its rows, such as a registry's summary
        self.summaries: dict[str, Callable[[Hub, Row], Row]] = {}
        self.figures: dict[str, Callable[[Hub], int]] = {}  # "storage": bytes of all blobs
        self.modules = load_resources()
        routes: list[Route] = []
        for module in self.modules:
            for name, shape in getattr(module, "tables", {}).items():
                self.store.add(name, Table(**shape))
            if hasattr(module, "routes"):
                routes += [r for r in module.routes.routes if r.there(self.version)]
            self.mounts += getattr(module, "mounts", {}).items()
        self.router = Router(routes)
        # install: listeners, closing; furnish: the first rows of a fresh Harbor
        for module in self.modules:
            if hasattr(module, "install"):
                module.install(self)
        self.store.load()
        self.furnish()

    def furnish(self) -> None:
        if len(self.store["users"]):
            return
        with self.store.transaction():
            for module in sorted(self.modules, key=lambda one: getattr(one, "furnish_order", 50)):
                if hasattr(module, "furnish"):
                    module.furnish(self)

    def reset(self) -> None:
        """As new: no rows but the first ones, no record, no faults."""
        self.jobs.clear()
        self.store.clear()
        self.stuck.clear()
        self.locks = context.Locks()
        self.traffic = Traffic()
        self.fire("reset")
        self.furnish()
        self.requests.clear()
        self.faults.clear()

    def close(self) -> None:
        self.jobs.close()
        for end in reversed(self.closing):
            end()
        self.store.place.close()

    # -- for resources

    def now(self) -> float:
        """Seconds since 1970."""
        return time.time()

    def setting(self, name: str) -> Any:
        if name in self.stuck:
            return self.stuck[name]
        row = self.store["settings"].one(name=name)
        return SETTINGS[name].default if row is None else row["value"]

    def on(self, event: str, listener: Callable[..., None]) -> None:
        self.listeners[event].append(listener)

    def fire(self, event: str, *details: Any) -> None:
        """Tell listeners; they are within the transaction of the request."""
        for listener in self.listeners[event]:
            listener(*details)

    def audit(
        self,
        name: str,
        operation: str,
        kind: str,
        resource: str,
        project_id: int = 0,
        description: str = "",
    ) -> None:
        """Note in the audit log what `name` has done, as far as this version and its settings do.
        `description` defaults to "operation kind: resource"."""
        if self.version < "2.13":
            if kind not in ("project", "repository", "artifact", "tag"):
                return
        elif f"{operation}_{kind}" in self.setting("disabled_audit_log_event_types").split(","):
            return
        if self.setting("skip_audit_log_database"):
            return
        self.store["audit_logs"].insert(
            operation=operation,
            resource_type=kind,
            resource=resource,
            project_id=project_id,
            username=name,
            op_time=self.now(),
            description=description or f"{operation} {kind}: {resource}",
        )

    # -- for tests

    def count(self, method: str = "", path: str = "") -> int:
        """How many requests were answered; `path` is a regular expression."""
        return len(self.seen(method, path))

    def seen(self, method: str = "", path: str = "") -> list[Seen]:
        return [
            one
            for one in self.requests
            if (not method or one.method == method) and re.search(path, one.path)
        ]

    def fail(
        self,
        method: str = "",
        path: str = "",
        *,
        status: int | None = None,
        headers: Mapping[str, str] | None = None,
        drop: bool = False,
        hang: float = 0,
        after: bool = False,
        times: int = 1,
        when: Callable[[Call], bool] | None = None,
        message: str = "",
    ) -> None:
        """The next `times` requests that fit get `status` (an empty body, or a refusal with
        `message`), lose their connection (`drop`) or wait `hang` seconds. `after`: what they ask
        for is done first."""

        def fits(call: Call) -> bool:
            return (
                (not method or call.method == method)
                and bool(re.search(path, call.raw_path))
                and (when is None or when(call))
            )

        more = dict(headers or {})
        self.faults.append(Fault(fits, times, status, more, drop, hang, after, message))

    def stale_settings(self, reads: int = 1) -> None:
        """The next reads of the settings are of now, whatever is written meanwhile."""
        with self.store.transaction():
            self.stale = (reads, {name: self.setting(name) for name in SETTINGS})

    # -- the way of a request

    def answer(self, call: Call) -> Answer:
        fault = self.fault(call)
        if fault is not None and not fault.after:
            answer = self.failed(fault)
            if answer is not None:
                return self.record(call, answer)
        answer = self.worked(call)
        self.record(call, answer)
        if fault is not None and fault.after:
            return self.failed(fault) or answer
        return answer

    def fault(self, call: Call) -> Fault | None:
        for fault in self.faults:
            if fault.fits(call):
                fault.times -= 1
                if not fault.times:
                    self.faults.remove(fault)
                return fault
        return None

    def failed(self, fault: Fault) -> Answer | None:
        if fault.hang:
            time.sleep(fault.hang)
        if fault.drop:
            raise Dropped
        if fault.status is None:
            return None
        answer = Answer(fault.status, headers=dict(fault.headers))
        if fault.message:
            answer.body = {"errors": [{"code": "UNKNOWN", "message": fault.message}]}
        return answer

    def record(self, call: Call, answer: Answer) -> Answer:
        prefix = "/api/v2.0"
        target = call.raw_path + (f"?{call.raw_query}" if call.raw_query else "")
        path = target[len(prefix) :] if target.startswith(prefix) else target
        self.requests.append(
            Seen(call.method, path, answer.status, call.caller.name, call.body, target)
        )
        return answer

    def worked(self, call: Call) -> Answer:
        headers: dict[str, str] = {}
        try:
            answer = self.allowed(call, headers)
        except Refused as refused:
            answer = Answer(refused.status, refused.body, dict(refused.headers))
            if refused.status == 422 and not (call.header("Authorization") or ""):
                answer.headers["WWW-Authenticate"] = 'Basic realm="API"'
            if refused.message == READ_ONLY:
                headers.pop("Set-Cookie", None)
        except Taken:
            answer = Answer(500, broken().body)
        except Dropped:
            raise
        except Exception:  # a mistake of the double's own
            if self.options.get("raise"):
                raise
            traceback.print_exc()
            answer = Answer(500, broken().body)
        answer.headers = {**headers, **answer.headers}
        return answer

    def allowed(self, call: Call, headers: dict[str, str]) -> Answer:
        headers["X-Request-Id"] = call.header("X-Request-Id") or secrets.token_hex(16)
        if ";" in call.raw_query:
            raise bad_request("invalid semicolon separator in query")
        sid = "sid=" in (call.header("Cookie") or "") and cookies(call).get("sid")
        if sid:
            self.guard_session(call, headers)
        else:
            headers["Set-Cookie"] = f"sid={secrets.token_hex(16)}; Path=/; HttpOnly"
        mount = next((one for prefix, one in self.mounts if call.path.startswith(prefix)), None)
        if (call.method, call.path) != ("GET", "/api/v2.0/ping"):
            call.caller = self.authenticated(call)
        if (
            call.method not in SAFE
            and (call.method, call.path) not in STILL_WRITTEN
            and self.read_only()
        ):
            raise denied(READ_ONLY)
        if mount is not None:
            return mount(call)
        route = self.router.route(call.method, call.path)
        bind(call, route)
        with self.store.transaction():
            return route.handler(call) or Answer()

    def read_only(self) -> bool:
        with self.store.transaction():
            return bool(self.setting("read_only"))

    def authenticated(self, call: Call) -> context.Caller:
        header = call.header("Authorization")
        scheme, _space, text = (header or "").partition(" ")
        if scheme.lower() == "bearer":
            for bearer in self.bearers:
                caller = bearer(self, call, text.strip())
                if caller is not None:
                    return caller
        return context.authenticate(self, header)

    def guard_session(self, call: Call, headers: dict[str, str]) -> None:
        """A request with a session's cookie must bring a token that belongs to another cookie."""
        real = unbase64(cookies(call).get("_gorilla_csrf", ""))
        known = len(real) == 32
        if not known:
            real = secrets.token_bytes(32)
            value = base64.urlsafe_b64encode(real).decode()
            headers["Set-Cookie"] = (
                f"_gorilla_csrf={value}; Path=/; Max-Age=43200; HttpOnly; SameSite=Strict"
            )
        pad = secrets.token_bytes(32)
        headers["X-Harbor-CSRF-Token"] = base64.b64encode(pad + mixed(pad, real)).decode()
        if call.method in SAFE or call.method == "TRACE":
            return
        token = call.header("X-Harbor-CSRF-Token")
        if not token:
            newer = self.version >= "2.12"
            raise forbidden("CSRF token not found in request" if newer else "CSRF token invalid")
        sent = unbase64(token)
        if not known or len(sent) != 64 or mixed(sent[:32], sent[32:]) != real:
            raise forbidden("CSRF token invalid")


def mixed(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other))


def unbase64(text: str) -> bytes:
    try:
        return base64.b64decode(text.replace("-", "+").replace("_", "/"), validate=True)
    except ValueError:
        return b""


def cookies(call: Call) -> dict[str, str]:
    found = {}
    for part in (call.header("Cookie") or "").split(";"):
        name, equals, value = part.strip().partition("=")
        if equals:
            found[name] = value
    return found


LOADED: list[ModuleType] = []
LOADING = threading.Lock()


def load_resources() -> list[ModuleType]:
    """Every file of resources/, by name."""
    with LOADING:
        if not LOADED:
            names = sorted(one.name for one in pkgutil.iter_modules(resources.__path__))
            LOADED.extend(importlib.import_module(f"{resources.__name__}.{name}") for name in names)
    return LOADED
