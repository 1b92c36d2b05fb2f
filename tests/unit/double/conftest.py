# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the double asks over HTTP: a registry, a scanner and a preheat provider in one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest

from tests.double.openapi import fixture

by_the_document = fixture.by_the_document

DOCKER = "application/vnd.docker.distribution.manifest.v2+json"
OCI = "application/vnd.oci.image.manifest.v1+json"
REPORT = "application/vnd.security.vulnerability.report; version=1.1"
ABOUT = {"name": "Stub", "vendor": "Example", "version": "1.0"}
FOUND = {
    "generated_at": "2026-01-02T03:04:05Z",
    "scanner": ABOUT,
    "severity": "High",
    "vulnerabilities": [
        {"id": "CVE-2024-1", "package": "p", "version": "1", "fix_version": "2",
         "severity": "High"},
        {"id": "CVE-2024-2", "package": "q", "version": "1", "severity": "Low"},
    ],
}  # fmt: skip
METADATA = {
    "scanner": ABOUT,
    "capabilities": [
        {
            "type": "vulnerability",
            "consumes_mime_types": [OCI, DOCKER],
            "produces_mime_types": [REPORT],
        }
    ],
    "properties": {},
}
ANSWERS: dict[tuple[str, str], tuple[int, Any]] = {
    ("GET", "/v2/"): (200, {}),
    ("GET", "/api/version"): (404, {}),
    ("GET", "/api/v1/metadata"): (200, METADATA),
    ("GET", "/poor/api/v1/metadata"): (200, {**METADATA, "capabilities": []}),
    ("POST", "/api/v1/scan"): (202, {"id": "1"}),
    ("GET", "/api/v1/scan/1/report"): (200, FOUND),
    ("GET", "/health"): (200, {}),
    ("GET", "/healthy"): (200, {}),
    ("GET", "/_ping"): (200, {}),
}


class Handler(BaseHTTPRequestHandler):
    def answer(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        status, body = ANSWERS.get((self.command, self.path), (404, {}))
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    do_GET = do_POST = answer

    def log_message(self, format: str, *arguments: Any) -> None:
        pass


@pytest.fixture(scope="session")
def elsewhere() -> Iterator[str]:
    """Its URL."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
