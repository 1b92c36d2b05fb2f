# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Against the certificates that a real library makes."""

from __future__ import annotations

import base64
import contextlib
import ipaddress
from datetime import datetime, timezone

import pytest
from cryptography import x509 as real
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.twinstar.registry.plugins.module_utils._core.x509 import (
    Certificate,
    parse,
    words,
)

KEY = ec.generate_private_key(ec.SECP256R1())
SECONDS = st.datetimes(datetime(1951, 1, 1), datetime(2400, 1, 1)).map(
    lambda moment: moment.replace(microsecond=0, tzinfo=timezone.utc)
)
LABELS = st.from_regex(r"[a-z0-9]([a-z0-9-]{0,9}[a-z0-9])?", fullmatch=True)


def made(since: datetime, until: datetime, names: list[real.GeneralName]) -> str:
    name = real.Name([real.NameAttribute(NameOID.COMMON_NAME, "harbor.abc.com")])
    builder = (
        real.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(KEY.public_key())
        .serial_number(real.random_serial_number())
        .not_valid_before(since)
        .not_valid_after(until)
        .add_extension(real.BasicConstraints(ca=True, path_length=None), critical=True)
    )
    if names:
        builder = builder.add_extension(real.SubjectAlternativeName(names), critical=False)
    done = builder.sign(KEY, hashes.SHA256())
    return done.public_bytes(serialization.Encoding.PEM).decode()


@given(SECONDS, SECONDS, st.lists(LABELS, max_size=3), st.lists(st.ip_addresses(), max_size=2))
def test_dates_and_names_are_those_of_the_certificate(
    one: datetime,
    other: datetime,
    names: list[str],
    addresses: list[ipaddress.IPv4Address | ipaddress.IPv6Address],
) -> None:
    since, until = sorted((one, other))
    alternatives = [real.DNSName(name) for name in names]
    (found,) = parse(made(since, until, [*alternatives, *map(real.IPAddress, addresses)]))
    assert found.since == since.timestamp()
    assert found.until == until.timestamp()
    assert found.names == (*names, *map(str, addresses))


@pytest.mark.parametrize(
    ("names", "host", "covers"),
    [
        (("harbor.abc.com",), "harbor.abc.com", True),
        (("Harbor.ABC.com",), "harbor.abc.com", True),
        (("*.abc.com",), "harbor.abc.com", True),
        (("*.abc.com",), "a.harbor.abc.com", False),
        (("*.abc.com",), "abc.com", False),
        (("abc.com",), "harbor.abc.com", False),
        (("192.168.126.40",), "192.168.126.40", True),
        ((), "harbor.abc.com", False),
    ],
)
def test_a_star_stands_for_one_label(names: tuple[str, ...], host: str, covers: bool) -> None:
    assert Certificate(0, 1, names).is_for(host) is covers


@given(st.integers(0, 300), st.binary(max_size=4))
def test_a_broken_certificate_is_an_error_that_says_so(place: int, junk: bytes) -> None:
    whole = made(datetime(2026, 1, 1), datetime(2027, 1, 1), [])
    body = base64.b64decode("".join(whole.splitlines()[1:-1]))
    broken = base64.b64encode(body[:place] + junk + body[place + len(junk) + 1 :]).decode()
    with contextlib.suppress(ValueError, IndexError):
        parse(f"-----BEGIN CERTIFICATE-----\n{broken}\n-----END CERTIFICATE-----\n")


def test_openssls_reason_stands_alone() -> None:
    assert words("[SSL: EE_KEY_TOO_SMALL] ee key too small (_ssl.c:3905)") == "ee key too small"
    assert words("No such file") == "No such file"
