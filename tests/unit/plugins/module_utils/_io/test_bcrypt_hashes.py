# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import builtins
import logging
import os
import sys
import threading
import types
import warnings
from collections.abc import Sequence
from typing import Any

import pytest

from ansible_collections.twinstar.registry.plugins.module_utils._core.errors import (
    LibraryMissing,
    Problem,
)
from ansible_collections.twinstar.registry.plugins.module_utils._io import bcrypt_hashes


class Noisy:
    """Stands in for passlib.hash.bcrypt as its version 1.7.4 behaves: it warns, logs and counts."""

    def __init__(self) -> None:
        self.threads: set[int] = set()
        self.meeting = threading.Barrier(2, timeout=20)

    def set_backend(self, name: str) -> None:
        assert name == "bcrypt"
        logging.getLogger("passlib.handlers.bcrypt").warning("(trapped) error reading version")
        warnings.warn("crypt is old", DeprecationWarning, stacklevel=2)

    def using(self, rounds: int, ident: str) -> Noisy:
        return self

    def verify(self, password: str, known: str) -> bool:
        self.threads.add(threading.get_ident())
        self.meeting.wait()
        warnings.warn("old salt", UserWarning, stacklevel=2)
        if known == "unreadable":
            raise ValueError(known)
        return password == known


def installed(monkeypatch: pytest.MonkeyPatch, kind: Any) -> None:
    passlib, hashes = types.ModuleType("passlib"), types.ModuleType("passlib.hash")
    passlib.__version__ = "1.7.4"  # type: ignore[attr-defined]
    hashes.bcrypt = kind  # type: ignore[attr-defined]
    bcrypt = types.ModuleType("bcrypt")
    bcrypt.__version__ = "5.0.0"  # type: ignore[attr-defined]
    for name, module in (("passlib", passlib), ("passlib.hash", hashes), ("bcrypt", bcrypt)):
        monkeypatch.setitem(sys.modules, name, module)


def test_checks_run_beside_each_other_and_make_no_noise(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    kind = Noisy()
    installed(monkeypatch, kind)
    monkeypatch.setattr(os, "sched_getaffinity", lambda pid: {0, 1})
    checks = [("a", "x", "x"), ("b", "x", "y"), ("c", "x", "unreadable"), ("d", "z", "z")]
    # Noisy.verify waits until a second thread is in it too: one thread alone would never get by.
    assert bcrypt_hashes.verified(checks) == {"a", "d"}
    assert len(kind.threads) == 2
    assert capfd.readouterr() == ("", "")


def test_passlibs_own_messages_are_heard_again_afterwards(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    installed(monkeypatch, Noisy())
    assert bcrypt_hashes.verified([("a", "x", "x"), ("b", "x", "x")]) == {"a", "b"}
    logging.getLogger("passlib").warning("heard")
    assert [record.message for record in caplog.records] == ["heard"]


def test_no_work_needs_no_library(monkeypatch: pytest.MonkeyPatch) -> None:
    without(monkeypatch, "passlib", "bcrypt")
    assert bcrypt_hashes.verified([]) == set()
    assert bcrypt_hashes.hashed([], 10) == {}


def without(monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
    real = builtins.__import__

    def missing(name: str, *args: Any, **kwargs: Any) -> Any:
        if name.split(".")[0] in names:
            raise ImportError(name)
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", missing)


@pytest.mark.parametrize(
    ("name", "packages"),
    [("bcrypt", ("python3-bcrypt", "bcrypt")), ("passlib", ("python3-passlib", "libpass"))],
)
def test_a_missing_library_is_named_with_its_packages(
    monkeypatch: pytest.MonkeyPatch, name: str, packages: Sequence[str]
) -> None:
    installed(monkeypatch, Noisy())
    without(monkeypatch, name)
    with pytest.raises(LibraryMissing) as caught:
        bcrypt_hashes.hashed([("a", "x")], 4)
    assert caught.value.name == name
    for package in packages:
        assert package in str(caught.value)


def test_libraries_that_do_not_go_together_are_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    class Broken(Noisy):
        def set_backend(self, name: str) -> None:
            super().set_backend(name)
            raise ValueError("password cannot be longer than 72 bytes")

    installed(monkeypatch, Broken())
    with pytest.raises(Problem) as caught:
        bcrypt_hashes.hashed([("a", "secret")], 4)
    assert str(caught.value) == (
        "the Python library passlib 1.7.4 does not work with bcrypt 5.0.0 (ValueError). "
        "Install libpass instead of passlib, or a bcrypt older than 5."
    )
    assert capfd.readouterr() == ("", "")
