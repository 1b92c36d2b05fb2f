# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What prepare makes anew by chance in each run is put back to what it was.

Keys of harbor.yml to fix these there are none. With other values than the containers have, logins
fail until all of them are made anew; with the same ones, the files do not change at all.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from .option import Option, Wrong

# The name in env files, and ours. harbor's utils/configs.py, core.py and registry.py draw them.
NAMES = {
    "CORE_SECRET": "core_secret",
    "JOBSERVICE_SECRET": "jobservice_secret",
    "REGISTRY_CREDENTIAL_PASSWORD": "registry_password",
    "CSRF_KEY": "csrf_key",
    "ROBOT_SCANNER_NAME_PREFIX": "robot_prefix",
}
PASSWD = "registry/passwd"
PASSWD_USER = "harbor_registry_user"
# What we keep beside the values: the salt of the hash is drawn anew too.
PASSWD_LINE = "registry_passwd"
# Our name -> where it lies below secret/ of the data volume. prepare leaves these as they are.
FILES = {
    "secret_key": "keys/secretkey",
    "private_key": "core/private_key.pem",
    "root_certificate": "registry/root.crt",
}
# Python's sets have no order, and prepare writes one.
_UNORDERED = ("NO_PROXY", "no_proxy")
_LINE = re.compile(r"^([A-Za-z_][A-Za-z0-9_]*)=(.*)$")


def _plain(length: int | None, words: str) -> Wrong:
    """A value that an env file hands on as it is: no quotes, no blank, no dollar."""

    def wrong(value: str) -> str | None:
        if not re.fullmatch(r"[A-Za-z0-9_-]+", value):
            return "but an env file hands on letters, digits, '_' and '-' only. Choose another one."
        if length is not None and len(value) != length:
            return f"but {words} has exactly {length} characters. Choose another one."
        return None

    return wrong


def _not_a_secret_key(value: str) -> str | None:
    if len(value.encode()) != 16:
        return (
            "but Harbor encrypts with exactly 16 bytes. "
            "Give the file's content, without an end of line."
        )
    return None


def _not_pem(value: str) -> str | None:
    if "-----BEGIN " not in value:
        return "but it is no PEM text, which begins with -----BEGIN. Give the file's content."
    return None


SECRETS = (
    Option(
        "core_secret",
        "What core, jobservice and registryctl know each other by.",
        secret=True,
        wrong=_plain(None, ""),
    ),
    Option(
        "jobservice_secret",
        "What jobservice shows to core.",
        secret=True,
        wrong=_plain(None, ""),
    ),
    Option(
        "registry_password",
        "The password of core and jobservice at the registry behind them.",
        secret=True,
        wrong=_plain(None, ""),
    ),
    Option(
        "csrf_key",
        "32 characters that protect the forms of the web page.",
        secret=True,
        wrong=_plain(32, "the key against forged forms"),
    ),
    Option(
        "robot_prefix",
        "How the names of the scanner's robot accounts begin.",
        secret=True,
        wrong=_plain(None, ""),
    ),
    Option(
        "secret_key",
        "16 characters that encrypt the passwords in Harbor's database. It is placed before the "
        "first start, and never replaced by another one.",
        secret=True,
        wrong=_not_a_secret_key,
    ),
    Option(
        "private_key",
        "The key (PEM) that signs tokens for the registry, the half of O(root_certificate).",
        secret=True,
        wrong=_not_pem,
    ),
    Option(
        "root_certificate",
        "The certificate (PEM) that the registry checks tokens with.",
        wrong=_not_pem,
    ),
)


def halves(secrets: Mapping[str, Any]) -> list[str]:
    """prepare makes both anew where one is missing."""
    given = [name for name in ("private_key", "root_certificate") if secrets.get(name)]
    if len(given) != 1:
        return []
    other = ({"private_key", "root_certificate"} - set(given)).pop()
    return [
        f"secrets.{given[0]} is set, but secrets.{other} is not, and the two belong together. "
        "Give both, or neither."
    ]


def values_of(env: Mapping[str, str], passwd: str | None) -> dict[str, str]:
    """The values in the env files, by our names, and the line of registry/passwd.

    ``env`` is text by path below common/config. Core's comes first: it has all of them.
    """
    found: dict[str, str] = {}
    for path in sorted(env, key=lambda each: (not each.startswith("core/"), each)):
        for name, value in _pairs(env[path]).items():
            if name in NAMES and value:
                found.setdefault(NAMES[name], value)
    for line in (passwd or "").splitlines():
        if line.startswith(f"{PASSWD_USER}:") and "registry_password" in found:
            found[PASSWD_LINE] = line
    return found


def merged(
    given: Mapping[str, Any], kept: Mapping[str, str], found: Mapping[str, str]
) -> dict[str, str]:
    """What holds from now on: as the task says, else as it was kept, else as it is in place.

    The hash belongs to its password: it goes where another password comes.
    """
    values: dict[str, str] = {}
    for name in NAMES.values():
        value = given.get(name) or kept.get(name) or found.get(name)
        if value:
            values[name] = value
    for source in (kept, found):
        line, password = source.get(PASSWD_LINE), source.get("registry_password")
        if line and password and password == values.get("registry_password"):
            values.setdefault(PASSWD_LINE, line)
    return values


def hash_of(line: str) -> str:
    return line.partition(":")[2].strip()


def overlaid(path: str, text: str, values: Mapping[str, str]) -> str:
    """A file that prepare made, with the values that hold. ``path`` is below common/config."""
    if path == PASSWD:
        return f"{values[PASSWD_LINE]}\n" if PASSWD_LINE in values else text
    lines = []
    for line in text.splitlines(keepends=True):
        ending = line[len(line.rstrip("\r\n")) :]
        found = _LINE.match(line.rstrip("\r\n"))
        if found:
            name, value = found.groups()
            if name in NAMES and value and NAMES[name] in values:
                value = values[NAMES[name]]
            elif name in _UNORDERED:
                value = ",".join(sorted(value.split(",")))
            line = f"{name}={value}{ending}"
        lines.append(line)
    return "".join(lines)


def _pairs(text: str) -> dict[str, str]:
    found = (_LINE.match(line) for line in text.splitlines())
    return {each[1]: each[2] for each in found if each}
