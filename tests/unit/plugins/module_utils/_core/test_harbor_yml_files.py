# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.twinstar.registry.plugins.module_utils._core.harbor_yml_files import (
    Found,
    file_doubts,
    file_faults,
    key_fault,
    named_files,
)
from ansible_collections.twinstar.registry.plugins.module_utils._core.x509 import Certificate

from .harbor_yml_sets import BASE, HTTPS, SETS

DAY = 86400.0
NOW = 1000 * DAY
GOOD = Certificate(NOW - DAY, NOW + 90 * DAY, ("harbor.abc.com",))
SAID: dict[str, Any] = {**BASE, "https": HTTPS}


def fault_of(found: Found, said: dict[str, Any] | None = None, path: str = "") -> list[str]:
    """The faults when one file is as given, and every other as it should be."""
    said = SAID if said is None else said
    files = {named.path: Found("file", 0o644, 0, "", (GOOD,)) for named in named_files(said, False)}
    assert file_faults(said, files, NOW, absent=True) == []
    files[path or HTTPS["certificate"]] = found
    return file_faults(said, files, NOW, absent=True)


def leaf(since: float, until: float, *names: str) -> Found:
    return Found("file", 0o644, 0, "", (Certificate(since, until, names),))


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (Found(), "but there is no such file. Put it there first"),
        (Found("other"), "but that is no ordinary file"),
        (leaf(NOW - 9 * DAY, NOW - DAY), "but it has expired on 1972-09-26. Renew it."),
        (leaf(NOW + DAY, NOW + 9 * DAY), "but it is not valid before 1972-09-28"),
        (Found("file", 0o644, 0, "", ()), "but there is no certificate in it"),
        (Found("file", 0o644, 0, "", None), "but there is no certificate in it"),
        (Found("file", 0o644, 0, "/real", (GOOD,)), "absolute target, which prepare does not find"),
        (
            Found("file", 0o644, 0, "", (GOOD,), key_fault("KEY_VALUES_MISMATCH", "", False)),
            "and its key is '/etc/harbor/tls/harbor.key', but the key belongs to another",
        ),
        (Found("file", 0o644, 0, "", (GOOD,), key_fault("", "", True)), "has a passphrase"),
        (Found("file", 0o644, 0, "", (GOOD,), key_fault("", "too small", False)), "too small"),
    ],
)
def test_a_certificate_that_does_not_serve_is_named(found: Found, words: str) -> None:
    (fault,) = fault_of(found)
    assert fault.startswith("https.certificate is '/etc/harbor/tls/harbor.crt'")
    assert words in fault
    assert fault.endswith(".")


@pytest.mark.parametrize(
    ("mode", "uid", "readable"),
    [(0o644, 0, True), (0o640, 0, False), (0o400, 10000, True), (0o044, 10000, False)],
)
def test_a_bundle_of_storage_is_readable_as_prepare_wants_it(
    mode: int, uid: int, readable: bool
) -> None:
    said = {**BASE, **SETS["s3"][2]}
    path = "/etc/harbor/tls/s3-ca.crt"
    found = fault_of(Found("file", mode, uid, "", (GOOD,)), said, path)
    assert bool(found) is not readable


def test_what_docker_binds_may_be_a_link() -> None:
    said = {**BASE, **SETS["uaa"][2]}
    assert (
        fault_of(Found("file", 0o644, 0, "/real", (GOOD,)), said, "/etc/harbor/tls/uaa-ca.crt")
        == []
    )


def test_the_folder_of_internal_tls_is_complete() -> None:
    said = {**BASE, **SETS["internal tls"][2]}
    names = {named.path.rpartition("/")[2] for named in named_files(said)}
    assert {"harbor_internal_ca.crt", "core.crt", "core.key", "harbor_db.key"} <= names
    assert "trivy_adapter.crt" not in names
    assert len(named_files(said, True)) == len(named_files(said)) + 2
    without = {**said, "database": None, "external_database": SETS["external database"][2]}
    assert len(named_files(without)) == len(named_files(said)) - 2
    path = "/etc/harbor/tls/internal/core.crt"
    (fault,) = fault_of(leaf(NOW - DAY, NOW + DAY), said, path)
    assert fault == (
        f"internal_tls.dir needs {path!r}, but prepare wants a subjectAltName in it. "
        "Make it anew with one."
    )


def test_a_name_that_is_not_in_the_certificate_is_a_doubt() -> None:
    found = {HTTPS["certificate"]: leaf(NOW - DAY, NOW + 90 * DAY, "a.abc.com", "b.abc.com")}
    assert list(file_doubts(SAID, found, NOW)) == [
        "https.certificate is for a.abc.com, b.abc.com, and hostname is 'harbor.abc.com': clients "
        "that ask for that name refuse it. Make a certificate with the name as a subjectAltName."
    ]


def test_a_certificate_that_expires_soon_is_a_doubt() -> None:
    found = {HTTPS["certificate"]: leaf(NOW - DAY, NOW + 3 * DAY, "*.abc.com")}
    (doubt,) = file_doubts(SAID, found, NOW)
    assert "and it expires on 1972-09-30. Renew it in time." in doubt
    assert not list(file_doubts(SAID, {HTTPS["certificate"]: Found("file")}, NOW))
