# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Secrets as they are stored: encrypted with the key of the installation, in a place that lasts.

The cipher is of the standard library's hashes, since a test's host has no other: good enough to see
that a wrong key opens nothing, and no model for anything else.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Callable, Iterator
from typing import Any

from .settings import SETTINGS
from .store import Change, Place

MARK = "<enc-double>"
# table -> column; of settings only those that no answer shows.
SEALED = {"registries": "access_secret", "settings": "value"}
HIDDEN = frozenset(name for name, setting in SETTINGS.items() if setting.hidden)

Row = dict[str, Any]


class Unreadable(str):
    """What was encrypted with another key, as it is stored."""


class Vault:
    def __init__(self, key: bytes) -> None:
        self.key = hashlib.sha256(key).digest()

    def stream(self, salt: bytes, length: int) -> bytes:
        blocks = (
            hmac.digest(self.key, salt + number.to_bytes(4, "big"), hashlib.sha256)
            for number in range(length // 32 + 1)
        )
        return b"".join(blocks)[:length]

    def proof(self, salt: bytes, data: bytes) -> bytes:
        return hmac.digest(self.key, b"proof" + salt + data, hashlib.sha256)

    def seal(self, text: str) -> str:
        if not text or isinstance(text, Unreadable):
            return str(text)
        plain, salt = text.encode(), secrets.token_bytes(16)
        data = bytes(a ^ b for a, b in zip(plain, self.stream(salt, len(plain))))
        return MARK + base64.b64encode(salt + self.proof(salt, data) + data).decode()

    def open(self, text: str) -> str:
        if not text.startswith(MARK):
            return text
        raw = base64.b64decode(text[len(MARK) :])
        salt, proof, data = raw[:16], raw[16:48], raw[48:]
        if not hmac.compare_digest(proof, self.proof(salt, data)):
            return Unreadable(text)
        return bytes(a ^ b for a, b in zip(data, self.stream(salt, len(data)))).decode()


class Sealed:
    """A place in which secrets are encrypted, in front of one in which they are not."""

    def __init__(self, place: Place, key: bytes) -> None:
        self.place, self.vault = place, Vault(key)

    def load(self) -> Iterator[Change]:
        for table, key, row in self.place.load():
            yield table, key, turned(table, row, self.vault.open)

    def commit(self, changes: list[Change]) -> None:
        self.place.commit(
            [(table, key, turned(table, row, self.vault.seal)) for table, key, row in changes]
        )

    def forget(self) -> None:
        self.place.forget()

    def close(self) -> None:
        self.place.close()


def turned(table: str, row: Row | None, by: Callable[[str], str]) -> Row | None:
    column = SEALED.get(table)
    if row is None or column is None or (table == "settings" and row["name"] not in HIDDEN):
        return row
    return {**row, column: by(row[column])}
