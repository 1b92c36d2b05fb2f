# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a Harbor asks beyond itself, on a port of the loopback: a scanner's adapter, whose scans
find what a test wants, and a preheat cluster that is healthy."""

from __future__ import annotations

import functools
import http.server
import json
import re
import threading
import time
import uuid
from typing import TYPE_CHECKING, Any

from .images import push

if TYPE_CHECKING:
    from .harbor import Harbor

REPORT = "application/vnd.security.vulnerability.report; version=1.1"
_IMAGES = (
    "application/vnd.oci.image.manifest.v1+json",
    "application/vnd.docker.distribution.manifest.v2+json",
)
_SCANNER = {"name": "Grype", "vendor": "Example", "version": "1.0"}
METADATA = {
    "scanner": _SCANNER,
    "capabilities": [
        {
            "type": "vulnerability",
            "consumes_mime_types": _IMAGES,
            "produces_mime_types": [REPORT],
        }
    ],
    "properties": {},
}
FOUND = (
    {
        "id": "CVE-2024-3094",
        "package": "xz",
        "version": "5.6.0",
        "fix_version": "5.6.2",
        "severity": "Critical",
        "description": "a back door",
        "links": ["https://example.com/CVE-2024-3094"],
    },
    {
        "id": "CVE-2023-44487",
        "package": "nginx",
        "version": "1.25.2",
        "fix_version": "",
        "severity": "Low",
        "description": "rapid resets",
        "links": [],
    },
)


class _Adapter(http.server.BaseHTTPRequestHandler):
    """Every path below which /api/v1 stands is one."""

    def do_GET(self) -> None:
        if self.path.endswith(("/healthy", "/health", "/_ping")):
            self._answer(200, {})
        elif self.path.endswith("/metadata"):
            self._answer(200, METADATA, "application/vnd.scanner.adapter.metadata+json")
        elif re.search(r"/scan/[^/]+/report$", self.path):
            self._answer(200, _report(), REPORT)
        else:
            self._answer(404, {})

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.path.endswith("/scan"):
            self._answer(202, {"id": str(uuid.uuid4())})
        else:
            self._answer(404, {})

    def _answer(self, status: int, body: Any, kind: str = "application/json") -> None:
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *arguments: Any) -> None:
        """Nothing: a test's output is its own."""


def _report() -> dict[str, Any]:
    return {
        "generated_at": "2026-01-02T03:04:05Z",
        "artifact": {},
        "scanner": _SCANNER,
        "severity": "Critical",
        "vulnerabilities": list(FOUND),
    }


@functools.cache
def _server() -> http.server.ThreadingHTTPServer:
    """One for the whole run of the tests."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Adapter)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def url(path: str = "") -> str:
    return f"http://127.0.0.1:{_server().server_address[1]}{path}"


def with_scanner(harbor: Harbor, name: str = "grype") -> None:
    harbor.ask(
        "POST",
        "/scanners",
        {"name": name, "description": "looks twice", "url": url(f"/{name}")},
    )
    # The first one is so by itself, but there may be somebody's.
    (scanner,) = harbor.ask("GET", f"/scanners?q=name={name}")
    if not scanner.get("is_default"):
        harbor.ask("PATCH", f"/scanners/{scanner['uuid']}", {"is_default": True})


def with_image(harbor: Harbor) -> None:
    """A scanner, and an image test/app/web:1.0 that was never scanned."""
    with_scanner(harbor)
    harbor.ask("POST", "/projects", {"project_name": "test"})
    push(harbor, "test/app/web", "1.0", "layer two")


def with_report(harbor: Harbor) -> None:
    """The same, scanned."""
    with_image(harbor)
    image = "/projects/test/repositories/app%252Fweb/artifacts/1.0"
    harbor.ask("POST", f"{image}/scan")
    for _attempt in range(120):
        found = harbor.ask("GET", f"{image}?with_scan_overview=true")["scan_overview"]
        if next(iter(found.values()))["scan_status"] == "Success":
            return
        time.sleep(0.5)
    raise AssertionError("the scan did not end")
