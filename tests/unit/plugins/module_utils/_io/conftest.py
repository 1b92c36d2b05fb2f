# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pathlib
import subprocess
from dataclasses import dataclass

import pytest


@dataclass(frozen=True)
class Certificate:
    """Files: a certificate for 127.0.0.1, its own authority; its key; that key with a password."""

    path: str
    key: str
    locked_key: str


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    folder: pathlib.Path = tmp_path_factory.mktemp("certificate")
    made = Certificate(*(str(folder / name) for name in ("server.crt", "server.key", "locked.key")))
    openssl(
        "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
        "-keyout", made.key, "-out", made.path, "-days", "2", "-subj", "/CN=registry",
        "-addext", "subjectAltName=IP:127.0.0.1",
    )  # fmt: skip
    openssl("ec", "-in", made.key, "-out", made.locked_key, "-aes128", "-passout", "pass:locked")
    return made


def openssl(*arguments: str) -> None:
    subprocess.run(["openssl", *arguments], check=True, capture_output=True, timeout=60)
