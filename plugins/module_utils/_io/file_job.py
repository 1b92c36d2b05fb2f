# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The work of a module that manages one file: look, plan, replace, settle."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .._core.errors import Problem, Refused
from .._core.option import Option
from .._core.plan import Format, Plan, Step
from . import files


def _nothing_seen(text: str | None, params: Mapping[str, Any]) -> Mapping[str, Any]:
    return {}


def _no_proof(text: str, params: Mapping[str, Any]) -> bool | None:
    return None


def _as_planned(text: str, params: Mapping[str, Any], proved: bool) -> str:
    return text


def _no_steps(steps: tuple[Step, ...], params: Mapping[str, Any]) -> Mapping[str, Any]:
    return {}


@dataclass(frozen=True)
class _Work:
    """The text before and after, None where there is no file; ``mode`` is a new file's."""

    before: str | None
    after: str | None
    proved: bool
    keep_copy: bool
    mode: int

    @property
    def writes(self) -> bool:
        return self.after != self.before


@dataclass(frozen=True)
class FileJob:
    """A Format with its effects, each a plain function, so that a test can hand in its own.

    look(text, params)     what the merge must know beyond the text (a running engine's report)
    prove(text, params)    raises when the real program would refuse the new text; writes nothing.
                           Returns False when that cannot be told yet (a fresh host in check mode)
    finish(text, params, proved)
                           just before the write: gives the text that is written, with what only
                           the real run can make (a hash's salt), or raises; proved is prove's word
    settle(steps, params)  carries out what follows the write; returns result keys known only then
    take_back(steps, params)
                           settle raised Refused, and the file is as it was before: make the program
                           use it again. None: the new file stays where it is
    """

    format: Format
    look: Callable[[str | None, Mapping[str, Any]], Mapping[str, Any]] = _nothing_seen
    prove: Callable[[str, Mapping[str, Any]], bool | None] = _no_proof
    finish: Callable[[str, Mapping[str, Any], bool], str] = _as_planned
    settle: Callable[[tuple[Step, ...], Mapping[str, Any]], Mapping[str, Any]] = _no_steps
    take_back: Callable[[tuple[Step, ...], Mapping[str, Any]], None] | None = None

    # Ansible's file arguments (owner, group, mode, ...) belong to every module that writes a file.
    file_arguments = True

    @property
    def kind(self) -> str:
        return self.format.kind

    @property
    def options(self) -> tuple[Option, ...]:
        return self.format.options

    @property
    def rules(self) -> Mapping[str, Any]:
        return self.format.rules

    def wrong(self, params: Mapping[str, Any]) -> list[str]:
        return self.format.wrong(params)

    def hidden(self, params: Mapping[str, Any]) -> list[str]:
        return self.format.hidden(params)

    @contextlib.contextmanager
    def held(self, params: Mapping[str, Any]) -> Iterator[None]:
        """From reading to renaming nobody else of ours may write the file."""
        with files.locked(params["path"]):
            yield

    def plan(self, params: Mapping[str, Any]) -> Plan:
        path = params["path"]
        before = files.read_text(path)
        merged = self.format.merge(before, params, self.look(before, params))
        proved = True
        if merged.text != before and merged.text is not None:
            proved = self.prove(merged.text, params) is not False
        shown = merged.shown or (
            self.format.shown(before or ""),
            self.format.shown(merged.text or ""),
        )
        return Plan(
            result=merged.result,
            why=merged.why,
            before=shown[0],
            after=shown[1],
            header=path,
            steps=merged.steps,
            warnings=merged.warnings,
            work=_Work(
                before,
                merged.text,
                proved,
                merged.keep_copy,
                self.format.mode if merged.mode is None else merged.mode,
            ),
        )

    def apply(self, plan: Plan, params: Mapping[str, Any]) -> Mapping[str, Any]:
        """Do it; returns what the result gains over the plan's."""
        work: _Work = plan.work
        path = params["path"]
        gained: dict[str, Any] = {}
        if work.writes:
            after = work.after
            if after is not None:
                after = self.finish(after, params, work.proved)
            # The lock keeps our own runs away, and nobody else: an editor, another program.
            if files.read_text(path) != work.before:
                raise Refused(f"write {path}: somebody else changed it meanwhile. Run again.")
            if params.get("backup") or work.keep_copy:
                copy = files.back_up(path)
                if copy:
                    gained["backup_file"] = copy
            self._write(after, work.mode, params)
        if plan.steps:
            try:
                gained.update(self.settle(plan.steps, params))
            except Refused as problem:
                if self.take_back is None or not work.writes:
                    raise
                self._write(work.before, work.mode, params)
                words = f"{problem} {path} is again as it was"
                try:
                    self.take_back(plan.steps, params)
                except Problem as second:
                    raise Refused(f"{words}, but: {second}") from None
                raise Refused(f"{words}, and in use.") from None
        return gained

    def _write(self, text: str | None, mode: int, params: Mapping[str, Any]) -> None:
        if text is None:
            files.remove(params["path"])
            return
        files.replace(
            params["path"],
            text,
            _mode(params.get("mode"), mode),
            directory_mode=self.format.directory_mode,
            in_place=bool(params.get("unsafe_writes")),
        )

    def path_of(self, params: Mapping[str, Any]) -> str | None:
        """The file whose owner and mode Ansible sets afterwards, or None when there is none."""
        path = params["path"]
        return path if os.path.exists(path) else None


def _mode(wanted: Any, otherwise: int) -> int:
    """A new file is born with the mode that was asked for: no secret is readable meanwhile."""
    try:
        return int(str(wanted), 8) & otherwise if wanted is not None else otherwise
    except ValueError:
        return otherwise & 0o600
