# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Look at a Harbor, plan, and carry out: the one way that every module of Harbor's objects goes."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from typing import Any, TypeVar

from .._core.errors import InputError, Problem, Refused, Stopped, TooOld
from .._core.harbor_field import Values
from .._core.harbor_plan import Found, Part, compared, diff, doubles, phases, sentences
from .._core.harbor_request import Ref, Request
from .._core.harbor_spec import Asking, Change, Spec, Wire
from .._core.harbor_version import Version
from .._core.plan import Plan
from .harbor_client import HarborClient, HarborRefused, Reply
from .harbor_wait import NotYet, wait_until
from .http_exchange import Uncertain

T = TypeVar("T")

# Seconds between two looks whether that which stands in the way has settled.
_PAUSE = 2.0
# What somebody else made at the same time: 409 by rule, 500 where the database refuses it, 400 of
# a second retention policy. It is looked up before it is believed.
_TAKEN = (400, 409, 500)
# The same of what an update adds, such as the first value of a project's metadata.
_AT_ONCE = (409, 500)


class NotThere(Exception):
    """A Ref names what this Harbor does not have."""

    def __init__(self, ref: Ref) -> None:
        super().__init__(ref)
        self.ref = ref

    def problem(self) -> Refused:
        return Refused(_is_missing(self.ref))


