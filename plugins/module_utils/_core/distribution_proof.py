# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the real registry is started with to prove a configuration, and what its words mean.

Distribution has no command that checks a configuration. Serving with a harmless copy of it for a
moment is what finds a wrong driver, an authentication that cannot start or a missing certificate.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from .distribution_option import SECTIONS
from .distribution_release import LINES
from .distribution_rules import DISTRIBUTION
from .distribution_storage import SETTINGS
from .yaml_config import at

STARTED = "listening on "

# Far enough away that no check of the copy is ever made.
_NEVER = "24h"
# Nobody listens there, and nobody is asked before the first request.
_NOWHERE = "127.0.0.1:1"
_SETTINGS = {option.name for option in SETTINGS}
# The release is in every line of distribution's log; go.version is not it.
_VERSION = re.compile(r"(?<![\w.])version=\"?v?(\d+)\.(\d+)")
_DRIVER_MISSING = re.compile(r"StorageDriver not registered: (\S+)")


def harmless(config: Mapping[str, Any], scratch: str) -> dict[str, Any]:
    """A copy that reaches nobody, listens on the loopback only and writes below ``scratch``.

    ``scratch`` is a directory with an empty file ``htpasswd``: distribution invents a user where
    it finds no file, and says his password in its log.
    """
    proof: dict[str, Any] = copy.deepcopy(dict(config))
    for section in ("proxy", "reporting", "loglevel"):
        proof.pop(section, None)

    log = dict(proof.get("log") or {})
    log.pop("fields", None)
    # The line that is waited for is of level info, and it is read as text.
    proof["log"] = {**log, "level": "info", "formatter": "text"}
    for hook in log.get("hooks") or ():
        hook["disabled"] = True

    kept = proof.get("storage") or {}
    driver = dict(kept.get("filesystem") or {})
    proof["storage"] = {
        **{name: value for name, value in kept.items() if name in _SETTINGS},
        "filesystem": {**driver, "rootdirectory": f"{scratch}/storage"},
    }

    http = dict(proof.get("http") or {})
    for name in ("debug", "draintimeout", "net"):
        http.pop(name, None)
    http["addr"] = "127.0.0.1:0"
    http["secret"] = "of the proof"
    if at(http, "tls.letsencrypt"):
        del http["tls"]
    proof["http"] = http

    if at(proof, "auth.htpasswd"):
        proof["auth"]["htpasswd"]["path"] = f"{scratch}/htpasswd"

    redis = proof.get("redis") or {}
    if "addr" in redis:
        redis["addr"] = _NOWHERE
    if "addrs" in redis:
        redis["addrs"] = [_NOWHERE]
    redis.pop("minidleconns", None)

    health = proof.get("health") or {}
    checks = [health.get("storagedriver") or {}]
    for kind in ("file", "http", "tcp"):
        checks += health.get(kind) or []
    for check in checks:
        check["interval"] = _NEVER

    for middleware in at(proof, "middleware.storage") or ():
        if middleware.get("name") == "cloudfront":
            # It fetches Amazon's list of addresses when it starts.
            settings = middleware.get("options") or {}
            for name in ("ipfilteredby", "awsregion", "iprangesurl"):
                settings.pop(name, None)
    return proof


def driver_alone(config: Mapping[str, Any]) -> dict[str, Any] | None:
    """A configuration that asks only whether this build of the registry has the storage driver.

    Without settings no driver reaches out. None where every build has it.
    """
    driver = next((name for name in config.get("storage") or {} if name not in _SETTINGS), None)
    if driver in (None, "filesystem", "inmemory"):
        return None
    return {
        "version": 0.1,
        "log": {"level": "info"},
        "storage": {
            driver: {},
            "maintenance": {"uploadpurging": {"enabled": False}},
        },
        "http": {"addr": "127.0.0.1:0"},
    }


def files_of(config: Mapping[str, Any]) -> list[str]:
    """Files that the registry reads when it starts, and the copy as well."""
    single = (
        "http.tls.certificate",
        "http.tls.key",
        "auth.token.rootcertbundle",
        "auth.token.jwks",
        "compatibility.schema1.signingkeyfile",
        "redis.tls.certificate",
        "redis.tls.key",
    )
    several = ("http.tls.clientcas", "redis.tls.clientcas", "redis.tls.rootcas")
    found = [at(config, path) for path in single]
    for path in several:
        found += at(config, path) or []
    for middleware in at(config, "middleware.storage") or ():
        if middleware.get("name") == "cloudfront":
            found.append(at(middleware, "options.privatekey"))
    return [path for path in found if path]


@dataclass(frozen=True)
class Verdict:
    """What the program made of it: whether it started, its release (2.8, 3.0, …), its words."""

    started: bool
    release: str | None
    words: str
    missing_driver: str | None = None


def verdict(output: str, secrets: Iterable[str] = ()) -> Verdict:
    """Read what the program said. ``secrets`` are masked in its words."""
    found = _VERSION.search(output)
    missing = _DRIVER_MISSING.search(output)
    return Verdict(
        started=STARTED in output,
        release=f"{found[1]}.{found[2]}" if found else None,
        words=_without(_reason(output), secrets),
        missing_driver=missing[1] if missing else None,
    )


def _reason(output: str) -> str:
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    for mark in ("configuration error: ", "panic: "):
        for line in lines:
            if line.startswith(mark):
                return line[len(mark) :]
    for line in lines:
        fatal = re.search(r'level=fatal msg="((?:[^"\\]|\\.)*)"', line)
        if fatal:
            return re.sub(r"\\(.)", r"\1", fatal[1])
    return lines[-1] if lines else "nothing at all"


def _without(words: str, secrets: Iterable[str]) -> str:
    for secret in sorted(secrets, key=len, reverse=True):
        # A secret of one or two characters is in every word; Ansible masks it as a value.
        if len(secret) > 2:
            words = words.replace(secret, "********")
    return words


def misjudged(version: str, config: Mapping[str, Any], release: str | None, program: str) -> str:
    """Why the task's ``version`` does not fit the program that was started, or an empty text."""
    if release is None or release == LINES[version]:
        return ""
    line = release.partition(".")[0]
    if line != LINES[version].partition(".")[0]:
        cure = "2.8" if line == "2" else "3"
        return (
            f"version is {version!r}, but {program} is release {release}, which knows other keys. "
            f"Set version to {cure!r}, or use another program."
        )
    if release in LINES:
        for fault in DISTRIBUTION.unfit(config, SECTIONS, release, ""):
            return f"{program} is release {release}: {fault}"
    return ""
