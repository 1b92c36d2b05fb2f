# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which certificates are believed, and which one is shown."""

from __future__ import annotations

import os
import ssl
from collections.abc import Sequence
from dataclasses import dataclass

from .._core.errors import InputError

# Where the engine looks for what belongs to one registry.
CERTS_D = "/etc/docker/certs.d"


@dataclass(frozen=True)
class Trust:
    """Files of certificates (PEM) trusted beside the system's, each with the name of its option,
    and the pair of certificate and key to show."""

    authorities: Sequence[tuple[str, str]] = ()
    client: tuple[str, str | None] | None = None
    verify: bool = True


def context_of(trust: Trust) -> ssl.SSLContext:
    """Raises InputError for a file that is not what it should be."""
    # Not create_default_context: from Python 3.13 that refuses private authorities without
    # certain extensions, which the engine accepts.
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    if trust.verify:
        context.load_default_certs()
    else:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    faults = []
    for option, path in trust.authorities:
        try:
            context.load_verify_locations(cafile=path)
        except ssl.SSLError:
            faults.append(
                f"{option} is {path!r}, but no certificate in PEM form stands there. Correct it."
            )
        except OSError as error:
            faults.append(f"{option} is {path!r}, but it cannot be read: {error.strerror}.")
    if trust.client is not None:
        fault = _load_client(context, *trust.client)
        if fault:
            faults.append(fault)
    if faults:
        raise InputError(faults)
    return context


def _load_client(context: ssl.SSLContext, certificate: str, key: str | None) -> str | None:
    try:
        # A password function, since OpenSSL would ask at the terminal and wait for ever.
        context.load_cert_chain(certificate, key, password=lambda: "")
    except ssl.SSLError:
        where = f"client_key ({key!r})" if key else "it"
        return (
            f"client_cert is {certificate!r}, but it and the key in {where} are no pair in PEM "
            "form without encryption. Correct them."
        )
    except OSError as error:
        paths = f"client_cert is {certificate!r}" + (f" and client_key {key!r}" if key else "")
        return f"{paths}, but a file cannot be read: {error.strerror}."
    return None


def as_the_engine_does(registry: str, ca_path: str | None, verify: bool = True) -> Trust:
    """The trust in a registry by its name: its folder in certs.d, unless a file is named."""
    if ca_path is not None:
        return Trust((("ca_path", ca_path),), verify=verify)
    folder = os.path.join(CERTS_D, registry)
    try:
        names = sorted(os.listdir(folder))
    except OSError:
        return Trust(verify=verify)
    authorities = [
        (f"a file of {CERTS_D}", os.path.join(folder, name))
        for name in names
        if name.endswith(".crt")
    ]
    pairs = [name[: -len(".cert")] for name in names if name.endswith(".cert")]
    client = None
    if pairs:
        stem = os.path.join(folder, pairs[0])
        client = (f"{stem}.cert", f"{stem}.key")
    return Trust(authorities, client, verify)
