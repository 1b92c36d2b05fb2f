# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import contextlib
import datetime
import os
import pathlib
from collections.abc import Iterator
from unittest import mock

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from ansible_collections.twinstar.registry.plugins.module_utils._core import (
    trusted_certificates as core,
)

from ..contract import Case, World

EDGE = "192.168.126.50:5000"

# What Debian's program does, as far as it matters here: the bundle is the files one after another.
MAKE_BUNDLE = """\
#!/bin/sh
echo run >>'{log}'
cat '{anchors}'/*.crt >'{bundle}' 2>/dev/null || :
"""


def a_certificate(name: str, days: int = 30) -> str:
    """A self-signed CA as PEM text; with negative days one that has ended."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.timezone.utc)
    built = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1000))
        .not_valid_after(now + datetime.timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    return built.public_bytes(serialization.Encoding.PEM).decode()


FIRST, SECOND = a_certificate("first"), a_certificate("second")


@contextlib.contextmanager
def a_store(tmp: pathlib.Path) -> Iterator[World]:
    """A system's store in the folder, whose program notes each run."""
    anchors, programs = tmp / "anchors", tmp / "bin"
    anchors.mkdir()
    programs.mkdir()
    bundle, log = tmp / "bundle.crt", tmp / "log"
    program = programs / "make-bundle"
    program.write_text(MAKE_BUNDLE.format(log=log, anchors=anchors, bundle=bundle), "utf-8")
    program.chmod(0o755)
    (tmp / "ca.pem").write_text(SECOND, "utf-8")
    store = core.Store(str(anchors), str(bundle), (str(program),))
    with mock.patch.object(core, "STORES", (store,)):
        yield {"tmp": tmp, "anchors": anchors, "bundle": bundle, "log": log, "program": program}


def wish(**changed: str) -> dict[str, str]:
    return {"address": EDGE, "ca": FIRST, **changed}


CASE = Case(
    "trusted_certificates",
    create=lambda world: {
        "registries": [wish()],
        "certs_d": os.path.join(world["tmp"], "docker", "certs.d"),
    },
    change=(
        {"registries": [wish(ca=SECOND)]},
        {"registries": [wish(ca=FIRST + SECOND)]},
        {"registries": [wish(), wish(address="harbor.abc.com", ca=SECOND)]},
        {"registries": [], "exclusive": True},
    ),
    wrong=(
        ({"registries": [wish(address="https://harbor.abc.com")]}, "registries[0].address is"),
        ({"registries": [wish(address="harbor.abc.com/prod")]}, "Write 'harbor.abc.com'"),
        ({"registries": [wish(ca="none")]}, "registries[0].ca is set, but a CA is PEM text"),
        ({"registries": [wish(ca="-----BEGIN PRIVATE KEY-----\nswordfish")]}, "a private key"),
        ({"registries": [wish(ca=FIRST.replace("\nM", "\n!"))]}, "a certificate in it is broken"),
        ({"registries": [wish(ca=core.pem("MAAA"))]}, "is no X.509 certificate"),
        ({"registries": [wish(ca_path="/ca.pem")]}, "registries[0] has ca and ca_path"),
        ({"registries": [{"address": EDGE}]}, "registries[0] has no CA"),
        ({"registries": [{"address": EDGE, "ca_path": "/nowhere.pem"}]}, "there is nothing"),
        ({"registries": [{"address": EDGE, "ca_url": "https://a/ca"}]}, "ca_checksum alone"),
        ({"registries": [wish(ca_checksum="md5:1")]}, "registries[0].ca_checksum is 'md5:1'"),
        ({"registries": [{"address": EDGE, "ca_url": "ftp://a/ca"}]}, "ca_url is 'ftp://a/ca'"),
        ({"registries": [wish(), wish()]}, "registries[1].address is '192.168.126.50:5000', but"),
        ({"timeout": 0}, "timeout is 0"),
    ),
    absent={"registries": [{"address": EDGE, "state": "absent"}]},
    secrets=("swordfish",),
    world=a_store,
)
