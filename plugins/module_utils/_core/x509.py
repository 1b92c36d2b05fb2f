# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A certificate's dates and names, read from its DER without a library (RFC 5280).

Nothing is verified here: whether a key belongs to it, OpenSSL says.
"""

from __future__ import annotations

import base64
import ipaddress
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timezone

from .trusted_certificates import certificates

_OID = 0x06
_EXTENSIONS, _VERSION = 0xA3, 0xA0
_DNS, _IP = 0x82, 0x87
_SUBJECT_ALT_NAME = b"\x55\x1d\x11"
_UTC_TIME, _GENERALIZED_TIME = 0x17, 0x18


@dataclass(frozen=True)
class Certificate:
    """Valid from ``since`` until ``until``, in seconds of the epoch, for ``names``."""

    since: float
    until: float
    names: tuple[str, ...]

    def is_for(self, host: str) -> bool:
        """As clients compare: a star stands for one label, the first."""
        wanted = host.lower()
        _label, _dot, rest = wanted.partition(".")
        return any(name.lower() in (wanted, f"*.{rest}") for name in self.names)


def parse(text: str) -> tuple[Certificate, ...]:
    """The certificates of a PEM text. Raises ValueError where one is broken."""
    return tuple(_certificate(base64.b64decode(each)) for each in certificates(text))


def _certificate(der: bytes) -> Certificate:
    (_tag, whole), *_rest = _fields(der)
    (_tag, signed), *_rest = _fields(whole)
    fields = [field for field in _fields(signed) if field[0] != _VERSION]
    # Serial number, algorithm, issuer, validity, subject, key, and what is optional.
    (since, until) = (_time(*field) for field in _fields(fields[3][1]))
    names = [name for tag, value in fields[6:] if tag == _EXTENSIONS for name in _names(value)]
    return Certificate(since, until, tuple(names))


def _fields(der: bytes) -> Iterator[tuple[int, bytes]]:
    """Tag and content of each element, one after the other."""
    place = 0
    while place < len(der):
        tag, length, place = der[place], der[place + 1 : place + 2], place + 2
        if not length:
            raise ValueError("it ends too early")
        size = length[0]
        if size & 0x80:
            digits = size & 0x7F
            size = int.from_bytes(der[place : place + digits], "big")
            place += digits
        if place + size > len(der):
            raise ValueError("it ends too early")
        yield tag, der[place : place + size]
        place += size


def _time(tag: int, value: bytes) -> float:
    text = value.decode("ascii")
    if tag == _UTC_TIME:
        # Two digits of a year are of 1950 to 2049.
        text = ("20" if text < "50" else "19") + text
    elif tag != _GENERALIZED_TIME:
        raise ValueError("no time")
    moment = datetime.strptime(text, "%Y%m%d%H%M%SZ").replace(tzinfo=timezone.utc)
    return moment.timestamp()


def _names(value: bytes) -> Iterator[str]:
    for _tag, extensions in _fields(value):
        for _tag, extension in _fields(extensions):
            parts = list(_fields(extension))
            if parts[0] != (_OID, _SUBJECT_ALT_NAME):
                continue
            for _tag, alternatives in _fields(parts[-1][1]):
                for tag, name in _fields(alternatives):
                    if tag == _DNS:
                        yield name.decode("ascii")
                    elif tag == _IP and len(name) in (4, 16):
                        yield str(ipaddress.ip_address(name))


def words(text: str) -> str:
    """OpenSSL's reason, as it stands within its own words: [SSL: EE_KEY_TOO_SMALL] ee key …"""
    found = re.match(r"\[[^]]*\] (.*?)(?: \(_ssl\.c:\d+\))?$", text)
    return found[1] if found else text
