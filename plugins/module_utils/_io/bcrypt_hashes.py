# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""bcrypt by passlib or libpass, on all cores: a check is meant to be slow.

The bcrypt library lets go of Python's lock while it works, so threads are enough; measured with
bcrypt 3.2, 4.2, 4.3 and 5.0.
"""

from __future__ import annotations

import contextlib
import logging
import os
import warnings
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from .._core.errors import LibraryMissing, Problem


def verified(checks: Sequence[tuple[str, str, str]]) -> set[str]:
    """Names among (name, password, hash) whose password is right.

    A hash that passlib cannot read is no right one.
    """
    if not checks:
        return set()

    def right(check: tuple[str, str, str]) -> bool:
        _name, password, known = check
        try:
            return bool(bcrypt.verify(password, known))
        except ValueError:
            return False

    with _bcrypt() as bcrypt, _workers(len(checks)) as workers:
        answers = list(workers.map(right, checks))
    return {name for (name, _password, _hash), answer in zip(checks, answers) if answer}


def hashed(users: Sequence[tuple[str, str]], cost: int) -> dict[str, str]:
    """A fresh hash for each (name, password), marked ``$2y$`` as Apache's htpasswd does."""
    if not users:
        return {}
    with _bcrypt() as bcrypt, _workers(len(users)) as workers:
        kind = bcrypt.using(rounds=cost, ident="2y")
        hashes = list(workers.map(kind.hash, [password for _name, password in users]))
    return {name: made for (name, _password), made in zip(users, hashes)}


def _workers(jobs: int) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max(1, min(jobs, len(os.sched_getaffinity(0)))))


@contextlib.contextmanager
def _bcrypt() -> Iterator[Any]:
    """passlib's bcrypt with its self-test done, and quiet.

    passlib 1.7.4 logs a traceback about newer versions of bcrypt, and warns of old salts and of
    Python's own modules; none of it is the user's business, and standard error is read by Ansible.
    """
    log = logging.getLogger("passlib")
    silence = logging.NullHandler()
    before = log.propagate
    log.addHandler(silence)
    log.propagate = False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield _loaded()
    finally:
        log.propagate = before
        log.removeHandler(silence)


def _loaded() -> Any:
    try:
        import bcrypt
    except ImportError:
        raise LibraryMissing("bcrypt", "python3-bcrypt", "bcrypt") from None
    try:
        from passlib.hash import bcrypt as kind  # type: ignore[import-untyped]
    except ImportError:
        raise LibraryMissing("passlib", "python3-passlib", "libpass") from None
    try:
        kind.set_backend("bcrypt")
    except Exception as error:
        # passlib 1.7.4 tests itself with a password of 255 bytes, which bcrypt 5 refuses.
        import passlib  # type: ignore[import-untyped]

        ours, its = (getattr(library, "__version__", "") for library in (passlib, bcrypt))
        raise Problem(
            f"the Python library passlib {ours} does not work with bcrypt {its} "
            f"({type(error).__name__}). "
            "Install libpass instead of passlib, or a bcrypt older than 5."
        ) from None
    return kind
