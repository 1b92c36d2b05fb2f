# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Options of every module that talks to Harbor's API.

Users, robots and registries have names and passwords of their own, hence the prefix.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from .option import Option
from .registry_option import (
    CA_PATH,
    not_a_password,
    not_a_time_out,
    not_a_user_name,
    not_headers,
)

# Each request sets these itself; of some a wrong value would change what it means.
_OWN_HEADERS = ("accept", "content-length", "content-type", "host", "x-is-resource-name")


def not_a_harbor_url(value: str) -> str | None:
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError:
        return (
            "but that is no URL. Write it as https://harbor.abc.com or https://harbor.abc.com:8443."
        )
    if re.search(r"[\s\x00-\x1f\x7f]", value):
        return "but a URL has no blanks and no control characters. Remove them."
    if parts.scheme not in ("http", "https") or not parts.hostname or port == 0:
        return (
            "but the address of a Harbor starts with https:// or http:// and names a host. "
            "Write it as https://harbor.abc.com."
        )
    if "@" in parts.netloc:
        return "but credentials do not belong in it. Use harbor_username and harbor_password."
    if "?" in value or "#" in value:
        return "but it has a '?' or '#'. Leave out what follows the path."
    if re.search(r"/(api|v2)(/|$)|/harbor/", parts.path):
        return "but the API's path is added here. Leave out what follows the host."
    return None


def not_harbor_headers(value: Mapping[str, Any]) -> str | None:
    names = {str(name).lower() for name in value}
    if "cookie" in names:
        # src/server/middleware/csrf/csrf.go
        return "but with a cookie Harbor refuses every write (CSRF). Leave out Cookie."
    for name in _OWN_HEADERS:
        if name in names:
            return f"but {name} is set by each request itself. Leave it out."
    return not_headers(value)


def not_a_proxy(value: str) -> str | None:
    try:
        parts = urlsplit(value)
        known = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        known = False
    if not known or re.search(r"[\s\x00-\x1f\x7f]", value):
        return (
            "but a proxy is a URL with http:// or https://. "
            "Write it as http://proxy.example.com:3128, or leave it out."
        )
    return None


HARBOR_CONNECTION = (
    Option(
        "harbor_url",
        (
            "Where Harbor answers, with V(https://) or V(http://) and without C(/api). Give the "
            "final address: a redirect, such as from HTTP to HTTPS, is not followed.",
        ),
        env=("HARBOR_URL",),
        wrong=not_a_harbor_url,
    ),
    Option(
        "harbor_username",
        "The user to log in as, or the full name of a robot account with its prefix, such as "
        "V(robot$ci). Without it, Harbor is asked anonymously.",
        env=("HARBOR_USERNAME",),
        wrong=not_a_user_name,
    ),
    Option(
        "harbor_password",
        "The password of O(harbor_username), or the secret of the robot account.",
        secret=True,
        env=("HARBOR_PASSWORD",),
        wrong=not_a_password,
    ),
    Option(
        "validate_certs",
        "Whether Harbor's certificate must be valid. Set it to V(false) only in a lab: the "
        "password goes to whoever answers.",
        type="bool",
        default=True,
    ),
    CA_PATH,
    Option(
        "client_cert",
        "A file on the managed host with the certificate (PEM) to show to a Harbor, or a proxy in "
        "front of it, that asks for one; it may hold the key too.",
        type="path",
    ),
    Option(
        "client_key",
        "A file on the managed host with the key (PEM, not encrypted) of O(client_cert). If left "
        "out, the key is taken from O(client_cert).",
        type="path",
        not_secret=True,
    ),
    Option(
        "headers",
        "Headers sent with each request to Harbor, and never to another host. Their values are "
        "treated as secrets, and masked wherever they occur in the result.",
        type="dict",
        secret=True,
        wrong=not_harbor_headers,
    ),
    Option(
        "proxy",
        (
            "The proxy to reach Harbor by, as V(http://proxy.example.com:3128); treated as a "
            "secret, since it may hold a password. If left out, the proxies in the environment "
            "(E(HTTPS_PROXY), E(HTTP_PROXY), E(NO_PROXY)) are used, except towards the host "
            "itself.",
        ),
        secret=True,
        wrong=not_a_proxy,
    ),
    Option(
        "timeout",
        "Seconds within which one request must be answered, repetitions included.",
        type="int",
        default=30,
        wrong=not_a_time_out,
    ),
)


def harbor_connection_faults(params: Mapping[str, Any]) -> list[str]:
    """Options of HARBOR_CONNECTION that need another; a null, as Ansible hands it on, is none."""
    found = []
    if not params.get("harbor_url"):
        # Not Ansible's "required": module_defaults of the group give it, which linters do not see.
        found.append(
            "harbor_url is missing. Give the address of Harbor: as harbor_url, in module_defaults "
            "of the group twinstar.registry.harbor, or as the environment variable HARBOR_URL."
        )
    for name, other in (
        ("harbor_username", "harbor_password"),
        ("harbor_password", "harbor_username"),
        ("client_key", "client_cert"),
    ):
        if params.get(name) is not None and params.get(other) is None:
            found.append(f"{name} is set, but {other} is not. Give both, or neither.")
    names = {str(name).lower() for name in params.get("headers") or {}}
    if "authorization" in names and params.get("harbor_username") is not None:
        found.append(
            "headers has Authorization, but harbor_username is set too, and there can be only one "
            "login. Leave out either."
        )
    return found
