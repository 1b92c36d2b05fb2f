# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A kind of object behind Harbor's API, and what a change of one consists of, as data.

A spec sends nothing. What it wants to know it asks for by yielding requests (``look``), what is to
be done it lists as requests (``steps``); both are run by ``_io``.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .harbor_field import Field, Values, comparable, from_wire, to_wire
from .harbor_request import Caller, Ref, Request, q_exact
from .harbor_version import Version

Wire = Mapping[str, Any]
# A look yields one request, or a list of them that are sent side by side; what comes back is the
# rows of a paged request, and the Reply of any other. It returns the objects as Harbor has them.
Look = Generator["Request | list[Request]", Any, Sequence[Wire]]

# How a PUT is taken. MERGE: what is left out stays. REPLACE: what is left out becomes empty.
MERGE = "merge"
REPLACE = "replace"

# In a spec's path: the name of the project it is in.
PROJECT = "{project}"

# In a wire that a look made: the wanted object is not there, and this is what else was found out.
MISSING = "_missing"


@dataclass(frozen=True)
class Asking:
    """What a look is for.

    ``scope`` is the project it is about, or None for Harbor as a whole. ``wanted`` are the objects
    of the task as options; None asks for everything there is, without trying any secret. ``whole``:
    what is not wanted is of interest, too, for it will be removed; ``absent``: what is wanted will.
    ``system`` is what Harbor says of itself; a look adds to ``warnings`` what the user is to know.
    """

    spec: Spec
    scope: Ref | None
    wanted: tuple[Values, ...] | None
    version: Version
    caller: Caller
    whole: bool = False
    absent: bool = False
    system: Wire = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)

    @property
    def auth_mode(self) -> str:
        return str(self.system.get("auth_mode") or "")

    @property
    def only(self) -> Any:
        """The name of the only wanted object, when one is wanted and its kind goes by one name."""
        keys = self.spec.keys
        if self.wanted is None or self.whole or len(self.wanted) != 1 or len(keys) != 1:
            return None
        return self.wanted[0].get(keys[0].name)

    def want_of(self, wire: Wire) -> Values | None:
        """The wanted object that this one is, or None."""
        return self._wants.get(self.spec.identity_of(wire))

    @functools.cached_property
    def _wants(self) -> dict[str, Values]:
        """By identity, since each of many rows is looked for among as many wants."""
        found: dict[str, Values] = {}
        for want in self.wanted or ():
            found.setdefault(self.spec.identity(want), want)
        return found


def listed(asking: Asking) -> Look:
    """The usual look: one object by its exact name, or all of them by pages."""
    spec = asking.spec
    query = tuple(spec.query(asking.scope))
    if asking.only is not None and spec.exact:
        query += (("q", q_exact(spec.exact, str(asking.only))),)
    rows = yield Request(
        "GET",
        spec.place(asking.scope),
        query=query,
        by_name=spec.by_name,
        paged=True,
        why=f"look up {spec.titles}{of(asking.scope)}",
    )
    return list(rows)


def usual(change: Change) -> Iterator[Request]:
    yield from change.usual()


def of(scope: Ref | None) -> str:
    return f" of {scope.kind} {scope.name}" if scope else ""


def _nothing(change: Change) -> list[str]:
    return []


def _no_query(scope: Ref | None) -> Iterable[tuple[str, Any]]:
    return ()


def _no_addition(change: Change) -> Values:
    return {}


def _nothing_more(change: Change) -> Iterator[Request]:
    return iter(())


def _no_gain(change: Change, answers: list[Any]) -> Values:
    return {}


def _as_told(want: Values) -> Values:
    return want


def _as_wanted(want: Values, wire: Wire | None) -> Values:
    return want


def _well(wire: Wire) -> bool:
    return False


def _not_last(change: Change) -> bool:
    return False


def _unprotected(wire: Wire, caller: Caller) -> str | None:
    return None


