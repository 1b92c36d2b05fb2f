# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Something that Harbor is told to do (replicate, scan, collect garbage), as data.

Like a spec, an action sends nothing: what it wants to know it yields as requests, what is to be
done it lists, and how far it came it reads from answers.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from typing import Any

from .harbor_request import Caller, Request
from .harbor_spec import Spec
from .harbor_version import Version
from .option import Option


@dataclass(frozen=True)
class Call:
    """A task: its options, and what kind of Harbor and caller it meets; ``system`` is what Harbor
    says of itself."""

    params: Mapping[str, Any]
    version: Version
    caller: Caller
    system: Mapping[str, Any] = field(default_factory=dict)

    @property
    def auth_mode(self) -> str:
        return str(self.system.get("auth_mode") or "")


@dataclass(frozen=True)
class Todo:
    """What is to be sent, one after the other; nothing, when it is done already.

    ``result`` is what check mode shows, and what the run returns beside that which it finds out; of
    an action that only reads it is all there is, and may be a list. ``known`` is for ``watch``.
    ``blocked`` says why it cannot be done as things are: the run stops with it, check mode warns,
    since a task before this one may yet put that right.
    """

    requests: tuple[Request, ...] = ()
    result: Any = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    blocked: str = ""
    known: Any = None


@dataclass(frozen=True)
class Progress:
    """How far it came. ``failed`` says in a sentence why it came to a bad end."""

    done: bool
    result: Mapping[str, Any] = field(default_factory=dict)
    failed: str = ""


# Both yield one Request or a list of them. A paged one is answered by its rows, others by a Reply.
Prepare = Generator["Request | list[Request]", Any, Todo]
Watch = Generator["Request | list[Request]", Any, Progress]


def _no_faults(params: Mapping[str, Any]) -> list[str]:
    return []


def _no_gain(call: Call, todo: Todo, replies: list[Any]) -> Mapping[str, Any]:
    return {}


@dataclass(frozen=True)
class Action:
    """One thing to do.

    kind      the name of the result
    options   beside those of the connection
    prepare   (call): looks at what is there, raises InputError or Refused, and says what to send
    watch     (call, todo, replies): one look at how far it came; None where it is done when sent
    gain      (call, todo, replies): what the answers add to the result, without a watch; raises
              Refused where they say that it was not done
    faults    of the options among themselves
    rules     Ansible's rules between options
    refers    specs of the kinds that a Ref may name
    hidden    secrets within dictionaries
    """

    kind: str
    options: tuple[Option, ...]
    prepare: Callable[[Call], Prepare]
    watch: Callable[[Call, Todo, list[Any]], Watch] | None = None
    gain: Callable[[Call, Todo, list[Any]], Mapping[str, Any]] = _no_gain
    faults: Callable[[Mapping[str, Any]], list[str]] = _no_faults
    rules: Mapping[str, Any] = field(default_factory=dict)
    refers: Callable[[], tuple[Spec, ...]] = tuple


WAIT = (
    Option(
        "wait",
        "Whether the task waits for the end, and fails when it is a bad one.",
        type="bool",
        default=True,
    ),
    Option(
        "wait_timeout",
        "Seconds to wait at most; what was begun goes on in Harbor after that.",
        type="int",
        default=600,
        wrong=lambda value: None if value > 0 else "but it is at least 1 second. Raise it.",
    ),
)
