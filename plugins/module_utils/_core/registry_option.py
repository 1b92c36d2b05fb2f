# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Options of every module that talks to a registry over its API."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from .option import Option

_HEADER_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")


def not_a_registry_url(value: str) -> str | None:
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError:
        return (
            "but that is no URL. Write it as https://harbor.abc.com or https://harbor.abc.com:8443."
        )
    if parts.scheme not in ("http", "https") or not parts.hostname or port == 0:
        return (
            "but the address of a registry starts with https:// or http:// and names a host. "
            "Write it as https://harbor.abc.com or http://192.168.126.50:5000."
        )
    if "@" in parts.netloc:
        return "but credentials do not belong in it. Use username and password."
    if parts.query or parts.fragment:
        return "but it has a '?' or '#'. Leave out what follows the path."
    if re.search(r"/v[12]/?$", parts.path):
        return "but the API's path is added here. Leave out /v2."
    if re.search(r"[\s\x00-\x1f\x7f]", value):
        return "but a URL has no blanks and no control characters. Remove them."
    return None


def not_a_user_name(value: str) -> str | None:
    if value and not re.search(r"[:\x00-\x1f\x7f]", value):
        return None
    return "but a user name is not empty and has no colon or control character. Correct it."


def not_a_password(value: str) -> str | None:
    if value and not re.search(r"[\x00-\x1f\x7f]", value):
        return None
    return "but a password is not empty and has no control character. Correct it."


def not_headers(value: Mapping[str, Any]) -> str | None:
    for name, content in value.items():
        if not _HEADER_NAME.fullmatch(str(name)):
            return "but the name of a header has letters, digits and hyphens only. Correct it."
        if re.search(r"[\x00-\x08\x0a-\x1f\x7f]", str(content)):
            return f"but the value of {name} has a line break or control character. Remove it."
    return None


def not_a_time_out(value: int) -> str | None:
    return None if value > 0 else "but a time-out is at least 1 second. Raise it."


USERNAME = Option(
    "username",
    "The user to log in as, with O(password). Without it, the registry is asked anonymously.",
    env=("REGISTRY_USERNAME",),
    wrong=not_a_user_name,
)
PASSWORD = Option(
    "password",
    "The password of O(username), or a token that stands for it.",
    secret=True,
    env=("REGISTRY_PASSWORD",),
    wrong=not_a_password,
)
CA_PATH = Option(
    "ca_path",
    "A file on the managed host with certificates (PEM) of private authorities, trusted beside "
    "those of the system.",
    type="path",
)
TIMEOUT = Option(
    "timeout",
    "Seconds within which a request must be answered, repetitions included.",
    type="int",
    default=30,
    wrong=not_a_time_out,
)

CONNECTION = (
    Option(
        "url",
        (
            "Where the registry answers, with V(https://) or V(http://) and without C(/v2).",
            "The proxies in the environment (E(HTTPS_PROXY), E(HTTP_PROXY), E(NO_PROXY)) are "
            "used, except towards the host itself; C(.netrc) is not read.",
        ),
        required=True,
        env=("REGISTRY_URL",),
        wrong=not_a_registry_url,
    ),
    USERNAME,
    PASSWORD,
    Option(
        "validate_certs",
        "Whether the registry's certificate must be valid. Set it to V(false) only in a lab: the "
        "password goes to whoever answers.",
        type="bool",
        default=True,
    ),
    CA_PATH,
    Option(
        "client_cert",
        "A file on the managed host with the certificate (PEM) to show to a registry that asks "
        "for one; it may hold the key too.",
        type="path",
    ),
    Option(
        "client_key",
        "A file on the managed host with the key (PEM, not encrypted) of O(client_cert). If left "
        "out, the key is taken from O(client_cert).",
        type="path",
        not_secret=True,
    ),
    TIMEOUT,
    Option(
        "headers",
        "Headers sent with each request to the registry, and never to another host. Their values "
        "are treated as secrets, and masked wherever they occur in the result.",
        type="dict",
        secret=True,
        wrong=not_headers,
    ),
)


def connection_faults(params: Mapping[str, Any]) -> list[str]:
    """Options of CONNECTION that need another; a null, as Ansible hands it on, is none."""
    found = []
    for name, other in (
        ("username", "password"),
        ("password", "username"),
        ("client_key", "client_cert"),
    ):
        if params.get(name) is not None and params.get(other) is None:
            found.append(f"{name} is set, but {other} is not. Give both, or neither.")
    return found
