# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""`python -m tests.double --version 2.13.5 --port 8085`: one double in the foreground."""

from __future__ import annotations

import argparse
import signal
import ssl
import sys
import threading
from pathlib import Path

from .hub import DELAYS, PASSWORD
from .running import running
from .versions import ASKED, NEWEST, Version


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.double", description=__doc__)
    parser.add_argument("--version", default=NEWEST, help=f"asked genuine ones: {', '.join(ASKED)}")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8085)
    parser.add_argument("--external-url", default="", help="if clients reach it elsewhere")
    parser.add_argument("--password-file", type=Path, help="with another password of admin's")
    parser.add_argument("--state", type=Path, help="a file that keeps the state (else memory)")
    parser.add_argument("--certificate", type=Path, help="serves https; with --key")
    parser.add_argument("--key", type=Path)
    parser.add_argument("--delays", choices=sorted(DELAYS), default="true")
    parser.add_argument("--seed", type=int, help="makes random order repeatable")
    parser.add_argument("--registry-binary", default="", help="another distribution program")
    parser.add_argument("--no-registry", action="store_true", help="no images, only the API")
    chosen = parser.parse_args(words)
    try:
        Version(chosen.version)
    except ValueError as error:
        parser.error(str(error))
    password = PASSWORD
    if chosen.password_file:
        password = chosen.password_file.read_text("utf-8").strip()
    shown = "the password in the file" if chosen.password_file else password
    tls = None
    if chosen.certificate:
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(chosen.certificate, chosen.key)
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_signal: ended.set())
    try:
        with running(
            chosen.version, delays=chosen.delays, port=chosen.port, host=chosen.host,
            state=chosen.state, password=password, seed=chosen.seed, url=chosen.external_url,
            registry=not chosen.no_registry, registry_binary=chosen.registry_binary, tls=tls,
        ) as hub:  # fmt: skip
            print(f"Harbor {hub.version}, a double, at {hub.url} (admin / {shown})", flush=True)
            ended.wait()
    except RuntimeError as error:  # the registry
        print(error)
        return 1
    except OSError as error:
        print(f"{chosen.host}:{chosen.port} cannot be served: {error}. Use another port.")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