@dataclass(frozen=True)
class Spec:
    """One kind of object.

    kind, plural   names of the results ("label", "labels"); ``title`` and ``titles`` are read
    words          an object in a sentence, where its keys one after the other say little
    path           the collection's end point; PROJECT stands for the project's name
    project        whether it is in a project: "no", "yes" or "either"
    put            MERGE or REPLACE
    id             the wire's field that the end point goes by
    exact          the field that ``q=`` finds one object by; empty: it is found among all
    named          a project's name is in the addresses of its objects, as it is below PROJECT
    single         there is always exactly one (a setting): it is neither created nor removed
    lasting        it comes and goes with another object, and is only changed
    look           reads what is there; ``listed`` unless that is not enough
    steps          the requests of a change; ``usual`` unless Harbor needs others
    addition       what the body of a new object has besides its fields
    query          what lists the objects of a scope
    implied        what is wanted, with what the task says by saying that
    in_view        (want, wire): what is wanted, in view of what is there (of a list that is only
                   added to: the whole list)
    ailing         Harbor has it in a state to be mended, even if no field differs
    judge          faults of a creation or update beyond each field's own rule
    blocked        why a change cannot be done as things are: the run stops with it, check mode
                   warns, since a task before this one may yet put that right
    unremovable    why a deletion would do harm
    gain           (change, bodies of the answers): what Harbor made that the user is to get; of a
                   change that failed, the answers that came
    regain         requests that get it another way, when the answer to the creation was lost
    missed         of a creation that somebody else was faster with: what he alone was told
    protected      why this object is not removed by an exclusive list, or None
    refers         specs of the kinds that a Ref in the steps may name
    dropped        what the wire has but a PUT need not repeat
    order          of creation within a whole tree; removal goes the other way
    removed_first  names are not all that must be unique: the old goes before the new comes
    last           whether a change comes after all others: nothing can be written once it is done,
                   or what goes on beside it would be refused
    """

    kind: str
    plural: str
    path: tuple[str, ...]
    fields: tuple[Field, ...]
    title: str = ""
    words: Callable[[Mapping[str, Any]], str] | None = None
    titles: str = ""
    project: str = "no"
    put: str = MERGE
    id: str = "id"
    exact: str = ""
    named: bool = False
    single: bool = False
    lasting: bool = False
    look: Callable[[Asking], Look] = listed
    steps: Callable[[Change], Iterable[Request]] = usual
    addition: Callable[[Change], Values] = _no_addition
    query: Callable[[Ref | None], Iterable[tuple[str, Any]]] = _no_query
    implied: Callable[[Values], Values] = _as_told
    in_view: Callable[[Values, Wire | None], Values] = _as_wanted
    ailing: Callable[[Wire], bool] = _well
    judge: Callable[[Change], list[str]] = _nothing
    blocked: Callable[[Change], list[str]] = _nothing
    protected: Callable[[Wire, Caller], str | None] = _unprotected
    unremovable: Callable[[Change], list[str]] = _nothing
    gain: Callable[[Change, list[Any]], Values] = _no_gain
    regain: Callable[[Change], Iterable[Request]] = _nothing_more
    missed: Callable[[Change], list[str]] = _nothing
    refers: Callable[[], tuple[Spec, ...]] = tuple
    dropped: tuple[str, ...] = ("creation_time", "update_time")
    order: int = 50
    removed_first: bool = False
    last: Callable[[Change], bool] = _not_last
    since: str | None = None

    def __post_init__(self) -> None:
        words = self.kind.replace("_", " ")
        object.__setattr__(self, "title", self.title or words)
        object.__setattr__(self, "titles", self.titles or self.plural.replace("_", " "))

    @functools.cached_property
    def keys(self) -> tuple[Field, ...]:
        return tuple(each for each in self.fields if each.key)

    @property
    def by_name(self) -> bool:
        return self.named or PROJECT in self.path

    def place(self, scope: Ref | None) -> tuple[Any, ...]:
        return tuple(scope.name if scope and part == PROJECT else part for part in self.path)

    def read(self, wire: Wire) -> Values:
        return from_wire(self.fields, wire)

    def identity(self, values: Mapping[str, Any]) -> str:
        """What tells one object of a scope from another."""
        keys = [comparable(each, values.get(each.name)) for each in self.keys]
        return json.dumps(keys, sort_keys=True)

    def identity_of(self, wire: Wire) -> str:
        return self.identity(from_wire(self.keys, wire))

    def ref(self, scope: Ref | None, values: Mapping[str, Any]) -> Ref:
        if len(self.keys) == 1 and isinstance(values.get(self.keys[0].name), str):
            return Ref(self.kind, values[self.keys[0].name], scope)
        return Ref(self.kind, self.identity(values), scope)

    def called(self, values: Mapping[str, Any], scope: Ref | None = None) -> str:
        """The object in a sentence: "label hardened of project test"."""
        names = [
            value if isinstance(value, str) else json.dumps(value, sort_keys=True)
            for value in (values.get(each.name) for each in self.keys)
            if value is not None
        ]
        if self.words is not None:
            names = [self.words(values)]
        return " ".join([self.title, *names]) + of(scope)


