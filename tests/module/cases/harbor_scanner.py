# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ..harbor import harbor_case
from ..scanner_adapter import url

CASE = harbor_case(
    "harbor_scanner",
    {
        "name": "grype",
        "description": "looks twice",
        "url": url("/grype"),
        "auth": "none",
        "default": True,
    },
    change=(
        {"description": ""},
        {"url": url("/other")},
        {"auth": "bearer", "access_credential": "planted-scanner-token"},
        {"skip_certificate_verification": True},
        {"use_internal_address": True},
    ),
    one_way=(3, 4),
    wrong=(
        ({"name": "Trivy"}, "name is 'Trivy', but that is kept for the scanner"),
        ({"url": "grype:8080"}, "url is 'grype:8080', but the address of a scanner's adapter"),
        ({"auth": "digest"}, "auth is 'digest', but Harbor knows none, basic, bearer and api_key"),
        ({"auth": "basic"}, "auth is 'basic', but access_credential is not set"),
        ({"disabled": True}, "disabled is true, but grype is the first scanner of this Harbor"),
    ),
    secrets=("planted-scanner-token",),
    varies=("url",),
)