class Estate:
    """What was seen of one Harbor, and what is done to it.

    ``warnings`` has what came up while it was done.
    """

    def __init__(self, client: HarborClient) -> None:
        self.client = client
        self.warnings: list[str] = []
        self._ids: dict[Ref, Any] = {}
        self._lock = threading.Lock()
        self._answers: dict[Any, Any] = {}
        self._asking_once = threading.Lock()

    # -- looking

    def look(
        self, part: Part, *, everything: bool = False, warnings: list[str] | None = None
    ) -> list[Wire]:
        """The objects of the part's kind and scope, as Harbor has them; what the user is to know
        of them is added to ``warnings``.

        Raises NotThere when the scope does not exist.
        """
        spec = part.spec
        self._require_version(spec)
        asking = Asking(
            spec,
            part.scope,
            None if everything else part.wanted,
            self.client.version,
            self.client.caller,
            whole=part.exclusive,
            absent=part.absent,
            system=self.client.system,
        )
        try:
            wires = list(self.run(spec.look(asking), spec.refers()))
        except HarborRefused as refused:
            # Every scope is a project; of one that is missing Harbor says so to administrators.
            if part.scope is not None and refused.status == 404:
                raise NotThere(part.scope) from None
            raise
        if warnings is not None:
            warnings += asking.warnings
        with self._lock:
            for wire in wires:
                if spec.id in wire:
                    self._ids[spec.ref(part.scope, spec.read(wire))] = wire[spec.id]
        return wires

    def _require_version(self, spec: Spec) -> None:
        if spec.since and self.client.version < Version.of(spec.since):
            raise TooOld(
                f"{spec.titles} need Harbor {spec.since} or newer, and this is "
                f"{self.client.version}. Leave them out, or upgrade first."
            )

    def run(self, asking: Generator[Any, Any, T], specs: Iterable[Spec]) -> T:
        """Send what the generator yields, hand it the answers; what it returns."""
        kinds = tuple(specs)
        answer: Any = None
        try:
            while True:
                asked = asking.send(answer)
                if isinstance(asked, Request):
                    answer = self.answer(asked, kinds)
                else:
                    answer = self.client.together(
                        [_later(self.answer, request, kinds) for request in asked]
                    )
        except StopIteration as end:
            value: T = end.value
            return value

    def answer(self, request: Request, kinds: Iterable[Spec]) -> Any:
        """The rows of a paged request, the Reply of any other."""
        ready = self._resolved(request, kinds)
        if not ready.once:
            return self._asked(ready)
        with self._asking_once:
            if (ready.path, ready.query) not in self._answers:
                self._answers[ready.path, ready.query] = self._asked(ready)
            return self._answers[ready.path, ready.query]

    def _asked(self, ready: Request) -> Any:
        return self.client.rows(ready) if ready.paged else self.client.send(ready)

    # -- planning

    def plan(self, parts: Iterable[Part]) -> tuple[Plan, list[Found]]:
        """Everything the parts come to; the plan's ``work`` is for ``apply``."""
        listed = list(parts)
        wrong = [sentence for part in listed for sentence in doubles(part)]
        if wrong:
            raise InputError(wrong)
        found: dict[int, Found] = {}
        blocked: dict[str, None] = {}
        for scoped in (False, True):
            turn = [n for n, part in enumerate(listed) if (part.scope is not None) == scoped]
            made, gone = _made(found.values()), _gone(found.values())
            work = []
            for number in turn:
                part = listed[number]
                new = part.scope in made or part.scope in gone
                work.append(_later(self._found, part, new))
            for number, (result, missing) in zip(turn, self.client.together(work)):
                found[number] = result
                if missing and result.changes:
                    blocked[missing] = None
        results = [found[number] for number in range(len(listed))]
        wrong = [sentence for result in results for sentence in result.faults]
        if wrong:
            raise InputError(wrong)
        changes = [change for result in results for change in result.changes]
        for change in changes:
            blocked.update(dict.fromkeys(change.spec.blocked(change)))
        blocked.update(dict.fromkeys(self._unknown(changes)))
        before, after = diff(changes)
        plan = Plan(
            result={},
            why=sentences(changes),
            before=before,
            after=after,
            header=self.client.url,
            warnings=(*(each for result in results for each in result.warnings), *blocked),
            work=(changes, list(blocked)),
            came_up=self.warnings,
        )
        return plan, results

    def _found(self, part: Part, new: bool) -> tuple[Found, str]:
        """What the part comes to, and what is said when its scope does not exist."""
        missing = ""
        wires: list[Wire] = []
        warnings: list[str] = []
        self._require_version(part.spec)
        if not new:
            try:
                wires = self.look(part, warnings=warnings)
            except NotThere as absent:
                missing = _is_missing(absent.ref)
        found = compared(part, wires, self.client.version, self.client.caller)
        return dataclasses.replace(found, warnings=(*warnings, *found.warnings)), missing

    def _unknown(self, changes: list[Change]) -> list[str]:
        """What the changes name, and neither Harbor has nor the changes make."""
        requests = [request for change in changes for request in change.requests]
        made = {ref for request in requests for ref in _made_by(request)}
        unknown: list[str] = []
        for change in changes:
            for request in change.requests:
                for ref in _refs(request):
                    if ref in made:
                        continue
                    try:
                        self._id_of(ref, _kinds(change.spec))
                    except NotThere as absent:
                        unknown.append(_is_missing(absent.ref))
        return unknown

    # -- carrying out

    def apply(self, plan: Plan) -> dict[Ref, Values]:
        """Send what the plan lists; what Harbor made of it (a robot's secret) by object.

        The first failure stops it, after what was under way has ended; the error says how far it
        came, from the answers.
        """
        changes, blocked = plan.work
        if blocked:
            raise Refused(blocked)
        done: list[str] = []
        gained: dict[Ref, Values] = {}

        def carry_out(change: Change) -> None:
            answers: list[Any] = []
            try:
                self._carry_out(change, done, answers)
            finally:
                # A secret that came before the failure is told nowhere else.
                made = change.spec.gain(change, answers)
                if made:
                    with self._lock:
                        gained[change.ref] = made

        try:
            for group in phases(changes):
                self.client.together([_later(carry_out, change) for change in group])
        except Problem as problem:
            told = [gained_by(ref, values) for ref, values in gained.items()]
            raise Stopped(problem, done, len(plan.why), told) from problem
        return gained

    def _carry_out(self, change: Change, done: list[str], answers: list[Any]) -> None:
        for number, request in enumerate(change.requests):
            try:
                answers.append(self._send(change.spec, request))
            except (HarborRefused, Uncertain) as problem:
                again = self._overtaken(change, problem, number)
                if again is None:
                    raise
                for each in again:
                    answers.append(self._send(change.spec, each))
                with self._lock:
                    done += [each.why for each in change.requests[number:]]
                return
            with self._lock:
                done.append(request.why)

    def _overtaken(self, change: Change, problem: Problem, number: int) -> list[Request] | None:
        """What is still to do where somebody else did something of it at the same time, or the
        request arrived and its answer did not. None when that is not so."""
        lost = isinstance(problem, Uncertain)
        status = problem.status if isinstance(problem, HarborRefused) else 0
        if change.verb == "create" and number == 0 and (lost or status in _TAKEN):
            changes = self._left(change)
            missing = any(each.verb == "create" for each in changes or ())
            if changes is None or (missing and not lost):
                return None
            if not lost:
                with self._lock:
                    self.warnings += change.spec.missed(change)
            # What the lost answer would have told; what somebody else made is his to know.
            regained = change.spec.regain(change) if lost and not missing else ()
            return [*regained, *_requests(changes)]
        if change.verb == "update" and status in _AT_ONCE:
            changes = self._left(change)
            # As it was, nobody else has to do with it, and the refusal stands.
            same = changes is None or any(each.wire == change.wire for each in changes)
            return None if changes is None or same else _requests(changes)
        return None

    def _left(self, change: Change) -> list[Change] | None:
        """What is to be changed in view of what is there by now; None when that cannot be."""
        part = Part(change.spec, change.scope, (change.want,), (change.where,))
        try:
            wires = self.look(part)
        except Problem:
            return None  # what came first says more
        found = compared(part, wires, self.client.version, self.client.caller)
        return None if found.faults else list(found.changes)

    def _send(self, spec: Spec, request: Request) -> Any:
        ready = self._resolved(request, _kinds(spec))
        reply = self._patiently(ready) if ready.patience else self.client.send(ready)
        if request.makes is not None and request.numbered and reply.id is not None:
            with self._lock:
                self._ids[request.makes] = reply.id
                for name in request.keep:
                    self._ids[_kept(request.makes, name)] = (reply.body or {}).get(name)
        return reply.body

    def _patiently(self, request: Request) -> Reply:
        """The answer, when that which stood in the way has settled; or the refusal."""

        def ask() -> Reply | HarborRefused:
            try:
                return self.client.send(request)
            except HarborRefused as refused:
                if refused.status not in request.unsettled:
                    raise
                return refused

        try:
            seen = wait_until(
                ask, lambda each: isinstance(each, Reply), request.patience, _PAUSE, why=request.why
            )
        except NotYet as late:
            seen = late.last
        if isinstance(seen, HarborRefused):
            raise seen
        return seen

    # -- names and ids

    def _resolved(self, request: Request, kinds: Iterable[Spec]) -> Request:
        specs = tuple(kinds)

        def ids(value: Any) -> Any:
            if isinstance(value, Ref):
                return self._id_of(value, specs)
            if isinstance(value, Mapping):
                return {name: ids(inner) for name, inner in value.items()}
            if isinstance(value, (list, tuple)):
                return type(value)(ids(inner) for inner in value)
            return value

        if not any(True for _ref in _refs(request)):
            return request
        return dataclasses.replace(
            request, path=ids(request.path), query=ids(request.query), body=ids(request.body)
        )

    def _id_of(self, ref: Ref, specs: Iterable[Spec]) -> Any:
        with self._lock:
            if ref in self._ids:
                return self._ids[ref]
        for spec in specs:
            if spec.kind == ref.kind:
                key = {spec.keys[0].name: ref.name}
                self.look(Part(spec, ref.scope, (key,), ("",)))
                with self._lock:
                    if ref in self._ids:
                        return self._ids[ref]
        raise NotThere(ref)


