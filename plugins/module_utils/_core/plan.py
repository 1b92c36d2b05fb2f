# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A plan says what will be done before it is done; check mode prints it, apply carries it out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from .option import Option


@dataclass(frozen=True)
class Step:
    """One effect as data.

    ``verb`` is what the job's own ``settle`` understands ("reload", "restart", ...), ``why`` the
    sentence a person reads: in check mode's list, and at the beginning of an error.
    """

    verb: str
    why: str
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Merged:
    """What a format makes of a text and a task: the text afterwards, and what to tell the user.

    ``text`` is None when the file is to be removed. ``result`` holds the module's own keys as they
    will be when the plan has been applied. ``why`` has a sentence for each change of the text.
    ``shown`` is (before, after) for a diff, where a masked text alone could not tell a change.
    ``keep_copy`` asks for a backup whatever the task says, where something of a person's goes.
    ``mode`` is that of a new file where it must be narrower than the format's.
    """

    text: str | None
    result: Mapping[str, Any]
    why: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    warnings: tuple[str, ...] = ()
    shown: tuple[str, str] | None = None
    keep_copy: bool = False
    mode: int | None = None


@dataclass(frozen=True)
class Format:
    """A kind of file: text in, text out. It knows no path and opens nothing.

    merge(text, params, seen)  text is None when there is no file; ``seen`` is what the job looked
                               up beforehand. Raises InputError. merge(merge(t)) == merge(t).
    shown(text)                the text as a diff may show it: secrets masked, changes still visible
    wrong(params)              faults between options, beyond what each option's own rule says
    hidden(params)             secrets within dictionaries, which no output may repeat
    rules                      Ansible's rules between options: required_if, mutually_exclusive
    mode                       of a file that is not there yet
    directory_mode             of the directory, where it is ours to make; None: it must exist
    """

    kind: str
    options: tuple[Option, ...]
    merge: Callable[[str | None, Mapping[str, Any], Mapping[str, Any]], Merged]
    shown: Callable[[str], str] = str
    wrong: Callable[[Mapping[str, Any]], list[str]] = lambda params: []
    hidden: Callable[[Mapping[str, Any]], list[str]] = lambda params: []
    rules: Mapping[str, Any] = field(default_factory=dict)
    mode: int = 0o644
    directory_mode: int | None = None


@dataclass(frozen=True)
class Plan:
    """Before, after, and what lies between, as data.

    ``result`` is what stands below the module's kind: a dict, or a list for a module of a list.

    ``before``/``after`` are texts for --diff, already masked. ``work`` is for the job that made the
    plan; nobody else looks into it. ``waits``: there is something to wait for, which is
    no change. ``came_up`` is what ``apply`` finds out that the user is to know.
    """

    result: Any
    why: tuple[str, ...] = ()
    before: str = ""
    after: str = ""
    header: str = ""
    steps: tuple[Step, ...] = ()
    warnings: tuple[str, ...] = ()
    work: Any = None
    waits: bool = False
    came_up: list[str] = field(default_factory=list)

    @property
    def changed(self) -> bool:
        return bool(self.why or self.steps)

    def with_result(self, result: Any, work: Any) -> Plan:
        return replace(self, result=result, work=work)
