# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The adapter of a scanner that says who it is, and has found nothing."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from pathlib import Path

from . import common

OCI = "application/vnd.oci.image.manifest.v1+json"
DOCKER = "application/vnd.docker.distribution.manifest.v2+json"
REPORT = "application/vnd.security.vulnerability.report; version=1.1"
TYPE = "application/vnd.scanner.adapter.metadata+json; version=1.0"
ABOUT = {"name": "Trivy", "vendor": "Aqua Security", "version": "double"}
METADATA = {
    "scanner": ABOUT,
    "capabilities": [
        {
            "type": "vulnerability",
            "consumes_mime_types": [OCI, DOCKER],
            "produces_mime_types": [REPORT],
        }
    ],
    "properties": {"harbor.scanner-adapter/scanner-type": "os-package-vulnerability"},
}
FOUND = {
    "generated_at": "2026-01-01T00:00:00Z",
    "scanner": ABOUT,
    "severity": "Negligible",
    "vulnerabilities": [],
}


def answer(method: str, path: str, _headers: Mapping[str, str]) -> common.Answer:
    path = path.partition("?")[0]
    if path in ("/probe/healthy", "/probe/ready"):
        return 200, common.TEXT, ""
    if path == "/api/v1/metadata":
        return 200, TYPE, common.as_json(METADATA)[2]
    if method == "POST" and path == "/api/v1/scan":
        kind = "application/vnd.scanner.adapter.scan.response+json; version=1.0"
        return 202, kind, common.as_json({"id": "1"})[2]
    if path.endswith("/report"):
        return 200, REPORT, common.as_json(FOUND)[2]
    return 404, common.TEXT, "404 page not found\n"


def main() -> None:
    common.end_at_once()
    for name in ("CACHE_DIR", "REPORTS_DIR"):
        probe = Path(common.env(f"SCANNER_TRIVY_{name}")) / ".probe"
        probe.touch()  # both must be its own
        probe.unlink()
    key = common.env("SCANNER_API_SERVER_TLS_KEY")
    tls = None
    if key:
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(common.env("SCANNER_API_SERVER_TLS_CERTIFICATE"), key)
    common.serve(answer, 8443 if key else 8080, tls)
    common.say("trivy-adapter, a double")
    common.until_ended()


if __name__ == "__main__":
    main()