def _kinds(spec: Spec) -> tuple[Spec, ...]:
    return (spec, *spec.refers())


def gained_by(ref: Ref, values: Mapping[str, Any]) -> Values:
    """What came of making an object, with what it is."""
    project = ref.scope.name if ref.scope else None
    return {"kind": ref.kind, "name": ref.name, "project": project, **values}


def _requests(changes: Iterable[Change]) -> list[Request]:
    return [request for change in changes for request in change.requests]


def _kept(ref: Ref, name: str) -> Ref:
    return Ref(f"{ref.kind}.{name}", ref.name, ref.scope)


def _made_by(request: Request) -> Iterator[Ref]:
    if request.makes is not None:
        yield request.makes
        yield from (_kept(request.makes, name) for name in request.keep)


def _later(work: Callable[..., Any], *arguments: Any) -> Callable[[], Any]:
    return lambda: work(*arguments)


def _refs(value: Any) -> Iterator[Ref]:
    if isinstance(value, Ref):
        yield value
    elif isinstance(value, Request):
        yield from _refs((value.path, value.query, value.body))
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _refs(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from _refs(inner)


def _is_missing(ref: Ref) -> str:
    what = f"{ref.kind.replace('_', ' ')} {ref.name}"
    return f"{what} does not exist in this Harbor. Create it first, or correct the name."


def _made(found: Iterable[Found]) -> set[Ref]:
    return {change.ref for each in found for change in each.changes if change.verb == "create"}


def _gone(found: Iterable[Found]) -> set[Ref]:
    return {change.ref for each in found for change in each.changes if change.verb == "delete"}
