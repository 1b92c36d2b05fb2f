# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything that can go wrong, as one tree; only ``_ansible`` turns it into a failed task.

Problem
├── InputError       what the user wrote (or a file he named) cannot be meant
├── Refused          a registry, an engine or a program answered no
│   └── Moved        it sent us to another address, where a password does not go
├── Unreachable      it did not answer in time
├── Stopped          a plan was carried out in part; it holds what stopped it
├── TooOld           it answers, but lacks what was asked for
└── LibraryMissing   a Python library is not installed on the managed host
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any


class Problem(Exception):
    """A failure that is explained to the user in one sentence; no traceback is shown.

    All faults of one kind at once: the first is the message, every one is in ``errors``. A play
    that goes on after some failures tells them by ``cause``, one word, not by their sentences.
    """

    cause = "refused"

    def __init__(self, faults: str | Sequence[str]) -> None:
        listed = (faults,) if isinstance(faults, str) else tuple(faults)
        if not listed:
            raise ValueError("a Problem needs a sentence")
        more = f" ({len(listed) - 1} more in errors.)" if len(listed) > 1 else ""
        super().__init__(listed[0] + more)
        self.errors: tuple[str, ...] = listed


class InputError(Problem):
    """The faults of one input."""

    cause = "input"


class Refused(Problem):
    """The other side answered, and the answer was no."""


class Moved(Refused):
    """Another address, or another scheme, is to be asked."""

    cause = "moved"


class Unreachable(Problem):
    """The other side did not answer within its time-out."""

    cause = "unreachable"


class Stopped(Problem):
    """The ``problem`` came when the sentences in ``done`` were done, of so many planned.

    ``made`` is what the user gets of that which was done, and nobody can tell him later (a secret).
    """

    def __init__(
        self,
        problem: Problem,
        done: Sequence[str],
        planned: int,
        made: Sequence[Mapping[str, Any]] = (),
    ) -> None:
        first, *others = problem.errors
        if planned > 1:
            first += (
                f" Stopped there: {len(done)} of {planned} changes are done, and the others are "
                "in plan. Run again to finish."
            )
        super().__init__([first, *others])
        self.cause = problem.cause
        self.done = tuple(done)
        self.made = tuple(made)


class TooOld(Problem):
    """The other side is a version that cannot do what was asked."""

    cause = "too_old"


class LibraryMissing(Problem):
    """A Python library is missing: ``name`` as imported, then its packages."""

    cause = "library_missing"

    def __init__(self, name: str, debian: str, pypi: str) -> None:
        super().__init__(
            f"the Python library {name} is missing on this host. "
            f"Install {debian} from the distribution, or {pypi} from PyPI."
        )
        self.name = name
