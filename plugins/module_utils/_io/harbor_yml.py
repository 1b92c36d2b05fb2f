# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A harbor.yml whose certificates, keys and CAs were looked at before prepare copies them."""

from __future__ import annotations

import os
import ssl
import stat
import time
from collections.abc import Mapping
from typing import Any

from .._core import x509
from .._core.errors import InputError
from .._core.harbor_yml import HARBOR_YML, whole
from .._core.harbor_yml_files import Found, Named, file_faults, key_fault, named_files
from .file_job import FileJob
from .files import mode_of

# A bundle of a system has some 200 kB; what is larger is no certificate.
_MOST = 4 * 1024 * 1024


def _look(text: str | None, params: Mapping[str, Any]) -> Mapping[str, Any]:
    return {"mode": mode_of(params["path"]), "files": files_of(params), "now": time.time()}


def files_of(params: Mapping[str, Any]) -> dict[str, Found]:
    """What was found of each file that the configuration names."""
    named = named_files(whole(params), params["with_trivy"])
    return {each.path: look_at(each) for each in named}


def look_at(named: Named) -> Found:
    try:
        status = os.stat(named.path)
    except OSError:
        return Found()
    kind = "file" if stat.S_ISREG(status.st_mode) else "other"
    mode, detour = stat.S_IMODE(status.st_mode), _detour(named.path)
    if kind != "file" or named.kind == "file":
        return Found(kind, mode, status.st_uid, detour)
    certificates = _certificates(named.path)
    return Found(kind, mode, status.st_uid, detour, certificates, _pair(named))


def _detour(path: str) -> str:
    """Where the path leads to, if a link on the way has an absolute target."""
    place = "/"
    for name in path.strip("/").split("/"):
        place = os.path.join(place, name)
        if os.path.islink(place):
            target = os.readlink(place)
            if os.path.isabs(target):
                return os.path.realpath(path)
            inner = _detour(os.path.normpath(os.path.join(os.path.dirname(place), target)))
            if inner:
                return os.path.realpath(path)
    return ""


def _certificates(path: str) -> tuple[x509.Certificate, ...] | None:
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return x509.parse(file.read(_MOST))
    except (OSError, ValueError, IndexError):
        return None


def _pair(named: Named) -> str:
    """What OpenSSL says when it has to serve with both; empty when it would."""
    if not named.key or not os.path.exists(named.key):
        return ""
    asked = []

    def passphrase() -> str:
        asked.append(True)
        return ""

    try:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(named.path, named.key, passphrase)
    except (ssl.SSLError, OSError, ValueError) as error:
        reason = str(getattr(error, "reason", "") or "")
        return key_fault(reason, x509.words(str(error)), bool(asked))
    return ""


def _prove(text: str, params: Mapping[str, Any]) -> bool:
    """Whether every file is there; one that is not may come before the real run."""
    files = files_of(params)
    return not file_faults(whole(params), files, time.time(), params["with_trivy"], absent=True)


def _finish(text: str, params: Mapping[str, Any], proved: bool) -> str:
    if not proved:
        found = file_faults(
            whole(params), files_of(params), time.time(), params["with_trivy"], absent=True
        )
        if found:
            raise InputError(found)
    return text


HARBOR_YML_JOB = FileJob(HARBOR_YML, look=_look, prove=_prove, finish=_finish)
