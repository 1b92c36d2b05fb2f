# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from typing import Any

# The configuration that the edge of the first twin-star meant to have.
SEED: dict[str, Any] = {
    "log": {"level": "debug", "fields": {"service": "registry", "environment": "production"}},
    "storage": {"filesystem": {"rootdirectory": "/var/lib/registry"}},
    "http": {
        "addr": ":5000",
        "headers": {
            "Access-Control-Allow-Origin": ["http://node9:8080", "http://172.25.22.9"],
            "Access-Control-Allow-Methods": ["HEAD", "GET", "OPTIONS", "DELETE", "POST", "PUT"],
            "Access-Control-Allow-Headers": ["Authorization", "Accept"],
        },
        "http2": {"disabled": False},
    },
    "auth": {"htpasswd": {"realm": "basic-realm", "path": "/auth/htpasswd"}},
}