@dataclass(frozen=True)
class Change:
    """One object that is to be created, updated or deleted.

    ``want`` has what the task says, ``seen`` and ``wire`` what is there (None: nothing), ``differ``
    the names of the fields to change. ``where`` is its place in the task ("projects[3].").
    """

    spec: Spec
    verb: str
    scope: Ref | None
    want: Values
    seen: Values | None
    wire: Wire | None
    differ: tuple[str, ...]
    version: Version
    caller: Caller
    where: str = ""
    requests: tuple[Request, ...] = field(default=(), compare=False)

    @property
    def ref(self) -> Ref:
        return self.spec.ref(self.scope, self.seen or self.want)

    @property
    def called(self) -> str:
        return self.spec.called(self.seen or self.want, self.scope)

    @property
    def after(self) -> Values:
        """The object as it will be, as options."""
        shown = {each.name for each in self.spec.fields if not each.control}
        return {k: v for k, v in {**(self.seen or {}), **self.want}.items() if k in shown}

    @property
    def place(self) -> tuple[Any, ...]:
        return self.spec.place(self.scope)

    @property
    def item(self) -> tuple[Any, ...]:
        """The object's own end point."""
        if self.wire is None or MISSING in self.wire:
            return (*self.place, self.ref)
        return (*self.place, self.wire[self.spec.id])

    def usual(self, without: Iterable[str] = ()) -> Iterator[Request]:
        """The request that most kinds take for this change, without some fields."""
        left_out = set(without)
        if self.verb == "create":
            yield self.creation(left_out)
        elif self.verb == "delete":
            yield self.request(
                "DELETE", self.item, allow=frozenset({404}), why=f"remove {self.called}"
            )
        else:
            names = [name for name in self.differ if name not in left_out]
            if names:
                yield self.update(names)

    def creation(self, left_out: Iterable[str] = ()) -> Request:
        values = {each.name: each.create for each in self.spec.fields if each.create is not None}
        values.update(self.want)
        kept = [each for each in self.spec.fields if each.name not in set(left_out)]
        body = {**self.spec.addition(self), **to_wire(kept, values)}
        return self.request("POST", self.place, body, why=f"create {self.called}", makes=self.ref)

    def update(self, names: Iterable[str]) -> Request:
        """A PUT of these fields: of only them where Harbor merges, of all where it replaces."""
        named = list(names)
        fields = [each for each in self.spec.fields if each.name in named]
        body = to_wire(fields, self.want)
        if self.spec.put == REPLACE:
            # What a look added of its own begins with an underscore.
            kept = {k: v for k, v in (self.wire or {}).items() if not k.startswith("_")}
            whole = without_nulls(kept)
            for name in self.spec.dropped:
                whole.pop(name, None)
            body = _overlaid(whole, body)
        return self.request("PUT", self.item, body, why=self.sentence(named))

    def sentence(self, names: Iterable[str]) -> str:
        told = [name.replace("_", " ") for name in names]
        return f"set {', '.join(told)} of {self.called}"

    def request(self, method: str, path: tuple[Any, ...], body: Any = None, **more: Any) -> Request:
        return Request(method, path, body, by_name=self.spec.by_name, **more)


def without_nulls(value: Any) -> Any:
    """A copy. What Harbor lacks it may show as null, which its API document takes from nobody."""
    if isinstance(value, Mapping):
        return {name: without_nulls(one) for name, one in value.items() if one is not None}
    return [without_nulls(one) for one in value] if isinstance(value, list) else value


def _overlaid(whole: Values, part: Mapping[str, Any]) -> Values:
    """Dictionaries are joined, anything else is replaced."""
    for name, value in part.items():
        inner = whole.get(name)
        if isinstance(inner, dict) and isinstance(value, Mapping):
            whole[name] = _overlaid(inner, value)
        else:
            whole[name] = value
    return whole
